"""The same ranking on reality alone: a check, for differences of two answers have their critics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import visible
from cx_workbench.rank.criteria import anchored
from cx_workbench.rank.options import IMPACTS
from cx_workbench.rank.scoring import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.criteria import Measured
    from cx_workbench.rank.model import Criterion, Ranking

#: What the best reality is: nobody could be better served.
_FULL = 100.0
#: Criteria whose anchors in study.toml are made for gaps.
_OF_GAPS = ("gap", "impact")


@dataclass(frozen=True, eq=False)
class RealityCheck:
    """A ranking beside the one on reality alone.

    Attributes
    ----------
    table
        In the order of the ranking: ``improvement``, ``title``, ``rank``, ``in_top``,
        ``rank_on_reality``, ``in_top_on_reality``, ``score_on_reality``.
    enters, leaves
        Titles that only reality alone would put into the TOP N, and those that only the gap
        does.
    spearman, kendall
        Rank correlations of both orders, -1..1; ``None`` for fewer than two improvements.
    criteria
        With the anchors that the check used.
    sentence
        What it comes to.
    """

    table: pd.DataFrame
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    spearman: float | None
    kendall: float | None
    criteria: tuple[Criterion, ...]
    sentence: str

    def to_text(self) -> str:
        """Return what it comes to, then both ranks of each improvement."""
        lines = [self.sentence]
        if len(self.table):
            lines += ["", "Rank, and rank on reality alone:"]
        rows = self.table[["rank", "rank_on_reality", "title"]].itertuples(index=False)
        lines += [f"    {rank:>2}  {other:>2}  {title}" for rank, other, title in rows]
        return "\n".join(visible(line) for line in lines)

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()


def reality_check(ranking: Ranking) -> RealityCheck:
    """Rank again with ``100 - reality`` in place of every cell's gap.

    Same cells, weights, method and settings. The anchors of gap and impact follow the default
    rule on the new figures: those of study.toml are made for gaps.

    Parameters
    ----------
    ranking
        What is checked; it stays as it is.

    References
    ----------
    Peter, J. P., Churchill, G. A. and Brown, T. J. (1993). Journal of Consumer Research 19,
    655-662. Edwards, J. R. (2001). Organizational Research Methods 4, 265-287: differences hide
    which of their parts speaks, so each part is to be looked at by itself too.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> check = reality_check(rank(example(), draws=0))
    >>> check.table["rank_on_reality"].tolist()[:3]
    [11, 4, 3]
    """
    basis = _on_reality(ranking.basis)
    anchors, ordered = _ranked(basis)
    own = ordered.set_index("improvement")
    places = own.loc[ranking.table["improvement"]]
    table = ranking.table[["improvement", "title", "rank", "in_top"]].assign(
        rank_on_reality=places["rank"].to_numpy(),
        in_top_on_reality=places["in_top"].to_numpy(dtype=bool),
        score_on_reality=places["score"].to_numpy(),
    )
    enters = table.loc[~table["in_top"] & table["in_top_on_reality"], "title"]
    leaves = table.loc[table["in_top"] & ~table["in_top_on_reality"], "title"]
    spearman, kendall = _agreement(table)
    sentence = _in_words(ranking, tuple(enters), tuple(leaves), kendall)
    return RealityCheck(table, tuple(enters), tuple(leaves), spearman, kendall, anchors, sentence)


def _on_reality(basis: Basis) -> Basis:
    return replace(basis, whole=_against_full(basis.whole), world=_against_full(basis.world))


def _against_full(world: Measured) -> Measured:
    cells = world.cells
    full = np.where(cells.measured, _FULL, np.nan)
    return replace(world, cells=replace(cells, held=None, reference=full))


def _ranked(basis: Basis) -> tuple[tuple[Criterion, ...], pd.DataFrame]:
    """Score and order the same improvements in another measured world."""
    study, options, contenders = basis.study, basis.options, basis.contenders
    before = basis.unfiltered.figures(options.impact, options.weights)
    sections = {
        name: section.model_copy(update={"worst": None, "best": None})
        if name in _OF_GAPS
        else section
        for name, section in study.settings.criteria.items()
    }
    anchors = anchored(options.weights, before, sections, IMPACTS[options.impact])
    worth = contenders.figures(options.impact, options.weights)
    return anchors, in_order(basis, anchors, worth, contenders.table)


def _agreement(table: pd.DataFrame) -> tuple[float | None, float | None]:
    """Rank correlations of two orders without ties, by Spearman and by Kendall."""
    if len(table) < 2:  # noqa: PLR2004  one improvement has no order
        return None, None
    first, second = (table[name].to_numpy(dtype=float) for name in ("rank", "rank_on_reality"))
    ahead = [np.sign(ranks[:, None] - ranks) for ranks in (first, second)]
    pairs = len(table) * (len(table) - 1)
    return float(np.corrcoef(first, second)[0, 1]), float((ahead[0] * ahead[1]).sum() / pairs)


def _in_words(
    ranking: Ranking, enters: Sequence[str], leaves: Sequence[str], kendall: float | None
) -> str:
    if ranking.table.empty:
        return "No improvement is ranked, so there is nothing to check on reality alone."
    if kendall is None:
        return "Only one improvement is ranked, so there is no order to check on reality alone."
    top = f"TOP {ranking.top}"
    agree = f"over all {len(ranking.table)} improvements both orders agree with a Kendall tau of "
    agree += f"{kendall:.2f}"
    if len(ranking.table) <= ranking.top:
        return f"All improvements that are ranked are in the {top} either way; {agree}."
    if not enters:
        return f"Ranked on reality alone, the {top} holds the same improvements; {agree}."
    would = f"{_listed(enters)} would enter the {top}, {_listed(leaves)} would leave it"
    return f"Ranked on reality alone, {would}; {agree}."


def _listed(titles: Sequence[str]) -> str:
    *others, last = (f"'{title}'" for title in titles)
    return f"{', '.join(others)} and {last}" if others else last
