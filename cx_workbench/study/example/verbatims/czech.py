"""Czech sentences."""

from __future__ import annotations

from cx_workbench.study.example.verbatims.model import ByMood, Language

CZECH = Language(
    code="cs",
    said={
        "offers": ByMood(
            negative=(
                "Cena z reklamy není cena, kterou opravdu platím.",
                "Hvězdička vedle hvězdičky, skutečná cena se ukáže až na konci.",
                "Pořád nové akce, ale nikdy pro ty, kdo zůstávají.",
                "Na plakátu neomezená data, po {days} dnech konec rychlosti.",
            ),
            mixed=(
                "Nabídky jsou v pořádku, jen se těžko rozlišují.",
                "Hezká kampaň, podmínky se ale hledají dlouho.",
            ),
            positive=(
                "Nabídka byla jasná a přesně taková i platí.",
                "Konečně reklama, ve které je napsaná cena.",
                "Nabídka přišla zrovna ve chvíli, kdy končila stará smlouva.",
            ),
        ),
        "compare_plans": ByMood(
            negative=(
                "Tarify se nedají porovnat vedle sebe, nakonec pomohl papír a tužka.",
                "Zjistit, co který tarif obsahuje, trvalo {minutes} minut.",
                "Z názvů tarifů se nepozná vůbec nic.",
                "Web doporučil nejdražší tarif, i když data skoro nepoužíváme.",
            ),
            mixed=(
                "Porovnání pomůže, ale tabulka je na mobil moc dlouhá.",
                "Správný tarif se nakonec našel, ale dalo to práci.",
            ),
            positive=(
                "Porovnání na webu ušetřilo cestu na prodejnu.",
                "Tři otázky a vhodný tarif byl na světě.",
                "Všechny ceny na jedné stránce, vybrat bylo snadné.",
            ),
        ),
        "shop_advice": ByMood(
            negative=(
                "Na prodejně {minutes} minut ve frontě a pak jen leták do ruky.",
                "Místo rady přemlouvání k dražšímu telefonu.",
                "Prodejna zavírá dřív, než se dostanu z práce.",
                "Dvě prodejny, dvě různé odpovědi na stejnou otázku.",
            ),
            mixed=(
                "Milá obsluha, ale otevřená byla jen jedna přepážka.",
                "Poradili dobře, jen fronta byla dlouhá.",
            ),
            positive=(
                "Na prodejně si udělali čas a všechno nastavili.",
                "Vysvětlili to slovy, kterým rozumím.",
                "Trpělivá rada a nikdo nevnucoval nejdražší telefon.",
            ),
        ),
        "order_online": ByMood(
            negative=(
                "Objednávka mě {times} vrátila na začátek.",
                "Platba kartou {times} neprošla a nikdo nevěděl proč.",
                "Balík šel {days} dní, přestože slibovali doručení druhý den.",
                "Sedm stránek formulářů kvůli jedné SIM kartě.",
            ),
            mixed=(
                "Objednání proběhlo dobře, doručení se o den zpozdilo.",
                "Objednávka rychlá, potvrzení ale přišlo až za hodinu.",
            ),
            positive=(
                "Večer objednáno, druhý den doručeno.",
                "Objednávka za pět minut, rovnou z gauče.",
                "Žádné papíry, žádná fronta, hotovo za chvilku.",
            ),
        ),
        "number_transfer": ByMood(
            negative=(
                "Přenos čísla trval {days} dní a nikdo neřekl, co se děje.",
                "Dva dny se dvěma telefony v kapse a ani na jeden se nedalo dovolat.",
                "Stejný formulář chtěli {times}.",
                "Starý operátor mě posílal k novému a nový ke starému.",
            ),
            mixed=(
                "Číslo přenesli, jen o den později, než slíbili.",
                "Přenos se povedl, ale na termín bylo potřeba se doptávat.",
            ),
            positive=(
                "Číslo se přeneslo přes noc, bez jediného výpadku.",
                "O každém kroku přenosu přišla esemeska.",
                "Z přenosu byly obavy a nakonec to bylo úplně nejsnazší.",
            ),
        ),
        "activation": ByMood(
            negative=(
                "Kód pro eSIM vypršel dřív, než přišel e-mail s návodem.",
                "Aktivace {times} selhala, nakonec zbyla jen cesta na prodejnu.",
                "Na eSIM je potřeba druhá obrazovka a tu doma nemám.",
                "Celých {minutes} minut s návodem, který byl na jiný telefon.",
            ),
            mixed=(
                "Aktivace vyšla na druhý pokus.",
                "Karta byla večer aktivní, návod by mohl být kratší.",
            ),
            positive=(
                "Karta dovnitř, telefon zapnout, hotovo.",
                "Nová eSIM fungovala dřív, než se uvařila voda na čaj.",
                "Dopis s obrázky pomohl, aktivace byla snadná.",
            ),
        ),
        "coverage": ByMood(
            negative=(
                "Doma mám signál jen u okna.",
                "Ve vlaku spojení vypadává každý den na stejném místě.",
                "Ve sklepě a ve výtahu není vůbec nic.",
                "Večer jsou data tak pomalá, že se video klidně {times} zasekne.",
                "Na chalupě se kvůli každému hovoru chodí na kopec.",
            ),
            mixed=(
                "Ve městě je to rychlé, na venkově už méně.",
                "Volání je v pořádku, data o víkendu pomalá.",
                "Většinou dobré, jen v podzemních garážích hluché místo.",
            ),
            positive=(
                "Signál i na horách.",
                "Hovor nikdy nevypadne, ani v tunelu.",
                "Rychlá data všude, kam přijdu.",
                "Práce z vlaku bez jediného výpadku.",
            ),
        ),
        "roaming": ByMood(
            negative=(
                "Po {days} dnech {abroad} přišlo vyúčtování na {amount} za data.",
                "Telefon {abroad} nenašel síť, bylo potřeba ho {times} restartovat.",
                "Zpráva o cenách roamingu přišla až ve chvíli, kdy byla data pryč.",
                "Nikdo mi předem neřekne, kolik stojí hovor {abroad}.",
            ),
            mixed=(
                "Roaming fungoval, ale pomaleji než doma.",
                "Data {abroad} šla, volání jen občas.",
            ),
            positive=(
                "Telefon {abroad} fungoval hned, jako doma.",
                "Roamingový balíček se dá koupit na dvě klepnutí.",
                "Po dovolené {abroad} žádné překvapení ve vyúčtování.",
            ),
        ),
        "app": ByMood(
            negative=(
                "Aplikace mě pokaždé odhlásí a chce kód z esemesky.",
                "Od aktualizace nemůžu najít, kolik dat mi zbývá.",
                "Zrušit v aplikaci službu, kterou si nikdo neobjednal, trvalo {minutes} minut.",
                "Aplikace ukazuje včerejší údaje, data došla bez varování.",
            ),
            mixed=(
                "Aplikace dělá, co má, jen se pomalu spouští.",
                "Dobrý přehled o datech, zbytek se hledá těžko.",
            ),
            positive=(
                "Všechno v aplikaci na dvě klepnutí.",
                "Změna tarifu v noci přes aplikaci, ráno už platila.",
                "Aplikace upozorní včas, než data dojdou.",
            ),
        ),
        "bill": ByMood(
            negative=(
                "Vyúčtování bylo o {amount} vyšší než minulý měsíc a nepíše se v něm proč.",
                "Čtyři stránky vyúčtování a pořád nevím, za co platím.",
                "Ve vyúčtování byla služba, kterou si nikdo neobjednal, {amount}.",
                "Faktura přijde dva dny před splatností.",
                "V každém řádku vyúčtování je zkratka, kterou nikdo nevysvětlí.",
            ),
            mixed=(
                "Částka sedí, ale rozpis se špatně čte.",
                "Vyúčtování je jasné, když člověk ví, kam se podívat.",
                "S fakturou je všechno v pořádku, jen chodí pozdě.",
            ),
            positive=(
                "Jedna stránka, jedna částka, všechno jasné.",
                "Vyúčtování je každý měsíc stejné a tak to má být.",
                "Chybu ve faktuře opravili do druhého dne.",
            ),
        ),
        "call_centre": ByMood(
            negative=(
                "Hudba hrála {minutes} minut a pak se hovor přerušil.",
                "To samé bylo potřeba vysvětlovat {times}, pokaždé někomu jinému.",
                "Automat nerozumí, co chci, a obejít se nedá.",
                "Slíbili, že zavolají zpátky, a nikdo se neozval.",
                "Hovor {times} přepojili a skončil tam, kde začal.",
            ),
            mixed=(
                "Vyřešili to, ale čekání bylo dlouhé.",
                "Na lince byli slušní, jen nemohli o ničem rozhodnout.",
            ),
            positive=(
                "Zvedli to hned a vyřešili na jeden hovor.",
                "Na lince přesně věděli, co dělat.",
                "Zavolali zpátky přesně, jak slíbili.",
            ),
        ),
        "repair": ByMood(
            negative=(
                "Oprava trvala {days} dní a celou dobu bez telefonu.",
                "Telefon se vrátil se stejnou závadou.",
                "Do opravy ho poslali {times} a pořád se nenabíjí.",
                "Nikdo nedokázal říct, kdy bude telefon hotový.",
            ),
            mixed=(
                "Opravili ho dobře, jen o týden později, než slíbili.",
                "Oprava byla zdarma, čekání ale nebylo krátké.",
            ),
            positive=(
                "Opraveno na počkání.",
                "Půjčili náhradní telefon a přenesli do něj kontakty.",
                "Displej vyměnili za den.",
            ),
        ),
        "renewal": ByMood(
            negative=(
                "Noví zákazníci platí ročně o {amount} méně než my po tolika letech.",
                "Dobrá cena se našla, až když padlo slovo odchod.",
                "Smlouva se prodloužila sama a sleva zmizela.",
                "Kvůli prodloužení volali {times} a pokaždé s jinou cenou.",
            ),
            mixed=(
                "Nová smlouva ujde, za věrnost by člověk čekal víc.",
                "Prodloužení za pár minut, nabídka ale průměrná.",
            ),
            positive=(
                "Sami nabídli levnější tarif.",
                "Prodloužení na jedno kliknutí a cena zůstala.",
                "Férová nabídka pro dlouholetého zákazníka, bez smlouvání.",
            ),
        ),
        "": ByMood(
            negative=(
                "Nedoporučuju, dokud věrní zákazníci platí nejvíc.",
                "Když všechno jde, je to fajn, ale když ne, nikde nikdo.",
                "Moc drobných nepříjemností na tuhle cenu.",
                "Kdyby byl odchod jednodušší, už tu nejsme.",
                "Za každou věcí je potřeba běhat.",
                "Každý rok to zdraží a lepší to není.",
                "Dobré pro toho, kdo nikdy nepotřebuje pomoc.",
            ),
            mixed=(
                "Ani lepší, ani horší než jinde.",
                "Síť je dobrá, zbytek by mohl být jednodušší.",
                "Spokojenost ano, nadšení ne.",
                "Za tu cenu v pořádku, ale nic víc.",
                "Něco je výborné, u jiného by se člověk vztekal.",
            ),
            positive=(
                "Funguje to a není třeba nad tím přemýšlet.",
                "Jsme tu roky a není důvod měnit.",
                "Na moje doporučení je tu už půlka rodiny.",
                "Férová cena, dobrý signál, milí lidé.",
                "Když se něco pokazilo, ještě ten den to bylo vyřešené.",
                "Za celé roky ani jedna stížnost.",
                "Všechno je jednoduché a lidské.",
            ),
        ),
    },
    said_by={
        ("roaming", "on_the_move"): (
            "Každá země má jiný ceník a za minulý týden byly tři.",
            "Denní balíček skončil o půlnoci uprostřed hovoru {abroad}.",
            "Na cesty mimo EU si už kupuju místní kartu, to mluví za vše.",
            "Hned po příletu vypínám data, protože hodina {abroad} stojí víc než oběd.",
        ),
        ("bill", "run_a_business"): (
            "Dvanáct čísel, dvanáct faktur a každá v jiný den.",
            "Faktura se nedá načíst do účetnictví, přepisujeme ji ručně.",
            "Na faktuře chybí středisko, každý měsíc ji třídíme řádek po řádku.",
            "Účetní stráví s vašimi fakturami každý měsíc {minutes} minut.",
        ),
        ("bill", "watch_the_bill"): (
            "Každý měsíc kontroluju vyúčtování s kalkulačkou, tak to být nemá.",
            "Sleva skončila a dozvěděli jsme se to až z vyúčtování, o {amount} víc.",
        ),
        ("call_centre", "run_a_business"): (
            "Celé dopoledne jsme byli bez spojení a na lince jsme čekali jako všichni ostatní.",
            "Zákazníci se nám nedovolali a na lince nikdo nemohl o ničem rozhodnout.",
        ),
        ("app", "human_help"): (
            "Písmena v aplikaci jsou tak malá, že to radši vzdám.",
            "Na prodejně mě poslali do aplikace, a zrovna s tou potřebuju pomoct.",
            "V aplikaci se bojím na cokoli klepnout, aby to něco nestálo.",
        ),
        ("coverage", "always_on"): (
            "Platím nejrychlejší tarif a nahrávání jde krokem.",
            "Videohovory zamrzají v tu nejhorší chvíli.",
        ),
        ("activation", "always_on"): (
            "Nový telefon, a eSIM se do něj bez návštěvy prodejny nedala přenést.",
        ),
        ("renewal", "watch_the_bill"): (
            "Každé dva roky je potřeba vyhrožovat odchodem, aby byla cena slušná.",
            "Jako věrní zákazníci platíme dárky těm novým.",
        ),
    },
    openings=ByMood(
        negative=("Zklamání.", "Nic moc.", "Nepříjemná zkušenost.", "Zase problém.", "Slabé."),
        mixed=("Tak napůl.", "Průměr.", "Mohlo by být lepší.", "Celkově ujde."),
        positive=("Výborně.", "Velká spokojenost.", "Všechno v pořádku.", "Pochvala.", "Super."),
    ),
    endings=ByMood(
        negative=(
            "Chtělo by to s tím něco udělat.",
            "Je to tak už měsíce.",
            "Za tuhle cenu čekám víc.",
            "Uvažuju o odchodu.",
            "Nikdo se ani neomluvil.",
            "Celý dojem je pryč.",
            "Stojí mě to čas, který nemám.",
            "Jinde to jde jednodušeji.",
        ),
        mixed=(
            "Jinak v pořádku.",
            "Je co zlepšovat.",
            "Větší výhrady nemám.",
            "Dá se s tím žít.",
        ),
        positive=(
            "Děkuju.",
            "Jen tak dál.",
            "Milé překvapení.",
            "Přesně tak to má být.",
            "Není co dodat.",
            "Proto zůstávám.",
        ),
    ),
    slots={
        "minutes": ("20", "25", "30", "35", "40", "45", "50"),
        "days": ("5", "6", "7", "8", "9", "10", "12"),
        "times": ("dvakrát", "třikrát", "čtyřikrát"),
        "amount": ("450 Kč", "600 Kč", "850 Kč", "1 200 Kč", "1 500 Kč", "1 900 Kč"),
        "abroad": (
            "v Turecku",
            "ve Švýcarsku",
            "v Egyptě",
            "v Srbsku",
            "v Albánii",
            "v Gruzii",
        ),
    },
)
