"""What all pictures on the screen share: drawn for the width and the theme that a browser has."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
from traitlets import Dict, Unicode

from cx_workbench.charts import to_svg
from cx_workbench.charts.theme import DARK, LOOK
from cx_workbench.report import Picture as Still
from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.later import soon
from cx_workbench.widgets.vega import Vega, bring_vega
from cx_workbench.widgets.view import View, shared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.theme import Look
    from cx_workbench.study.model import Study
    from cx_workbench.widgets.picture_tables import Table
    from cx_workbench.widgets.session import Session

_LOG = logging.getLogger(__name__)
#: Room that a drawing leaves around itself, on both sides together.
_ROOM = 16
_NARROWEST = 320
_NOBODY = {"width": 0, "dark": False, "table": False, "still": False}
_MOST_VIEWS = 4
_BEFORE = "This still shows the figures from before the change."
_UNDRAWN = "The picture cannot be drawn; the notebook's log says why."


class Pictures(anywidget.AnyWidget):
    """Code and styles that all pictures share in the browser; never shown itself."""

    _esm = script("picture_marks.js") + script("pictures.js")
    _css = style("pictures.css")


class Picture(View):
    """Base of the live pictures: what differs is how each lays itself out.

    A picture that nobody can see costs nothing: Python draws once a browser has told how much
    room there is, and again when the session has settled on an answer. As long as the structure
    of a drawing stays, only its rows go out.

    Attributes
    ----------
    vega
        The drawing library, one copy a kernel; ``None`` until a browser needs it.
    spec
        The structure that ``state`` belongs to, with its key.
    working
        What is under way or not up to date, as a sentence; empty if nothing is.
    """

    _esm = script("picture.js")
    _css = ""
    pictures = anywidget.WidgetTrait().tag(sync=True)
    vega = anywidget.WidgetTrait().tag(sync=True)
    spec = Dict().tag(sync=True)
    working = Unicode().tag(sync=True)
    #: What keyboard and pointer can do here, as a sentence.
    hint: ClassVar[str] = "Click a mark, or press Enter on it, to see its evidence."

    _is_due = False
    _is_stale = True

    def __init__(self, source: Session | Study, **settings: Any) -> None:  # noqa: ANN401  of `Session`
        #: What each view needs that somebody can see, the last to ask last.
        self._looks: dict[str, dict[str, Any]] = {}
        super().__init__(source, **settings)
        self.pictures = shared(Pictures)

    # What a picture has of its own.

    def drawing(self, look: Look = LOOK) -> Drawing:
        """Lay the picture out for the last whole ranking."""
        raise NotImplementedError

    def table(self) -> Table:
        """Return the figures of the picture as they are written."""
        raise NotImplementedError

    # What all have in common.

    @property
    def look(self) -> Look:
        """Colours and width that the browser has room for."""
        asked = self._look
        width = max(int(asked["width"]) - _ROOM, _NARROWEST)
        return replace(DARK if asked["dark"] else LOOK, width=width)

    def tell(self) -> None:
        """Draw anew once what else is to be told has gone out, if anybody can see it."""
        if not self.session.answer.settled and self.state:
            self.working = _BEFORE
            return
        self._is_stale = True
        if self._looks and not self._is_due:
            self._is_due = True
            soon(self._draw)

    def shown(self) -> dict[str, Any]:
        """Return the picture's words and rows; its structure goes by ``structure``."""
        return self._told(self.drawing(self.look))

    def to_text(self) -> str:
        """Return the finding and what the picture shows, in words."""
        return self.drawing().message.description

    def to_html(self) -> str:
        """Return the picture as an image that needs nothing else."""
        drawing = self.drawing()
        still = Still(to_svg(drawing, embed_font=True), drawing.message.description)
        return still._repr_mimebundle_()["text/html"]

    @property
    def _look(self) -> dict[str, Any]:
        """What the last view needs; the table and the still picture if any view does."""
        asked = list(self._looks.values()) or [_NOBODY]
        either = {name: any(each[name] for each in asked) for name in ("table", "still")}
        return {**asked[-1], **either}

    def _draw(self) -> None:
        self._is_due = False
        if not self._looks or (self.state and not self.session.answer.settled):
            return
        self._is_stale = False
        try:
            drawing = self.drawing(self.look)
            state = self._told(drawing)
        except Exception:  # noqa: BLE001  a screen shows no traceback; the log holds it
            _LOG.exception("A picture could not be drawn.")
            self.working = _UNDRAWN
            return
        with self.hold_sync():
            if self.spec.get("structure") != drawing.key:
                self.spec = {"structure": drawing.key, "drawing": drawing.structure}
            self.state = state
            self.working = ""

    def _told(self, drawing: Drawing) -> dict[str, Any]:
        asked = self._look
        state = {
            **drawing.data,
            "structure": drawing.key,
            "height": drawing.height + _ROOM,
            "selected": self.session.selected,
            "hint": self.hint,
            "look": asked,
        }
        if asked["table"]:
            state["table"] = self.table().written()
        if asked["still"]:
            encoded = base64.b64encode(to_svg(drawing, embed_font=True).encode()).decode()
            state["still"] = f"data:image/svg+xml;base64,{encoded}"
        return state

    def _take_vega(self, vega: Vega | Exception) -> None:
        if isinstance(vega, Exception):
            _LOG.warning("Vega could not be made.", exc_info=vega)
        else:
            self.vega = vega

    def _seen(self, view: str, *, visible: bool, **asked: Any) -> None:  # noqa: ANN401  of a browser
        """Follow width, theme and whether anybody looks, for each view."""
        self._looks.pop(view, None)
        if not visible:
            return
        self._looks[view] = {**_NOBODY, **asked}
        # A browser that was closed says nothing.
        for forgotten in list(self._looks)[:-_MOST_VIEWS]:
            del self._looks[forgotten]
        if self.vega is None:
            bring_vega(self._take_vega)
        if self._is_stale or self.state.get("look") != self._look:
            self.tell()

    def _select(self, improvement: str) -> None:
        if not improvement or improvement in self.session.titles:
            self.session.selected = improvement

    def _select_at(self, persona: str, touchpoint: str) -> None:
        """Select the best ranked improvement that touches a cell, if there is one."""
        table = self.session.ranking.table
        touching = (
            improvement
            for improvement, people, places in zip(
                table["improvement"], table["personas"], table["touchpoints"], strict=True
            )
            if persona in people and touchpoint in places
        )
        self.session.selected = next(touching, self.session.selected)

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {
        "look": _seen,
        "select": _select,
        "cell": _select_at,
    }
