"""How to rank: arguments before study.toml, study.toml before the defaults."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from numbers import Integral, Real
from typing import TYPE_CHECKING, TypeVar

from cx_workbench.errors import Problem, StudyError, did_you_mean
from cx_workbench.measure.derived import derived
from cx_workbench.measure.tally import tally
from cx_workbench.measure.weights import IMPORTANCES
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.model import TABLE_COLUMNS
from cx_workbench.rank.parts import unfit
from cx_workbench.rank.sure.spread import SPREADS
from cx_workbench.study.contract import REFERENCES
from cx_workbench.study.settings import MOST_DRAWS
from cx_workbench.study.small_cells import without_small_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cx_workbench.rank.model import Criterion
    from cx_workbench.study.model import Study

DEFAULT_TOP = 5
DEFAULT_DRAWS = 10_000
DEFAULT_SEED = 1
DEFAULT_SHRINK = False
DEFAULT_SMALLEST_CELL = 0
DEFAULT_WEIGHTS = {"gap": 0.3, "impact": 0.4, "effort": 0.3}
#: Models of impact, and what they count.
IMPACTS = {
    "index": "points of the overall index",
    "path": "points of path satisfaction",
}
_SHRUNK = (
    "Cells are drawn toward the mean of the same touchpoint, small cells further: what a cell "
    "shows is no longer the plain mean of its own answers"
)
_SMALLEST = "Cells with fewer than {} answers count nowhere, and no figure of them is shown"
_ARGUMENT, _FILE, _DEFAULT = "argument", "study.toml", "default"
#: Settings that are whole numbers: the least, and the most if there is one.
_COUNTS = {
    "top": (1, None),
    "draws": (0, MOST_DRAWS),
    "seed": (0, None),
    "smallest_cell": (0, None),
}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Options:
    """Settings in force.

    ``origin`` says of each whether it came from an argument, study.toml or the defaults.
    """

    top: int
    method: str
    reference: str
    importance: str
    derived_by_persona: bool
    impact: str
    weights: Mapping[str, float]
    draws: int
    seed: int
    spread: str
    shrink: bool
    smallest_cell: int
    origin: Mapping[str, str]

    @property
    def asked(self) -> bool:
        """Whether any setting came as an argument."""
        return _ARGUMENT in self.origin.values()


def resolve(  # noqa: PLR0913  one argument for each setting
    study: Study,
    *,
    top: int | None,
    method: str | None,
    reference: str | None,
    importance: str | None,
    impact: str | None,
    weights: Mapping[str, float] | None,
    draws: int | None,
    seed: int | None,
    spread: str | None,
    shrink: bool | None,
    smallest_cell: int | None,
) -> tuple[Options, list[Problem]]:
    """Settle every setting, and name those that there are not or that the study cannot serve."""
    given = study.settings.ranking
    origin: dict[str, str] = {}

    def settle(name: str, argument: _T | None, filed: _T | None, default: _T) -> _T:
        for value, where in ((argument, _ARGUMENT), (filed, _FILE)):
            if value is not None:
                origin[name] = where
                return value
        origin[name] = _DEFAULT
        return default

    smallest = settle("smallest_cell", smallest_cell, given.smallest_cell, DEFAULT_SMALLEST_CELL)
    study = shown(study, smallest)
    options = Options(
        top=settle("top", top, given.top, DEFAULT_TOP),
        method=settle("method", method, given.method, "additive"),
        reference=settle("reference", reference, given.reference, _usual_reference(study)),
        importance=settle("importance", importance, given.importance, "equal"),
        derived_by_persona=bool(given.derived_by_persona),
        impact=settle("impact", impact, given.impact, "index"),
        weights=_weights(study, weights, origin),
        draws=settle("draws", draws, given.draws, DEFAULT_DRAWS),
        seed=settle("seed", seed, given.seed, DEFAULT_SEED),
        spread=settle("spread", spread, given.spread, "fixed"),
        shrink=settle("shrink", shrink, given.shrink, DEFAULT_SHRINK),
        smallest_cell=smallest,
        origin=origin,
    )
    problems = [*_unknown_names(options), *_unserved(study, options), *_bad_weights(options, study)]
    problems[:0] = _bad_counts(options)
    return options if problems else _plain(options), problems


def shown(study: Study, smallest_cell: int) -> Study:
    """Take the study without the cells that are too small to be shown."""
    return without_small_cells(study, smallest_cell) if _is_count(smallest_cell, 1, None) else study


def resettled(
    study: Study,
    options: Options,
    *,
    top: int | None = None,
    method: str | None = None,
    weights: Mapping[str, float] | None = None,
) -> tuple[Options, list[Problem]]:
    """Change some settings, and name those that there are not; ``None`` leaves one as it is."""
    changed = replace(
        options,
        top=options.top if top is None else top,
        method=options.method if method is None else method,
        weights=options.weights if weights is None else _weights(study, weights, {}),
    )
    problems = [*_bad_counts(changed), *_unknown_names(changed)]
    if changed.method in METHODS:
        problems += unfit(changed.method, study.improvements)
    problems += _bad_weights(changed, study)
    return changed if problems else _plain(changed), problems


def _bad_counts(options: Options) -> Iterable[Problem]:
    for name, (least, most) in _COUNTS.items():
        value = getattr(options, name)
        if not _is_count(value, least, most):
            upto = f" to {most:,}" if most else " or more"
            hint = f"Give a whole number of {least}{upto}."
            yield Problem(f"{name} is {value}.", value=str(value), hint=hint)


def _is_count(value: object, least: int, most: int | None) -> bool:
    if isinstance(value, bool) or not isinstance(value, Integral):
        return False
    return int(value) >= least and (most is None or int(value) <= most)


def _plain(options: Options) -> Options:
    """Take numpy's numbers for Python's, and leave out further criteria that count nothing."""
    weights = {
        name: float(weight)
        for name, weight in options.weights.items()
        if weight > 0 or name in DEFAULT_WEIGHTS
    }
    return replace(
        options,
        weights=weights,
        top=int(options.top),
        draws=int(options.draws),
        seed=int(options.seed),
        smallest_cell=int(options.smallest_cell),
    )


def assumptions(options: Options, criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    """Say what was used and where it came from, one sentence each."""
    weights = ", ".join(f"{name} {weight:g}" for name, weight in options.weights.items())
    method = METHODS[options.method]
    # An abbreviation keeps its capitals.
    is_word = not method.title[:2].isupper()
    title = method.title[0].lower() + method.title[1:] if is_word else method.title
    settings = [
        *measured_by(options),
        f"Weights: {weights} ({_where(options.origin['weights'])}).",
        f"Method: {title} ({_where(options.origin['method'])}).",
    ]
    anchors = [
        f"The {c.name} is worth 0 at {c.worst:g} and 1 at {c.best:g} {c.unit} "
        f"({_where(c.anchors_from)})."
        for c in criteria
    ]
    return (*settings[:-1], f"{settings[-1]} {method.how}", *anchors, *_sureness(options))


def measured_by(options: Options) -> tuple[str, ...]:
    """Say what gap and impact rest on, and where that came from, one sentence each."""
    smallest = options.smallest_cell
    said = [
        ("reference", f"Reality is held against {_reference_in_words(options.reference)}"),
        *([("smallest_cell", _SMALLEST.format(smallest))] if smallest else []),
        *([("shrink", _SHRUNK)] if options.shrink else []),
        ("importance", f"Importance is {options.importance}: {IMPORTANCES[options.importance]}"),
        ("impact", f"Impact counts {IMPACTS[options.impact]}"),
    ]
    return tuple(f"{text} ({_where(options.origin[name])})." for name, text in said)


def _sureness(options: Options) -> list[str]:
    if not options.draws:
        return []
    said = (
        f"How sure it is: {options.draws:,} draws of scores and estimates, seed {options.seed}; "
        f"{SPREADS[options.spread]} ({_where(options.origin['spread'])})."
    )
    return [said]


def _where(origin: str) -> str:
    words = {_ARGUMENT: "as asked", _FILE: "from the study's settings", _DEFAULT: "the default"}
    return words.get(origin, f"from {origin.replace('study.toml', 'the settings')}")


def _reference_in_words(reference: str) -> str:
    return {
        "expectation": "what customers expect",
        "company": "what the company believes it delivers",
        "competitor": "the competitor",
        "employee": "how employees see it",
        "target": "the target",
    }[reference]


def _usual_reference(study: Study) -> str:
    """Take what customers expect, if they were asked; else the target."""
    return "expectation" if "expectation" in tally(study).kinds else "target"


def _weights(
    study: Study, argument: Mapping[str, float] | None, origin: dict[str, str]
) -> dict[str, float]:
    if argument is not None:
        origin["weights"] = _ARGUMENT
        return {**dict.fromkeys(DEFAULT_WEIGHTS, 0.0), **argument}
    filed = {
        name: section.weight
        for name, section in study.settings.criteria.items()
        if section.weight is not None
    }
    origin["weights"] = _FILE if filed else _DEFAULT
    return {**DEFAULT_WEIGHTS, **filed}


def _unknown_names(options: Options) -> Iterable[Problem]:
    named = (
        ("method", options.method, METHODS),
        ("reference", options.reference, REFERENCES),
        ("importance", options.importance, IMPORTANCES),
        ("impact", options.impact, IMPACTS),
        ("spread", options.spread, SPREADS),
        ("shrink", options.shrink, (True, False)),
    )
    for name, value, valid in named:
        if value not in valid:
            yield Problem(
                f"'{value}' is not known as {name}.",
                value=str(value),
                hint=did_you_mean(value, valid),
            )


def _unserved(study: Study, options: Options) -> Iterable[Problem]:
    asked = tally(study).kinds
    kinds = [name for name in REFERENCES if name in asked]
    if options.reference == "target" and not study.settings.target:
        yield Problem(
            "Reality is to be held against the target, but the study has none.",
            hint="Add [target] with default = 85 to study.toml"
            + (f", or use the reference '{kinds[0]}'." if kinds else "."),
        )
    elif options.reference in REFERENCES[:-1] and options.reference not in asked:
        others = [*kinds, *(["target"] if study.settings.target else [])]
        yield Problem(
            f"There are no answers of the kind {options.reference} to hold reality against.",
            value=options.reference,
            hint=did_you_mean(options.reference, others),
        )
    if options.importance == "stated" and "importance" not in asked:
        yield Problem(
            "There are no answers of the kind importance.",
            value="stated",
            hint="Use the importance 'equal'.",
        )
    if options.importance == "derived":
        yield from _underived(study, options)
    if options.method in METHODS:
        yield from unfit(options.method, study.improvements)


def _underived(study: Study, options: Options) -> Iterable[Problem]:
    """Say why importance cannot be derived from the answers, if it cannot."""
    try:
        derived(study, by_persona=options.derived_by_persona)
    except StudyError as error:
        yield from error.problems


def _bad_weights(options: Options, study: Study) -> Iterable[Problem]:
    columns, valid = [], [*DEFAULT_WEIGHTS]
    if options.weights.keys() - DEFAULT_WEIGHTS.keys():
        columns = [str(name) for name in study.improvements.select_dtypes("number").columns]
        valid += [name for name in columns if name not in TABLE_COLUMNS]
    for name, weight in options.weights.items():
        if name not in valid and name in study.improvements.columns:
            yield _unfit_column(name, numeric=name in columns)
        elif name not in valid:
            yield Problem(
                f"'{name}' is not a criterion.", value=str(name), hint=did_you_mean(name, valid)
            )
        elif not _is_weight(weight):
            yield Problem(
                f"The weight of {name} is {weight}.",
                value=str(weight),
                hint="Give a number of 0 or more.",
            )
        elif weight > 0 and name not in DEFAULT_WEIGHTS and not _anchored(study, name):
            yield Problem(
                f"The criterion '{name}' has no anchors.",
                value=name,
                hint=f"Add [criteria.{name}] with worst and best to study.toml.",
            )
    if all(weight == 0 for weight in options.weights.values()):
        yield Problem("All weights are 0.", hint="Give at least one criterion a weight.")


def _unfit_column(name: str, *, numeric: bool) -> Problem:
    fact = f"The column '{name}' of the improvements cannot be a criterion:"
    if numeric:
        hint = "Give the column another name."
        return Problem(f"{fact} a ranking has a column of that name.", value=name, hint=hint)
    hint = "Fill it with numbers, or take another column."
    return Problem(f"{fact} it is not a column of numbers.", value=name, hint=hint)


def _is_weight(weight: object) -> bool:
    return isinstance(weight, Real) and math.isfinite(weight) and float(weight) >= 0


def _anchored(study: Study, name: str) -> bool:
    section = study.settings.criteria.get(name)
    return section is not None and section.worst is not None and section.best is not None
