"""Notebooks run with parameters: templates, single runs and their verdicts."""

from __future__ import annotations

from cx_workbench.runs.notebook import RunResult, run
from cx_workbench.runs.templates import Parameter, Template, templates

__all__ = ["Parameter", "RunResult", "Template", "run", "templates"]
