"""Polish sentences."""

from __future__ import annotations

from cx_workbench.study.example.verbatims.model import ByMood, Language

POLISH = Language(
    code="pl",
    said={
        "offers": ByMood(
            negative=(
                "Cena z reklamy to nie cena, którą naprawdę płacę.",
                "Same gwiazdki i drobny druk, prawdziwy koszt widać dopiero na końcu.",
                "Co tydzień nowa promocja, ale nigdy dla tych, którzy zostają.",
                "Na plakacie internet bez limitu, a po {days} dniach koniec prędkości.",
            ),
            mixed=(
                "Oferty są w porządku, tylko trudno je od siebie odróżnić.",
                "Ładna kampania, ale warunków trzeba długo szukać.",
            ),
            positive=(
                "Oferta była jasna i dokładnie taka obowiązuje.",
                "Wreszcie reklama, w której podano cenę.",
                "Oferta przyszła akurat wtedy, gdy kończyła się stara umowa.",
            ),
        ),
        "compare_plans": ByMood(
            negative=(
                "Planów nie da się porównać obok siebie, skończyło się na kartce i długopisie.",
                "Ustalenie, co jest w którym planie, zajęło {minutes} minut.",
                "Z nazw planów nic nie wynika.",
                "Strona poleciła najdroższy plan, chociaż prawie nie używamy internetu.",
            ),
            mixed=(
                "Porównywarka pomaga, ale tabela jest za długa na ekran telefonu.",
                "Właściwy plan w końcu się znalazł, choć kosztowało to trochę wysiłku.",
            ),
            positive=(
                "Porównanie na stronie oszczędziło wizytę w salonie.",
                "Trzy pytania i właściwy plan znaleziony.",
                "Wszystkie ceny na jednej stronie, łatwo wybrać.",
            ),
        ),
        "shop_advice": ByMood(
            negative=(
                "W salonie {minutes} minut czekania, a potem tylko ulotka do ręki.",
                "Zamiast porady namawianie na droższy telefon.",
                "Salon zamykają, zanim wyjdę z pracy.",
                "Dwa salony i dwie różne odpowiedzi na to samo pytanie.",
            ),
            mixed=(
                "Miła obsługa, ale czynne było tylko jedno stanowisko.",
                "Porada dobra, tylko kolejka długa.",
            ),
            positive=(
                "W salonie poświęcili mi czas i wszystko ustawili.",
                "Wytłumaczyli to słowami, które rozumiem.",
                "Cierpliwa porada i nikt nie wciskał najdroższego telefonu.",
            ),
        ),
        "order_online": ByMood(
            negative=(
                "Formularz {times} cofnął mnie na początek.",
                "Płatność kartą {times} nie przeszła i nikt nie wiedział dlaczego.",
                "Paczka szła {days} dni, a obiecywali dostawę następnego dnia.",
                "Siedem stron formularzy dla jednej karty SIM.",
            ),
            mixed=(
                "Zamówienie poszło gładko, dostawa spóźniła się o dzień.",
                "Szybkie zamówienie, ale potwierdzenie przyszło dopiero po godzinie.",
            ),
            positive=(
                "Wieczorem zamówione, następnego dnia dostarczone.",
                "Zamówienie w pięć minut, prosto z kanapy.",
                "Bez papierów, bez kolejki, gotowe w chwilę.",
            ),
        ),
        "number_transfer": ByMood(
            negative=(
                "Przeniesienie numeru trwało {days} dni i nikt nie mówił, co się dzieje.",
                "Dwa dni z dwoma telefonami w kieszeni i na żaden nie dało się dodzwonić.",
                "O ten sam formularz prosili {times}.",
                "Stary operator odsyłał mnie do nowego, a nowy do starego.",
            ),
            mixed=(
                "Numer przenieśli, tylko dzień później, niż obiecali.",
                "Przeniesienie się udało, ale o termin trzeba było dopytywać.",
            ),
            positive=(
                "Numer przeszedł w nocy, bez żadnej przerwy.",
                "O każdym kroku przeniesienia informował SMS.",
                "Były obawy o przeniesienie, a poszło najłatwiej ze wszystkiego.",
            ),
        ),
        "activation": ByMood(
            negative=(
                "Kod do eSIM stracił ważność, zanim przyszedł e-mail z instrukcją.",
                "Aktywacja {times} się nie powiodła, w końcu pozostała wizyta w salonie.",
                "Do eSIM potrzebny jest drugi ekran, a takiego w domu nie mam.",
                "Całe {minutes} minut z instrukcją do innego telefonu.",
            ),
            mixed=(
                "Aktywacja udała się za drugim razem.",
                "Karta działała wieczorem, instrukcja mogłaby być krótsza.",
            ),
            positive=(
                "Karta do środka, telefon włączyć, gotowe.",
                "Nowa eSIM działała, zanim zagotowała się woda na herbatę.",
                "List z obrazkami pomógł, aktywacja była łatwa.",
            ),
        ),
        "coverage": ByMood(
            negative=(
                "W domu mam zasięg tylko przy oknie.",
                "W pociągu połączenie zrywa się codziennie w tym samym miejscu.",
                "W piwnicy i w windzie nie ma w ogóle nic.",
                "Wieczorem internet jest tak wolny, że film potrafi zaciąć się {times}.",
                "Na działce z każdą rozmową trzeba wychodzić na drogę.",
            ),
            mixed=(
                "W mieście jest szybko, na wsi już mniej.",
                "Rozmowy w porządku, internet w weekendy powolny.",
                "Zwykle dobrze, tylko w garażu podziemnym martwa strefa.",
            ),
            positive=(
                "Zasięg nawet w górach.",
                "Rozmowa nigdy się nie urywa, nawet w tunelu.",
                "Szybki internet wszędzie, gdzie jestem.",
                "Praca z pociągu bez ani jednej przerwy.",
            ),
        ),
        "roaming": ByMood(
            negative=(
                "Po {days} dniach {abroad} przyszedł rachunek na {amount} za internet.",
                "Telefon {abroad} nie znalazł sieci, trzeba go było {times} uruchamiać ponownie.",
                "Wiadomość o cenach roamingu przyszła dopiero po zużyciu danych.",
                "Nikt nie powie z góry, ile kosztuje rozmowa {abroad}.",
            ),
            mixed=(
                "Roaming działał, ale wolniej niż w domu.",
                "Internet {abroad} działał, rozmowy tylko czasami.",
            ),
            positive=(
                "Telefon {abroad} zadziałał od razu, jak w domu.",
                "Pakiet roamingowy kupiony dwoma dotknięciami.",
                "Po urlopie {abroad} żadnych niespodzianek na rachunku.",
            ),
        ),
        "app": ByMood(
            negative=(
                "Aplikacja za każdym razem mnie wylogowuje i chce kodu z SMS-a.",
                "Od aktualizacji nie mogę znaleźć, ile danych mi zostało.",
                "Wyłączenie usługi, której nikt nie zamawiał, zajęło {minutes} minut.",
                "Aplikacja pokazuje wczorajszy stan, internet skończył się bez ostrzeżenia.",
            ),
            mixed=(
                "Aplikacja robi, co ma robić, tylko wolno się uruchamia.",
                "Dobry podgląd zużycia, resztę trudno znaleźć.",
            ),
            positive=(
                "W aplikacji wszystko dwoma dotknięciami.",
                "Zmiana planu w nocy przez aplikację, rano już działała.",
                "Aplikacja ostrzega na czas, zanim skończą się dane.",
            ),
        ),
        "bill": ByMood(
            negative=(
                "Rachunek był o {amount} wyższy niż w zeszłym miesiącu i nie napisano dlaczego.",
                "Cztery strony rachunku i dalej nie wiem, za co płacę.",
                "Na rachunku była usługa, której nikt nie zamawiał, {amount}.",
                "Faktura przychodzi dwa dni przed terminem płatności.",
                "W każdym wierszu rachunku jest skrót, którego nikt nie wyjaśnia.",
            ),
            mixed=(
                "Kwota się zgadza, ale szczegóły trudno odczytać.",
                "Rachunek jest jasny, jeśli się wie, gdzie patrzeć.",
                "Rachunek w porządku, tylko przychodzi późno.",
            ),
            positive=(
                "Jedna strona, jedna kwota, wszystko jasne.",
                "Rachunek co miesiąc taki sam i tak ma być.",
                "Błąd na fakturze poprawili do następnego dnia.",
            ),
        ),
        "call_centre": ByMood(
            negative=(
                "Muzyka grała {minutes} minut, a potem połączenie się urwało.",
                "To samo trzeba było tłumaczyć {times}, za każdym razem komuś innemu.",
                "Automat nie rozumie, czego chcę, i nie da się go ominąć.",
                "Obiecali oddzwonić i nikt się nie odezwał.",
                "Rozmowę przełączali {times} i wróciła tam, gdzie się zaczęła.",
            ),
            mixed=(
                "Załatwili sprawę, ale czekanie było długie.",
                "Na linii byli uprzejmi, tylko o niczym nie mogli zdecydować.",
            ),
            positive=(
                "Odebrali od razu i załatwili wszystko w jednej rozmowie.",
                "Na infolinii dokładnie wiedzieli, co robić.",
                "Oddzwonili dokładnie tak, jak obiecali.",
            ),
        ),
        "repair": ByMood(
            negative=(
                "Naprawa trwała {days} dni i przez cały ten czas bez telefonu.",
                "Telefon wrócił z tą samą usterką.",
                "Do naprawy wysyłali go {times} i dalej się nie ładuje.",
                "Nikt nie umiał powiedzieć, kiedy telefon będzie gotowy.",
            ),
            mixed=(
                "Naprawili dobrze, tylko tydzień później, niż obiecali.",
                "Naprawa za darmo, za to czekanie niekrótkie.",
            ),
            positive=(
                "Naprawione od ręki.",
                "Pożyczyli telefon zastępczy i przenieśli do niego kontakty.",
                "Ekran wymienili w jeden dzień.",
            ),
        ),
        "renewal": ByMood(
            negative=(
                "Nowi klienci płacą rocznie o {amount} mniej niż my po tylu latach.",
                "Dobra cena znalazła się dopiero, gdy padło słowo odejście.",
                "Umowa przedłużyła się sama, a zniżka zniknęła.",
                "W sprawie przedłużenia dzwonili {times}, za każdym razem z inną ceną.",
            ),
            mixed=(
                "Nowa umowa może być, za lojalność można by oczekiwać więcej.",
                "Przedłużenie w parę minut, ale oferta przeciętna.",
            ),
            positive=(
                "Sami zaproponowali tańszy plan.",
                "Przedłużenie jednym kliknięciem i cena została.",
                "Uczciwa oferta dla wieloletniego klienta, bez targowania się.",
            ),
        ),
        "": ByMood(
            negative=(
                "Nie polecam, dopóki stali klienci płacą najwięcej.",
                "Gdy wszystko działa, jest dobrze, ale gdy nie działa, nie ma nikogo.",
                "Za dużo drobnych utrudnień jak na tę cenę.",
                "Gdyby odejście było prostsze, już by nas tu nie było.",
                "O każdą sprawę trzeba się upominać.",
                "Co roku trochę drożej, a lepiej nie jest.",
                "Dobre dla kogoś, kto nigdy nie potrzebuje pomocy.",
            ),
            mixed=(
                "Ani lepiej, ani gorzej niż gdzie indziej.",
                "Sieć jest dobra, reszta mogłaby być prostsza.",
                "Zadowolenie tak, zachwyt nie.",
                "Jak na tę cenę w porządku, ale nic więcej.",
                "Jedne rzeczy są świetne, inne doprowadzają do szału.",
            ),
            positive=(
                "Działa i nie trzeba o tym myśleć.",
                "Jesteśmy tu od lat i nie ma powodu zmieniać.",
                "Z mojego polecenia jest tu już pół rodziny.",
                "Uczciwa cena, dobry zasięg, mili ludzie.",
                "Gdy coś się zepsuło, naprawili to jeszcze tego samego dnia.",
                "Przez te wszystkie lata ani jednej skargi.",
                "Wszystko jest proste i po ludzku.",
            ),
        ),
    },
    said_by={
        ("roaming", "on_the_move"): (
            "Każdy kraj ma inny cennik, a w zeszłym tygodniu były trzy.",
            "Pakiet dzienny skończył się o północy w środku rozmowy {abroad}.",
            "Na wyjazdy poza UE kupuję już miejscową kartę, to mówi samo za siebie.",
            "Zaraz po lądowaniu wyłączam dane, bo godzina {abroad} kosztuje więcej niż obiad.",
        ),
        ("bill", "run_a_business"): (
            "Dwanaście numerów, dwanaście faktur i każda w inny dzień.",
            "Faktury nie da się wczytać do księgowości, przepisujemy ją ręcznie.",
            "Na fakturze brakuje podziału na działy, co miesiąc rozpisujemy ją wiersz po wierszu.",
            "Księgowa poświęca waszym fakturom {minutes} minut każdego miesiąca.",
        ),
        ("bill", "watch_the_bill"): (
            "Co miesiąc sprawdzam rachunek z kalkulatorem, tak nie powinno być.",
            "Zniżka się skończyła, a dowiedzieliśmy się o tym dopiero z rachunku, {amount} więcej.",
        ),
        ("call_centre", "run_a_business"): (
            "Całe przedpołudnie byliśmy bez łączności, a na infolinii czekaliśmy jak wszyscy inni.",
            "Klienci nie mogli się do nas dodzwonić, a infolinia o niczym nie mogła zdecydować.",
        ),
        ("app", "human_help"): (
            "Litery w aplikacji są tak małe, że wolę odpuścić.",
            "W salonie odesłali mnie do aplikacji, a właśnie z nią potrzebuję pomocy.",
            "Boję się czegokolwiek dotknąć w aplikacji, żeby to nie kosztowało.",
        ),
        ("coverage", "always_on"): (
            "Płacę za najszybszy plan, a wysyłanie plików się ślimaczy.",
            "Wideorozmowy zawieszają się w najgorszym momencie.",
        ),
        ("activation", "always_on"): (
            "Nowy telefon, a eSIM nie dało się przenieść bez wizyty w salonie.",
        ),
        ("renewal", "watch_the_bill"): (
            "Co dwa lata trzeba grozić odejściem, żeby cena była przyzwoita.",
            "Jako stali klienci płacimy za prezenty dla nowych.",
        ),
    },
    openings=ByMood(
        negative=(
            "Rozczarowanie.",
            "Słabo.",
            "Przykre doświadczenie.",
            "Znowu problem.",
            "Kiepsko.",
        ),
        mixed=("Tak sobie.", "Przeciętnie.", "Mogłoby być lepiej.", "Ogólnie ujdzie."),
        positive=("Świetnie.", "Jestem na tak.", "Wszystko w porządku.", "Brawo.", "Super."),
    ),
    endings=ByMood(
        negative=(
            "Proszę coś z tym zrobić.",
            "Tak jest już od miesięcy.",
            "Za tę cenę oczekuję więcej.",
            "Myślę o odejściu.",
            "Nikt nawet nie przeprosił.",
            "Zepsuło to całe wrażenie.",
            "To zabiera czas, którego nie mam.",
            "Gdzie indziej jest prościej.",
        ),
        mixed=(
            "Poza tym w porządku.",
            "Jest co poprawiać.",
            "Większych zastrzeżeń nie mam.",
            "Da się z tym żyć.",
        ),
        positive=(
            "Dziękuję.",
            "Tak trzymać.",
            "Miłe zaskoczenie.",
            "Dokładnie tak powinno być.",
            "Nic dodać, nic ująć.",
            "Dlatego zostaję.",
        ),
    ),
    slots={
        "minutes": ("20", "25", "30", "35", "40", "45", "50"),
        "days": ("5", "6", "7", "8", "9", "10", "12"),
        "times": ("dwa razy", "trzy razy", "cztery razy"),
        "amount": ("80 zł", "110 zł", "150 zł", "210 zł", "270 zł", "340 zł"),
        "abroad": (
            "w Turcji",
            "w Szwajcarii",
            "w Egipcie",
            "w Serbii",
            "w Albanii",
            "w Gruzji",
        ),
    },
)
