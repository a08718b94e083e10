"""What to find out next, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cx_workbench.rank.reasons import days

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from cx_workbench.rank.model import Ranking

#: What else is asked where reality is held against other answers.
_HELD = {
    "expectation": "what they expect there",
    "competitor": "the competitor there",
    "company": "how the company sees it",
    "employee": "how employees see it",
}
#: Where an input reads as a name; filled from the row.
_NAMES = {
    "scores": "{place}, scored by {person}",
    "importance": "Importance of {place} to {person}",
    "closes": "Share closed by {title}",
    "effort": "Effort of {title}",
    "weights": "Weight of {criterion}",
}


def percent(share: float) -> str:
    """Share in words; what is not nothing never reads as nothing.

    Examples
    --------
    >>> percent(0.234), percent(0.004), percent(0.0)
    ('23 %', 'less than 1 %', '0 %')
    """
    return "less than 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"  # noqa: PLR2004


def promised(inputs: pd.DataFrame) -> pd.Series[float]:
    """Share of the doubt that doing what is advised of each input settles, 0..1.

    Parameters
    ----------
    inputs
        ``settles``, ``answers`` and ``part`` as for `in_words`: further answers settle a part,
        everything else is known exactly afterwards.
    """
    part = inputs["part"].where(np.isfinite(inputs["answers"]), 1.0)
    return inputs["settles"] * part


def in_words(inputs: pd.DataFrame, ranking: Ranking) -> pd.DataFrame:
    """Name each uncertain input, and say what to do about it.

    Parameters
    ----------
    inputs
        ``group``, ``persona``, ``touchpoint``, ``improvement``, ``criterion``, ``settles``,
        ``n``, ``held`` (answers of what reality is held against), ``answers``, ``part`` (what
        these further answers settle of it), ``low``, ``high`` (5 % and 95 % of the draws),
        ``decides`` (place of the improvement in question in the ranking).

    Returns
    -------
    pandas.DataFrame
        With ``what`` and ``sentence`` in addition.
    """
    people = dict(zip(ranking.personas["persona"], ranking.personas["name"], strict=True))
    places = ranking.touchpoints
    names = dict(zip(places["touchpoint"], places["name"], strict=True))
    titles = dict(zip(ranking.table["improvement"], ranking.table["title"], strict=True))
    ids = ranking.table["improvement"].tolist()
    estimates = ranking.basis.study.improvements.set_index("improvement")
    what, sentences = [], []
    for row in inputs.assign(promised=promised(inputs)).to_dict("records"):
        known: dict[Any, Any] = {
            **row,
            "person": people.get(row["persona"], ""),
            "place": names.get(row["touchpoint"]),
            "title": titles.get(row["improvement"]),
        }
        if row["improvement"]:
            known["estimate"] = estimates.loc[row["improvement"]]
        what.append(_NAMES[row["group"]].format(**known).removesuffix(" to "))
        todo = _TO_DO[row["group"]](known, ranking)
        known["decided"] = ids[row["decides"]]
        sentences.append(f"{todo}; {_gain(known, titles, ranking.top)}")
    return inputs.assign(what=what, sentence=sentences)


def _gain(row: dict[Any, Any], titles: dict[str, str], top: int) -> str:
    """Say what it would settle, and whose place above all."""
    if row["settles"] == 0:
        return f"by itself that would settle nothing about the TOP {top}."
    own = row["decided"] == row["improvement"]
    whose = "its own place" if own else f"the place of {titles[row['decided']]}"
    share = percent(row["promised"])
    return f"that would settle {share} of the doubt about the TOP {top}, above all {whose}."


def _ask(row: dict[Any, Any], ranking: Ranking) -> str:
    """Say how many to ask of what, and how many there are."""
    held = np.isfinite(row["held"])
    so_far = f"{row['n']:,.0f} and {row['held']:,.0f}" if held else f"{row['n']:,.0f}"
    also = f" and as many on {_HELD[ranking.reference]}" if held else ""
    more = f"{row['answers']:,.0f} more" if np.isfinite(row["answers"]) else "more"
    return f"Get {more} answers from {row['person']} about {row['place']}{also} ({so_far} so far)"


def _ask_importance(row: dict[Any, Any], ranking: Ranking) -> str:
    if ranking.importance == "derived":
        whom = f" to {row['person']}" if row["persona"] else ""
        return (
            f"Ask more respondents about both {row['place']} and the whole journey, to know how "
            f"important {row['place']} is{whom}"
        )
    more = f"{row['answers']:,.0f} more" if np.isfinite(row["answers"]) else "more"
    return (
        f"Get {more} answers from {row['person']} on how important {row['place']} is "
        f"({row['n']:,.0f} so far)"
    )


def _estimate(row: dict[Any, Any], ranking: Ranking) -> str:
    del ranking
    ends = row["estimate"]
    upto = f"{ends['effort_low']:g} to {days(float(ends['effort_high']))}"
    return f"{row['title']}: have its effort estimated more closely ({upto} today)"


def _try_out(row: dict[Any, Any], ranking: Ranking) -> str:
    del ranking
    low, high = (100 * float(row["estimate"][f"closes_{end}"]) for end in ("low", "high"))
    return (
        f"{row['title']}: try out on a small scale how much of the gap it closes ({low:.0f} % to "
        f"{high:.0f} % today)"
    )


def _agree(row: dict[Any, Any], ranking: Ranking) -> str:
    del ranking
    return (
        f"Agree on the weight of {row['criterion']} (a share of {row['low']:.2f} to "
        f"{row['high']:.2f} in 90 of 100 draws)"
    )


_TO_DO: dict[str, Callable[[dict[Any, Any], Ranking], str]] = {
    "scores": _ask,
    "importance": _ask_importance,
    "closes": _try_out,
    "effort": _estimate,
    "weights": _agree,
}
