"""What is planted in an export is a text and nothing else, whoever reads it, wherever it goes."""

from __future__ import annotations

import csv
import re
import tomllib
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

import cx_workbench as cx
from tests.command import cx as command
from tests.planted import EXPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMATS = ("html", "json", "csv", "pdf", "pptx", "xlsx", "svg", "png")
#: Signs that a terminal obeys.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: A number may begin with a sign.
NUMBER = re.compile(r"[-+]?\d[\d.,]*(e[-+]?\d+)?$", re.IGNORECASE)


@pytest.fixture(scope="module", params=EXPORTS)
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study imported from an export of each kind."""
    home = tmp_path_factory.mktemp("planted")
    made = EXPORTS[request.param](home)
    files = made if isinstance(made, list) else [made]
    done = command("import", *files, "--into", home / "study", "--yes")
    assert (done.code, done.err) == (0, "")
    assert not CONTROLS.search(done.out)
    return home / "study"


@pytest.fixture(scope="module")
def outputs(study: Path) -> Path:
    """Everything that leaves, of the study imported."""
    out = study.with_name("report")
    cx.report(cx.rank(cx.load(study), draws=200), out, FORMATS)
    return out


def tables(folder: Path) -> Iterator[tuple[Path, list[list[str]]]]:
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield path, list(csv.reader(file))


def test_nothing_lies_outside(study: Path) -> None:
    beside = {path.name for path in study.parent.iterdir()}
    assert "outside" not in " ".join(beside)
    assert all(path.is_file() for path in study.iterdir())


def test_no_table_holds_a_formula(study: Path, outputs: Path) -> None:
    for folder in (study, outputs):
        for path, rows in tables(folder):
            cells = [cell.strip() for row in rows for cell in row]
            runs = [cell for cell in cells if cell[:1] in {*"=+-@"} and not NUMBER.match(cell)]
            assert runs == [], path.name


def test_the_settings_say_what_they_are_meant_to(study: Path) -> None:
    settings = tomllib.loads((study / "study.toml").read_text("utf-8"))
    assert settings.keys() <= {"study", "ranking", "target", "responses"}
    assert settings["study"]["title"] != "owned"


@pytest.mark.parametrize("words", [("rank",), ("rank", "--cells"), ("check",)])
def test_the_terminal_obeys_nothing(study: Path, words: tuple[str, ...]) -> None:
    done = command(words[0], study, *words[1:])
    assert (done.code, done.err) == (0, "")
    assert not CONTROLS.search(done.out)


class Markup(HTMLParser):
    """The tags and attributes of a page, as a browser takes them apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_pages_and_pictures_hold_no_markup_of_theirs(outputs: Path) -> None:
    for path in (*outputs.glob("*.html"), *outputs.glob("*.svg")):
        text = path.read_text("utf-8")
        assert "<script>window" not in text
        for tag, attributes in Markup(text).found:
            assert tag not in {"img", "iframe", "object", "embed", "form"}
            assert not [name for name in attributes if name.startswith("on")]
            link = attributes.get("href") or attributes.get("xlink:href") or "#"
            assert link.startswith(("#", "data:")), link


def test_slides_and_workbooks_hold_no_formula_or_link_of_theirs(outputs: Path) -> None:
    for name in ("slides.pptx", "workbook.xlsx"):
        for part, content in _parts((outputs / name).read_bytes()):
            text = content.decode("utf-8", errors="replace")
            formulas = re.findall(r"<(?:\w+:)?f[ >](.*?)</(?:\w+:)?f>", text, flags=re.DOTALL)
            assert not [each for each in formulas if "evil" in each or "cmd" in each], part
            assert "evil.invalid" not in text or not part.endswith(".rels"), part
            assert "<script" not in text


def _parts(packed: bytes) -> Iterator[tuple[str, bytes]]:
    """Unpack a file, and the workbooks of native charts within it."""
    with ZipFile(BytesIO(packed)) as file:
        for name in file.namelist():
            content = file.read(name)
            yield from _parts(content) if name.endswith(".xlsx") else [(name, content)]


def test_what_is_planted_is_there_as_it_was_written(study: Path) -> None:
    """Nothing is swallowed either: names read as they did, but for what no eye can see."""
    found = cx.load(study)
    names = " ".join([*found.personas["name"], *found.touchpoints["name"]])
    assert "window.planted" in names or "calc" in names
