"""The shipped font: how wide its words are, where they break, and its form for web pages."""

from __future__ import annotations

import base64
import re
import struct
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.charts.theme import LOOK

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Folder of the shipped fonts, for programs that make files (Vega, typst).
FONTS = Path(__file__).parent / "fonts"
#: Style, CSS weight.
_WEIGHTS = (("Regular", 400), ("Bold", 700))
#: Width of a letter that the font lacks, in em: as wide as letters get.
_UNKNOWN = 1.0
#: A word that is wider than its line may break after one of these.
_JOINTS = re.compile(r"(?<=[-/_.,;:@&+])(?=.)")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in the shipped font, in the unit of ``size``.

    Kerning is left out; it moves a line by less than a hundredth.

    Examples
    --------
    >>> round(text_width("10", 100), 1)
    114.4
    """
    advances = _advances(bold)
    return size * sum(advances.get(ord(letter), _UNKNOWN) for letter in text)


def wrap(text: str, width: float, size: int, *, bold: bool = False, even: bool = True) -> list[str]:
    """Break a text into lines no wider than ``width``.

    Words stay whole unless one alone is too wide: then it breaks after a hyphen, slash or
    the like, or else anywhere, with a hyphen. No-break spaces hold.

    Parameters
    ----------
    text
        Words with single spaces between.
    width, size
        Width of the lines and font size, in pixels.
    bold
        Whether the text is set in bold.
    even
        Make the lines about equally long, or else fill each before the next.

    Examples
    --------
    >>> wrap("Parking guidance and shuttle", 110, 12)
    ['Parking guidance', 'and shuttle']
    """
    if not text:
        return []
    words = [part for word in text.split(" ") for part in _pieces(word, width, size, bold=bold)]
    lines = _fill(words, width, size, bold=bold)
    narrow, wide = 0.0, width
    while even and len(lines) > 1 and wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = _fill(words, middle, size, bold=bold)
        fits = len(tried) == len(lines) and _widest(tried, size, bold=bold) <= middle
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return _fill(words, wide, size, bold=bold)


def block_width(lines: Sequence[str], size: int, *, bold: bool = False) -> float:
    """Width of the widest of the lines.

    Examples
    --------
    >>> round(block_width(["1", "100"], 100), 1)
    171.6
    """
    return _widest(lines, size, bold=bold)


def font_face_css() -> str:
    """Return the CSS rules that give a web page the shipped font, without a request.

    Examples
    --------
    >>> font_face_css().count("@font-face")
    2
    """
    return "\n".join(
        f'@font-face{{font-family:"{LOOK.font}";font-weight:{weight};font-style:normal;'
        f"src:url(data:font/woff2;base64,{_encoded(style)}) format('woff2')}}"
        for style, weight in _WEIGHTS
    )


def _widest(lines: Sequence[str], size: float, *, bold: bool) -> float:
    return max((text_width(line, size, bold=bold) for line in lines), default=0.0)


def _fill(words: Sequence[str], width: float, size: int, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        fits = text_width(longer.rstrip("\n"), size, bold=bold) <= width
        if lines and fits and not lines[-1].endswith("\n"):
            lines[-1] = longer
        else:
            lines.append(word)
    return [line.rstrip("\n") for line in lines]


def _pieces(word: str, width: float, size: int, *, bold: bool) -> list[str]:
    """Cut a word that is too wide; every piece but the last ends its line."""
    pieces = []
    while text_width(word, size, bold=bold) > width and len(word) > 1:
        piece = _head(word, width, size, bold=bold)
        word = word[len(piece) :]
        hyphen = "-" if piece[-1].isalpha() and word[0].isalpha() else ""
        pieces.append(f"{piece}{hyphen}\n")
    return [*pieces, word]


def _head(word: str, width: float, size: int, *, bold: bool) -> str:
    """Return as much of the word as fits on a line with a hyphen, up to a joint if there is one."""
    length = 1
    while text_width(word[: length + 1] + "-", size, bold=bold) <= width:
        length += 1
    joints = [place.start() for place in _JOINTS.finditer(word) if place.start() <= length]
    return word[: joints[-1]] if joints else word[:length]


@cache
def _advances(bold: bool) -> dict[int, float]:  # noqa: FBT001  (a cache takes no keywords apart)
    """Widths of the letters in em, read from the shipped font's own tables."""
    font = (FONTS / _file_name(_WEIGHTS[bold][0], "ttf")).read_bytes()
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4s4xII", font, 12 + 16 * number) for number in range(count))
    tables = {tag.decode(): font[start : start + length] for tag, start, length in records}
    em = struct.unpack_from(">H", tables["head"], 18)[0]
    metrics = struct.unpack_from(">H", tables["hhea"], 34)[0]
    widths = struct.unpack_from(">" + "H2x" * metrics, tables["hmtx"])
    glyphs = _glyphs(tables["cmap"])
    return {letter: widths[min(glyph, metrics - 1)] / em for letter, glyph in glyphs.items()}


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Glyph of each letter: subtable format 4 of OpenType's ``cmap``."""
    count = struct.unpack_from(">H", cmap, 2)[0]
    starts = (struct.unpack_from(">I", cmap, 8 + 8 * number)[0] for number in range(count))
    table = next(cmap[start:] for start in starts if cmap[start : start + 2] == b"\0\4")
    segments = struct.unpack_from(">H", table, 6)[0] // 2

    def column(number: int, code: str) -> tuple[int, ...]:
        start = 14 + 2 * segments * number + (2 if number else 0)
        return struct.unpack_from(f">{segments}{code}", table, start)

    ends, firsts, deltas, offsets = column(0, "H"), column(1, "H"), column(2, "h"), column(3, "H")
    glyphs = {}
    for number, (end, first) in enumerate(zip(ends, firsts, strict=True)):
        for letter in range(first, min(end, 0xFFFE) + 1):
            glyph = letter
            if offsets[number]:
                place = 16 + 2 * (3 * segments + number) + offsets[number] + 2 * (letter - first)
                glyph = struct.unpack_from(">H", table, place)[0]
            glyphs[letter] = (glyph + deltas[number]) % 0x10000
    return glyphs


def _encoded(style: str) -> str:
    return base64.b64encode((FONTS / _file_name(style, "woff2")).read_bytes()).decode()


def _file_name(style: str, ending: str) -> str:
    return f"CXWorkbenchSans-{style}.{ending}"
