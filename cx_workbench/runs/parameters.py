"""Parameters for a notebook, read and checked before a kernel starts.

papermill pastes the names into code as they are, warns only of a name that the notebook does
not know, turns what it cannot write down into text, and ``007`` into 7. So nothing but known
names and plain values of the right type may reach it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.runs.declared import EMPTY, Parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from cx_workbench.rank.model import Ranking
    from cx_workbench.runs.templates import Template

#: Parameters of a template that the run itself sets.
SET_BY_RUN = ("out",)
#: The parameter that says whose figures they are.
STUDY = "study"
_HOW_WEIGHTS = "Write weights as gap=0.2,impact=0.5,effort=0.3, with decimal points."
#: What a value must be, by what pydantic found; ``{}`` is filled from the details it gives.
_MUST_BE = {
    "bool_type": "True or False",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "names with values",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:,.0f} or less",
}
_PLAIN = "made of texts, numbers, lists and names with values"
#: Parts of a place that pydantic adds: that a key is meant, or which of several types it tried.
_NOT_A_PLACE = ("[key]", "str", "literal[False]", "nullable")


def check(
    template: Template,
    parameters: Mapping[str, object],
    set_by_run: Collection[str] = SET_BY_RUN,
) -> dict[str, object]:
    """Return the parameters as plain values that the template knows.

    Parameters
    ----------
    template
        What is to be run.
    parameters
        Values by name; ``None`` leaves the template's own.
    set_by_run
        Names that may not be given, as the run sets them.

    Raises
    ------
    SettingError
        Names that the template does not have, or values that they may not be; all at once.

    Examples
    --------
    >>> from cx_workbench.runs.templates import find
    >>> check(find("top_improvements"), {"top": 3, "method": None})
    {'top': 3}
    >>> check(find("top_improvements"), {"top": -1, "method": "addtive"})
    Traceback (most recent call last):
    cx_workbench.errors.SettingError: The template 'top_improvements' cannot be run so.
      1. The parameter 'top' must be 0 or more.
      2. The parameter 'method' cannot be 'addtive'. Did you mean 'additive'?
    """
    known = [each.name for each in template.parameters if each.name not in set_by_run]
    values = {name: plain(value) for name, value in parameters.items() if value is not None}
    problems = [
        Problem(f"There is no parameter '{name}'.", hint=did_you_mean(name, known))
        for name in parameters
        if name not in known
    ]
    try:
        template.values.validate_python({name: values[name] for name in values if name in known})
    except ValidationError as error:
        problems += dict.fromkeys(map(_problem, error.errors(include_url=False)))
    if problems:
        raise _refused(template, problems)
    return values


def check_against(template: Template, parameters: Mapping[str, object], ranking: Ranking) -> None:
    """Check parameters of a shipped template against the study that was ranked.

    Raises
    ------
    SettingError
        With everything that names what the study does not have.
    """
    values = template.values.validate_python(check(template, parameters))
    if isinstance(values, Parameters) and (problems := tuple(values.problems(ranking))):
        raise _refused(template, problems)


def for_rank(
    template: Template, parameters: Mapping[str, Any], settings: Iterable[str]
) -> dict[str, Any]:
    """Return those that are arguments of `rank`; an empty one leaves it to the study.

    Examples
    --------
    >>> from cx_workbench.runs.templates import find
    >>> given = {"top": 0, "draws": 0, "method": ""}
    >>> for_rank(find("how_sure"), given, given)
    {'draws': 0}
    """
    others = template.declared.not_of_rank if template.declared else ()
    given = {name: parameters[name] for name in settings if name in parameters}
    return {
        name: value
        for name, value in given.items()
        if value not in EMPTY and (name, value) != ("top", 0) and name not in others
    }


def _refused(template: Template, problems: Iterable[Problem]) -> SettingError:
    return SettingError(f"The template '{template.name}' cannot be run so.", problems)


def read(template: Template, given: Iterable[str]) -> dict[str, object]:
    """Read parameters as they are typed on a command line, each as what it may be.

    Parameters
    ----------
    template
        What is to be run.
    given
        ``NAME=VALUE``. A text is taken as it is typed, anything else as JSON. A list may be given
        item by item, weights as ``gap=0.2,impact=0.8``.

    Raises
    ------
    SettingError
        With everything that is not of that form.

    Examples
    --------
    >>> from cx_workbench.runs.templates import find
    >>> read(find("portfolio"), ["budget=300", "unit=cost", "include=plain_bill"])
    {'budget': 300, 'unit': 'cost', 'include': ['plain_bill']}
    """
    kinds = kinds_of(template)
    parameters: dict[str, object] = {}
    problems = []
    for part in given:
        name, equals, text = (piece.strip() for piece in part.partition("="))
        if not (name and equals):
            problems.append(Problem(f"'{part}' is no parameter.", hint="Write it as budget=300."))
            continue
        value = _typed(text, kinds.get(name, {}))
        before = parameters.get(name)
        if isinstance(before, list) and isinstance(value, list):
            value = [*before, *value]
        parameters[name] = value
    if problems:
        raise SettingError("The parameters cannot be read.", problems)
    return parameters


def read_file(path: Path) -> dict[str, object]:
    """Read parameters from a file: YAML, JSON or TOML, by its ending.

    Raises
    ------
    SettingError
        It is not there, or holds anything else than names with values.
    """
    try:
        found = _reader(path)(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingError(f"There is no file {path}.") from None
    except (OSError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise SettingError(f"{path} cannot be read.", [Problem(f"It says: {said}.")]) from error
    if found is None:
        return {}
    if not isinstance(found, Mapping) or not all(isinstance(name, str) for name in found):
        what = f"{path} does not hold names with values."
        raise SettingError(what, [Problem("Write one parameter a line, such as: top: 10")])
    return dict(found)


def schema(template: Template) -> dict[str, Any]:
    """Return what a template can be run with as a JSON schema.

    Examples
    --------
    >>> from cx_workbench.runs.templates import find
    >>> schema(find("portfolio"))["properties"]["unit"]["enum"]
    ['person-days', 'cost']
    """
    return template.values.json_schema()


def may_be(kind: Mapping[str, Any]) -> str:
    """Say in words what a JSON schema allows.

    Examples
    --------
    >>> may_be({"type": "integer", "minimum": 0, "maximum": 100_000})
    'whole number, 0 to 100,000'
    >>> may_be({"type": "array", "items": {"enum": ["before", "after"]}})
    'list of: before, after'
    """
    if "anyOf" in kind:
        return " or ".join(may_be(each) for each in kind["anyOf"] if each != {"type": "null"})
    if "const" in kind:
        return repr(kind["const"])
    if "enum" in kind:
        return ", ".join(str(each) for each in kind["enum"] if each != "")
    words = _TYPES.get(kind.get("type", ""), "anything")
    if kind.get("type") == "array" and "enum" in kind.get("items", {}):
        return f"list of: {may_be(kind['items'])}"
    least, most = kind.get("minimum"), kind.get("maximum")
    if least is not None and most is not None:
        return f"{words}, {least:,} to {most:,}"
    return words if least is None else f"{words}, {least:,} or more"


_TYPES = {
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "array": "list",
    "object": "names with values",
}


def kinds_of(template: Template) -> dict[str, Any]:
    """Return what each parameter may be, as JSON schemas by name."""
    kinds: dict[str, Any] = schema(template).get("properties", {})
    return kinds


def _reader(path: Path) -> Callable[[str], object]:
    if path.suffix == ".json":
        return json.loads
    if path.suffix == ".toml":
        return tomllib.loads
    import yaml

    def from_yaml(text: str) -> object:
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ValueError(error) from error

    return from_yaml


def typed(cell: object, kind: Mapping[str, Any]) -> object:
    """Take what stands in a cell of a table, or in a file, as what its parameter may be.

    A list in a cell has semicolons between its items.

    Examples
    --------
    >>> typed("families; students", {"type": "array"}), typed(10.0, {"type": "integer"})
    (['families', 'students'], 10)
    """
    if isinstance(cell, str) and kind.get("type") == "array" and not cell.strip().startswith("["):
        return [item for part in cell.split(";") if (item := part.strip())]
    if isinstance(cell, str):
        return _typed(cell.strip(), kind)
    is_text = kind.get("type") == "string" or ("enum" in kind and "type" not in kind)
    if isinstance(cell, float) and cell.is_integer() and kind.get("type") != "number":
        cell = int(cell)
    return str(cell) if is_text and isinstance(cell, int | float) else cell


def _typed(text: str, kind: Mapping[str, Any]) -> object:
    """Take a text as what its parameter may be; what does not fit is for `check` to say."""
    if kind.get("type") == "string" or ("enum" in kind and "type" not in kind):
        return text
    try:
        return json.loads(text)
    except ValueError:
        pass
    if kind.get("type") == "array":
        return [text]
    is_weights = kind.get("additionalProperties", {}) == _A_WEIGHT
    return read_weights(text) if is_weights else text


#: As a JSON schema has a number that is not negative.
_A_WEIGHT = {"type": "number", "minimum": 0}


def read_weights(text: str) -> dict[str, float]:
    """Read weights as they are typed on a command line.

    Raises
    ------
    SettingError
        With every part that is no weight.

    Examples
    --------
    >>> read_weights("gap=0.2, impact=0.8"), read_weights("effort=1; gap=0")
    ({'gap': 0.2, 'impact': 0.8}, {'effort': 1.0, 'gap': 0.0})
    """
    weights: dict[str, float] = {}
    problems = []
    for part in re.split("[,;]", text):
        name, _, number = (piece.strip() for piece in part.partition("="))
        if name in weights:
            problems.append(Problem(f"{name} is given twice.", hint=_HOW_WEIGHTS))
        try:
            weights[name] = float(number)
        except ValueError:
            problems.append(Problem(f"'{part.strip()}' is not a weight.", hint=_HOW_WEIGHTS))
    if problems:
        raise SettingError("The weights cannot be read.", problems)
    return weights


def _problem(detail: Any) -> Problem:  # noqa: ANN401  pydantic's ErrorDetails
    """Say what a parameter must be."""
    name, *inside = (part for part in detail["loc"] if part not in _NOT_A_PLACE)
    kind, shown = str(detail["type"]), str(detail["input"])
    is_key = "[key]" in detail["loc"]
    if kind == "literal_error":
        known = detail["ctx"]["expected"].replace(" or ", ", ").split(", ")
        hint = did_you_mean(shown, [each.strip("'") for each in known if each != "''"])
        return Problem(f"The parameter '{name}' cannot be '{shown}'.", value=shown, hint=hint)
    within = f"'{inside[0]}' in the" if inside and isinstance(inside[0], str) else "The"
    words = _PLAIN if is_key or kind not in _MUST_BE else _MUST_BE[kind]
    if is_key:
        within = "The"
    must = words.format(**detail.get("ctx", {}))
    return Problem(f"{within} parameter '{name}' must be {must}.", value=shown)


def plain(value: object) -> object:
    """Turn paths, tuples and the scalars of numpy into what a notebook can hold."""
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "ndim", None) == 0 else value
