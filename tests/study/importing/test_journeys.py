"""Journey maps and surveys of the same way."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import cx_workbench as cx
from cx_workbench.study.importing.journey_map import JourneyMap, read_journey_map
from cx_workbench.study.importing.journeys import placed
from cx_workbench.study.importing.writing import write_map
from cx_workbench.study.loading import load
from tests.command import cx as command

if TYPE_CHECKING:
    from pathlib import Path


def journey(*names: str) -> JourneyMap:
    table = pd.DataFrame(
        {
            "touchpoint": [name.casefold().replace(" ", "_") for name in names],
            "name": names,
            "stage": [f"stage {at}" for at in range(len(names))],
            "emotion": "neutral",
        }
    )
    return JourneyMap("Shop", "Ana", tuple(table["stage"]), table)


def test_touchpoints_of_the_survey_find_theirs_on_the_map() -> None:
    asked = {"the_bill": "The first bill", "app": "Mobile app"}
    rows, said = placed(asked, journey("Visit the shop", "First bill", "Renewal"))
    assert [(row["touchpoint"], row.get("stage", "")) for row in rows] == [
        ("visit_the_shop", "stage 0"),
        ("the_bill", "stage 1"),
        ("renewal", "stage 2"),
        ("app", ""),
    ]
    assert said == [
        "'The first bill' of the survey is taken for 'First bill' of the map.",
        "Not on the map: Mobile app.",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "b2b-software-purchase",
        "clinic-visit-blueprint",
        "customer-support",
        "ecommerce-purchase",
        "ecommerce-return",
        "event-booking",
        "hotel-check-in-blueprint",
        "self-guided-tutorial",
    ],
)
def test_a_map_alone_is_a_study_that_waits_for_answers(
    data_folder: Path, tmp_path: Path, name: str
) -> None:
    path = data_folder / "ojf_journeys" / f"{name}.ojf"
    done = command("import", path, "--into", tmp_path / "study")
    assert (done.code, done.err) == (0, "")
    assert "touchpoints in" in done.out
    shown = read_journey_map(path).touchpoints
    with (tmp_path / "study" / "touchpoints.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == list(shown["name"])
    assert [row["stage"] for row in rows] == list(shown["stage"])
    checked = command("check", tmp_path / "study")
    assert checked.code == 3
    assert "responses.csv" in checked.err
    assert "touchpoints.csv" not in checked.err


def test_answers_filled_into_a_map_can_be_ranked(tmp_path: Path) -> None:
    write_map(tmp_path / "study", journey("Visit the shop", "First bill"))
    rows = [
        {"respondent": n, "persona": "ana", "touchpoint": t, "metric": "csat", "score": 1 + n % 5}
        for n in range(30)
        for t in ("visit_the_shop", "first_bill")
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "study" / "responses.csv", index=False)
    ranking = cx.rank(load(tmp_path / "study"), draws=50)
    assert len(ranking.table) == 2
    assert list(ranking.touchpoints["stage"]) == ["stage 0", "stage 1"]


def test_a_map_beside_an_export_shows_what_was_not_measured(tmp_path: Path) -> None:
    stages = [{"id": "s", "name": "Pay"}]
    nodes = [{"stageId": "s", "title": t} for t in ("Get the bill", "Ask about it")]
    text = json.dumps({"persona": "Ana", "stages": stages, "swimlanes": [], "nodes": nodes})
    (tmp_path / "way.ojf").write_text(text, encoding="utf-8")
    lines = ["id,Rate it: Get the bill", *(f"{n},{1 + n % 5}" for n in range(60))]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    done = command("import", tmp_path / "a.csv", tmp_path / "way.ojf", "--into", tmp_path / "study")
    assert (done.code, done.err) == (0, "")
    assert "is taken for 'Get the bill' of the map" in done.out
    study = load(tmp_path / "study")
    assert list(study.touchpoints["stage"]) == ["Pay", "Pay"]
    assert len(study.touchpoints) == 2
