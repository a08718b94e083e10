"""What every budget would buy, live: worked out beside everything else, once it is looked at."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from cx_workbench.charts.budget_frontier import draw_frontier
from cx_workbench.charts.theme import LOOK
from cx_workbench.errors import WorkbenchError
from cx_workbench.rank.portfolio.choosing import portfolio
from cx_workbench.widgets.later import beside
from cx_workbench.widgets.picture import Picture
from cx_workbench.widgets.picture_tables import budgets

if TYPE_CHECKING:
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.model import Portfolio
    from cx_workbench.widgets.picture_tables import Table

_LOG = logging.getLogger(__name__)
#: Two or three are the rule; what is not proven best by then is said to be so.
_SECONDS = 15.0
_WORKING = "Working out what each budget buys \N{HORIZONTAL ELLIPSIS}"
_NOT_FOUND = "What a budget buys could not be worked out; the notebook's log says why."


class Frontier(Picture):
    """Value of the best set of improvements against the budget.

    The budget that is marked is what the TOP N take together, in person-days; what is pinned is
    in every set. Working it out
    takes seconds; it is done only when somebody looks, and holds nothing up.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> frontier = Frontier(cx.example(), file=False, draws=0)
    >>> round(frontier.plan.budget), round(frontier.plan.share, 2)
    (653, 0.65)
    """

    hint = ""
    _plan: tuple[Ranking, Portfolio] | None = None
    _under_way: Ranking | None = None

    def drawing(self, look: Look = LOOK) -> Drawing:
        """Lay the picture out for the last whole ranking."""
        return draw_frontier(self.plan, look=look)

    def table(self) -> Table:
        """Return the figures of the picture as they are written."""
        return budgets(self.plan, self.session.ranking)

    @property
    def plan(self) -> Portfolio:
        """The best sets for the last whole ranking, worked out if need be."""
        ranking = self.session.ranking
        if self._plan is None or self._plan[0] is not ranking:
            self._plan = (ranking, _worked_out(ranking))
        return self._plan[1]

    def _draw(self) -> None:
        """Draw what is known; where nothing is yet, work it out first, and come back."""
        ranking = self.session.ranking
        if self._plan is not None and self._plan[0] is ranking:
            super()._draw()
            self.working = self.working or _unproven(self._plan[1])
            return
        self._is_due = False
        if not self._looks or not self.session.answer.settled:
            return
        self.working = _WORKING
        if self._under_way is None:
            self._under_way = ranking
            beside(lambda: _worked_out(ranking), self._take_plan)

    def _followed(self, change: Any) -> None:  # noqa: ANN401  traitlets hands over its own
        """Follow answers only: nothing in this picture can be selected."""
        if change.name == "answer":
            super()._followed(change)

    def _take_plan(self, plan: Portfolio | Exception) -> None:
        ranking, self._under_way = self._under_way, None
        if isinstance(plan, WorkbenchError):
            self.working = " ".join(str(each) for each in plan.problems) or str(plan)
            return
        if isinstance(plan, Exception):
            _LOG.warning("The frontier could not be worked out.", exc_info=plan)
            self.working = _NOT_FOUND
            return
        if ranking is not None:
            self._plan = (ranking, plan)
        # What was asked for meanwhile is worked out next: only the newest counts.
        self.tell()


def _unproven(plan: Portfolio) -> str:
    """Say how much better a set may be where the time was up."""
    line = plan.frontier
    more = float((line["bound"] - line["value"])[~line["proven"]].max())
    if not more > 0:
        return ""
    return f"The time was up: there may be sets that gain up to {more:.2f} points more."


def _worked_out(ranking: Ranking) -> Portfolio:
    budget = float(ranking.top_table["effort"].sum())
    ranked = set(ranking.table["improvement"])
    pinned = [each for each in ranking.basis.decisions.pinned if each in ranked]
    return portfolio(ranking, budget, include=pinned, draws=0, seconds=_SECONDS)
