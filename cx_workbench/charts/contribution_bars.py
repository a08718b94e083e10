"""Why they are the TOP N: what each criterion adds to the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.contribution_columns import Columns, Lines
from cx_workbench.charts.contribution_stacks import Stacks
from cx_workbench.charts.figures import items_of, parts_of
from cx_workbench.charts.kept import kept
from cx_workbench.charts.nothing import nothing_ranked
from cx_workbench.charts.theme import LOOK, Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.figures import Item, Part
    from cx_workbench.rank.model import Ranking

_EXACT = 1e-6


def contributions(
    ranking: Ranking, *, look: Look = LOOK, selected: str | None = None
) -> alt.LayerChart:
    """Draw what each criterion adds to the scores of the TOP N.

    Where the contributions add up to the score (``additive``), they are stacked. Other methods
    do not add up: then each criterion gets a column with its value, from 0 (the worst anchor)
    to 1 (the best).

    Parameters
    ----------
    ranking
        The ``contributions`` of its TOP N are drawn.
    look
        Colours, sizes and width.
    selected
        Id of an improvement to point out.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> chart = contributions(cx.rank(cx.example()))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... adds most to the scores of the TOP 5: ...'
    """
    return draw_contributions(ranking, look=look, selected=selected).chart()


@kept
def draw_contributions(
    ranking: Ranking, *, look: Look = LOOK, selected: str | None = None
) -> Drawing:
    """Lay out what `contributions` draws; the parameters are the same."""
    items = [item for item in items_of(ranking) if item.in_top]
    if not items:
        return nothing_ranked(ranking, look)
    parts = parts_of(ranking, [item.improvement for item in items])
    adds_up = all(_adds_up(item, parts.get(item.improvement, [])) for item in items)
    if adds_up:
        return Stacks(ranking, look, selected).drawing()
    columns = Columns(ranking, look, selected)
    return (Lines(ranking, look, selected) if columns.is_narrow else columns).drawing()


def _adds_up(item: Item, parts: Sequence[Part]) -> bool:
    total = sum(part.contribution for part in parts)
    return abs(total - item.score) <= _EXACT * max(1.0, abs(item.score))
