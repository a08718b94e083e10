"""A small ranking with one of everything: gaps of both signs, missing cells, odd names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol, cast

import pandas as pd
import pytest

from cx_workbench.measure.outcomes import Outcome
from cx_workbench.rank.model import Criterion, LeftOut, Ranking
from cx_workbench.rank.ranking import rank
from tests.small import small

NAN = float("nan")


class MakeRanking(Protocol):
    def __call__(self, **changes: object) -> Ranking: ...


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


PERSONAS = table(
    "persona name weight needs",
    ("fam", "Families", 0.75, "One bill"),
    ("stu", "Študenti", 0.25, "No bill"),
)
TOUCHPOINTS = table(
    "touchpoint name stage phase position channel owner emotion metric",
    ("offer", "The offer", "Choose", "before", 1, "web", "Sales", "neutral", "csat"),
    ("bill", "First bill", "Join", "during", 2, "letter", None, "negative", "csat"),
    ("leave", "Leaving", "Leave", "after", 3, "shop", "Care", "negative", None),
)
CELLS = table(
    "persona touchpoint metric n reality reference gap low high importance reach measured",
    ("fam", "offer", "csat", 1200, 80.04, 76.0, -4.04, 78.1, 82.0, 0.5, 1.0, True),
    ("fam", "bill", "csat", 300, 52.5, 85.0, 32.5, 48.25, 56.0, 0.5, 1.0, True),
    ("fam", "leave", None, 0, NAN, NAN, NAN, NAN, NAN, NAN, 1.0, False),
    ("stu", "offer", "csat", 40, 60.0, 85.0, 25.0, 51.0, 69.0, 1.0, 0.5, True),
    ("stu", "bill", "csat", 0, NAN, 85.0, NAN, NAN, NAN, NAN, 1.0, False),
    ("stu", "leave", None, 0, NAN, NAN, NAN, NAN, NAN, NAN, 1.0, False),
)
RANKED = table(
    "rank improvement title score gap impact effort p_top rank_low rank_high in_top touchpoints "
    "personas n reality reference pain_type owner why",
    (
        1,
        "plain",
        "A bill in plain words",
        0.8125,
        32.5,
        4.875,
        40.0,
        NAN,
        NAN,
        NAN,
        True,
        ("bill",),
        ("fam",),
        300,
        52.5,
        85.0,
        "payment",
        "Billing",
        "A bill in plain words: First bill scores 52 (n 300) against a target of 85 for Families",
    ),
    (
        2,
        "wizard",
        "Ponuka na mieru",
        0.4321,
        6.25,
        0.35,
        2745.8,
        NAN,
        NAN,
        NAN,
        False,
        ("offer",),
        ("fam", "stu"),
        1240,
        75.03,
        78.25,
        None,
        None,
        "Ponuka na mieru: The offer scores 60 (n 40) against a target of 85 for Študenti",
    ),
)
CRITERIA = (
    Criterion("gap", 0, 50, 0.3, "index points", "study.toml"),
    Criterion("impact", 0, 5, 0.4, "points of the overall index", "default"),
    Criterion("effort", 5000, 0, 0.3, "person-days", "study.toml, best by default"),
)
CONTRIBUTIONS = table(
    "improvement criterion figure value contribution",
    ("plain", "gap", 32.5, 0.65, 0.195),
    ("plain", "impact", 4.875, 0.975, 0.39),
    ("plain", "effort", 40.0, 0.992, 0.2976),
    ("wizard", "gap", 6.25, 0.125, 0.0375),
    ("wizard", "impact", 0.35, 0.07, 0.028),
    ("wizard", "effort", 2745.8, 0.45, 0.135),
)
OUTCOMES = (
    Outcome("nps", "reality", 2746, 39.84, 37.1, 42.6, 40.4, 37.5, 43.3, "9-10 minus 0-6"),
    Outcome("ces", "reality", 90, 46.0, 36.56, 55.74, 45.1, 35.0, 55.5, "5-7 of 1-7"),
)


@pytest.fixture(scope="session")
def make_ranking() -> MakeRanking:
    made = Ranking(
        study="Mobile operator",
        top=1,
        method="additive",
        reference="target",
        importance="equal",
        impact="index",
        criteria=CRITERIA,
        filters={},
        personas=PERSONAS,
        touchpoints=TOUCHPOINTS,
        cells=CELLS,
        table=RANKED,
        contributions=CONTRIBUTIONS,
        outcomes=OUTCOMES,
        not_measured=(LeftOut("bye", "A kind farewell", ("leave",), "nobody was asked there"),),
        out_of_scope=(),
        assumptions=("Weights: gap 0.3, impact 0.4, effort 0.3 (the default).",),
        warnings=("71 answers have no persona.",),
        basis=rank(small(), draws=0).basis,
    )
    return lambda **changes: replace(made, **cast("dict[str, Any]", changes))


@pytest.fixture(scope="session")
def ranking(make_ranking: MakeRanking) -> Ranking:
    return make_ranking()
