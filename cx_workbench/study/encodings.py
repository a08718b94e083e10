"""Text files as they come: UTF-8, UTF-16 and the Windows code pages of Europe."""

from __future__ import annotations

import codecs
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAGE_NAMES = {
    "cp1250": "Windows-1250 (Central European)",
    "cp1252": "Windows-1252 (Western European)",
}
#: Letters beyond ASCII, most frequent first, by code page and language. On the few words of a
#: personas table this is surer than statistical detection, which took Czech for French.
_LETTERS = {
    "cp1250": {
        "sk": "áíéčžýšúťľôňäďóŕĺ",
        "cs": "íáéěčžřýšůúťňóď",
        "pl": "łęąóżśćńź",
        "hu": "éáőóöüíúű",
        "hr": "čšžćđ",
        "sl": "čšž",
        "ro": "ăâîșțşţ",
    },
    "cp1252": {
        "de": "üäöß",
        "fr": "éèàêçôîûùâœëïü",
        "es": "óíáéñú¿¡ü",
        "pt": "ãçáéíóêúõâàô",
        "it": "èàùòéìó",
        "nl": "éëïèö",
        "da": "åøæé",
        "nb": "åøæé",
        "sv": "äöåé",
        "fi": "äöå",
    },
}
_PAGE_OF_LANGUAGE = {
    language: page for page, languages in _LETTERS.items() for language in languages
}
#: How likely a letter is that its language does not have.
_UNLIKELY = 1e-4
_CHUNK = 1 << 22
#: So much text decides between the code pages.
_SAMPLE = 1 << 16
_HEAD = 1 << 12
_WITHIN_A_LETTER = bytes(range(0x80, 0xC0))


def _tells_nothing(byte: int) -> bool:
    """Whether a byte is ASCII, or a sign (no letter) that all code pages read the same."""
    read = {bytes([byte]).decode(page, errors="replace") for page in _PAGE_NAMES}
    return byte in range(128) or (len(read) == 1 and not read.pop().isalpha())


_TELLING_NOTHING = bytes(byte for byte in range(0x100) if _tells_nothing(byte))


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text file is written.

    Attributes
    ----------
    name
        As Python names it.
    note
        What is to be said about it, without the file's name.
    sound
        Whether every byte is what the encoding allows.
    """

    name: str
    note: str = ""
    sound: bool = True

    @property
    def is_utf8(self) -> bool:
        """Whether an engine that knows only UTF-8 can read the file as it is."""
        return self.sound and self.name in ("utf-8", "utf-8-sig")


def detect_encoding(path: Path, language: str | None = None) -> Encoding:
    """Tell the encoding of a text file of any size.

    A byte order mark decides, then whether all of the file is valid UTF-8; else it is a
    Windows code page, told apart by the language of the study or by the letters.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _marked(path, name)
    if wide := _utf16_without_mark(head):
        return Encoding(wide)
    valid, broken = _utf8_letters(path)
    if not broken:
        return Encoding("utf-8")
    if valid > broken:
        return Encoding("utf-8", _BROKEN, sound=False)
    page = _PAGE_OF_LANGUAGE.get((language or "")[:2].casefold()) or _code_page(path)
    return Encoding(
        page,
        f"is not UTF-8; it was read as {_PAGE_NAMES[page]}. If letters look wrong, set "
        "language in study.toml or save the file as UTF-8.",
    )


def read_text(path: Path, encoding: Encoding) -> str:
    """Read all of a small file; what the encoding does not allow becomes U+FFFD."""
    with path.open(encoding=encoding.name, errors="replace", newline="") as file:
        return file.read().removeprefix("\ufeff")


def transcode(path: Path, encoding: Encoding, to: Path) -> Path:
    """Write a copy of a file of any size as UTF-8."""
    with (
        path.open("r", encoding=encoding.name, errors="replace", newline="") as source,
        to.open("w", encoding="utf-8", newline="") as target,
    ):
        while chunk := source.read(_CHUNK):
            target.write(chunk)
    return to


_BROKEN = "holds some letters that are not UTF-8 as the rest is; they are shown as \ufffd."


def _marked(path: Path, name: str) -> Encoding:
    sound = name != "utf-8-sig" or not _utf8_letters(path)[1]
    return Encoding(name, "" if sound else _BROKEN, sound)


def _utf16_without_mark(head: bytes) -> str:
    """Tell UTF-16 without a mark: nearly every other byte of European text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    enough = 0.4 * len(head) / 2
    if max(even, odd) <= enough or min(even, odd) > enough:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8_letters(path: Path) -> tuple[int, int]:
    """Count letters beyond ASCII that are valid UTF-8 up to the first bytes that are not.

    Returns
    -------
    tuple of int
        The letters, and how many are broken from there on in a sample; 0 where none is.
    """
    valid, rest = 0, b""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in _chunks(path):
        before = decoder.getstate()[0]
        try:
            valid += _beyond_ascii(decoder.decode(chunk, final=not chunk))
        except UnicodeDecodeError as error:
            rest = (before + chunk)[max(error.start - _SAMPLE, 0) :][: 2 * _SAMPLE]
            break
    # A piece cut out of a file may begin and end within a letter.
    sample = rest.lstrip(_WITHIN_A_LETTER).decode("utf-8", errors="replace")
    broken = max(sample.count("\ufffd") - rest.count("\ufffd".encode()), 1) if rest else 0
    return valid + _beyond_ascii(sample) - broken, broken


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", errors="ignore"))


def _chunks(path: Path) -> Iterator[bytes]:
    """Read the bytes of a file piece by piece; the last piece is empty."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
    yield b""


def _code_page(path: Path) -> str:
    """Name the code page in which the letters of the file are the likeliest."""
    sample = b""
    for chunk in _chunks(path):
        sample += chunk.translate(None, delete=_TELLING_NOTHING)
        if len(sample) >= _SAMPLE:
            break
    # Python's max keeps the first of equals: letters that both pages know decide nothing.
    return max(_LETTERS, key=lambda page: _likelihood(sample[:_SAMPLE], page))


def _likelihood(sample: bytes, page: str) -> float:
    """Log likelihood of the letters beyond ASCII in the language of the page that fits best."""
    letters = Counter(sample.decode(page, errors="replace").lower())
    return max(
        sum(n * math.log(share.get(letter, _UNLIKELY)) for letter, n in letters.items())
        for share in map(_shares, _LETTERS[page].values())
    )


def _shares(letters: str) -> dict[str, float]:
    """Share of each letter if the second is half as frequent as the first, and so on."""
    harmonic = sum(1 / rank for rank in range(1, len(letters) + 1))
    return {letter: 1 / rank / harmonic for rank, letter in enumerate(letters, start=1)}
