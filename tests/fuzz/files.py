"""Files as other programs write them, made of whatever chance gives, and damaged now and then.

Random bytes never get past the door of a workbook; these do. `Chance` is atheris's provider or
Python's own random numbers, so that the fuzzer and the tests make the same files.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tests.study.importing.test_any_table import HEADINGS, NASTY

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

_T = TypeVar("_T")
_MAP_HEADINGS = ["Stage", "Touchpoint", "Etapa", "Kontaktný bod", "Channel", "Emotion", "Phase"]
_CELLS = [*NASTY, "1", "2", "3", "4", "5", "6", "7", "10", "11", "98", "99"]
_DELIMITERS = [",", ";", "\t", "|"]
_ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250", "cp1251", "latin-1"]
#: What a cell of a workbook may be, and what it should not.
_XLSX_CELLS = (
    '<c r="{ref}"><v>{text}</v></c>',
    '<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>',
    '<c r="{ref}" t="s"><v>{number}</v></c>',
    '<c r="{ref}" t="b"><v>1</v></c>',
    '<c r="{ref}" t="e"><v>#REF!</v></c>',
    '<c r="{ref}"><f>HYPERLINK("http://example.invalid","{text}")</f><v>{number}</v></c>',
    '<c r="{ref}" t="str"><f>WEBSERVICE("http://example.invalid")</f><v>{text}</v></c>',
    '<c r="{ref}" s="99999"><v>1e309</v></c>',
    "<c><v>{number}</v></c>",
    '<c r="ZZZZ99999999"><v>1</v></c>',
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_ENTITY = '<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
#: What belongs to a workbook, and what it fetches from elsewhere.
_WITHIN = (
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
)
_OUTSIDE = (
    f'<Relationship Id="rId3" Type="{_OFFICE}/externalLink" TargetMode="External" '
    'Target="http://example.invalid/x.xlsx"/>'
)
_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"


class Chance(Protocol):
    """Where the choices come from."""

    def number(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""

    def some_bytes(self, most: int) -> bytes:
        """Choose bytes."""


class Dice:
    """Chance from Python's random numbers."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def number(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""
        return self._dice.randint(low, high)

    def some_bytes(self, most: int) -> bytes:
        """Choose bytes."""
        return self._dice.randbytes(self._dice.randint(0, most))


def made(chance: Chance) -> tuple[str, bytes]:
    """Make a file: the ending of its name, and what it holds."""
    kind, make = pick(chance, list(_MAKERS.items()))
    content = make(chance)
    return kind, _damaged(chance, content) if chance.number(0, 3) == 0 else content


def pick(chance: Chance, some: Sequence[_T]) -> _T:
    """Choose one of several."""
    return some[chance.number(0, len(some) - 1)]


def _damaged(chance: Chance, content: bytes) -> bytes:
    """Cut a file short, or write something else into the midst of it."""
    place = chance.number(0, len(content))
    if chance.number(0, 1):
        return content[:place]
    return content[:place] + chance.some_bytes(8) + content[place + chance.number(0, 8) :]


def _table(chance: Chance) -> list[list[str]]:
    """A table of a survey, or of a journey; sometimes with a title, sometimes ragged."""
    return _survey(chance) if chance.number(0, 1) else _anything(chance)


def _survey(chance: Chance) -> list[list[str]]:
    """A table with ratings of people in a mood, and a cell here and there that is none."""
    width = chance.number(1, 4)
    table = [["id", *(pick(chance, HEADINGS) for _ in range(width))]]
    for number in range(chance.number(8, 40)):
        mood = chance.number(2, 4)
        row = [str(max(1, min(5, mood + chance.number(-1, 1)))) for _ in range(width)]
        table.append([str(number), *row])
    for _ in range(chance.number(0, 6)):
        table[chance.number(0, len(table) - 1)][chance.number(0, width)] = pick(chance, _CELLS)
    return table


def _anything(chance: Chance) -> list[list[str]]:
    names = HEADINGS if chance.number(0, 3) else [*_MAP_HEADINGS, *HEADINGS]
    width, rows = chance.number(0, 8), chance.number(0, 12)
    usual = [pick(chance, ["3", "4", "5", "", pick(chance, _CELLS)]) for _ in range(width)]
    table = [[pick(chance, names) for _ in range(width)]]
    if chance.number(0, 4) == 0:
        table.insert(0, [pick(chance, _CELLS)])
    for _ in range(rows):
        row = [pick(chance, _CELLS) if chance.number(0, 2) else cell for cell in usual]
        table += [row] * chance.number(1, 6)
    if chance.number(0, 6) == 0 and width:
        table[-1] = table[-1][: chance.number(0, width)]
    return table


def _text(chance: Chance) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=pick(chance, _DELIMITERS)).writerows(_table(chance))
    return text.getvalue().encode(pick(chance, _ENCODINGS), errors="replace")


def _xlsx(chance: Chance) -> bytes:
    """Write a workbook part by part: what no program writes may lie there too."""
    table = _table(chance)
    shared = "".join(f"<si><t>{_xml(cell)}</t></si>" for row in table[:2] for cell in row)
    rows = "".join(_row(chance, row, number) for number, row in enumerate(table, start=1))
    merged = '<mergeCells><mergeCell ref="A1:B9999"/></mergeCells>' if chance.number(0, 1) else ""
    far = '<dimension ref="A1:XFD1048576"/>' if chance.number(0, 3) == 0 else ""
    drawing = '<drawing r:id="rId9"/>' if chance.number(0, 1) else ""
    sheet = (
        f'{_head(chance)}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{far}'
        f"<sheetData>{rows}</sheetData>{merged}{drawing}</worksheet>"
    )
    parts = _parts(sheet, _xml(pick(chance, _CELLS)), shared)
    if chance.number(0, 2) == 0:
        parts["xl/_rels/workbook.xml.rels"] = _relations(_WITHIN + _OUTSIDE)
    return _zipped(chance, parts)


def workbook(rows: str) -> bytes:
    """Write a workbook of one sheet; ``rows`` is XML."""
    packed = io.BytesIO()
    sheet = f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in _parts(sheet, "Sheet").items():
            file.writestr(name, text)
    return packed.getvalue()


def _parts(sheet: str, name: str, shared: str = "") -> dict[str, str]:
    """The parts of a workbook by name."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(_WITHIN),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def _row(chance: Chance, row: Sequence[str], number: int) -> str:
    cells = (_cell(chance, cell, number, place) for place, cell in enumerate(row))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(chance: Chance, cell: str, row: int, place: int) -> str:
    usual = _XLSX_CELLS[0 if cell.isdecimal() and cell.isascii() else 1]
    pattern = usual if chance.number(0, 40) else pick(chance, _XLSX_CELLS)
    ref = f"{chr(ord('A') + place)}{row}"
    return pattern.format(ref=ref, text=_xml(cell), number=chance.number(-1, 12))


def _head(chance: Chance) -> str:
    return _XML + (_ENTITY if chance.number(0, 5) == 0 else "")


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _xml(text: str) -> str:
    return "".join(sign for sign in escape(text) if sign.isprintable() or sign == "\n")


def _ods(chance: Chance) -> bytes:
    rows = "".join(
        f'<table:table-row table:number-rows-repeated="{_often(chance, 1048576)}">'
        + "".join(_ods_cell(chance, cell) for cell in row)
        + "</table:table-row>"
        for row in _table(chance)
    )
    spaces = " ".join(
        f'xmlns:{name}="{_OPEN_DOCUMENT}:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"{_head(chance)}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="{_xml(pick(chance, _CELLS))}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<m:manifest xmlns:m="{_OPEN_DOCUMENT}:manifest:1.0"/>'
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}
    return _zipped(chance, parts)


def _often(chance: Chance, most: int) -> int:
    return 1 if chance.number(0, 40) else pick(chance, [0, 2, 1000, most])


def _ods_cell(chance: Chance, cell: str) -> str:
    again = _often(chance, 16384)
    return (
        f'<table:table-cell table:number-columns-repeated="{again}" office:value-type="string">'
        f"<text:p>{_xml(cell)}</text:p></table:table-cell>"
    )


def _zipped(chance: Chance, parts: dict[str, str]) -> bytes:
    """Zip the parts; one may be missing, empty, or stand there twice under a strange name."""
    if chance.number(0, 7) == 0:
        parts.pop(pick(chance, list(parts)))
    if chance.number(0, 7) == 0:
        parts["../../outside.xml"] = "<a/>"
    if chance.number(0, 7) == 0:
        parts[pick(chance, list(parts))] = chance.some_bytes(40).decode("latin-1")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text.encode("utf-8", errors="replace"))
    return packed.getvalue()


def _sav(chance: Chance) -> bytes:
    import pandas as pd
    import pyreadstat

    width, rows = chance.number(1, 4), chance.number(0, 20)
    columns: dict[str, list[Any]] = {
        f"q{place}": [
            float(chance.number(0, 11)) if chance.number(0, 3) else float("nan")
            for _ in range(rows)
        ]
        for place in range(width)
    }
    if chance.number(0, 1):
        columns |= {"word": [pick(chance, _CELLS) for _ in range(rows)]}
    labels = {float(code): pick(chance, _CELLS) for code in range(chance.number(0, 6))}
    with TemporaryDirectory() as home:
        path = Path(home, "a.sav")
        pyreadstat.write_sav(
            pd.DataFrame(columns),
            str(path),
            column_labels=[pick(chance, HEADINGS) for _ in columns],
            variable_value_labels={"q0": labels} if labels else {},
        )
        return path.read_bytes()


def _ojf(chance: Chance) -> bytes:
    ids = ["s1", "s2", "", None, 7, "=1+1", "😀"]
    texts: list[object] = [*_CELLS, None, 5, [], {"a": 1}]

    def card() -> dict[str, object]:
        said: dict[str, object] = {
            "stageId": pick(chance, ids),
            "swimlaneId": pick(chance, ids),
            "title": pick(chance, texts),
            "purpose": pick(chance, ["touchpoint", "pain", "", "note"]),
            "sentiment": pick(chance, ["happy", "sad", "?", ""]),
            "score": pick(chance, [-2, 0, 2, 1e400, "3", None, True]),
        }
        return {name: value for name, value in said.items() if chance.number(0, 9)}

    def named() -> list[object]:
        return [
            {"id": pick(chance, ids), "name": pick(chance, texts)}
            for _ in range(chance.number(0, 3))
        ]

    content: dict[str, object] = {
        "persona": pick(chance, texts),
        "metadata": pick(chance, [None, {"title": "x", "persona": 3}, [], "x"]),
        "stages": [{"id": "s1", "name": "Buy"}, *named()],
        "swimlanes": named(),
        "nodes": [card() for _ in range(chance.number(0, 8))],
    }
    if chance.number(0, 5) == 0:
        content[pick(chance, list(content))] = pick(chance, texts)
    return json.dumps(content).encode()


def _bytes(chance: Chance) -> bytes:
    return chance.some_bytes(2_000)


_MAKERS: dict[str, Callable[[Chance], bytes]] = {
    ".csv": _text,
    ".tsv": _text,
    ".txt": _text,
    ".xlsx": _xlsx,
    ".ods": _ods,
    ".sav": _sav,
    ".ojf": _ojf,
    ".xls": _bytes,
    ".xlsb": _bytes,
}
