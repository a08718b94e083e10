"""The ranked list, on which people decide: estimates typed over, improvements pinned and vetoed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from traitlets import Dict

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.rank.display import left_out
from cx_workbench.rank.estimates import estimates_of
from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.reorder import Order

#: Written in three files by idea; a browser takes one module.
_SCRIPTS = ("board_estimate.js", "board_row.js", "board.js")
#: Digits that a screen can show; the rest would only be carried along.
_DECIMALS = 6


class Board(View):
    """The improvements in their order, the TOP N first, with all that can be decided about one.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Attributes
    ----------
    catalog
        What no answer changes, told once: ``ids`` and ``titles`` of the study's improvements,
        and its own estimates, ``effort`` (person-days) and ``closes`` (0..1).

    Examples
    --------
    >>> import cx_workbench as cx
    >>> board = Board(cx.example(), file=False, draws=200)
    >>> board.session.pin("new_masts", "the board has promised it")
    >>> board.state["pinned"]
    {'new_masts': 'the board has promised it'}
    >>> print(board.to_text().splitlines()[0])
    TOP 5 · Mobile operator 2026 (synthetic example)
    """

    _esm = "\n".join(script(name) for name in _SCRIPTS)
    _css = style("board.css")
    catalog = Dict().tag(sync=True)
    #: What is not ranked, and the ranking of which that is said.
    _left_of: tuple[Ranking | None, list[list[Any]]] = (None, [])

    def tell(self) -> None:
        """Tell the browser what there is to show; what never changes goes out once."""
        with self.hold_sync():
            if not self.catalog:
                self.catalog = self._catalog
            super().tell()

    def shown(self) -> dict[str, Any]:
        """Return the order with its figures, and what was decided, as plain values."""
        session, answer = self.session, self.session.answer
        order, ranking = answer.order, answer.ranking
        estimates = session.previewed.get("estimates", session.estimates)
        rows = _top_first(order)
        ids = [order.improvements[row] for row in rows]
        adds = bool(np.allclose(order.contribution.sum(axis=1), order.score))
        parts = order.contribution if adds else order.score[:, None]
        return {
            "number": answer.number,
            "settled": answer.settled,
            "said": answer.said,
            "selected": session.selected,
            "top": session.previewed.get("top", session.top),
            "draws": ranking.draws,
            "criteria": list(order.criteria) if adds else ["the method"],
            "order": [self._places[improvement] for improvement in ids],
            "in_top": int(np.count_nonzero(order.in_top)),
            "rank": order.rank[rows].tolist(),
            "score": _plain(order.score[rows]),
            "parts": _plain(parts[rows]),
            "p_top": None if order.p_top is None else _plain(order.p_top[rows]),
            "rank_low": None if order.rank_low is None else _plain(order.rank_low[rows]),
            "rank_high": None if order.rank_high is None else _plain(order.rank_high[rows]),
            "effort": _plain(order.figures["effort"][rows]),
            "closes": [self._closes(improvement, estimates) for improvement in ids],
            "changed": {improvement: dict(figures) for improvement, figures in estimates.items()},
            "moved": dict(answer.moved),
            "pinned": dict(session.pinned),
            "vetoed": [
                [improvement, self._title(improvement), reason]
                for improvement, reason in session.vetoed.items()
            ],
            "left": self._left(ranking),
        }

    def to_text(self) -> str:
        """Return the TOP N, the reasons and what was decided as plain text."""
        return self.session.ranking.to_text()

    def to_html(self) -> str:
        """Return the same as a piece of HTML; every text is escaped."""
        return self.session.ranking.to_html()

    @cached_property
    def _catalog(self) -> dict[str, list[Any]]:
        table = self.session.study.improvements
        own = estimates_of(table)
        return {
            "ids": table["improvement"].tolist(),
            "titles": table["title"].tolist(),
            "effort": own.effort_mean.tolist(),
            "closes": own.closes[1].tolist(),
        }

    @cached_property
    def _places(self) -> dict[str, int]:
        return {improvement: place for place, improvement in enumerate(self._catalog["ids"])}

    def _title(self, improvement: str) -> str:
        return str(self._catalog["titles"][self._places[improvement]])

    def _closes(self, improvement: str, estimates: Mapping[str, Mapping[str, float]]) -> float:
        own: float = self._catalog["closes"][self._places[improvement]]
        return estimates.get(improvement, {}).get("closes", own)

    def _left(self, ranking: Ranking) -> list[list[Any]]:
        """Say what is not ranked and why; vetoes have a list of their own."""
        if ranking is not self._left_of[0]:
            found = [[head, lines] for head, lines in left_out(ranking) if head != "Vetoed"]
            self._left_of = (ranking, found)
        return self._left_of[1]

    def _known(self, improvement: str) -> str:
        if improvement in self._places:
            return improvement
        what = f"'{improvement}' is no improvement of the study."
        hint = did_you_mean(improvement, self._places)
        raise SettingError("Nothing was changed.", [Problem(what, value=improvement, hint=hint)])

    def _select(self, improvement: str) -> None:
        self.session.selected = self._known(improvement) if improvement else ""

    def _estimate(self, improvement: str, **figures: float) -> None:
        known = self.session.estimates.get(self._known(improvement), {})
        self.session.estimate(improvement, **{**known, **figures})

    def _restore(self, improvement: str, estimate: str) -> None:
        known = self.session.estimates.get(self._known(improvement), {})
        left = {name: figure for name, figure in known.items() if name != estimate}
        self.session.estimate(improvement, **left)

    def _pin(self, improvement: str, reason: str = "") -> None:
        self.session.pin(self._known(improvement), reason)

    def _unpin(self, improvement: str) -> None:
        self.session.unpin(self._known(improvement))

    def _veto(self, improvement: str, reason: str = "") -> None:
        self.session.veto(self._known(improvement), reason)

    def _unveto(self, improvement: str) -> None:
        self.session.unveto(self._known(improvement))

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {
        "select": _select,
        "estimate": _estimate,
        "restore": _restore,
        "pin": _pin,
        "unpin": _unpin,
        "veto": _veto,
        "unveto": _unveto,
    }


def _top_first(order: Order) -> list[int]:
    """Return the rows of an order: a pinned one stands in the TOP N from however far down."""
    return [*np.flatnonzero(order.in_top).tolist(), *np.flatnonzero(~order.in_top).tolist()]


def _plain(figures: ArrayLike) -> list[Any]:
    """Turn figures into what JSON has; what is none is ``None``."""
    rounded = np.round(np.asarray(figures, dtype=float), _DECIMALS)
    known = np.isfinite(rounded)
    if known.all():
        return list(rounded.tolist())
    found = rounded.astype(object)
    found[~known] = None
    return list(found.tolist())
