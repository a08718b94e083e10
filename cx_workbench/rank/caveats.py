"""What a ranking leaves out and what is odd about it, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.derived import derived
from cx_workbench.measure.weights import stated_importance
from cx_workbench.rank.criteria import reached, touches
from cx_workbench.rank.model import Criterion, LeftOut

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.rank.basis import Basis

#: Cells with fewer answers are pointed out.
FEW_ANSWERS = 10
#: What somebody estimates of an improvement, and how many with the same are a coincidence no more.
_ESTIMATES = (
    *("effort_low", "effort_likely", "effort_high"),
    *("closes_low", "closes_likely", "closes_high"),
)
_SEVERAL = 3
#: Cells that are named one by one.
_NAMED = 6


def left_out(
    basis: Basis,
) -> tuple[tuple[LeftOut, ...], tuple[LeftOut, ...], tuple[LeftOut, ...]]:
    """Tell apart what was never measured, what filters took out and what people vetoed."""
    table, world = basis.study.improvements, basis.world
    touched = touches(table, world.cells)
    in_play = reached(touched, np.ones_like(world.cells.measured))
    measured = reached(touched, world.cells.measured)
    silent = _why_not_measured(basis)
    not_measured, out_of_scope, vetoed = [], [], []
    columns = (table[name].tolist() for name in ("improvement", "title", "touchpoints"))
    for place, (improvement, title, touchpoints) in enumerate(zip(*columns, strict=True)):
        left = LeftOut(improvement, title, touchpoints, "")
        if (why := basis.decisions.vetoed.get(left.improvement)) is not None:
            vetoed.append(replace(left, reason=why))
        elif not basis.scope.improvements[place]:
            pain = table["pain_type"].iloc[place] or "not given"
            out_of_scope.append(replace(left, reason=f"its pain type is {pain}"))
        elif not in_play[place]:
            reason = "the filters leave none of its cells in play"
            out_of_scope.append(replace(left, reason=reason))
        elif not measured[place]:
            not_measured.append(replace(left, reason=silent[place]))
    return tuple(not_measured), tuple(out_of_scope), tuple(vetoed)


def _why_not_measured(basis: Basis) -> list[str]:
    """Say of each improvement why it would not be measured."""
    whole = basis.whole.cells
    touched = touches(basis.study.improvements, whole)
    few = reached(touched, _small(basis, whole))
    answered = reached(touched, whole.moments.measured)
    held = reached(touched, whole.measured)
    others = reached(np.any(touched, axis=1, keepdims=True), whole.moments.measured)
    reference = basis.options.reference
    return [
        "not measured for what is in play"
        if known
        else f"fewer than {basis.options.smallest_cell} of any persona answered there"
        if too_few
        else f"there is no {reference} to hold the answers against"
        if asked
        else "only other personas were asked there"
        if elsewhere
        else "nobody was asked there"
        for known, too_few, asked, elsewhere in zip(held, few, answered, others, strict=True)
    ]


def _small(basis: Basis, grid: Cells) -> NDArray[np.bool_]:
    """Tell the cells of a grid that are not measured because too few answered."""
    mask = [
        [(persona, touchpoint) in basis.small_cells for touchpoint in grid.touchpoints]
        for persona in grid.personas
    ]
    return np.array(mask, dtype=bool).reshape(grid.measured.shape) & ~grid.measured


def warnings(
    basis: Basis, ordered: pd.DataFrame, criteria: tuple[Criterion, ...]
) -> tuple[str, ...]:
    """Say what is odd about this ranking, beyond what is odd about the study."""
    return (
        *_same_estimates(basis, ordered),
        *_beyond_anchors(ordered, criteria),
        *_partly_measured(basis, ordered),
        *_all_alike(basis),
        *_nobody_passes(basis, ordered),
        *_no_gap(basis, ordered),
        *_small_cells(basis),
        *_few_answers(basis),
        *_short_list(basis, ordered),
        *_pinned_in_vain(basis, ordered),
        *_unasked_importance(basis),
        *_derived_importance(basis),
    )


def _same_estimates(basis: Basis, ordered: pd.DataFrame) -> list[str]:
    """Say so where nobody estimated anything: no effort, and no effect, tells one from another."""
    table = basis.study.improvements
    ranked = table.loc[table["improvement"].isin(ordered["improvement"]), list(_ESTIMATES)]
    if len(ranked) < _SEVERAL or len(ranked.drop_duplicates()) > 1:
        return []
    said = (
        "All improvements have the same estimates of effort and effect: the order says where the "
        "gaps are widest, not what pays most."
    )
    return [said]


def _small_cells(basis: Basis) -> list[str]:
    """Count the cells that too few answered, and name them: a hole in a table has a reason."""
    grid = basis.world.cells
    apart = _small(basis, grid)
    if not apart.any():
        return []
    people, places = (
        dict(zip(table[key], table["name"], strict=True))
        for table, key in (
            (basis.study.personas, "persona"),
            (basis.study.touchpoints, "touchpoint"),
        )
    )
    named = [
        f"{people[grid.personas[row]]} at {places[grid.touchpoints[column]]}"
        for row, column in np.argwhere(apart)[:_NAMED]
    ]
    left = int(apart.sum()) - len(named)
    more = f" and {left:,} more" if left else ""
    said = (
        f"Fewer than {basis.options.smallest_cell} answers, so not shown and counted nowhere: "
        f"{', '.join(named)}{more}."
    )
    return [said]


def _few_answers(basis: Basis) -> list[str]:
    grid = basis.world.cells
    few = int((grid.measured & (grid.n < FEW_ANSWERS)).sum())
    said = (
        f"{few} of {int(grid.measured.sum())} measured cells {'rests' if few == 1 else 'rest'} "
        f"on fewer than {FEW_ANSWERS} answers."
    )
    return [said] if few else []


def _short_list(basis: Basis, ordered: pd.DataFrame) -> list[str]:
    top, count = basis.options.top, len(ordered)
    ranked = {0: "no improvement is", 1: "only 1 improvement is"}.get(
        count, f"only {count} improvements are"
    )
    return [f"For a TOP {top}, {ranked} ranked."] if count < top else []


def _pinned_in_vain(basis: Basis, ordered: pd.DataFrame) -> list[str]:
    """Name what is pinned but not ranked: there is nothing that could hold a place."""
    table, ranked = basis.study.improvements, set(ordered["improvement"])
    lost = [name for name in basis.decisions.pinned if name not in ranked]
    titles = dict(zip(table["improvement"], table["title"], strict=True)) if lost else {}
    return [
        f"{title} is pinned but not ranked; it holds no place." for title in map(titles.get, lost)
    ]


def _unasked_importance(basis: Basis) -> list[str]:
    if basis.options.importance != "stated":
        return []
    grid, metrics = basis.world.cells, basis.study.settings.ranking.metrics
    stated = stated_importance(grid, basis.tally, metrics)
    unasked = int((grid.measured & ~np.isfinite(stated)).sum())
    said = (
        f"At {unasked} measured {'cell' if unasked == 1 else 'cells'} nobody was asked how "
        "important it is; such a cell's importance counts as 0."
    )
    return [said] if unasked else []


def derivation(basis: Basis) -> tuple[str, ...]:
    """Say how importance was derived from the answers, if it was."""
    options = basis.options
    if options.importance != "derived":
        return ()
    return derived(basis.given, by_persona=options.derived_by_persona).assumptions


def _derived_importance(basis: Basis) -> list[str]:
    """Pass on what is odd about the drivers, and name the touchpoints that have no share."""
    options, grid = basis.options, basis.world.cells
    if options.importance != "derived":
        return []
    found = derived(basis.given, by_persona=options.derived_by_persona)
    lacking = grid.measured & ~np.isfinite(found.shares(grid.personas, grid.touchpoints))
    names = dict(
        zip(basis.study.touchpoints["touchpoint"], basis.study.touchpoints["name"], strict=True)
    )
    places = [
        names[place]
        for place, lacks in zip(grid.touchpoints, np.any(lacking, axis=0), strict=True)
        if lacks
    ]
    said = (
        f"At {int(lacking.sum())} measured {'cell' if lacking.sum() == 1 else 'cells'} there is no "
        "share of the outcome from which importance could be derived; such a cell's importance "
        f"counts as 0: {', '.join(places)}."
    )
    return [*found.warnings, *([said] if places else [])]


def _all_alike(basis: Basis) -> list[str]:
    """Say so where every persona in play has a share or a value of 0."""
    people = basis.study.personas[basis.scope.personas]
    worth = (people["share"] * people["value"]).sum(skipna=False)
    said = "No persona in play has both a share and a value above 0, so all count alike."
    return [said] if worth == 0 and len(people) > 1 else []


def _nobody_passes(basis: Basis, ordered: pd.DataFrame) -> list[str]:
    """Name improvements whose cells have no weight at all: their gap is a mean of nothing."""
    contenders = basis.contenders
    passed = reached(contenders.touched, basis.world.mass > 0)
    if passed.all():
        return []
    idle = set(contenders.ids[~passed])
    titles = ordered.loc[ordered["improvement"].isin(idle), "title"]
    return [
        f"Nobody who counts passes where these would help, so their gap is 0: {', '.join(titles)}."
    ]


def _no_gap(basis: Basis, ordered: pd.DataFrame) -> list[str]:
    lacking = bool(basis.world.cells.positive_gap.any())
    said = (
        "Reality is nowhere below what it is held against: gap and impact are 0 for every "
        "improvement."
    )
    return [] if lacking or ordered.empty else [said]


def _beyond_anchors(ordered: pd.DataFrame, criteria: tuple[Criterion, ...]) -> list[str]:
    said = []
    for criterion in criteria:
        low, high = sorted((criterion.worst, criterion.best))
        figure = ordered[criterion.name].to_numpy(dtype=float)
        outside = (figure < low) | (figure > high)
        if outside.any() and criterion.weight > 0:
            beyond = ordered["title"][outside]
            said.append(
                f"The {criterion.name} of {', '.join(beyond)} lies beyond the anchors "
                f"({criterion.worst:g} to {criterion.best:g} {criterion.unit}); it counts on, "
                "not cut off."
            )
    return said


def _partly_measured(basis: Basis, ordered: pd.DataFrame) -> list[str]:
    """Name improvements that count by only some of their touchpoints."""
    cells, places = basis.whole.cells, basis.study.touchpoints
    heard: NDArray[np.bool_] = np.any(cells.measured, axis=0)
    silent = dict(zip(places["touchpoint"][~heard], places["name"][~heard], strict=True))
    table, ranked = basis.study.improvements, set(ordered["improvement"])
    columns = (table[name].tolist() for name in ("improvement", "title", "touchpoints"))
    return [
        f"{title} is ranked by only some of its touchpoints; not measured: {', '.join(missing)}."
        for improvement, title, touched in zip(*columns, strict=True)
        for missing in [[silent[name] for name in touched if name in silent]]
        if missing and improvement in ranked
    ]
