"""What leaves with a report: said in each form of it, and nothing of cells that are too small."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pypdf import PdfReader

import cx_workbench as cx

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE, PLACES = ("families", "firms"), ("bill", "shop", "repair")
#: Firms at repair are too few to be shown.
COUNTS = dict.fromkeys([(persona, place) for persona in PEOPLE for place in PLACES], 30)
COUNTS["firms", "repair"] = 4
FORMATS = ("html", "json", "csv", "pptx", "xlsx", "pdf", "svg")


def study_of(few: list[int]) -> cx.Study:
    """Make a study in which the few answered so, and everybody else as always."""
    chance = random.Random(7)  # noqa: S311  answers, not secrets
    rows = [
        {"persona": persona, "touchpoint": place, "metric": "csat", "score": score}
        for (persona, place), count in COUNTS.items()
        for score in (few if count == len(few) else [chance.randint(1, 5) for _ in range(count)])
    ]
    return cx.load({
        "personas": pd.DataFrame({"persona": PEOPLE}),
        "touchpoints": pd.DataFrame({"touchpoint": PLACES}),
        "responses": pd.DataFrame(rows),
        "improvements": pd.DataFrame({
            "improvement": [f"better_{place}" for place in PLACES], "touchpoints": PLACES,
            "effort_likely": [40, 20, 10], "closes_likely": [0.4, 0.5, 0.3],
        }),
        "settings": {"target": {"default": 85}, "ranking": {"smallest_cell": 5}},
    })  # fmt: skip


def contents(path: Path) -> dict[str, bytes]:
    """Take a file apart, as far as it is packed; the time of day is not what leaks."""
    if path.suffix in {".pptx", ".xlsx"}:
        return {
            f"{path.name}/{name}/{inner}": content
            for name, packed in _parts(path.read_bytes()).items()
            for inner, content in _parts(packed).items()
            if not name.startswith("docProps/") and not inner.startswith("docProps/")
        }
    if path.suffix == ".pdf":
        return {
            path.name: "\n".join(page.extract_text() for page in PdfReader(path).pages).encode()
        }
    return {path.name: path.read_bytes()}


def _parts(packed: bytes) -> dict[str, bytes]:
    """Unpack a file, and the workbook behind a native chart."""
    if not packed.startswith(b"PK"):
        return {"": packed}
    with ZipFile(BytesIO(packed)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return cx.report(
        cx.rank(study_of([1, 1, 1, 1]), draws=200), tmp_path_factory.mktemp("report"), FORMATS
    )


def test_what_few_people_answered_changes_nothing_that_leaves(
    shown: dict[str, Path], tmp_path: Path
) -> None:
    others = cx.report(cx.rank(study_of([5, 5, 4, 5]), draws=200), tmp_path, FORMATS)
    assert shown.keys() == others.keys()
    for name, path in shown.items():
        ours, theirs = contents(path), contents(others[name])
        assert ours.keys() == theirs.keys()
        assert [part for part in ours if ours[part] != theirs[part]] == []


def test_without_the_setting_it_would(tmp_path: Path) -> None:
    ours, theirs = (
        cx.report(
            cx.rank(study_of([few] * 4), draws=0, smallest_cell=0), tmp_path / str(few), ["csv"]
        )["cells.csv"].read_bytes()
        for few in (1, 5)
    )
    assert ours != theirs


SAID = (
    "Cells with fewer than 5 answers are left out. The smallest shown rests on 30.",
    "Single answers, comments, dates, weights",
    "Fewer than 5 answers, so not shown and counted nowhere: firms at repair.",
)


@pytest.mark.parametrize("said", SAID)
def test_the_page_says_what_leaves(shown: dict[str, Path], said: str) -> None:
    assert said in shown["page.html"].read_text(encoding="utf-8")


@pytest.mark.parametrize("said", SAID)
def test_the_pdf_says_what_leaves(shown: dict[str, Path], said: str) -> None:
    pages = (page.extract_text() for page in PdfReader(shown["report.pdf"]).pages)
    assert said in " ".join(" ".join(pages).split())


@pytest.mark.parametrize("said", SAID)
def test_the_slides_say_what_leaves(shown: dict[str, Path], said: str) -> None:
    deck = Presentation(str(shown["slides.pptx"]))
    texts = [
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert any(said in text for text in texts)


# openpyxl does not know the newer bars in cells.
@pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")
@pytest.mark.parametrize("said", [*SAID, "<5"])
def test_the_workbook_says_what_leaves(shown: dict[str, Path], said: str) -> None:
    book = openpyxl.load_workbook(BytesIO(shown["workbook.xlsx"].read_bytes()), data_only=True)
    texts = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert any(said in text for text in texts)


def test_a_small_cell_says_that_it_is_one(shown: dict[str, Path]) -> None:
    assert '<td class="n">&lt;5</td>' in shown["page.html"].read_text(encoding="utf-8")
