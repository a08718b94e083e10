"""Journey maps in the OpenJourney format (``.ojf``): their stages and touchpoints.

A map is JSON: stages from left to right, swimlanes from top to bottom, and nodes where they meet.
Some nodes are steps that the customer takes, others say what was felt or what hurt there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from cx_workbench.errors import Problem, StudyError, did_you_mean
from cx_workbench.study.encodings import detect_encoding, read_text
from cx_workbench.study.importing.feelings import emotion_of, unknown_feelings
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.limits import MOST_OF_A_MAP, check_size
from cx_workbench.study.values import as_text, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_Json: TypeAlias = Mapping[str, Any]

_UNREAD = "The journey map cannot be read."
_MOST_NODES = 100_000
_ASK_THE_PROGRAM = "Save it again in the program that wrote it, as OpenJourney (.ojf)."

#: What a node is for, as maps say it: a step of the customer's, or a remark about one.
_STEPS = ("touchpoint", "action")
_REMARKS = ("pain", "pain-point", "personal-hurdle", "gain", "opportunity", "observation", "note")
#: Words in the name of a lane that holds steps whatever they are for, or remarks.
_LANES_OF_STEPS = ("touchpoint",)
_LANES_OF_REMARKS = (
    "emotion", "feel", "sentiment", "thought", "mood", "pain", "friction", "issue", "blocker",
    "problem", "opportunit", "idea",
)  # fmt: skip


@dataclass(frozen=True)
class JourneyMap:
    """A customer's journey as somebody drew it.

    Attributes
    ----------
    title
        Of the map; empty if it has none.
    persona
        Name of the customer that it is about; empty if it says none.
    stages
        From first to last.
    touchpoints
        As the table of that name has them, with ``description``, ``lane`` and ``remarks`` (what
        else the map says of that stage) carried along.
    assumed
        What was made of what the map leaves open, in words.
    """

    title: str
    persona: str
    stages: tuple[str, ...]
    touchpoints: pd.DataFrame
    assumed: tuple[str, ...] = ()


def read_journey_map(path: Path) -> JourneyMap:
    """Read a journey map.

    Parameters
    ----------
    path
        A file in the OpenJourney format, of one of its two forms: what it is about stands on
        top, or under ``metadata``.

    Raises
    ------
    StudyError
        It is none, or breaks the format where nothing may be assumed: every problem at once.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> text = '{"persona": "Ana", "stages": [{"id": "s", "name": "Buy"}], "swimlanes": [],'
    >>> text += '"nodes": [{"stageId": "s", "title": "Pay at the till", "score": -2}]}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "shop.ojf")
    ...     _ = path.write_text(text)
    ...     found = read_journey_map(path)
    >>> found.touchpoints[["touchpoint", "stage", "emotion"]].values.tolist()
    [['pay_at_the_till', 'Buy', 'negative']]
    """
    check_size(path, MOST_OF_A_MAP, _UNREAD)
    reading = _Reading(path.name)
    content = reading.content(path)
    stages = reading.named(content, "stages")
    lanes = reading.named(content, "swimlanes", needed=False)
    nodes = list(reading.nodes(content, stages, lanes))
    if not stages and not reading.problems:
        reading.complain("It has no stage.", "Draw at least one stage.")
    if reading.problems:
        raise StudyError(_UNREAD, reading.problems)
    about = content.get("metadata")
    about = about if isinstance(about, Mapping) else {}
    steps = list(_steps(stages, nodes, reading.assumed))
    return JourneyMap(
        title=_first(about.get("title"), content.get("title")),
        persona=_first(about.get("persona"), content.get("persona")),
        stages=tuple(stages.values()),
        touchpoints=_table(steps, nodes, reading.assumed),
        assumed=tuple(reading.assumed),
    )


@dataclass(frozen=True)
class _Node:
    """A card on the map; ``score`` is NaN where it has none."""

    title: str
    stage: str
    lane: str = ""
    purpose: str = ""
    sentiment: str = ""
    score: float = math.nan
    description: str = ""

    @property
    def is_step(self) -> bool:
        """Whether it is something that the customer does or meets."""
        lane = self.lane.casefold()
        if self.purpose in _STEPS or any(word in lane for word in _LANES_OF_STEPS):
            return True
        return self.purpose not in _REMARKS and not any(word in lane for word in _LANES_OF_REMARKS)

    @property
    def emotion(self) -> str:
        """How customers feel there: by its word, else by its score; empty if it says neither."""
        if (felt := emotion_of(self.sentiment)) or math.isnan(self.score):
            return felt
        return "neutral" if self.score == 0 else "positive" if self.score > 0 else "negative"


@dataclass
class _Reading:
    """Takes a map apart, and keeps what is wrong with it and what was assumed."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    def complain(self, what: str, hint: str, value: str | None = None) -> None:
        """Take note of a problem."""
        self.problems.append(Problem(what, file=self.file, value=value, hint=hint))

    def content(self, path: Path) -> _Json:
        """Read the JSON."""
        text = read_text(path, detect_encoding(path))
        try:
            content = json.loads(text)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None)
            place = f" It breaks off in line {line}." if line else ""
            problem = Problem(f"It is no JSON.{place}", file=self.file, hint=_ASK_THE_PROGRAM)
            raise StudyError(_UNREAD, [problem]) from error
        if not isinstance(content, dict):
            problem = Problem("It holds no map.", file=self.file, hint=_ASK_THE_PROGRAM)
            raise StudyError(_UNREAD, [problem])
        return content

    def _list(self, content: _Json, name: str, *, needed: bool) -> list[_Json]:
        found = content.get(name)
        if found is None and not needed:
            return []
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.complain(f"'{name}' is no list of cards.", _ASK_THE_PROGRAM, name)
            return []
        if len(found) > _MOST_NODES:
            hint = "Split the map into several."
            self.complain(f"'{name}' has {len(found):,} entries, over {_MOST_NODES:,}.", hint)
            return []
        return found

    def named(self, content: _Json, name: str, *, needed: bool = True) -> dict[str, str]:
        """Read stages or lanes: their names by id."""
        found: dict[str, str] = {}
        for place, each in enumerate(self._list(content, name, needed=needed), start=1):
            own, called = as_text(each.get("id")), _first(each.get("name"), each.get("title"))
            if not own:
                self.complain(f"Number {place} of '{name}' has no id.", _ASK_THE_PROGRAM)
            elif own in found:
                self.complain(f"The id '{shortened(own)}' stands twice in '{name}'.",
                              "Give each an id of its own.", own)  # fmt: skip
            else:
                found[own] = called or own
        return found

    def nodes(
        self, content: _Json, stages: Mapping[str, str], lanes: Mapping[str, str]
    ) -> Iterator[_Node]:
        """Read the cards that have a place on the map."""
        nameless = 0
        for place, each in enumerate(self._list(content, "nodes", needed=True), start=1):
            stage, lane = as_text(each.get("stageId")), as_text(each.get("swimlaneId"))
            title = as_text(each.get("title"))
            said = f"Card {place}" + (f" ('{shortened(title)}')" if title else "")
            if stage not in stages:
                what = f"stands in the stage '{shortened(stage)}', which there is not."
                self.complain(f"{said} {what if stage else 'is in no stage.'}",
                              did_you_mean(stage, stages), stage)  # fmt: skip
                continue
            if lane and lanes and lane not in lanes:
                self.assumed.append(
                    f"{said} is in the lane '{shortened(lane)}', which there is not; it was taken "
                    "as a card of no lane."
                )
            if not title:
                nameless += 1
                continue
            yield _Node(
                title=title,
                stage=stage,
                lane=lanes.get(lane, ""),
                purpose=as_text(each.get("purpose")).casefold(),
                sentiment=as_text(each.get("sentiment")).casefold(),
                score=self._score(each.get("score"), said),
                description=as_text(each.get("description")),
            )
        if nameless:
            cards = (
                "1 card has no title and was"
                if nameless == 1
                else f"{nameless:,} cards have no title and were"
            )
            self.assumed.append(f"{cards} left out.")

    def _score(self, score: object, said: str) -> float:
        if score is None:
            return math.nan
        if (
            isinstance(score, (int, float))
            and not isinstance(score, bool)
            and abs(score) < math.inf
        ):
            return float(score)
        self.assumed.append(
            f"{said} has the score {shortened(score)}, no number; it counts as none."
        )
        return math.nan


def _steps(
    stages: Mapping[str, str], nodes: Sequence[_Node], assumed: list[str]
) -> Iterator[tuple[_Node, str]]:
    """Give the steps in the order of the journey, with the name of the stage."""
    for stage, name in stages.items():
        cards = [node for node in nodes if node.stage == stage]
        steps = [node for node in cards if node.is_step]
        if not steps:
            feelings = [node.score for node in cards if not math.isnan(node.score)]
            score = sum(feelings) / len(feelings) if feelings else math.nan
            steps = [_Node(title=name, stage=stage, score=score)]
            assumed.append(f"The stage '{name}' shows no step: it became a touchpoint itself.")
        yield from ((step, name) for step in steps)


def _table(
    steps: Sequence[tuple[_Node, str]], nodes: Sequence[_Node], assumed: list[str]
) -> pd.DataFrame:
    # A score speaks for itself where a word does not.
    assumed += unknown_feelings(node.sentiment for node, _ in steps if not node.emotion)
    ids = short_ids([node.title for node, _ in steps], "touchpoint")
    return pd.DataFrame(
        {
            "touchpoint": ids,
            "name": [node.title for node, _ in steps],
            "stage": [stage for _, stage in steps],
            "position": range(1, len(steps) + 1),
            "emotion": [node.emotion for node, _ in steps],
            "description": [node.description for node, _ in steps],
            "lane": [node.lane for node, _ in steps],
            "remarks": [
                "; ".join(n.title for n in nodes if n.stage == node.stage and not n.is_step)
                for node, _ in steps
            ],
        }
    )


def _first(*texts: object) -> str:
    return next(filter(None, map(as_text, texts)), "")
