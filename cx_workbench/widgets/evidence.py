"""The evidence of an improvement in words, one form for the screen, for HTML and for text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, TypedDict

from cx_workbench.rank.display import figures, unit
from cx_workbench.report import words
from cx_workbench.report.method import criterion_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from cx_workbench.rank.evidence import Evidence
    from cx_workbench.rank.model import Ranking

_HELD_AGAINST = {
    "expectation": "Expectation",
    "company": "Company's view",
    "competitor": "Competitor",
    "employee": "Employees' view",
    "target": "Target",
}
NOT_DRAWN = "Nothing was drawn, so how sure this is cannot be said."


class Column(TypedDict):
    """A heading, and whether figures stand under it."""

    name: str
    figures: bool


class Table(TypedDict):
    """A table in words; ``keys`` tells its rows apart."""

    caption: str
    columns: list[Column]
    keys: list[str]
    rows: list[list[str]]


def standing(ranking: Ranking, evidence: Evidence) -> str:
    """Say on which rank it is, and whether that makes the TOP N.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> from cx_workbench.rank.evidence import evidence_of
    >>> ranking = rank(example(), draws=0)
    >>> standing(ranking, evidence_of(ranking, "plain_bill"))
    'Rank 2 of 17, in the TOP 5'
    """
    if evidence.rank is None:
        return "Not ranked"
    inside = "in" if evidence.in_top else "below"
    held = ", pinned" if evidence.improvement in ranking.pinned else ""
    return f"Rank {evidence.rank} of {len(ranking.table)}, {inside} the TOP {ranking.top}{held}"


def criteria_table(ranking: Ranking, evidence: Evidence) -> Table:
    """Write the figure of each criterion, what it is worth, and what it adds to the score."""
    row = _row(ranking.table, evidence.improvement)
    adds = ranking.method == "additive"
    score = f" The score is {words.score(float(row['score']))}." if adds else ""
    written = figures(ranking, row)
    return Table(
        caption=f"Criteria; 0 is the worst anchor, 1 the best.{score}",
        columns=_columns("Criterion", "=Figure", "=Worth", *(["=Adds"] if adds else [])),
        keys=evidence.criteria["criterion"].tolist(),
        rows=[
            [
                criterion_name(criterion.name),
                f"{figure} {unit(criterion)}".strip(),
                words.number(part["value"], 2),
                *([words.score(part["contribution"])] if adds else []),
            ]
            for criterion, figure, part in zip(
                ranking.criteria, written, _rows(evidence.criteria), strict=True
            )
        ],
    )


def cells_table(ranking: Ranking, evidence: Evidence) -> Table:
    """Write what customers said in each cell, first what adds most."""
    index = ranking.impact == "index"
    last = "; what closing its share of the gap adds to the overall index" if index else ""
    return Table(
        caption=f"Index points, 0 to 100, with 95 % intervals{last}.",
        columns=_columns(
            "Persona",
            "Touchpoint",
            "=Reality",
            f"={_HELD_AGAINST[ranking.reference]}",
            "=Gap",
            "=Answers",
            "=Importance",
            "=Reach",
            *(["=Adds"] if index else []),
        ),
        keys=[f"{cell['persona']}\n{cell['touchpoint']}" for cell in _rows(evidence.measured)],
        rows=[
            [
                cell["person"],
                cell["place"],
                words.interval(cell["reality"], cell["low"], cell["high"]),
                words.number(cell["reference"]),
                words.number(cell["gap"], signed=True),
                words.count(cell["n"]),
                words.percent(cell["importance"]),
                words.percent(cell["reach"]),
                *([words.number(cell["adds"], 2)] if index else []),
            ]
            for cell in _rows(evidence.measured)
        ],
    )


def not_measured(evidence: Evidence) -> str:
    """Name the cells without answers; empty where there are none."""
    cells = _rows(evidence.not_measured)
    if not cells:
        return "" if len(evidence.cells) else "The filters leave none of its cells in play."
    named = "; ".join(f"{cell['person']} at {cell['place']}" for cell in cells)
    return f"Not measured: {named}."


def how_sure(ranking: Ranking, evidence: Evidence) -> list[str]:
    """Say how often it is in the TOP N, and how far its rank may move."""
    if evidence.rank is None:
        return []
    if ranking.simulation is None:
        return [NOT_DRAWN]
    low, high = evidence.rank_low, evidence.rank_high
    ranks = f"rank {low:.0f}" if low == high else f"ranks {low:.0f} to {high:.0f}"
    often = f"In the TOP {ranking.top} in {words.of_100_draws(evidence.p_top)}; on {ranks}"
    if evidence.improvement in ranking.pinned:
        often = f"Pinned, so in the TOP {ranking.top} in every draw; by its score on {ranks}"
    return [f"{often} in the middle 90 of 100 draws."]


def facts(ranking: Ranking, evidence: Evidence) -> list[tuple[str, str]]:
    """Write the estimates that people changed, and what the study says beside the figures."""
    study = ranking.basis.given
    item = _row(study.improvements, evidence.improvement)
    changed = [each for each in ranking.estimates if each.improvement == evidence.improvement]
    ids, names = study.improvements["improvement"], study.improvements["title"]
    titles = dict(zip(ids, names, strict=True))
    budget = float(item["budget"])
    money = study.settings.study.currency or ""
    told = [
        *(("Changed estimate", _changed(each)) for each in changed),
        ("Effort", f"{_range(item, 'effort')} person-days"),
        ("Closes", f"{_range(item, 'closes', 100)} % of the gap"),
        ("Requires", "; ".join(titles.get(name, name) for name in item["requires"])),
        ("Excludes", "; ".join(titles.get(name, name) for name in item["excludes"])),
        ("Owner", _text(item["owner"])),
        ("Budget", "" if budget != budget else f"{words.count(budget)} {money}".strip()),  # noqa: PLR0124  NaN
        ("Pain type", _text(item["pain_type"])),
    ]
    return [(term, said) for term, said in told if said]


def as_html(table: Table) -> str:
    """Return a table as HTML; every text is escaped."""
    head = "".join(f"<th scope='col'>{escape(column['name'])}</th>" for column in table["columns"])
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table["rows"]
    )
    return (
        f"<table><caption>{escape(table['caption'])}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def as_lines(table: Table) -> Iterator[str]:
    """Return a table as lines, one a row, figures with their headings."""
    yield table["caption"]
    for row in table["rows"]:
        named = zip(table["columns"], row, strict=True)
        yield "  " + "; ".join(
            f"{column['name'].lower()} {cell}" if column["figures"] else cell
            for column, cell in named
        )


def _columns(*names: str) -> list[Column]:
    """Name columns; those of figures begin with =."""
    return [Column(name=name.removeprefix("="), figures=name.startswith("=")) for name in names]


def _changed(revision: Any) -> str:  # noqa: ANN401  a Revision
    if revision.estimate == "effort":
        before, after = (words.number(x, 1) for x in (revision.before, revision.after))
        return f"effort {after} person-days instead of {before}"
    return f"closes {words.percent(revision.after)} instead of {words.percent(revision.before)}"


def _range(item: pd.Series[Any], name: str, times: float = 1) -> str:
    low, likely, high = (times * float(item[f"{name}_{end}"]) for end in ("low", "likely", "high"))
    figure = words.anchor(round(likely, 1))
    if low == high:
        return figure
    return f"{words.anchor(round(low, 1))} to {words.anchor(round(high, 1))}, likely {figure}"


def _row(table: pd.DataFrame, improvement: str) -> pd.Series[Any]:
    return table[table["improvement"] == improvement].iloc[0]


def _rows(table: pd.DataFrame) -> Sequence[dict[str, Any]]:
    rows: list[dict[Any, Any]] = table.to_dict("records")
    return rows


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
