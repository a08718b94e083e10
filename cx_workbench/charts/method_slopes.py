"""Who ranks where under which method: a line for each improvement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import basis, cells_of, items_of, top_name
from cx_workbench.charts.nothing import nothing_ranked
from cx_workbench.charts.rank_columns import RankColumns, Track
from cx_workbench.charts.theme import LOOK, Look
from cx_workbench.charts.words import clean, counted, listed
from cx_workbench.rank.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.figures import Item
    from cx_workbench.rank.checks.frameworks import Frameworks


def slope(compared: Frameworks, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw the rank of every improvement under every method, the TOP N accented.

    Parameters
    ----------
    compared
        From `cx_workbench.rank.checks.frameworks.frameworks`.
    look
        Colours, sizes and width.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.rank.checks.frameworks import frameworks
    >>> chart = slope(frameworks(cx.rank(cx.example(), draws=0)))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '...the TOP 5...method...'
    """
    return draw_slope(compared, look=look).chart()


def draw_slope(compared: Frameworks, *, look: Look = LOOK) -> Drawing:
    """Lay out what `slope` draws; the parameters are the same."""
    if compared.table.empty:
        return nothing_ranked(compared.ranking, look)
    return _Slope(compared, look).drawing()


class _Slope:
    """The ranks under each method, and what they say."""

    def __init__(self, compared: Frameworks, look: Look) -> None:
        self.compared = compared
        self.look = look
        self.items = items_of(compared.ranking)
        self.top = [item for item in self.items if item.in_top]
        self.ranks = {
            item.improvement: [int(rank) for rank in ranks]
            for item, ranks in zip(self.items, compared.ranks, strict=True)
        }
        self.methods = [METHODS[name].title for name in compared.methods]

    def drawing(self) -> Drawing:
        """Lay everything out."""
        tracks = [
            Track(item.title, tuple(self.ranks[item.improvement]), item.in_top, self._said(item))
            for item in self.items
        ]
        columns = RankColumns(tracks, self.methods, len(self.top), self.look)
        return columns.drawing(self._message())

    def _message(self) -> Message:
        ranking = self.compared.ranking
        left_out = [METHODS[name].title for name in self.compared.left_out]
        without = f" Not computed: {listed(left_out)}." if left_out else ""
        drawn = (
            f"Rank of {counted(len(self.items), 'improvement')} under "
            f"{counted(len(self.methods), 'method')}, first on top; accented: the "
            f"{top_name(self.items)} of this ranking, which is the first column.{without} "
            f"{basis(ranking, cells_of(ranking).values())}"
        )
        reasons = (
            f"{METHODS[name].title} is not computed: {clean(why)}"
            for name, why in self.compared.left_out.items()
        )
        details = " ".join([*(self._said(item) for item in self.top), *reasons])
        return Message(self._finding(), drawn, details)

    def _said(self, item: Item) -> str:
        places = (
            f"{rank}. under {title}"
            for rank, title in zip(self.ranks[item.improvement], self.methods, strict=True)
        )
        return f"{item.title}: {', '.join(places)}."

    def _finding(self) -> str:
        name, many = top_name(self.items), len(self.methods)
        if len(self.top) == len(self.items):
            all_of = "The only candidate is" if len(self.items) == 1 else "All candidates are"
            return f"{all_of} in the {name}, whatever the method"
        tops = {item.improvement: self._tops(item) for item in self.top}
        staying = [item for item in self.top if tops[item.improvement] == many]
        if len(staying) == len(self.top):
            return f"The {name} {_are(staying)} the same under all {many} methods"
        if len(staying) == 1:
            return f"{staying[0].title} is in the {name} under every method"
        if staying:
            return f"{len(staying)} of the {name} stay there under every method"
        most = max(self._tops(item) for item in self.items)
        best = [item for item in self.items if self._tops(item) == most]
        which = best[0].title if len(best) == 1 else str(len(best))
        return (
            f"No improvement is in the {name} under every method: {which} {_are(best)} under "
            f"{most} of {many}"
        )

    def _tops(self, item: Item) -> int:
        """Under how many methods an improvement is in the TOP N."""
        return sum(rank <= len(self.top) for rank in self.ranks[item.improvement])


def _are(items: Sequence[Item]) -> str:
    return "is" if len(items) == 1 else "are"
