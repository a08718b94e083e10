"""Tables that look broken but have one reading are read right, and what was assumed is said."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import xlsxwriter
from pandas.testing import assert_frame_equal

from cx_workbench.study.loading import load
from tests.study.broken import (
    GOOD,
    IMPROVEMENTS,
    PERSONAS,
    RESPONSES,
    STUDY_TOML,
    TOUCHPOINTS,
    Content,
    frame,
    parquet,
    rows,
    sheets,
    workbook,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cx_workbench.study.model import Study

CENTRAL = (
    " is not UTF-8; it was read as Windows-1250 (Central European). If letters look wrong, set "
    "language in study.toml or save the file as UTF-8."
)
WESTERN = CENTRAL.replace("Windows-1250 (Central European)", "Windows-1252 (Western European)")
BROKEN_LETTERS = " holds some letters that are not UTF-8 as the rest is; they are shown as \ufffd."


@dataclass(frozen=True)
class Readable:
    """The good study in another form, and what is said about it."""

    name: str
    files: Mapping[str, Content] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    given: str = "."


def semicolons(text: str) -> str:
    return "\n".join(
        ";".join(f'"{cell}"' if ";" in cell else cell.replace(".", ",") for cell in line.split(","))
        for line in text.splitlines()
    )


def all_files(change: Callable[[str], str], encoding: str = "utf-8") -> dict[str, Content]:
    return {name: change(text).encode(encoding) for name, text in GOOD.items() if "," in text}


def with_formulas() -> bytes:
    """A workbook as Excel keeps it: formulas with their results, percent, text that is a number."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        percent = book.add_format({"num_format": "0 %"})
        hidden = book.add_worksheet("calculation")
        hidden.write_row(0, 0, ["what", "is", "this"])
        hidden.hide()
        for name, text in GOOD.items():
            if "," in text:
                sheet = book.add_worksheet(name.removesuffix(".csv").title())
                for row, cells in enumerate(rows(text)):
                    sheet.write_row(row, 0, cells)
                if name == "personas.csv":
                    sheet.write_number(1, 2, 0.6, percent)
                    sheet.write_formula(2, 2, "=1-C2", percent, 0.4)
                if name == "responses.csv":
                    sheet.write_string(1, 5, " 4 ")
                    sheet.merge_range(12, 0, 12, 3, "")
    return content.getvalue()


SAME = (
    Readable("as it is"),
    Readable(
        "semicolons and decimal commas",
        all_files(semicolons),
        (
            "personas.csv: decimal commas were read as such, 0,6 as 0.6.",
            "improvements.csv: decimal commas were read as such, 0,5 as 0.5.",
        ),
    ),
    Readable("semicolons and decimal points", {"personas.csv": PERSONAS.replace(",", ";")}),
    Readable("tabs", all_files(lambda text: text.replace(",", "\t"))),
    Readable("a first line for Excel", all_files(lambda text: "sep=,\r\n" + text)),
    Readable("Excel's line and a mark", {"responses.csv": "\ufeffsep=,\n" + RESPONSES}),
    Readable("UTF-8 with a mark", all_files(lambda text: text, "utf-8-sig")),
    Readable("UTF-16", all_files(lambda text: text, "utf-16")),
    Readable("UTF-16 without a mark", all_files(lambda text: text, "utf-16-be")),
    Readable("UTF-32", all_files(lambda text: text, "utf-32")),
    Readable("lines that end as Windows ends them", all_files(lambda t: t.replace("\n", "\r\n"))),
    Readable("lines that end as old Macs ended them", all_files(lambda t: t.replace("\n", "\r"))),
    Readable(
        "lines that end now so, now so",
        all_files(lambda text: text.replace("\n", "\r\n", 2)),
    ),
    Readable(
        "blank lines and rows without content",
        all_files(lambda t: "\n \n" + t.replace("\n", "\n , ,\n\n  \n", 3) + "," * 9 + "\n\n"),
    ),
    Readable(
        "blanks around headings and cells, and cells in quotes",
        all_files(
            lambda t: "\n".join(
                ", ".join(f'" {c} "' for c in line.split(",")) for line in t.splitlines()
            )
        ),
    ),
    Readable(
        "headings in capitals, with blanks",
        all_files(
            lambda t: (
                t.replace("effort_likely", "Effort likely")
                .replace("persona", "Persona")
                .replace("score", " SCORE ")
            )
        ),
    ),
    Readable(
        "numbers as text, in Excel",
        sheets(
            personas=[[str(cell) for cell in row] for row in rows(PERSONAS)],
            responses=[
                [None if cell is None else f" {cell} " for cell in row] for row in rows(RESPONSES)
            ],
        ),
    ),
    Readable(
        "formulas, percent, hidden and other sheets",
        {
            **dict.fromkeys(GOOD),
            "client.xlsx": with_formulas(),
            "study.toml": STUDY_TOML,
            "~$client.xlsx": b"open in Excel",
        },
        ("The settings were read from study.toml.",),
    ),
    Readable(
        "one workbook a table, the sheet by any name",
        {
            "personas.csv": None,
            "Personas.xlsx": workbook(Sheet1=rows(PERSONAS)),
            "responses.csv": None,
            "responses.xlsx": workbook(notes=[["x"]], Responses=rows(RESPONSES)),
        },
    ),
    Readable(
        "Parquet",
        {
            **{name: None for name in GOOD if name.endswith(".csv")},
            **{
                name.replace("csv", "parquet"): parquet(frame(text))
                for name, text in GOOD.items()
                if name.endswith(".csv")
            },
        },
    ),
    Readable("study.toml itself", given="study.toml"),
    Readable(
        "study.toml in UTF-16 and with lines as Windows ends them",
        {"study.toml": STUDY_TOML.replace("\n", "\r\n").encode("utf-16")},
    ),
    Readable(
        "answers named by study.toml",
        {
            "data.tsv": RESPONSES.replace(",", "\t"),
            "study.toml": STUDY_TOML + '[responses]\nsource = "data.tsv"\n',
        },
        ("The answers come from data.tsv, as study.toml says; responses.csv was not read.",),
    ),
)


def same(study: Study, expected: Study) -> None:
    assert_frame_equal(study.answers.counts, expected.answers.counts)
    for name in ("personas", "touchpoints", "improvements"):
        assert_frame_equal(getattr(study, name), getattr(expected, name))
    assert study.settings.target == expected.settings.target


@pytest.mark.parametrize("readable", SAME, ids=lambda readable: readable.name)
def test_the_same_study(readable: Readable, tmp_path: Path) -> None:
    good, other = tmp_path / "good", tmp_path / "other"
    good.mkdir()
    other.mkdir()

    study = load(written(other, readable.files) / readable.given)

    same(study, load(written(good, {})))
    assert study.warnings == readable.notes


def load_with(folder: Path, files: Mapping[str, Content]) -> Study:
    return load(written(folder, files))


@pytest.mark.parametrize(
    ("encoding", "name", "note"),
    [
        ("cp1250", "Študenti z veľkých miest", CENTRAL),
        ("cp1250", "Důchodci, kteří volají", CENTRAL),
        ("cp1250", "Młodzi klienci na kartę", CENTRAL),
        ("cp1252", "Ältere Menschen über 60, größere Städte", WESTERN),
        ("cp1252", "Étudiants à l'étranger, très fidèles", WESTERN),
        ("cp1252", "Jóvenes y niños de España", WESTERN),
    ],
)
def test_windows_code_pages(encoding: str, name: str, note: str, tmp_path: Path) -> None:
    personas = PERSONAS.replace("Students", f'"{name}"').encode(encoding)

    study = load_with(tmp_path, {"personas.csv": personas})

    assert list(study.personas["name"]) == ["Families on one bill", name]
    assert study.warnings == (f"personas.csv{note}",)


def test_the_language_of_the_study_decides_between_code_pages(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "personas.csv": PERSONAS.replace("Students", "È qui").encode("cp1252"),
        "study.toml": STUDY_TOML.replace("[target]", 'language = "it"\n[target]'),
    }

    study = load_with(tmp_path, files)

    assert study.personas["name"][1] == "È qui"


def test_ids_of_answers_in_a_windows_code_page(tmp_path: Path) -> None:
    files = {
        name: text.replace("students", "študenti ťahúni").encode("cp1250")
        for name, text in GOOD.items()
        if name in ("personas.csv", "responses.csv")
    }

    study = load_with(tmp_path, files)

    assert set(study.answers.counts["persona"]) == {"families", "študenti ťahúni"}
    assert study.warnings == (f"personas.csv{CENTRAL}", f"responses.csv{CENTRAL}")


def test_a_few_bytes_that_are_not_utf8_are_shown_as_such(tmp_path: Path) -> None:
    comment = "Účet je zrozumiteľný, ďakujem".encode() + b" \xe8"
    responses = RESPONSES.replace("score", "score,comment").replace("\nr", ",\nr", 1).encode()
    lines = RESPONSES.encode().splitlines()
    responses = b"\n".join(
        [
            lines[0] + b",comment",
            lines[1] + b',"' + comment + b'"',
            *(line + b"," for line in lines[2:]),
        ]
    )

    study = load_with(tmp_path, {"responses.csv": responses})

    assert study.answers.count == 8
    assert study.warnings == (f"responses.csv{BROKEN_LETTERS}",)


def test_excel_days(tmp_path: Path) -> None:
    personas = "persona,updated\nfamilies,46037\nstudents,15.1.2026\n"

    study = load_with(tmp_path, {"personas.csv": personas})

    assert list(study.personas["updated"]) == [dt.date(2026, 1, 15)] * 2
    assert study.warnings == (
        (
            "personas.csv: numbers in the column 'updated' were read as Excel days, such as 46037 "
            "as 2026-01-15."
        ),
    )


def test_thousands_in_a_file_of_decimal_commas(tmp_path: Path) -> None:
    improvements = (
        "improvement;touchpoints;effort_likely;closes_likely;budget\n"
        "plain_bill;bill;1,200;0,5;1 200,50\n"
        'call_back;"help;bill";30;25 %;12.000.000\n'
    )

    study = load_with(tmp_path, {"improvements.csv": improvements})

    assert list(study.improvements["effort_likely"]) == [1.2, 30]
    assert list(study.improvements["closes_likely"]) == [0.5, 0.25]
    assert list(study.improvements["budget"]) == [1200.5, 12_000_000]


def test_ids_that_are_numbers(tmp_path: Path) -> None:
    numbers = {"families": "1", "students": "2.0", "order": "10", "bill": " 11", "help": "12"}

    def numbered(text: str) -> str:
        for name, number in numbers.items():
            text = text.replace(f"{name},", f"{number},").replace(f"{name};", f"{number};")
        return text

    responses = numbered(RESPONSES).replace("1,10", " 1.0 ,10.0")
    touchpoints = workbook(touchpoints=rows(numbered(TOUCHPOINTS)))
    files = {
        "personas.csv": numbered(PERSONAS),
        "touchpoints.csv": None,
        "touchpoints.xlsx": touchpoints,
        "responses.csv": responses,
        "improvements.csv": numbered(IMPROVEMENTS),
        "study.toml": STUDY_TOML + "12 = 90\n",
    }

    study = load_with(tmp_path, files)

    assert list(study.personas["persona"]) == ["1", "2"]
    assert list(study.touchpoints["touchpoint"]) == ["10", "11", "12"]
    assert set(study.answers.counts["persona"]) == {"1", "2"}
    assert set(study.answers.counts["touchpoint"]) == {"", "10", "11", "12"}
    assert study.improvements["touchpoints"][1] == ("12", "11")
    assert study.settings.target == {"default": 85, "12": 90}


def test_ids_whose_letters_are_written_in_two_ways(tmp_path: Path) -> None:
    composed = {name: text.replace("students", "študenti") for name, text in GOOD.items()}
    decomposed = unicodedata.normalize("NFD", composed["responses.csv"])
    assert decomposed != composed["responses.csv"]

    study = load_with(tmp_path, {**composed, "responses.csv": decomposed})

    assert set(study.answers.counts["persona"]) == {"families", "študenti"}


def test_a_path_that_is_hard_to_write(tmp_path: Path) -> None:
    folder = tmp_path / "Štúdia [2026] *final* (1) {x}"
    folder.mkdir()
    files: dict[str, Content] = {
        "responses.csv": None,
        "dáta [1] {x} *.csv": RESPONSES,
        "study.toml": '[target]\ndefault = 85\n[responses]\nsource = "dáta [1] {x} *.csv"\n',
    }

    study = load_with(folder, files)

    assert study.title == folder.name
    assert study.answers.count == 8


def test_holes_are_told_but_no_problem(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "personas.csv": PERSONAS.replace("0.4", "0.3") + "seniors,Seniors,0.1\n",
        "touchpoints.csv": TOUCHPOINTS + "leave,Leave,after,4\n",
    }

    study = load_with(tmp_path, files)

    assert study.warnings == (
        "Nobody of the persona seniors answered how it was: not measured.",
        "Nobody answered how it was at leave: not measured.",
    )


def test_odd_but_possible_is_told(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "personas.csv": PERSONAS.replace("0.4", "0.5").replace("name", "nmae"),
        "responses.csv": RESPONSES.replace("score", "score,weight")
        .replace("\n", ",2\n")
        .replace("weight,2", "weight")
        .replace("4,2\n", "4,\n"),
        "study.toml": STUDY_TOML + "[responses]\nblank = [0, 99]\n",
    }

    study = load_with(tmp_path, files)

    assert study.warnings == (
        (
            "personas.csv: the column 'nmae' is not one that is known, so it changes no figure. "
            "Did you mean 'name'?"
        ),
        "personas.csv: the shares add up to 1.1; they were scaled to add up to 1.",
        "responses.csv: 1 answer has no weight; it was counted with 1.",
        "0 is listed as no answer, but lies on the scale 0-10 of nps: such answers were left out.",
    )
    assert study.answers.weighted


def test_further_columns_are_carried_along(tmp_path: Path) -> None:
    improvements = IMPROVEMENTS.replace("closes_likely", "closes_likely,mentions,Sponsor")
    improvements = improvements.replace("0.5\n", "0.5,12,Ann\n").replace("0.4\n", "0.4,,7\n")

    study = load_with(tmp_path, {"improvements.csv": improvements})

    assert study.improvements["mentions"].dtype == "float64"
    assert study.improvements["mentions"][0] == 12
    assert pd.isna(study.improvements["mentions"][1])
    assert list(study.improvements["Sponsor"]) == ["Ann", "7"]


def test_defaults_are_filled_in(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "personas.csv": "persona\nfamilies\nstudents\n",
        "touchpoints.csv": "touchpoint,position\nhelp,3\norder,1\nbill,2\n",
        "improvements.csv": (
            "improvement,touchpoints,effort_likely,closes_likely\nplain_bill,bill,40,0.5\n"
        ),
    }

    study = load_with(tmp_path, files)

    (improvement,) = study.improvements.to_dict("records")
    assert list(study.personas["name"]) == ["families", "students"]
    assert list(study.touchpoints["touchpoint"]) == ["order", "bill", "help"]
    assert improvement["title"] == "plain_bill"
    assert improvement["personas"] == ("families", "students")
    assert improvement["effort_low"] == improvement["effort_high"] == 40
    assert improvement["closes_low"] == improvement["closes_high"] == 0.5
    assert improvement["requires"] == ()
    assert study.reach.empty
    assert study.title == "Small"
