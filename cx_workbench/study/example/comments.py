"""Comments in four languages, put together from whole sentences.

A comment is one sentence about the touchpoint in the customer's mood, often with a short
opening before it or an ending after it, now and then typed without a full stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cx_workbench.study.example.verbatims.czech import CZECH
from cx_workbench.study.example.verbatims.english import ENGLISH
from cx_workbench.study.example.verbatims.polish import POLISH
from cx_workbench.study.example.verbatims.slovak import SLOVAK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    Choice = TypeVar("Choice")

LANGUAGES = (ENGLISH, SLOVAK, CZECH, POLISH)
MOODS = ("negative", "mixed", "positive")
#: The lowest index (0..100) of a mixed and of a happy answer.
MIXED_FROM, POSITIVE_FROM = 45.0, 70.0
#: How many of the answers in each mood come with a comment: complaints come easier.
COMMENTED = (0.24, 0.09, 0.10)

_OPENING, _ENDING, _NO_FULL_STOP = 0.27, 0.80, 0.25


class Draws(NamedTuple):
    """Random numbers (0..1) that make one comment."""

    sentence: float
    frame: float
    ending: float


def say(language: int, touchpoint: str, persona: str, mood: int, draws: Draws) -> str:
    """Return what a customer says about a touchpoint in a mood.

    Parameters
    ----------
    language
        Place in ``LANGUAGES``.
    touchpoint, persona
        Ids; an empty touchpoint is the journey as a whole, an empty persona is unknown.
    mood
        Place in ``MOODS``.
    draws
        Which sentence, what goes around it, how it ends.

    Returns
    -------
    str
        One or two sentences.

    Examples
    --------
    >>> say(0, "bill", "", 2, Draws(0.0, 0.99, 0.9))
    'One page, one amount, all clear.'
    >>> say(1, "bill", "", 0, Draws(0.2, 0.5, 0.9))
    'Štyri strany faktúry a stále neviem, za čo platím. Uvažujem o odchode.'
    """
    words = LANGUAGES[language]
    sentences = words.said[touchpoint][mood]
    if mood == 0:
        sentences += words.said_by.get((touchpoint, persona), ())
    sentence, rest = _pick(sentences, draws.sentence)
    slots = {name: _pick(values, (rest * 7) % 1)[0] for name, values in words.slots.items()}
    comment = sentence.format(**slots)
    if draws.frame < _OPENING:
        comment = f"{_pick(words.openings[mood], draws.frame / _OPENING)[0]} {comment}"
    elif draws.frame < _ENDING:
        place = (draws.frame - _OPENING) / (_ENDING - _OPENING)
        comment = f"{comment} {_pick(words.endings[mood], place)[0]}"
    return comment.removesuffix(".") if draws.ending < _NO_FULL_STOP else comment


def _pick(choices: Sequence[Choice], draw: float) -> tuple[Choice, float]:
    """Choose by a draw from 0..1; what is left of the draw may choose once more."""
    place = int(draw * len(choices))
    return choices[place], draw * len(choices) - place
