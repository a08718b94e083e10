"""What must hold for every chart of every made-up ranking."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.charts import DARK, LOOK, Look, to_svg
from cx_workbench.charts.theme import TEXT_CONTRAST, contrast
from tests.charts.conftest import lines_drawn, lines_of, ranking_of
from tests.charts.further import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.rank.model import Ranking
    from tests.charts.conftest import Drawing, Make

SCRIPT = "<script>alert('x')</script>"
#: Room around a drawing that has its title.
MARGIN = 24


def test_words_never_overlap(drawing: Drawing) -> None:
    pairs = combinations(drawing.lines, 2)
    assert [(a.text, b.text) for a, b in pairs if a.overlaps(b)] == []


def test_no_word_is_cut(drawing: Drawing) -> None:
    width, height = drawing.laid_out.width, drawing.laid_out.height
    outside = [
        line.text
        for line in drawing.lines
        if line.left < -MARGIN or line.right > width + MARGIN or line.bottom > height
    ]
    assert drawing.lines
    assert outside == []


def test_words_stand_where_the_layout_has_them(common_drawing: Drawing) -> None:
    laid_out = lines_of(common_drawing.laid_out)
    titles = len(common_drawing.lines) - len(laid_out)
    drawn = sorted(lines_drawn(common_drawing.root), key=lambda line: line.top)
    # The title comes first, and Vega says where the drawing begins below it.
    left, top = drawn[0].left, drawn[titles].top - min(line.top for line in laid_out)
    found = [(line.text, line.left - left, line.top - top) for line in drawn[titles:]]
    expected = [(line.text, line.left, line.top) for line in laid_out]
    for one, other in zip(_in_order(found), _in_order(expected), strict=True):
        assert one[0] == other[0]
        assert one[1:] == pytest.approx(other[1:], abs=0.6)


def _in_order(lines: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Sort by text and then by place, in cells wide enough for rounding."""
    return sorted(lines, key=lambda line: (line[0], line[2] // 8, line[1]))


def test_only_the_sizes_of_the_look(drawing: Drawing) -> None:
    assert {line.size for line in drawing.lines} <= {12, 14, 18, 24}


def test_nothing_is_fetched(common_drawing: Drawing) -> None:
    addresses = set(re.findall(r"\w*:?\w+=\"https?://[^\"]*\"", common_drawing.svg))
    assert addresses == {
        'xmlns="http://www.w3.org/2000/svg"',
    }
    assert "url(" not in common_drawing.svg


def test_screen_readers_get_the_finding_and_more(drawing: Drawing) -> None:
    assert drawing.title
    assert drawing.spec["description"].startswith(f"{drawing.title}. {drawing.subtitle[:20]}")


def test_an_svg_says_the_same(hostile_drawing: Drawing) -> None:
    root, spec = hostile_drawing.root, hostile_drawing.spec
    assert root.get("role") == "graphics-document"
    assert root.get("aria-label") == hostile_drawing.title
    described = root.find(f".//*[@id='{root.get('aria-describedby')}']")
    assert described is not None
    assert described.text == spec["description"]


@pytest.mark.parametrize("look", [LOOK, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("chart", EVERY)
@pytest.mark.parametrize("name", ["top_ten", "many_missing", "other_method"])
def test_text_reads_on_paper_and_in_the_cells(chart: str, name: str, look: Look) -> None:
    spec = EVERY[chart](ranking_of(name), look=look).to_spec()
    boxes = [
        (row["x"], row["y"], row["x2"], row["y2"], row["fill"])
        for layer in spec["layer"]
        for row in _rows(spec, layer)
        if layer["mark"]["type"] == "rect" and "fill" in row
    ]
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "text":
            for row in _rows(spec, layer):
                x, y = row["x"], row["y"] + 8
                x += {"left": 1, "center": 0, "right": -1}[layer["mark"]["align"]]
                under = [f for a, b, c, d, f in boxes if a <= x <= c and b <= y <= d]
                ground = under[-1] if under else look.paper
                assert contrast(row["fill"], ground) >= TEXT_CONTRAST, row


def test_text_of_the_study_is_data_and_nothing_else(hostile_drawing: Drawing) -> None:
    places = {path for path, text in _texts(hostile_drawing.spec) if "script" in text}
    rows = re.compile(r"datasets/[^/]+/(text|said)")
    free = {"description", "title/text", "title/subtitle"}
    assert places - free
    assert [path for path in places - free if not rows.fullmatch(path)] == []
    assert "expr" not in str(hostile_drawing.spec).replace("expectation", "")


def test_a_planted_script_stays_text(hostile_drawing: Drawing) -> None:
    assert "<script" not in hostile_drawing.svg
    assert "&lt;script&gt;" in hostile_drawing.svg
    assert {each.tag.split("}")[1] for each in hostile_drawing.root.iter()} <= {
        "svg", "desc", "g", "path", "rect", "line", "text", "tspan",
    }  # fmt: skip


def test_unprintable_characters_are_gone(hostile_drawing: Drawing) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", hostile_drawing.svg)


@pytest.mark.parametrize("chart", EVERY)
def test_a_client_can_bring_colours(chart: str, common: Ranking) -> None:
    look = Look(
        reality="#101011",
        reference="#202022",
        gap="#303033",
        over="#404044",
        chosen="#505055",
        rest="#606066",
        ink="#EEEEEF",
        quiet="#DDDDDE",
        paper="#000001",
        wash="#111112",
        line="#222223",
    )
    used = set(re.findall("#[0-9A-F]{6}", to_svg(EVERY[chart](common, look=look)).upper()))
    ours = set(re.findall("#[0-9A-F]{6}", str(LOOK)))
    assert used
    assert not used & (ours - {"#000000", "#FFFFFF"})


@pytest.mark.parametrize("chart", EVERY)
def test_the_same_ranking_gives_the_same_picture(chart: str, rankings: dict[str, Make]) -> None:
    ranking = rankings["top_ten"]()
    before = ranking.table.copy(), ranking.cells.copy()
    first = EVERY[chart](ranking).to_spec()
    assert EVERY[chart](rankings["top_ten"]()).to_spec() == first
    assert ranking.table.equals(before[0])
    assert ranking.cells.equals(before[1])


def _rows(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    data = layer["data"] if "data" in layer else spec["data"]
    rows: list[dict[str, Any]] = spec["datasets"][data["name"]]
    return rows


def _texts(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield key, key
            yield from _texts(value, f"{path}/{key}".lstrip("/"))
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value, path)
