"""What to measure next: how much of the doubt about the TOP N each figure would settle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import items_of, top_name
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.nothing import in_words, nothing_drawn
from cx_workbench.charts.standings import drawn_from
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import capital, clean, counted, percent

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation

_NAMES, _GUTTER, _BARS, _FIGURES = 300.0, 24.0, 380.0, 216.0
_LEFT, _WIDTH = _NAMES + _GUTTER, _NAMES + _GUTTER + _BARS + _FIGURES
_BAR, _ROOM, _HEADING = 20.0, 12.0, 26.0
#: Between the bars and what it takes.
_APART = 16.0
#: Most bars; those that would not reach one percent are not drawn.
_MOST, _LEAST = 12, 0.005
#: Room for the share at the end of the longest bar.
_SHARE = 48.0
#: What it takes to know what no answer tells, by the group of the input; and if it has none.
_TAKES = {
    "closes": "a trial on a small scale",
    "effort": "a closer estimate",
    "weights": "an agreement on the weights",
}
#: What it takes where no number of answers can be named: to the question itself, or to it and
#: to the question on the whole journey.
_MORE_ANSWERS = "more answers"
_BOTH = "more respondents on both this and the whole journey"
_NO_ANSWERS = "no matter of answers"
#: Groups of inputs that answers tell of.
_OF_ANSWERS = ("scores", "importance")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that is not known for sure.

    ``settles`` is the share of the doubt that knowing it would settle, ``answers`` how many
    further answers are worth it; NaN where no number can be named. ``group`` is what kind of
    input it is, ``asked`` how many answers there are; NaN where they are no one figure.
    """

    what: str
    settles: float
    answers: float
    group: str
    asked: float

    @property
    def takes(self) -> str:
        """What it takes, in words."""
        if not math.isfinite(self.answers):
            if self.group not in _OF_ANSWERS:
                return _TAKES.get(self.group, _NO_ANSWERS)
            return _MORE_ANSWERS if math.isfinite(self.asked) else _BOTH
        return counted(math.ceil(self.answers), "further answer")


def measure_next(ranking: Ranking, inputs: pd.DataFrame, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw what is most worth knowing, most first.

    Parameters
    ----------
    ranking
        The ranking whose TOP N is in doubt, with its ``simulation``.
    inputs
        From `cx_workbench.rank.knowing.information.what_matters`: ``what`` (name of the input,
        such as "Roaming, scored by firms"), ``settles`` (0..1, the share of the doubt about the
        TOP N that knowing it would settle), ``answers`` (how many further answers; NaN where it
        is no matter of answers) and, if known, ``group`` (``closes``, ``effort`` ...) and
        ``n`` (answers so far).
    look
        Colours, sizes and width.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> import pandas as pd
    >>> inputs = pd.DataFrame({"what": ["Roaming, firms"], "settles": [0.34], "answers": [120]})
    >>> chart = measure_next(cx.rank(cx.example(), draws=500), inputs)
    >>> " ".join(chart.to_dict()["title"]["text"])
    'Roaming, firms: knowing this would settle 34... of the doubt about the TOP 5'
    """
    return draw_measure_next(ranking, inputs, look=look).chart()


def draw_measure_next(ranking: Ranking, inputs: pd.DataFrame, *, look: Look = LOOK) -> Drawing:
    """Lay out what `measure_next` draws; the parameters are the same."""
    if ranking.simulation is None or ranking.table.empty:
        return nothing_drawn(ranking, look)
    wanted = _wanted(inputs)
    name = top_name(items_of(ranking))
    if not wanted:
        text = "Each would settle less than 1 % of the doubt, if there is any."
        return in_words(ranking, look, f"No single figure would settle the {name} further", text)
    return _MeasureNext(ranking, ranking.simulation, wanted, len(inputs), look).drawing()


class _MeasureNext:
    """Bars while they are laid out: names, how much each settles, and what that takes."""

    def __init__(
        self,
        ranking: Ranking,
        simulation: Simulation,
        wanted: list[Wanted],
        count: int,
        look: Look,
    ) -> None:
        self.ranking = ranking
        self.simulation = simulation
        self.wanted = wanted
        self.count = count
        self.look = look
        self.top_name = top_name(items_of(ranking))
        self.most = wanted[0].settles

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        look = self.look
        names = [wrap(each.what, _NAMES, look.body) for each in self.wanted]
        heights = [
            max(_BAR, len(name) * line_height(look.body), len(takes) * line_height(look.small))
            for name, takes in zip(names, map(self._takes, self.wanted), strict=True)
        ]
        bottom = _HEADING + sum(heights) + _ROOM * len(heights)
        canvas = Canvas(_WIDTH, bottom, look)
        self._draw_heading(canvas, bottom)
        y = _HEADING + _ROOM / 2
        for each, name, height in zip(self.wanted, names, heights, strict=True):
            middle = y + height / 2
            upper = middle - len(name) * line_height(look.body) / 2
            canvas.words((0, upper), name, Type(look.body))
            self._draw_bar(canvas, each, middle)
            y += height + _ROOM
        return canvas.drawing(self._message())

    def _draw_heading(self, canvas: Canvas, bottom: float) -> None:
        quiet = Type(self.look.small, colour=self.look.quiet)
        canvas.words((_LEFT, 0), ["Would settle, of all doubt"], quiet)
        canvas.words((_LEFT + _BARS + _APART, 0), ["What it takes"], quiet)
        canvas.line((_LEFT, _HEADING - 6), (_LEFT, bottom), self.look.line)

    def _draw_bar(self, canvas: Canvas, each: Wanted, middle: float) -> None:
        look = self.look
        right = _LEFT + (_BARS - _SHARE) * each.settles / self.most
        colour = look.chosen if each is self.wanted[0] else look.rest
        said = Meaning(_said(each), {"settles": each.settles, "takes": each.takes})
        canvas.box(Box(_LEFT, middle - _BAR / 2, right, middle + _BAR / 2), colour, said)
        place = (right + 6, middle - line_height(look.body) / 2)
        bold = each is self.wanted[0]
        canvas.words(place, [percent(each.settles)], Type(look.body, bold=bold, spoken=False))
        takes = self._takes(each)
        place = (_LEFT + _BARS + _APART, middle - len(takes) * line_height(look.small) / 2)
        canvas.words(place, takes, Type(look.small, spoken=False))

    def _takes(self, each: Wanted) -> list[str]:
        return wrap(each.takes, _FIGURES - _APART, self.look.small)

    def _message(self) -> Message:
        shown, every = len(self.wanted), counted(self.count, "uncertain figure")
        which = f"The {shown} of {every} that settle most" if shown < self.count else capital(every)
        drawn = (
            f"{which}: how much of the doubt about the {self.top_name} each would settle if it "
            f"were known. {drawn_from(self.ranking, self.simulation)}"
        )
        first = self.wanted[0]
        finding = (
            f"{first.what}: knowing this would settle {percent(first.settles)} of the "
            f"doubt about the {self.top_name}"
        )
        details = " ".join(f"{_said(each)}." for each in self.wanted)
        return Message(finding, drawn, details)


def _wanted(inputs: pd.DataFrame) -> list[Wanted]:
    """Return what is worth drawing, most first."""
    found = [
        Wanted(
            capital(clean(each["what"])),
            float(each["settles"]),
            float(each["answers"]),
            clean(each.get("group")),
            float(each.get("n", math.nan)),
        )
        for each in inputs.to_dict("records")
    ]
    worth = [each for each in found if each.settles >= _LEAST]
    return sorted(worth, key=lambda each: -each.settles)[:_MOST]


def _said(each: Wanted) -> str:
    return f"{each.what}: settles {percent(each.settles)}; takes {each.takes}"
