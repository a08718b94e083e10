"""What the raw values of a source mean, as loading has checked it."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from cx_workbench.study.contract import Scale
    from cx_workbench.study.raw_answers import RawAnswer
    from cx_workbench.study.settings import ResponsesSection

#: What every engine turns into the same number.
_PLAIN = re.compile(r" *[+-]?\d{1,15}([.,]\d{1,15})? *")
_NAMES = ("persona", "touchpoint", "metric", "kind")


@dataclass(frozen=True)
class Legend:
    """How raw values read, so that single answers need not be checked again.

    Attributes
    ----------
    section
        Where who and what stands, columns written as the source does.
    weight
        The column of weights, if any.
    names
        By ``persona``, ``touchpoint`` and so on, what each raw value means.
    scores
        By metric (long) or number of the question (wide), the index 0..1 of each raw score;
        ``None`` for no answer.
    scales
        Likewise, the scale.
    """

    section: ResponsesSection
    weight: str | None
    names: Mapping[str, dict[object, str]]
    scores: Mapping[Hashable, dict[object, float | None]]
    scales: Mapping[Hashable, Scale]

    def raw(self, name: str, meant: str) -> list[object]:
        """Raw values that mean this persona, touchpoint, metric or kind."""
        return [raw for raw, found in self.names.get(name, {}).items() if found == meant]

    def index(self, key: Hashable, column: nw.Expr, dtype: nw.dtypes.DType) -> nw.Expr:
        """Return the index of a column of scores, 0..1; null where there is no answer.

        Parameters
        ----------
        key
            Metric, or number of the question.
        column
            The scores, as they were counted.
        dtype
            Of the source's column: numbers are computed with, even where they were counted as
            texts.
        """
        if key not in self.scales:
            return nw.lit(None, dtype=nw.Float64)
        if dtype.is_numeric():
            return self._of_numbers(key, column, is_float=dtype.is_float())
        return self._of_texts(key, column)

    def _of_numbers(self, key: Hashable, column: nw.Expr, *, is_float: bool) -> nw.Expr:
        raws = {float(str(raw)): index for raw, index in self.scores[key].items()}
        number = column.cast(nw.Float64)
        sorted_out = self._sorted_out(key, {raw: (raw, index) for raw, index in raws.items()})
        readable = ~number.is_in(list(sorted_out.others)) if sorted_out.others else None
        if is_float:
            real = ~number.is_nan()
            readable = real if readable is None else readable & real
        plain = self._over_scale(key, number)
        if readable is not None:
            plain = nw.when(readable).then(plain)
        return _instead(number, sorted_out.others, plain)

    def _of_texts(self, key: Hashable, column: nw.Expr) -> nw.Expr:
        written = {raw: (_plain_number(raw), index) for raw, index in self.scores[key].items()}
        sorted_out = self._sorted_out(key, written)
        text = column
        if sorted_out.others:
            text = nw.when(~column.is_in(list(sorted_out.others))).then(column)
        if not sorted_out.plain:
            return _instead(column, sorted_out.others, nw.lit(None, dtype=nw.Float64))
        digits = text.str.strip_chars().str.replace_all(",", ".", literal=True)
        number = self._over_scale(key, digits.cast(nw.Float64))
        return _instead(column, sorted_out.others, number)

    def _over_scale(self, key: Hashable, number: nw.Expr) -> nw.Expr:
        scale = self.scales[key]
        return (number - scale.min) / (scale.max - scale.min)

    def _sorted_out(
        self, key: Hashable, written: Mapping[object, tuple[float, float | None]]
    ) -> _SortedOut:
        """Tell numbers that mean themselves from codes and words."""
        scale = self.scales[key]
        found = _SortedOut()
        for raw, (number, index) in written.items():
            itself = (number - scale.min) / (scale.max - scale.min)
            if index is not None and math.isclose(itself, index, abs_tol=1e-12):
                found.plain.append(raw)
            else:
                found.others[raw] = index
        return found


@dataclass
class _SortedOut:
    plain: list[object] = field(default_factory=list)
    others: dict[object, float | None] = field(default_factory=dict)


def legend_of(
    checked: Iterable[tuple[RawAnswer, float | None]],
    section: ResponsesSection,
    weight: str | None,
) -> Legend:
    """Keep what distinct answers mean; ``None`` is the score of no answer."""
    names: dict[str, dict[object, str]] = {name: {} for name in _NAMES}
    scores: dict[Hashable, dict[object, float | None]] = defaultdict(dict)
    scales: dict[Hashable, Scale] = {}
    for raw, score in checked:
        for name in names.keys() & raw.counted.keys():
            names[name][raw.counted[name]] = getattr(raw, name)
        scale = raw.reading.scale
        if scale is None:
            continue
        key = raw.metric if raw.question is None else raw.question
        scales[key] = scale
        if raw.score is not None:
            index = None if score is None else (score - scale.min) / (scale.max - scale.min)
            scores[key][raw.score] = index
    return Legend(section, weight, names, scores, scales)


def _plain_number(raw: object) -> float:
    if isinstance(raw, str) and _PLAIN.fullmatch(raw):
        return float(raw.replace(",", "."))
    return math.nan


def _instead(column: nw.Expr, others: Mapping[object, float | None], plain: nw.Expr) -> nw.Expr:
    """Put the index of codes and words in front of what numbers mean themselves."""
    by_index: dict[float, list[object]] = defaultdict(list)
    for raw, index in others.items():
        if index is not None:
            by_index[index].append(raw)
    found = plain
    for index, raws in by_index.items():
        found = nw.when(column.is_in(raws)).then(nw.lit(index)).otherwise(found)
    return found
