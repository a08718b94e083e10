"""Files of SPSS."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.importing.writing import write_study
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def survey_file(tmp_path: Path) -> Path:
    rng = np.random.default_rng(4)
    n = 400
    mood = rng.normal(size=(n, 1))
    rated = np.clip(np.round(3.3 + mood + rng.normal(0, 0.7, (n, 3))), 1, 5)
    frame = pd.DataFrame(rated, columns=["q1", "q2", "q3"])
    frame.loc[rng.random(n) < 0.1, "q2"] = 98
    frame.loc[rng.random(n) < 0.1, "q3"] = 99
    frame.insert(0, "id", np.arange(n, dtype=float))
    frame["segm"] = 1.0 + np.arange(n) % 2
    words = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]
    satisfied: dict[int | float, str] = dict(enumerate(words, start=1))
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "survey.sav"),
        column_labels=["Respondent", "The bill", "The shop", "Rate the app", "Customer segment"],
        variable_value_labels={
            "q1": satisfied,
            "q2": {1: "terrible", 5: "brilliant", 98: "Not applicable"},
            "q3": {99: "refused"},
            "segm": {1: "home", 2: "firm"},
        },
        missing_ranges={"q3": [99]},
    )
    return tmp_path / "survey.sav"


def test_labels_wording_and_missing_values_are_understood(survey_file: Path) -> None:
    found = proposed(survey_of(sheets_of(survey_file)[0]))
    assert found.tool.value == "SPSS"
    questions = {item.column.name: item for item in found.questions}
    assert list(questions) == ["q1", "q2", "q3"]
    assert [item.title for item in questions.values()] == ["The bill", "The shop", "Rate the app"]
    assert questions["q1"].words["Very satisfied"] == 5
    assert questions["q2"].not_applicable == ("Not applicable",)
    assert not questions["q3"].blank
    assert {str(item.scale) for item in questions.values()} == {"1-5"}
    assert found.persona == "segm"
    assert set(found.groups[0].values) == {"home", "firm"}


def test_it_becomes_a_study(survey_file: Path, tmp_path: Path) -> None:
    survey = survey_of(sheets_of(survey_file)[0])
    write_study(tmp_path / "study", survey.respondents, proposed(survey))
    frame, _ = pyreadstat.read_sav(str(survey_file))
    scores = sum(int(frame[q].between(1, 5).sum()) for q in ("q1", "q2", "q3"))
    assert load(tmp_path / "study").answers.count == scores


@pytest.mark.parametrize("content", [b"", b"$FL2", b"no file of SPSS at all" * 50])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.sav"
    path.write_bytes(content)
    with pytest.raises(StudyError):
        survey_of(sheets_of(path)[0])


def test_without_pyreadstat_it_says_what_to_install(
    survey_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(StudyError, match="cx-workbench\\[spss\\]"):
        sheets_of(survey_file)
