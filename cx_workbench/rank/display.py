"""A ranking as plain text and as a piece of HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import visible
from cx_workbench.rank.reasons import days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from cx_workbench.rank.model import Criterion, LeftOut, Ranking

NOTHING_RANKED = "No improvement is left to rank."
_NO_REASON = "no reason given"


def figures(ranking: Ranking, item: Mapping[Any, Any] | pd.Series[Any]) -> list[str]:
    """Write what an improvement has of each criterion, as exactly as its column needs."""
    return [
        f"{item[criterion.name]:,.{_decimals(criterion.name, ranking.table[criterion.name])}f}"
        for criterion in ranking.criteria
    ]


def unit(criterion: Criterion) -> str:
    """Say what a figure counts; nothing where the criterion's name says it already."""
    return "" if criterion.unit == criterion.name else criterion.unit


def _decimals(criterion: str, column: pd.Series[Any]) -> int:
    """None for a column that goes to 100 and more, one for 10 and more, else two.

    Effort is an estimate: from 10 person-days on, whole days, as in the sentences.
    """
    largest = float(column.abs().max())
    if criterion == "effort":
        return 0 if largest >= 10 else 1  # noqa: PLR2004
    return 0 if largest >= 100 else 1 if largest >= 10 else 2  # noqa: PLR2004


def in_one_line(ranking: Ranking, item: pd.Series[Any]) -> str:
    """Write score and figures of an improvement with their units."""
    parts = [f"score {item['score']:.3f}"]
    for criterion, figure in zip(ranking.criteria, figures(ranking, item), strict=True):
        is_effort = criterion.name == "effort"
        written = days(float(item["effort"])) if is_effort else f"{figure} {unit(criterion)}"
        parts.append(f"{criterion.name} {written}".strip())
    return " · ".join(parts)


def left_out(ranking: Ranking) -> Iterator[tuple[str, list[str]]]:
    """Yield what is not ranked, under its heading: what a filter took out in one line a reason."""
    places = ranking.touchpoints
    names = dict(zip(places["touchpoint"], places["name"], strict=True))
    if ranking.not_measured:
        yield "Not measured", [_left(item, names) for item in ranking.not_measured]
    titles: dict[str, list[str]] = {}
    for item in ranking.out_of_scope:
        reason = f"{item.reason[0].upper()}{item.reason[1:]}"
        titles.setdefault(reason, []).append(item.title)
    if titles:
        yield "Out of scope", [f"{reason}: {'; '.join(some)}" for reason, some in titles.items()]
    if ranking.vetoed:
        yield "Vetoed", [f"{left.title}: {left.reason or _NO_REASON}" for left in ranking.vetoed]


def _left(left: LeftOut, names: dict[str, str]) -> str:
    # A filter takes touchpoints out of play too; then only the id is left to name.
    where = ", ".join(names.get(name, name) for name in left.touchpoints)
    return f"{left.title} ({where}): {left.reason}"


def title(ranking: Ranking) -> str:
    """Write what was ranked, and what the filters left of it; personas by name."""
    people = dict(zip(ranking.personas["persona"], ranking.personas["name"], strict=True))
    only = [
        f"only {dimension.replace('_', ' ')} {', '.join(people.get(name, name) for name in kept)}"
        for dimension, kept in ranking.filters.items()
    ]
    return " · ".join([f"TOP {ranking.top}", ranking.study, *only])


def to_text(ranking: Ranking) -> str:
    """Return the TOP N with figures and reasons, what was not measured and the warnings."""
    lines = [title(ranking), ""]
    for _, item in ranking.top_table.iterrows():
        lines += [f"{item['rank']:>2}  {item['why']}", f"    {in_one_line(ranking, item)}"]
    lines += [] if len(ranking.table) else [f"    {NOTHING_RANKED}"]
    for heading, left in left_out(ranking):
        lines += ["", f"{heading}:", *(f"    {item}" for item in left)]
    lines += ["", "How it was computed:", *(f"    {said}" for said in ranking.assumptions)]
    if ranking.warnings:
        lines += ["", "Please note:", *(f"    {said}" for said in ranking.warnings)]
    return "\n".join(visible(line) for line in lines)


def to_html(ranking: Ranking) -> str:
    """Return the TOP N as HTML without style or script; every text is escaped."""
    criteria = [
        f"{criterion.name.capitalize()} ({unit(criterion)})".removesuffix(" ()")
        for criterion in ranking.criteria
    ]
    head = _cells("th scope='col'", ["", "Improvement", "Score", *criteria, "Why"])
    rows = "".join(
        f"<tr>{_cells('td', _row(ranking, item))}</tr>" for _, item in ranking.top_table.iterrows()
    )
    nothing = "" if len(ranking.table) else f"<p>{NOTHING_RANKED}</p>"
    left = "".join(
        f"<p><b>{escape(heading)}:</b> {escape('; '.join(items))}</p>"
        for heading, items in left_out(ranking)
    )
    notes = "".join(
        f"<li>{escape(said)}</li>" for said in (*ranking.assumptions, *ranking.warnings)
    )
    caption = escape(title(ranking))
    return (
        f"<div class='cx-ranking'><table><caption>{caption}</caption><thead><tr>{head}</tr>"
        f"</thead><tbody>{rows}</tbody></table>{nothing}{left}"
        f"<details><summary>How it was computed</summary><ul>{notes}</ul></details></div>"
    )


def _row(ranking: Ranking, item: pd.Series[Any]) -> list[str]:
    return [
        str(item["rank"]),
        str(item["title"]),
        f"{item['score']:.3f}",
        *figures(ranking, item),
        str(item["why"]),
    ]


def _cells(tag: str, texts: Sequence[str]) -> str:
    end = tag.partition(" ")[0]
    return "".join(f"<{tag}>{escape(text)}</{end}>" for text in texts)
