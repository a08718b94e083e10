"""A ranking as ``ranking.json`` keeps it, in arrays: enough to reckon it again."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from cx_workbench.errors import Problem, SettingError
from cx_workbench.rank.criteria import full_gains, gaps, path_impacts, values
from cx_workbench.rank.export import SCHEMA
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.model import Criterion
from cx_workbench.rank.scoring import best_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_UNREAD = "The earlier ranking cannot be used."


@dataclass(frozen=True, eq=False)
class RecalledCells:
    """The cells of an earlier ranking, arrays of shape (personas, touchpoints)."""

    reality: NDArray[np.float64]
    reference: NDArray[np.float64]
    reach: NDArray[np.float64]

    @property
    def measured(self) -> NDArray[np.bool_]:
        """Where there is a gap."""
        return np.isfinite(self.reference - self.reality)

    @property
    def positive_gap(self) -> NDArray[np.float64]:
        """The gap where it is above 0, else 0."""
        gap = np.nan_to_num(self.reference - self.reality)
        return np.where(self.measured, np.maximum(gap, 0), 0.0)


@dataclass(frozen=True, eq=False)
class RecalledWorld:
    """What the improvements were held against."""

    cells: RecalledCells
    weight: NDArray[np.float64]
    importance: NDArray[np.float64]

    @property
    def mass(self) -> NDArray[np.float64]:
        """Persona weight times reach where measured, else 0."""
        return np.where(self.cells.measured, self.weight[:, None] * self.cells.reach, 0.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An improvement as it was ranked.

    Attributes
    ----------
    id, title
        What it is called.
    rank, in_top
        Its place; a pinned one is in the TOP N whatever its rank.
    score
        As computed then.
    touchpoints, personas
        Ids in play.
    closes
        Likely share of the gap, 0..1; NaN where the file does not say.
    figures
        By criterion.
    """

    id: str
    title: str
    rank: int
    in_top: bool
    score: float
    touchpoints: frozenset[str]
    personas: frozenset[str]
    closes: float
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Settings:
    """How it was ranked: everything that is neither an answer nor an estimate."""

    top: int
    method: str
    impact: str
    criteria: tuple[Criterion, ...]
    persona_weights: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An earlier ranking.

    Attributes
    ----------
    study
        Title of the study.
    when
        When it was made, as far as is known: an ISO date or time, or empty.
    settings
        How it was ranked.
    candidates
        Best first.
    cells
        Reality, reference, reach and importance by (persona, touchpoint); measured cells only.
    """

    study: str
    when: str
    settings: Settings
    candidates: tuple[Candidate, ...]
    cells: Mapping[tuple[str, str], tuple[float, float, float, float]]

    @cached_property
    def by_id(self) -> dict[str, Candidate]:
        """The candidates by id."""
        return {candidate.id: candidate for candidate in self.candidates}

    @property
    def personas(self) -> tuple[str, ...]:
        """Ids of the personas in play."""
        return tuple(self.settings.persona_weights)

    def at(self, when: str) -> Snapshot:
        """Return the same, made at another time."""
        return replace(self, when=when)


def recall(found: Mapping[str, Any], when: str = "") -> Snapshot:
    """Take a ranking as ``ranking.json`` has it.

    Parameters
    ----------
    found
        What the file holds, with ``cells``; or ``Ranking.to_dict(cells=True)``.
    when
        When it was made.

    Raises
    ------
    SettingError
        It is no ranking of ours, or one without its cells.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> snapshot = recall(cx.rank(cx.example(), draws=0).to_dict(cells=True))
    >>> len(snapshot.candidates), snapshot.settings.method
    (17, 'additive')
    """
    if found.get("schema") != SCHEMA:
        what = f"It is no ranking in the form {SCHEMA}."
        raise SettingError(_UNREAD, [Problem(what, hint="Name a ranking.json or a run.json.")])
    if "cells" not in found:
        hint = "Take the ranking.json of a report, or 'rank --json --cells'."
        raise SettingError(_UNREAD, [Problem("It holds no cells.", hint=hint)])
    try:
        return _recalled(found, when)
    except (KeyError, TypeError, ValueError) as error:
        problem = Problem(f"Something in it is missing or wrong: {error}.")
        raise SettingError(_UNREAD, [problem]) from error


def recall_text(text: str, when: str = "") -> Snapshot:
    """Take a ranking from the text of its file.

    Raises
    ------
    SettingError
        As for `recall`.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise SettingError(_UNREAD, [Problem(f"It is no JSON: {error}.")]) from error
    if not isinstance(found, dict):
        raise SettingError(_UNREAD, [Problem("It is no ranking.")])
    return recall(found, when)


def _recalled(found: Mapping[str, Any], when: str) -> Snapshot:
    weights = found["weights"]
    criteria = tuple(
        Criterion(
            name, float(each["worst"]), float(each["best"]), float(weights[name]), each["unit"], ""
        )
        for name, each in found["criteria"].items()
    )
    persona_weights = {str(each["id"]): float(each["weight"]) for each in found["personas"]}
    settings = Settings(
        int(found["top"]), str(found["method"]), str(found["impact"]), criteria, persona_weights
    )
    return Snapshot(
        study=str(found["study"]),
        when=when,
        settings=settings,
        candidates=tuple(_candidate(each, criteria) for each in found["ranking"]),
        cells={
            (str(cell["persona"]), str(cell["touchpoint"])): (
                float(cell["reality"]),
                float(cell["reference"]),
                float(cell["reach"]),
                float(cell["importance"]),
            )
            for cell in found["cells"]
        },
    )


def _candidate(found: Mapping[str, Any], criteria: Iterable[Criterion]) -> Candidate:
    closes = found.get("closes")
    names = {"gap", "impact", "effort", *(criterion.name for criterion in criteria)}
    return Candidate(
        id=str(found["improvement"]),
        title=str(found["title"]),
        rank=int(found["rank"]),
        in_top=bool(found["in_top"]),
        score=float(found["score"]),
        touchpoints=frozenset(map(str, found["touchpoints"])),
        personas=frozenset(map(str, found["personas"])),
        closes=float("nan") if closes is None else float(closes),
        figures={name: float(found[name]) for name in names if found.get(name) is not None},
    )


def ranks_of(
    candidates: Iterable[Candidate],
    cells: Mapping[tuple[str, str], tuple[float, float, float, float]],
    settings: Settings,
) -> dict[str, int]:
    """Rank candidates anew, from answers and settings that need not be of one time.

    Parameters
    ----------
    candidates
        With their estimates.
    cells
        As in `Snapshot`.
    settings
        The method must be one whose score comes from the criteria alone (see `can_be_reckoned`).

    Returns
    -------
    dict of str to int
        Rank by id; those without a measured cell are left out.
    """
    world, touchpoints = _world(cells, settings)
    everybody = tuple(settings.persona_weights)
    known = list(candidates)
    touched = np.array(
        [
            [[p in each.personas and t in each.touchpoints for t in touchpoints] for p in everybody]
            for each in known
        ],
        dtype=bool,
    ).reshape(len(known), len(everybody), len(touchpoints))
    measured = np.any(touched & world.cells.measured, axis=(1, 2))
    kept = [each for each, is_measured in zip(known, measured, strict=True) if is_measured]
    if not kept:
        return {}
    touched = touched[measured]
    closes = np.array([each.closes for each in kept])
    worth = {
        "gap": gaps(touched, world),
        "impact": path_impacts(touched, closes, world)
        if settings.impact == "path"
        else closes * full_gains(touched, world),
    }
    for criterion in ("effort", *(each.name for each in settings.criteria)):
        if criterion not in worth:
            worth[criterion] = np.array([each.figures.get(criterion, 0.0) for each in kept])
    weights = np.array([criterion.weight for criterion in settings.criteria])
    scores = METHODS[settings.method].score(
        values(settings.criteria, worth), weights / weights.sum(), worth
    )
    ids = np.array([each.id for each in kept], dtype=object)
    order = best_first(scores, worth, np.argsort(ids, kind="stable"))
    return {str(name): place for place, name in enumerate(ids[order], start=1)}


def can_be_reckoned(snapshot: Snapshot) -> bool:
    """Whether a snapshot holds all that its order comes from."""
    is_whole = all(np.isfinite(each.closes) for each in snapshot.candidates)
    return is_whole and not METHODS[snapshot.settings.method].parts


def _world(
    cells: Mapping[tuple[str, str], tuple[float, float, float, float]], settings: Settings
) -> tuple[RecalledWorld, tuple[str, ...]]:
    personas = tuple(settings.persona_weights)
    touchpoints = tuple(sorted({touchpoint for _, touchpoint in cells}))
    nothing = (np.nan, np.nan, 0.0, 0.0)
    grid = np.array(
        [[cells.get((p, t), nothing) for t in touchpoints] for p in personas], dtype=float
    ).reshape(len(personas), len(touchpoints), 4)
    reality, reference, reach, importance = np.moveaxis(grid, 2, 0)
    weight = np.array([settings.persona_weights[p] for p in personas])
    return RecalledWorld(RecalledCells(reality, reference, reach), weight, importance), touchpoints
