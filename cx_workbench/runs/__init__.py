"""Notebooks run with parameters: templates, single runs and their verdicts."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the names of `__all__`, for type checkers and editors
    from cx_workbench.runs.notebook import RunResult, run
    from cx_workbench.runs.templates import Parameter, Template

__all__ = ["Parameter", "RunResult", "Template", "run"]

_MODULES = {
    "Parameter": "templates",
    "RunResult": "notebook",
    "Template": "templates",
    "run": "notebook",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used: the warm process has to start at once."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
