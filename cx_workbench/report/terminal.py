"""A ranking on a terminal, as tables; what a study says is text, never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking

#: Narrower, figures would be cut; a pipe or a log has no width of its own.
_NARROWEST = 100


def print_ranking(ranking: Ranking, *, cells: bool = False) -> None:
    """Print the TOP N, the reasons, the rest, what is not measured and what was assumed."""
    console = Console(highlight=False, markup=False)
    if console.width < _NARROWEST and not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_NARROWEST)
    console.print(Text(f"\nTOP {ranking.top} · {ranking.study}", style="bold"))
    console.print(_order(ranking))
    for _, item in ranking.top_table.iterrows():
        console.print(Text(f"{item['rank']:>2}. {item['why']}"))
    for title, left_out in (
        ("Not measured", ranking.not_measured),
        ("Out of scope", ranking.out_of_scope),
    ):
        if left_out:
            console.print(Text(f"\n{title}", style="bold"))
        for left in left_out:
            touchpoints = ", ".join(left.touchpoints)
            console.print(Text(f"  - {left.title} ({touchpoints}): {left.reason}"))
    if cells:
        console.print(Text("\nPersonas at touchpoints", style="bold"))
        console.print(_cells(ranking))
    for title, said in (
        ("How it was computed", ranking.assumptions),
        ("Please note", ranking.warnings),
    ):
        if said:
            console.print(Text(f"\n{title}", style="bold"))
        for sentence in said:
            console.print(Text(f"  - {sentence}"))


def _order(ranking: Ranking) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("#", justify="right")
    table.add_column("Improvement", ratio=1)
    units = {criterion.name: criterion.unit for criterion in ranking.criteria}
    table.add_column("Score", justify="right")
    for name, unit in units.items():
        table.add_column(Text(f"{name.capitalize()}\n{_short(unit)}"), justify="right")
    table.add_column("n", justify="right")
    digits = {name: _digits(float(ranking.table[name].abs().max())) for name in units}
    for _, item in ranking.table.iterrows():
        style = "bold" if item["in_top"] else "dim"
        figures = [f"{item[name]:,.{digits[name]}f}" for name in units]
        cells = [
            str(item["rank"]),
            item["title"],
            f"{item['score']:.3f}",
            *figures,
            f"{item['n']:,}",
        ]
        table.add_row(*(Text(str(cell), style=style) for cell in cells))
        if item["rank"] == ranking.top:
            table.add_section()
    return table


def _short(unit: str) -> str:
    return unit.replace("points of the overall index", "index points")


def _digits(largest: float) -> int:
    """Decimals that a column needs: one for 10 and more, none for 100 and more."""
    return 0 if largest >= 100 else 1 if largest >= 10 else 2  # noqa: PLR2004


def _cells(ranking: Ranking) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Persona", "Touchpoint", "Metric"):
        table.add_column(heading)
    for heading in ("n", "Reality", "Reference", "Gap", "Importance"):
        table.add_column(heading, justify="right")
    for _, cell in ranking.cells.iterrows():
        ids = [cell["persona"], cell["touchpoint"]]
        if not cell["measured"]:
            table.add_row(*(Text(str(part), style="dim") for part in [*ids, "not measured"]))
            continue
        table.add_row(
            *(
                Text(str(part))
                for part in (
                    *ids,
                    cell["metric"],
                    f"{cell['n']:,}",
                    f"{cell['reality']:.1f} ({cell['low']:.0f}-{cell['high']:.0f})",
                    f"{cell['reference']:.1f}",
                    f"{cell['gap']:+.1f}",
                    f"{100 * cell['importance']:.1f} %",
                )
            )
        )
    return table
