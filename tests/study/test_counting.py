"""What counts as an answer, whose it is and with which weight."""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from cx_workbench.study.loading import load
from tests.study.broken import (
    EXPORT,
    GOOD,
    RESPONSES,
    WIDE,
    WIDE_TOML,
    frame,
    frames,
    written,
)

if TYPE_CHECKING:
    from cx_workbench.study.model import Study


def counted(study: Study) -> dict[tuple[Any, ...], tuple[float, float, float]]:
    return {
        row[:5]: (row[-3], row[-2], row[-1])
        for row in study.answers.counts.itertuples(index=False, name=None)
    }


def wide(export: str = EXPORT, toml: str = WIDE_TOML, **tables: str) -> Study:
    with tempfile.TemporaryDirectory() as place:
        files = {**WIDE, "export.csv": export, "study.toml": toml}
        files |= {f"{name}.csv": text for name, text in tables.items()}
        return load(written(Path(place), files))


def test_a_wide_export() -> None:
    study = wide()

    # Respondent 4 is in no segment of a rule; 6 and 0 are no answer, 11 none to the nps.
    assert counted(study) == {
        ("families", "order", "csat", "reality", 4): (1, 1, 1),
        ("families", "bill", "csat", "reality", 2): (1, 1, 1),
        ("families", "bill", "csat", "reality", 3): (1, 0.5, 0.25),
        ("families", "help", "ces", "reality", 6): (1, 1, 1),
        ("families", "", "nps", "reality", 8): (1, 1, 1),
        ("families", "", "nps", "reality", 9): (1, 0.5, 0.25),
        ("students", "order", "csat", "reality", 5): (1, 2, 4),
        ("students", "bill", "csat", "reality", 2): (1, 2, 4),
        ("students", "help", "ces", "reality", 3): (1, 2, 4),
        ("", "order", "csat", "reality", 3): (1, 1, 1),
        ("", "bill", "csat", "reality", 3): (1, 1, 1),
        ("", "help", "ces", "reality", 4): (1, 1, 1),
        ("", "", "nps", "reality", 7): (1, 1, 1),
    }
    assert study.answers.weighted
    assert study.warnings[0] == (
        "1 respondent belongs to no persona; their answers count only in the outcomes of the "
        "whole journey."
    )


def test_the_first_persona_rule_that_matches_wins() -> None:
    toml = WIDE_TOML.replace("segment = [1]", "segment = [1], q_order = [4]").replace(
        "segment = [2, 3]", "segment = [1, 2, 9]"
    )

    personas = Counter(persona for persona, *_ in counted(wide(toml=toml)))

    # Only respondent 1 gave q_order a 4; all the others are students by the second rule.
    assert set(personas) == {"families", "students"}
    assert personas["families"] == 4


@pytest.mark.parametrize("written_as", ["1", "1.0", " 1", '" 1 "', "01"])
def test_numbers_are_one_however_they_are_written(written_as: str) -> None:
    same = wide(EXPORT.replace("1,1,4", f"1,{written_as},4"))

    assert_frame_equal(same.answers.counts, wide().answers.counts)


def test_a_rule_and_a_code_may_be_words() -> None:
    export = EXPORT.replace("1,1,", "1,Family,").replace("2,1,6", "2,Family,n/a")
    toml = WIDE_TOML.replace("segment = [1]", 'segment = ["Family "]')
    toml = toml.replace("not_applicable = [6]", 'not_applicable = ["n/a"]')

    same = wide(export, toml)

    assert_frame_equal(same.answers.counts, wide().answers.counts)


def test_answers_in_words_and_a_scale_turned_round() -> None:
    export = EXPORT.replace("4,2,6,8", "4,2,Very  easy,8").replace("5,2,3,11", "5,2,hard,11")
    export = export.replace("3,3,4,7", "3,3,5,7")
    words = 'words = { "Very easy" = 6, hard = 3, "5" = 4 }'
    toml = WIDE_TOML.replace('metric = "ces"', f'metric = "ces"\n{words}')

    same = wide(export, toml)

    assert_frame_equal(same.answers.counts, wide().answers.counts)


def test_a_column_can_answer_two_questions() -> None:
    again = '[[responses.question]]\ncolumn = "q_bill"\ntouchpoint = "help"\nmetric = "csat"\n'

    counts = wide(toml=WIDE_TOML + again).answers.counts

    asked = counts[(counts["metric"] == "csat")].groupby("touchpoint")["n"].sum()
    assert asked["bill"] == asked["help"] == 4


def test_a_question_may_have_its_own_scale() -> None:
    toml = WIDE_TOML.replace('metric = "ces"', 'metric = "ces"\nmin = 0\nmax = 10')

    counts = wide(toml=toml).answers.counts

    scales = counts.groupby("touchpoint")[["min", "max"]].first()
    assert list(scales.loc["help"]) == [0, 10]
    assert list(scales.loc["bill"]) == [1, 5]


def test_columns_are_found_in_any_capitals() -> None:
    same = wide(EXPORT.replace("id,segment,q_order", "ID,Segment,Q_ORDER "))

    assert_frame_equal(same.answers.counts, wide().answers.counts)


def test_a_column_may_be_called_as_the_counting_calls_its_own() -> None:
    names = {"w": "n", "segment": "persona", "q_order": "score", "q_bill": "weight"}
    export, toml = EXPORT, WIDE_TOML
    for old, new in names.items():
        export = export.replace(f"{old},", f"{new},").replace(f",{old}\n", f",{new}\n")
        toml = toml.replace(f'"{old}"', f'"{new}"').replace(f"{{ {old} =", f"{{ {new} =")

    same = wide(export, toml)

    assert_frame_equal(same.answers.counts, wide().answers.counts)


def test_weights_of_an_export_are_used_only_if_study_toml_says_so() -> None:
    export = EXPORT.replace(",w\n", ",Weight\n")
    toml = WIDE_TOML.replace('weight = "w"\n', "")

    study = wide(export, toml)

    assert not study.answers.weighted
    assert list(study.answers.counts["weight"]) == list(study.answers.counts["n"])
    assert (
        "export.csv: the column 'Weight' was not used. If it holds survey weights, add weight = "
        '"Weight" under [responses] in study.toml.'
    ) in study.warnings


def test_missing_weights_count_as_1_and_it_is_told() -> None:
    study = wide(EXPORT.replace("9,0.5\n", "9,\n"))

    assert counted(study)["families", "bill", "csat", "reality", 3] == (1, 1, 1)
    # Respondent 2 gave two answers: to q_bill and q_nps.
    assert "export.csv: 2 answers have no w; each was counted with 1." in study.warnings


def test_weights_with_exponents_and_decimal_commas() -> None:
    long = "persona,touchpoint,metric,score,weight\n"
    written_as = ["1e-1", '"0,5"', '"1,250"', "2.", ".5", "  1 "]
    answers = "".join(
        f"families,bill,csat,{place % 5 + 1},{weight}\n" for place, weight in enumerate(written_as)
    )
    tables = frames(responses=pd.read_csv(io.StringIO(long + answers), dtype="str"))

    totals = load(tables).answers.counts.set_index("score")["weight"].to_dict()

    assert totals == {1: pytest.approx(0.1 + 1), 2: 0.5, 3: 1.25, 4: 2, 5: 0.5}


def test_long_answers_with_persona_rules() -> None:
    rules = [
        {"persona": "families", "when": {"respondent": ["r1", "r2"]}},
        {"persona": "students", "when": {"respondent": ["r3"], "metric": ["csat"]}},
    ]
    tables = frames(responses=frame(RESPONSES).drop(columns="persona"))

    study = load(tables, settings={"responses": {"persona": rules}})

    counts = study.answers.counts
    assert counts.groupby("persona")["n"].sum().to_dict() == {"": 2, "families": 4, "students": 2}
    assert study.warnings == (
        "2 answers belong to no persona and count only in the outcomes of the whole journey.",
    )


def test_answers_for_every_persona_need_none() -> None:
    responses = RESPONSES + "r9,,bill,csat,company,5\nr9,,,csat,reality,4\n"

    study = load(frames(responses=frame(responses)))

    everybody = study.answers.counts[study.answers.counts["persona"] == ""]
    assert list(everybody["kind"]) == ["reality", "company"]


def test_the_good_study_is_counted_once() -> None:
    study = load(frames())

    assert study.answers.count == len(GOOD["responses.csv"].splitlines()) - 1
    assert not study.answers.weighted
