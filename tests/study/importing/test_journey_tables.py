"""Journey maps drawn as tables: a row for each touchpoint, or a column for each stage."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest

from cx_workbench.study.importing.journey_tables import journey_of
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.loading import load
from tests.command import cx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cx_workbench.study.importing.journey_map import JourneyMap


def drawn(folder: Path, *rows: Sequence[object]) -> JourneyMap | None:
    path = folder / "our_journey.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return journey_of(sheets_of(path)[0])


def steps(journey: JourneyMap | None, *columns: str) -> list[list[str]]:
    assert journey is not None
    found: list[list[str]] = journey.touchpoints[["name", "stage", *columns]].to_numpy().tolist()
    return found


HEADS = [
    ("Stage", "Touchpoint", "Channel", "Emotion", "Owner"),
    ("Etapa", "Kontaktný bod", "Kanál", "Emócia", "Zodpovedá"),
    ("Fáze", "Kontaktní bod", "Kanál", "Emoce", "Vlastník"),
    ("Etap", "Punkt styku", "Kanał", "Emocje", "Właściciel"),
    ("Phase", "Kontaktpunkt", "Kanal", "Gefühl", "Verantwortlich"),
    ("Этап", "Точка контакта", "Канал", "Эмоция", "Ответственный"),
]


@pytest.mark.parametrize("head", HEADS)
def test_one_touchpoint_a_row_in_six_languages(tmp_path: Path, head: Sequence[str]) -> None:
    journey = drawn(
        tmp_path, head, ("Buy", "Order", "app", "-1", "Sales"), ("Use", "Bill", "letter", "2", "")
    )
    assert steps(journey, "channel", "emotion", "owner") == [
        ["Order", "Buy", "app", "negative", "Sales"],
        ["Bill", "Use", "letter", "positive", ""],
    ]
    assert journey is not None
    assert (journey.title, journey.stages) == ("our journey", ("Buy", "Use"))


def test_a_merged_stage_holds_for_the_rows_below(tmp_path: Path) -> None:
    journey = drawn(
        tmp_path, ["Our map"], [], ("Stage", "Step"), ("Buy", "Look"), ("", "Order"), ("Use", "")
    )
    assert steps(journey) == [["Look", "Buy"], ["Order", "Buy"]]
    assert journey is not None
    assert journey.assumed == ("1 row without a touchpoint was left out.",)


def test_before_during_and_after_is_the_phase(tmp_path: Path) -> None:
    journey = drawn(tmp_path, ("Journey stage", "Touchpoint", "Phase"), ("Buy", "Order", "During"))
    assert steps(journey, "phase") == [["Order", "Buy", "during"]]


def test_one_stage_a_column_with_lanes_below(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Journey of Acme"],
        [],
        ["", "Aware", None, "Buy", "Use"],
        ["Customer actions", "Sees an ad\nAsks a friend", "Compares", "Orders", "Reads the bill"],
        ["Channel", "TV", "web", "app", "letter"],
        ["Emotions", "🙂", "😐", "😞", "angry"],
        ["Pain points", None, "too many", "slow", "unclear"],
    ):
        sheet.append(row)
    sheet.merge_cells("B3:C3")
    book.save(tmp_path / "grid.xlsx")
    journey = journey_of(sheets_of(tmp_path / "grid.xlsx")[0])
    assert steps(journey, "channel", "emotion") == [
        ["Sees an ad", "Aware", "TV", "positive"],
        ["Asks a friend", "Aware", "TV", "positive"],
        ["Compares", "Aware", "web", "neutral"],
        ["Orders", "Buy", "app", "negative"],
        ["Reads the bill", "Use", "letter", "negative"],
    ]


def test_feelings_that_nobody_knows_are_said(tmp_path: Path) -> None:
    journey = drawn(
        tmp_path, ("Stage", "Touchpoint", "Emotion"), ("Buy", "Order", "meh"), ("Buy", "Pay", "❤️")
    )
    assert steps(journey, "emotion") == [["Order", "Buy", ""], ["Pay", "Buy", "positive"]]
    assert journey is not None
    assert journey.assumed == ("What 'meh' feels like is not known here: no emotion was set.",)


@pytest.mark.parametrize(
    "rows",
    [
        [("id", "Rate the shop"), *((n, n % 5) for n in range(9))],
        [("Stage", "Touchpoint", "Score"), ("Buy", "Order", 4), ("Use", "Bill", 2)],
        [("Stage", "Touchpoint", "Says"), *(("Buy", "Order", n) for n in range(9))],
        [("Stage", "Touchpoint")],
        [("", "Aware", "Buy"), ("Pain points", "slow", "dear")],
        [("",)],
    ],
)
def test_what_is_no_map(tmp_path: Path, rows: Sequence[Sequence[object]]) -> None:
    assert drawn(tmp_path, *rows) is None


def test_a_table_and_an_export_make_one_study(tmp_path: Path) -> None:
    drawn(tmp_path, ("Stage", "Touchpoint"), ("Buy", "The shop"), ("Use", "The bill"))
    lines = ["id,Rate the shop", *(f"{n},{1 + n % 5}" for n in range(60))]
    (tmp_path / "may.csv").write_text("\n".join(lines), encoding="utf-8")
    done = cx(
        "import", tmp_path / "may.csv", tmp_path / "our_journey.csv", "--into", tmp_path / "s"
    )
    assert (done.code, done.err) == (0, "")
    study = load(tmp_path / "s")
    assert study.touchpoints[["name", "stage"]].to_numpy().tolist() == [
        ["The shop", "Buy"],
        ["The bill", "Use"],
    ]
    assert any("bill" in said and "not measured" in said for said in study.warnings)


def test_a_table_alone_waits_for_answers(tmp_path: Path) -> None:
    drawn(tmp_path, ("Stage", "Touchpoint"), ("Buy", "The shop"), ("Use", "The bill"))
    done = cx("import", tmp_path / "our_journey.csv", "--into", tmp_path / "s")
    assert (done.code, done.err) == (0, "")
    assert "our journey: 2 touchpoints in 2 stages" in done.out
    assert "our_journey.csv" in done.out.partition("import export.csv")[2]
