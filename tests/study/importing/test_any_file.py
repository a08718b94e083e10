"""Files of every kind, made by chance and damaged: read, or refused in words; soon, and small."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.books import read_book
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.workbooks import read_workbook
from tests.fuzz.files import Dice, made, workbook
from tests.fuzz.reading import read_any
from tests.tries import tries

if TYPE_CHECKING:
    from pathlib import Path


@tries(200)
@given(st.integers(0, 2**64))
def test_any_file_is_read_or_refused(seed: int) -> None:
    read_any(*made(Dice(random.Random(seed))))  # noqa: S311  chance, not secrets


def _text(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


NEAR = f'<row r="1">{_text("A1", "id")}{_text("B1", "Rate it")}</row>'
FAR = {
    "the last cell of a sheet": f'<row r="1048576">{_text("XFD1048576", "x")}</row>',
    "a row beyond the last": f'<row r="30000000">{_text("A30000000", "x")}</row>',
    "a cell beyond the last": f'<row r="2">{_text("ZZZZZ9999999", "x")}</row>',
    "wide rows by the thousand": "".join(
        f'<row r="{n}">{_text(f"XFD{n}", "x")}</row>' for n in range(2, 4000)
    ),
}


@pytest.mark.parametrize("far", FAR)
def test_a_cell_far_away_is_refused_before_it_fills_the_memory(tmp_path: Path, far: str) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(workbook(NEAR + FAR[far]))
    with pytest.raises(StudyError) as refused:
        list(sheets_of(path)[0].rows())
    assert "new workbook" in str(refused.value) or "over 5,000" in str(refused.value)


@pytest.mark.parametrize("far", ["a row beyond the last", "wide rows by the thousand"])
def test_a_study_is_refused_too(tmp_path: Path, far: str) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(workbook(NEAR + FAR[far]))
    with pytest.raises(StudyError, match="far away from the others"):
        read_workbook(path)


def test_a_cell_that_is_said_to_stand_there_a_million_times(tmp_path: Path) -> None:
    row = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
    row += 'table:number-columns-repeated="9" office:value-type="string"><text:p>x</text:p>'
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{n}="{names}:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{row}</table:table-cell></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{names}:manifest:1.0"/>')
        file.writestr("content.xml", content)
    path = tmp_path / "many.ods"
    path.write_bytes(packed.getvalue())
    with pytest.raises(StudyError, match="far away from its table"):
        read_book(path)
