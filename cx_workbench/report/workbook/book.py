"""The file while it is written: sheets with a head, words that fit, and pages to print."""

from __future__ import annotations

import datetime as dt
import math
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cx_workbench.charts.theme import LOOK
from cx_workbench.report.workbook.lettering import height, in_margin, plain
from cx_workbench.report.workbook.styles import FONT, INDENTED, KINDS, NOTE, Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format

    from cx_workbench.report.model import Report

#: A client's text is never a formula and never a link.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
#: The same report gives the same file, whenever it is written.
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
#: The head of a sheet, and the first row below it.
STUDY_ROW, TITLE_ROW, READING_ROW, NOTE_ROW, BODY = range(5)
#: Whether a sheet's note says something.
NOTED = f'$B${NOTE_ROW + 1}<>""'
_A4 = 9
#: Points; with Arial of this size a digit is 7 pixels wide, as the widths of columns take it.
_DEFAULT_SIZE = 10
#: Points of an A4 or a US letter page, whichever is less, with some to spare: printers differ.
_PAGE_WIDE, _PAGE_HIGH, _POINTS = 700.0, 480.0, 0.75
#: A part that needs smaller letters goes on on the next page instead.
_LEAST_SCALE = 0.6
#: Height of a row that holds nothing, in pixels.
_USUAL_ROW = 20
_NOTE_HIGH, _SECTION_HIGH = 24, 40
#: What an indented column takes from its words, in pixels.
_INDENT = 10
#: Inches.
_SIDE, _ABOVE = 0.5, 0.6


class Book:
    """A workbook that is kept in memory until it is whole.

    Parameters
    ----------
    report
        What it is about.
    """

    def __init__(self, report: Report) -> None:
        import xlsxwriter

        self.report = report
        self._bytes = BytesIO()
        self.file = xlsxwriter.Workbook(self._bytes, _OPTIONS)
        self.file.set_properties(
            {
                "title": plain(f"{report.study}: {report.top}"),
                "subject": plain(report.headline),
                "comments": "Made with cx_workbench.",
                "created": _MADE,
            }
        )
        # Widths are counted in digits of the default font, which must be there on every computer.
        self.file.formats[0].set_font_name(FONT)
        self.file.formats[0].set_font_size(_DEFAULT_SIZE)
        self.styles = Styles(self.file)

    def sheet(self, name: str, widths: Sequence[int], *, inputs: bool = False) -> Sheet:
        """Add a sheet with columns so many pixels wide, the first one a margin."""
        return Sheet(self, name, widths, inputs=inputs)

    def close(self) -> bytes:
        """Return the whole file."""
        self.file.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet: every text is written as text, and every row is as high as its words need."""

    def __init__(self, book: Book, name: str, widths: Sequence[int], *, inputs: bool) -> None:
        self.book = book
        self.name = name
        self.widths = widths
        self.page = book.file.add_worksheet(name)
        self._heights: dict[int, int] = {}
        for place, width in enumerate(widths):
            self.page.set_column_pixels(place, place, width)
        self.page.hide_gridlines(2)
        if inputs:
            self.page.set_tab_color(LOOK.chosen)
        self._printed(book.report.study)

    def _printed(self, study: str) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=_SIDE, right=_SIDE, top=_ABOVE, bottom=_ABOVE)
        page.fit_to_pages(1, 0)
        font = f'&"{FONT},Regular"&8&K{LOOK.quiet.removeprefix("#")}'
        page.set_header(f"&L{font}{in_margin(study)}&R{font}&A")
        page.set_footer(f"&R{font}Page &P of &N")

    def head(self, title: str, reading: str, *, last: int, note: str = "", noted: str = "") -> None:
        """Write study, title, how to read the sheet, and a live note; up to a last column.

        Parameters
        ----------
        title, reading
            Words.
        last
            The column up to which they may reach.
        note, noted
            A formula and what it says now; none: no note.
        """
        self.text(STUDY_ROW, 1, self.book.report.study, "study")
        self.words(TITLE_ROW, 1, last, title, "title")
        self.words(READING_ROW, 1, last, reading, "reading")
        if note:
            self.note(last, note, noted)

    def note(self, last: int, formula: str, says: str) -> None:
        """Write a note that shows on a ground of its own once it says something."""
        self.merged_formula((NOTE_ROW, 1, last), formula, says, "note")
        self.when((NOTE_ROW, 1, NOTE_ROW, last), NOTED, bg_color=NOTE)
        self.at_least(NOTE_ROW, _NOTE_HIGH)

    def text(self, row: int, column: int, text: object, kind: str) -> None:
        """Write words into a cell, and make its row high enough."""
        words = plain(text)
        self._write_words(row, column, words, self._style_at(column, kind))
        look = KINDS[kind]
        if look.get("text_wrap") and words and "rotation" not in look:
            size, bold = look.get("font_size", LOOK.body), look.get("bold", False)
            self.at_least(row, height(words, self.room(column), size, bold=bold))

    def section(self, row: int, text: str, column: int = 1) -> None:
        """Write the heading of a part of the sheet, apart from what stands above."""
        self.text(row, column, text, "section")
        self.at_least(row, _SECTION_HIGH)

    def heading(self, row: int, column: int, text: str, unit: str = "", *, right: bool) -> None:
        """Write the heading of a column, with its unit below."""
        lines = "\n".join(filter(None, (plain(text), plain(unit) if unit else "")))
        style = self._style_at(column, "heading_right" if right else "heading")
        self._write_words(row, column, lines, style)
        self.at_least(row, height(lines, self.room(column), LOOK.small))

    def words(self, row: int, first: int, last: int, text: object, kind: str) -> None:
        """Write words over several columns."""
        words, look, style = plain(text), KINDS[kind], self._style_at(first, kind)
        if last > first:
            self.page.merge_range(row, first, row, last, "", style)
        self._write_words(row, first, words, style)
        width = sum(self.widths[first : last + 1]) - _INDENT
        size, bold = look.get("font_size", LOOK.body), look.get("bold", False)
        self.at_least(row, height(words, width, size, bold=bold))

    def merged_formula(
        self, place: tuple[int, int, int], formula: str, value: str, kind: str
    ) -> None:
        """Write a formula that gives words over several columns: row, first and last column."""
        row, first, last = place
        style = self._style_at(first, kind)
        if last > first:
            self.page.merge_range(row, first, row, last, "", style)
        self.page.write_formula(row, first, f"={formula}", style, plain(value))

    def number(self, row: int, column: int, figure: float, kind: str, figures: str = "") -> None:
        """Write a figure; a dash where there is none."""
        style = self.style(kind, figures)
        if math.isnan(figure):
            self.page.write_string(row, column, "–", style)
        else:
            self.page.write_number(row, column, float(figure), style)

    def formula(
        self,
        place: tuple[int, int],
        formula: str,
        value: float | str,
        kind: str,
        figures: str = "",
    ) -> None:
        """Write a formula with what it gives now, for viewers that do not calculate."""
        shown = plain(value) if isinstance(value, str) else float(value)
        style = self._style_at(place[1], kind, figures)
        self.page.write_formula(*place, f"={formula}", style, shown)

    def chart(self, row: int, chart: Chart, high: int, description: str) -> int:
        """Put a chart of a height in pixels on the sheet; return the row below it."""
        self.page.insert_chart(row, 1, chart, {"object_position": 2, "description": description})
        end = row + math.ceil(high / _USUAL_ROW) + 1
        self.at_least(end, _USUAL_ROW)
        return end

    def style(self, kind: str, figures: str = "") -> Format:
        """Return the format of a kind of cells."""
        return self.book.styles.of(kind, figures)

    def _style_at(self, column: int, kind: str, figures: str = "") -> Format:
        return self.book.styles.of(kind, figures, indented=column > 1 and kind in INDENTED)

    def room(self, column: int) -> int:
        """Width that a column leaves for words, in pixels."""
        return self.widths[column] - _INDENT

    def at_least(self, row: int, pixels: int) -> None:
        """Make a row at least so high."""
        if pixels > self._heights.get(row, 0):
            self._heights[row] = pixels
            self.page.set_row_pixels(row, pixels)

    def when(
        self,
        place: tuple[int, int, int, int],
        condition: str,
        **look: Any,  # noqa: ANN401  whatever a format takes
    ) -> None:
        """Let a block of cells look otherwise where a condition on its first cell holds."""
        rule = {"type": "formula", "criteria": f"={condition}"}
        self.page.conditional_format(*place, {**rule, "format": self.book.file.add_format(look)})

    def valid(self, place: tuple[int, int, int, int], rule: Mapping[str, Any]) -> None:
        """Let a block of cells take only what the ranking can reckon with.

        Parameters
        ----------
        place
            First row and column, last row and column.
        rule
            As xlsxwriter takes it.
        """
        self.page.data_validation(*place, dict(rule))

    def done(self, *, last: tuple[int, int], head: tuple[int, int], repeat: int | None) -> None:
        """Settle what is printed and what stays in sight.

        Parameters
        ----------
        last
            Row and column where the printed part ends.
        head
            Rows and columns that stay in sight.
        repeat
            A row of headings to repeat on every printed page.
        """
        self.page.print_area(0, 0, *last)
        self.page.freeze_panes(*head)
        if repeat is not None:
            self.page.repeat_rows(repeat)

    def pages(self, breaks: Sequence[int], *, last: int) -> None:
        """Print as wide as a page, each part from one break to the next on a page if it can be.

        Excel passes over page breaks where it fits a sheet to a page itself.

        Parameters
        ----------
        breaks
            Rows that begin a page.
        last
            The last column that is printed.
        """
        parts = zip([0, *breaks], [*breaks, max(self._heights) + 1], strict=True)
        heights = [self._high(first, end) for first, end in parts]
        wide = _PAGE_WIDE / (sum(self.widths[: last + 1]) * _POINTS)
        high = [_PAGE_HIGH / (each * _POINTS) for each in heights]
        readable = [scale for scale in high if scale >= _LEAST_SCALE]
        self.page.set_print_scale(int(100 * min(wide, *readable, 1.0)))
        self.page.set_h_pagebreaks(breaks)

    def _high(self, first: int, end: int) -> int:
        return sum(self._heights.get(row, _USUAL_ROW) for row in range(first, end))

    def _write_words(self, row: int, column: int, words: str, style: Format) -> None:
        if words:
            self.page.write_string(row, column, words, style)
        else:
            self.page.write_blank(row, column, None, style)
