"""The fields of a form: what a parameter may be, and how it is shown."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cx_workbench.lab.cell import Code, literal
from cx_workbench.measure.weights import IMPORTANCES
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.options import IMPACTS
from cx_workbench.rank.sure.spread import SPREADS
from cx_workbench.study.contract import REFERENCES, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.runs.templates import Parameter

Kind = Literal[
    "study",
    "text",
    "whole",
    "number",
    "switch",
    "choice",
    "yes or no",
    "names",
    "weights",
    "python",
]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "method": tuple(METHODS),
    "reference": tuple(REFERENCES),
    "importance": tuple(IMPORTANCES),
    "impact": tuple(IMPACTS),
    "spread": tuple(SPREADS),
    "unit": ("person-days", "cost"),
    "at_least_one_per": ("persona", "stage", "phase", "channel"),
}
#: What a list may name, where that does not depend on the study.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "phases": TABLES["touchpoints"].column("phase").choices,
    "pain_types": TABLES["improvements"].column("pain_type").choices,
}
#: Parameters whose default, ``None``, does not tell what they are.
_UNTOLD: Mapping[str, Kind] = {
    "shrink": "yes or no",
    "smallest_cell": "whole",
    "draws": "whole",
    "seed": "whole",
}
_KINDS: Mapping[type, Kind] = {
    bool: "switch",
    int: "whole",
    float: "number",
    str: "text",
    list: "names",
    dict: "weights",
}
#: Values that leave it to the study; a field shows them as empty.
_UNSET: tuple[object, ...] = (0, "", [], {}, None)
YES_NO = {"yes": True, "no": False}
_WHEN_EMPTY = re.compile(r"\bempty: ([^;]+)", re.IGNORECASE)
_BRACES = re.compile(r"\{[^{}]+\}")


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter as a person fills it in.

    Attributes
    ----------
    name, default
        As the template's cell sets it.
    kind
        What is typed there.
    means
        What it does, in words.
    choices
        What there is to choose from, if that is known.
    may_be_empty
        Whether it may be left to the study.
    """

    name: str
    default: object
    kind: Kind
    means: str = ""
    choices: tuple[str, ...] = ()
    may_be_empty: bool = True

    @property
    def label(self) -> str:
        """The name as a heading."""
        return self.name.replace("_", " ").capitalize()

    @property
    def when_empty(self) -> str:
        """What holds if nothing is filled in."""
        if said := _WHEN_EMPTY.search(self.means):
            return said[1][:1].upper() + said[1][1:]
        if self.kind not in ("names", "python"):
            return "As the study says"
        return "All" if self.means.startswith("Only") else "None"


def field_of(parameter: Parameter) -> Field:
    """Make the field of a parameter.

    Examples
    --------
    >>> from cx_workbench.runs.templates import Parameter
    >>> field_of(Parameter("top", 0, "how many; 0: as the study says"))
    Field(name='top', default=0, kind='whole', means='How many; empty: as the study says', ...)
    """
    name, default = parameter.name, parameter.default
    choices = _CHOICES.get(name, ()) if isinstance(default, str) else _NAMES.get(name, ())
    kind = _kind(name, default, choices)
    unset = kind != "switch" and default in _UNSET
    means = _for_people(parameter.means, kind, default if unset else ...)
    if kind == "yes or no":
        choices = tuple(YES_NO)
    return Field(name, default, kind, means, choices, may_be_empty=unset)


def as_text(field: Field, value: object) -> str:
    """Return a value as it stands in its field.

    Examples
    --------
    >>> as_text(Field("stages", [], "names"), ["Use", "Leave"])
    'Use; Leave'
    """
    if isinstance(value, Code):
        return value.text
    if field.may_be_empty and type(value) is type(field.default) and value == field.default:
        return ""
    return _SHOWN.get(field.kind, _plainly)(value)


def _plainly(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _names_shown(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else _plainly(value)


def _weights_shown(value: object) -> str:
    if not isinstance(value, dict):
        return _plainly(value)
    return "; ".join(f"{name} = {weight}" for name, weight in value.items())


_SHOWN: Mapping[Kind, Callable[[object], str]] = {
    "names": _names_shown,
    "weights": _weights_shown,
    "python": literal,
}


def _for_people(means: str, kind: Kind, empty: object) -> str:
    """Say what a parameter means in the way in which the form takes it, not the cell."""
    if empty is not ...:
        means = means.replace(f"{literal(empty)}: ", "empty: ")
    if empty is None:
        means = means.replace("True: ", "yes: ").replace("False: ", "no: ")
    if kind == "weights":
        means = _BRACES.sub(_as_weights, means)
    return means[:1].upper() + means[1:]


def _as_weights(found: re.Match[str]) -> str:
    try:
        return _weights_shown(ast.literal_eval(found[0]))
    except (ValueError, SyntaxError):
        return found[0]


def _kind(name: str, default: object, choices: tuple[str, ...]) -> Kind:
    if name == "study":
        return "study"
    if default is None:
        return _UNTOLD.get(name, "text")
    if isinstance(default, str) and choices:
        return "choice"
    is_names = isinstance(default, list) and all(isinstance(item, str) for item in default)
    is_weights = isinstance(default, dict) and (
        all(isinstance(weight, int | float) for weight in default.values())
        if default
        else name == "weights"
    )
    if isinstance(default, list | dict) and not (is_names or is_weights):
        return "python"
    return _KINDS.get(type(default), "python")
