"""What was typed into a field: the value that it stands for, or what is wrong with it."""

from __future__ import annotations

import ast
import math
import re
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.lab.cell import literal
from cx_workbench.lab.fields import YES_NO, Field, Kind
from cx_workbench.lab.nearby import check_study
from cx_workbench.study.settings import MOST_DRAWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

#: Least and most of a number.
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "top": (1, math.inf),
    "draws": (0, MOST_DRAWS),
    "seed": (0, math.inf),
    "budget": (0, math.inf),
    "at_most": (1, math.inf),
}
_WHOLE = re.compile(r"[+-]?(\d+|\d{1,3}([, ]\d{3})+)")


def as_value(field: Field, text: str, folder: Path) -> object:
    """Return the value that was typed.

    Parameters
    ----------
    field
        Where it was typed.
    text
        What was typed.
    folder
        Where the notebook is, from which a study is named.

    Raises
    ------
    SettingError
        It is nothing that the parameter may be; the words say what is.

    Examples
    --------
    >>> from pathlib import Path
    >>> from cx_workbench.lab.fields import Field
    >>> as_value(Field("top", 0, "whole"), "0", Path())
    Traceback (most recent call last):
    cx_workbench.errors.SettingError: Top must be 1 or more, not 0. Empty leaves it to the study.
    """
    stripped = text.strip()
    if not stripped:
        if field.may_be_empty:
            return field.default
        raise SettingError(f"{field.label} must be filled in.")
    if field.kind == "study":
        return check_study(stripped, folder)
    return _READERS[field.kind](field, stripped)


def _text(field: Field, text: str) -> str | bool:
    # A text that may be None may be False too: it is not wanted at all.
    return False if field.default is None and text.casefold() == "no" else text


def _whole(field: Field, text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise SettingError(f"{field.label} must be a whole number, not '{text}'.")
    return int(_bounded(field, int(re.sub(r"[, ]", "", text))))


def _number(field: Field, text: str) -> float:
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SettingError(f"{field.label} must be a number, not '{text}'.")
    return _bounded(field, value)


def _bounded(field: Field, value: float) -> float:
    least, most = _BOUNDS.get(field.name, (-math.inf, math.inf))
    if least <= value <= most:
        return value
    bound = f"{least:g} or more" if value < least else f"{most:,.0f} or less"
    empty = " Empty leaves it to the study." if field.may_be_empty else ""
    raise SettingError(f"{field.label} must be {bound}, not {value:g}.{empty}")


def _choice(field: Field, text: str) -> str:
    return _one_of(field.choices, text, field.label)


def _one_of(choices: tuple[str, ...], text: str, label: str) -> str:
    known = {choice.casefold(): choice for choice in choices}
    if text.casefold() not in known:
        hint = did_you_mean(text, choices)
        raise SettingError(f"{label} has no '{text}'.", [Problem(hint)])
    return known[text.casefold()]


def _yes_no(field: Field, text: str) -> bool:
    return YES_NO[_one_of(tuple(YES_NO), text, field.label)]


def _names(field: Field, text: str) -> list[str]:
    names = [name for part in text.split(";") if (name := part.strip())]
    return [_one_of(field.choices, name, field.label) for name in names] if field.choices else names


def _weights(_field: Field, text: str) -> dict[str, float]:
    weights = {}
    # As a cell writes them, too.
    text = re.sub(r"[{}\"']", "", text).replace(":", "=")
    for part in re.split(r"[;,]", text):
        name, equals, weight = (piece.strip() for piece in part.partition("="))
        try:
            value = float(weight)
        except ValueError:
            value = math.nan
        if not (name and equals and math.isfinite(value) and value >= 0):
            how = "Write them as: gap = 0.3; impact = 0.4; effort = 0.3, with decimal points."
            raise SettingError(f"'{part.strip()}' is no weight of 0 or more.", [Problem(how)])
        weights[name] = value
    return weights


def _python(field: Field, text: str) -> object:
    try:
        value: object = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = None
    if type(value) is not type(field.default):
        how = f"Write it as in the notebook, such as {literal(field.default)}."
        raise SettingError(f"{field.label} cannot be '{text}'.", [Problem(how)])
    return value


_READERS: Mapping[Kind, Callable[[Field, str], object]] = {
    "text": _text,
    "whole": _whole,
    "number": _number,
    "switch": _yes_no,
    "yes or no": _yes_no,
    "choice": _choice,
    "names": _names,
    "weights": _weights,
    "python": _python,
}
