"""Which five things to improve next for your customers, and how sure that is.

>>> import cx_workbench
>>> ranking = cx_workbench.rank(cx_workbench.example())
>>> len(ranking.top_table)
5
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the names of `__all__`, for type checkers and editors
    from cx_workbench.errors import WorkbenchError
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.choosing import portfolio
    from cx_workbench.rank.ranking import rank
    from cx_workbench.rank.sure.simulate import simulate
    from cx_workbench.report import report
    from cx_workbench.runs.notebook import run
    from cx_workbench.study.built_in import example
    from cx_workbench.study.loading import load
    from cx_workbench.study.model import Study
    from cx_workbench.widgets.session import Session
    from cx_workbench.widgets.workbench import Workbench

__all__ = [
    "Ranking",
    "Session",
    "Study",
    "Workbench",
    "WorkbenchError",
    "example",
    "load",
    "portfolio",
    "rank",
    "report",
    "run",
    "simulate",
]

#: Where each public name lives: loaded when first used, so that an import costs nothing.
_HOMES = {
    "Ranking": "cx_workbench.rank.model",
    "Session": "cx_workbench.widgets.session",
    "Study": "cx_workbench.study.model",
    "Workbench": "cx_workbench.widgets.workbench",
    "WorkbenchError": "cx_workbench.errors",
    "example": "cx_workbench.study.built_in",
    "load": "cx_workbench.study.loading",
    "portfolio": "cx_workbench.rank.portfolio.choosing",
    "rank": "cx_workbench.rank.ranking",
    "report": "cx_workbench.report",
    "run": "cx_workbench.runs.notebook",
    "simulate": "cx_workbench.rank.sure.simulate",
}


class _Front(ModuleType):
    """The package as its users see it: a function goes before the room of the same name.

    Importing anything in the room ``rank/`` would put the room in the place of the function
    `rank`; so would ``report/``.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> object:
        if name not in _HOMES:
            message = f"module '{self.__name__}' has no attribute '{name}'"
            raise AttributeError(message)
        value = getattr(import_module(_HOMES[name]), name)
        setattr(self, name, value)
        return value

    def __dir__(self) -> list[str]:
        return [*__all__, *(name for name in self.__dict__ if name.startswith("__"))]


sys.modules[__name__].__class__ = _Front
