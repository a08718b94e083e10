"""What a workshop keeps between two days: scenarios, decisions, and where it left off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  pydantic reads it when it runs

from typing_extensions import TypedDict  # pydantic reads typing's own from Python 3.12 on


class Changed(TypedDict, total=False):
    """Settings of a ranking that were changed from the study's own: arguments of `rank`."""

    weights: dict[str, float]
    top: int
    method: str
    reference: str
    importance: str
    impact: str
    personas: list[str]
    stages: list[str]
    phases: list[str]
    channels: list[str]
    pain_types: list[str]
    estimates: dict[str, dict[str, float]]
    pinned: dict[str, str]
    vetoed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of a workshop.

    Attributes
    ----------
    time
        When, with its time zone.
    what
        What was changed, as one sentence.
    reason
        Why, in the words of who did it; may be empty.
    improvement
        The improvement that it is about, if it is about one.
    """

    time: datetime
    what: str
    reason: str = ""
    improvement: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named settings: ``rank(study, **scenario.settings)`` gives their ranking again."""

    name: str
    time: datetime
    settings: Changed = field(default_factory=Changed)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a session file holds.

    Attributes
    ----------
    settings
        Where the work was left off.
    scenario
        Name of the scenario that these settings came from, if any.
    scenarios
        In the order in which they were first saved.
    decisions
        Oldest first.
    saved
        When the file was last written; ``None`` if it never was.
    """

    settings: Changed = field(default_factory=Changed)
    scenario: str = ""
    scenarios: tuple[Scenario, ...] = ()
    decisions: tuple[Decision, ...] = ()
    saved: datetime | None = None
