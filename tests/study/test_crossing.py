"""However the answers are held, the answers of one person are found side by side."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given

from cx_workbench.errors import StudyError
from cx_workbench.measure.crossed import crossed
from cx_workbench.measure.crossed_sums import SUMS, summed_by_engine
from cx_workbench.study.blocks import BLOCKS, in_blocks
from cx_workbench.study.crossing import Asked, crossing, why_no_blocks, why_not_crossed
from cx_workbench.study.loading import load
from cx_workbench.study.respondents import in_batches
from tests.small import small
from tests.study.broken import frames, written
from tests.study.test_same_counts import (
    FILES,
    FORMS,
    HOLDERS,
    NO_ANSWER,
    QUESTIONS,
    SCORES,
    respondents,
)
from tests.tries import tries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.study.model import Study

ASKED = tuple(Asked(one.touchpoint, one.metric, one.kind) for one in QUESTIONS)
LEAST = {"csat": 1, "ces": 1, "nps": 0}
PERSONAS = ("families", "students")


def index(metric: str, score: float | None) -> float:
    if score in NO_ANSWER or score is None:
        return math.nan
    return (score - LEAST[metric]) / (max(SCORES[metric]) - LEAST[metric])


def sums_by_hand(people: list[Any], *, complete: bool = False) -> NDArray[np.float64]:
    """Add up one respondent and one pair of questions after the other."""
    sums = np.zeros((len(SUMS), len(PERSONAS), len(ASKED), len(ASKED)))
    for persona, given_weight, answers in people:
        weight = 1 if given_weight is None else given_weight
        x = [index(one.metric, score) for one, score in zip(ASKED, answers, strict=True)]
        if complete and any(map(math.isnan, x)):
            continue
        for i in range(len(x)):
            for j in range(len(x)):
                if not math.isnan(x[i] + x[j]):
                    sums[:, PERSONAS.index(persona), i, j] += (
                        1,
                        weight,
                        weight**2,
                        weight * x[i],
                        weight * x[i] ** 2,
                        weight * x[i] * x[j],
                    )
    return sums


def sums_of(study: Study, *, complete: bool = False) -> NDArray[np.float64]:
    found = crossed(study, ASKED, complete=complete)
    assert found.groups == PERSONAS
    return np.array([getattr(found, name) for name in SUMS])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("holder", HOLDERS)
@tries(3)
@given(people=respondents)
def test_any_frame_crosses_the_same(holder: str, form: str, people: list[Any]) -> None:
    make, described = FORMS[form]

    study = load(frames(responses=HOLDERS[holder](make(people))), settings=described)

    np.testing.assert_allclose(sums_of(study), sums_by_hand(people), atol=1e-12)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", FILES)
@tries(3)
@given(people=respondents)
def test_any_file_crosses_the_same(kind: str, form: str, people: list[Any]) -> None:
    make, described = FORMS[form]
    content = FILES[kind](make(people))
    suffix = "xlsx" if kind == "workbook" else "parquet"
    with tempfile.TemporaryDirectory() as place:
        files = {"study.toml": None, "responses.csv": None, f"responses.{suffix}": content}

        study = load(written(Path(place), files), settings=described)

        np.testing.assert_allclose(sums_of(study), sums_by_hand(people), atol=1e-12)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("complete", [False, True])
@tries(3)
@given(people=respondents)
def test_an_engine_adds_up_what_arrays_do(form: str, people: list[Any], *, complete: bool) -> None:
    make, described = FORMS[form]
    study = load(frames(responses=HOLDERS["DuckDB"](make(people))), settings=described)

    by_engine = summed_by_engine(crossing(study, ASKED), 2, blocks=False, complete=complete)

    expected = sums_by_hand(people, complete=complete)
    np.testing.assert_allclose(by_engine, expected, atol=1e-12)
    np.testing.assert_allclose(sums_of(study, complete=complete), expected, atol=1e-12)


LONG = """\
respondent,persona,touchpoint,metric,kind,score,weight
r1,families,order,csat,reality,4,2
r1,families,order,csat,,2,1
r1,families,bill,CSAT,Reality,very good,3
r1,,,nps,reality,9,1
r2,students,order,csat,reality,none,1
r2,students,bill,csat,reality,3,1
r3,students,order,csat,reality,"1,0",0
r3,students,bill,csat,reality,3,0
 ,students,order,csat,reality,3,1
,students,bill,csat,reality,3,1
"""
LONG_TOML = """\
[target]
default = 85
[responses]
not_applicable = ["none"]
words = { "Very Good" = 5, "very good" = 5 }
"""
ORDER, BILL, NPS = Asked("order", "csat"), Asked("bill", "csat"), Asked("", "nps")


def people_of(study: Study, *asked: Asked) -> list[Any]:
    """Who gave which index to each question: (who, persona, weight, answers)."""
    return [
        (str(who), int(persona), float(weight), [None if np.isnan(x) else float(x) for x in xs])
        for some in in_batches(crossing(study, asked))
        for who, persona, weight, xs in zip(
            some.who.to_pylist(), some.persona, some.weight, some.answers, strict=True
        )
    ]


def test_several_answers_of_a_person_are_their_weighted_mean(tmp_path: Path) -> None:
    study = load(written(tmp_path, {"responses.csv": LONG, "study.toml": LONG_TOML}))
    # r1 said 4 with weight 2 and 2 with weight 1: index (2 x 0.75 + 0.25) / 3. r3 weighs nothing.
    assert people_of(study, ORDER, BILL) == [
        ("r1", 0, 2.0, [pytest.approx(7 / 12), 1.0]),
        ("r2", 1, 1.0, [None, 0.5]),
    ]


def test_an_answer_without_a_persona_is_of_the_persona_that_the_person_names(
    tmp_path: Path,
) -> None:
    study = load(written(tmp_path, {"responses.csv": LONG, "study.toml": LONG_TOML}))
    assert people_of(study, BILL, NPS) == [
        ("r1", 0, 2.0, [1.0, 0.9]),
        ("r2", 1, 1.0, [0.5, None]),
    ]
    frame = crossing(study, (BILL, NPS)).respondents.sort("cx_respondent").collect("pyarrow")
    assert frame["x1"].to_list() == [pytest.approx(0.9), None]


TWO_PERSONAS = """\
respondent,persona,touchpoint,metric,score
1,families,order,csat,5
1,families,bill,csat,1
1,students,order,csat,3
1,students,bill,csat,3
"""


def test_the_same_id_in_two_personas_is_two_people(tmp_path: Path) -> None:
    study = load(written(tmp_path, {"responses.csv": TWO_PERSONAS}))
    assert people_of(study, ORDER, BILL) == [
        ("1", 0, 1.0, [1.0, 0.0]),
        ("1", 1, 1.0, [0.5, 0.5]),
    ]


def test_but_if_some_answers_name_none_nobody_knows_whose_they_are(tmp_path: Path) -> None:
    answers = f"{TWO_PERSONAS}1,,,nps,9\n2,students,,nps,8\n"
    study = load(written(tmp_path, {"responses.csv": answers}))
    assert people_of(study, ORDER, NPS) == [("2", 1, 1.0, [None, 0.8])]
    frame = crossing(study, (ORDER, NPS)).respondents.collect("pyarrow")
    assert frame["cx_respondent"].to_list() == ["2"]


def test_a_wide_export_by_rules_with_words_and_codes(tmp_path: Path) -> None:
    export = "segment,again,q1,q2\nA,1,good,7\nA,2,Bad,99\nB,3, 2 ,1\nC,4,good,4\n"
    described = """\
[target]
default = 85
[responses]
source = "export.csv"
layout = "wide"
persona = [{ persona = "families", when = { segment = ["A"] } },
           { persona = "students", when = { segment = ["B"] } }]
[[responses.question]]
column = "Q1"
touchpoint = "order"
metric = "csat"
words = { good = 4, Bad = 1 }
[[responses.question]]
column = "q2"
touchpoint = "help"
metric = "ces"
not_applicable = [99]
[[responses.question]]
column = "again"
touchpoint = "help"
metric = "ces"
"""
    files = {"responses.csv": None, "export.csv": export, "study.toml": described}
    study = load(written(tmp_path, files))
    # Two columns ask the same: their mean. Rows count from 0, the one of nobody too.
    assert people_of(study, ORDER, Asked("help", "ces"), NPS) == [
        ("0", 0, 1.0, [0.75, 0.5, None]),
        ("1", 0, 1.0, [0.0, pytest.approx(1 / 6), None]),
        ("2", 1, 1.0, [0.25, pytest.approx(1 / 6), None]),
    ]


def test_answers_of_persons_unknown_are_not_crossed() -> None:
    study = small()
    assert "no column 'respondent'" in why_not_crossed(study.answers)
    assert why_no_blocks(study.answers) == why_not_crossed(study.answers)


def test_averages_are_not_crossed() -> None:
    scores = pd.DataFrame(
        {"persona": "a", "touchpoint": "x", "metric": "csat", "mean": [3], "sd": [1], "n": [9]}
    )
    tables = {**_without_responses(), "scores": scores, "settings": {"target": {"default": 85}}}
    assert why_not_crossed(load(tables).answers) == ("The study has averages, not single answers.")


def _without_responses() -> dict[str, Any]:
    from tests.small import tables

    return {name: table for name, table in tables().items() if name != "responses"}


def test_blocks_are_the_same_on_every_engine_and_about_as_large() -> None:
    people = [("families", None, (4, 4, 4, 4, 4))] * 2000
    make, described = FORMS["long"]
    tables = [HOLDERS[name](make(people)) for name in ("pandas", "Polars", "DuckDB")]
    studies = [load(frames(responses=table), settings=described) for table in tables]
    sizes = [crossed(study, ASKED, by="block").n[:, 0, 0] for study in studies]
    by_engine = summed_by_engine(crossing(studies[2], ASKED), 200, blocks=True, complete=False)
    np.testing.assert_array_equal(sizes[0], sizes[1])
    np.testing.assert_array_equal(sizes[0], sizes[2])
    np.testing.assert_array_equal(sizes[0], by_engine[0, :, 0, 0])
    assert sizes[0].sum() == 2000
    # As at random: 10 on average, and a variance of about 10.
    assert 6 < sizes[0].var() < 16


def test_few_answers_of_an_engine_beyond_this_machine_are_brought_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import dask.dataframe as dd

    people = [("families", 2, (4, 0, 2, 7, 9)), ("students", None, (1, 2, None, 3, 10))] * 3
    make, described = FORMS["long"]
    answers = HOLDERS["pandas"](make(people))

    def loaded() -> Study:
        return load(frames(responses=dd.from_pandas(answers, npartitions=2)), settings=described)

    asked = (ASKED[0], ASKED[3])
    here = crossed(loaded(), asked)
    monkeypatch.setattr("cx_workbench.study.crossing.FEW", 0)
    there = crossed(loaded(), asked)

    expected = sums_by_hand(people)[:, :, [0, 3]][..., [0, 3]]
    for name, sums in zip(SUMS, expected, strict=True):
        np.testing.assert_allclose(getattr(here, name), sums, atol=1e-12)
        np.testing.assert_allclose(getattr(there, name), sums, atol=1e-12)


@pytest.mark.parametrize("pattern", ["survey-2024-{:05}-response", "{:09}x{:09}", "q" * 99 + "{}z"])
@pytest.mark.parametrize("holder", ["pandas", "DuckDB"])
def test_ids_that_differ_anywhere_fill_every_block(holder: str, pattern: str) -> None:
    ids = [pattern.format(number, 7) for number in range(3000)]
    frame = nw.from_native(HOLDERS[holder]([["who"], *([who] for who in ids)])).lazy()
    found = in_blocks(frame, "who").collect("pyarrow")
    sizes = np.bincount(found["cx_block"].to_numpy(), minlength=BLOCKS)
    assert sizes.min() > 0
    assert 9 < sizes.var() < 24
    first = nw.from_native(pl.DataFrame({"who": ids[:5]})).lazy()
    alone = in_blocks(first, "who").collect("pyarrow")
    together = dict(zip(found["who"].to_list(), found["cx_block"].to_list(), strict=True))
    assert alone["cx_block"].to_list() == [together[who] for who in ids[:5]]


def test_the_same_id_in_two_personas_is_one_person_in_the_blocks(tmp_path: Path) -> None:
    study = load(written(tmp_path, {"responses.csv": f"{TWO_PERSONAS}2,students,order,csat,2\n"}))
    asked = (ORDER, BILL)
    found = crossed(study, asked, by="block").pooled()
    # Person 1: 5 and 3 at the order (index 0.75), 1 and 3 at the bill (0.25).
    assert found.n[0].tolist() == [[2, 1], [1, 1]]
    np.testing.assert_allclose(found.total[0], [[1.0, 0.75], [0.25, 0.25]])
    assert crossed(study, asked).pooled().n[0].tolist() == [[3, 2], [2, 2]]
    people = crossing(study, asked, pooled=True)
    by_engine = summed_by_engine(people, BLOCKS, blocks=True, complete=False)
    np.testing.assert_allclose(by_engine.sum(axis=1)[3], found.total[0])


def test_a_person_of_two_personas_counts_in_the_blocks_though_answers_name_none(
    tmp_path: Path,
) -> None:
    answers = f"{TWO_PERSONAS}1,,,nps,9\n2,students,,nps,8\n3,,,nps,1\n"
    study = load(written(tmp_path, {"responses.csv": answers}))
    found = crossed(study, (ORDER, NPS), by="block").pooled()
    assert found.n[0].tolist() == [[1, 1], [1, 2]]
    people = crossing(study, (ORDER, NPS), pooled=True)
    by_engine = summed_by_engine(people, BLOCKS, blocks=True, complete=False)
    np.testing.assert_allclose(by_engine.sum(axis=1)[0], found.n[0])


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_that_is_gone_is_told_in_words(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"answers.{kind}"
    answers = pl.read_csv(TWO_PERSONAS.encode())
    (answers.write_csv if kind == "csv" else answers.write_parquet)(file)
    scan = pl.scan_csv if kind == "csv" else pl.scan_parquet
    study = load(frames(responses=scan(file)))
    file.unlink()
    for _ in range(2):
        with pytest.raises(StudyError, match="cannot be read again"):
            why_not_crossed(study.answers)
        with pytest.raises(StudyError, match="cannot be read again"):
            crossed(study, (ORDER, BILL))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_that_was_replaced_is_not_mixed_in(tmp_path: Path, kind: str) -> None:
    answers = pl.read_csv(TWO_PERSONAS.encode())
    folder = written(tmp_path, {"responses.csv": None})
    file = folder / f"responses.{kind}"
    write = "write_csv" if kind == "csv" else "write_parquet"
    getattr(answers, write)(file)
    study = load(folder)
    before = crossed(study, (ORDER, BILL))
    getattr(pl.concat([answers, answers]), write)(file)
    with pytest.raises(StudyError) as refused:
        crossed(study, (BILL, ORDER))
    (problem,) = refused.value.problems
    assert problem.what == f"{file.name} was changed after the study was loaded."
    assert problem.hint == "Load it again."
    assert crossed(study, (ORDER, BILL)) is before
    assert crossed(load(folder), (BILL, ORDER)).n[0, 0, 0] == 1


def test_a_copy_of_our_own_stays_as_it_was(tmp_path: Path) -> None:
    file = written(tmp_path, {"responses.csv": TWO_PERSONAS}) / "responses.csv"
    file.write_text(f"{TWO_PERSONAS}\u017elut\u00fd,families,order,csat,5\n", encoding="cp1250")
    study = load(tmp_path)
    file.write_text(TWO_PERSONAS)
    assert crossed(study, (ORDER, BILL)).n[0].tolist() == [[2, 1], [1, 1]]


@pytest.mark.parametrize("empty", ["", " "])
def test_a_column_of_respondents_that_is_empty_says_nothing(tmp_path: Path, empty: str) -> None:
    answers = TWO_PERSONAS.replace("\n1,", f"\n{empty},")
    study = load(written(tmp_path, {"responses.csv": answers}))
    reason = "The answers do not say who gave them: the column 'respondent' is empty."
    assert why_not_crossed(study.answers) == reason
    with pytest.raises(StudyError, match="the column 'respondent' is empty"):
        crossed(study, (ORDER, BILL), by="block")
    table = pd.read_csv(tmp_path / "responses.csv").assign(respondent=None)
    numbers = load(frames(responses=table))
    assert why_not_crossed(numbers.answers) == reason
