"""A study whose names are as long as names get, in several languages, and one that is a trap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cx_workbench.study.loading import load
from tests.small import tables

if TYPE_CHECKING:
    from cx_workbench.study.model import Study

TRAP = '=HYPERLINK("https://example.com";"klik") <script>alert(1)</script> & „tu“'
TITLES = (
    (
        "Zrozumiteľná faktúra, ktorá na prvej strane vysvetlí, čo sa oproti minulému mesiacu "
        "zmenilo, prečo sa to zmenilo a čo s tým môže zákazník hneď urobiť"
    ),
    (
        "Jednotné kontaktné miesto pre najneobsluhovateľnejších podnikateľských zákazníkov s "
        "viacerými telefónnymi číslami a zmluvami v rôznych krajinách"
    ),
    (
        "Przejrzysta informacja o terminie przeniesienia numeru wraz z powiadomieniem o każdym "
        "kroku oraz osobą odpowiedzialną, do której można zadzwonić"
    ),
    (
        "Понятный счёт, который объясняет на первой странице, что изменилось за последний месяц, "
        "почему это изменилось и что клиент может сделать прямо сейчас"
    ),
)
STUDY = (
    "Celonárodný prieskum zákazníckej skúsenosti najneobsluhovateľnejších zákazníkov mobilného "
    "operátora za rok dvetisícdvadsaťšesť"
)
_PERSONA = "Zákazníci, ktorí potrebujú najviac porozumenia číslo {}"
_TOUCHPOINT = "Vybavovanie najdôležitejších požiadaviek na predajnom mieste číslo {}"


def long_study(improvements: int = 12, touchpoints: int = 8, personas: int = 3) -> Study:
    """Make a study with long names; the last touchpoint has no answers."""
    people = [f"p{number}" for number in range(personas)]
    places = [f"t{number}" for number in range(touchpoints)]
    candidates = range(improvements)
    frames: dict[str, Any] = tables() | {
        "personas": pd.DataFrame(
            {"persona": people, "name": [_PERSONA.format(number) for number in range(personas)]}
        ),
        "touchpoints": pd.DataFrame(
            {
                "touchpoint": places,
                "name": [_TOUCHPOINT.format(number) for number in range(touchpoints)],
                "stage": [f"Predzákaznícka {number // 3}" for number in range(touchpoints)],
            }
        ),
        "responses": pd.DataFrame(
            [
                (persona, place, "csat", kind, score)
                for number, place in enumerate(places[:-1])
                for persona in people
                for kind, score in (
                    ("reality", 1 + number % 4),
                    ("reality", 2 + number % 3),
                    ("expectation", 5),
                )
            ],
            columns=["persona", "touchpoint", "metric", "kind", "score"],
        ),
        "improvements": pd.DataFrame(
            {
                "improvement": [f"i{number}" for number in candidates],
                "title": [
                    TRAP if number == 1 else f"{TITLES[number % len(TITLES)]} {number}"
                    for number in candidates
                ],
                "hypothesis": [TITLES[number % len(TITLES)] for number in candidates],
                "touchpoints": [f"t{number % touchpoints}; t0" for number in candidates],
                "effort_likely": [10 + 7 * number for number in candidates],
                "closes_likely": 0.5,
                "owner": [_PERSONA.format(number) for number in candidates],
            }
        ),
    }
    frames.pop("reach")
    return load(frames, settings={"study": {"title": STUDY, "language": "sk"}})
