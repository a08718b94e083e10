"""One small good study, and the many ways in which clients' studies are broken."""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Text is written as UTF-8; ``None`` takes a file away.
Content: TypeAlias = "str | bytes | None"
Rows: TypeAlias = "Sequence[Sequence[object]]"

PERSONAS = """\
persona,name,share
families,Families on one bill,0.6
students,Students,0.4
"""
TOUCHPOINTS = """\
touchpoint,name,phase,position
order,Order,before,1
bill,First bill,during,2
help,Help line,after,3
"""
RESPONSES = """\
respondent,persona,touchpoint,metric,kind,score
r1,families,order,csat,reality,4
r1,families,bill,csat,reality,2
r2,families,bill,csat,reality,3
r2,families,help,ces,reality,6
r3,students,order,csat,reality,5
r3,students,bill,csat,reality,2
r3,students,help,ces,reality,3
r3,students,,nps,reality,9
"""
IMPROVEMENTS = """\
improvement,title,touchpoints,effort_low,effort_likely,effort_high,closes_likely
plain_bill,A bill in plain words,bill,20,40,80,0.5
call_back,We call you back,help;bill,10,30,60,0.4
"""
STUDY_TOML = """\
[study]
title = "Small"

[target]
default = 85
"""
GOOD: dict[str, str] = {
    "personas.csv": PERSONAS,
    "touchpoints.csv": TOUCHPOINTS,
    "responses.csv": RESPONSES,
    "improvements.csv": IMPROVEMENTS,
    "study.toml": STUDY_TOML,
}

#: The same study from a survey export with one column a question.
EXPORT = """\
id,segment,q_order,q_bill,q_help,q_nps,w
1,1,4,2,6,8,1
2,1,6,3,0,9,0.5
3,2,5,2,3,11,2
4,9,3,3,4,7,1
"""
WIDE_TOML = """\
[target]
default = 85

[responses]
source = "export.csv"
layout = "wide"
respondent = "id"
weight = "w"
blank = [0]

[[responses.persona]]
persona = "families"
when = { segment = [1] }

[[responses.persona]]
persona = "students"
when = { segment = [2, 3] }

[[responses.question]]
column = "q_order"
touchpoint = "order"
metric = "csat"
not_applicable = [6]

[[responses.question]]
column = "q_bill"
touchpoint = "bill"
metric = "csat"

[[responses.question]]
column = "q_help"
touchpoint = "help"
metric = "ces"

[[responses.question]]
column = "q_nps"
metric = "nps"
blank = [11]
"""
WIDE: dict[str, Content] = {
    "responses.csv": None,
    "export.csv": EXPORT,
    "study.toml": WIDE_TOML,
}


@dataclass(frozen=True)
class Broken:
    """A change to the good study, and all that is said about it.

    ``files`` of a folder, or ``tables`` of data frames; ``given`` is what `load` is given inside
    the folder. What is said is written as `texts` reads it.
    """

    name: str
    files: Mapping[str, Content] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    given: str = ""
    headline: str = "The study cannot be used yet."
    said: str = ""


UNREAD = "The study cannot be read."
UNCHECKED = (
    "The study cannot be used yet. The answers were not checked: the settings that say how to "
    "read them come first."
)
#: Hints that stand in many texts, by the name that stands for them there.
HINTS = {
    "code": "If it is a code for no answer, list it under blank or not_applicable in study.toml; "
    "if the question has another scale, give its min and max there.",
    "word": "If it means no answer, list it under blank or not_applicable in study.toml; if it "
    "is an answer in words, give its score under words.",
    "persona": "Name the persona; it may be empty only for company, competitor and employee, "
    "and for the journey as a whole.",
    "date": "Excel turns entries such as 3-5 into dates: format the column as numbers and type "
    "the figure again.",
    "short": "A text of several lines needs double quotes around it; a row that ends early needs "
    "its delimiters up to the last column.",
    "quotes": "A text that begins with a double quote must end with one; inside it, write each "
    "double quote twice.",
    "no result": "Open the workbook in Excel or LibreOffice and save it: then it has.",
}


def texts(said: str, folder: Path) -> list[str]:
    """Part what is said into problems: each begins at the margin, its next lines are indented."""
    whole = textwrap.dedent(said).strip()
    for name, hint in {**HINTS, "folder": str(folder), "parent": str(folder.parent)}.items():
        whole = whole.replace(f"{{{name}}}", hint)
    return [" ".join(problem.split()) for problem in re.split(r"\n(?=\S)", whole)]


def changed(name: str, *swaps: tuple[str, str], wide: bool = False) -> dict[str, Content]:
    """Swap some text of one file of the study."""
    files = {**GOOD, **{n: c for n, c in WIDE.items() if isinstance(c, str)}} if wide else GOOD
    text = files[name]
    for old, new in swaps:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return {**(WIDE if wide else {}), name: text}


def workbook(**sheets: Rows) -> bytes:
    """Make a workbook of some sheets; their names may have blanks as underscores."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parquet(frame: pd.DataFrame) -> bytes:
    """Make a Parquet file of a data frame."""
    return frame.to_parquet(index=False)


def frame(text: str) -> pd.DataFrame:
    """Make a data frame of the text of a CSV, every cell as typed as pandas thinks."""
    return pd.read_csv(io.StringIO(text))


def frames(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  any data frame
    """Make the good study of data frames, with some of them changed."""
    tables = {name.removesuffix(".csv"): frame(text) for name, text in GOOD.items() if "," in text}
    return {**tables, "settings": {"target": {"default": 85}}, **changes}


def rows(text: str) -> list[list[object]]:
    """Cells of the text of a CSV, numbers as numbers, empty cells as none."""
    table = frame(text).astype(object)
    return [list(table.columns), *table.where(table.notna(), None).to_numpy().tolist()]


def sheets(**changes: Rows) -> dict[str, Content]:
    """Make the good study one workbook, with some sheets changed."""
    tables = {name.removesuffix(".csv"): rows(text) for name, text in GOOD.items() if "," in text}
    tables["settings"] = [["setting", "value"], ["target.default", 85]]
    return {**dict.fromkeys(GOOD), "client.xlsx": workbook(**{**tables, **changes})}


def written(folder: Path, files: Mapping[str, Content]) -> Path:
    """Write the good study with some of its files changed."""
    for name, content in {**GOOD, **files}.items():
        if isinstance(content, str):
            (folder / name).write_text(content, encoding="utf-8", newline="")
        elif content is not None:
            (folder / name).write_bytes(content)
    return folder


def with_cell(text: str, row: int, column: str, cell: object) -> list[list[object]]:
    """Cells of the text of a CSV with one of them changed; rows as a spreadsheet counts them."""
    cells = rows(text)
    cells[row - 1][cells[0].index(column)] = cell
    return cells


def recoded(name: str, encoding: str, *swaps: tuple[str, str]) -> dict[str, Content]:
    """Swap some text of one file and write it in another encoding."""
    text = changed(name, *swaps)[name]
    assert isinstance(text, str)
    return {name: text.encode(encoding)}


A_DATE = dt.datetime(2026, 5, 3)  # noqa: DTZ001  Excel knows no time zones
