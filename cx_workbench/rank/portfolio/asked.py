"""What is asked of a portfolio, checked against the study before anything is searched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.rank.model import Ranking
from cx_workbench.rank.portfolio.words import PERSON_DAYS
from cx_workbench.study.settings import MOST_DRAWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from cx_workbench.study.model import Study

HEADLINE = "No portfolio was put together."
UNITS = (PERSON_DAYS, "cost")
#: What a set can be asked to have at least one improvement for.
DIMENSIONS = ("persona", "stage", "phase", "channel")
#: Columns of the improvements that hold a cost, the first that there is.
_COSTS = ("cost", "budget")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a set must keep to, by ids of the study.

    Attributes
    ----------
    budget
        In ``unit``.
    unit
        What the budget counts in words: ``person-days``, or the study's currency.
    column
        Column of the improvements that holds the cost; none for person-days.
    include, exclude
        Improvements that must be in the set, and that must not.
    requires, excludes
        Pairs: the first only with the second, and never both.
    at_most
        How many improvements at most.
    at_least_one_per
        For each ``persona``, ``stage``, ``phase`` or ``channel``.
    """

    budget: float
    unit: str
    column: str | None
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    requires: tuple[tuple[str, str], ...]
    excludes: tuple[tuple[str, str], ...]
    at_most: int | None
    at_least_one_per: str | None


def ask(  # noqa: PLR0913  one argument for each wish
    ranking: object,
    *,
    budget: object,
    unit: str,
    include: Iterable[str] | None,
    exclude: Iterable[str] | None,
    requires: Mapping[str, str | Iterable[str]] | None,
    excludes: Mapping[str, str | Iterable[str]] | None,
    at_most: int | None,
    at_least_one_per: str | None,
    draws: int,
    seconds: float,
) -> Asked:
    """Settle every argument, or name all that cannot be."""
    if not isinstance(ranking, Ranking):
        what = f"This is no ranking but a {type(ranking).__name__}."
        hint = "Rank the study first: portfolio(rank(load('folder')), budget=200)."
        raise SettingError(HEADLINE, [Problem(what, hint=hint)])
    names = _Names(ranking.basis.study.improvements)
    problems = [
        *_bad_budget(budget),
        *_bad_unit(unit),
        *_bad_dimension(at_least_one_per),
        *_bad_counts(at_most, draws, seconds),
    ]
    if ranking.table.empty:
        problems.append(_nothing_ranked())
    wanted, refused = names.ids(include), names.ids(exclude)
    # What people decided for the ranking holds for the set too.
    pinned = [name for name in ranking.table["improvement"] if name in ranking.pinned]
    wanted = tuple(dict.fromkeys([*wanted, *pinned]))
    refused = tuple(dict.fromkeys([*refused, *(left.improvement for left in ranking.vetoed)]))
    pairs = {
        kind: names.pairs(kind, given)
        for kind, given in (("requires", requires), ("excludes", excludes))
    }
    problems += names.problems
    problems += [
        Problem(
            f"'{name}' is to be both in the set and not in it.",
            value=name,
            hint="Ask for one of the two only.",
        )
        for name in wanted
        if name in refused
    ]
    if problems:
        raise SettingError(HEADLINE, problems)
    column = None if unit == PERSON_DAYS else _cost_column(ranking.basis.study)
    return Asked(
        budget=_number(budget),
        unit=unit if column is None else _currency(ranking.basis.study),
        column=column,
        include=wanted,
        exclude=refused,
        requires=pairs["requires"],
        excludes=pairs["excludes"],
        at_most=None if at_most is None else int(at_most),
        at_least_one_per=at_least_one_per,
    )


class _Names:
    """The study's improvements by id or title, and what was looked up in vain."""

    def __init__(self, improvements: pd.DataFrame) -> None:
        self.improvements = improvements
        self.problems: list[Problem] = []
        # A title that two improvements bear names neither of them.
        own = improvements[~improvements["title"].map(_folded).duplicated(keep=False)]
        titles = zip(own["title"], own["improvement"], strict=True)
        self.known = {_folded(title): name for title, name in titles}
        self.known |= {_folded(name): name for name in improvements["improvement"]}

    def ids(self, given: str | Iterable[str] | None) -> tuple[str, ...]:
        """Look names up, each once."""
        values = [given] if isinstance(given, str) else list(given or ())
        found = []
        for value in values:
            if (name := self.known.get(_folded(value))) is not None:
                found.append(name)
                continue
            what = f"'{value}' is not an improvement of this study."
            hint = did_you_mean(value, self.improvements["improvement"])
            self.problems.append(Problem(what, value=str(value), hint=hint))
        return tuple(dict.fromkeys(found))

    def pairs(
        self, kind: str, given: Mapping[str, str | Iterable[str]] | None
    ) -> tuple[tuple[str, str], ...]:
        """Take the study's own pairs, and those that are given beside them."""
        own = zip(self.improvements["improvement"], self.improvements[kind], strict=True)
        pairs = [(name, other) for name, others in own for other in others]
        for name, others in (given or {}).items():
            pairs += [(one, other) for one in self.ids(name) for other in self.ids(others)]
        if kind == "excludes":
            pairs = [(min(pair), max(pair)) for pair in pairs]
        return tuple(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))


def _folded(value: object) -> str:
    return str(value).strip().casefold()


def _bad_budget(budget: object) -> list[Problem]:
    if _number(budget) >= 0:
        return []
    hint = "Give 0 or more." if _number(budget) < 0 else "Give a number, such as 200."
    return [Problem(f"The budget is {budget}.", value=str(budget), hint=hint)]


def _number(value: object) -> float:
    """Return a finite number as it is, and anything else as NaN."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return math.nan
    number = float(value)
    return number if math.isfinite(number) else math.nan


def _bad_unit(unit: object) -> list[Problem]:
    if unit in UNITS:
        return []
    said = f"A budget is not counted in '{unit}'."
    return [Problem(said, value=str(unit), hint=did_you_mean(unit, UNITS))]


def _bad_dimension(dimension: object) -> list[Problem]:
    if dimension is None or dimension in DIMENSIONS:
        return []
    said = f"At least one improvement cannot be asked for every '{dimension}'."
    return [Problem(said, value=str(dimension), hint=did_you_mean(dimension, DIMENSIONS))]


def _bad_counts(at_most: object, draws: object, seconds: object) -> list[Problem]:
    problems = []
    if at_most is not None and not _is_whole(at_most, 1, math.inf):
        hint = "Give a whole number of 1 or more."
        problems.append(
            Problem(f"The set is to hold at most {at_most}.", value=str(at_most), hint=hint)
        )
    if not _is_whole(draws, 0, MOST_DRAWS):
        hint = f"Give a whole number from 0 (draw nothing) to {MOST_DRAWS:,}."
        problems.append(Problem(f"The number of draws is {draws}.", value=str(draws), hint=hint))
    if not _number(seconds) > 0:
        hint = "Give a number above 0."
        problems.append(Problem(f"The search may take {seconds} s.", value=str(seconds), hint=hint))
    return problems


def _is_whole(value: object, least: float, most: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, Integral):
        return False
    return least <= int(value) <= most


def _nothing_ranked() -> Problem:
    hint = "Take a filter out, or measure where the improvements help."
    return Problem("The ranking holds no improvement to choose from.", hint=hint)


def _cost_column(study: Study) -> str:
    """Return the column that holds the cost."""
    numbers = study.improvements.select_dtypes("number")
    column = next((name for name in _COSTS if name in numbers), None)
    if column is not None and numbers[column].notna().any():
        return column
    what = "The improvements have no column of costs."
    hint = "Fill a column cost or budget of the improvements, or use the unit 'person-days'."
    raise SettingError(HEADLINE, [Problem(what, hint=hint)])


def _currency(study: Study) -> str:
    return study.settings.study.currency or "of cost"
