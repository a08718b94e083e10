"""Sums of products over respondents: by arrays on this machine, by the engine beyond it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw
import numpy as np

from cx_workbench.study.blocks import BLOCK, in_blocks
from cx_workbench.study.engines import collected
from cx_workbench.study.respondents import in_batches
from cx_workbench.study.side_by_side import PERSONA, RESPONDENT, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from cx_workbench.study.crossing import Crossing

SUMS = ("n", "weight", "weight2", "total", "squares", "products")
#: An engine may hold a column for each sum of a query.
_AT_ONCE = 128
_GROUP = "cx_group"
_W = "w"
#: Names of columns that are multiplied; the empty product is 1.
_Product: TypeAlias = tuple[str, ...]


def summed_in_batches(
    crossing: Crossing, groups: int, *, blocks: bool, complete: bool
) -> NDArray[np.float64]:
    """Add up the respondents that stream out of an engine of this machine.

    Returns
    -------
    numpy.ndarray
        Shape (6, groups, questions, questions), the sums in the order of `SUMS`.
    """
    questions = len(crossing.questions)
    sums = np.zeros((len(SUMS), groups, questions, questions))
    for people in in_batches(crossing):
        unanswered = np.isnan(people.answers)
        chosen = people.only(np.logical_not(unanswered.any(axis=1))) if complete else people
        group = chosen.blocks if blocks else chosen.persona
        for number, rows in _by_group(group):
            sums[:, number] += _summed(chosen.weight[rows], chosen.answers[rows])
    return sums


def _by_group(group: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    order = np.argsort(group, kind="stable")
    numbers, starts = np.unique(group[order], return_index=True)
    for number, rows in zip(numbers, np.split(order, starts)[1:], strict=True):
        yield int(number), rows


def _summed(weight: NDArray[np.float64], answers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Multiply all pairs of columns at once, and add them up."""
    given = (~np.isnan(answers)).astype(float)
    index = np.nan_to_num(answers)
    each = weight[:, None]
    weighed = each * index
    # One product of small matrices after the other: of all in one, BLAS would start threads for
    # each block, which costs more than it saves.
    return np.array(
        [
            given.T @ given,
            (each * given).T @ given,
            (each**2 * given).T @ given,
            weighed.T @ given,
            (weighed * index).T @ given,
            weighed.T @ index,
        ]
    )


def summed_by_engine(
    crossing: Crossing, groups: int, *, blocks: bool, complete: bool
) -> NDArray[np.float64]:
    """Have the engine add up, whichever it is; only sums come back.

    Returns
    -------
    numpy.ndarray
        As `summed_in_batches`.
    """
    questions = range(len(crossing.questions))
    wanted = {
        (name, i, j): _factors(name, i, j, complete=complete, weighted=crossing.weighted)
        for name, i, j in product(SUMS, questions, questions)
    }
    found = _sums(_multiplicable(crossing, blocks=blocks, complete=complete), wanted.values())
    sums = np.zeros((len(SUMS), groups, len(questions), len(questions)))
    for (name, i, j), factors in wanted.items():
        for group, total in found[factors].items():
            sums[SUMS.index(name), group, i, j] = total
    return sums


def _factors(name: str, i: int, j: int, *, complete: bool, weighted: bool) -> _Product:
    """Say what is multiplied: given (1 or 0), index (0 where not given), weight."""
    factors = {
        "n": (f"f{i}", f"f{j}"),
        "weight": (f"f{i}", f"f{j}", _W),
        "weight2": (f"f{i}", f"f{j}", _W, _W),
        "total": (f"x{i}", f"f{j}", _W),
        "squares": (f"x{i}", f"x{i}", f"f{j}", _W),
        "products": (f"x{i}", f"x{j}", _W),
    }[name]
    left_out = {_W} if not weighted else set()
    if complete:
        left_out |= {f"f{i}", f"f{j}"}
    return tuple(sorted(factor for factor in factors if factor not in left_out))


def _multiplicable(crossing: Crossing, *, blocks: bool, complete: bool) -> nw.LazyFrame[Any]:
    frame = crossing.respondents
    if blocks:
        frame = in_blocks(frame, RESPONDENT)
    missing = [nw.col(name).is_null() for name in crossing.columns]
    if complete:
        frame = frame.filter(*(~unknown for unknown in missing))
    given = (nw.when(unknown).then(0.0).otherwise(1.0) for unknown in missing)
    return frame.select(
        nw.col(BLOCK if blocks else PERSONA).alias(_GROUP),
        nw.col(WEIGHT).alias(_W),
        *(nw.col(name).fill_null(0.0).alias(name) for name in crossing.columns),
        *(flag.alias(f"f{place}") for place, flag in enumerate(given)),
    )


def _sums(frame: nw.LazyFrame[Any], wanted: Iterable[_Product]) -> dict[_Product, dict[int, float]]:
    """Sum of each product, by group."""
    found: dict[_Product, dict[int, float]] = {}
    different = list(dict.fromkeys(wanted))
    for start in range(0, len(different), _AT_ONCE):
        some = different[start : start + _AT_ONCE]
        names = {factors: f"s{place}" for place, factors in enumerate(some)}
        multiplied = [_multiplied(factors).alias(name) for factors, name in names.items()]
        table = collected(
            frame.select(_GROUP, *multiplied)
            .group_by(_GROUP)
            .agg(*(nw.col(name).sum() for name in names.values()))
        )
        groups = [int(group) for group in table[_GROUP].to_list()]
        for factors, name in names.items():
            found[factors] = dict(zip(groups, table[name].to_list(), strict=True))
    return found


def _multiplied(factors: _Product) -> nw.Expr:
    result = nw.lit(1.0)
    for factor in factors:
        result = result * nw.col(factor)
    return result
