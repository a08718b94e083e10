"""Studies written from exports: what they hold, and what they then say."""

from __future__ import annotations

import csv
import json
import tomllib
from typing import TYPE_CHECKING

import openpyxl
import pytest

import cx_workbench as cx
from cx_workbench.errors import StudyError
from cx_workbench.study.importing.mapping import ANSWERS
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.importing.writing import write_study
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMULA = "=cmd|' /C calc'!A0"


def imported(export: Path, into: Path) -> list[str]:
    survey = survey_of(sheets_of(export)[0])
    return write_study(into, survey.respondents, proposed(survey))


def export(path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


@pytest.fixture(scope="module")
def airport(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> cx.Study:
    into = tmp_path_factory.mktemp("imported") / "study"
    imported(data_folder / "sfo_airport_2017" / "responses_2017.csv", into)
    return load(into)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    # From the data's own description: valid answers and their mean.
    ("touchpoint", "metric", "n", "mean"),
    [
        ("q7sign", "csat", 2703, 4.09),
        ("q7food", "csat", 2421, 3.62),
        ("q7wifi", "csat", 2142, 4.08),
        ("q14passthru", "csat", 2407, 4.31),
        ("q9restroom", "csat", 2653, 4.13),
    ],
)
def test_the_airport_has_its_published_means(
    airport: cx.Study, touchpoint: str, metric: str, n: int, mean: float
) -> None:
    counts = airport.answers.counts
    asked = counts[(counts["touchpoint"] == touchpoint) & (counts["metric"] == metric)]
    assert asked["n"].sum() == n
    assert (asked["n"] * asked["score"]).sum() / n == pytest.approx(mean, abs=0.005)


def test_the_airport_has_its_published_nps(airport: cx.Study) -> None:
    [nps] = [each for each in cx.rank(airport, draws=0).outcomes if each.metric == "nps"]
    assert (nps.n, round(nps.value, 2), round(nps.weighted_value, 2)) == (2746, 39.84, 40.40)


def test_a_study_can_be_ranked_at_once(data_folder: Path, tmp_path: Path) -> None:
    imported(data_folder / "dirty_exports" / "surveymonkey_two_header_rows.csv", tmp_path / "study")
    ranking = cx.rank(load(tmp_path / "study"), draws=200)
    assert len(ranking.top_table) == 5
    assert ranking.top_table["title"].iloc[0] == "Improve: Jar Jar Binks"


def test_reasons_and_doubts_stand_beside_each_question(tmp_path: Path) -> None:
    rows = [(n, n % 11) for n in range(200)] + [(200 + n, 11) for n in range(85)]
    path = export(tmp_path / "a.csv", ("id", "Would you recommend us?"), rows)
    imported(path, tmp_path / "study")
    text = (tmp_path / "study" / "study.toml").read_text("utf-8")
    assert "# 0-10; its heading asks whether people recommend" in text
    assert "# Check: 11 occurs 85 times on a 0-10 question: no score?" in text
    assert tomllib.loads(text)["responses"]["question"][0]["blank"] == [11]


def test_nothing_private_reaches_the_study(tmp_path: Path) -> None:
    rows = [
        (n, f"p{n}@example.org", 1 + n % 5, f"Call me on +421 905 {n:03d} 456, I was number {n}")
        for n in range(40)
    ]
    headings = ("id", "contact", "How satisfied were you?", "Comment")
    assumed = imported(export(tmp_path / "a.csv", headings, rows), tmp_path / "study")
    for path in (tmp_path / "study").iterdir():
        text = path.read_text("utf-8")
        assert "example.org" not in text
        assert "+421" not in text
    assert "Left out as private: contact." in assumed


def test_what_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    rows = [
        (n, 1 + n % 5, (FORMULA, "@SUM(1)", "-x")[n % 3], FORMULA + " is it") for n in range(60)
    ]
    headings = ("id", "=HYPERLINK(1) satisfied?", "Segment", "+Comment")
    imported(export(tmp_path / "a.csv", headings, rows), tmp_path / "study")
    for path in (tmp_path / "study").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    study = load(tmp_path / "study")
    assert len(study.personas) == 3
    assert study.answers.count == 60
    assert sorted(study.personas["name"]) == sorted(f"'{t}" for t in (FORMULA, "@SUM(1)", "-x"))


def test_true_and_false_are_no_scores(tmp_path: Path) -> None:
    """A workbook's TRUE is equal to 1 for Python: what is written once must not stand for both."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "Is a member", "Rate it"])
    for n in range(60):
        sheet.append([n, n % 2 == 0, 1 + n % 5])
    sheet.append([60, True, True])
    book.save(tmp_path / "a.xlsx")
    imported(tmp_path / "a.xlsx", tmp_path / "study")
    rows = table(tmp_path / "study" / ANSWERS)
    assert [row["Is a member"] for row in rows[:3]] == ["TRUE", "FALSE", "TRUE"]
    assert [row["Rate it"] for row in rows[:5]] == ["1", "2", "3", "4", "5"]
    assert load(tmp_path / "study").answers.count == 60


def test_an_answer_longer_than_any_scale_is_no_score(tmp_path: Path) -> None:
    rows = [(n, 1 + n % 5, "ab"[n % 2] * 300) for n in range(60)]
    rows[7] = (7, "Ž" * 300, "b" * 300)  # type: ignore[assignment]
    path = export(tmp_path / "a.csv", ("id", "Rate it", "segment"), rows)
    imported(path, tmp_path / "study")
    study = load(tmp_path / "study")
    assert (study.answers.count, len(study.personas)) == (59, 2)
    assert not any("no persona" in said for said in study.warnings)


@pytest.mark.parametrize("digit", ["\N{ARABIC-INDIC DIGIT THREE}", "\N{FULLWIDTH DIGIT ONE}"])
def test_digits_that_no_engine_knows_are_no_weights(tmp_path: Path, digit: str) -> None:
    rows = [(n, 1 + n % 5, "1.5" if n % 2 else "0.5") for n in range(60)]
    rows[7] = (7, 3, digit)
    imported(export(tmp_path / "a.csv", ("id", "Rate it", "weight"), rows), tmp_path / "study")
    assert not load(tmp_path / "study").answers.weighted


def test_a_segment_that_says_nothing_makes_no_persona(tmp_path: Path) -> None:
    rows = [(n, 1 + n % 5, ("N/A", "-")[n % 2]) for n in range(60)]
    imported(export(tmp_path / "a.csv", ("id", "Rate it", "segment"), rows), tmp_path / "study")
    assert load(tmp_path / "study").answers.count == 60


def test_ids_that_no_study_could_hold_are_refused_all_at_once(tmp_path: Path) -> None:
    from tests.command import cx as command

    rows = [(n, "a;b", ("bill", "x" * 300)[n % 2], "csat", 1 + n % 5) for n in range(60)]
    heads = ("respondent", "persona", "touchpoint", "metric", "score")
    path = export(tmp_path / "a.csv", heads, rows)
    done = command("import", path, "--into", tmp_path / "study")
    assert done.code == 3
    assert "The persona 'a;b' has a semicolon" in done.err
    assert "has over 199 letters" in done.err
    assert not (tmp_path / "study").exists()


def test_signs_that_toml_forbids_do_no_harm(tmp_path: Path) -> None:
    heading = 'Rate "it"\\ \u202e\x07 [x] = 1 # no'
    rows = [(n, 1 + n % 5) for n in range(60)]
    imported(export(tmp_path / "a.csv", ("id", heading), rows), tmp_path / "study")
    assert load(tmp_path / "study").answers.count == 60


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", ("id", "Rate it"), [(n, 1 + n % 5) for n in range(60)])
    with pytest.raises(StudyError, match="nothing is overwritten"):
        imported(path, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_an_export_without_a_question_leaves_nothing(data_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="No column is a question"):
        imported(
            data_folder / "dirty_exports" / "surveymonkey_one_header_row.csv", tmp_path / "study"
        )
    assert not (tmp_path / "study").exists()


def test_small_groups_are_one_persona_together(tmp_path: Path) -> None:
    groups = ["big"] * 60 + ["small"] * 38 + ["tiny", "wee"]
    rows = [(n, 1 + n % 5, group) for n, group in enumerate(groups)]
    imported(export(tmp_path / "a.csv", ("id", "Rate it", "segment"), rows), tmp_path / "study")
    personas = table(tmp_path / "study" / "personas.csv")
    assert [(row["persona"], row["name"], row["share"]) for row in personas] == [
        ("big", "big", "0.6000"),
        ("small", "small", "0.3800"),
        ("other", "Other", "0.0200"),
    ]


def test_the_record_holds_what_a_second_wave_is_held_against(tmp_path: Path) -> None:
    rows = [(n, 1 + n % 5, "ab"[n % 2]) for n in range(60)]
    imported(export(tmp_path / "a.csv", ("id", "Rate it", "segment"), rows), tmp_path / "study")
    record = json.loads((tmp_path / "study" / "import.json").read_text("utf-8"))
    assert record["schema"] == "cx-workbench/import/1"
    assert record["columns"]["Rate it"] == {"role": "question", "answers": list("12345")}
    assert record["groups"] == {"segment": ["a", "b"]}
    assert (tmp_path / "study" / ANSWERS).exists()
