"""Any table whatever: it becomes a study that loads, or is refused in words."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.long_tables import unfolded
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.importing.worded import is_blank
from cx_workbench.study.importing.writing import write_study
from cx_workbench.study.loading import load
from cx_workbench.study.values import answer_key
from tests.tries import tries

if TYPE_CHECKING:
    from cx_workbench.study.importing.proposal import Proposal
    from cx_workbench.study.model import Study

NASTY = [
    "", " ", "=1+1", "@x", "-", "+1", "'", '"', "\t", "\u202eabc", "\u200b", "😀", "ﷺ", "Ž" * 300,
    "nan", "NaN", "inf", "-inf", "1e999", "1e308", "-0", "0", "00", "1,5", "1.5", "1 000", "1'000",
    "4 - Good", "Veľmi spokojný", "Nespokojný", "Blank", "N/A", "99", "6", "11", "#REF!", "TRUE",
    "2026-01-15", "15.1.2026", "a@b.cz", "+421 905 123 456", "]]>", "</script>", "\\", "a\nb", "{}",
    "[x]", "null", "None", "x" * 40, "½", "٣", "\N{FULLWIDTH DIGIT ONE}", "5.0", " 5",
    "5 ", "1E1", "0x10", "1_000",
]  # fmt: skip
HEADINGS = [
    "id", "ID", "Rate it", "Rate it", "NPS", "segment", "weight", "date", "Comment", "",
    "touchpoint", "question", "answer", "score", "metric", "persona", "kind", "=x", '"q"', "a.b",
    "[x]", "😀",
    "Email", "1", "Q1", "Q1 ", "RespondentID", "Timestamp", "column", "Overall", "\u202ex", "a\nb",
]  # fmt: skip
SCORES = st.integers(0, 11).map(str)
CELLS = st.one_of(SCORES, st.sampled_from(NASTY), st.text(max_size=6))


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 7))
    heading = draw(st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width))
    columns = []
    for _ in range(width):
        of = draw(st.sampled_from([SCORES, CELLS, st.integers(1, 5).map(str)]))
        columns.append(of)
    rows = draw(st.lists(st.tuples(*columns).map(list), max_size=25))
    return [heading, *rows]


def study_of(path: Path, into: Path) -> tuple[Proposal, Study]:
    survey = survey_of(sheets_of(path)[0])
    sheet = unfolded(survey)
    survey = survey if sheet is None else survey_of(sheet)
    proposal = proposed(survey)
    write_study(into, survey.respondents, proposal)
    return proposal, load(into)


def made_or_refused(path: Path, into: Path) -> tuple[Proposal, Study] | None:
    """Import a file; it may be refused in words, and in no other way."""
    try:
        return study_of(path, into)
    except StudyError:
        return None


def scores(proposal: Proposal) -> int:
    """Count what each question's own reading says are scores."""
    count = 0
    for item in proposal.questions:
        codes = {answer_key(str(code)) for code in (*item.blank, *item.not_applicable)}
        for answer, given_ in item.counts.items():
            key = answer_key(answer)
            if key in codes or (isinstance(key, str) and is_blank(answer)):
                continue
            count += given_
    return count


@tries(60)
@given(tables(), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_text_table_is_a_study_or_refused(
    table: list[list[str]], delimiter: str, encoding: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    with TemporaryDirectory() as home:
        path, into = Path(home, "a.csv"), Path(home, "study")
        path.write_bytes(text.getvalue().encode(encoding, errors="replace"))
        made = made_or_refused(path, into)
        if made is None:
            assert not into.exists() or not any(into.iterdir())
            return
        proposal, study = made
        assert study.answers.count == scores(proposal)
        for item in proposal.questions:
            assert item.scale.min < item.scale.max
            assert math.isfinite(item.scale.max)


@tries(100)
@given(st.binary(max_size=400), st.sampled_from([".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"]))
def test_any_bytes_are_refused_or_read(content: bytes, suffix: str) -> None:
    with TemporaryDirectory() as home:
        path, into = Path(home, f"a{suffix}"), Path(home, "study")
        path.write_bytes(content)
        made_or_refused(path, into)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_refused_or_read(
    data_folder: Path, tmp_path: Path, share: float
) -> None:
    for export in sorted((data_folder / "dirty_exports").glob("*.csv")):
        content = export.read_bytes()
        path = tmp_path / f"{share}-{export.name}"
        path.write_bytes(content[: int(share * len(content))])
        made_or_refused(path, tmp_path / f"{share}-{export.stem}")
