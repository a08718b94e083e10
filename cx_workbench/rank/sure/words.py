"""How sure a ranking is, in words and as a piece of HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import visible
from cx_workbench.rank.frames import edges_of_top
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.reasons import of_100_draws
from cx_workbench.rank.sure.spread import SPREADS

if TYPE_CHECKING:
    from cx_workbench.rank.sure.simulation import Simulation

#: A pair is a close call where the one behind is ahead in at least this share of the draws.
_CLOSE = 0.25
#: What stands in the place of a share of the draws.
PINNED = "pinned"
#: Columns of the table that people read.
COLUMNS = ("#", "Improvement", "In the TOP {top}", "Mean rank", "Ranks of 90 %")


def rows(sure: Simulation) -> list[tuple[str, ...]]:
    """Write the figures of each improvement under `COLUMNS`, in the order of the ranking."""
    return [
        (
            str(item["rank"]),
            str(item["title"]),
            PINNED if item["improvement"] in sure.pinned else of_100_draws(item["p_top"]),
            f"{item['expected_rank']:.1f}",
            f"{item['rank_low']} to {item['rank_high']}",
        )
        for _, item in sure.table.iterrows()
    ]


def close_calls(sure: Simulation) -> list[str]:
    """Name those below the line that often change places with one above it."""
    inside = sure.table["in_top"].to_numpy(dtype=bool)
    # Nobody takes the place of one that is pinned.
    rivals, said = np.flatnonzero(inside & ~sure.pins), []
    for below in np.flatnonzero(~inside) if len(rivals) else ():
        above = rivals[sure.wins[below, rivals].argmax()]
        share = sure.wins[below, above]
        if share >= _CLOSE:
            said.append(
                f"{sure.titles[below]} is ahead of {sure.titles[above]} in {of_100_draws(share)}."
            )
    return said


def assumptions(sure: Simulation) -> tuple[str, ...]:
    """Say what was drawn, one sentence each."""
    moved = SPREADS[sure.spread]
    if not METHODS[sure.method].weighted:
        moved = "the weights of the criteria play no part in the method"
    return (
        f"{sure.draws:,} draws, seed {sure.seed}: the same seed gives the same figures.",
        (
            "Scores are drawn from what the answers allow, effort and closes from their "
            f"three-point estimates; {moved}."
        ),
    )


def title(sure: Simulation) -> str:
    """Write what was drawn for what."""
    return f"How sure is the TOP {sure.top} · {sure.study}"


def to_text(sure: Simulation) -> str:
    """Return how sure each place is as plain text."""
    lines = [title(sure), ""]
    edges = edges_of_top(sure.table["in_top"])
    for place, (rank, name, share, mean, between) in enumerate(rows(sure)):
        top = f"in the TOP {sure.top}"
        where = f"pinned {top}" if share == PINNED else f"{top} in {share}"
        lines += [f"{rank:>2}  {name}: {where}; rank {between}, {mean} on average"]
        lines += [""] if place in edges else []
    if close := close_calls(sure):
        lines += ["", "Close calls:", *(f"    {said}" for said in close)]
    lines += ["", "How it was computed:", *(f"    {said}" for said in assumptions(sure))]
    if sure.warnings:
        lines += ["", "Please note:", *(f"    {said}" for said in sure.warnings)]
    return "\n".join(visible(line) for line in lines)


def to_html(sure: Simulation) -> str:
    """Return how sure each place is as HTML without style or script; every text is escaped."""
    head = "".join(f"<th scope='col'>{escape(c.format(top=sure.top))}</th>" for c in COLUMNS)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows(sure)
    )
    close = "".join(f"<li>{escape(said)}</li>" for said in close_calls(sure))
    said_too = (*assumptions(sure), *sure.warnings)
    notes = "".join(f"<li>{escape(said)}</li>" for said in said_too)
    return (
        f"<div class='cx-simulation'><table><caption>{escape(title(sure))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"{f'<p><b>Close calls</b></p><ul>{close}</ul>' if close else ''}"
        f"<details><summary>How it was computed</summary><ul>{notes}</ul></details></div>"
    )
