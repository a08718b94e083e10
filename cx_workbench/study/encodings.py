"""Text files as they come: UTF-8, UTF-16 and the Windows code pages of Europe."""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Windows-1250 writes Slovak, Czech, Polish, Hungarian ...; Windows-1252 Western Europe.
_PAGE_OF_LANGUAGE = {
    **dict.fromkeys(("sk", "cs", "pl", "hu", "sl", "hr", "ro"), "cp1250"),
    **dict.fromkeys(("de", "fr", "es", "pt", "it", "nl", "da", "nb", "sv", "fi"), "cp1252"),
}
#: Letters beyond ASCII by language, by the code page that writes it. On the few words of a
#: personas table this is surer than statistical detection, which took Czech for French.
_ALPHABETS = {
    "cp1250": (
        "áäčďéíĺľňóôŕšťúýž", "áčďéěíňóřšťúůýž", "ąćęłńóśźż", "áéíóöőúüű", "čšžćđ", "ăâîșțşţ",
    ),
    "cp1252": (
        "àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü¿¡", "àáâãçéêíóôõú", "àèéìíîòóùú", "æøåéó", "åäöé",
    ),
}
_DELIMITERS = ",;\t|"
_CHUNK = 1 << 22
#: So much text decides between the code pages.
_SAMPLE = 1 << 16


def detect_encoding(path: Path, language: str | None = None) -> str:
    """Name the encoding of a text file.

    A byte order mark decides, then whether all of the file is valid UTF-8; else it is a
    Windows code page, told apart by the language of the study or by the letters.

    Returns
    -------
    str
        ``utf-8``, ``utf-8-sig``, ``utf-16``, ``cp1250`` or ``cp1252``.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if _looks_like_utf16(head):
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    if _is_utf8(path):
        return "utf-8"
    return _PAGE_OF_LANGUAGE.get((language or "")[:2].casefold()) or _code_page(path)


def read_text(path: Path, encoding: str) -> str:
    """Read all of a small file; bytes that the code page does not know become U+FFFD."""
    return path.read_text(encoding=encoding, errors="replace").removeprefix("\ufeff")


def detect_delimiter(heading: str) -> str:
    """Name the delimiter of a heading: the one that occurs most outside quotes.

    Examples
    --------
    >>> detect_delimiter('persona;"name, long";share')
    ';'
    """
    counts = {sign: len(next(csv.reader([heading], delimiter=sign), [])) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign])


def transcode(path: Path, encoding: str, to: Path) -> Path:
    """Write a copy of a file of any size as UTF-8."""
    with (
        path.open("r", encoding=encoding, errors="replace", newline="") as source,
        to.open("w", encoding="utf-8", newline="") as target,
    ):
        while chunk := source.read(_CHUNK):
            target.write(chunk.removeprefix("\ufeff"))
    return to


def _looks_like_utf16(head: bytes) -> bool:
    """Tell UTF-16 without a mark: every other byte of Latin text is zero."""
    sample = head[:200]
    zeros = max(sample[0::2].count(0), sample[1::2].count(0))
    return len(sample) > 1 and zeros > 0.4 * len(sample) / 2


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _code_page(path: Path) -> str:
    with path.open("rb") as file:
        sample = b"".join(line for line in file if not line.isascii())[:_SAMPLE]
    # Python's max keeps the first of equals: letters that both pages know decide nothing.
    return max(_ALPHABETS, key=lambda page: _fit(sample.decode(page, errors="replace"), page))


def _fit(text: str, page: str) -> int:
    """How many letters beyond ASCII the best fitting language of a code page explains."""
    letters = [letter for letter in text.casefold() if letter.isalpha() and not letter.isascii()]
    return max(sum(letter in known for letter in letters) for known in _ALPHABETS[page])
