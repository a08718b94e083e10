"""Drivers of a study: which touchpoints go with the outcome of the whole journey."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import Problem, SettingError, StudyError, did_you_mean
from cx_workbench.measure.associations import usable
from cx_workbench.measure.crossed import crossed
from cx_workbench.measure.driver_sample import Sample
from cx_workbench.measure.driver_shares import UNDERIVED, derive
from cx_workbench.measure.driver_words import FEW_PER_DRIVER, OUTCOMES
from cx_workbench.study.crossing import Asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cx_workbench.measure.crossed import Crossed
    from cx_workbench.measure.driver_shares import Drivers
    from cx_workbench.study.model import Study

#: Complete cases are taken where they are at least this share of those who gave the outcome.
_MOST = 0.5
_OTHERWISE = "Use the importance 'equal' or 'stated'."


def drivers(
    study: Study, *, outcome: str | None = None, replicates: int | None = None, seed: int = 1
) -> Drivers:
    """Share what is explained of the outcome of the journey among the touchpoints.

    The outcome is what customers said of the journey as a whole; the drivers are their ratings
    of each touchpoint's reality, in the metric that is used there. Answers of all personas
    are pooled. A share is associated with the outcome; it does not prove a cause.

    Parameters
    ----------
    study
        From `load` or `example`.
    outcome
        Metric of the outcome: the first of ``nps``, ``csat`` and ``ces`` that was asked, if
        ``None``.
    replicates
        Resamples of the respondents for the intervals: 1,000 up to 14 drivers and 400 beyond,
        if ``None``; with 0 there are no intervals.
    seed
        The same seed gives the same figures.

    Returns
    -------
    Drivers
        Shares with their intervals, R^2, which respondents count, and what is odd.

    Raises
    ------
    SettingError
        Where the study has no such outcome.
    StudyError
        Where there is no outcome, nothing that joins the answers of a respondent, or too few
        answers.

    References
    ----------
    See `cx_workbench.measure.lmg.lmg`.

    Examples
    --------
    >>> from cx_workbench import example
    >>> found = drivers(example(), replicates=0)
    >>> found.outcome, bool(abs(found.table["share"].sum() - 1) < 1e-9)
    ('nps', True)
    """
    return derive(_pooled(study, _questions(study, outcome)), replicates, seed)


def drivers_by_persona(
    study: Study, *, outcome: str | None = None, replicates: int | None = None, seed: int = 1
) -> dict[str, Drivers]:
    """Derive the drivers of each persona that has enough answers.

    Parameters
    ----------
    study, outcome, replicates, seed
        As for `drivers`.

    Returns
    -------
    dict
        By persona; without those whose answers are too few.

    Raises
    ------
    SettingError, StudyError
        As `drivers`, but not for a persona that has too few answers.
    """
    found = {}
    for sample in _of_personas(study, _questions(study, outcome)):
        try:
            found[sample.blocks.groups[0]] = derive(sample, replicates, seed)
        except StudyError:
            continue
    return found


def _questions(study: Study, outcome: str | None) -> tuple[Asked, ...]:
    """Return the question about each touchpoint, in the metric used there, and the outcome's."""
    counts = study.answers.counts
    real = counts[(counts["kind"] == "reality") & (counts["weight"] > 0)]
    answered = set(zip(real["touchpoint"], real["metric"], strict=True))
    there = [metric for metric in OUTCOMES if ("", metric) in answered]
    if counts.empty:
        raise StudyError(UNDERIVED, [_only_averages()])
    if not there:
        raise StudyError(UNDERIVED, [_no_outcome()])
    if outcome is not None and outcome not in there:
        what = f"Nobody was asked for {outcome} of the journey as a whole."
        hint = did_you_mean(outcome, there)
        raise SettingError(UNDERIVED, [Problem(what, value=str(outcome), hint=hint)])
    metrics = study.settings.ranking.metrics
    used = (
        [Asked(place, metric) for metric in metrics if (place, metric) in answered][:1]
        for place in study.touchpoints["touchpoint"]
    )
    return (*(question for found in used for question in found), Asked("", outcome or there[0]))


def _only_averages() -> Problem:
    what = "The study brings averages; drivers need the single answers of each respondent."
    return Problem(what, hint=_OTHERWISE)


def _no_outcome() -> Problem:
    return Problem(
        "Nobody was asked about the journey as a whole: there is no outcome to be explained.",
        hint=f"Add answers without a touchpoint (the NPS, for instance). {_OTHERWISE}",
    )


def _pooled(study: Study, asked: tuple[Asked, ...]) -> Sample:
    pairs = crossed(study, asked, by="block")
    together = pairs.pooled()
    kept, aside = usable(together, asked[-1])
    questions = (*kept, asked[-1])
    chosen = pairs.only(questions)
    if _has_gaps(chosen.pooled()):
        complete = crossed(study, questions, by="block", complete=True)
        chosen = complete if _enough(complete.pooled(), together) else chosen
    else:
        chosen = replace(chosen, complete=True)
    return Sample(chosen, aside, _answered(together), _names(study), study.title)


def _of_personas(study: Study, asked: tuple[Asked, ...]) -> tuple[Sample, ...]:
    pairs = crossed(study, asked, by="persona")
    people = dict(zip(study.personas["persona"], study.personas["name"], strict=True))
    names = _names(study)
    samples = []
    for place, persona in enumerate(pairs.groups):
        own = pairs.resampled(np.eye(len(pairs.groups))[[place]], (persona,))
        kept, aside = usable(own, asked[-1])
        chosen = own.only((*kept, asked[-1]))
        chosen = chosen if _has_gaps(chosen) else replace(chosen, complete=True)
        name = str(people[persona])
        samples.append(Sample(chosen, aside, _answered(own), names, study.title, name))
    return tuple(samples)


def _has_gaps(pooled: Crossed) -> bool:
    """Whether some respondents answered only some of the questions."""
    return bool((pooled.n != pooled.n.flat[0]).any())


def _enough(complete: Crossed, together: Crossed) -> bool:
    """Whether there are enough respondents who answered every question."""
    n = float(complete.n[0, 0, 0])
    drivers = len(complete.questions) - 1
    return n >= FEW_PER_DRIVER * drivers and n >= _MOST * _answered(together)


def _answered(together: Crossed) -> int:
    """How many answered the outcome question."""
    return int(together.n[0, -1, -1])


def _names(study: Study) -> dict[str, str]:
    places: Iterable[tuple[object, object]] = zip(
        study.touchpoints["touchpoint"], study.touchpoints["name"], strict=True
    )
    return {str(place): str(name) for place, name in places}
