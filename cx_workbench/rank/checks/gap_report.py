"""The gaps of a ranking with their intervals, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.errors import visible
from cx_workbench.measure.gaps import gap_table, gaps_in_words
from cx_workbench.measure.reliability import ONE_QUESTION
from cx_workbench.rank.checks.respondents import crossed_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from cx_workbench.rank.model import Ranking


@dataclass(frozen=True, eq=False)
class GapReport:
    """The gap of every cell in play, honestly.

    Attributes
    ----------
    table
        One row a cell (see `cx_workbench.measure.gaps.gap_table`).
    sentences
        What it rests on and how far it can be trusted.
    cells
        Each measured gap in words, the widest first.
    """

    table: pd.DataFrame
    sentences: tuple[str, ...]
    cells: tuple[str, ...] = ()

    def to_text(self) -> str:
        """Return what the gaps rest on, then each gap with its interval."""
        lines = [*self.sentences, "", "Gaps with their 95 % intervals:"]
        return "\n".join(
            visible(line) for line in (*lines, *(f"    {cell}" for cell in self.cells))
        )

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()


def gap_report(ranking: Ranking, *, part: float = ONE_QUESTION) -> GapReport:
    """Give every cell's gap its interval, and say whose answers it compares.

    Parameters
    ----------
    ranking
        Its cells are taken as they are. If they are shrunk, the intervals are those of the
        shrunk figures.
    part
        Reliability that is assumed of one answer, 0..1 (see
        `cx_workbench.measure.reliability.difference_reliability`).

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> report = gap_report(rank(example(), draws=0))
    >>> report.table.loc[0, ["gap_low", "gap_high"]].round().tolist()
    [-7.0, -1.0]
    """
    basis, reference = ranking.basis, ranking.reference
    cells, shrunk = basis.world.cells, basis.options.shrink
    together = None
    if cells.held is not None and not shrunk:
        together = crossed_cells(basis, "reality", reference)
    table = gap_table(cells, together, reference, part)
    if shrunk:
        table["from"] = table["from"].where(table["from"] == "not measured", "shrunk")
    return GapReport(table, gaps_in_words(table, part), tuple(_in_words(ranking, table)))


def _in_words(ranking: Ranking, table: pd.DataFrame) -> Iterator[str]:
    people = dict(zip(ranking.personas["persona"], ranking.personas["name"], strict=True))
    places = dict(zip(ranking.touchpoints["touchpoint"], ranking.touchpoints["name"], strict=True))
    measured = table[table["from"] != "not measured"].sort_values("gap", ascending=False)
    for cell in measured.to_dict("records"):
        both = f", {cell['n_paired']:,} answered both" if cell["n_paired"] else ""
        yield (
            f"{places[cell['touchpoint']]}, {people[cell['persona']]}: {cell['gap']:+.1f} points "
            f"({cell['gap_low']:+.1f} to {cell['gap_high']:+.1f}); {cell['from']}{both}"
        )
