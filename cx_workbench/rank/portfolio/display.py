"""A portfolio as plain text and as a piece of HTML."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import visible
from cx_workbench.rank.portfolio.words import amount, counted, listed, percent, points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cx_workbench.rank.portfolio.model import Portfolio

NOTHING_CHOSEN = "No improvement is in the set."
#: An improvement left out is named if it is in the best set of so many draws, or of more than
#: one that is chosen.
_NEARLY = 0.25
_MOST_NEARLY = 5


def title(plan: Portfolio) -> str:
    """Write what was put together."""
    return f"Best set within {amount(plan.budget, plan.unit)} · {plan.study}"


def finding(plan: Portfolio) -> str:
    """Say what the set gains, of what could be gained."""
    if plan.possible <= 0:
        return "There is no gap that any of the candidates would close."
    if plan.chosen.empty:
        return f"{amount(plan.budget, plan.unit)} buy nothing that gains anything."
    verb = "gains" if len(plan.chosen) == 1 else "gain"
    return (
        f"{counted(len(plan.chosen))} for {amount(plan.used, plan.unit)} {verb} "
        f"{points(plan.value)} points of the overall index, {percent(plan.share)} of the "
        f"{points(plan.possible)} that all candidates could gain under these rules."
    )


def how_sure(plan: Portfolio) -> Iterator[str]:
    """Say how good the set is for certain, and how it stands over the draws."""
    if plan.proven:
        yield "No other set within the budget and the rules gains more; that is proven."
    else:
        yield (
            f"The time was up before it was proven that no set is better; this one is within "
            f"{_short_of(plan)} of the best possible."
        )
    if plan.draws is None:
        return
    yield (
        f"Over the draws of the answers and estimates it gains {points(plan.value_low)} to "
        f"{points(plan.value_high)} points (90 % interval) and keeps within the budget in "
        f"{_of_hundred(plan.p_within)}."
    )
    out, share = ~plan.robust["chosen"], plan.robust["p_best"]
    weakest = share[~out & ~plan.robust["required"]].min()
    nearly = plan.robust[out & ((share >= _NEARLY) | (share > weakest))]
    if len(nearly):
        first = nearly.sort_values("p_best", ascending=False, kind="stable")[:_MOST_NEARLY]
        named = [
            f"{item['title']} (in the best set in {_of_hundred(item['p_best'])}, but "
            f"{item['why_left_out']})"
            for item in first.to_dict("records")
        ]
        yield f"Left out, but close to it: {listed(named)}."


def _short_of(plan: Portfolio) -> str:
    if plan.bound <= 0:
        return "0 %"
    # Never rounded down: the statement is a bound.
    return f"{math.ceil(1000 * (1 - plan.value / plan.bound)) / 10:g} %"


def _of_hundred(share: float) -> str:
    return f"{100 * share:.0f} of 100 draws"


def in_one_line(plan: Portfolio, item: Mapping[Any, Any]) -> str:
    """Write what an improvement of the set takes, gains and shares."""
    parts = [amount(item["effort"], "person-days")]
    if not math.isnan(item["cost"]):
        parts.append(amount(item["cost"], plan.unit))
    parts.append(f"adds {points(item['adds'])} points")
    if item["overlap"] > 0:
        parts.append(f"alone {points(item['own'])}, the rest others of the set close too")
    if item["required"]:
        parts.append("required")
    elif plan.draws is not None:
        parts.append(f"in the best set in {_of_hundred(item['p_best'])}")
    return " · ".join(parts)


def sections(plan: Portfolio) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is said below the table, under its headings."""
    yield "How good it is", tuple(how_sure(plan))
    yield "Rules", plan.rules
    yield "How it was computed", plan.assumptions
    if plan.warnings:
        yield "Please note", plan.warnings


def to_text(plan: Portfolio) -> str:
    """Return the set with figures, how sure it is, rules and assumptions."""
    lines = [title(plan), finding(plan), ""]
    for item in plan.chosen.to_dict("records"):
        lines += [f"{_rank(item):>2}  {item['title']}", f"    {in_one_line(plan, item)}"]
    lines += [f"    {NOTHING_CHOSEN}"] if plan.chosen.empty else []
    for heading, said in sections(plan):
        lines += ["", f"{heading}:", *(f"    {sentence}" for sentence in said)]
    return "\n".join(visible(line) for line in lines)


def to_html(plan: Portfolio) -> str:
    """Return the set as HTML without style or script; every text is escaped."""
    by_cost = bool(plan.chosen["cost"].notna().any())
    heads = ["Rank", "Improvement", "Effort (person-days)"]
    heads += [f"Cost ({plan.unit})"] if by_cost else []
    heads += ["Adds (points)", "Alone (points)", "Shared (points)"]
    heads += ["In the best set (of 100 draws)"] if plan.draws is not None else []
    rows = "".join(
        f"<tr>{_cells('td', _row(plan, item, by_cost=by_cost))}</tr>"
        for item in plan.chosen.to_dict("records")
    )
    nothing = f"<p>{NOTHING_CHOSEN}</p>" if plan.chosen.empty else ""
    head = _cells("th scope='col'", heads)
    sure = "".join(f"<p>{escape(sentence)}</p>" for sentence in how_sure(plan))
    noted = f"<p>Please note:</p><ul>{_items(plan.warnings)}</ul>" if plan.warnings else ""
    how = _items([*plan.rules, *plan.assumptions])
    return (
        f"<div class='cx-portfolio'><table><caption>{escape(title(plan))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"<p>{escape(finding(plan))}</p>{nothing}{sure}{noted}"
        f"<details><summary>How it was computed</summary><ul>{how}</ul></details></div>"
    )


def _items(said: Sequence[str]) -> str:
    return "".join(f"<li>{escape(sentence)}</li>" for sentence in said)


def _row(plan: Portfolio, item: Mapping[Any, Any], *, by_cost: bool) -> list[str]:
    cells = [_rank(item), str(item["title"]), amount(item["effort"], "").strip()]
    cells += [f"{item['cost']:,.0f}"] if by_cost else []
    cells += [points(item[name]) for name in ("adds", "own", "overlap")]
    often = "required" if item["required"] else f"{100 * item['p_best']:.0f}"
    return [*cells, *([often] if plan.draws is not None else [])]


def _rank(item: Mapping[Any, Any]) -> str:
    return "-" if math.isnan(item["rank"]) else f"{item['rank']:.0f}"


def _cells(tag: str, texts: Sequence[str]) -> str:
    end = tag.partition(" ")[0]
    return "".join(f"<{tag}>{escape(text)}</{end}>" for text in texts)
