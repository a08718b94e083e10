"""Figures as people read them: units always written, a real minus, nothing more exact than true."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cx_workbench.rank.reasons import of_100_draws

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from cx_workbench.measure.outcomes import Outcome

__all__ = [
    "anchor",
    "answers",
    "count",
    "day",
    "enumeration",
    "interval",
    "metric_name",
    "moment",
    "number",
    "of_100_draws",
    "outcome",
    "percent",
    "score",
]

NOTHING = "–"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_TO = "\N{EN DASH}"
_COARSE_FROM = 10
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_METRICS = {
    "csat": ("CSAT", "satisfaction", "%"),
    "ces": ("CES", "ease", "%"),
    "nps": ("NPS", "recommendation", ""),
}


def number(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """Write a number with thousands marked; NaN becomes a dash.

    Examples
    --------
    >>> number(2746, 0), number(-0.04), number(12.25, signed=True), number(float("nan"))
    ('2,746', '0.0', '+12.2', '–')
    """
    if math.isnan(value):
        return NOTHING
    rounded = round(value, digits) + 0.0
    return f"{rounded:{'+' if signed and rounded else ''},.{digits}f}".replace("-", _MINUS)


def answers(n: int, fewer_than: int = 0) -> str:
    """Write how many answers a cell has; of a small one, only that it has too few to be shown.

    Examples
    --------
    >>> answers(1204), answers(0, fewer_than=5)
    ('1,204', '<5')
    """
    return count(n) if n or not fewer_than else f"<{count(fewer_than)}"


def count(value: float) -> str:
    """Write how many there are.

    Examples
    --------
    >>> count(2746)
    '2,746'
    """
    return number(value, 0)


def counted(many: int, thing: str) -> str:
    """Write a count and its thing, which takes an s from two on.

    Examples
    --------
    >>> counted(1, "persona"), counted(2746, "answer")
    ('1 persona', '2,746 answers')
    """
    return f"{count(many)} {thing}{'' if many == 1 else 's'}"


def percent(share: float) -> str:
    r"""Write a share as whole percent.

    Examples
    --------
    >>> percent(0.407).replace("\xa0", " ")
    '41 %'
    """
    return NOTHING if math.isnan(share) else f"{number(100 * share, 0)}{_NO_BREAK}%"


def interval(value: float, low: float, high: float, unit: str = "") -> str:
    """Write a figure with its interval.

    Examples
    --------
    >>> interval(62.04, 58.1, 66)
    '62.0 (58.1–66.0)'
    >>> interval(-3, -8.2, 2.1)
    '−3.0 (−8.2 to 2.1)'
    """
    if math.isnan(value):
        return NOTHING
    words = f"{number(value)}{_NO_BREAK}{unit}" if unit else number(value)
    if math.isnan(low) or math.isnan(high):
        return words
    between = _TO if low >= 0 else " to "
    return f"{words} ({number(low)}{between}{number(high)})"


def score(value: float) -> str:
    """Write a score so that near ones can be told apart.

    Examples
    --------
    >>> score(0.57549), score(4266.7)
    ('0.575', '4,266.7')
    """
    return number(value, 3 if abs(value) < _COARSE_FROM else 1)


def anchor(value: float) -> str:
    """Write an anchor as short as it was set.

    Examples
    --------
    >>> anchor(50.0), anchor(2000), anchor(0.5)
    ('50', '2,000', '0.5')
    """
    return f"{value:,.10g}".replace("-", _MINUS)


def enumeration(names: Iterable[str]) -> str:
    """Write names one after the other.

    Examples
    --------
    >>> enumeration(["families", "students", "seniors"])
    'families, students and seniors'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def day(date: dt.date) -> str:
    """Write a day.

    Examples
    --------
    >>> import datetime as dt
    >>> day(dt.date(2026, 11, 21))
    '21 Nov 2026'
    """
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def moment(time: dt.datetime) -> str:
    """Write a moment as clocks showed it in its time zone.

    Examples
    --------
    >>> import datetime as dt
    >>> moment(dt.datetime(2026, 11, 21, 16, 4, tzinfo=dt.UTC))
    '21 Nov 2026 16:04'
    """
    return f"{day(time)} {time:%H:%M}"


def metric_name(metric: str) -> str:
    """Write a metric's name and what it asks for.

    Examples
    --------
    >>> metric_name("nps")
    'NPS (recommendation)'
    """
    name, asks, _ = _METRICS[metric]
    return f"{name} ({asks})"


def outcome(result: Outcome, *, weighted: bool = False) -> str:
    """Write an outcome with its interval and unit."""
    unit = _METRICS[result.metric][2]
    if weighted:
        return interval(result.weighted_value, result.weighted_low, result.weighted_high, unit)
    return interval(result.value, result.low, result.high, unit)
