"""Parameters for a notebook, checked before a kernel starts.

papermill pastes the names into code as they are, warns only of a name that the notebook does
not know, and turns what it cannot write down into text. So nothing but known names and plain
values may reach it.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, SettingError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.runs.templates import Template

#: What a parameter must be, by the kind of its default in the template.
_KINDS: dict[type, tuple[tuple[type, ...], str]] = {
    bool: ((bool,), "True or False"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    str: ((str,), "a text"),
    list: ((list,), "a list"),
    dict: ((dict,), "names with values"),
}


def check(
    template: Template, parameters: Mapping[str, object], given_by_run: tuple[str, ...] = ()
) -> dict[str, object]:
    """Return the parameters as plain values that the template knows.

    Parameters
    ----------
    template
        What is to be run.
    parameters
        Values by name; ``None`` leaves the template's own.
    given_by_run
        Parameters of the template that the run itself sets.

    Raises
    ------
    SettingError
        Names that the template does not have, or values of another kind; all at once.

    Examples
    --------
    >>> from cx_workbench.runs.templates import find
    >>> check(find("top_improvements"), {"top": 3, "method": None})
    {'top': 3}
    """
    known = {p.name: p for p in template.parameters if p.name not in given_by_run}
    plain = {name: _plain(value) for name, value in parameters.items() if value is not None}
    problems = [
        Problem(_unknown(name), hint=did_you_mean(name, known))
        for name in parameters
        if name not in known
    ]
    for name, value in plain.items():
        if name in known and (wrong := _wrong(value, known[name].default)):
            problems.append(Problem(f"The parameter '{name}' must be {wrong}.", value=str(value)))
    if problems:
        raise SettingError(f"The template '{template.name}' cannot be run so.", problems)
    return plain


def _unknown(name: object) -> str:
    return f"There is no parameter '{name}'."


def _plain(value: object) -> object:
    """Turn paths, tuples and the scalars of numpy into what a notebook can hold."""
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "ndim", None) == 0 else value


def _wrong(value: object, default: object) -> str:
    """Say what the value must be, or nothing where it is right."""
    allowed, words = _KINDS.get(type(default), ((object,), ""))
    is_number_like = isinstance(value, bool) and bool not in allowed and default is not None
    if is_number_like or not isinstance(value, allowed):
        return words
    return "" if _is_json(value) else "made of texts, numbers, lists and names with values"


def _is_json(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_json(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_json(item) for key, item in value.items())
    return value is None or type(value) in (str, int, float, bool)
