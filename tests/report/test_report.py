from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cx_workbench.charts import CHARTS, charts_of
from cx_workbench.errors import SettingError, WorkbenchError
from cx_workbench.report import composing, page, picture, report

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the charts out of the page: what is asked is where the files end up."""
    monkeypatch.setattr(composing, "_figures", lambda *_: [])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_page_and_the_figures(ranking: Ranking, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"

    written = report(ranking, str(out))

    assert written == {name: out / name for name in ("page.html", "ranking.json")}
    assert (out / "page.html").read_text("utf-8") == page(ranking)
    figures = json.loads((out / "ranking.json").read_text("utf-8"))
    assert figures == ranking.to_dict(cells=True)
    assert len(figures["cells"]) == 3
    assert names(out) == ["page.html", "ranking.json"]


def test_pictures_as_files(ranking: Ranking, tmp_path: Path) -> None:
    written = report(ranking, tmp_path, formats=("svg", "png"))

    drawn = charts_of(ranking)
    assert set(written) == {f"{name}.{ending}" for name in drawn for ending in ("svg", "png")}
    for name in drawn:
        svg = (tmp_path / f"{name}.svg").read_text("utf-8")
        assert svg.startswith("<svg")
        assert "@font-face" in svg
        assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_one_format(ranking: Ranking, tmp_path: Path) -> None:
    assert list(report(ranking, tmp_path, formats="json")) == ["ranking.json"]


def test_a_format_that_there_is_not(ranking: Ranking, tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        report(ranking, tmp_path / "out", formats=("htm", "json"))

    assert str(caught.value) == (
        "There is no such format of a report.\n  1. 'htm': Did you mean 'html'?"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("undrawn")
def test_earlier_files_are_replaced(ranking: Ranking, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("old")

    report(ranking, tmp_path)

    assert (tmp_path / "page.html").read_text("utf-8") != "old"


@pytest.mark.usefixtures("undrawn")
def test_a_file_in_the_way_of_the_folder(ranking: Ranking, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("mine")

    with pytest.raises(WorkbenchError, match="out cannot be written to") as caught:
        report(ranking, out)

    assert "Choose another folder" in str(caught.value)
    assert out.read_text() == "mine"


@pytest.mark.usefixtures("undrawn")
def test_a_disk_that_is_full_leaves_everything_as_it_was(
    ranking: Ranking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text("old")
    write_bytes = Path.write_bytes

    def fill_up(path: Path, content: bytes) -> int:
        if path.name == "ranking.json":
            raise OSError(28, "No space left on device", str(path))
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill_up)

    with pytest.raises(WorkbenchError, match="No space left on device"):
        report(ranking, tmp_path)

    assert names(tmp_path) == ["page.html"]
    assert (tmp_path / "page.html").read_text() == "old"


@pytest.mark.usefixtures("undrawn")
def test_a_folder_in_the_place_of_a_file(ranking: Ranking, tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()

    with pytest.raises(WorkbenchError, match=r"page\.html: Is a directory"):
        report(ranking, tmp_path)

    assert names(tmp_path) == ["page.html"]


def test_a_picture_shows_in_an_untrusted_notebook(ranking: Ranking) -> None:
    shown = picture(CHARTS["gap_map"](ranking))

    bundle = shown._repr_mimebundle_()

    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/html"].startswith('<img alt="')
    assert 'src="data:image/svg+xml;base64,' in bundle["text/html"]
    assert bundle["text/plain"] == repr(shown) == shown.description
    assert shown.description
    assert "@font-face" in shown.svg


def test_a_picture_of_a_study_with_markup_is_no_markup(ranking: Ranking) -> None:
    chart = CHARTS["gap_map"](ranking).properties(description='"><script>alert(1)</script>')

    assert "<script" not in picture(chart)._repr_mimebundle_()["text/html"]
