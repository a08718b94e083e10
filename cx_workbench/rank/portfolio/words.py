"""Figures and names of a portfolio inside sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cx_workbench.rank.portfolio.rules import ROUNDING
from cx_workbench.rank.reasons import WHOLE_DAYS, days

if TYPE_CHECKING:
    from collections.abc import Sequence

PERSON_DAYS = "person-days"
#: From here on, so many decimals.
_DECIMALS = ((100, 0), (10, 1), (0, 2))
_MANY = 8


def amount(value: float, unit: str) -> str:
    """Write what the budget counts, with its unit.

    Examples
    --------
    >>> amount(130.2, "person-days"), amount(1, "person-days"), amount(12000, "EUR")
    ('130 person-days', '1 person-day', '12,000 EUR')
    """
    if unit == PERSON_DAYS:
        return days(value)
    return f"{value:,.{_places(value, unit)}f} {unit}"


def enough(value: float, unit: str) -> str:
    """Write what a budget must be at least: rounded up to the digits shown, so that it will do.

    Examples
    --------
    >>> enough(334.2, "person-days"), enough(2.51, "person-days"), enough(99.995, "EUR")
    ('335 person-days', '2.6 person-days', '100 EUR')
    """
    step = 10.0 ** _places(value, unit)
    # A sum of tenths must not go up for an error of its last bit.
    return amount(math.ceil(value * step * (1 - ROUNDING)) / step, unit)


def _places(value: float, unit: str) -> int:
    """How many decimals an amount is written with."""
    if unit == PERSON_DAYS:
        return 0 if value >= WHOLE_DAYS else 1
    return 0 if float(value).is_integer() or abs(value) >= _DECIMALS[0][0] else 2


def points(value: float) -> str:
    """Write points of the overall index, as exactly as they need.

    Examples
    --------
    >>> points(12.34), points(0.5)
    ('12.3', '0.50')
    """
    places = next(places for least, places in _DECIMALS if abs(value) >= least)
    return f"{value:,.{places}f}"


def percent(share: float) -> str:
    """Write a share as a whole percentage, and never as all or nothing where it is not.

    Examples
    --------
    >>> percent(0.667), percent(0.9999), percent(1.0)
    ('67 %', '> 99 %', '100 %')
    """
    whole = round(100 * share)
    if whole == 100 and share < 1 - 1e-9:  # noqa: PLR2004  in percent
        return "> 99 %"
    return "< 1 %" if whole == 0 and share > 0 else f"{whole} %"


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    Examples
    --------
    >>> listed(["gap", "impact", "effort"])
    'gap, impact and effort'
    """
    shown = list(names[:_MANY])
    if len(names) > _MANY:
        shown.append(f"{len(names) - _MANY} more")
    *others, last = shown
    return f"{', '.join(others)} and {last}" if others else last


def counted(many: int, thing: str = "improvement") -> str:
    """Write a count and its thing.

    Examples
    --------
    >>> counted(1), counted(5)
    ('1 improvement', '5 improvements')
    """
    return f"{many:,} {thing}{'' if many == 1 else 's'}"
