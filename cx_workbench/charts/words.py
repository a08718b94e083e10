"""Figures and names as pictures write them: signs, units, intervals, lists."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from cx_workbench.rank.model import Ranking

#: From here on, one decimal says enough.
_COARSE_FROM = 10
_MINUS = "\N{MINUS SIGN}"
_DASH = "\N{EN DASH}"
#: Keeps a figure and its unit on one line.
NO_BREAK = "\N{NO-BREAK SPACE}"
#: Control, format (turns the direction of text, for instance) and broken characters.
_UNPRINTABLE = ("Cc", "Cf", "Cs", "Cn")
#: From here on, parts of a person-day say nothing.
_WHOLE_DAYS = 10

#: What a reference is called inside a sentence.
REFERENCES = {
    "expectation": "expectation",
    "company": "the company's own view",
    "competitor": "the competitor",
    "employee": "the staff's view",
    "target": "the target",
}


def clean(value: object) -> str:
    r"""Make one line of printable text of what a study holds; nothing where it holds nothing.

    Examples
    --------
    >>> clean("  First\n bill\x07 "), clean(None), clean(float("nan"))
    ('First bill', '', '')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return _printable(str(value))


def named(value: object, otherwise: object) -> str:
    """Return the cleaned text, or the other one where nothing is left of it.

    Examples
    --------
    >>> named(" ", "billing")
    'billing'
    """
    return clean(value) or clean(otherwise)


def number(value: float, decimals: int = 0) -> str:
    """Write a number with thousands marked and a true minus, never a negative zero.

    Examples
    --------
    >>> number(4012), number(-0.04, 1)
    ('4,012', '0.0')
    """
    rounded = round(value, decimals) + 0.0
    return f"{rounded:,.{decimals}f}".replace("-", _MINUS)


def signed(value: float) -> str:
    """Write a difference in index points: sign and one decimal.

    Examples
    --------
    >>> signed(12.34), signed(0.01)
    ('+12.3', '0.0')
    """
    text = number(value, 1)
    return f"+{text}" if round(value, 1) > 0 else text


def points(value: float) -> str:
    r"""Write a difference with its unit, which stays on the line of the figure.

    Examples
    --------
    >>> points(12.34).replace("\N{NO-BREAK SPACE}", " ")
    '+12.3 points'
    """
    return _with_unit(signed(value), "points")


def percent(share: float) -> str:
    r"""Write a share as a whole percentage.

    Examples
    --------
    >>> percent(0.414).replace("\N{NO-BREAK SPACE}", " ")
    '41 %'
    """
    return _with_unit(number(100 * share), "%")


def interval(value: float, low: float, high: float) -> str:
    r"""Write an index with its 95 % interval.

    Examples
    --------
    >>> interval(62.2, 58.4, 66.1).replace("\N{EN DASH}", "-")
    '62 (58-66)'
    """
    return f"{number(value)} ({number(low)}{_DASH}{number(high)})"


def days(value: float) -> str:
    """Write an effort without its unit: whole from ten on.

    Examples
    --------
    >>> days(132.3), days(2.5), days(3.0)
    ('132', '2.5', '3')
    """
    whole = abs(value) >= _WHOLE_DAYS or round(value, 1) == round(value)
    return number(value, 0 if whole else 1)


def amount(value: float, unit: str, decimals: int | None = None) -> str:
    r"""Write a criterion's figure with its unit, as exactly as the tables do.

    Index points from one on have one decimal, other figures below ten two.

    Examples
    --------
    >>> amount(132.3, "person-days").replace("\N{NO-BREAK SPACE}", " ")
    '132 person-days'
    >>> amount(1, "person-days").replace("\N{NO-BREAK SPACE}", " ")
    '1 person-day'
    """
    if unit != "person-days":
        coarse = abs(value) >= (1 if unit == "index points" else _COARSE_FROM)
        usual = 1 if coarse else 2
        return _with_unit(number(value, usual if decimals is None else decimals), unit)
    text = days(value)
    return _with_unit(text, "person-day" if text == "1" else unit)


def counted(many: int, thing: str) -> str:
    r"""Write a count and its thing, which takes an s from two on.

    Examples
    --------
    >>> counted(4012, "answer").replace("\N{NO-BREAK SPACE}", " ")
    '4,012 answers'
    """
    return _with_unit(f"{many:,}", f"{thing}{'' if many == 1 else 's'}")


def listed(items: Sequence[str]) -> str:
    """Join names as a sentence does.

    Examples
    --------
    >>> listed(["gap", "impact", "effort"])
    'gap, impact and effort'
    """
    *others, last = items
    return f"{', '.join(others)} and {last}" if others else last


def reference_of(ranking: Ranking) -> str:
    """Return what reality is held against, as it stands inside a sentence."""
    return REFERENCES.get(ranking.reference, clean(ranking.reference))


def unit_of(ranking: Ranking, criterion: str, otherwise: str) -> str:
    """Return the unit of a criterion, if the ranking uses it."""
    units = (each.unit for each in ranking.criteria if each.name == criterion)
    return clean(next(units, otherwise))


def capital(sentence: str) -> str:
    """Begin a sentence with a capital, and leave the rest as it is.

    Examples
    --------
    >>> capital("the NPS")
    'The NPS'
    """
    return sentence[:1].upper() + sentence[1:]


def scope(ranking: Ranking) -> str:
    """Say whose picture this is and what the filters left in play, as sentences."""
    only = [
        f"{dimension}: {', '.join(_names(ranking, dimension, ids))}"
        for dimension, ids in ranking.filters.items()
    ]
    limits = f" Only {'; '.join(only)}." if only else ""
    return f"{clean(ranking.study)}.{limits}"


def _names(ranking: Ranking, dimension: str, ids: Sequence[str]) -> list[str]:
    if dimension != "persona":
        return [clean(each) for each in ids]
    people: pd.DataFrame = ranking.personas
    names = dict(zip(people["persona"], people["name"], strict=True))
    return [named(names.get(each), each) for each in ids]


@lru_cache(8192)
def _printable(text: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(letter for letter in text if unicodedata.category(letter) not in _UNPRINTABLE)


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{NO_BREAK}{unit.replace(' ', NO_BREAK)}"
