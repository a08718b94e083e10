"""How customers feel at a step of a journey map: by word, number or face."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cx_workbench.study.importing.clues import plainly
from cx_workbench.study.values import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How words for a feeling begin, numbers, and faces.
_FEELINGS = {
    "negative": (
        r"neg|-|:-?\(|angry|annoy|anxi|bored|confus|disappoint|frustr|sad|stress|upset|worri|"
        "негат|плох|[👎💔☹😞😠😡🙁😢😟😣😖😩😤]"
    ),
    "neutral": "neu|0$|calm|нейтр|[😐😑😶]",
    "positive": (
        r"pos|poz|\+|:-?\)|[1-9]|delight|excit|happy|reliev|satisf|surpris|позит|хорош|"
        "[❤♥👍🙂😀😊😃😄😁😍🤩☺]"
    ),
}
_PATTERNS = {emotion: re.compile(feels) for emotion, feels in _FEELINGS.items()}


def emotion_of(said: str) -> str:
    """Tell how customers feel; empty where that is not said, or not known here.

    Examples
    --------
    >>> emotion_of("Frustrated"), emotion_of("0"), emotion_of("🙂"), emotion_of("meh")
    ('negative', 'neutral', 'positive', '')
    """
    plain = plainly(said)
    return next((name for name, found in _PATTERNS.items() if found.match(plain)), "")


def unknown_feelings(said: Iterable[str]) -> list[str]:
    """Say in a sentence which feelings are not known here; no sentence if all are.

    Examples
    --------
    >>> unknown_feelings(["happy", "meh"])
    ["What 'meh' feels like is not known here: no emotion was set."]
    """
    strange = sorted({word for word in said if word and not emotion_of(word)})
    words = ", ".join(f"'{shortened(word)}'" for word in strange)
    return [f"What {words} feels like is not known here: no emotion was set."] if strange else []
