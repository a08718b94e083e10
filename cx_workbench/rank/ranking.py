"""The straight line from a study to its TOP N."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cx_workbench.errors import Problem, SettingError, StudyError
from cx_workbench.measure.cells import Cells, cells
from cx_workbench.measure.outcomes import outcomes
from cx_workbench.measure.tally import Tally, tally
from cx_workbench.measure.weights import importance, persona_weights, stated_importance
from cx_workbench.rank import criteria as yardsticks
from cx_workbench.rank.criteria import Measured
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.model import Criterion, LeftOut, Ranking
from cx_workbench.rank.options import DEFAULT_WEIGHTS, IMPACTS, Options, assumptions, resolve
from cx_workbench.rank.reasons import reasons
from cx_workbench.rank.scope import Scope, scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from cx_workbench.study.model import Study

#: Cells with fewer answers are pointed out.
FEW_ANSWERS = 10
#: Scores are compared to so many decimals, so that rounding errors never decide an order.
_DECIMALS = 12


def rank(  # noqa: PLR0913  every setting is one argument
    study: Study,
    top: int | None = None,
    *,
    method: str | None = None,
    reference: str | None = None,
    importance: str | None = None,
    impact: str | None = None,
    weights: Mapping[str, float] | None = None,
    personas: Iterable[str] | None = None,
    stages: Iterable[str] | None = None,
    phases: Iterable[str] | None = None,
    channels: Iterable[str] | None = None,
    pain_types: Iterable[str] | None = None,
) -> Ranking:
    """Rank a study's candidate improvements.

    ``None`` takes the setting from study.toml, or else its default; what was used is part of
    the result.

    Parameters
    ----------
    study
        From `load` or `example`.
    top
        How many make the TOP N; 5.
    method
        ``additive``, ``product``, ``topsis``, ``ratio`` or ``pareto``
        (see `cx_workbench.rank.methods.METHODS`).
    reference
        What reality is held against: ``expectation`` (if there are such answers), ``company``,
        ``competitor``, ``employee`` or ``target``.
    importance
        ``equal`` or ``stated``.
    impact
        ``index`` (points of the overall index) or ``path`` (points of path satisfaction).
    weights
        By criterion: ``gap``, ``impact``, ``effort`` or a numeric column of the improvements
        that has anchors in study.toml. Criteria not named get 0.
    personas, stages, phases, channels, pain_types
        Keep these only; personas by id or name.

    Returns
    -------
    Ranking
        Frozen; holds the order, the evidence, the reasons and what was assumed.

    Raises
    ------
    SettingError
        With every argument that names what there is not.
    StudyError
        Where no improvement can be measured at all.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> rank(example(), top=3).table["rank"].head(3).tolist()
    [1, 2, 3]
    """
    options, unsettled = resolve(
        study, top=top, method=method, reference=reference, importance=importance,
        impact=impact, weights=weights,
    )
    in_play, unknown = scope(
        study, personas=personas, stages=stages, phases=phases, channels=channels,
        pain_types=pain_types,
    )
    if unsettled or unknown:
        raise SettingError("The study was not ranked.", [*unsettled, *unknown])
    counted = tally(study)
    everything = _cells(study, counted, options)
    everybody = np.ones(len(study.personas), dtype=bool)
    whole = _measured(study, counted, everything, options, everybody)
    world = whole
    if in_play.filters:
        kept = everything.only(in_play.personas, in_play.touchpoints)
        world = _measured(study, counted, kept, options, in_play.personas)
    return _ranked(study, options, in_play, counted, whole, world)


def _cells(study: Study, counted: Tally, options: Options) -> Cells:
    settings = study.settings
    return cells(
        counted, reference=options.reference, metrics=settings.ranking.metrics,
        target=settings.target, reach=_reach(study),
    )


def _reach(study: Study) -> NDArray[np.float64]:
    personas, touchpoints = study.personas["persona"], study.touchpoints["touchpoint"]
    grid = np.ones((len(personas), len(touchpoints)))
    rows = pd.Index(personas).get_indexer(study.reach["persona"])
    columns = pd.Index(touchpoints).get_indexer(study.reach["touchpoint"])
    grid[rows, columns] = study.reach["reach"].to_numpy(dtype=float)
    return grid


def _measured(
    study: Study, counted: Tally, kept: Cells, options: Options, personas: NDArray[np.bool_]
) -> Measured:
    weight = persona_weights(
        study.personas["share"].to_numpy(dtype=float)[personas],
        study.personas["value"].to_numpy(dtype=float)[personas],
        counted.persona_weight[personas],
    )
    metrics = study.settings.ranking.metrics
    return Measured(kept, weight, importance(kept, options.importance, counted, metrics))


def _ranked(  # noqa: PLR0913  the pieces that make a ranking
    study: Study, options: Options, in_play: Scope, counted: Tally, whole: Measured, world: Measured
) -> Ranking:
    table = study.improvements
    touched_anywhere = yardsticks.touches(table, whole.cells)
    measurable = (touched_anywhere & whole.cells.measured).any(axis=(1, 2))
    if not measurable.any():
        raise StudyError("The study cannot be ranked.", [_nothing_measured(options)])
    touched = yardsticks.touches(table, world.cells)
    ranked = (touched & world.cells.measured).any(axis=(1, 2)) & in_play.improvements
    criteria = _criteria(study, options, whole, touched_anywhere, measurable)
    figures = _figures(study, options, world, touched, ranked)
    ordered = _ordered(study, options, criteria, figures, table[ranked].reset_index(drop=True))
    touched = touched[ranked][ordered.index]
    ordered = _with_evidence(ordered.reset_index(drop=True), touched, world)
    ordered["why"] = reasons(ordered, touched, world, study, options.reference)
    left_out = _left_out(study, world, touched_anywhere, whole, in_play)
    return Ranking(
        study=study.title,
        top=options.top,
        method=options.method,
        reference=options.reference,
        importance=options.importance,
        impact=options.impact,
        criteria=criteria,
        filters=in_play.filters,
        personas=_personas(study, in_play, world),
        touchpoints=_touchpoints(study, in_play, world),
        cells=_cell_table(world),
        table=ordered[[*_COLUMNS, *[name for name in ordered if name not in _COLUMNS]]].drop(
            columns=_HIDDEN
        ),
        contributions=_contributions(ordered, criteria),
        outcomes=outcomes(study.answers.counts),
        not_measured=left_out[0],
        out_of_scope=left_out[1],
        assumptions=assumptions(options),
        warnings=(*study.warnings, *_warnings(study, options, world, whole, counted, ordered,
                                              criteria)),
    )


_COLUMNS = (
    "rank", "improvement", "title", "score", "gap", "impact", "effort", "p_top", "rank_low",
    "rank_high", "in_top", "touchpoints", "personas", "n", "reality", "reference", "pain_type",
    "owner", "why",
)
_HIDDEN = ["closes"]


def _nothing_measured(options: Options) -> Problem:
    return Problem(
        f"No improvement touches a touchpoint with both reality and {options.reference}.",
        hint="Check the touchpoints of the improvements, or hold reality against another "
        "reference.",
    )


def _figures(
    study: Study,
    options: Options,
    world: Measured,
    touched: NDArray[np.bool_],
    keep: NDArray[np.bool_],
) -> dict[str, NDArray[np.float64]]:
    """Figure of every criterion for the improvements kept, by criterion."""
    table = study.improvements[keep]
    closes = table["closes_likely"].to_numpy(dtype=float)
    model = yardsticks.path_impacts if options.impact == "path" else yardsticks.impacts
    figures = {
        "gap": yardsticks.gaps(touched[keep], world),
        "impact": model(touched[keep], closes, world),
        "effort": yardsticks.pert_mean(
            table["effort_low"], table["effort_likely"], table["effort_high"]
        ),
    }
    extra = [name for name in options.weights if name not in DEFAULT_WEIGHTS]
    empty = [
        Problem(
            f"'{item}' has no {name}, which is a criterion.", column=name, value=str(item),
            hint=f"Fill in {name} for every improvement, or give it no weight.",
        )
        for name in extra
        for item in table.loc[table[name].isna(), "improvement"]
    ]
    if empty:
        raise StudyError("The study cannot be ranked.", empty)
    return figures | {name: table[name].to_numpy(dtype=float) for name in extra}


def _criteria(
    study: Study,
    options: Options,
    whole: Measured,
    touched: NDArray[np.bool_],
    measurable: NDArray[np.bool_],
) -> tuple[Criterion, ...]:
    """Anchors from study.toml, or from all that can be ranked before any filter."""
    figures = _figures(study, options, whole, touched, measurable)
    return yardsticks.anchored(
        options.weights, figures, study.settings.criteria, IMPACTS[options.impact]
    )


def _ordered(
    study: Study,
    options: Options,
    criteria: tuple[Criterion, ...],
    figures: Mapping[str, NDArray[np.float64]],
    table: pd.DataFrame,
) -> pd.DataFrame:
    """Score the improvements and put them in order; the index says where each one was."""
    del study
    weights = np.array([criterion.weight for criterion in criteria])
    worth = yardsticks.values(criteria, figures)
    scores = METHODS[options.method].score(worth, weights / weights.sum(), figures)
    named = pd.DataFrame({
        "improvement": table["improvement"], "title": table["title"], "score": scores, **figures,
        "p_top": np.nan, "rank_low": np.nan, "rank_high": np.nan,
        "pain_type": table["pain_type"], "owner": table["owner"],
        "closes": table["closes_likely"],
    })
    keys = named.assign(
        score=-named["score"].round(_DECIMALS), impact=-named["impact"].round(_DECIMALS),
        effort=named["effort"].round(_DECIMALS),
    )
    order = keys.sort_values(["score", "impact", "effort", "improvement"]).index
    ordered = named.loc[order]
    ordered.insert(0, "rank", np.arange(1, len(ordered) + 1))
    return ordered.assign(in_top=ordered["rank"] <= options.top)


def _with_evidence(
    ordered: pd.DataFrame, touched: NDArray[np.bool_], world: Measured
) -> pd.DataFrame:
    """Add what an improvement rests on: its cells, their answers, reality and reference."""
    cells_, measured = world.cells, world.cells.measured
    used = touched & measured
    return ordered.assign(
        touchpoints=_members(used.any(axis=1), cells_.touchpoints),
        personas=_members(used.any(axis=2), cells_.personas),
        n=np.einsum("ipt,pt->i", used, cells_.n).round().astype(int),
        reality=yardsticks.weighted_over(used, world.mass, cells_.reality).round(_DECIMALS),
        reference=yardsticks.weighted_over(used, world.mass, cells_.reference).round(_DECIMALS),
    )


def _members(mask: NDArray[np.bool_], ids: tuple[str, ...]) -> pd.Series[Any]:
    named = [tuple(name for name, use in zip(ids, row, strict=True) if use) for row in mask]
    return pd.Series(named, dtype="object")


def _contributions(ordered: pd.DataFrame, criteria: tuple[Criterion, ...]) -> pd.DataFrame:
    """What each criterion adds, in the order of the ranking."""
    total = sum(criterion.weight for criterion in criteria)
    rows = [
        (item["improvement"], c.name, float(item[c.name]), value, value * c.weight / total)
        for _, item in ordered.iterrows()
        for c in criteria
        for value in [(float(item[c.name]) - c.worst) / (c.best - c.worst)]
    ]
    columns = ["improvement", "criterion", "figure", "value", "contribution"]
    return pd.DataFrame(rows, columns=columns)


def _left_out(
    study: Study,
    world: Measured,
    touched_anywhere: NDArray[np.bool_],
    whole: Measured,
    in_play: Scope,
) -> tuple[tuple[LeftOut, ...], tuple[LeftOut, ...]]:
    """Tell the improvements that were never measured from those that filters took out."""
    touched = yardsticks.touches(study.improvements, world.cells)
    measured_now = (touched & world.cells.measured).any(axis=(1, 2))
    measured_ever = (touched_anywhere & whole.cells.measured).any(axis=(1, 2))
    not_measured, out_of_scope = [], []
    for place, (_, item) in enumerate(study.improvements.iterrows()):
        if not in_play.improvements[place]:
            reason = f"its pain type is {item['pain_type'] or 'not given'}"
            target = out_of_scope
        elif measured_now[place]:
            continue
        elif not touched[place].any():
            reason, target = "the filters leave none of its cells in play", out_of_scope
        else:
            never = not measured_ever[place]
            reason = "nobody was asked there" if never else "not measured for what is in play"
            target = not_measured
        target.append(LeftOut(item["improvement"], item["title"], item["touchpoints"], reason))
    return tuple(not_measured), tuple(out_of_scope)


def _personas(study: Study, in_play: Scope, world: Measured) -> pd.DataFrame:
    kept = study.personas[in_play.personas].reset_index(drop=True)
    rest = kept.drop(columns=["persona", "name", *(["weight"] if "weight" in kept else [])])
    named = kept[["persona", "name"]].assign(weight=world.weight)
    return pd.concat([named, rest], axis=1)


def _touchpoints(study: Study, in_play: Scope, world: Measured) -> pd.DataFrame:
    columns = ["touchpoint", "name", "stage", "phase", "position", "channel", "owner", "emotion"]
    kept = study.touchpoints[in_play.touchpoints].reset_index(drop=True)[columns]
    return kept.assign(metric=pd.Series(world.cells.metric, dtype="object"))


def _cell_table(world: Measured) -> pd.DataFrame:
    grid = world.cells
    low, high = grid.interval
    shape = grid.gap.shape
    person = np.repeat(np.array(grid.personas, dtype=object), shape[1])
    place = np.tile(np.array(grid.touchpoints, dtype=object), shape[0])
    metric = np.tile(np.array(grid.metric, dtype=object), shape[0])
    return pd.DataFrame({
        "persona": person, "touchpoint": place, "metric": metric,
        "n": grid.n.ravel().round().astype(int), "reality": grid.reality.ravel(),
        "reference": grid.reference.ravel(), "gap": grid.gap.ravel(),
        "low": np.where(np.isfinite(grid.reality), low, np.nan).ravel(),
        "high": np.where(np.isfinite(grid.reality), high, np.nan).ravel(),
        "importance": np.where(grid.measured, world.importance, np.nan).ravel(),
        "reach": grid.reach.ravel(), "measured": grid.measured.ravel(),
    })


def _warnings(  # noqa: PLR0913  everything that may be odd
    study: Study,
    options: Options,
    world: Measured,
    whole: Measured,
    counted: Tally,
    ordered: pd.DataFrame,
    criteria: tuple[Criterion, ...],
) -> list[str]:
    said = [*_beyond_anchors(ordered, criteria), *_partly_measured(study, whole, ordered)]
    few = int((world.cells.measured & (world.cells.n < FEW_ANSWERS)).sum())
    if few:
        said.append(
            f"{few} of {int(world.cells.measured.sum())} measured cells rest on fewer than "
            f"{FEW_ANSWERS} answers."
        )
    if len(ordered) < options.top:
        said.append(f"TOP {options.top} was asked for; {len(ordered)} improvements are ranked.")
    if options.importance == "stated":
        stated = stated_importance(world.cells, counted, study.settings.ranking.metrics)
        unasked = int((world.cells.measured & ~np.isfinite(stated)).sum())
        if unasked:
            said.append(
                f"At {unasked} measured cells nobody was asked how important it is; their "
                "importance counts as 0."
            )
    return said


def _beyond_anchors(ordered: pd.DataFrame, criteria: tuple[Criterion, ...]) -> list[str]:
    said = []
    for criterion in criteria:
        low, high = sorted((criterion.worst, criterion.best))
        figure = ordered[criterion.name]
        beyond = ordered.loc[(figure < low) | (figure > high), "title"]
        if len(beyond) and criterion.weight > 0:
            said.append(
                f"The {criterion.name} of {', '.join(beyond)} lies beyond the anchors "
                f"({criterion.worst:g} to {criterion.best:g} {criterion.unit}); it counts on, "
                "not cut off."
            )
    return said


def _partly_measured(study: Study, whole: Measured, ordered: pd.DataFrame) -> list[str]:
    """Improvements that count by only some of their touchpoints."""
    silent = {
        name for name, heard in zip(
            whole.cells.touchpoints, whole.cells.measured.any(axis=0), strict=True
        ) if not heard
    }
    ranked = set(ordered["improvement"])
    return [
        f"{item['title']} is ranked by only some of its touchpoints; not measured: "
        f"{', '.join(missing)}."
        for _, item in study.improvements.iterrows()
        for missing in [[name for name in item["touchpoints"] if name in silent]]
        if missing and item["improvement"] in ranked
    ]
