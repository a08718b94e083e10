"""The straight line from a study to its TOP N."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.errors import Problem, SettingError, StudyError
from cx_workbench.measure.cells import Cells, cells
from cx_workbench.measure.derived import derived
from cx_workbench.measure.outcomes import outcomes_of
from cx_workbench.measure.shrinkage import shrunk_cells
from cx_workbench.measure.tally import Tally, tally
from cx_workbench.measure.weights import importance, persona_weights
from cx_workbench.rank import caveats, frames
from cx_workbench.rank.basis import Basis
from cx_workbench.rank.criteria import Measured
from cx_workbench.rank.decisions import decide, decided_in_words, revisions
from cx_workbench.rank.estimates import revised
from cx_workbench.rank.model import Ranking
from cx_workbench.rank.options import Options, assumptions, resolve, shown
from cx_workbench.rank.parts import parts_in_words
from cx_workbench.rank.reasons import reasons
from cx_workbench.rank.scope import scope
from cx_workbench.rank.scoring import contributions, criteria, in_order
from cx_workbench.rank.sure.simulation import simulation
from cx_workbench.study.model import Study

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray


def rank(  # noqa: PLR0913  every setting is one argument
    study: Study,
    top: int | None = None,
    *,
    method: str | None = None,
    reference: str | None = None,
    importance: str | None = None,
    impact: str | None = None,
    weights: Mapping[str, float] | None = None,
    draws: int | None = None,
    seed: int | None = None,
    spread: str | None = None,
    shrink: bool | None = None,
    smallest_cell: int | None = None,
    personas: Iterable[str] | None = None,
    stages: Iterable[str] | None = None,
    phases: Iterable[str] | None = None,
    channels: Iterable[str] | None = None,
    pain_types: Iterable[str] | None = None,
    estimates: Mapping[str, Mapping[str, float]] | None = None,
    pinned: Mapping[str, str] | None = None,
    vetoed: Mapping[str, str] | None = None,
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
        ``additive``, ``product``, ``topsis``, ``ratio``, ``pareto``, or a named framework:
        ``rice``, ``ice``, ``wsjf``, ``opportunity`` (see `cx_workbench.rank.methods.METHODS`).
    reference
        What reality is held against: ``expectation`` (if there are such answers), ``company``,
        ``competitor``, ``employee`` or ``target``.
    importance
        ``equal``, ``stated`` or ``derived`` (see `cx_workbench.measure.drivers`).
    impact
        ``index`` (points of the overall index) or ``path`` (points of path satisfaction).
    weights
        By criterion: ``gap``, ``impact``, ``effort`` or a numeric column of the improvements
        that has anchors in study.toml. Criteria not named get 0.
    draws
        How often to draw all that is uncertain, to say how sure the ranking is; 10,000. With 0
        nothing is drawn.
    seed
        Start of the random numbers, a whole number; the same gives the same figures.
    spread
        How far the weights may move in the draws: ``fixed``, ``around``, ``ordered`` or
        ``any`` (see `cx_workbench.rank.sure.spread.SPREADS`).
    shrink
        Whether to draw small cells toward the mean of their touchpoint; not unless asked for.
    smallest_cell
        Answers that a cell needs to be counted and shown; 0: all cells are.
    personas, stages, phases, channels, pain_types
        Keep these only; personas by id or name.
    estimates
        Other estimates than the study's, by improvement: ``effort`` (person-days, the mean of
        the three points) and ``closes`` (the likely share of the gap, 0..1). Low, likely and
        high are scaled alike; default anchors stay where the study's own estimates put them.
    pinned, vetoed
        By improvement the reason. The pinned hold a place in the TOP N whatever their score,
        the vetoed are taken out.

    Returns
    -------
    Ranking
        Frozen; holds the order, the evidence, the reasons and what was assumed.

    Raises
    ------
    SettingError
        With every argument that names what there is not.
    StudyError
        Where no improvement can be measured at all, or the study alone lacks what its settings
        need.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> rank(example(), top=3).table["rank"].head(3).tolist()
    [1, 2, 3]
    """
    _must_be_a_study(study)
    options, unsettled = resolve(
        study,
        top=top,
        method=method,
        reference=reference,
        importance=importance,
        impact=impact,
        weights=weights,
        draws=draws,
        seed=seed,
        spread=spread,
        shrink=shrink,
        smallest_cell=smallest_cell,
    )
    in_play, unknown = scope(
        study,
        personas=personas,
        stages=stages,
        phases=phases,
        channels=channels,
        pain_types=pain_types,
    )
    decisions, undecided = decide(
        study, options.top, estimates=estimates, pinned=pinned, vetoed=vetoed
    )
    if problems := [*unsettled, *unknown, *undecided]:
        # With nothing asked for, it is the study that lacks something.
        refused = SettingError if unknown or undecided or options.asked else StudyError
        raise refused("The study was not ranked.", problems)
    study = shown(study, options.smallest_cell)
    counted = tally(study)
    everything = _cells(study, counted, options)
    everybody = np.ones(len(study.personas), dtype=bool)
    whole = _measured(study, counted, everything, options, everybody)
    world = whole
    if in_play.filters:
        kept = everything.only(in_play.personas, in_play.touchpoints)
        world = _measured(study, counted, kept, options, in_play.personas)
    return _ranking(
        Basis(
            given=study,
            study=revised(study, decisions.estimates),
            options=options,
            decisions=decisions,
            scope=in_play,
            tally=counted,
            whole=whole,
            world=world,
        )
    )


def _must_be_a_study(study: object) -> None:
    """Refuse the path of a study in words: it is what people try first."""
    if not isinstance(study, Study):
        what = f"This is no study but a {type(study).__name__}."
        hint = "Load it first: rank(load('folder')), or rank(example())."
        raise SettingError("The study was not ranked.", [Problem(what, hint=hint)])


def _cells(study: Study, counted: Tally, options: Options) -> Cells:
    settings = study.settings
    found = cells(
        counted,
        reference=options.reference,
        metrics=settings.ranking.metrics,
        target=settings.target,
        reach=_reach(study),
    )
    return shrunk_cells(found, options.reference) if options.shrink else found


def _reach(study: Study) -> NDArray[np.float64]:
    personas, touchpoints = study.personas["persona"], study.touchpoints["touchpoint"]
    grid = np.ones((len(personas), len(touchpoints)))
    if study.reach.empty:
        return grid
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
    shares = _shares(study, kept, options)
    return Measured(kept, weight, importance(kept, options.importance, counted, metrics, shares))


def _shares(study: Study, kept: Cells, options: Options) -> NDArray[np.float64] | None:
    """Lay the shares out from which importance is derived, if it is."""
    if options.importance != "derived":
        return None
    found = derived(study, by_persona=options.derived_by_persona)
    return found.shares(kept.personas, kept.touchpoints)


def _ranking(basis: Basis) -> Ranking:
    """Put the improvements in order and gather all that explains it."""
    study, options, world = basis.study, basis.options, basis.world
    contenders, unfiltered = basis.contenders, basis.unfiltered
    if unfiltered.table.empty:
        raise StudyError("The study cannot be ranked.", [_nothing_measured(basis)])
    anchors = criteria(study, options, unfiltered.figures(options.impact, options.weights))
    worth = contenders.figures(options.impact, options.weights)
    ordered = in_order(basis, anchors, worth, contenders.table)
    touched = contenders.touched[ordered.index]
    sure = None
    if options.draws and len(ordered):
        sure = simulation(basis, contenders.table.iloc[ordered.index], anchors)
        ordered = frames.with_sureness(ordered, sure)
    why = reasons(ordered, touched, basis)
    ordered = frames.with_evidence(ordered, touched, world, why)
    not_measured, out_of_scope, vetoed = caveats.left_out(basis)
    changed = revisions(basis.given, basis.decisions)
    warnings = (*study.warnings, *caveats.warnings(basis, ordered, anchors))
    unranked = (f"Not measured: {left.title}: {left.reason}." for left in not_measured)
    return Ranking(
        study=study.title,
        top=options.top,
        method=options.method,
        reference=options.reference,
        importance=options.importance,
        impact=options.impact,
        criteria=anchors,
        filters=basis.scope.filters,
        personas=frames.personas(study, basis.scope, world),
        touchpoints=frames.touchpoints(study, basis.scope, world),
        cells=frames.cell_table(world),
        table=ordered,
        contributions=contributions(ordered, anchors),
        outcomes=outcomes_of(study.answers),
        not_measured=not_measured,
        out_of_scope=out_of_scope,
        assumptions=(
            *assumptions(options, anchors),
            *parts_in_words(options.method, basis),
            *caveats.derivation(basis),
            *decided_in_words(basis, changed),
        ),
        warnings=warnings,
        basis=basis,
        simulation=None if sure is None else replace(sure, warnings=(*warnings, *unranked)),
        pinned=basis.decisions.pinned,
        vetoed=vetoed,
        estimates=changed,
    )


def _nothing_measured(basis: Basis) -> Problem:
    if len(basis.given.answers.set_apart):
        return Problem(
            f"Wherever an improvement would help, fewer than {basis.options.smallest_cell} people "
            "of a persona answered.",
            hint="Tell fewer personas apart, or set smallest_cell (under [ranking] in study.toml) "
            "lower.",
        )
    return Problem(
        f"No improvement touches a touchpoint with both reality and {basis.options.reference}.",
        hint="Check the touchpoints of the improvements, or hold reality against another "
        "reference.",
    )
