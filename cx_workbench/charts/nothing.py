"""What a picture shows where there is nothing to draw: that, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Canvas, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height
from cx_workbench.charts.words import listed, named, scope

if TYPE_CHECKING:
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Ranking

_WIDTH = 640


def nothing_ranked(ranking: Ranking, look: Look) -> Drawing:
    """Say that no improvement could be ranked, and which ones were not measured."""
    left_out = [named(each.title, each.improvement) for each in ranking.not_measured]
    text = f"Not measured: {listed(left_out)}." if left_out else "There is no candidate in play."
    return in_words(ranking, look, "No improvement could be ranked", text)


def nothing_drawn(ranking: Ranking, look: Look) -> Drawing:
    """Say that it is not known how sure the places are, and how to know it."""
    if ranking.table.empty:
        return nothing_ranked(ranking, look)
    text = "Nothing was drawn for this ranking. Rank again with draws = 10,000."
    return in_words(ranking, look, "How sure the places are is not known", text)


def in_words(ranking: Ranking, look: Look, finding: str, text: str) -> Drawing:
    """Make a picture of words alone."""
    width = look.width or _WIDTH
    lines = wrap(text, width, look.body)
    canvas = Canvas(width, len(lines) * line_height(look.body), look)
    canvas.words((0, 0), lines, Type(look.body))
    return canvas.drawing(Message(finding, scope(ranking), text))
