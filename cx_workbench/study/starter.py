"""A study to start from: a folder and a workbook with headings, example rows and explanations."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.contract import (
    IMPROVEMENTS,
    PERSONAS,
    RESPONSES,
    TABLES,
    TOUCHPOINTS,
    Table,
)
from cx_workbench.study.values import as_text

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.study.tables import RawTable

#: Tables with an example row; the optional ones are explained, and empty.
_WITH_EXAMPLE = (PERSONAS, TOUCHPOINTS, RESPONSES, IMPROVEMENTS)

_SETTINGS = (
    ("study.title", "My study", "What the study is called."),
    ("study.language", "en", "Language of the tables: en, sk, cs, pl, de ..."),
    ("study.currency", "EUR", "Currency of the budgets."),
    ("ranking.top", 5, "How many improvements make the TOP N."),
    (
        "ranking.reference",
        "target",
        "What reality is held against: expectation, company, competitor, employee or target.",
    ),
    ("ranking.importance", "equal", "How touchpoints are weighted: equal, stated or derived."),
    ("target.default", 85, "Target for every touchpoint, 0-100, where reference is target."),
    ("criteria.gap.weight", 0.3, "Weight of the gap (reference minus reality)."),
    ("criteria.impact.weight", 0.4, "Weight of the impact (what closing the gap gains)."),
    ("criteria.effort.weight", 0.3, "Weight of the effort (person-days; less is better)."),
)

_OPTIONAL_TABLES = (
    "Delete the example rows when your own are in. `reach` and `scores` are optional: add "
    "reach.csv or scores.csv if you need them. Any further column is kept."
)

#: Anchors make scores comparable from one run to the next; without them the product chooses.
_ANCHORS = {
    "criteria.gap": (0, 50, "index points"),
    "criteria.impact": (0, 5, "points of the overall index"),
    "criteria.effort": (200, 0, "person-days"),
}

_TOML_ENDING = """
# A survey export with one column a question, instead of responses.csv:
# [responses]
# source = "export.csv"
# layout = "wide"
# respondent = "id"
#
# [[responses.persona]]
# persona = "families"
# when = { SEGMENT = [1, 2] }
#
# [[responses.question]]
# column = "Q7"
# touchpoint = "first_bill"
# metric = "csat"
# min = 1
# max = 5
# not_applicable = [6]
# blank = [0]
"""


def create_folder(folder: Path) -> list[Path]:
    """Write the folder form of an empty study: one CSV a table, study.toml and COLUMNS.md.

    Raises
    ------
    StudyError
        Where the folder has files already: nothing of yours is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "Name a new folder; nothing is overwritten."
        raise StudyError(
            "The study was not made.", [Problem(f"'{folder}' is there already.", hint=hint)]
        )
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{table.name}.csv": _csv(table) for table in _WITH_EXAMPLE}
    texts |= {"study.toml": _toml(), "COLUMNS.md": _explanations()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name in texts]


def create_workbook(path: Path) -> Path:
    """Write the workbook form of an empty study: one sheet a table, settings, explanations.

    Raises
    ------
    StudyError
        Where the file is there already.
    """
    import xlsxwriter

    if path.exists():
        hint = "Name a new file; nothing is overwritten."
        raise StudyError(
            "The workbook was not made.", [Problem(f"'{path}' is there already.", hint=hint)]
        )
    # A client's text must stay text: never a formula, never a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        read_me = book.add_worksheet("read me")
        for table in TABLES.values():
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 1)
            for place, column in enumerate(table.columns):
                sheet.write_string(0, place, column.name, heading)
                sheet.write_comment(0, place, _explained(table, column.name))
                sheet.set_column(place, place, max(12, len(column.name) + 3))
                if column.choices:
                    sheet.data_validation(
                        1,
                        place,
                        9999,
                        place,
                        {
                            "validate": "list",
                            "source": list(column.choices),
                            "ignore_blank": True,
                            "error_type": "warning",
                        },
                    )
                if table in _WITH_EXAMPLE and column.example:
                    _write(sheet, 1, place, column.example, number=column.type == "number")
        settings = book.add_worksheet("settings")
        settings.set_column(0, 2, 26)
        for place, title in enumerate(("setting", "value", "explanation")):
            settings.write_string(0, place, title, heading)
        for row, (name, value, means) in enumerate(_SETTINGS, start=1):
            settings.write_string(row, 0, name)
            settings.write(row, 1, value)
            settings.write_string(row, 2, means)
        read_me.set_column(0, 0, 16)
        read_me.set_column(1, 1, 18)
        read_me.set_column(2, 2, 90, wrapped)
        read_me.write_row(0, 0, ("sheet", "column", "what to write there"), heading)
        row = 1
        for table in TABLES.values():
            read_me.write_row(row, 0, (table.name, "", table.means))
            row += 1
            for column in table.columns:
                read_me.write_row(row, 1, (column.name, _explained(table, column.name)))
                row += 1
    return path


def example_rows_left(raw: RawTable) -> list[str]:
    """Say so where the example row of a starter study is still among the client's rows."""
    table = TABLES[raw.name]
    # Excel may write a day in another way when it saves the table.
    examples = {
        column.name: column.example
        for column in table.columns
        if column.example and column.type != "date"
    }
    if table not in _WITH_EXAMPLE or not set(examples) <= set(raw.frame.columns):
        return []
    return [
        f"{raw.problem('', rows=(int(str(row)),)).where}: this is still the example row; delete "
        "it if it is not yours."
        for row, cells in raw.frame.iterrows()
        if all(as_text(cells[name]) == example for name, example in examples.items())
    ]


def _write(sheet: object, row: int, place: int, example: str, *, number: bool) -> None:
    if number:
        sheet.write_number(row, place, float(example))  # type: ignore[attr-defined]
    else:
        sheet.write_string(row, place, example)  # type: ignore[attr-defined]


def _csv(table: Table) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerow([column.example for column in table.columns])
    # Excel takes a CSV for UTF-8 only if it begins with this mark.
    return "\ufeff" + text.getvalue()


def _toml() -> str:
    lines = ["# Settings of the study. Texts in double quotes; a line with # is a remark."]
    section = ""
    for name, value, means in _SETTINGS:
        above, last = name.rsplit(".", 1)
        if above != section:
            lines += ["", f"[{above}]"]
            section = above
        shown = f'"{value}"' if isinstance(value, str) else value
        lines.append(f"{last} = {shown}  # {means}")
        if section in _ANCHORS:
            worst, best, unit = _ANCHORS[section]
            lines.append(f"# worst = {worst}  # The figure worth 0, in {unit}.")
            lines.append(f"# best = {best}  # The figure worth 1, in {unit}.")
    return "\n".join(lines) + "\n" + _TOML_ENDING


def _explained(table: Table, name: str) -> str:
    column = table.column(name)
    needed = "Required. " if column.required else ""
    empty = f" Empty = {column.default}." if column.default else ""
    return f"{needed}{column.means}{empty}"


def _explanations() -> str:
    lines = [
        "# What to write where",
        "",
        _OPTIONAL_TABLES,
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", table.means, "", "| column | what |", "|---|---|"]
        lines += [f"| {c.name} | {_explained(table, c.name)} |" for c in table.columns]
    return "\n".join(lines) + "\n"
