"""Slovak sentences."""

from __future__ import annotations

from cx_workbench.study.example.verbatims.model import ByMood, Language

SLOVAK = Language(
    code="sk",
    said={
        "offers": ByMood(
            negative=(
                "Cena v reklame nebola cena, ktorú naozaj platím.",
                "Samé malé písmenká, skutočná cena sa ukáže až na konci.",
                "Každý týždeň nová akcia, ale nikdy nie pre tých, čo zostávajú.",
                "Na plagáte neobmedzené dáta, po {days} dňoch koniec rýchlosti.",
            ),
            mixed=(
                "Ponuky sú v poriadku, len sa ťažko rozlišujú.",
                "Pekná kampaň, podmienky však treba dlho hľadať.",
            ),
            positive=(
                "Ponuka bola jasná a presne taká aj platí.",
                "Konečne reklama, v ktorej je napísaná cena.",
                "Ponuka prišla práve vtedy, keď sa končila stará zmluva.",
            ),
        ),
        "compare_plans": ByMood(
            negative=(
                "Paušály sa nedajú porovnať vedľa seba, nakoniec pomohol papier a ceruzka.",
                "Trvalo {minutes} minút zistiť, čo ktorý paušál obsahuje.",
                "Z názvov paušálov sa nedá zistiť vôbec nič.",
                "Web odporučil najdrahší paušál, hoci dáta takmer nepoužívame.",
            ),
            mixed=(
                "Porovnanie pomôže, ale tabuľka je na mobil pridlhá.",
                "Vhodný paušál sa nakoniec našiel, ale dalo to námahu.",
            ),
            positive=(
                "Porovnanie na webe ušetrilo cestu do predajne.",
                "Tri otázky a vhodný paušál bol na svete.",
                "Všetky ceny na jednej strane, vybrať si bolo ľahké.",
            ),
        ),
        "shop_advice": ByMood(
            negative=(
                "Čakanie {minutes} minút v predajni a potom len leták do ruky.",
                "Namiesto rady to bolo prehováranie na drahší telefón.",
                "Predajňa zatvára skôr, než sa dostanem z práce.",
                "V dvoch predajniach dve rôzne odpovede na tú istú otázku.",
            ),
            mixed=(
                "Milý personál, ale otvorená bola len jedna priehradka.",
                "Poradili dobre, len sa dlho čakalo.",
            ),
            positive=(
                "V predajni si našli čas a všetko nastavili.",
                "Vysvetlili to slovami, ktorým rozumiem.",
                "Trpezlivá rada a nikto nevnucoval najdrahší telefón.",
            ),
        ),
        "order_online": ByMood(
            negative=(
                "Formulár ma {times} vrátil na začiatok.",
                "Platba kartou {times} neprešla a nikto nevedel prečo.",
                "Balík išiel {days} dní, hoci sľubovali doručenie na druhý deň.",
                "Sedem strán formulárov kvôli jednej SIM karte.",
            ),
            mixed=(
                "Objednávka prebehla dobre, doručenie sa o deň oneskorilo.",
                "Rýchla objednávka, potvrdenie však prišlo až po hodine.",
            ),
            positive=(
                "Večer objednané, na druhý deň doručené.",
                "Objednávka za päť minút, rovno z gauča.",
                "Žiadne papiere, žiadny rad, hotovo za chvíľu.",
            ),
        ),
        "number_transfer": ByMood(
            negative=(
                "Prenos čísla trval {days} dní a nikto nepovedal, čo sa deje.",
                "Dva dni s dvoma telefónmi vo vrecku a ani na jeden sa nedalo dovolať.",
                "Ten istý formulár chceli {times}.",
                "Starý operátor ma posielal k novému a nový k starému.",
            ),
            mixed=(
                "Číslo preniesli, len o deň neskôr, než sľúbili.",
                "Prenos vyšiel, ale termín bolo treba zisťovať.",
            ),
            positive=(
                "Číslo sa prenieslo cez noc, bez jediného výpadku.",
                "O každom kroku prenosu prišla esemeska.",
                "Z prenosu boli obavy a nakoniec to bolo najľahšie zo všetkého.",
            ),
        ),
        "activation": ByMood(
            negative=(
                "Kód na eSIM vypršal skôr, než prišiel e-mail s návodom.",
                "Aktivácia {times} zlyhala, nakoniec ostala len cesta do predajne.",
                "Na eSIM treba druhú obrazovku, a tú doma nemám.",
                "Celých {minutes} minút s návodom, ktorý bol na iný telefón.",
            ),
            mixed=(
                "Aktivácia vyšla na druhý pokus.",
                "Karta bola večer aktívna, návod by mohol byť kratší.",
            ),
            positive=(
                "Karta dnu, telefón zapnúť, hotovo.",
                "Nová eSIM fungovala skôr, než zovrela voda na čaj.",
                "List s obrázkami pomohol, aktivácia bola ľahká.",
            ),
        ),
        "coverage": ByMood(
            negative=(
                "Doma mám signál len pri okne.",
                "Vo vlaku vypadne spojenie každý deň na tom istom mieste.",
                "V pivnici a vo výťahu nie je vôbec nič.",
                "Večer sú dáta také pomalé, že sa video aj {times} zasekne.",
                "Na chate treba kvôli každému hovoru vyjsť na kopec.",
            ),
            mixed=(
                "V meste je to rýchle, na vidieku už menej.",
                "Volania sú v poriadku, dáta cez víkend pomalé.",
                "Väčšinou dobré, len v podzemnej garáži hluché miesto.",
            ),
            positive=(
                "Signál aj na horách.",
                "Hovor nikdy nevypadne, ani v tuneli.",
                "Rýchle dáta všade, kam prídem.",
                "Práca z vlaku bez jediného výpadku.",
            ),
        ),
        "roaming": ByMood(
            negative=(
                "Po {days} dňoch {abroad} prišla faktúra na {amount} za dáta.",
                "Telefón {abroad} nenašiel sieť, bolo ho treba {times} reštartovať.",
                "Správa o cenách roamingu prišla až vtedy, keď sa dáta minuli.",
                "Nikto mi vopred nepovie, koľko stojí hovor {abroad}.",
            ),
            mixed=(
                "Roaming fungoval, ale pomalšie než doma.",
                "Dáta {abroad} išli, volania len občas.",
            ),
            positive=(
                "Telefón {abroad} fungoval hneď, ako doma.",
                "Roamingový balík sa dá kúpiť na dve ťuknutia.",
                "Po dovolenke {abroad} žiadne prekvapenie na faktúre.",
            ),
        ),
        "app": ByMood(
            negative=(
                "Aplikácia ma zakaždým odhlási a chce kód z esemesky.",
                "Od aktualizácie neviem nájsť, koľko dát mi ostáva.",
                "Hľadanie, kde sa ruší služba, ktorú si nikto neobjednal, trvalo {minutes} minút.",
                "Aplikácia ukazuje včerajšie údaje, dáta sa minuli bez varovania.",
            ),
            mixed=(
                "Aplikácia robí, čo má, len sa pomaly spúšťa.",
                "Dobrý prehľad o dátach, ostatné sa hľadá ťažko.",
            ),
            positive=(
                "Všetko v aplikácii na dve ťuknutia.",
                "Zmena paušálu v noci cez aplikáciu, ráno už platila.",
                "Aplikácia upozorní včas, než sa dáta minú.",
            ),
        ),
        "bill": ByMood(
            negative=(
                "Faktúra bola o {amount} vyššia než minulý mesiac a nepíše sa na nej prečo.",
                "Štyri strany faktúry a stále neviem, za čo platím.",
                "Na faktúre bola služba, ktorú si nikto neobjednal, {amount}.",
                "Faktúra príde dva dni pred splatnosťou.",
                "V každom riadku faktúry je skratka, ktorú nikto nevysvetlí.",
            ),
            mixed=(
                "Suma sedí, ale rozpis sa ťažko číta.",
                "Faktúra je jasná, keď človek vie, kam sa pozrieť.",
                "Na faktúre nie je nič zlé, len chodí neskoro.",
            ),
            positive=(
                "Jedna strana, jedna suma, všetko jasné.",
                "Faktúra je každý mesiac rovnaká a tak to má byť.",
                "Chybu na faktúre opravili do druhého dňa.",
            ),
        ),
        "call_centre": ByMood(
            negative=(
                "Hudba hrala {minutes} minút a potom sa hovor prerušil.",
                "To isté bolo treba vysvetľovať {times}, zakaždým niekomu inému.",
                "Automat nerozumie, čo chcem, a obísť sa nedá.",
                "Sľúbili, že zavolajú späť, a nikto sa neozval.",
                "Hovor {times} prepojili a skončil tam, kde sa začal.",
            ),
            mixed=(
                "Vyriešili to, ale čakanie bolo dlhé.",
                "Na linke boli slušní, len nemohli o ničom rozhodnúť.",
            ),
            positive=(
                "Zdvihli hneď a vyriešili to na jeden hovor.",
                "Na linke presne vedeli, čo robiť.",
                "Zavolali späť presne, ako sľúbili.",
            ),
        ),
        "repair": ByMood(
            negative=(
                "Oprava trvala {days} dní a celý ten čas bez telefónu.",
                "Telefón sa vrátil s tou istou chybou.",
                "Na opravu ho poslali {times} a stále sa nenabíja.",
                "Nikto nevedel povedať, kedy bude telefón hotový.",
            ),
            mixed=(
                "Opravili ho dobre, len o týždeň neskôr, než sľúbili.",
                "Oprava bola zadarmo, čakanie však nebolo krátke.",
            ),
            positive=(
                "Opravené na počkanie.",
                "Požičali náhradný telefón a preniesli doň kontakty.",
                "Displej vymenili za deň.",
            ),
        ),
        "renewal": ByMood(
            negative=(
                "Noví zákazníci platia ročne o {amount} menej než my po toľkých rokoch.",
                "Dobrá cena sa našla, až keď padlo slovo odchod.",
                "Zmluva sa predĺžila sama a zľava zmizla.",
                "Kvôli predĺženiu volali {times} a zakaždým s inou cenou.",
            ),
            mixed=(
                "Nová zmluva je v poriadku, za vernosť by človek čakal viac.",
                "Predĺženie za pár minút, ponuka však priemerná.",
            ),
            positive=(
                "Sami ponúkli lacnejší paušál.",
                "Predĺženie na jedno kliknutie a cena ostala.",
                "Férová ponuka pre dlhoročného zákazníka, bez vyjednávania.",
            ),
        ),
        "": ByMood(
            negative=(
                "Neodporúčam, kým verní zákazníci platia najviac.",
                "Keď všetko ide, je to fajn, ale keď nie, nikde nikoho.",
                "Priveľa drobných nepríjemností na túto cenu.",
                "Keby bol odchod jednoduchší, už tu nie sme.",
                "Každú vec treba naháňať.",
                "Každý rok o niečo drahšie a lepšie to nie je.",
                "Dobré pre toho, kto nikdy nepotrebuje pomoc.",
            ),
            mixed=(
                "Ani lepšie, ani horšie než inde.",
                "Sieť je dobrá, ostatné by mohlo byť jednoduchšie.",
                "Spokojnosť áno, nadšenie nie.",
                "Za tú cenu v poriadku, ale nič viac.",
                "Niečo je výborné, pri inom ide človeka poraziť.",
            ),
            positive=(
                "Funguje to a netreba nad tým premýšľať.",
                "Sme tu roky a niet dôvodu meniť.",
                "Na moje odporúčanie je tu už polovica rodiny.",
                "Férová cena, dobrý signál, milí ľudia.",
                "Keď sa niečo pokazilo, v ten istý deň to bolo vyriešené.",
                "Za celé roky ani jedna sťažnosť.",
                "Všetko je jednoduché a ľudské.",
            ),
        ),
    },
    said_by={
        ("roaming", "on_the_move"): (
            "Každá krajina má iný cenník a za minulý týždeň boli tri.",
            "Denný balík sa skončil o polnoci uprostred hovoru {abroad}.",
            "Na cesty mimo EÚ si už kupujem miestnu kartu, to hovorí za všetko.",
            "Hneď po prílete vypínam dáta, lebo hodina {abroad} stojí viac než obed.",
        ),
        ("bill", "run_a_business"): (
            "Dvanásť čísel, dvanásť faktúr a každá v iný deň.",
            "Faktúra sa nedá načítať do účtovníctva, prepisujeme ju ručne.",
            "Na faktúre chýba stredisko, každý mesiac ju triedime riadok po riadku.",
            "Účtovníčka strávi s vašimi faktúrami každý mesiac {minutes} minút.",
        ),
        ("bill", "watch_the_bill"): (
            "Každý mesiac kontrolujem faktúru s kalkulačkou, tak to nemá byť.",
            "Zľava sa skončila a dozvedeli sme sa to až z faktúry, o {amount} viac.",
        ),
        ("call_centre", "run_a_business"): (
            "Celé dopoludnie sme boli bez spojenia a na linke sme čakali ako všetci ostatní.",
            "Zákazníci sa nám nevedeli dovolať a na linke nikto nemohol o ničom rozhodnúť.",
        ),
        ("app", "human_help"): (
            "Písmená v aplikácii sú také malé, že to radšej nechám tak.",
            "V predajni ma poslali do aplikácie, a práve s ňou potrebujem pomôcť.",
            "V aplikácii sa bojím na čokoľvek ťuknúť, aby to niečo nestálo.",
        ),
        ("coverage", "always_on"): (
            "Platím najrýchlejší paušál a nahrávanie ide krokom.",
            "Videohovory zamŕzajú v tej najhoršej chvíli.",
        ),
        ("activation", "always_on"): (
            "Nový telefón, a eSIM sa doň bez návštevy predajne nedala preniesť.",
        ),
        ("renewal", "watch_the_bill"): (
            "Každé dva roky sa treba vyhrážať odchodom, aby bola cena slušná.",
            "Ako verní zákazníci platíme darčeky tým novým.",
        ),
    },
    openings=ByMood(
        negative=("Sklamanie.", "Nič moc.", "Nepríjemná skúsenosť.", "Zase problém.", "Slabé."),
        mixed=("Tak napoly.", "Priemer.", "Mohlo by byť lepšie.", "Celkovo ujde."),
        positive=("Výborne.", "Veľká spokojnosť.", "Všetko v poriadku.", "Pochvala.", "Super."),
    ),
    endings=ByMood(
        negative=(
            "Treba s tým niečo urobiť.",
            "Takto je to už mesiace.",
            "Za túto cenu čakám viac.",
            "Uvažujem o odchode.",
            "Nikto sa ani neospravedlnil.",
            "Pokazilo to celý dojem.",
            "Stojí ma to čas, ktorý nemám.",
            "Inde to ide jednoduchšie.",
        ),
        mixed=(
            "Inak v poriadku.",
            "Je čo zlepšovať.",
            "Väčšie výhrady nemám.",
            "Dá sa s tým žiť.",
        ),
        positive=(
            "Ďakujem.",
            "Len tak ďalej.",
            "Milé prekvapenie.",
            "Presne tak to má byť.",
            "Niet čo dodať.",
            "Preto zostávam.",
        ),
    ),
    slots={
        "minutes": ("20", "25", "30", "35", "40", "45", "50"),
        "days": ("5", "6", "7", "8", "9", "10", "12"),
        "times": ("dvakrát", "trikrát", "štyrikrát"),
        "amount": ("18 eur", "24 eur", "35 eur", "48 eur", "62 eur", "79 eur"),
        "abroad": (
            "v Turecku",
            "vo Švajčiarsku",
            "v Egypte",
            "v Srbsku",
            "v Albánsku",
            "v Gruzínsku",
        ),
    },
)
