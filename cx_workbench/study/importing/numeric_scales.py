"""Answers in numbers: on which scale they are, and which of the numbers are no scores.

A 6 beside 1 to 5 may be the best of six or "not applicable"; a 0 may be the worst or "blank".
The numbers themselves do not say. The same person's other answers do: whoever chose a better
score here is happier elsewhere too, whoever had no answer is as happy as anybody.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cx_workbench.study.contract import Scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

#: Scales that surveys use, and how unusual each is, in units of a code that nobody explained.
_SCALES = {
    (1, 5): 0.0, (0, 10): 0.0, (1, 7): 0.2, (1, 10): 0.2, (1, 4): 0.6, (1, 9): 1.5, (0, 5): 1.5,
    (0, 4): 1.5, (1, 6): 1.5, (1, 3): 1.5, (0, 100): 0.5, (1, 100): 1.0, (-2, 2): 0.5,
    (-3, 3): 0.5, (-5, 5): 1.0,
}  # fmt: skip
#: Numbers that stand for no answer, wherever they are off the scale: mostly "not applicable"
#: and "no answer".
_CODES = frozenset({0, 7, 8, 9, 11, 12, 66, 77, 88, 96, 97, 98, 99, 777, 888, 996, 997, 998, 999})
_MOST_CODES = 4
#: One number may be a slip of the hand, if it is there no oftener: 55 for 5.
_MOST_SLIPS = 2
#: On a slider not every number is chosen.
_SLIDER = 20
#: Levels of a scale that must have been chosen.
_CHOSEN = 0.6
_YES_AND_NO = ({0.0, 1.0}, {1.0, 2.0})
#: So many of them, where the heading asks for a score.
_FEWEST_LEVELS = 2
#: What an empty level says against a scale, up to so many answers; at most, where the heading
#: asks for a score.
_EMPTY_LEVELS, _ASKED_FOR = ((20, 0.3), (50, 1.0), (math.inf, 2.0)), 3.0
#: What speaks for the scale that most questions of a survey have.
_USUAL = 1.5
#: What speaks for the scale that a heading calls for.
_CALLED_FOR = 3.0
#: How far apart, in standard deviations of the other answers, even a true scale may lie from a
#: straight line: keeps thousands of answers from being surer than the model is.
_OFF_THE_LINE = 0.15
#: What one code can tell at most, and what a question must tell to be heard against its sisters.
_MOST_EVIDENCE, _CLEAR = 30.0, 10.0
#: A code that by itself looks so much like a score is a doubt.
_AGAINST_SISTERS = -1.0
#: Steps of a long scale, and the share of answers that is hardly anybody.
_LONG, _HARDLY = 9, 0.05
#: What comes so near is a doubt.
_NEAR = 1.0
#: Correlations with the other answers: a question of the same kind, and one that runs against
#: them.
_ALIKE, _AGAINST = 0.2, -0.25
#: Respondents that such a correlation needs, and other questions that a person must have
#: answered.
_FEWEST, _OTHERS = 50, 2
#: Standard errors that it must be away from none; with fewer respondents, but so many, further.
_AT_LEAST, _ERRORS, _ERRORS_OF_FEW = 20, 2.5, 3.0
#: From so many respondents on, what is far from none is no accident.
_MANY = 200
#: How often those that do not go along with the rest are left out.
_ROUNDS = 4


@dataclass(frozen=True)
class Numbers:
    """A column of numbers.

    Attributes
    ----------
    counts
        How often each number stands there.
    answers
        Shape (n,): of the same respondents for each column; NaN where there is no number.
    asks
        Whether its heading asks for a score: then few levels may have been chosen.
    is_mood
        Whether happier people answer better: not so where people say what they expect, or what
        is important to them.
    usual
        The scale that its heading calls for.
    """

    counts: Mapping[float, int]
    answers: NDArray[np.float64]
    asks: bool = False
    is_mood: bool = True
    usual: Scale | None = None


@dataclass(frozen=True)
class Numeric:
    """How a column of numbers reads, if it is a question.

    Attributes
    ----------
    scale
        Of the scores.
    codes
        Numbers that are no scores, with how often they stand there.
    standing
        Correlation of the scores with the same persons' other answers; NaN where these are too
        few.
    evidence
        By code, how sure the other answers make it that it is none of the scores: above 3 is
        sure, below -3 speaks against it, around 0 they cannot tell.
    own
        The part of it that this question alone gives.
    doubt
        What else it could be; empty if nothing else comes near.
    is_lopsided
        Whether hardly anybody chose from the upper half of a long scale.
    """

    scale: Scale
    codes: Mapping[float, int]
    standing: float
    evidence: Mapping[float, float]
    own: Mapping[float, float]
    doubt: str = ""
    is_lopsided: bool = False

    @property
    def is_alike(self) -> bool:
        """Whether people who answer better here answer better elsewhere."""
        return self.standing >= _ALIKE

    @property
    def is_against(self) -> bool:
        """Whether people who answer better here answer worse elsewhere: 1 may be the best."""
        return self.standing <= _AGAINST


def numeric_scales(
    columns: Sequence[Numbers], others: Sequence[NDArray[np.float64]] = ()
) -> list[Numeric | None]:
    """Tell the scale of each column of numbers, and the numbers that are no scores.

    Parameters
    ----------
    columns
        Columns that may be questions.
    others
        Answers that are known to be scores (those in words), each of shape (n,), the higher
        the better.

    Returns
    -------
    list of Numeric or None
        One a column; ``None`` where the numbers are on no scale.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> mood = rng.normal(size=900)
    >>> def asked() -> Numbers:
    ...     scores = np.clip(np.round(3.5 + mood + rng.normal(size=900)), 1, 5)
    ...     scores = np.where(rng.random(900) < 0.1, 6, scores)
    ...     return Numbers(dict(zip(*np.unique(scores, return_counts=True))), scores)
    >>> found = numeric_scales([asked() for _ in range(4)])[0]
    >>> str(found.scale), [float(code) for code in found.codes], found.evidence[6.0] > 3
    ('1-5', [6.0], True)
    """
    possible = [list(_hypotheses(column)) for column in columns]
    hearts = [_heart(column, ways) for column, ways in zip(columns, possible, strict=True)]
    standing, moods = _standings(hearts, others)
    trends = [
        _trend(column, ways, mood)
        for column, ways, mood in zip(columns, possible, moods, strict=True)
    ]
    alone = [_best(ways, trend, {}) for ways, trend in zip(possible, trends, strict=True)]
    asked = [
        (way, trend)
        for column, way, trend, r in zip(columns, alone, trends, standing, strict=True)
        if way is not None and (r >= _ALIKE or column.asks)
    ]
    possible = [_rather(ways, [way.scale for way, _ in asked]) for ways in possible]
    if not others and not (standing >= _ALIKE).any():
        # With nothing to go along with, nothing runs against it.
        standing = np.full(len(columns), np.nan)
    shared = _pooled(asked)
    return [
        _decided(column, ways, trend, shared, float(r))
        for column, ways, trend, r in zip(columns, possible, trends, standing, strict=True)
    ]


@dataclass(frozen=True)
class _Hypothesis:
    """A scale, the numbers off it, and what speaks against it before anybody looks further."""

    scale: Scale
    codes: tuple[float, ...]
    against: float


def _hypotheses(column: Numbers) -> Iterator[_Hypothesis]:
    """Give the scales that numbers could be on."""
    counts = column.counts
    whole = {number for number in counts if float(number).is_integer()}
    # Half points are given by hand; anything finer is measured, and no answer.
    if not whole or not all(float(2 * number).is_integer() for number in counts):
        return
    if len(whole) < len(counts) and not column.asks:
        return
    if whole in _YES_AND_NO:
        return
    for (low, high), unusual in _SCALES.items():
        inside = [number for number in whole if low <= number <= high]
        codes = tuple(number for number in counts if not low <= number <= high)
        missing = _missing(column, high - low + 1, len(inside))
        strange = [code for code in codes if not _are_codes([code], low, high)]
        if strange and not _is_a_slip(strange, counts, high):
            continue
        if missing is None or len(codes) > _MOST_CODES:
            continue
        # An empty level says more where many answered.
        answered = sum(counts[number] for number in inside)
        weight = next(weight for most, weight in _EMPTY_LEVELS if answered <= most)
        against = min(weight * missing, _ASKED_FOR) if column.asks else weight * missing
        scale = Scale(low, high)
        against -= _CALLED_FOR * (scale == column.usual)
        yield _Hypothesis(scale, codes, unusual + len(codes) + against)


def _is_a_slip(codes: Sequence[float], counts: Mapping[float, int], high: float) -> bool:
    """Whether numbers off a scale are one that slipped in: 55 for 5, and not one step more."""
    return len(codes) == 1 and counts[codes[0]] <= _MOST_SLIPS and codes[0] > 2 * high


def _missing(column: Numbers, levels: int, chosen: int) -> int | None:
    """Count the levels that nobody chose; ``None`` if they are too many."""
    if levels > _SLIDER:
        return 0 if chosen > _SLIDER else None
    fewest = _FEWEST_LEVELS if column.asks else _CHOSEN * levels
    return levels - chosen if chosen >= fewest else None


def _rather(ways: Sequence[_Hypothesis], scales: Sequence[Scale]) -> list[_Hypothesis]:
    """Prefer the scale of most questions: a survey seldom asks each on another."""
    common = Counter(scales).most_common(1)
    if not common or common[0][1] < _FEWEST_LEVELS:
        return list(ways)
    usual = common[0][0]
    return [
        replace(way, against=way.against - _USUAL) if way.scale == usual else way for way in ways
    ]


def _are_codes(codes: Sequence[float], low: float, high: float) -> bool:
    return all(
        code in _CODES or abs(code) in _CODES or code in (low - 1, high + 1) or code < 0
        for code in codes
    )


def _heart(column: Numbers, ways: Sequence[_Hypothesis]) -> NDArray[np.float64]:
    """Return the answers that are scores whichever way they are read, from 0 to 1; else NaN."""
    if not ways or not column.is_mood:
        return np.full(len(column.answers), np.nan)
    best = min(way.against for way in ways)
    near = [way.scale for way in ways if way.against <= best + _MOST_CODES]
    low, high = max(scale.min for scale in near), min(scale.max for scale in near)
    inside = (column.answers >= low) & (column.answers <= high)
    return np.where(inside & (high > low), (column.answers - low) / max(high - low, 1), np.nan)


def _standings(
    hearts: Sequence[NDArray[np.float64]], others: Sequence[NDArray[np.float64]]
) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
    """Hold each column against the mean of the others that are questions.

    Begins with all of them; what does not go along with the rest leaves it.
    """
    table = np.array([_standard(column) for column in (*hearts, *others)])
    known = ~np.isnan(table)
    scores = np.where(known, table, 0.0)
    count = len(hearts)
    asked = np.ones(len(table), dtype=bool)
    standing = np.full(count, np.nan)
    moods: list[NDArray[np.float64]] = []
    for _ in range(_ROUNDS):
        answered, total = known[asked].sum(axis=0), scores[asked].sum(axis=0)
        fewest = min(_OTHERS, max(int(asked.sum()) - 1, 1))
        # Nobody is held against itself.
        moods = [
            _mean(total - asked[own] * scores[own], answered - asked[own] * known[own], fewest)
            for own in range(count)
        ]
        standing = np.array([_correlation(table[own], moods[own]) for own in range(count)])
        after = np.concatenate([standing >= _ALIKE, asked[count:]])
        if (after == asked).all() or not after.any():
            break
        asked = after
    return standing, moods


def _mean(
    total: NDArray[np.float64], answered: NDArray[np.int_], fewest: int
) -> NDArray[np.float64]:
    return np.asarray(np.where(answered >= fewest, total / np.maximum(answered, 1), np.nan))


def _standard(answers: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(answers)
    if not known.any() or (spread := answers[known].std()) == 0:
        return np.full(len(answers), np.nan)
    return np.asarray((answers - answers[known].mean()) / spread)


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    both = ~np.isnan(one) & ~np.isnan(other)
    count = int(both.sum())
    if count < _AT_LEAST or one[both].std() == 0 or other[both].std() == 0:
        return math.nan
    found = float(np.corrcoef(one[both], other[both])[0, 1])
    errors = _ERRORS if count >= _FEWEST else _ERRORS_OF_FEW
    is_clear = count >= _MANY or abs(found) >= errors / math.sqrt(count)
    return found if is_clear else math.nan


#: By scale and number off it, the logarithm of how much likelier the other answers are if the
#: number is no score than if it is one more step of the scale.
_Trend: TypeAlias = "Mapping[tuple[Scale, float], float]"


def _trend(column: Numbers, ways: Sequence[_Hypothesis], mood: NDArray[np.float64]) -> _Trend:
    if not column.is_mood:
        return {}
    return {
        (way.scale, code): _evidence(column.answers, mood, way.scale, code)
        for way in ways
        for code in way.codes
    }


def _evidence(
    answers: NDArray[np.float64], mood: NDArray[np.float64], scale: Scale, code: float
) -> float:
    known = ~np.isnan(mood) & ~np.isnan(answers)
    inside = known & (answers >= scale.min) & (answers <= scale.max)
    off = known & (answers == code)
    if inside.sum() < _FEWEST or off.sum() == 0:
        return 0.0
    x, y = answers[inside], mood[inside]
    if x.std() == 0 or y.std() == 0:
        return 0.0
    slope, start = np.polyfit(x, y, 1)
    # Further off than the next step no line holds.
    next_step = scale.max + 1 if code > scale.max else scale.min - 1
    unsure = y.var() / off.sum() + (_OFF_THE_LINE * y.std()) ** 2
    found = mood[off].mean()
    as_score, as_none = start + slope * next_step, y.mean()
    told = ((found - as_score) ** 2 - (found - as_none) ** 2) / (2 * unsure)
    # One unusual person is no evidence.
    most = min(_MOST_EVIDENCE, float(off.sum()))
    return float(np.clip(told, -most, most))


def _pooled(questions: Sequence[tuple[_Hypothesis, _Trend]]) -> _Trend:
    """Add up what the questions on a scale say of the same number off it."""
    told: Counter[tuple[Scale, float]] = Counter()
    for way, trend in questions:
        told.update({(way.scale, code): trend.get((way.scale, code), 0.0) for code in way.codes})
    return told


def _told(trend: _Trend, shared: _Trend, scale: Scale, code: float) -> float:
    own = trend.get((scale, code), 0.0)
    # Questions of one survey mostly have the same codes: only what is clear stands alone.
    told = own if abs(own) >= _CLEAR else own + shared.get((scale, code), 0.0)
    return float(np.clip(told, -_MOST_EVIDENCE, _MOST_EVIDENCE))


def _cost(way: _Hypothesis, trend: _Trend, shared: _Trend) -> float:
    told = (_told(trend, shared, way.scale, code) for code in way.codes)
    return way.against - sum(float(np.clip(each, -_MOST_CODES, _MOST_CODES)) for each in told)


def _best(ways: Sequence[_Hypothesis], trend: _Trend, shared: _Trend) -> _Hypothesis | None:
    return min(ways, key=lambda way: _cost(way, trend, shared), default=None)


def _decided(
    column: Numbers,
    ways: Sequence[_Hypothesis],
    trend: _Trend,
    shared: _Trend,
    standing: float,
) -> Numeric | None:
    best = _best(ways, trend, shared)
    if best is None:
        return None
    return Numeric(
        scale=best.scale,
        codes={code: column.counts[code] for code in sorted(best.codes)},
        standing=standing,
        evidence={code: _told(trend, shared, best.scale, code) for code in sorted(best.codes)},
        own={code: trend.get((best.scale, code), 0.0) for code in sorted(best.codes)},
        doubt=_doubt(best, ways, trend, shared),
        is_lopsided=_is_lopsided(column, best.scale),
    )


def _is_lopsided(column: Numbers, scale: Scale) -> bool:
    inside = {n: count for n, count in column.counts.items() if scale.min <= n <= scale.max}
    above = sum(count for n, count in inside.items() if n > (scale.min + scale.max) / 2)
    return scale.max - scale.min >= _LONG and above < _HARDLY * sum(inside.values())


def _doubt(best: _Hypothesis, ways: Sequence[_Hypothesis], trend: _Trend, shared: _Trend) -> str:
    alike = [c for c in best.codes if trend.get((best.scale, c), 0.0) < _AGAINST_SISTERS]
    if alike:
        named = " and ".join(f"{code:g}" for code in alike)
        return f"{named} could be a score here: it is none in the other questions."
    most = _cost(best, trend, shared) + _NEAR
    near = [way for way in ways if way is not best and _cost(way, trend, shared) < most]
    return f"It may also be a scale of {near[0].scale}." if near else ""
