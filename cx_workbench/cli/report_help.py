"""The help of ``report``: with a template named, also what that one can be run with."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from cx_workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from cx_workbench.runs.templates import Template

_TYPED = f"{__name__}.typed"


class ReportCommand(TyperCommand):
    """``cx-workbench report TEMPLATE --help`` lists the parameters of that template."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  typer's own click
        """Keep what was typed: help is asked for before anything is read."""
        ctx.meta[_TYPED] = tuple(args)
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  typer's own click
        """Return what is typed after the name: the template may be left out, the study not."""
        return ["[OPTIONS]", "[TEMPLATE]", "STUDY"]

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401  typer's own click
        """Return the help, with the parameters of the template that is named, if any."""
        said = super().get_help(ctx)
        found = _named(ctx.meta[_TYPED])
        return said if found is None else f"{said}\n\n{_table(found)}"


def _named(typed: tuple[str, ...]) -> Template | None:
    from cx_workbench.runs.templates import find

    for word in typed:
        with suppress(WorkbenchError):
            return find(word)
    return None


def _table(template: Template) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cx_workbench.runs.declared import EMPTY
    from cx_workbench.runs.parameters import SET_BY_RUN, STUDY, may_be, schema

    kinds = schema(template).get("properties", {})
    table = Table("name", "may be", "if not given", "what it is", box=None, pad_edge=False)
    for each in template.parameters:
        if each.name not in (*SET_BY_RUN, STUDY):
            usual = "" if each.default in EMPTY else str(each.default)
            cells = (each.name, may_be(kinds[each.name]), usual, each.means)
            table.add_row(*map(Text, cells))
    written = io.StringIO()
    Console(file=written, color_system=None).print(table)
    said = f"Parameters of {template.name}, as -p NAME=VALUE; options go before them:"
    return f"{said}\n\n{written.getvalue().rstrip()}"
