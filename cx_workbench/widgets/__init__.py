"""The workbench on the screen: a session that holds the state, and views that show it.

Each view is a widget of its own, made from a study or a session; views of one session move
together.

>>> import cx_workbench as cx
>>> from cx_workbench.widgets import Board, Matrix, Session
>>> session = Session(cx.example(), file=False, draws=200)
>>> board, matrix = Board(session), Matrix(session)
>>> session.top = 10
>>> len(session.ranking.top_table)
10
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the names of `__all__`, for type checkers and editors
    from cx_workbench.widgets.bar import Bar
    from cx_workbench.widgets.board import Board
    from cx_workbench.widgets.controls import Controls
    from cx_workbench.widgets.decisions import Decisions
    from cx_workbench.widgets.details import Details
    from cx_workbench.widgets.frontier import Frontier
    from cx_workbench.widgets.importer import Importer
    from cx_workbench.widgets.matrix import Matrix
    from cx_workbench.widgets.pictures import Acceptability, GapMap, HowSure, Journey
    from cx_workbench.widgets.scenarios import Scenarios
    from cx_workbench.widgets.session import Session
    from cx_workbench.widgets.workbench import Workbench

__all__ = [
    "Acceptability",
    "Bar",
    "Board",
    "Controls",
    "Decisions",
    "Details",
    "Frontier",
    "GapMap",
    "HowSure",
    "Importer",
    "Journey",
    "Matrix",
    "Scenarios",
    "Session",
    "Workbench",
]

#: They share a module; every other name has one of its own.
_PICTURES = frozenset({"Acceptability", "GapMap", "HowSure", "Journey"})


def __getattr__(name: str) -> object:
    """Load a view when it is first used: a session needs none of them."""
    if name not in __all__:
        message = f"module '{__name__}' has no attribute '{name}'"
        raise AttributeError(message)
    room = "pictures" if name in _PICTURES else name.lower()
    value: object = getattr(import_module(f"{__name__}.{room}"), name)
    globals()[name] = value
    return value
