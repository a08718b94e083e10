"""The questionnaire, and the answers to it as a table."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from cx_workbench.study.contract import DEFAULT_SCALES
from cx_workbench.study.example.comments import (
    COMMENTED,
    LANGUAGES,
    MIXED_FROM,
    POSITIVE_FROM,
    Draws,
    say,
)
from cx_workbench.study.example.planted import (
    EXTRA_SPREAD,
    MEASURED_IDS,
    PERSONA_IDS,
    QUESTIONS,
    WAVES,
    Floats,
    steps,
    stream,
)
from cx_workbench.study.example.respondents import (
    Feelings,
    Flags,
    Respondents,
    Way,
    draw_feelings,
    draw_respondents,
    draw_way,
    experience,
)

#: Share of questions shown and left without an answer.
BLANK = 0.015


class Question(NamedTuple):
    """One question; no touchpoint = the journey as a whole.

    ``extra`` marks a further metric of an experience that another question asks about already.
    """

    touchpoint: str | None
    metric: str
    kind: str
    extra: bool = False


class Overall(NamedTuple):
    """How an outcome follows from what was lived through: ``lift + slope * experience``."""

    metric: str
    lift: float
    slope: float
    spread: float


OUTCOMES = (Overall("nps", 6.0, 1.1, 13.0), Overall("csat", 9.0, 0.9, 11.0))
QUESTIONNAIRE = (
    *(
        question
        for touchpoint, asked in QUESTIONS.items()
        for question in (
            Question(touchpoint, asked.metric, "reality"),
            Question(touchpoint, asked.metric, "expectation"),
            *([] if asked.matters is None else [Question(touchpoint, asked.metric, "importance")]),
            *(Question(touchpoint, metric, "reality", extra=True) for metric in asked.extra),
        )
    ),
    *(
        Question(None, outcome.metric, "reality", extra=outcome.metric != "nps")
        for outcome in OUTCOMES
    ),
)


def draw_responses(seed: int, count: int) -> pd.DataFrame:
    """Draw all answers of ``count`` respondents, one answer a row.

    Examples
    --------
    >>> draw_responses(1, 5).columns.tolist()
    ['respondent', 'persona', 'touchpoint', 'metric', 'kind', 'score', 'weight', 'date', 'wave',
     'comment']
    """
    who = draw_respondents(seed, count, len(LANGUAGES))
    way = draw_way(seed, who)
    scores = _scores(seed, who, way, draw_feelings(seed, who))
    comments = _comments(seed, who, scores)
    respondent, question = np.nonzero(_shown(who, way))
    persona = _texts(PERSONA_IDS)[who.persona]
    persona[~who.known] = None
    return pd.DataFrame(
        {
            "respondent": _texts([f"r{number:05d}" for number in range(1, count + 1)])[respondent],
            "persona": persona[respondent],
            "touchpoint": _texts([row.touchpoint for row in QUESTIONNAIRE])[question],
            "metric": _texts([row.metric for row in QUESTIONNAIRE])[question],
            "kind": _texts([row.kind for row in QUESTIONNAIRE])[question],
            "score": scores[respondent, question],
            "weight": who.weight[respondent],
            "date": who.date[respondent],
            "wave": _texts([row.wave for row in WAVES])[who.wave[respondent]],
            "comment": comments[respondent, question],
        }
    )


def _shown(who: Respondents, way: Way) -> Flags:
    """Whether a question was put to a respondent, respondents x questions."""
    everybody = np.ones(len(who), dtype=bool)
    columns = []
    for question in QUESTIONNAIRE:
        if question.touchpoint is None:
            columns.append(everybody)
            continue
        asked = way.asked_importance if question.kind == "importance" else way.asked
        columns.append(asked[:, MEASURED_IDS.index(question.touchpoint)])
    return np.stack(columns, axis=1)


def _scores(seed: int, who: Respondents, way: Way, feelings: Feelings) -> Floats:
    """Everybody's score at every question, NaN where it was left blank."""
    lived = experience(feelings.reality, way.passed)
    shape = (len(who), len(QUESTIONNAIRE))
    own = stream(seed, "extra").standard_normal(shape)
    outcomes = {outcome.metric: outcome for outcome in OUTCOMES}
    scores = np.empty(shape)
    for place, question in enumerate(QUESTIONNAIRE):
        if question.touchpoint is None:
            outcome = outcomes[question.metric]
            feeling = outcome.lift + outcome.slope * lived + outcome.spread * own[:, place]
        else:
            felt = getattr(feelings, question.kind)[:, MEASURED_IDS.index(question.touchpoint)]
            feeling = felt + EXTRA_SPREAD * own[:, place] if question.extra else felt
        scores[:, place] = _score(feeling, question.metric)
    scores[stream(seed, "blank").random(shape) < BLANK] = np.nan
    return scores


def _score(feeling: Floats, metric: str) -> Floats:
    """Return the nearest step of the metric's scale to a feeling in index points."""
    nearest = np.floor(feeling * steps(metric) / 100 + 0.5)
    return DEFAULT_SCALES[metric].min + np.clip(nearest, 0, steps(metric))


def _comments(seed: int, who: Respondents, scores: Floats) -> np.ndarray:
    """Return what was said in words, respondents x questions, ``None`` where nothing was."""
    lowest = np.array([DEFAULT_SCALES[row.metric].min for row in QUESTIONNAIRE])
    index = 100 * (scores - lowest) / np.array([steps(row.metric) for row in QUESTIONNAIRE])
    mood = np.digitize(index, (MIXED_FROM, POSITIVE_FROM))
    open_to_words = np.array([row.kind == "reality" and not row.extra for row in QUESTIONNAIRE])
    # A blank has no mood; `digitize` would call it happy.
    talks = stream(seed, "comment").random(scores.shape) < np.array(COMMENTED)[mood]
    talks &= open_to_words & ~np.isnan(scores)
    draws = [stream(seed, part).random(scores.shape) for part in ("wording", "frame", "ending")]
    comments = np.full(scores.shape, None, dtype=object)
    for respondent, question in np.argwhere(talks).tolist():
        comments[respondent, question] = say(
            int(who.language[respondent]),
            QUESTIONNAIRE[question].touchpoint or "",
            PERSONA_IDS[who.persona[respondent]],
            int(mood[respondent, question]),
            Draws(*(float(draw[respondent, question]) for draw in draws)),
        )
    return comments


def _texts(values: tuple[str, ...] | list[str] | list[str | None]) -> np.ndarray:
    return np.array(values, dtype=object)
