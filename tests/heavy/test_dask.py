"""Answers that Dask holds come to the same as those in a frame or a file on one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dask
import dask.dataframe as dd
import pandas as pd
import pytest
from hypothesis import given

from cx_workbench.errors import StudyError
from cx_workbench.rank.ranking import rank
from cx_workbench.study.example import write_example
from cx_workbench.study.loading import load
from tests.study.broken import RESPONSES, frames
from tests.study.past_one_machine import (
    BROKEN,
    CASES,
    CROSSED,
    PARTS,
    assert_crossed_same,
    assert_ranked_same,
    assert_same,
    cases,
    in_parts,
    problems,
    run_page,
    survey,
    typed,
)
from tests.study.test_same_counts import FORMS, HOLDERS, counted, expected, respondents
from tests.tries import tries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.study.past_one_machine import Case


#: Dask says so while it reads Parquet: it is not up to the newest pandas.
pytestmark = pytest.mark.filterwarnings(
    "ignore:The inplace keyword in DataFrame.reset_index is deprecated:DeprecationWarning"
)


def held(answers: pd.DataFrame) -> Any:  # noqa: ANN401  Dask's types are left out
    return dd.from_pandas(answers, npartitions=PARTS)


@cases(CASES)
def test_the_same_ranking(make: Callable[[], Case]) -> None:
    case = make()

    assert_same(case.load(held(case.responses)), case.load())


@cases(CROSSED)
def test_the_same_pairs_of_answers(make: Callable[[], Case]) -> None:
    case = make()

    assert_crossed_same(case.load(held(case.responses)), case.load())


@cases(BROKEN)
def test_the_same_problems_but_without_row_numbers(make: Callable[[], Case]) -> None:
    case = make()

    assert problems(case, held(case.responses)) == problems(case)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("holder", ["pandas, mixed", "pandas, categories"])
@tries(3)
@given(people=respondents)
def test_any_columns_count_the_same(holder: str, form: str, people: list[Any]) -> None:
    make, described = FORMS[form]
    # Otherwise columns of mixed values are texts before they come to us.
    with dask.config.set({"dataframe.convert-string": False}):
        study = load(frames(responses=held(HOLDERS[holder](make(people)))), settings=described)

    assert counted(study) == expected(people)


def test_the_airport_in_parts(data_folder: Path, tmp_path: Path) -> None:
    airport = data_folder / "sfo_airport_2017"
    answers = pd.read_csv(airport / "responses_2017.csv", dtype="str")
    parts = in_parts(tmp_path / "answers", answers)

    assert_same(survey(airport, dd.read_parquet(parts)), load(airport))


def test_the_page_on_dask(tmp_path: Path) -> None:
    write_example(tmp_path / "acme")
    in_parts(tmp_path / "answers", pd.read_csv(tmp_path / "acme" / "responses.csv"))

    ranking = run_page("With Dask", tmp_path)

    assert_ranked_same(ranking, rank(load(tmp_path / "acme")))


def test_only_the_columns_that_are_needed_are_read() -> None:
    answers = typed(RESPONSES)
    read: set[str] = set()

    def part(_: int, columns: list[str] | None = None) -> pd.DataFrame:
        read.update(columns or answers.columns)
        return answers[columns or list(answers.columns)]

    load(frames(responses=dd.from_map(part, range(PARTS), meta=answers.head(0))))

    assert read == {"persona", "touchpoint", "metric", "kind", "score"}


def test_headings_that_stand_there_twice() -> None:
    answers = typed(RESPONSES)
    twice = answers.assign(again=1).set_axis([*answers.columns, "persona"], axis=1)

    with pytest.raises(StudyError, match="The heading 'persona' stands there 2 times"):
        load(frames(responses=held(twice)))


def test_a_task_that_fails_is_told_in_words() -> None:
    def lost() -> pd.DataFrame:
        raise OSError("the disk is gone")

    parts = dd.from_delayed([dask.delayed(lost)()], meta=typed(RESPONSES).head(0))

    with pytest.raises(StudyError) as refused:
        load(frames(responses=parts))

    (problem,) = refused.value.problems
    assert problem.what == "The table cannot be counted (the disk is gone)."
    assert problem.hint.startswith("What stands in brackets is what the engine that holds it said")


def test_small_tables_may_be_in_parts_too() -> None:
    tables = frames()
    parts = {name: held(table) for name, table in tables.items() if name != "settings"}

    assert_same(load({**parts, "settings": tables["settings"]}), load(tables))
