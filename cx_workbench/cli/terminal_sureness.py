"""How sure a ranking is, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from cx_workbench.cli.console import console_for
from cx_workbench.cli.terminal import line, points, section
from cx_workbench.errors import visible
from cx_workbench.rank.frames import edges_of_top
from cx_workbench.rank.sure.words import COLUMNS, assumptions, close_calls, rows, title

if TYPE_CHECKING:
    from cx_workbench.rank.sure.simulation import Simulation


def print_simulation(sure: Simulation) -> None:
    """Print the share of the draws in the TOP N, rank ranges and the closest calls."""
    console = console_for()
    console.print(line(f"\n{visible(title(sure))}", style="bold"))
    console.print(_places(sure))
    if close := close_calls(sure):
        section(console, "Close calls", points(close))
    section(console, "How it was computed", points(assumptions(sure)))
    if sure.warnings:
        section(console, "Please note", points(sure.warnings))


def _places(sure: Simulation) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in COLUMNS:
        if column == "Improvement":
            table.add_column(column, ratio=1, overflow="fold")
        else:
            table.add_column(column.format(top=sure.top), justify="right", no_wrap=True)
    in_top = sure.table["in_top"].tolist()
    edges = edges_of_top(in_top)
    for place, row in enumerate(rows(sure)):
        style = "bold" if in_top[place] else "dim"
        table.add_row(*(line(visible(cell), style) for cell in row))
        if place in edges:
            table.add_section()
    return table
