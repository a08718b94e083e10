"""What brings the pictures of a page to life: Vega, its data, and leave to run nothing else."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import logging
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cx_workbench.charts.drawing import Drawing, Layer
    from cx_workbench.report.model import Figure

_HERE = Path(__file__).parent
_LOG = logging.getLogger(__name__)
#: How the page's own script gets at Vega.
_SNIPPET = "globalThis.vegaEmbed = vegaEmbed;"
#: What HTML takes for the end of a script, or for the beginning of a comment that hides its end.
_ENDS = re.compile(r"<(?=/script|!--)", re.IGNORECASE)
#: In JSON these stand in texts only, and may be written by their numbers there.
_MARKUP = re.compile("[<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_POLICY = (
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "font-src data:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    # Where browsers know it: no text becomes markup, not in the hands of any library either.
    "require-trusted-types-for 'script'",
    "trusted-types default",
)
#: What a mark stands for: its ids by these names.
_IDS = ("improvement", "persona", "touchpoint")
#: Whether a mark stands for what the reader points at, in Vega's words.
_IS_POINTED = " && ".join(["pointed", *(f"datum.{name} === pointed.{name}" for name in _IDS)])
_OUTLINE = 2


@dataclass(frozen=True, slots=True)
class Script:
    """A script as it stands in a page."""

    text: str

    @property
    def fingerprint(self) -> str:
        """What a Content-Security-Policy calls this script, and no other.

        Examples
        --------
        >>> Script("").fingerprint
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        """
        digest = hashlib.sha256(self.text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def scripts() -> tuple[Script, ...]:
    """Return what a page with pictures runs: Vega, and what the page does with it.

    There is none where Vega cannot be made: the pictures stay still then.
    """
    from cx_workbench.charts import vega_bundle

    try:
        vega = gzip.decompress(vega_bundle.packed(_SNIPPET)).decode()
    except (OSError, subprocess.CalledProcessError) as error:
        _LOG.warning("The page's pictures stay still: Vega could not be made. %s", error)
        return ()
    # A page knows one end of a line; a fingerprint of another would fit nothing.
    one = "\n".join(vega.splitlines()) if "\r" in vega else vega
    return Script(_ENDS.sub(r"\\x3c", one)), Script((_HERE / "page.js").read_text("utf-8"))


def policy(allowed: Iterable[Script]) -> str:
    """Return the Content-Security-Policy of a page: nothing from outside, only these scripts.

    Examples
    --------
    >>> "script-src" in policy([]), policy([Script("")]).count("sha256-")
    (False, 1)
    """
    prints = " ".join(script.fingerprint for script in allowed)
    return "; ".join([*_POLICY, f"script-src {prints}"] if prints else _POLICY)


def data(figure: Figure) -> str:
    """Return what Vega draws a picture from, on white and on black, as JSON to stand in HTML."""
    from cx_workbench.charts import DARK

    return json_in_html({"light": spec(figure.drawing), "dark": spec(figure.draw(DARK))})


def json_in_html(value: object) -> str:
    r"""Write JSON that no text in it can turn into markup.

    Examples
    --------
    >>> print(json_in_html(["</script>", "a & b"]))
    ["\u003c/script\u003e","a \u0026 b"]
    """
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _MARKUP.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def spec(drawing: Drawing) -> dict[str, Any]:
    """Return a drawing as Vega-Lite, in which marks are outlined while somebody points at them.

    The expression is ours; what a study says is in the rows of data only.
    """
    whole = drawing.to_spec()
    # No address on the page, not even one that nobody follows.
    del whole["$schema"]
    for layer, drawn in zip(drawing.layers, whole["layer"], strict=True):
        if layer.is_said:
            drawn["encoding"] |= _outlined(layer, drawing.look.ink)
    return {**whole, "params": [{"name": "pointed", "value": None}]}


def _outlined(layer: Layer, ink: str) -> dict[str, Any]:
    style = dict(layer.style)
    usual = {
        "stroke": style.get("stroke", "transparent"),
        "strokeWidth": style.get("strokeWidth", 0),
    }
    pointed = {"stroke": ink, "strokeWidth": _OUTLINE}
    return {
        channel: {"condition": {"test": _IS_POINTED, "value": pointed[channel]}, "value": value}
        for channel, value in usual.items()
    }
