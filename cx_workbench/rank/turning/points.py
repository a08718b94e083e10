"""What would have to change for an improvement to leave or enter the TOP N."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.scoring import held
from cx_workbench.rank.sure.acceptability import in_top
from cx_workbench.rank.turning.steps import (
    as_it_stands,
    one_step,
    ranker,
    ranks_under,
    stepped,
    turning,
)
from cx_workbench.rank.turning.weights import DOWN, UP, crossings, searched, smallest_change
from cx_workbench.rank.turning.words import (
    nothing_turns,
    step_in_words,
    turned_in_words,
    weight_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.acceptability import Ranks
    from cx_workbench.rank.sure.draws import Draws

    Array = NDArray[np.float64]

_OF_WEIGHTS = ("criterion", "now", "at", "said", "now_share", "said_share")
#: A figure is said with as few digits as still turn the TOP N.
_DIGITS = (2, 3, 4, 6)
#: So much further than the weight known to do it, the search for a smaller change looks.
_BEYOND = 1.01
_LEAST_REACH = 1e-4
_ANY_WEIGHTS = 2.0


@dataclass(frozen=True, eq=False)
class TurningPoints:
    """What would put each improvement on the other side of the TOP N.

    Attributes
    ----------
    top
        How many make the TOP N.
    improvements
        In the order of the ranking: ``improvement``, ``title``, ``rank``, ``in_top``, ``moved``
        (smallest part of the weights, 0..1, that has to move from some criteria to others; NaN
        where no weights do it or the method has none to move), ``weights`` (those weights, by
        criterion, or ``None``), ``turns`` (whether anything here changes its side),
        ``sentence``.
    weights
        One weight changed and all others kept: ``improvement``, ``title``, ``rank``,
        ``in_top``, ``criterion``, ``now``, ``at`` (the nearest weight at which it changes
        sides), ``said`` (a weight just beyond), ``now_share``, ``said_share`` (of all weights
        together, 0..1; the latter in few digits), ``sentence``. Only where some weight does
        it.
    steps
        One input changed to an end of its estimate or of its 95 % interval: ``improvement``,
        ``title``, ``rank``, ``in_top``, ``field`` (``effort``, ``closes``, ``reality``),
        ``persona``, ``touchpoint``, ``now``, ``then``, ``rank_then``, ``turns`` (bool), ``at``
        (from which figure on; NaN where it does not turn), ``sentence``.
    said
        What holds for all, or empty.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> turns = turning_points(rank(example(), draws=0))
    >>> bool(turns.steps["turns"].any())
    True
    """

    top: int
    improvements: pd.DataFrame
    weights: pd.DataFrame
    steps: pd.DataFrame
    said: str = ""

    def to_text(self) -> str:
        """Return one sentence an improvement: the TOP N, then what could enter it."""
        from cx_workbench.rank.turning.display import to_text

        return to_text(self)

    def to_html(self) -> str:
        """Return the same as lists in a piece of HTML; every text is escaped."""
        from cx_workbench.rank.turning.display import to_html

        return to_html(self)

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()


def turning_points(ranking: Ranking) -> TurningPoints:
    """Say what would have to change for each improvement to leave or enter the TOP N.

    Weights: the nearest weight of each criterion, all others kept, and the smallest change of
    all weights together. Inputs: effort and closes at the low and the high estimate, reality of
    each touchpoint at both ends of its 95 % interval; one at a time, with the anchors of the
    ranking. Needs no draws, and none of it is part of a plain `rank`.

    Parameters
    ----------
    ranking
        Any.

    References
    ----------
    Triantaphyllou, E. and Sánchez, A. (1997). A sensitivity analysis approach for some
    deterministic multi-criteria decision-making methods. Decision Sciences 28, 151-194.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> turns = turning_points(rank(example(), top=3, draws=0))
    >>> turns.weights["sentence"].iloc[0]
    '...'
    """
    named = ranking.table[["improvement", "title", "rank", "in_top"]].reset_index(drop=True)
    stands = as_it_stands(ranking)
    left = ranking.top - int(_pins(ranking).sum())
    open_places = len(named) > ranking.top and left > 0
    weights = _weights(ranking, stands, named, search=open_places)
    steps = _steps(ranking, stands, named)
    nearest = _nearest(ranking, weights, search=open_places)
    improvements = named.assign(
        moved=[moved for moved, _ in nearest],
        weights=pd.Series([found for _, found in nearest], dtype="object"),
    )
    turned = {*weights["improvement"], *steps.loc[steps["turns"], "improvement"]}
    improvements = improvements.assign(
        turns=improvements["improvement"].isin(turned) | improvements["moved"].notna()
    )
    sentences = [
        turned_in_words(ranking, row, weights, steps) for row in improvements.to_dict("records")
    ]
    return TurningPoints(
        top=ranking.top,
        improvements=improvements.assign(sentence=sentences),
        weights=weights,
        steps=steps,
        said=nothing_turns(ranking),
    )


def _given(ranking: Ranking) -> Array:
    return np.array([criterion.weight for criterion in ranking.criteria])


def _pins(ranking: Ranking) -> NDArray[np.bool_]:
    return held(ranking.table["improvement"], ranking.pinned)


def _values(ranking: Ranking) -> Array:
    """Values of the criteria, shape (improvements, criteria)."""
    values: Array = ranking.contributions["value"].to_numpy(dtype=float)
    return values.reshape(-1, len(ranking.criteria))


def _weights(ranking: Ranking, stands: Draws, named: pd.DataFrame, *, search: bool) -> pd.DataFrame:
    """Find the nearest weight of each criterion, down and up, that turns each improvement."""
    given, names = _given(ranking), [criterion.name for criterion in ranking.criteria]
    pins, rows = _pins(ranking), []
    # What is pinned stays; the others contend for the places that are left.
    free, left = np.flatnonzero(~pins), ranking.top - int(pins.sum())
    search = search and METHODS[ranking.method].weighted

    for direction in (DOWN, UP) if search else ():
        if ranking.method == "additive":
            found = crossings(_values(ranking)[free], given, left, direction)
        else:
            sides = _sides(ranker(ranking, stands), ranking.top, pins)
            found = searched(sides, given, direction)[free]
        places, columns = np.nonzero(np.isfinite(found))
        rows.append(
            pd.DataFrame({"place": free[places], "column": columns, "at": found[places, columns]})
        )
    empty = pd.DataFrame({"place": [], "column": [], "at": []}, dtype=float)
    turns = pd.concat([*rows, empty], ignore_index=True)
    turns = turns.astype({"place": int, "column": int})
    turns = turns.sort_values(["place", "column", "at"], kind="stable", ignore_index=True)
    column = turns["column"].to_numpy(dtype=int)
    turns = turns.assign(criterion=np.array(names, dtype=object)[column], now=given[column])
    turns = turns.assign(
        now_share=turns["now"] / given.sum(), said_share=_in_few_digits(ranking, stands, turns)
    )
    rest = given.sum() - turns["now"]
    turns = turns.assign(said=rest * turns["said_share"] / (1 - turns["said_share"]))
    table = named.iloc[turns["place"]].reset_index(drop=True)
    table = table.assign(**{name: turns[name] for name in _OF_WEIGHTS})
    return table.assign(
        sentence=[weight_in_words(ranking.top, row) for row in table.to_dict("records")]
    )


def _sides(
    ranks: Callable[[Array], Ranks], top: int, pins: NDArray[np.bool_]
) -> Callable[[Array], NDArray[np.bool_]]:
    """Make a function that says who is in the TOP N under weights."""
    return lambda weights: in_top(ranks(weights), top, pins)


def _in_few_digits(ranking: Ranking, stands: Draws, turns: pd.DataFrame) -> Array:
    """Round each weight's share outwards to as few digits as still turn the TOP N."""
    at, now = (turns[name].to_numpy(dtype=float) for name in ("at", "now"))
    place, column = turns["place"].to_numpy(dtype=int), turns["column"].to_numpy(dtype=int)
    given, pins = _given(ranking), _pins(ranking)
    under = _sides(ranker(ranking, stands), ranking.top, pins)
    now_in = ranking.table["in_top"].to_numpy(dtype=bool)[place]
    share, said = at / (at + given.sum() - now), np.full(len(turns), np.nan)
    for digits in _DIGITS if len(turns) else ():
        scale = 10.0**digits
        rounded = np.where(at > now, np.ceil(share * scale), np.floor(share * scale)) / scale
        # The others keep their proportions.
        weights = given * ((1 - rounded) / (given.sum() - now))[:, None]
        weights[np.arange(len(turns)), column] = rounded
        inside = under(weights)[np.arange(len(turns)), place]
        usable = (rounded < 1) & np.isnan(said) & (inside != now_in)
        said[usable] = rounded[usable]
    return np.where(np.isnan(said), share, said)


def _nearest(
    ranking: Ranking, weights: pd.DataFrame, *, search: bool
) -> list[tuple[float, dict[str, float] | None]]:
    """Find the smallest change of all weights together; only a weighted sum has one in reach."""
    count = len(ranking.table)
    if ranking.method != "additive" or not search:
        return [(np.nan, None)] * count
    given, names = _given(ranking), [criterion.name for criterion in ranking.criteria]
    share = given / given.sum()
    pins = _pins(ranking)
    values, left = _values(ranking)[~pins], ranking.top - int(pins.sum())
    among = np.cumsum(~pins) - 1
    nearest: list[tuple[float, dict[str, float] | None]] = []
    for place in range(count):
        if pins[place]:
            nearest.append((np.nan, None))
            continue
        reach = _reach(given, weights[weights["rank"] == place + 1], names)
        found = smallest_change(values, share, int(among[place]), left, reach)
        if found is None and reach < _ANY_WEIGHTS:
            found = smallest_change(values, share, int(among[place]), left)
        moved, named = np.nan, None
        if found is not None:
            moved = float(np.abs(found - share).sum()) / 2
            named = dict(zip(names, (found * given.sum()).tolist(), strict=True))
        nearest.append((moved, named))
    return nearest


def _reach(given: Array, single: pd.DataFrame, names: list[str]) -> float:
    """Sum of the changes of all weights that is known to do: by one weight alone."""
    share, reach = given / given.sum(), _ANY_WEIGHTS
    for criterion, at in single[["criterion", "at"]].itertuples(index=False):
        tried = given.copy()
        tried[names.index(criterion)] = at
        known = float(np.abs(tried / tried.sum() - share).sum())
        reach = min(reach, _BEYOND * known + _LEAST_REACH)
    return reach


def _steps(ranking: Ranking, stands: Draws, named: pd.DataFrame) -> pd.DataFrame:
    """Take each step and see where the improvements that it is about come to stand."""
    steps = one_step(ranking, stands)
    field, row = steps["field"].to_numpy(dtype=object), steps["row"].to_numpy(dtype=int)
    then = steps["then"].to_numpy(dtype=float)
    ranks = ranks_under(ranking, stepped(stands, field, row, then))
    about = np.zeros(ranks.shape, dtype=bool)
    cells = field == "reality"
    about[cells] = stands.touched[:, row[cells]].T
    about[~cells, row[~cells]] = True
    step, place = np.nonzero(about)
    order = np.argsort(place, kind="stable")
    step, place = step[order], place[order]
    rank_then = ranks[step, place]
    then_in = in_top(ranks, ranking.top, _pins(ranking))[step, place]
    turns = then_in != named["in_top"].to_numpy(dtype=bool)[place]
    at = np.full(len(step), np.nan)
    at[turns] = turning(ranking, stands, steps.iloc[step[turns]], place[turns])
    taken = steps.iloc[step].reset_index(drop=True)
    where = pd.DataFrame(stands.cells, columns=["persona", "touchpoint"])
    met = where.reindex(taken["row"].where(taken["field"] == "reality", -1)).fillna("")
    table = named.iloc[place].reset_index(drop=True)
    table = table.assign(
        field=taken["field"],
        persona=met["persona"].to_numpy(dtype=object),
        touchpoint=met["touchpoint"].to_numpy(dtype=object),
        now=taken["now"],
        then=taken["then"],
        rank_then=rank_then,
        turns=turns,
        at=at,
    )
    return table.assign(
        sentence=[step_in_words(ranking, item) for item in table.to_dict("records")]
    )
