"""Answers that Spark holds come to the same as those in a frame or a file on one machine."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from cx_workbench.errors import StudyError
from cx_workbench.rank.ranking import rank
from cx_workbench.study import counting
from cx_workbench.study.engines import collected
from cx_workbench.study.example import write_example
from cx_workbench.study.loading import load
from tests.study.broken import EXPORT, RESPONSES, WIDE_TOML, frames
from tests.study.past_one_machine import (
    BROKEN,
    CASES,
    CROSSED,
    PARTS,
    ROOT,
    Case,
    assert_crossed_same,
    assert_ranked_same,
    assert_same,
    cases,
    changed,
    in_parts,
    problems,
    reading,
    run_page,
    survey,
    typed,
)
from tests.study.test_same_counts import FORMS, as_polars, counted, expected, respondents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


#: The checks leave Spark's types out: it is not installed with the rest.
Spark: TypeAlias = Any
SparkFrame: TypeAlias = Any


def held(spark: Spark, answers: pd.DataFrame) -> SparkFrame:
    table = pa.Table.from_pandas(answers, preserve_index=False)
    return spark.createDataFrame(table).repartition(PARTS)


@cases(CASES)
def test_the_same_ranking(make: Callable[[], Case], spark: Spark) -> None:
    case = make()

    assert_same(case.load(held(spark, case.responses)), case.load())


@cases(CROSSED)
def test_the_same_pairs_of_answers(make: Callable[[], Case], spark: Spark) -> None:
    case = make()

    assert_crossed_same(case.load(held(spark, case.responses)), case.load())


@cases(BROKEN)
def test_the_same_problems_but_without_row_numbers(make: Callable[[], Case], spark: Spark) -> None:
    case = make()

    assert problems(case, held(spark, case.responses)) == problems(case)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=respondents)
def test_any_answers_count_the_same(form: str, spark: Spark, people: list[Any]) -> None:
    make, described = FORMS[form]
    answers = spark.createDataFrame(as_polars(make(people)).to_arrow())

    assert counted(load(frames(responses=answers), settings=described)) == expected(people)


def test_the_airport_in_parts(data_folder: Path, tmp_path: Path, spark: Spark) -> None:
    airport = data_folder / "sfo_airport_2017"
    answers = pd.read_csv(airport / "responses_2017.csv", dtype="str")
    parts = in_parts(tmp_path / "answers", answers)

    assert_same(survey(airport, spark.read.parquet(str(parts))), load(airport))


@pytest.mark.usefixtures("spark")
def test_the_page_on_spark(tmp_path: Path) -> None:
    write_example(tmp_path / "acme")
    in_parts(tmp_path / "answers", pd.read_csv(tmp_path / "acme" / "responses.csv"))

    ranking = run_page("With Spark", tmp_path)

    assert_ranked_same(ranking, rank(load(tmp_path / "acme")))


def test_numbers_that_are_none_are_no_answers(spark: Spark) -> None:
    answers = typed(changed(RESPONSES, ("bill,csat,reality,3", "bill,csat,reality,")))
    filled = held(spark, answers).fillna(float("nan"), subset=["score"])

    assert_same(load(frames(responses=filled)), load(frames(responses=answers)))


def test_small_tables_may_be_held_by_spark_too(spark: Spark) -> None:
    tables = frames()
    there = {name: held(spark, table) for name, table in tables.items() if name != "settings"}

    assert_same(load({**there, "settings": tables["settings"]}), load(tables))


def test_a_list_in_each_cell(spark: Spark) -> None:
    answers = typed(RESPONSES)
    answers["score"] = answers["score"].map(lambda score: [score])

    with pytest.raises(StudyError, match="The column 'score' holds lists"):
        load(frames(responses=held(spark, answers)))


def test_headings_that_differ_in_capitals_only(spark: Spark) -> None:
    answers = typed(RESPONSES).assign(Persona="families")

    with pytest.raises(StudyError, match="The heading 'persona' stands there 2 times"):
        load(frames(responses=held(spark, answers)))


def test_what_spark_cannot_do_is_told_in_words(spark: Spark) -> None:
    answers = typed(changed(EXPORT, ("q_bill", "q.bill")))
    settings_of_dot = reading(changed(WIDE_TOML, ('"q_bill"', '"q.bill"')))

    with pytest.raises(StudyError) as refused:
        load(frames(responses=held(spark, answers)), settings=settings_of_dot)

    (problem,) = refused.value.problems
    assert problem.what.startswith("The table cannot be counted (")
    assert problem.hint.startswith("What stands in brackets is what the engine that holds it said")


STOPPED = """
from pyspark.sql import SparkSession
from cx_workbench import load
from tests.study.broken import frames

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
answers = spark.sql("select 'bill' as touchpoint, 'csat' as metric, 4 as score")
spark.stop()
try:
    load(frames(responses=answers))
except Exception as error:
    print(error)
"""


@pytest.mark.usefixtures("spark")
def test_a_session_that_was_stopped_is_told_in_words() -> None:
    done = subprocess.run(  # noqa: S603  this very interpreter
        [sys.executable, "-c", STOPPED], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )

    assert "1. responses: The table cannot be counted (" in done.stdout
    assert "No active or default Spark session found" in done.stdout


@pytest.mark.parametrize("case", [Case(typed(EXPORT), reading()), Case(typed(RESPONSES))])
def test_nothing_of_ours_is_sent_to_the_executors(
    case: Case, spark: Spark, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[SparkFrame] = []

    def noted(frame: Any) -> Any:  # noqa: ANN401  frames of narwhals
        asked.append(frame.to_native())
        return collected(frame)

    monkeypatch.setattr(counting, "collected", noted)
    case.load(held(spark, case.responses))
    for frame in asked:
        frame.explain()

    plans = capsys.readouterr().out
    assert plans.count("Physical Plan") == len(asked) > 0
    assert "Python" not in plans
