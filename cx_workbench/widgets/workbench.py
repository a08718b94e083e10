"""The workbench: one screen on which a workshop moves weights and estimates, and decides."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget

from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.bar import Bar
from cx_workbench.widgets.board import Board
from cx_workbench.widgets.controls import Controls
from cx_workbench.widgets.decisions import Decisions
from cx_workbench.widgets.details import Details
from cx_workbench.widgets.frontier import Frontier
from cx_workbench.widgets.matrix import Matrix
from cx_workbench.widgets.pictures import GapMap, HowSure, Journey
from cx_workbench.widgets.scenarios import Scenarios
from cx_workbench.widgets.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.study.model import Study
    from cx_workbench.widgets.session import Session

#: Tabs beside the board: the part of the workbench, and its name on the screen.
TABS = (
    ("matrix", "Matrix"),
    ("journey", "Journey"),
    ("gap_map", "Gaps"),
    ("how_sure", "How sure"),
    ("plan", "Plan"),
    ("scenarios", "Scenarios"),
    ("decisions", "Decisions"),
)


class Workbench(View):
    """Weights, filters and estimates on the left, the TOP N in the middle, pictures beside it.

    All parts show one session and move together; each is a widget of its own as well
    (`cx_workbench.widgets`).

    Parameters
    ----------
    source
        A study from `load` or `example`, or a session.
    settings
        ``file``, ``draws``, ``seed`` as for `Session`, if ``source`` is a study.

    Attributes
    ----------
    session
        What was set, what follows and what was decided: ``workbench.session.ranking``.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> workbench = cx.Workbench(cx.example(), file=False, draws=200)
    >>> workbench.session.top = 10
    >>> print(workbench)
    TOP 10 · Mobile operator 2026 (synthetic example)...
    """

    _esm = script("workbench.js")
    _css = style("workbench.css")
    bar = anywidget.WidgetTrait().tag(sync=True)
    controls = anywidget.WidgetTrait().tag(sync=True)
    board = anywidget.WidgetTrait().tag(sync=True)
    matrix = anywidget.WidgetTrait().tag(sync=True)
    journey = anywidget.WidgetTrait().tag(sync=True)
    gap_map = anywidget.WidgetTrait().tag(sync=True)
    how_sure = anywidget.WidgetTrait().tag(sync=True)
    plan = anywidget.WidgetTrait().tag(sync=True)
    scenarios = anywidget.WidgetTrait().tag(sync=True)
    decisions = anywidget.WidgetTrait().tag(sync=True)
    details = anywidget.WidgetTrait().tag(sync=True)

    def __init__(self, source: Session | Study, **settings: Any) -> None:  # noqa: ANN401  of `Session`
        super().__init__(source, **settings)
        session = self.session
        # The board first: what people wait for is the order, not the pictures.
        self.board = Board(session)
        self.bar = Bar(session)
        self.controls = Controls(session)
        self.matrix = Matrix(session)
        self.journey = Journey(session)
        self.gap_map = GapMap(session)
        self.how_sure = HowSure(session)
        self.plan = Frontier(session)
        self.scenarios = Scenarios(session)
        self.decisions = Decisions(session)
        self.details = Details(session)

    @property
    def views(self) -> tuple[View, ...]:
        """All parts."""
        names = ("board", "bar", "controls", *(name for name, _ in TABS), "details")
        return tuple(getattr(self, name) for name in names)

    def shown(self) -> dict[str, Any]:
        """Return what the frame itself shows: names of the tabs, and the study's title."""
        session = self.session
        saved = str(session.saved_in.name) if session.saved_in else ""
        return {
            "title": session.study.title,
            "tabs": [{"part": part, "name": name} for part, name in TABS],
            "notice": session.notice,
            "saved": saved,
        }

    def close(self) -> None:
        """Leave the session with all parts."""
        for view in self.views:
            view.close()
        super().close()

    def to_text(self) -> str:
        """Return the TOP N, what was set and what was decided as plain text."""
        views = (self.board, self.controls, self.scenarios, self.decisions)
        return "\n\n".join(view.to_text() for view in views)

    def to_html(self) -> str:
        """Return the TOP N, its picture, what was set and what was decided as HTML."""
        views = (self.board, self.matrix, self.controls, self.scenarios, self.decisions)
        pieces = "\n".join(f"<div>{view.to_html()}</div>" for view in views)
        return f'<section aria-label="{escape(self.session.study.title)}">{pieces}</section>'

    def _undo(self) -> None:
        self.session.undo()

    def _redo(self) -> None:
        self.session.redo()

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {"undo": _undo, "redo": _redo}
