"""A ranking on a terminal, as tables; what a study says is text, never markup or commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from cx_workbench.cli.console import console_for
from cx_workbench.errors import visible
from cx_workbench.rank.display import NOTHING_RANKED, figures, in_one_line, left_out, title, unit
from cx_workbench.rank.frames import edges_of_top
from cx_workbench.rank.sure.words import PINNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from rich.console import Console

    from cx_workbench.rank.model import Ranking

#: What the columns of a table need apart from names: on a narrower terminal it is a list.
_BESIDE_FIGURES, _A_FIGURE, _CELL_TABLE = 40, 14, 88


def print_ranking(ranking: Ranking, *, cells: bool = False) -> None:
    """Print the TOP N, the reasons, the rest, what is not measured and what was assumed."""
    console = console_for()
    console.print(line(f"\n{visible(title(ranking))}", style="bold"))
    if ranking.table.empty:
        console.print(f"\n{NOTHING_RANKED}")
    else:
        _print_order(console, ranking)
    for heading, left in left_out(ranking):
        section(console, heading, points(left))
    if cells:
        narrow = console.width < _CELL_TABLE
        table = points(_cells_listed(ranking)) if narrow else _cells(ranking)
        section(console, "Personas at touchpoints", table)
    section(console, "How it was computed", points(ranking.assumptions))
    if ranking.warnings:
        section(console, "Please note", points(ranking.warnings))


def _print_order(console: Console, ranking: Ranking) -> None:
    if console.width < _BESIDE_FIGURES + _A_FIGURE * len(ranking.criteria):
        console.print()
        console.print(_order_listed(ranking))
    else:
        console.print(_order(ranking))
    why = "Why these" if len(ranking.top_table) > 1 else "Why this one"
    section(console, why, _reasons(ranking))


def line(text: str, style: str = "") -> Text:
    """Take text as it is: no markup, broken where it must."""
    return Text(text, style=style, overflow="fold")


def section(console: Console, heading: str, body: Table) -> None:
    """Print a part under its heading."""
    console.print(line(f"\n{heading}", style="bold"))
    console.print(body)


def _grid() -> Table:
    """Hold a list: marks on the left, text that wraps beside and not below them."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def points(sentences: Iterable[str]) -> Table:
    """Lay sentences out as points."""
    grid = _grid()
    for sentence in sentences:
        grid.add_row(" -", line(visible(sentence)))
    return grid


def _reasons(ranking: Ranking) -> Table:
    grid = _grid()
    for _, item in ranking.top_table.iterrows():
        grid.add_row(f"{item['rank']}.", line(visible(item["why"])))
    return grid


def _order_listed(ranking: Ranking) -> Table:
    """Lay the order out for a narrow terminal: the title, and the figures below it."""
    grid, edges = _grid(), edges_of_top(ranking.table["in_top"])
    for place, (_, item) in enumerate(ranking.table.iterrows()):
        style = _style(item)
        grid.add_row(line(f"{item['rank']}.", style), line(visible(item["title"]), style))
        grid.add_row("", line(f"{in_one_line(ranking, item)} · n {item['n']:,}", style))
        if place in edges:
            grid.add_row()
    return grid


def _order(ranking: Ranking) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Improvement", ratio=1, overflow="fold")
    table.add_column("Score", justify="right", no_wrap=True)
    for criterion in ranking.criteria:
        heading = f"{visible(criterion.name).capitalize()}\n{_short(visible(unit(criterion)))}"
        table.add_column(line(heading), justify="right", no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    drawn = ranking.draws is not None
    if drawn:
        table.add_column(f"In TOP {ranking.top}\nof 100", justify="right", no_wrap=True)
        table.add_column("Ranks\nof 90 %", justify="right", no_wrap=True)
    edges = edges_of_top(ranking.table["in_top"])
    for place, (_, item) in enumerate(ranking.table.iterrows()):
        cells = [
            str(item["rank"]),
            visible(item["title"]),
            f"{item['score']:.3f}",
            *figures(ranking, item),
            f"{item['n']:,}",
            *(_sureness(item, ranking) if drawn else ()),
        ]
        table.add_row(*(line(cell, _style(item)) for cell in cells))
        if place in edges:
            table.add_section()
    return table


def _sureness(item: pd.Series[Any], ranking: Ranking) -> tuple[str, str]:
    share = 100 * item["p_top"]
    rounded = PINNED if item["improvement"] in ranking.pinned else f"{share:.0f}"
    # What is not quite all or nothing must not read as that.
    edge = {"0": "<1", "100": ">99"}.get(rounded, rounded)
    exact = share in (0.0, 100.0) or rounded == PINNED
    return rounded if exact else edge, f"{item['rank_low']:.0f}-{item['rank_high']:.0f}"


def _style(item: pd.Series[Any]) -> str:
    return "bold" if item["in_top"] else "dim"


#: Units as narrow as a column; the sentences below write them in full.
_SHORT = {
    "points of the overall index": "points",
    "points of path satisfaction": "points",
    "index points": "points",
    "person-days": "days",
}


def _short(words: str) -> str:
    return _SHORT.get(words, words)


def _cells(ranking: Ranking) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Persona", "Touchpoint"):
        table.add_column(heading, overflow="fold")
    table.add_column("Metric", no_wrap=True)
    for heading in ("n", "Reality", "Reference", "Gap", "Importance"):
        table.add_column(heading, justify="right", no_wrap=True)
    for _, cell in ranking.cells.iterrows():
        ids = [visible(cell["persona"]), visible(cell["touchpoint"])]
        if not cell["measured"]:
            table.add_row(*(line(part, "dim") for part in [*ids, "not measured"]))
            continue
        table.add_row(
            *(
                line(part)
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


def _cells_listed(ranking: Ranking) -> Iterator[str]:
    for _, cell in ranking.cells.iterrows():
        place = f"{cell['persona']} at {cell['touchpoint']}"
        if not cell["measured"]:
            yield f"{place}: not measured"
            continue
        yield (
            f"{place} ({cell['metric']}): reality {cell['reality']:.1f} "
            f"({cell['low']:.0f}-{cell['high']:.0f}), n {cell['n']:,}, reference "
            f"{cell['reference']:.1f}, gap {cell['gap']:+.1f}, importance "
            f"{100 * cell['importance']:.1f} %"
        )
