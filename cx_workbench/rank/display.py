"""A ranking as plain text and as a piece of HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from cx_workbench.rank.model import LeftOut, Ranking


def to_text(ranking: Ranking) -> str:
    """Return the TOP N with figures and reasons, what was not measured and the warnings."""
    lines = [f"TOP {ranking.top} · {ranking.study}", ""]
    for _, item in ranking.top_table.iterrows():
        lines += [f"{item['rank']:>2}  {item['why']}", f"    {_figures(item)}"]
    lines += [] if len(ranking.table) else ["    No improvement is left to rank."]
    for title, left in _left_out(ranking):
        lines += ["", f"{title}:", *(f"    {_left(item)}" for item in left)]
    lines += ["", "How it was computed:", *(f"    {said}" for said in ranking.assumptions)]
    if ranking.warnings:
        lines += ["", "Please note:", *(f"    {said}" for said in ranking.warnings)]
    return "\n".join(lines)


def to_html(ranking: Ranking) -> str:
    """Return the TOP N as HTML without style or script; every text is escaped."""
    headings = ("", "Improvement", "Score", "Gap", "Impact", "Effort", "Why")
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(cell)}</td>"
            for cell in (
                str(item["rank"]),
                str(item["title"]),
                f"{item['score']:.3f}",
                f"{item['gap']:.1f}",
                f"{item['impact']:.2f}",
                f"{item['effort']:.0f}",
                str(item["why"]),
            )
        )
        + "</tr>"
        for _, item in ranking.top_table.iterrows()
    )
    head = "".join(f"<th scope='col'>{escape(heading)}</th>" for heading in headings)
    left = "".join(
        f"<p><b>{escape(title)}:</b> {escape('; '.join(_left(item) for item in items))}</p>"
        for title, items in _left_out(ranking)
    )
    notes = "".join(
        f"<li>{escape(said)}</li>" for said in (*ranking.assumptions, *ranking.warnings)
    )
    caption = escape(f"TOP {ranking.top} · {ranking.study}")
    return (
        f"<div class='cx-ranking'><table><caption>{caption}</caption><thead><tr>{head}</tr>"
        f"</thead><tbody>{rows}</tbody></table>{left}"
        f"<details><summary>How it was computed</summary><ul>{notes}</ul></details></div>"
    )


def _figures(item: pd.Series[object]) -> str:
    return (
        f"score {item['score']:.3f} · gap {item['gap']:.1f} index points · "
        f"impact {item['impact']:.2f} points · effort {item['effort']:.0f} person-days"
    )


def _left_out(ranking: Ranking) -> list[tuple[str, tuple[LeftOut, ...]]]:
    pairs = [("Not measured", ranking.not_measured), ("Out of scope", ranking.out_of_scope)]
    return [(title, left) for title, left in pairs if left]


def _left(left: LeftOut) -> str:
    return f"{left.title} ({', '.join(left.touchpoints)}): {left.reason}"
