"""Colours, font, words and files."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import altair as alt
import pytest
import vl_convert
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

import cx_workbench.charts
from cx_workbench.charts import (
    CHARTS,
    DARK,
    DRAWINGS,
    FONTS,
    LOOK,
    Look,
    font_face_css,
    to_png,
    to_svg,
)
from cx_workbench.charts.lettering import text_width, wrap
from cx_workbench.charts.theme import TEXT_CONTRAST, contrast, mix
from cx_workbench.charts.words import clean, interval, number, points, signed

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking

LETTERS = (
    "aábcčdďeéěfghiíjklĺľmnňoóôpqrŕřsštťuúůvwxyýzž AÁÄBCČDĎEÉĚĹĽŇÓÔŔŘŠŤÚŮÝŽ "
    "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ őűŐŰ șțăâî äöüßẞ йцукенгшщзхъфывапролджэячсмитьбюё їієґ "
    "0123456789 +\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}…„“”»«%‰€§°±×·•→←↑↓≤≥≈≠\N{NO-BREAK SPACE}"
)
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02X}{:02X}{:02X}".format(*rgb))


LOOKS = pytest.mark.parametrize("look", [LOOK, DARK], ids=["light", "dark"])
#: Contrast that marks need against what they stand on (WCAG 2.2, 1.4.11).
MARK_CONTRAST = 3.0


@LOOKS
def test_text_colours_read_on_paper(look: Look) -> None:
    for colour in (look.ink, look.quiet):
        for ground in (look.paper, look.wash):
            assert contrast(colour, ground) >= TEXT_CONTRAST


@LOOKS
def test_colours_of_marks_stand_out_from_paper(look: Look) -> None:
    for colour in (look.reality, look.reference, look.gap, look.over, look.chosen):
        assert contrast(colour, look.paper) >= MARK_CONTRAST
    # On white, what steps back is only as dark as it has to be beside the chosen.
    assert contrast(DARK.rest, DARK.paper) >= MARK_CONTRAST


@LOOKS
def test_the_chosen_stand_out_from_the_rest(look: Look) -> None:
    assert contrast(look.chosen, look.paper) > 1.5 * contrast(look.rest, look.paper)


def test_dark_keeps_the_hues() -> None:
    for name in ("reality", "gap", "over", "chosen"):
        assert _strongest(getattr(DARK, name)) == _strongest(getattr(LOOK, name))


def _strongest(colour: str) -> list[int]:
    """Order red, green and blue by how much of each there is."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return sorted(range(3), key=channels.__getitem__)


@given(COLOURS)
def test_some_ink_reads_on_any_ground(ground: str) -> None:
    assert contrast(LOOK.ink_on(ground), ground) >= TEXT_CONTRAST


@given(COLOURS, COLOURS)
def test_a_blend_lies_between(ground: str, colour: str) -> None:
    assert mix(ground, colour, 0) == ground
    assert mix(ground, colour, 1) == colour
    for place in (1, 3, 5):
        ends = int(ground[place : place + 2], 16), int(colour[place : place + 2], 16)
        middle = int(mix(ground, colour, 0.5)[place : place + 2], 16)
        assert min(ends) <= middle <= max(ends)


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [("#FFFFFF", "#767676", 4.54), ("#FFFFFF", "#777777", 4.48), ("#FF0000", "#FFFFFF", 4.0)],
)
def test_contrast_as_published(one: str, other: str, figure: float) -> None:
    assert contrast(one, other) == pytest.approx(figure, abs=0.005)


def test_colours_stand_in_one_place() -> None:
    rooms = Path(cx_workbench.charts.__file__).parent
    for module in rooms.glob("*.py"):
        if module.name != "theme.py":
            assert not re.findall(r"\"#[0-9A-Fa-f]{3,6}\"", module.read_text()), module.name


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_widths_are_those_of_the_font(style: str) -> None:
    font = TTFont(FONTS / f"CXWorkbenchSans-{style}.ttf")
    glyphs = font.getBestCmap()
    for letter in LETTERS:
        width = font["hmtx"][glyphs[ord(letter)]][0] / font["head"].unitsPerEm
        assert text_width(letter, 1, bold=style == "Bold") == pytest.approx(width)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_font_is_small_free_and_has_tabular_figures(style: str) -> None:
    file = FONTS / f"CXWorkbenchSans-{style}.ttf"
    assert file.stat().st_size < 120_000
    assert len({text_width(figure, 12, bold=style == "Bold") for figure in "0123456789"}) == 1
    assert str(TTFont(file)["name"].getBestFamilyName()) == LOOK.font
    assert "SIL Open Font License" in str(TTFont(file)["name"].getDebugName(13))
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text()


def test_web_pages_get_both_weights_without_a_request() -> None:
    css = font_face_css()
    assert re.findall(r"font-weight:(\d+)", css) == ["400", "700"]
    assert css.count(f'font-family:"{LOOK.font}"') == 2
    for data in re.findall(r"url\(data:font/woff2;base64,([^)]+)\)", css):
        assert base64.b64decode(data)[:4] == b"wOF2"
    assert "http" not in css


def test_pictures_are_set_in_the_shipped_font(common: Ranking) -> None:
    pdf = bytes(vl_convert.svg_to_pdf(to_svg(DRAWINGS["contributions"](common))))
    fonts = set(re.findall(rb"/FontName /[A-Z]+\+(\S+)", pdf))
    assert fonts == {b"CXWorkbenchSans-Regular", b"CXWorkbenchSans-Bold"}


@given(st.text(alphabet="aáäbcčľ-/ żó.", max_size=80), st.integers(30, 300))
def test_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    text = clean(text)
    for even in (True, False):
        lines = wrap(text, width, 12, even=even)
        assert all(text_width(line, 12) <= width for line in lines)
        letters = [letter for letter in "".join(lines) if letter not in " -"]
        assert letters == [letter for letter in text if letter not in " -"]


def test_words_break_only_where_they_must() -> None:
    assert wrap("Prvá faktúra za služby", 90, 12) == ["Prvá faktúra", "za služby"]
    assert wrap("a/bcdefghijk", 60, 12) == ["a/", "bcdefghijk"]
    assert wrap("", 60, 12) == []
    assert wrap("132\N{NO-BREAK SPACE}person-days", 100, 12) == ["132\N{NO-BREAK SPACE}person-days"]


def test_figures_as_the_look_writes_them() -> None:
    assert signed(-0.04) == "0.0"
    assert signed(-12.25) == "\N{MINUS SIGN}12.2"
    assert points(12) == "+12.0\N{NO-BREAK SPACE}points"
    assert interval(62.4, 57.6, 66.4) == "62 (58\N{EN DASH}66)"
    assert number(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\nb\tc", "a b c"),
        ("\u202eabc", "abc"),
        ("C\u030cesko", "Česko"),
        (float("nan"), ""),
        (None, ""),
        ("\x00 ", ""),
        (7, "7"),
    ],
)
def test_clean_text(raw: object, text: str) -> None:
    assert clean(raw) == text


def test_svg_of_any_chart_carries_its_description() -> None:
    data = alt.InlineData(values=[{"a": 1}])
    chart = alt.Chart(data, title='A "title" & <more>', description="All <of> it")
    svg = to_svg(chart.mark_point().encode(x="a:Q"))
    assert "aria-label='A \"title\" &amp; &lt;more&gt;'" in svg
    assert ">All &lt;of&gt; it</desc>" in svg


def test_svg_can_carry_its_font(common: Ranking) -> None:
    chart = DRAWINGS["matrix"](common)
    assert "@font-face" not in to_svg(chart)
    alone = to_svg(chart, embed_font=True)
    assert alone.count("@font-face") == 2
    assert len(alone) < 200_000


def test_data_from_an_address_are_refused() -> None:
    chart = alt.Chart(alt.UrlData(url="https://example.org/a.csv")).mark_point()
    with pytest.raises(ValueError, match=r"example\.org"):
        to_svg(chart)


def test_png_is_as_large_as_asked(common: Ranking) -> None:
    chart = DRAWINGS["matrix"](common)
    once, twice = (to_png(chart, scale=scale) for scale in (1, 2))
    width, height = (int.from_bytes(once[place : place + 4]) for place in (16, 20))
    assert [int.from_bytes(twice[place : place + 4]) for place in (16, 20)] == [
        2 * width,
        2 * height,
    ]


def test_altair_waits_until_a_chart_is_asked_for() -> None:
    code = (
        "import sys, cx_workbench as cx, cx_workbench.charts as charts;"
        "drawing = charts.DRAWINGS['matrix'](cx.rank(cx.example(), draws=0));"
        "assert len(drawing.to_spec()['layer']) > 5; charts.to_svg(drawing);"
        "assert 'altair' not in sys.modules;"
        "drawing.chart(); assert 'altair' in sys.modules;"
        "assert set(charts.__all__) <= set(dir(charts))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  (our own code)


def test_an_unknown_name_is_refused() -> None:
    name: Any = "pie"
    with pytest.raises(AttributeError, match="pie"):
        getattr(cx_workbench.charts, name)


def test_every_picture_is_in_the_registry() -> None:
    assert list(CHARTS) == [
        "matrix",
        "contributions",
        "rank_ranges",
        "acceptability",
        "gap_map",
        "journey",
        "path",
    ]
    for name, chart in CHARTS.items():
        assert chart is getattr(cx_workbench.charts, name)
    assert list(DRAWINGS) == list(CHARTS)


def test_a_look_cannot_be_changed_by_accident() -> None:
    with pytest.raises(AttributeError):
        Look().ink = "#000000"  # type: ignore[misc]
