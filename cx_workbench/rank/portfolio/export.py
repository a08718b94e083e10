"""portfolio.json: the form in which other programs read a portfolio."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cx_workbench.rank.export import plain

if TYPE_CHECKING:
    from cx_workbench.rank.portfolio.model import Portfolio

SCHEMA = "cx-workbench/portfolio/1"
_FIGURES = (
    "study",
    "budget",
    "used",
    "unit",
    "value",
    "possible",
    "share",
    "overlap",
    "bound",
    "proven",
    "draws",
    "impossible",
    "seed",
    "p_within",
    "value_low",
    "value_high",
    "nested",
    "rules",
    "assumptions",
    "warnings",
)
_FRAMES = ("chosen", "robust", "frontier")


def to_json(portfolio: Portfolio) -> str:
    """Return a portfolio as JSON text; floats in full, so that nothing is lost."""
    return json.dumps(to_dict(portfolio), ensure_ascii=False, indent=2, allow_nan=False)


def to_dict(portfolio: Portfolio) -> dict[str, Any]:
    """Return a portfolio as plain values; a figure that there is not is ``None``."""
    figures = {name: getattr(portfolio, name) for name in _FIGURES}
    frames = {name: getattr(portfolio, name).to_dict("records") for name in _FRAMES}
    found: dict[str, Any] = plain({"schema": SCHEMA, **figures, **frames})
    return found
