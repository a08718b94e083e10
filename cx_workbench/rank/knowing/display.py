"""What matters as plain text and as a piece of HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cx_workbench.errors import visible
from cx_workbench.rank.knowing.advice import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cx_workbench.rank.knowing.information import WhatMatters

_NO_SINGLE_FIGURE = (
    "No single figure would settle any of it that stands out of the noise of the draws."
)
_NO_SUM = (
    "Shares do not add up: what several figures decide only together counts for their group but "
    "for none of them alone, and figures that tell of each other, as weights do, count twice."
)
_NEXT, _SHARES, _UNKNOWN = (
    "Find out next:",
    "Share of the doubt that knowing would take away:",
    "Not to be known from this study:",
)


def to_text(found: WhatMatters) -> str:
    """Return what to find out next, how much each group matters and what is not known."""
    lines = [found.said]
    if found.next:
        lines += ["", _NEXT]
        lines += [f"{place:>2}  {said}" for place, said in enumerate(found.next, start=1)]
    elif found.doubt:
        lines += ["", _NO_SINGLE_FIGURE]
    if found.doubt:
        lines += ["", _SHARES]
        lines += [f"    {share:>15}  {what}" for share, what in _groups(found)]
        lines += [_NO_SUM]
    if found.unknown:
        lines += ["", _UNKNOWN, *(f"    {said}" for said in found.unknown)]
    return "\n".join(visible(line) for line in lines)


def to_html(found: WhatMatters) -> str:
    """Return the same as lists without style or script; every text is escaped."""
    parts = [f"<p>{escape(found.said)}</p>"]
    if found.next:
        parts += [_listed("ol", _NEXT, found.next)]
    elif found.doubt:
        parts += [f"<p>{_NO_SINGLE_FIGURE}</p>"]
    if found.doubt:
        parts += [_listed("ul", _SHARES, [f"{what}: {share}" for share, what in _groups(found)])]
        parts += [f"<p>{_NO_SUM}</p>"]
    if found.unknown:
        parts += [_listed("ul", _UNKNOWN, found.unknown)]
    return f"<div class='cx-what-matters'>{''.join(parts)}</div>"


def _groups(found: WhatMatters) -> Iterator[tuple[str, str]]:
    for settles, what in found.groups[["settles", "what"]].itertuples(index=False):
        yield percent(settles), what


def _listed(tag: str, heading: str, items: Sequence[str]) -> str:
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<p><b>{heading}</b></p><{tag}>{rows}</{tag}>"
