"""The matrix of effort and impact, in which estimates are changed by dragging a point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from cx_workbench.charts import DRAWINGS
from cx_workbench.charts.theme import LOOK
from cx_workbench.charts.words import unit_of
from cx_workbench.errors import Problem, SettingError
from cx_workbench.widgets.assets import script
from cx_workbench.widgets.picture import Picture
from cx_workbench.widgets.picture_tables import effort_and_impact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Ranking
    from cx_workbench.widgets.picture_tables import Table

#: Shares closed whose impact the browser gets; in between it goes in straight lines, which is
#: exact for points of the index.
_SHARES = {"index": 2, "path": 21}


class Matrix(Picture):
    """Improvements by effort and impact; a point that is dragged changes its estimates.

    Across it changes the effort, up and down the share of the gap that the improvement closes,
    since the gap itself is measured. The order answers while the point moves; what is decided
    counts when it is let go.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> Matrix(cx.example(), file=False, draws=0)
    One invoice for all lines... leads the TOP 5: ...
    """

    _esm = script("matrix_figures.js") + script("matrix.js")
    hint = (
        "Drag a point to change its effort and how much of the gap it closes; or select it with "
        "Enter and use the arrow keys, with Shift for larger steps."
    )
    _last_decided = 0.0

    def drawing(self, look: Look = LOOK) -> Drawing:
        """Lay the picture out for the last whole ranking."""
        selected = self.session.selected or None
        return DRAWINGS["matrix"](self.session.ranking, look=look, selected=selected)

    def table(self) -> Table:
        """Return the figures of the picture as they are written."""
        return effort_and_impact(self.session.ranking)

    def want(self, wanted: Mapping[str, Any]) -> None:
        """Follow a point that is dragged."""
        moved = wanted.get("estimate")
        if moved and moved["number"] > self._last_decided:
            self.session.preview(estimates=self._with(**moved))

    def _told(self, drawing: Drawing) -> dict[str, Any]:
        ranking = self.session.ranking
        units = {
            "effort": unit_of(ranking, "effort", "person-days"),
            "impact": unit_of(ranking, "impact", "index points"),
        }
        return {**super()._told(drawing), "estimates": _estimates(ranking), "units": units}

    def _with(
        self, improvement: str, effort: float, closes: float, number: float
    ) -> dict[str, dict[str, float]]:
        """Return the session's estimates with those of one improvement changed."""
        del number
        figures = {"effort": float(effort), "closes": float(closes)}
        if not all(map(math.isfinite, figures.values())):
            raise SettingError("Nothing was changed.", [Problem("An estimate is no number.")])
        return {**self.session.estimates, improvement: figures}

    def _decide(self, **moved: Any) -> None:  # noqa: ANN401  of `_with`
        self._last_decided = moved["number"]
        self.session.change(estimates=self._with(**moved))

    def _cancel(self, number: float) -> None:
        self._last_decided = number
        self.session.change()

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {
        **Picture.commands,
        "estimate": _decide,
        "cancel": _cancel,
    }


def _estimates(ranking: Ranking) -> dict[str, dict[str, Any]]:
    """Return effort and share closed by improvement, and the impact at even steps of shares."""
    contenders = ranking.basis.contenders
    names = [str(name) for name in contenders.ids]
    shares = np.linspace(0, 1, _SHARES[ranking.impact])
    impacts = np.array(
        [contenders.impact(np.full(len(names), share), ranking.impact) for share in shares]
    )
    figures = contenders.estimates.by_name(names)
    return {
        name: {**figures[name], "impacts": [round(each, 5) for each in impacts[:, place].tolist()]}
        for place, name in enumerate(names)
    }
