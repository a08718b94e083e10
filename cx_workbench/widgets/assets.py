"""What the browser gets: modules and styles, as they stand beside the code."""

from __future__ import annotations

from pathlib import Path

from cx_workbench.charts.theme import DARK, LOOK, Look

_HERE = Path(__file__).parent
#: Colours of a look by the names that the styles use.
_COLOURS = (
    ("ink", "ink"),
    ("quiet", "quiet"),
    ("paper", "paper"),
    ("wash", "wash"),
    ("line", "line"),
    ("chosen", "chosen"),
    ("rest", "rest"),
    ("gap", "gap"),
    ("over", "over"),
    ("reality", "reality"),
    ("reference", "reference"),
)


def script(name: str) -> str:
    """Return an ES module."""
    return (_HERE / name).read_text(encoding="utf-8")


def style(*names: str) -> str:
    """Return style sheets joined, after the colours and what all views share."""
    sheets = ((_HERE / name).read_text(encoding="utf-8") for name in ("base.css", *names))
    return "\n".join([_colours(".cxw-root", LOOK), _colours(".cxw-root.cxw-dark", DARK), *sheets])


def _colours(selector: str, look: Look) -> str:
    lines = (f"  --cxw-{name}: {getattr(look, field)};" for name, field in _COLOURS)
    return "\n".join([f"{selector} {{", *lines, "}"])
