"""What a study lets a workshop choose: settings it can serve, criteria it can weigh, filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cx_workbench.measure.weights import IMPORTANCES
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.options import DEFAULT_WEIGHTS, IMPACTS, resolve
from cx_workbench.rank.parts import unfit
from cx_workbench.study.contract import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import pandas as pd

    from cx_workbench.errors import Problem
    from cx_workbench.study.model import Study

#: Of what each setting is a choice: its heading, and of each name a title and a sentence.
SETTINGS: Mapping[str, tuple[str, Mapping[str, tuple[str, str]]]] = {
    "method": ("Method", {each.name: (each.title, each.how) for each in METHODS.values()}),
    "reference": (
        "Reality is held against",
        dict(
            zip(
                REFERENCES,
                (
                    ("What customers expect", "Answers of the kind expectation."),
                    ("What the company believes", "Answers of the kind company."),
                    ("The competitor", "Answers of the kind competitor."),
                    ("How employees see it", "Answers of the kind employee."),
                    ("The target", "Set in the study's settings."),
                ),
                strict=True,
            )
        ),
    ),
    "importance": (
        "Importance of touchpoints",
        {
            name: (name.capitalize(), f"{how[0].upper()}{how[1:]}.")
            for name, how in IMPORTANCES.items()
        },
    ),
    "impact": (
        "Impact counts",
        {
            "index": ("The overall index", f"Impact is in {IMPACTS['index']}."),
            "path": (
                "Path satisfaction",
                f"Impact is in {IMPACTS['path']}: what all steps of a journey leave together.",
            ),
        },
    ),
}
#: Input, heading, what one of them is called, table, column.
_FILTERS = (
    ("personas", "Personas", "persona", "personas", "persona"),
    ("stages", "Stages", "stage", "touchpoints", "stage"),
    ("phases", "Phases", "phase", "touchpoints", "phase"),
    ("channels", "Channels", "channel", "touchpoints", "channel"),
    ("pain_types", "Pain types", "pain type", "improvements", "pain_type"),
)
_AS_THE_STUDY_SAYS = dict.fromkeys(
    (
        "top",
        "method",
        "reference",
        "importance",
        "impact",
        "weights",
        "draws",
        "seed",
        "spread",
        "shrink",
        "smallest_cell",
    )
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One name that a setting can take.

    Attributes
    ----------
    name, title
        What it is called in settings and on the screen.
    how
        One sentence: what it does.
    reason
        Why this study cannot serve it; empty if it can.
    """

    name: str
    title: str
    how: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a filter, and how much it would keep.

    Attributes
    ----------
    value, title
        What the filter takes, and what it is called on the screen.
    touchpoints
        How many touchpoints have it; ``None`` where that is not asked.
    improvements
        How many candidate improvements touch it, ranked or not.
    """

    value: str
    title: str
    touchpoints: int | None
    improvements: int

    @property
    def counted(self) -> str:
        """The counts in words."""
        improvements = _many(self.improvements, "improvement")
        if self.touchpoints is None:
            return improvements
        return f"{_many(self.touchpoints, 'touchpoint')}, {improvements}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A dimension by which a study can be narrowed.

    Attributes
    ----------
    name
        Input of a session.
    title, one
        What the values are called, and what one of them is.
    values
        In the order of the study's table.
    """

    name: str
    title: str
    one: str
    values: tuple[Value, ...]

    def kept(self, asked: Collection[str]) -> tuple[Value, ...]:
        """Return the values that are asked for, whatever their case; all, if none is."""
        folded = {_folded(value) for value in asked}
        return tuple(
            each
            for each in self.values
            if not folded or folded & {_folded(each.value), _folded(each.title)}
        )


def choices(study: Study, setting: str, *, check: bool = True) -> tuple[Choice, ...]:
    """Return what a setting can be, and why not where the study cannot serve it.

    Parameters
    ----------
    study
        From `load` or `example`.
    setting
        A key of `SETTINGS`.
    check
        Whether to find out what the study cannot serve; deriving importance takes a second.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> target = choices(cx.example(), "reference")[-1]
    >>> print(target.title, "-", target.reason)
    The target - Reality is to be held against the target, but the study has none. Add [target]
    with default = 85 to study.toml, or use the reference 'expectation'.
    """
    return tuple(
        Choice(name, title, how, _reason(study, setting, name) if check else "")
        for name, (title, how) in SETTINGS[setting][1].items()
    )


def criteria(study: Study) -> tuple[str, ...]:
    """Return what can be weighed: gap, impact, effort, and columns that have anchors.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> criteria(cx.example())
    ('gap', 'impact', 'effort')
    """
    further = (name for name in study.settings.criteria if name not in DEFAULT_WEIGHTS)
    return (
        *DEFAULT_WEIGHTS,
        *(name for name in further if not _refusal(study, {"weights": {name: 1.0}})),
    )


def filters(study: Study) -> tuple[Filter, ...]:
    """Return the dimensions of which the study has more than one value.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> by_phase = filters(cx.example())[2]
    >>> [(each.title, each.counted) for each in by_phase.values]
    [('before', '4 touchpoints, 4 improvements'), ('during', '6 touchpoints, 10 improvements'),
    ('after', '4 touchpoints, 5 improvements')]
    """
    tables = {
        "personas": study.personas,
        "touchpoints": study.touchpoints,
        "improvements": study.improvements,
    }
    found = (
        Filter(name, title, one, tuple(_values(study, tables[table], column, one)))
        for name, title, one, table, column in _FILTERS
    )
    return tuple(each for each in found if len(each.values) > 1)


def _values(study: Study, table: pd.DataFrame, column: str, one: str) -> list[Value]:
    folded = table[column].map(_folded)
    return [
        Value(
            value=str(rows[column].iloc[0]),
            title=_title(rows, column, one),
            touchpoints=len(rows) if column in {"stage", "phase", "channel"} else None,
            improvements=_touching(study, rows, column),
        )
        for _, rows in table.groupby(folded, sort=False)
    ]


def _title(rows: pd.DataFrame, column: str, one: str) -> str:
    named = rows["name"] if column == "persona" else rows[column]
    return str(named.iloc[0]) or f"(no {one} given)"


def _touching(study: Study, rows: pd.DataFrame, column: str) -> int:
    """How many improvements have to do with some rows of a table."""
    if column == "pain_type":
        return len(rows)
    ids, which = ("persona", "personas") if column == "persona" else ("touchpoint", "touchpoints")
    wanted = set(rows[ids])
    return int(study.improvements[which].map(lambda has: not wanted.isdisjoint(has)).sum())


def _reason(study: Study, setting: str, name: str) -> str:
    if setting == "method":
        return _told(unfit(name, study.improvements))
    return _refusal(study, {setting: name})


def _refusal(study: Study, settings: Mapping[str, Any]) -> str:
    _, problems = resolve(study, **{**_AS_THE_STUDY_SAYS, **settings})
    return _told(problems)


def _told(problems: Iterable[Problem]) -> str:
    return " ".join(str(problem) for problem in problems)


def _folded(value: object) -> str:
    return str(value).strip().casefold()


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
