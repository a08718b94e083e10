"""Short ids from what people call things."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 40
_LATIN_ACCENT = re.compile(r"([a-z])[\u0300-\u036f]+")
_NO_WORD = re.compile(r"[\W_]+")


def short_ids(names: Iterable[str], kind: str) -> list[str]:
    """Make an id from each name, no two of them alike.

    Parameters
    ----------
    names
        What people call the things, in any script.
    kind
        What they are: the id of a name without a letter or digit is made of it.

    Examples
    --------
    >>> short_ids(["Prvá faktúra!", "prva faktura", "первый счёт", "…"], "touchpoint")
    ['prva_faktura', 'prva_faktura_2', 'первый_счёт', 'touchpoint']
    """
    taken: set[str] = set()
    ids = []
    for name in names:
        wanted = _id(name) or kind
        short, count = wanted, 1
        while short in taken:
            count += 1
            short = f"{wanted}_{count}"
        taken.add(short)
        ids.append(short)
    return ids


def _id(name: str) -> str:
    # Accents go where letters without them stay readable; in Cyrillic they make other letters.
    plain = _LATIN_ACCENT.sub(r"\1", unicodedata.normalize("NFKD", name.casefold()))
    whole = unicodedata.normalize("NFC", plain)
    return _NO_WORD.sub("_", whole).strip("_")[:_LONGEST].rstrip("_")
