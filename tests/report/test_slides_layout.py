"""How the slides look: everything in its place, and a client's template honoured."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import pytest
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu

from cx_workbench import rank
from cx_workbench.charts.theme import LOOK, TEXT_CONTRAST, contrast
from cx_workbench.errors import SettingError
from cx_workbench.report import composing
from cx_workbench.report.composing import compose
from cx_workbench.report.decided import Log
from cx_workbench.report.slides import render
from cx_workbench.report.slides.colours import Palette
from tests.report import client_templates
from tests.report.long_study import STUDY, TITLES, long_study
from tests.report.slide_reader import Deck, box_of, chart_of, is_title, title_of
from tests.small import small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cx_workbench.report.model import Report

Box: TypeAlias = tuple[int, int, int, int]
#: A twentieth of a point: places are rounded to whole units.
TOUCHING = Emu(635)
WIDE = (12_192_000, 6_858_000)
NARROW = (9_144_000, 6_858_000)
DARK = {"tx1": "#FFFFFF", "bg1": "#101820", "accent1": "#00A3E0", "accent2": "#FFB81C"}
LIGHT = {"tx1": LOOK.ink, "bg1": LOOK.paper, "accent1": LOOK.chosen, "accent2": LOOK.gap}


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(rank(long_study(), top=10, draws=50), Log())


@pytest.fixture(scope="module")
def deck(report: Report) -> Deck:
    return Deck(render(report))


@pytest.fixture(scope="module")
def short() -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composing, "_figures", lambda *_: [])
        return compose(rank(small(), draws=0), Log())


@pytest.mark.parametrize("template", [None, client_templates.narrow, client_templates.bare])
def test_everything_has_a_place_of_its_own(
    report: Report, template: Callable[[Path], Path] | None, tmp_path: Path
) -> None:
    deck = Deck(render(report, template(tmp_path / "client.pptx") if template else None))
    whole = (0, 0, deck.presentation.slide_width, deck.presentation.slide_height)

    for slide in deck.slides:
        where = title_of(slide)
        boxes = [(shape.name, box_of(shape)) for shape in slide.shapes]
        for name, box in boxes:
            assert overlap(box, whole) == box, f"{name} of {where} is not on the slide"
        for (one, here), (other, there) in combinations(boxes, 2):
            left, top, right, bottom = overlap(here, there)
            apart = right - left <= TOUCHING or bottom - top <= TOUCHING
            assert apart, f"{one} lies on {other} of {where}"


def overlap(one: Box, other: Box) -> Box:
    """Return what two boxes have in common: left, top, right and bottom."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def test_a_table_is_as_high_as_its_rows(deck: Deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                rows = sum(row.height for row in shape.table.rows)
                assert shape.height == pytest.approx(rows, abs=len(shape.table.rows))


@pytest.mark.parametrize("template", [None, client_templates.narrow, client_templates.bare])
def test_the_markup_is_in_the_order_that_powerpoint_asks_for(
    short: Report, deck: Deck, template: Callable[[Path], Path] | None, tmp_path: Path
) -> None:
    if template:
        deck = Deck(render(short, template(tmp_path / "client.pptx")))
    markup = "".join(part.decode() for name, part in deck.parts.items() if name.endswith(".xml"))

    for paragraph in re.findall(r"<a:p>.*?</a:p>", markup):
        assert re.fullmatch(
            r"<a:p>(<a:pPr.*?(/>|</a:pPr>))?(<a:(r|fld|br)\b.*)?(<a:endParaRPr.*)?</a:p>", paragraph
        )
        assert not re.search(r"<a:endParaRPr.*<a:(r|fld)\b", paragraph)
    for cell in re.findall(r"<a:tcPr[^>]*>(.*?)</a:tcPr>", markup):
        assert re.fullmatch(r"<a:lnB .*</a:lnB><a:(noFill|solidFill).*", cell)
    for axis in re.findall(r'<c:(?:axId|crossAx) val="([^"]*)"', markup):
        assert int(axis) > 0


def test_only_four_sizes(deck: Deck) -> None:
    sizes = set(re.findall(r'\bsz="(\d+)"', deck.markup("slides") + deck.markup("charts")))

    assert sizes <= {"1200", "1400", "1800", "2400"}


def test_no_colour_and_no_font_but_those_of_the_theme(deck: Deck) -> None:
    markup = deck.markup("slides") + deck.markup("charts")

    assert "schemeClr" in markup
    for fixed in ("srgbClr", "sysClr", "prstClr", "<a:latin"):
        assert fixed not in markup


def test_our_look_is_in_the_theme(deck: Deck) -> None:
    theme = deck.parts["ppt/theme/theme1.xml"].decode()

    for slot, colour in (("dk1", LOOK.ink), ("accent1", LOOK.chosen), ("accent2", LOOK.gap)):
        assert f'<a:{slot}><a:srgbClr val="{colour[1:]}"/></a:{slot}>' in theme
    assert theme.count('<a:latin typeface="Arial"/>') == 2
    assert (deck.presentation.slide_width, deck.presentation.slide_height) == WIDE


def test_the_file_says_who_made_it_and_not_when(deck: Deck) -> None:
    properties = deck.parts["docProps/core.xml"].decode()

    assert deck.presentation.core_properties.title == STUDY
    assert deck.presentation.core_properties.author == "cx_workbench"
    assert "dcterms:created" not in properties
    assert "Canny" not in properties


def test_study_and_number_in_the_foot(deck: Deck) -> None:
    for number, slide in enumerate(deck.slides[1:], start=2):
        feet = {
            shape.placeholder_format.type: shape
            for shape in slide.placeholders
            if not is_title(shape)
        }
        assert STUDY.startswith(feet[PP_PLACEHOLDER.FOOTER].text_frame.text.removesuffix("…"))
        field = feet[PP_PLACEHOLDER.SLIDE_NUMBER].element.xpath(".//a:fld[@type='slidenum']/a:t")
        assert [text.text for text in field] == [str(number)]


def test_charts_and_tables_are_described(deck: Deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                (properties,) = shape.element.xpath("./p:nvGraphicFramePr/p:cNvPr")
                assert len(properties.get("descr", "")) > 20, title_of(slide)
            if shape.has_table:
                assert shape.table.first_row


def test_the_title_is_read_first_and_the_foot_last(deck: Deck) -> None:
    for slide in deck.slides:
        first, *_, last = slide.shapes
        assert is_title(first)
        assert last.is_placeholder


def test_words_are_tagged_with_their_language(deck: Deck) -> None:
    slides = deck.markup("slides")
    tags = re.findall(r'<a:rPr lang="([\w-]+)"[^>]*>(?:(?!</a:r>).)*<a:t>([^<]*)', slides)

    assert slides.count("<a:rPr") == slides.count("<a:rPr lang=")
    assert {tag for tag, text in tags if text.startswith(TITLES[0])} >= {"sk-SK"}
    assert {tag for tag, text in tags if text == "Improvement"} == {"en-GB"}


def test_the_numbers_of_the_matrix_keep_clear_of_each_other(deck: Deck) -> None:
    (slide,) = [slide for slide in deck.slides if "leads the TOP 10" in title_of(slide)]
    series = chart_of(slide).plots[0].series
    (chosen,) = (each for each in series if each.name == "TOP 10")
    labels = [chosen.points[number].data_label for number in range(10)]

    assert sorted(int(label.text_frame.text) for label in labels) == list(range(1, 11))
    assert all(label.position is not None for label in labels)
    # Else LibreOffice does not show the first.
    lengths = [len(list(each.values)) for each in series]
    assert lengths == sorted(lengths, reverse=True)


def test_a_template_gives_size_layouts_fonts_and_colours(short: Report, tmp_path: Path) -> None:
    deck = Deck(render(short, client_templates.narrow(tmp_path / "client.pptx")))
    theme = deck.parts["ppt/theme/theme1.xml"].decode()

    assert (deck.presentation.slide_width, deck.presentation.slide_height) == NARROW
    assert deck.slides[0].slide_layout.name == "Title Slide"
    assert {slide.slide_layout.name for slide in deck.slides[1:]} == {"Title Only"}
    assert f'<a:latin typeface="{client_templates.FONT}"/>' in theme
    assert f'<a:accent1><a:srgbClr val="{client_templates.ACCENT}"/></a:accent1>' in theme
    assert "srgbClr" not in deck.markup("slides") + deck.markup("charts")


def test_titles_stand_where_the_template_has_them(short: Report, tmp_path: Path) -> None:
    deck = Deck(render(short, client_templates.narrow(tmp_path / "client.pptx")))

    for slide in deck.slides:
        (title,) = [shape for shape in slide.placeholders if is_title(shape)]
        (own,) = [shape for shape in slide.slide_layout.placeholders if is_title(shape)]
        assert box_of(title) == box_of(own)
        below = [shape for shape in slide.shapes if not shape.is_placeholder]
        assert all(shape.top >= box_of(own)[3] for shape in below)


def test_nothing_of_the_template_s_slides_is_left(short: Report, tmp_path: Path) -> None:
    deck = Deck(render(short, client_templates.narrow(tmp_path / "client.pptx")))

    assert "own slide" not in deck.markup("slides")
    assert "own notes" not in deck.markup("notesSlides")
    assert "docProps/thumbnail.jpeg" not in deck.parts


def test_sections_of_the_template_are_gone_with_its_slides(short: Report, tmp_path: Path) -> None:
    deck = Deck(render(short, client_templates.sectioned(tmp_path / "client.pptx")))

    assert b"sectionLst" not in deck.parts["ppt/presentation.xml"]


def test_a_template_without_a_foot_gets_one(short: Report, tmp_path: Path) -> None:
    deck = Deck(render(short, client_templates.bare(tmp_path / "client.pptx")))

    for number, slide in enumerate(deck.slides[1:], start=2):
        study, last = list(slide.shapes)[-2:]
        assert study.text_frame.text == short.study
        assert last.element.xpath(".//a:fld/a:t")[0].text == str(number)
        assert slide.notes_slide.notes_text_frame.text


def test_a_potx_is_a_template_too(short: Report, tmp_path: Path) -> None:
    type_ = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
    deck = Deck(render(short, client_templates.of_type(tmp_path / "client.potx", type_)))

    assert len(deck.slides) > 10
    assert b"template.main" not in deck.parts["[Content_Types].xml"]


def text_file(path: Path) -> Path:
    path.write_text("not slides")
    return path


def protected(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return path


def missing(path: Path) -> Path:
    return path


def with_macros(path: Path) -> Path:
    type_ = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    return client_templates.of_type(path, type_)


def a_workbook(path: Path) -> Path:
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return client_templates.of_type(path, type_)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (missing, "It cannot be read: No such file or directory."),
        (text_file, "It is not a PowerPoint presentation."),
        (a_workbook, "It is not a PowerPoint presentation."),
        (protected, "It is protected by a password, or older than PowerPoint 2007."),
        (with_macros, "It holds macros, which slides must not."),
        (client_templates.untitled, "It has no layout with a title and enough room beneath it."),
        (client_templates.crowded, "It has no layout with a title and enough room beneath it."),
        (client_templates.linked, "A layout of it links to one of its slides."),
    ],
)
def test_what_is_no_template_is_refused_in_words(
    short: Report, tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    path = make(tmp_path / "client.pptx")

    with pytest.raises(
        SettingError, match=r"The template of the slides cannot be used\."
    ) as caught:
        render(short, path)

    (problem,) = caught.value.problems
    assert problem.what == said
    assert problem.file == str(path)
    assert problem.hint


@pytest.mark.parametrize("slots", [LIGHT, DARK], ids=["light", "dark"])
def test_text_reads_on_every_tint(slots: dict[str, str]) -> None:
    palette = Palette(slots, slots["bg1"])

    assert contrast(palette.shown(palette.ink), slots["bg1"]) >= TEXT_CONTRAST
    assert contrast(palette.shown(palette.quiet), slots["bg1"]) >= TEXT_CONTRAST
    for share in (0.1, 0.3, 0.5, 0.7, 1.0):
        for colour in (palette.gap, palette.over, palette.chosen):
            ground = palette.tint(colour, share)
            ink = palette.shown(palette.ink_on(ground))
            assert contrast(ink, palette.shown(ground)) >= 3.9, (share, colour)


def test_tints_are_those_of_every_other_format() -> None:
    palette = Palette(LIGHT, LOOK.paper)

    for share in (0.1, 0.5, 0.9):
        shown = palette.shown(palette.tint(palette.chosen, share))
        assert channels(shown) == pytest.approx(channels(LOOK.tint(LOOK.chosen, share)), abs=2)


def channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
