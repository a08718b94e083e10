"""The same improvements by other methods and by name: who ranks where under which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cx_workbench.errors import visible
from cx_workbench.rank.frames import as_ranked
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.parts import parts_in_words, unfit, unjudged
from cx_workbench.rank.scoring import held, in_order
from cx_workbench.rank.sure.acceptability import in_top

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking


@dataclass(frozen=True, eq=False)
class Frameworks:
    """A ranking beside what other methods make of the same figures.

    Attributes
    ----------
    ranking
        The main ranking.
    methods
        Names of the methods compared: the main one, the named frameworks, the house's others.
    table
        Ranked improvements in the order of the main ranking: ``improvement``, ``title``,
        ``rank`` (under the main method), ``tops`` (under how many of the methods it is in the
        TOP N), then ``..._score`` and ``..._rank`` for each method.
    assumptions
        What the parts of each framework were taken from, one sentence a framework.
    left_out
        Why, by the name of each framework that was not computed.
    """

    ranking: Ranking
    methods: tuple[str, ...]
    table: pd.DataFrame
    assumptions: tuple[str, ...]
    left_out: Mapping[str, str]

    @property
    def ranks(self) -> NDArray[np.int_]:
        """Ranks from 1, shape (improvements, methods)."""
        columns = [f"{method}_rank" for method in self.methods]
        return self.table[columns].to_numpy(dtype=int)

    def to_text(self) -> str:
        """Return each improvement's rank under every method, and what the parts were."""
        names = [METHODS[name].title for name in self.methods]
        lines = [f"Ranks under {', '.join(names)}:"]
        for item, ranks in zip(self.table.to_dict("records"), self.ranks, strict=True):
            places = ", ".join(str(rank) for rank in ranks)
            tops = f"TOP {self.ranking.top} under {item['tops']} of {len(names)}"
            lines += [f"{item['rank']:>2}  {item['title']}: {places}; {tops}"]
        lines += [] if len(self.table) else ["    No improvement is left to rank."]
        lines += ["", "How it was computed:", *(f"    {said}" for said in self.assumptions)]
        if self.left_out:
            reasons = (f"    {METHODS[name].title}: {why}" for name, why in self.left_out.items())
            lines += ["", "Not computed:", *reasons]
        return "\n".join(visible(line) for line in lines)

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()


def frameworks(ranking: Ranking) -> Frameworks:
    """Rank by RICE, ICE, WSJF, the opportunity score and the house's other methods.

    Each part of a framework comes from the improvements' column of its usual name (``reach``,
    ``impact``, ``confidence``, ``effort``, ``ease``, ``business_value``, ``time_criticality``,
    ``risk_reduction``, ``job_size``, ``importance``, ``satisfaction``), as it stands there; where
    there is no such column, from what the study knows. `Frameworks.assumptions` says which.

    Parameters
    ----------
    ranking
        The main ranking; its figures, anchors and filters are kept.

    Returns
    -------
    Frameworks
        One table of scores and ranks.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> compared = frameworks(rank(example(), top=3))
    >>> compared.table[["improvement", "rank", "rice_rank", "tops"]].head(2).values.tolist()
    [['firm_invoice', 1, ...], ['plain_bill', 2, ...]]
    """
    improvements = as_ranked(ranking)
    left_out = {name: why for name in METHODS if (why := _left_out(name, ranking, improvements))}
    methods = tuple(name for name in _reading_order(ranking.method) if name not in left_out)
    table = ranking.table[["improvement", "title", "rank"]].copy()
    for name in methods:
        table[f"{name}_score"], table[f"{name}_rank"] = _placed(ranking, name, improvements)
    ranks = table[[f"{name}_rank" for name in methods]].to_numpy(dtype=int)
    pins = held(table["improvement"], ranking.pinned)
    table.insert(3, "tops", in_top(ranks.T, ranking.top, pins).sum(axis=0))
    said = [said for name in methods for said in parts_in_words(name, ranking.basis)]
    return Frameworks(ranking, methods, table, tuple(said), left_out)


def _reading_order(main: str) -> list[str]:
    """Put the main method first, then the named frameworks, then the house's own."""
    others = sorted(METHODS.values(), key=lambda method: not method.parts)
    return [main, *(method.name for method in others if method.name != main)]


def _left_out(name: str, ranking: Ranking, improvements: pd.DataFrame) -> str:
    """Say why a framework is not computed beside a ranking; nothing if it is."""
    if name == ranking.method:
        return ""
    faults = [str(fault) for fault in unfit(name, ranking.basis.study.improvements)]
    lacking = [column.replace("_", " ") for column in unjudged(name, improvements)]
    if lacking:
        columns = " and ".join(lacking)
        faults.append(
            f"The study says nothing of {columns}, so {METHODS[name].title} would only repeat "
            f"impact per person-day. Add columns of these names to the improvements."
        )
    return " ".join(faults)


def _placed(
    ranking: Ranking, name: str, improvements: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    """Score and rank under a method, in the order of the main ranking."""
    basis = replace(ranking.basis, options=replace(ranking.basis.options, method=name))
    criteria = ranking.criteria
    worth = {each.name: ranking.table[each.name].to_numpy(dtype=float) for each in criteria}
    ordered = in_order(basis, criteria, worth, improvements).sort_index()
    return ordered["score"].to_numpy(dtype=float), ordered["rank"].to_numpy(dtype=int)
