"""Which five things to improve next for your customers, and how sure that is.

>>> import cx_workbench
>>> ranking = cx_workbench.rank(cx_workbench.example())
>>> len(ranking.top_table)
5
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.errors import WorkbenchError
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.ranking import rank
    from cx_workbench.report import report
    from cx_workbench.runs import run
    from cx_workbench.study.built_in import example
    from cx_workbench.study.loading import load
    from cx_workbench.study.model import Study

__all__ = ["Ranking", "Study", "WorkbenchError", "example", "load", "rank", "report", "run"]

#: Where each public name lives: loaded when first used, so that an import costs nothing.
_HOMES = {
    "Ranking": "cx_workbench.rank.model",
    "Study": "cx_workbench.study.model",
    "WorkbenchError": "cx_workbench.errors",
    "example": "cx_workbench.study.built_in",
    "load": "cx_workbench.study.loading",
    "rank": "cx_workbench.rank.ranking",
    "report": "cx_workbench.report",
    "run": "cx_workbench.runs",
}


def __getattr__(name: str) -> object:
    """Load a public name."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module 'cx_workbench' has no attribute '{name}'"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
