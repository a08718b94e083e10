"""What headings say, in six languages and in codes."""

from __future__ import annotations

import pytest

from cx_workbench.study.importing.clues import Clue, private_by_heading, tells

TOLD = {
    Clue.RECOMMEND: (
        "How likely are you to recommend us?",
        "NPS",
        "nps_score",
        "NETPRO",
        "Odporučili by ste nás?",
        "Doporučil byste nás?",
        "Czy polecił(a)by nas Pan(i)?",
        "Würden Sie uns weiterempfehlen?",
        "Вы порекомендуете нас?",
    ),
    Clue.EASE: (
        "How easy was it?",
        "CES",
        "Customer effort",
        "Bolo to jednoduché?",
        "Bylo to snadné?",
        "Czy to było łatwe?",
        "Wie einfach war es?",
        "Насколько легко было?",
    ),
    Clue.OVERALL: (
        "Overall, how satisfied are you?",
        "Q7ALL",
        "Celková spokojnosť",
        "Wie zufrieden sind Sie insgesamt?",
        "Ogólna ocena",
        "Общая оценка",
    ),
    Clue.WEIGHT: ("WEIGHT", "wt", "Gewicht", "Váha", "Waga", "Вес", "survey_weight"),
    Clue.DATE: ("RecordedDate", "Timestamp", "Dátum", "Datum", "Data", "Дата", "Časová značka"),
    Clue.COMMENT: ("Any comments?", "Komentář", "Prečo?", "Warum?", "Почему?", "Uwagi"),
    Clue.GROUP: ("Persona", "Customer segment", "Typ zákazníka", "Сегмент"),
    Clue.RANKED: ("Please rank these", "Seřaďte podle pořadí", "Reihenfolge"),
}
NOT_TOLD = {
    Clue.RECOMMEND: ("Snaps", "Ordering"),
    Clue.EASE: ("Process", "Release", "Eastern region"),
    Clue.OVERALL: ("Installation", "Call centre", "Wallet"),
    Clue.WEIGHT: ("Lightweight", "Weighty matters"),
    Clue.DATE: ("Candidate", "Database"),
    Clue.GROUP: ("personal electronics", "Shopping"),
}


@pytest.mark.parametrize(
    ("clue", "heading"), [(clue, each) for clue, all_ in TOLD.items() for each in all_]
)
def test_a_heading_tells(clue: Clue, heading: str) -> None:
    assert tells(heading, clue)


@pytest.mark.parametrize(
    ("clue", "heading"), [(clue, each) for clue, all_ in NOT_TOLD.items() for each in all_]
)
def test_a_heading_that_only_looks_like_it_tells_nothing(clue: Clue, heading: str) -> None:
    assert not tells(heading, clue)


@pytest.mark.parametrize(
    "heading",
    [
        "E-mail",
        "RecipientLastName",
        "Priezvisko",
        "Příjmení",
        "Nazwisko",
        "Nachname",
        "Фамилия",
        "Telefónne číslo",
        "ZIP code",
        "PSČ",
        "LocationLatitude",
        "IPAddress",
        "Date of birth",
        "Rodné číslo",
    ],
)
def test_a_heading_promises_what_is_private(heading: str) -> None:
    assert private_by_heading(heading)


@pytest.mark.parametrize("heading", ["Q7FOOD", "Shipping", "Brand name recall", "Tipping"])
def test_a_heading_that_promises_nothing(heading: str) -> None:
    assert not private_by_heading(heading)
