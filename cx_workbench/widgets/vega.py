"""Vega for the screen of a kernel: one copy for all pictures."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from anywidget import AnyWidget
from traitlets import Unicode

from cx_workbench.charts import font_face_css, vega_bundle
from cx_workbench.widgets.assets import script
from cx_workbench.widgets.later import beside
from cx_workbench.widgets.view import shared

if TYPE_CHECKING:
    from collections.abc import Callable

#: What the module hands to the pictures.
SNIPPET = "export default {embed: vegaEmbed};"


class Vega(AnyWidget):
    """The drawing library and the font of the pictures, 0.4 MB packed; never shown itself.

    It exports ``embed``, which is vegaEmbed. Ask for `bring_vega`: one is enough.
    """

    _esm = script("vega.js")
    _css = font_face_css()
    packed = Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(packed=base64.b64encode(library()).decode())


_waiting: list[Callable[[AnyWidget | Exception], None]] = []


def library() -> bytes:
    """Return vega, vega-lite and vega-embed as one packed ES module."""
    return vega_bundle.packed(SNIPPET)


def bring_vega(done: Callable[[AnyWidget | Exception], None]) -> None:
    """Hand over the one model of this kernel, without holding up what else goes on."""
    _waiting.append(done)
    if vega_bundle.is_at_hand(SNIPPET):
        _hand_over(library())
    elif len(_waiting) == 1:
        beside(library, _hand_over)


def _hand_over(made: bytes | Exception) -> None:
    """Serve all that wait: whoever asks while it is made gets what is made."""
    waiting = list(_waiting)
    _waiting.clear()
    for done in waiting:
        done(made if isinstance(made, Exception) else shared(Vega))
