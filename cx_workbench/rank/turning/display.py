"""Turning points as plain text and as a piece of HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cx_workbench.errors import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.rank.turning.points import TurningPoints

#: In the TOP N or not, and what is said of it.
_SIDES = (
    (True, "What would put it out:", "Nothing of this puts out"),
    (False, "What would bring it in:", "Nothing of this brings in"),
)
_SHARES = (
    "Weights are shares of all weights together; where one changes, the others keep their "
    "proportions."
)


def to_text(found: TurningPoints) -> str:
    """Return one sentence an improvement: the TOP N, then what could enter it."""
    lines = [found.said] if found.said else []
    for heading, turned, held in _sides(found):
        lines += ["", heading]
        lines += [f"{rank:>2}  {sentence}" for rank, sentence in turned]
        lines += [f"    {held}"] if held else []
    lines += [] if found.weights.empty else ["", _SHARES]
    return "\n".join(visible(line) for line in lines).strip()


def to_html(found: TurningPoints) -> str:
    """Return the same as lists without style or script; every text is escaped."""
    parts = [f"<p>{escape(found.said)}</p>"] if found.said else []
    for heading, turned, held in _sides(found):
        # The number of an item is the rank of the improvement.
        items = "".join(f"<li value='{rank}'>{escape(said)}</li>" for rank, said in turned)
        parts += [f"<p><b>{heading}</b></p>", f"<ol>{items}</ol>" if items else ""]
        parts += [f"<p>{escape(held)}</p>"] if held else []
    parts += [] if found.weights.empty else [f"<p>{_SHARES}</p>"]
    return f"<div class='cx-turning-points'>{''.join(parts)}</div>"


def _sides(found: TurningPoints) -> Iterator[tuple[str, list[tuple[int, str]], str]]:
    """Give heading, ranks and sentences of what turns, and what does not, for each side."""
    for inside, heading, nothing in _SIDES:
        table = found.improvements[found.improvements["in_top"] == inside]
        if table.empty or len(found.improvements) <= found.top:
            continue
        rows = table.to_dict("records")
        turned = [(int(row["rank"]), str(row["sentence"])) for row in rows if row["turns"]]
        held = [str(row["title"]) for row in rows if not row["turns"]]
        yield heading, turned, f"{nothing}: {'; '.join(held)}." if held else ""
