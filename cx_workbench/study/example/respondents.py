"""Made-up respondents: who they are, what they live through, what they feel about it.

Arrays are respondents x measured touchpoints. Every part is filled row by row from its own
stream of random numbers: more respondents add rows and change none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cx_workbench.study.example.planted import (
    CELLS_NOT_ASKED,
    MEASURED_IDS,
    PERSONA_IDS,
    QUESTIONS,
    REACH,
    SAMPLE_SHARES,
    SPREAD,
    WAVES,
    Floats,
    measured_table,
    planted_means,
    stream,
    wave_shift,
)
from cx_workbench.study.example.tables import PERSONAS

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
Dates = NDArray[np.datetime64]

#: Shares of respondents whose persona or day of answering is not known.
UNKNOWN_PERSONA, UNDATED = 0.01, 0.006
#: Survey weights vary by this much up and down, besides what puts the personas right.
WEIGHT_VARIES = 0.15
#: Share of those asked at a touchpoint who are also asked how much it matters.
ASKED_IMPORTANCE = 0.5


@dataclass(frozen=True, eq=False)
class Respondents:
    """Who answers, one entry each; ``persona``, ``language`` and ``wave`` are places in tables."""

    persona: Places
    known: Flags
    language: Places
    wave: Places
    date: Dates
    weight: Floats
    leniency: Floats

    def __len__(self) -> int:
        """Return the number of respondents."""
        return len(self.persona)


class Feelings(NamedTuple):
    """What is felt at each touchpoint, in index points before it becomes a score."""

    reality: Floats
    expectation: Floats
    importance: Floats


class Way(NamedTuple):
    """Which touchpoints were passed, and at which of them what was asked."""

    passed: Flags
    asked: Flags
    asked_importance: Flags


def draw_respondents(seed: int, count: int, languages: int) -> Respondents:
    """Draw who answers, in which language, when and with which survey weight.

    Examples
    --------
    >>> few, more = draw_respondents(1, 3, 4), draw_respondents(1, 30, 4)
    >>> few.persona.tolist() == more.persona[:3].tolist()
    True
    """
    shares = np.array([SAMPLE_SHARES[persona] for persona in PERSONA_IDS])
    persona = _choose(stream(seed, "persona").random(count), shares)
    known = stream(seed, "unknown").random(count) >= UNKNOWN_PERSONA
    wave = _choose(stream(seed, "wave").random(count), np.array([row.share for row in WAVES]))
    put_right = np.array([row.share for row in PERSONAS]) / shares
    varied = 1 + WEIGHT_VARIES * (2 * stream(seed, "weight").random(count) - 1)
    return Respondents(
        persona=persona,
        known=known,
        language=_choose(stream(seed, "language").random(count), np.ones(languages)),
        wave=wave,
        date=_dates(seed, wave),
        weight=np.round(varied * np.where(known, put_right[persona], 1), 3),
        leniency=stream(seed, "leniency").standard_normal(count),
    )


def draw_feelings(seed: int, who: Respondents) -> Feelings:
    """Draw what everybody would feel at every touchpoint, passed or not.

    Expectation and reality of one person at one touchpoint go together, and so do all feelings
    of one person: a lenient person feels better about everything.
    """
    means = planted_means(seed)
    shape = (len(who), len(MEASURED_IDS))
    occasion = stream(seed, "occasion").standard_normal(shape)

    def feel(kind: str) -> Floats:
        spread = SPREAD[kind]
        mean = means[kind][who.persona]
        common = spread.leniency * who.leniency[:, np.newaxis] + spread.occasion * occasion
        return mean + common + spread.own * stream(seed, kind).standard_normal(shape)

    reality = feel("reality") + wave_shift()[who.wave]
    return Feelings(reality, feel("expectation"), feel("importance"))


def draw_way(seed: int, who: Respondents) -> Way:
    """Draw which touchpoints everybody passes, and what they are asked there.

    Who has no persona is asked about the journey as a whole only.
    """
    shape = (len(who), len(MEASURED_IDS))
    passed = stream(seed, "passed").random(shape) < measured_table(REACH)[who.persona]
    how_often = np.array([asked.how_often for asked in QUESTIONS.values()])
    asked = passed & (stream(seed, "asked").random(shape) < how_often)
    asked &= who.known[:, np.newaxis]
    for persona, touchpoint in CELLS_NOT_ASKED:
        there = who.persona == PERSONA_IDS.index(persona)
        asked[there, MEASURED_IDS.index(touchpoint)] = False
    some = stream(seed, "asked_importance").random(shape) < ASKED_IMPORTANCE
    return Way(passed, asked, asked & some)


def experience(reality: Floats, passed: Flags) -> Floats:
    """Mean feeling over the touchpoints passed, each with its planted weight.

    Parameters
    ----------
    reality
        Feelings in index points, respondents x measured touchpoints.
    passed
        Whether the touchpoint was passed, same shape.

    Returns
    -------
    numpy.ndarray
        One figure a respondent, in index points.

    Examples
    --------
    >>> everywhere = np.ones((1, len(MEASURED_IDS)), dtype=bool)
    >>> experience(np.full((1, len(MEASURED_IDS)), 60.0), everywhere).round(6).tolist()
    [60.0]
    """
    drives = passed * np.array([asked.drives for asked in QUESTIONS.values()])
    return np.asarray((drives * reality).sum(axis=1) / drives.sum(axis=1), dtype=float)


def _choose(draws: Floats, shares: Floats) -> Places:
    """Places in a table, by shares, for draws from 0..1."""
    borders = np.cumsum(shares / shares.sum())[:-1]
    return np.searchsorted(borders, draws, side="right").astype(np.int64)


def _dates(seed: int, wave: Places) -> Dates:
    first = np.array([row.first_day for row in WAVES], dtype="datetime64[D]")[wave]
    days = np.array([row.days for row in WAVES])[wave]
    day = (stream(seed, "day").random(len(wave)) * days).astype("timedelta64[D]")
    dates: Dates = (first + day).astype("datetime64[us]")
    dates[stream(seed, "undated").random(len(wave)) < UNDATED] = np.datetime64("NaT")
    return dates
