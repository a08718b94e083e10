"""What is wrong with study.toml, in plain words and all at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from cx_workbench.errors import Problem, did_you_mean
from cx_workbench.study.settings import RankingSection, Settings
from cx_workbench.study.values import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Without these the answers cannot be read right, so they are not read at all.
NEEDED_FOR_ANSWERS = frozenset(("responses", "scales"))

#: What slips into a line of TOML, and what to write instead.
_TOML_SLIPS = (
    (re.compile("[“”„‟«»‘’]"), 'Use straight quotes: "text".'),  # noqa: RUF001
    (re.compile(r"=\s*\[?\s*[\d.]+,\d+\s*(#|$)"), "Write numbers with a point: 0.3."),
    (re.compile(r"\"[^\"]*\\"), "Write paths with / in place of \\."),
    (re.compile(r"^[^=#\[]+$"), "Write settings as name = value."),
)
_TOML_HINT = "Texts stand in double quotes, lists in square brackets."
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")

#: What pydantic found, in words of ours; ``{}`` is filled from the details it gives.
_IN_WORDS = {
    "truth": ("is neither a number nor a text", "Write a number, or a text in double quotes."),
    "bool_parsing": ("is neither true nor false", "Write true or false, without quotes."),
    "bool_type": ("is neither true nor false", "Write true or false, without quotes."),
    "finite_number": ("is not a finite number", "Write a number."),
    "float_parsing": ("is not a number", "Write a number, without quotes."),
    "float_type": ("is not a number", "Write a number, without quotes."),
    "int_parsing": ("is not a whole number", "Write a whole number, without quotes."),
    "int_type": ("is not a whole number", "Write a whole number, without quotes."),
    "int_from_float": ("is not a whole number", "Write a whole number."),
    "string_type": ("is not a text", "Write it in double quotes."),
    "tuple_type": ("is not a list", "Write a list, such as [1, 2]."),
    "too_short": ("is empty", "Name at least one."),
    "greater_than_equal": ("is below {ge:g}", "Give a number of {ge:g} or more."),
    "less_than_equal": ("is above {le:g}", "Give a number of {le:g} or less."),
}
_SECTION = ("is not a section", "Write it as a section of its own: [{name}].")
_SECTION_KINDS = ("dict_type", "model_type", "model_attributes_type")
_EITHER = ("is neither a text nor a number", "Write a text in double quotes, or a number.")
#: Where true and false belong.
_YES_OR_NO = frozenset(
    ("ranking", name)
    for name, about in RankingSection.model_fields.items()
    if about.annotation == (bool | None)
)
#: Parts of a place that pydantic adds: which of several types it tried, or that a key is meant.
_TYPES = ("str", "int", "float")
_NOT_A_PLACE = ("[key]", *_TYPES)


@dataclass(frozen=True)
class Origin:
    """Where settings were written: a file, or a sheet with the row of each setting."""

    file: str
    sheet: str | None = None
    rows: Mapping[str, int] = field(default_factory=dict)

    def problem(self, what: str, place: Sequence[object] = (), **told: Any) -> Problem:  # noqa: ANN401  fields of Problem
        """Return a problem with the setting at a place."""
        row = self.rows.get(".".join(map(str, place)))
        rows = (row,) if row else told.pop("rows", ())
        return Problem(what, file=self.file, sheet=self.sheet, rows=rows, **told)


@dataclass(frozen=True)
class CheckedSettings:
    """Settings as far as they can be used, and what is wrong with the rest.

    ``unread`` names the sections that could not be used.
    """

    settings: Settings
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()


def parse_toml(text: str, file: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read TOML; a slip in the syntax becomes a problem that names its line."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n")), []
    except tomllib.TOMLDecodeError as error:
        message = str(error)
    except RecursionError:
        message = "Brackets stand within brackets too deeply"
    place = _TOML_PLACE.search(message)
    lines = text.splitlines()
    line = int(place[1]) if place and place[1] else len(lines)
    fact = _TOML_PLACE.sub("", message)
    shown = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    if "twice" in fact or "overwrite" in fact:
        return {}, [
            _not_toml(fact, file, line, shown, "Each section and each setting stands once.")
        ]
    hint = next((hint for slip, hint in _TOML_SLIPS if slip.search(shown)), _TOML_HINT)
    return {}, [_not_toml(fact, file, line, shown, hint)]


def _not_toml(fact: str, file: str, line: int, shown: str, hint: str) -> Problem:
    return Problem(
        f"This is not valid TOML: {fact[:1].lower()}{fact[1:]}.",
        file=file,
        rows=(line,) if line else (),
        value=shortened(shown) or None,
        hint=hint,
    )


def check_settings(given: Mapping[str, Any], origin: Origin) -> CheckedSettings:
    """Check what was given, section by section: a bad one does not hide the others."""
    details: list[Any] = [
        {"type": "truth", "loc": place, "input": value} for place, value in _truths(given, ())
    ]
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        details += [dict(detail) for detail in error.errors(include_url=False)]
    if not details:
        return CheckedSettings(settings)
    found = dict.fromkeys(_problem(detail, origin) for detail in details)
    bad = {str(detail["loc"][0]) for detail in details}
    settings = _usable(given, details)
    meant = {name for section in bad for name in Settings.model_fields if _meant(section, name)}
    return CheckedSettings(settings, tuple(found), frozenset(bad | meant))


def _truths(given: object, place: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], bool]]:
    """Find true and false where pydantic would take them for 1 and 0."""
    if isinstance(given, bool):
        if place not in _YES_OR_NO:
            yield place, given
    elif isinstance(given, Mapping):
        for name, value in given.items():
            yield from _truths(value, (*place, name))
    elif isinstance(given, list | tuple):
        for number, value in enumerate(given):
            yield from _truths(value, (*place, number))


def _usable(given: Mapping[str, Any], details: Sequence[Any]) -> Settings:
    """Leave out what is wrong and keep the rest; answers are read by the whole section or not."""
    left = {name: dict(v) if isinstance(v, dict) else v for name, v in given.items()}
    for detail in details:
        section, *inside = [part for part in detail["loc"] if part != "[key]"]
        if inside and section not in NEEDED_FOR_ANSWERS and isinstance(left.get(section), dict):
            left[section].pop(inside[0], None)
        else:
            left.pop(section, None)
    return Settings.model_validate(left)


def _meant(section: str, name: str) -> bool:
    return did_you_mean(section, [name]).startswith("Did you mean")


def _problem(detail: Any, origin: Origin) -> Problem:  # noqa: ANN401  pydantic's ErrorDetails
    place = [part for part in detail["loc"] if part not in _NOT_A_PLACE]
    kind, context = str(detail["type"]), detail.get("ctx", {})
    section, name = _split(place)
    where = f" of {section}" if section else ""
    shown = shortened(detail["input"]) or str(detail["input"])
    if kind == "extra_forbidden":
        what = f"'{name}' is not a {f'setting{where}' if section else 'section of the settings'}."
        return origin.problem(
            what, place, value=name, hint=did_you_mean(name, _settings_at(place[:-1]))
        )
    if kind == "missing":
        hint = f"Add {name} = ..."
        return origin.problem(f"'{name}' is missing in {section}.", place[:-1], hint=hint)
    if kind == "refused":
        whole = _in_brackets(place)
        return origin.problem(f"In {whole} {context['what']}", place, hint=context["hint"])
    if kind == "literal_error":
        known = _quoted(context["expected"])
        is_key = detail["loc"][-1] == "[key]"
        what = f"'{shown}' is not known in {section if is_key else f'{name}{where}'}."
        return origin.problem(what, place, value=shown, hint=did_you_mean(shown, known))
    if kind in _SECTION_KINDS:
        words, hint = _SECTION
        hint = hint.format(name=".".join(str(part) for part in place if isinstance(part, str)))
        return origin.problem(f"'{name}'{where} {words}.", place, value=shown, hint=hint)
    one_of_several = detail["loc"][-1] in _TYPES
    words, hint = _EITHER if one_of_several else _IN_WORDS.get(kind, _EITHER)
    fact = words.format(**context)
    is_empty = kind == "too_short"
    what = f"{name}{where} {fact}." if is_empty else f"'{shown}' in {name}{where} {fact}."
    value = None if is_empty else shown
    return origin.problem(what, place, value=value, hint=hint.format(**context))


def _quoted(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").replace("'", "").split(", ")


def _split(place: Sequence[object]) -> tuple[str, str]:
    """``["responses", "question", 3, "blank", 0]`` as ``[[responses.question]] 4``, ``blank``."""
    numbers = [at for at, part in enumerate(place) if isinstance(part, int)]
    is_table = numbers and numbers[0] < len(place) - 1
    end = numbers[0] + 1 if is_table else len(place) - 1
    names = [str(part) for part in place[end:] if not isinstance(part, int)]
    if not is_table and place and isinstance(place[-1], int):
        end, names = len(place) - 2, [str(place[-2])]
    return _in_brackets(place[:end]), ".".join(names)


def _in_brackets(place: Sequence[object]) -> str:
    """``["responses", "question", 3]`` as ``[[responses.question]] 4``."""
    names = [str(part) for part in place if not isinstance(part, int)]
    numbers = [part for part in place if isinstance(part, int)]
    if not names:
        return ""
    dotted = ".".join(names)
    return f"[[{dotted}]] {numbers[0] + 1}" if numbers else f"[{dotted}]"


def _settings_at(place: Sequence[object]) -> list[str]:
    """Names of the settings that a section has."""
    model: type[BaseModel] = Settings
    for part in place:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        inner = _models_in(model.model_fields[str(part)].annotation)
        if not inner:
            return []
        model = inner[0]
    return list(model.model_fields)


def _models_in(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401  any type annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]
