"""What is reckoned from the answers alone is reckoned once, and goes with them."""

from __future__ import annotations

import gc
from dataclasses import replace
from weakref import ref

from cx_workbench.measure.outcomes import outcomes, outcomes_of
from cx_workbench.measure.tally import tally
from tests.small import small


def test_the_same_answers_are_tallied_once() -> None:
    study = small()
    assert tally(study) is tally(study)
    changed = replace(study, improvements=study.improvements.assign(effort_likely=1.0))
    assert tally(changed) is tally(study)


def test_other_personas_or_touchpoints_are_tallied_anew() -> None:
    study = small()
    turned = replace(study, personas=study.personas.iloc[::-1], touchpoints=study.touchpoints[:1])
    found = tally(turned)
    assert found.personas == ("b", "a")
    assert found.touchpoints == ("x",)
    assert tally(study).personas == ("a", "b")


def test_the_kinds_of_answers_are_known() -> None:
    assert tally(small()).kinds == {"reality", "expectation"}


def test_outcomes_are_those_of_the_answers() -> None:
    study = small()
    assert outcomes_of(study.answers) == outcomes(study.answers.counts)
    assert outcomes_of(study.answers) is outcomes_of(study.answers)


def test_what_is_kept_does_not_hold_the_answers() -> None:
    study = small()
    tally(study), outcomes_of(study.answers)
    answers = ref(study.answers)
    del study
    gc.collect()
    assert answers() is None
