"""The shipped font: how wide its words are, where they break, and its form for web pages."""

from __future__ import annotations

import base64
import re
import struct
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    return size * _em_width(text, bold)


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
    return list(_wrapped(text, width, size, bold, even))


def block_width(lines: Sequence[str], size: int, *, bold: bool = False) -> float:
    """Width of the widest of the lines.

    Examples
    --------
    >>> round(block_width(["1", "100"], 100), 1)
    171.6
    """
    return max((text_width(line, size, bold=bold) for line in lines), default=0.0)


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


@lru_cache(4096)
def _wrapped(text: str, width: float, size: int, bold: bool, even: bool) -> tuple[str, ...]:  # noqa: FBT001  (a cache takes no keywords apart)
    if not text:
        return ()
    words = [part for word in text.split(" ") for part in _pieces(word, width, size, bold=bold)]
    wide = _em_width(" ", bold) * size
    sizes = [text_width(word.rstrip("\n"), size, bold=bold) for word in words]
    lines = _fill(words, sizes, wide, width)
    narrow = 0.0
    while even and len(lines) > 1 and width - narrow > 1:
        middle = (narrow + width) / 2
        tried = _fill(words, sizes, wide, middle)
        fits = len(tried) == len(lines) and max(line_width for _, line_width in tried) <= middle
        narrow, width = (narrow, middle) if fits else (middle, width)
    return tuple(line for line, _ in _fill(words, sizes, wide, width))


def _fill(
    words: Sequence[str], sizes: Sequence[float], blank: float, width: float
) -> list[tuple[str, float]]:
    """Fill line after line; a word with a line break at its end closes its line."""
    lines: list[tuple[list[str], float]] = []
    closed = True
    for word, size in zip(words, sizes, strict=True):
        if not closed and lines[-1][1] + blank + size <= width:
            lines[-1] = ([*lines[-1][0], word], lines[-1][1] + blank + size)
        else:
            lines.append(([word], size))
        closed = word.endswith("\n")
    return [(" ".join(line).rstrip("\n"), line_width) for line, line_width in lines]


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


@lru_cache(16384)
def _em_width(text: str, bold: bool) -> float:  # noqa: FBT001  (as above)
    advances = _advances(bold)
    return sum(advances.get(ord(letter), _UNKNOWN) for letter in text)


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


@cache
def typst_fonts() -> Any:  # noqa: ANN401  typst's own, imported where it is needed
    """Return ours, which goes first by name; others stand in for letters that it lacks."""
    import typst

    return typst.Fonts(font_paths=[str(FONTS)])
