"""The figures of the pictures as tables, for those who read rather than see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.figures import (
    answers_of,
    cells_of,
    items_of,
    names_of,
    people_of,
    top_name,
)
from cx_workbench.charts.standings import of_draws, standings_of
from cx_workbench.charts.words import (
    amount,
    capital,
    interval,
    listed,
    number,
    reference_of,
    signed,
    unit_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.charts.figures import Cell, Item
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.model import Portfolio

_NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Table:
    """Figures as they are written.

    Attributes
    ----------
    columns
        Their heads, units included.
    rows
        One text a column; the first says what the row is about.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def written(self) -> dict[str, list[object]]:
        """Return it as JSON knows it."""
        return {"columns": list(self.columns), "rows": [list(row) for row in self.rows]}


def effort_and_impact(ranking: Ranking) -> Table:
    """Return effort, impact and gap of each improvement.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> table = effort_and_impact(cx.rank(cx.example(), draws=0))
    >>> table.columns[:2], len(table.rows)
    (('Improvement', 'Effort'), 17)
    """
    units = {
        "effort": unit_of(ranking, "effort", "person-days"),
        "impact": unit_of(ranking, "impact", "index points"),
        "gap": unit_of(ranking, "gap", "index points"),
    }
    rows = (
        (_named(item), *(amount(getattr(item, name), unit) for name, unit in units.items()))
        for item in items_of(ranking)
    )
    return Table(("Improvement", *map(capital, units)), tuple(rows))


def gaps(ranking: Ranking) -> Table:
    """Return the gap of every persona at every touchpoint, in points, with its answers."""
    return _by_persona(ranking, lambda cell: f"{signed(cell.gap)} ({answers_of(cell)})")


def curves(ranking: Ranking) -> Table:
    """Return reality with its interval, and what it is held against, along the journey."""
    other = reference_of(ranking)
    return _by_persona(
        ranking,
        lambda cell: (
            f"{interval(cell.reality, cell.low, cell.high)}, {other} {number(cell.reference)}"
        ),
    )


def ranges(ranking: Ranking) -> Table:
    """Return how often each improvement is in the TOP N, and its ranks."""
    if ranking.simulation is None:
        return Table(("Improvement",), tuple((_named(item),) for item in items_of(ranking)))
    standings = standings_of(ranking, ranking.simulation)
    top = top_name([each.item for each in standings])
    columns = ("Improvement", f"In the {top}", "Expected rank", "Ranks in 90 of 100 draws")
    rows = (
        (
            _named(each.item),
            of_draws(each.p_top),
            number(each.expected, 1),
            f"{each.low}\N{EN DASH}{each.high}" if each.low < each.high else f"{each.low}",
        )
        for each in standings
    )
    return Table(columns, tuple(rows))


def shares(ranking: Ranking) -> Table:
    """Return in how many of 100 draws each improvement takes each rank."""
    if ranking.simulation is None:
        return ranges(ranking)
    standings = standings_of(ranking, ranking.simulation)
    ranks = (f"Rank {rank}" for rank in range(1, len(standings) + 1))
    rows = (
        (_named(each.item), *(number(100 * share) for share in each.shares)) for each in standings
    )
    return Table(("Of 100 draws", *ranks), tuple(rows))


def budgets(plan: Portfolio, ranking: Ranking) -> Table:
    """Return what every budget buys and gains."""
    titles = {item.improvement: item.title for item in items_of(ranking)}
    columns = ("Budget", "Gains, index points", "Going down the ranking", "Improvements")
    rows = (
        (
            amount(float(row["budget"]), plan.unit),
            number(float(row["value"]), 2),
            number(float(row["by_ranking"]), 2),
            listed([titles.get(each, each) for each in row["improvements"]] or ["none"]),
        )
        for row in plan.frontier.to_dict("records")
    )
    return Table(columns, tuple(rows))


def _named(item: Item) -> str:
    return f"{item.rank}. {item.title}"


def _by_persona(ranking: Ranking, write: Callable[[Cell], str]) -> Table:
    people, cells, names = people_of(ranking), cells_of(ranking), names_of(ranking)
    rows = (
        (
            name,
            *(
                write(cell) if (cell := cells.get((person.persona, touchpoint))) else _NOT_MEASURED
                for person in people
            ),
        )
        for touchpoint, name in names.items()
    )
    return Table(("Touchpoint", *(person.name for person in people)), tuple(rows))
