"""Surveys as their makers published them, read to the last answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.study.model import Study


@pytest.fixture(scope="module")
def airport(data_folder: Path) -> Study:
    return load(data_folder / "sfo_airport_2017")


# Column of the export, touchpoint, mean and number of the valid answers.
MEANS = [
    ("signs_inside", 4.09, 2703),
    ("restaurants", 3.62, 2421),
    ("wifi", 4.08, 2142),
    ("security", 4.31, 2407),
    ("restrooms", 4.13, 2653),
]


@pytest.mark.parametrize(("touchpoint", "mean", "n"), MEANS)
def test_means_of_the_airport(airport: Study, touchpoint: str, mean: float, n: int) -> None:
    counts = airport.answers.counts
    there = counts[counts["touchpoint"] == touchpoint]

    assert there["n"].sum() == n
    assert round((there["score"] * there["n"]).sum() / n, 2) == mean
    assert set(there["score"]) == {1, 2, 3, 4, 5}


def test_outcomes_of_the_airport(airport: Study) -> None:
    counts = airport.answers.counts
    whole = counts[counts["touchpoint"] == ""].groupby("metric")["n"].sum()

    assert whole["nps"] == 2746
    assert set(whole.index) == {"csat", "nps"}


def test_what_the_airport_did_not_ask(airport: Study) -> None:
    assert airport.warnings == (
        (
            "71 respondents belong to no persona; their answers count only in the outcomes of the "
            "whole journey."
        ),
        "Nobody answered how it was at seating_power, arrivals_customs: not measured.",
    )


def test_the_same_airport_from_a_workbook(
    data_folder: Path, airport: Study, tmp_path: Path
) -> None:
    survey = data_folder / "sfo_airport_2017"
    toml = (survey / "study.toml").read_text(encoding="utf-8")
    for file in survey.iterdir():
        if file.suffix == ".csv":
            table = pd.read_csv(file, dtype=object)
            # Writing and reading columns that the study does not name takes seconds.
            named = [
                name for name in map(str, table) if name in toml or file.stem != "responses_2017"
            ]
            table[named].to_excel(tmp_path / f"{file.stem}.xlsx", index=False, engine="xlsxwriter")
    (tmp_path / "study.toml").write_text(toml.replace(".csv", ".xlsx"), encoding="utf-8")

    study = load(tmp_path)

    pd.testing.assert_frame_equal(study.answers.counts, airport.answers.counts)
    assert study.warnings == airport.warnings


CHANNELS = {"web": (2290, 22.10), "email": (1952, 18.60), "mobile": (1801, -14.71)}


@pytest.mark.parametrize("channel", CHANNELS)
def test_nps_of_a_channel(channel: str, data_folder: Path, tmp_path: Path) -> None:
    n, nps = CHANNELS[channel]
    export = data_folder / "nps_by_channel" / f"nps_{channel}.csv"
    tables = {
        "personas.csv": "persona\neverybody\n",
        "touchpoints.csv": f"touchpoint,channel\ncontact,{channel}\n",
        "improvements.csv": (
            "improvement,touchpoints,effort_likely,closes_likely\nanswer,contact,10,0.5\n"
        ),
        "study.toml": (
            "[target]\ndefault = 85\n[responses]\n"
            f'source = "{export.as_posix()}"\nlayout = "wide"\n'
            '[[responses.persona]]\npersona = "everybody"\nwhen = {}\n'
            '[[responses.question]]\ncolumn = "nps_rating"\ntouchpoint = "contact"\n'
            'metric = "nps"\n'
        ),
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    counts = load(tmp_path).answers.counts

    promoters = counts["n"][counts["score"] >= 9].sum()
    detractors = counts["n"][counts["score"] <= 6].sum()
    assert counts["n"].sum() == n
    assert round(100 * (promoters - detractors) / n, 2) == nps
