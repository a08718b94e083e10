"""Where answers live: any CSV is read to the row, and no file is read into memory."""

from __future__ import annotations

import gc
import tempfile
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from cx_workbench.errors import StudyError
from cx_workbench.study.delimited import form_of, numbered_records
from cx_workbench.study.frames import frame_source
from cx_workbench.study.loading import load
from cx_workbench.study.sources import csv_source, parquet_source
from tests.study.broken import RESPONSES, Content, frame, parquet, written

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.mark.parametrize(
    ("head", "delimiter", "headings", "row"),
    [
        ("a,b\n", ",", ("a", "b"), 1),
        ('id;"name, all, of it";share\n', ";", ("id", "name, all, of it", "share"), 1),
        ("a\tb\n", "\t", ("a", "b"), 1),
        ("a|b|c\n1,2|3|4\n", "|", ("a", "b", "c"), 1),
        ("only\n", ",", ("only",), 1),
        ('"How\nare ""you""?",b\n', ",", ('How are "you"?', "b"), 1),
        ("\n , \r\na,b\n", ",", ("a", "b"), 3),
        ("sep=;\na;b,c\n", ";", ("a", "b,c"), 1),
        ('"sep=\t"\na\tb\n', "\t", ("a", "b"), 1),
        ("", ",", (), 1),
        (" ;;\n", ",", (), 2),
        ('"never closed, b\n', ",", ("never closed, b",), 1),
    ],
)  # fmt: skip
def test_the_form_of_a_csv(head: str, delimiter: str, headings: tuple[str, ...], row: int) -> None:
    form = form_of(head)

    assert (form.delimiter, form.headings, form.row) == (delimiter, headings, row)


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    text = 'sep=,\na,b\n"several\n\nlines",1\n\n3,"x""y"\n'

    records = list(numbered_records(text.splitlines(keepends=True), ","))

    assert records == [(1, ["a", "b"]), (2, ["several\n\nlines", "1"]), (3, []), (4, ["3", 'x"y'])]


def problem_rows(folder: Path, files: Mapping[str, Content]) -> tuple[int, ...]:
    with pytest.raises(StudyError) as refused:
        load(written(folder, files))
    (problem,) = refused.value.problems
    return problem.rows


WRONG = "r9,pupils,order,csat,reality,4"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f"{RESPONSES}{WRONG}\n", (10,)),
        (f"{RESPONSES}\n\n{WRONG}\n\n{WRONG}", (12, 14)),
        (f"\n\n{RESPONSES}{WRONG}\n", (12,)),
        (f"sep=,\n{RESPONSES}{WRONG}\n", (10,)),
        (RESPONSES.replace("r2,", '"r\n2",') + WRONG, (10,)),
        (RESPONSES.replace("\n", "\r\n") + WRONG, (10,)),
        (RESPONSES.replace("\n", "\r\n", 3) + WRONG, (10,)),
        (RESPONSES.replace("score\n", f"score\n{WRONG}\n") + f"{WRONG}\n" * 9, (2, 11, 12, 13, 14)),
    ],
    ids=["plain", "blank lines", "blank top", "sep", "lines in cells", "Windows", "mixed", "many"],
)
def test_a_wrong_value_is_found_in_its_rows(
    text: str, rows: tuple[int, ...], tmp_path: Path
) -> None:
    assert problem_rows(tmp_path, {"responses.csv": text}) == rows


def test_rows_of_parquet_and_frames(tmp_path: Path) -> None:
    answers = frame(f"{RESPONSES}{WRONG}\n")
    (tmp_path / "answers.parquet").write_bytes(parquet(answers))
    wrong: list[dict[str, object]] = [
        {"persona": "pupils"},
        {"touchpoint": None},
        {"persona": "students", "score": 5},
    ]

    for source in (
        parquet_source(tmp_path / "answers.parquet"),
        frame_source(answers, "answers"),
    ):
        assert source.find(wrong) == [(10,), (9,), (6,)]


def test_a_large_csv_is_never_in_memory(tmp_path: Path) -> None:
    answers = tmp_path / "responses.csv"
    lines = "".join(
        f"r{n},families,bill,csat,reality,{n % 5 + 1},a comment that takes some room\n"
        for n in range(100_000)
    )
    with answers.open("w", encoding="utf-8") as file:
        file.write("respondent,persona,touchpoint,metric,kind,score,comment\n")
        for _ in range(10):
            file.write(lines)
    size = answers.stat().st_size
    del lines
    written(tmp_path, {"responses.csv": None})
    load(tmp_path)

    tracemalloc.start()
    study = load(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert study.answers.count == 1_000_000
    assert size > 60_000_000
    assert peak < size / 2


def test_copies_in_another_encoding_go_with_the_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, folder = tmp_path / "temporary", tmp_path / "study"
    temporary.mkdir()
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    study = load(written(folder, {"responses.csv": RESPONSES.encode("utf-16")}))
    assert study.answers.source is not None
    assert study.answers.source.frame.collect().shape == (8, 6)
    assert list(temporary.glob("*/answers.csv"))

    del study
    gc.collect()
    assert not list(temporary.glob("*/answers.csv"))


def test_the_engine_writes_neither_on_the_screen_nor_where_one_works(tmp_path: Path) -> None:
    (tmp_path / "answers.parquet").write_bytes(parquet(frame(RESPONSES)))
    (tmp_path / "answers.csv").write_text(RESPONSES, encoding="utf-8")
    ours = "current_setting('enable_progress_bar') as bar, current_setting('temp_directory') as at"

    for source in (
        parquet_source(tmp_path / "answers.parquet"),
        csv_source(tmp_path / "answers.csv"),
    ):
        settings = source.frame.to_native().project(ours).limit(1).fetchall()

        ((bar, folder),) = settings
        assert bar is False
        assert Path(folder).is_absolute()


def test_the_duckdb_of_the_notebook_is_left_alone(tmp_path: Path) -> None:
    duckdb.execute("set enable_progress_bar = true").fetchall()
    unfinished = duckdb.execute("select * from range(10_000)")
    unfinished.fetchone()

    study = load(written(tmp_path, {}))

    assert study.answers.count == 8
    assert len(unfinished.fetchall()) == 9_999
    assert duckdb.execute("select current_setting('enable_progress_bar')").fetchall() == [(True,)]


def test_capitals_alone_do_not_tell_headings_apart(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Q1,q1\n1,2\n", encoding="utf-8")

    with pytest.raises(StudyError) as refused:
        csv_source(tmp_path / "a.csv")

    assert [problem.column for problem in refused.value.problems] == ["Q1"]


def test_columns_without_a_heading_are_passed_over(tmp_path: Path) -> None:
    text = "\n".join(f"{line},," for line in RESPONSES.splitlines())

    study = load(written(tmp_path, {"responses.csv": text.replace("r1,", "r1,", 1)}))

    assert study.answers.count == 8
