"""What is planted: how customers feel before their feelings become scores.

A feeling is a point on the index, 0..100, and normally distributed; its mean stands below for
every persona and touchpoint, its spread is put together from parts. An answer is the nearest
step of the question's scale, cut at both ends.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cx_workbench.study.contract import DEFAULT_SCALES
from cx_workbench.study.example.tables import PERSONAS, TOUCHPOINTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = NDArray[np.float64]

#: Nobody of that persona came this way in either wave.
CELLS_NOT_ASKED = (("human_help", "order_online"),)

# fmt: off
# Columns: offers compare_plans shop_advice order_online number_transfer activation coverage
#          roaming app bill call_centre chat repair renewal
EXPECTATION = {
    "on_the_move":    (56, 70, 64, 74, 72, 80, 82, 92, 80, 76, 74, 70, 72, 72),
    "run_a_business": (58, 70, 72, 74, 80, 80, 88, 78, 74, 92, 88, 72, 82, 78),
    "human_help":     (62, 66, 88, 66, 76, 76, 74, 66, 70, 80, 88, 60, 78, 74),
    "watch_the_bill": (72, 80, 68, 72, 72, 74, 78, 74, 72, 90, 74, 66, 70, 88),
    "always_on":      (58, 76, 56, 86, 78, 90, 92, 80, 90, 72, 76, 84, 74, 74),
}
REALITY = {
    "on_the_move":    (60, 64, 63, 68, 64, 69, 74, 47, 71, 64, 60, 56, 60, 63),
    "run_a_business": (55, 61, 67, 65, 63, 68, 76, 64, 67, 53, 58, 54, 64, 64),
    "human_help":     (56, 52, 77, 50, 62, 58, 77, 60, 39, 66, 71, 34, 63, 64),
    "watch_the_bill": (50, 63, 66, 63, 62, 65, 72, 58, 62, 65, 58, 50, 58, 52),
    "always_on":      (56, 70, 62, 68, 60, 64, 70, 66, 76, 67, 55, 58, 55, 60),
}
REACH = {
    "on_the_move":    (.80, .75, .30, .65, .35, .90, 1, .90, .90, 1, .45, .30, .02, .55),
    "run_a_business": (.70, .65, .55, .35, .50, .95, 1, .40, .65, 1, .70, .25, .25, .75),
    "human_help":     (.60, .25, .90, .03, .30, .90, 1, .03, .45, 1, .60, .05, .30, .60),
    "watch_the_bill": (.90, .85, .50, .40, .40, .90, 1, .30, .75, 1, .50, .30, .20, .85),
    "always_on":      (.80, .80, .20, .80, .45, .95, 1, .45, 1.0, 1, .35, .60, .25, .60),
}
# fmt: on


class Asked(NamedTuple):
    """What the questionnaire asks at a touchpoint.

    ``how_often`` is the share asked of those who pass; ``extra`` are further metrics, reality
    only; ``matters`` is the mean importance (index), ``None`` where it is not asked;
    ``drives`` is the weight of the touchpoint in what customers say of the whole.
    """

    metric: str
    how_often: float
    extra: tuple[str, ...] = ()
    matters: float | None = None
    drives: float = 1.0


#: The chat is missing: the assistant came after the questionnaire was printed.
QUESTIONS = {
    "offers": Asked("csat", 0.45, drives=0.5),
    "compare_plans": Asked("csat", 0.50, matters=58),
    "shop_advice": Asked("csat", 0.65, ("nps",), matters=64),
    "order_online": Asked("ces", 0.60, matters=60, drives=0.7),
    "number_transfer": Asked("ces", 0.75, drives=0.8),
    "activation": Asked("csat", 0.50, ("ces",), matters=66),
    "coverage": Asked("csat", 0.60, matters=88, drives=3.0),
    "roaming": Asked("csat", 0.75, matters=70, drives=1.4),
    "app": Asked("ces", 0.60, matters=68, drives=1.2),
    "bill": Asked("csat", 0.65, matters=82, drives=2.4),
    "call_centre": Asked("csat", 0.75, ("ces", "nps"), matters=76, drives=2.0),
    "repair": Asked("csat", 0.80, drives=0.9),
    "renewal": Asked("csat", 0.60, ("nps",), matters=74, drives=1.5),
}


class Wave(NamedTuple):
    """One survey: its name, first day, length in days and share of all respondents."""

    wave: str
    first_day: str
    days: int
    share: float


WAVES = (Wave("2026-1", "2026-02-02", 21, 0.5), Wave("2026-2", "2026-05-04", 21, 0.5))
#: How much better (index points) reality was in the second wave.
SECOND_WAVE = {"activation": 3.0, "call_centre": -3.0}

#: Who answers, other than customers are: the survey weights put it right.
SAMPLE_SHARES = {
    "on_the_move": 0.15,
    "run_a_business": 0.19,
    "human_help": 0.15,
    "watch_the_bill": 0.27,
    "always_on": 0.24,
}


class Spread(NamedTuple):
    """Standard deviations, in index points, of the parts of a feeling.

    ``leniency`` belongs to the respondent and moves all answers; ``occasion`` to a respondent
    at a touchpoint and moves expectation and reality alike; ``own`` to the one answer.
    """

    leniency: float
    occasion: float
    own: float

    @property
    def total(self) -> float:
        """Standard deviation of the sum of the parts."""
        return math.hypot(*self)


SPREAD = {
    "reality": Spread(8.0, 6.0, 17.0),
    "expectation": Spread(5.0, 6.0, 11.0),
    "importance": Spread(4.0, 4.0, 16.0),
}
#: What a second question on the same experience adds.
EXTRA_SPREAD = 8.0
#: Standard deviation of the seeded departure of a cell's means from the tables above.
TEXTURE = 1.0

PERSONA_IDS = tuple(row.persona for row in PERSONAS)
TOUCHPOINT_IDS = tuple(row.touchpoint for row in TOUCHPOINTS)
MEASURED_IDS = tuple(QUESTIONS)
_MEASURED = [TOUCHPOINT_IDS.index(touchpoint) for touchpoint in MEASURED_IDS]

# One stream of random numbers for each part, so that no part shifts another.
_PARTS = (
    "texture",
    "persona",
    "language",
    "wave",
    "day",
    "weight",
    "unknown",
    "undated",
    "leniency",
    "occasion",
    "reality",
    "expectation",
    "importance",
    "extra",
    "passed",
    "asked",
    "asked_importance",
    "blank",
    "comment",
    "wording",
    "frame",
    "ending",
)


def stream(seed: int, part: str) -> np.random.Generator:
    """Random numbers of one part of the example; the same on every platform.

    Examples
    --------
    >>> stream(1, "persona").random() == stream(1, "persona").random()
    True
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _PARTS.index(part)))))


def measured_table(table: Mapping[str, Sequence[float]]) -> Floats:
    """Rows of a planted table as an array, personas x measured touchpoints."""
    return np.array([table[persona] for persona in PERSONA_IDS], dtype=float)[:, _MEASURED]


def steps(metric: str) -> int:
    """Return how many steps a metric's scale has above its lowest score."""
    scale = DEFAULT_SCALES[metric]
    return round(scale.max - scale.min)


def planted_means(seed: int) -> dict[str, Floats]:
    """Mean feeling of each kind, personas x measured touchpoints, in index points.

    Reality is that of the first wave. Importance follows what is expected: a persona that
    expects more of a touchpoint than others also cares more about it.
    """
    expectation, reality = measured_table(EXPECTATION), measured_table(REALITY)
    texture = TEXTURE * stream(seed, "texture").standard_normal((2, *reality.shape))
    matters = np.array([QUESTIONS[name].matters or 0.0 for name in MEASURED_IDS])
    return {
        "reality": reality + texture[0],
        "expectation": expectation + texture[1],
        "importance": matters + 0.8 * (expectation - expectation.mean(axis=0)),
    }


def wave_shift() -> Floats:
    """Index points by which reality differs from the first wave, waves x measured touchpoints."""
    second = [SECOND_WAVE.get(touchpoint, 0.0) for touchpoint in MEASURED_IDS]
    return np.array([[0.0] * len(second), second])
