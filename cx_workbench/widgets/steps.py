"""Steps of a workshop: what was changed, in words, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.rank.methods import METHODS
from cx_workbench.widgets.inputs import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cx_workbench.study.model import Study
    from cx_workbench.widgets.inputs import Inputs

_SETTINGS = ("reference", "importance", "impact")


@dataclass(frozen=True, slots=True)
class Step:
    """A change with the inputs on either side of it.

    Attributes
    ----------
    before, after
        The inputs, and ``scenario`` names what was open.
    what
        What was changed, in words.
    """

    before: Inputs
    after: Inputs
    what: str


class Steps:
    """The way back and forth through the changes."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def add(self, step: Step) -> None:
        """Take a new step; what was undone before it is gone."""
        self._done.append(step)
        self._undone.clear()

    @property
    def back(self) -> Step | None:
        """The step that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def forth(self) -> Step | None:
        """The step that redo would take again."""
        return self._undone[-1] if self._undone else None

    def undo(self) -> None:
        """Count the last step as undone."""
        self._undone.append(self._done.pop())

    def redo(self) -> None:
        """Count the last undone step as done."""
        self._done.append(self._undone.pop())


def in_words(before: Inputs, after: Inputs, study: Study) -> str:
    """Say what differs between two states, as one sentence without a full stop."""
    said = "; ".join(_differences(before, after, study))
    return said[:1].upper() + said[1:]


def improvement_of(before: Inputs, after: Inputs) -> str:
    """Return the improvement that a change is about, if it is about one alone."""
    touched = {
        improvement
        for name in ("estimates", "pinned", "vetoed")
        for improvement in _changed(getattr(before, name), getattr(after, name))
    }
    return touched.pop() if len(touched) == 1 else ""


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    names = dict.fromkeys([*before, *after])
    return [name for name in names if before.get(name) != after.get(name)]


def _differences(before: Inputs, after: Inputs, study: Study) -> Iterator[str]:
    yield from _weighted(before.weights, after.weights)
    if before.top != after.top:
        yield f"TOP {before.top} to TOP {after.top}"
    if before.method != after.method:
        yield f"method {METHODS[before.method].title} to {METHODS[after.method].title}"
    for name in _SETTINGS:
        if getattr(before, name) != getattr(after, name):
            yield f"{name} {getattr(before, name)} to {getattr(after, name)}"
    for dimension, name in DIMENSIONS.items():
        if set(getattr(before, name)) != set(getattr(after, name)):
            yield _filtered(dimension, getattr(after, name), study)
    yield from _decided(before, after, study)


def _weighted(before: Mapping[str, float], after: Mapping[str, float]) -> Iterator[str]:
    for criterion in _changed(before, after):
        old, new = before.get(criterion, 0), after.get(criterion, 0)
        yield f"weight of {criterion} {old:g} to {new:g}"


def _decided(before: Inputs, after: Inputs, study: Study) -> Iterator[str]:
    """Say what was decided about single improvements."""
    titles = dict(zip(study.improvements["improvement"], study.improvements["title"], strict=True))
    for improvement in _changed(before.estimates, after.estimates):
        old, new = (each.estimates.get(improvement, {}) for each in (before, after))
        yield from _estimated(titles.get(improvement, improvement), old, new)
    for verb in ("pinned", "vetoed"):
        there = getattr(after, verb)
        for improvement in _changed(getattr(before, verb), there):
            prefix = verb if improvement in there else f"no longer {verb}:"
            yield f"{prefix} {titles.get(improvement, improvement)}"


def _filtered(dimension: str, kept: tuple[str, ...], study: Study) -> str:
    words = dimension.replace("_", " ")
    names = kept
    if dimension == "persona":
        known = dict(zip(study.personas["persona"], study.personas["name"], strict=True))
        names = tuple(known.get(each, each) for each in kept)
    return f"only {words} {', '.join(names)}" if kept else f"every {words}"


def _estimated(title: str, old: Mapping[str, float], new: Mapping[str, float]) -> Iterator[str]:
    for name, unit, factor in (("effort", " person-days", 1), ("closes", " %", 100)):
        if old.get(name) == new.get(name):
            continue
        if name in new:
            yield f"{name} of {title} set to {new[name] * factor:.4g}{unit}"
        else:
            yield f"{name} of {title} back to the study's own"
