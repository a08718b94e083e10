"""LibreOffice shows the slides as they were laid out: nothing cut, nothing on top of anything.

``soffice`` (LibreOffice) and ``pdftotext`` (poppler) are looked for in PATH.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from cx_workbench import rank
from cx_workbench.report.composing import compose
from cx_workbench.report.decided import Log
from cx_workbench.report.slides import render
from tests.example import example
from tests.report import client_templates
from tests.report.long_study import TITLES, TRAP, long_study
from tests.report.slide_reader import Deck, is_title, title_of

if TYPE_CHECKING:
    from pathlib import Path

#: LibreOffice takes its time when it starts the first time.
PATIENCE = 600
#: Words may touch, since fonts reserve more than letters take; in points, and as a share.
TOUCHING, COVERED = 1.0, 0.3


@dataclass(frozen=True)
class Word:
    """A word on a page, in points from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """A page with its words."""

    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Shown:
    """Slides, and the pages that LibreOffice makes of them."""

    deck: Deck
    pages: tuple[Page, ...]


def program(name: str, package: str) -> str:
    path = shutil.which(name)
    if not path:
        pytest.fail(f"There is no {name} in PATH. Install {package}.", pytrace=False)
    return path


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """Show all decks at once: most of the time goes into the start of LibreOffice."""
    folder = tmp_path_factory.mktemp("slides")
    long = compose(rank(long_study(), top=10, draws=200), Log())
    usual = compose(rank(example(), draws=200), Log())
    decks = {
        "usual": render(usual),
        "long": render(long),
        "narrow": render(long, client_templates.narrow(folder / "narrow.potx")),
        "bare": render(usual, client_templates.bare(folder / "bare.potx")),
        "dark": render(usual, client_templates.dark(folder / "dark.potx")),
    }
    for name, content in decks.items():
        (folder / f"{name}.pptx").write_bytes(content)
    subprocess.run(  # noqa: S603 - what runs is LibreOffice
        [
            program("soffice", "LibreOffice"),
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--convert-to", "pdf", "--outdir", str(folder)),
            *(str(folder / f"{name}.pptx") for name in decks),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    return {
        name: Shown(Deck(content), pages_of(folder / f"{name}.pdf"))
        for name, content in decks.items()
    }


def pages_of(pdf: Path) -> tuple[Page, ...]:
    """Read the words of a PDF with their places."""
    done = subprocess.run(  # noqa: S603 - what runs is poppler
        [program("pdftotext", "poppler-utils"), "-bbox", str(pdf), "-"],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    root = ET.fromstring(done.stdout)  # noqa: S314 - written by poppler, a line above
    space = "{http://www.w3.org/1999/xhtml}"
    return tuple(
        Page(
            float(page.get("width", "0")),
            float(page.get("height", "0")),
            tuple(word_of(word) for word in page.iter(f"{space}word")),
        )
        for page in root.iter(f"{space}page")
    )


def word_of(word: ET.Element) -> Word:
    left, top, right, bottom = (
        float(word.get(name, "nan")) for name in ("xMin", "yMin", "xMax", "yMax")
    )
    return Word(word.text or "", left, top, right, bottom)


DECKS = ["usual", "long", "narrow", "bare", "dark"]


@pytest.mark.parametrize("name", DECKS)
def test_every_slide_is_a_page(shown: dict[str, Shown], name: str) -> None:
    assert len(shown[name].pages) == len(shown[name].deck.slides)


@pytest.mark.parametrize("name", DECKS)
def test_no_word_leaves_the_page(shown: dict[str, Shown], name: str) -> None:
    for number, page in enumerate(shown[name].pages, start=1):
        for word in page.words:
            inside = word.left >= 0 and word.top >= 0
            inside = inside and word.right <= page.width and word.bottom <= page.height
            assert inside, f"slide {number}: {word}"


@pytest.mark.parametrize("name", DECKS)
def test_no_word_lies_on_another(shown: dict[str, Shown], name: str) -> None:
    for number, page in enumerate(shown[name].pages, start=1):
        for one, other in combinations(page.words, 2):
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            low = min(one.bottom - one.top, other.bottom - other.top)
            assert across <= TOUCHING or down <= COVERED * low, f"slide {number}: {one}, {other}"


@pytest.mark.parametrize("name", DECKS)
def test_every_title_is_there_to_its_last_word(shown: dict[str, Shown], name: str) -> None:
    for slide, page in zip(shown[name].deck.slides, shown[name].pages, strict=True):
        written = {word.text for word in page.words}
        assert set(title_of(slide).split()) <= written


@pytest.mark.parametrize("name", DECKS)
def test_a_title_stays_in_its_place(shown: dict[str, Shown], name: str) -> None:
    for slide, page in zip(shown[name].deck.slides, shown[name].pages, strict=True):
        (title,) = [shape for shape in slide.placeholders if is_title(shape)]
        others = [shape for shape in slide.shapes if not is_title(shape)]
        top = min(shape.top for shape in others) / 12_700
        first = [word for word in page.words if word.bottom <= top + TOUCHING]
        assert len(first) >= len(title.text_frame.text.split())


@pytest.mark.parametrize("name", ["long", "narrow"])
def test_long_names_are_there_to_their_last_word(shown: dict[str, Shown], name: str) -> None:
    written = {word.text for page in shown[name].pages for word in page.words}

    for title in (*TITLES, TRAP):
        assert set(title.split()) <= written


@pytest.mark.parametrize("name", ["usual", "long"])
def test_nothing_runs_into_the_foot(shown: dict[str, Shown], name: str) -> None:
    for slide, page in list(zip(shown[name].deck.slides, shown[name].pages, strict=True))[1:]:
        *_, study, number = slide.shapes
        foot = {*study.text_frame.text.split(), number.element.xpath(".//a:t")[0].text}
        low = {word.text for word in page.words if word.bottom > study.top / 12_700}
        assert low == foot
