"""Several exports as one study."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from cx_workbench.study.importing.joining import Part, joined, labels_of
from cx_workbench.study.importing.mapping import ANSWERS
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.importing.writing import write_study
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import cx_workbench as cx


def study(into: Path, *exports: Path) -> cx.Study:
    surveys = [survey_of(sheets_of(path)[0]) for path in exports]
    rows, proposal = joined([Part(survey, proposed(survey)) for survey in surveys])
    write_study(into, rows, proposal)
    return load(into)


def export(path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def test_one_file_a_channel_is_one_touchpoint_each(data_folder: Path, tmp_path: Path) -> None:
    channels = ("web", "email", "mobile")
    paths = [data_folder / "nps_by_channel" / f"nps_{channel}.csv" for channel in channels]
    found = study(tmp_path / "study", *paths)
    counts = found.answers.counts

    def nps(channel: str) -> tuple[int, float]:
        own = counts[counts["touchpoint"] == channel]
        n = int(own["n"].sum())
        above = own.loc[own["score"] >= 9, "n"].sum()
        below = own.loc[own["score"] <= 6, "n"].sum()
        return n, round(100 * (above - below) / n, 2)

    # From the data's own description.
    assert [nps(channel) for channel in channels] == [(2290, 22.10), (1952, 18.60), (1801, -14.71)]


def test_the_same_people_in_two_files_are_put_together(tmp_path: Path) -> None:
    bill = [(n, 1 + n % 5) for n in range(60)]
    shop = [(n, 1 + n % 4) for n in range(30, 90)]
    found = study(
        tmp_path / "study",
        export(tmp_path / "may_bill.csv", ("id", "How satisfied were you?"), bill),
        export(tmp_path / "may_shop.csv", ("id", "How satisfied were you?"), shop),
    )
    assert sorted(found.touchpoints["touchpoint"]) == ["bill", "shop"]
    with (tmp_path / "study" / ANSWERS).open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert len(rows) == 90
    both = rows["40"]
    assert (both["How satisfied were you? (bill)"], both["How satisfied were you? (shop)"]) == (
        "1",
        "1",
    )
    assert rows["5"]["How satisfied were you? (shop)"] == ""


def test_the_same_number_of_others_is_somebody_else(tmp_path: Path) -> None:
    web = [(n, 1 + n % 5) for n in range(60)]
    shop = [(n + 55, 1 + n % 5) for n in range(60)]
    found = study(
        tmp_path / "study",
        export(tmp_path / "web.csv", ("id", "Rate it"), web),
        export(tmp_path / "shop.csv", ("id", "Rate it"), shop),
    )
    assert found.answers.count == 120


def test_files_with_several_questions_keep_them_apart(tmp_path: Path) -> None:
    rows = [(n, 1 + n % 5, 1 + n % 4, n % 11) for n in range(60)]
    headings = ("id", "Rate the bill", "Rate the shop", "Would you recommend us?")
    found = study(
        tmp_path / "study",
        export(tmp_path / "q1.csv", headings, rows),
        export(tmp_path / "q2.csv", headings, [(n + 60, *rest) for n, *rest in rows]),
    )
    assert len(found.touchpoints) == 4
    assert "Rate the bill (q1)" in set(found.touchpoints["name"])


@pytest.mark.parametrize(
    ("files", "labels"),
    [
        (["nps_web.csv", "nps_email.csv"], ["web", "email"]),
        (["Web 2026 export.xlsx", "Shop 2026 export.xlsx"], ["Web", "Shop"]),
        (["web.csv", "website.csv"], ["web", "website"]),
        (["a.csv", "a.csv"], ["a", "a (2)"]),
        (["a_b.csv", "a.csv"], ["b", "a"]),
    ],
)
def test_files_are_named_by_what_tells_them_apart(files: list[str], labels: list[str]) -> None:
    assert labels_of(files) == labels
