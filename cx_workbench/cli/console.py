"""The terminal that tables are printed on."""

from __future__ import annotations

from rich.console import Console

#: A pipe or a log has no width of its own.
_USUAL = 100


def console_for() -> Console:
    """Return the terminal, or what is as wide as a usual one."""
    console = Console(highlight=False, markup=False)
    if console.is_terminal:
        return console
    return Console(highlight=False, markup=False, width=max(console.width, _USUAL))
