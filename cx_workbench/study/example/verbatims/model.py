"""How the words of one language are laid out."""

from __future__ import annotations

from typing import NamedTuple


class ByMood(NamedTuple):
    """Sentences of unhappy, half-happy and happy customers."""

    negative: tuple[str, ...]
    mixed: tuple[str, ...]
    positive: tuple[str, ...]


class Language(NamedTuple):
    """All sentences of one language.

    ``said`` is by touchpoint (empty = the journey as a whole); ``said_by`` holds what only an
    unhappy customer of one persona would say, by touchpoint and persona. A sentence stands
    alone, so that an opening may go before it or an ending after it. ``slots`` are the words
    that fill ``{...}``, in the grammatical form that every sentence there needs.
    """

    code: str
    said: dict[str, ByMood]
    said_by: dict[tuple[str, str], tuple[str, ...]]
    openings: ByMood
    endings: ByMood
    slots: dict[str, tuple[str, ...]]
