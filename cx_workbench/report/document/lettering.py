"""A study's words as a printed line may hold them."""

from __future__ import annotations

import re
import unicodedata

from cx_workbench.charts.lettering import wrap

#: A word that is longer than this may break in the narrowest place that takes words, which is
#: the column of the titles in a table.
_LONGEST = 24
_LONG_WORD = re.compile(rf"\S{{{_LONGEST + 1},}}")
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"
#: Where such a word may break: behind whatever is no letter, and with a hyphen between letters.
_BEHIND_A_SIGN = re.compile(r"(?<=[^\w\u200d]|[\d_])(?=\w)")
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_]{3})(?=[^\W\d_]{3})")
_BLANKS = re.compile(r"[\s\x85]*[\n\r\v\f\t\x85\u2028\u2029][\s\x85]*")
#: Categories of Unicode that no eye can see and no font has: controls, halves of letters.
_UNSEEN = {"Cc", "Cs"}
_NO_LETTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def plain(text: object) -> str:
    r"""One line of text that can be typeset, whatever a client wrote.

    What cannot be seen is left out, and a word that no column could hold may break anywhere.

    Examples
    --------
    >>> plain("Bill\x07\nand roaming"), plain("x" * 30).count("\xad")
    ('Bill and roaming', 25)
    """
    one_line = _NO_LETTERS.sub("", _BLANKS.sub(" ", str(text)))
    seen = (letter for letter in one_line if unicodedata.category(letter) not in _UNSEEN)
    return _LONG_WORD.sub(_loosened, unicodedata.normalize("NFC", "".join(seen)).strip(" "))


def shortened(text: str, width: float, size: int, most: int) -> str:
    """Return as many whole words as fit on some lines of the shipped font.

    Examples
    --------
    >>> shortened("Parking guidance and shuttle", 110, 12, 1)
    'Parking guidance…'
    """
    words = text.split(" ")
    shown = text
    while len(words) > 1 and len(wrap(shown, width, size, even=False)) > most:
        words.pop()
        shown = f"{' '.join(words)}…"
    return shown


def _loosened(found: re.Match[str]) -> str:
    return _BETWEEN_LETTERS.sub("\N{SOFT HYPHEN}", _BEHIND_A_SIGN.sub(_MAY_BREAK, found.group()))
