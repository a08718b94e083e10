"""How a report is settled: a ranking, its history and what people decided, put into words."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from cx_workbench.rank.display import figures
from cx_workbench.report import method, words
from cx_workbench.report.decided import Log, decided_about
from cx_workbench.report.model import Cell, Figure, Improvement, Report, Touchpoint, Unranked
from cx_workbench.report.used import used_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pandas as pd

    from cx_workbench.charts import Drawing, Look
    from cx_workbench.rank.model import LeftOut, Ranking
    from cx_workbench.report.history import History

#: Heading, and what the eye should do with it, for each chart.
_CHARTS = {
    "matrix": (
        "What it gains against what it takes",
        "Further up gains more, further left takes less; a larger mark works on a wider gap.",
    ),
    "contributions": (
        "What the scores are made of",
        "What each criterion adds to the score.",
    ),
    "rank_ranges": (
        "How sure the places are",
        "The ranks of the middle 90 of 100 draws, and how often it is in the TOP N.",
    ),
    "acceptability": (
        "Who ranks where",
        "In how many of 100 draws an improvement takes each rank.",
    ),
    "gap_map": (
        "Where the gaps are",
        "Reference minus reality for each persona at each touchpoint. Hatched: not measured.",
    ),
    "journey": (
        "The way customers go",
        "What customers get and what it is held against, from the first stage to the last.",
    ),
    "rank_moves": (
        "What moved",
        "The ranks in earlier rankings and in this one, from left to right.",
    ),
    "path": (
        "What is left after each step",
        "Journeys without a disappointment, if steps are independent; the band: if they are not.",
    ),
}


def compose(ranking: Ranking, log: Log, history: History | None = None) -> Report:
    """Settle what a report of a ranking says.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> report = compose(cx.rank(cx.example(), draws=0), Log())
    >>> report.headline, len(report.chosen)
    ('Pilot first: One invoice for all lines, ready for the accounts', 5)
    """
    touchpoints = tuple(_touchpoints(ranking))
    improvements = tuple(_improvements(ranking, log, history))
    return Report(
        ranking=ranking,
        study=ranking.study,
        top=f"TOP {ranking.top}",
        headline=_headline(ranking),
        summary=_summary(ranking),
        scope=tuple(_scope(ranking)),
        improvements=improvements,
        figures=tuple(_figures(ranking, history)),
        touchpoints=touchpoints,
        personas=tuple(_weights(ranking)),
        vetoed=_unranked(ranking, ranking.vetoed),
        not_measured=_unranked(ranking, ranking.not_measured),
        out_of_scope=_unranked(ranking, ranking.out_of_scope),
        steps=tuple(method.steps(ranking)),
        used=used_by(ranking),
        settings=ranking.assumptions,
        warnings=ranking.warnings,
        log=log,
        history=history,
    )


def _headline(ranking: Ranking) -> str:
    if ranking.table.empty:
        return "Nothing could be ranked"
    if not (ranking.table["impact"] > 0).any():
        return "There is no gap to close"
    # A pin may leave no place in the TOP N for the one that ranks first.
    return f"Pilot first: {ranking.top_table['title'].iloc[0]}"


def _summary(ranking: Ranking) -> str:
    measured = ranking.cells[ranking.cells["measured"]]
    candidates = words.counted(len(ranking.table), "candidate improvement")
    answers = words.counted(int(measured["n"].sum()), "answer")
    personas = words.counted(measured["persona"].nunique(), "persona")
    touchpoints = words.counted(measured["touchpoint"].nunique(), "touchpoint")
    return f"{candidates}, ranked on {answers} of {personas} at {touchpoints}."


def _scope(ranking: Ranking) -> Iterator[tuple[str, str]]:
    """Name what the filters left in play, as people call it."""
    personas = _names(ranking.personas, "persona")
    for dimension, kept in ranking.filters.items():
        named = words.enumeration(personas.get(name, name) for name in kept)
        yield dimension.replace("_", " "), named


def _figures(ranking: Ranking, history: History | None) -> Iterator[Figure]:
    if ranking.table.empty:
        return
    from cx_workbench.charts import DRAWINGS, LOOK, charts_of, draw_rank_moves

    drawn: dict[str, Callable[[Look], Drawing]] = {
        name: partial(_in_look, DRAWINGS[name], ranking) for name in charts_of(ranking)
    }
    if history is not None:
        drawn["rank_moves"] = partial(_in_look, draw_rank_moves, history.moves, history.past)
    for name, draw in drawn.items():
        heading, reading = _CHARTS[name]
        yield Figure(
            name, heading, reading.replace("TOP N", f"TOP {ranking.top}"), draw(LOOK), draw
        )


def _in_look(draw: Callable[..., Drawing], *shown: object) -> Drawing:
    *what, look = shown
    return draw(*what, look=look)


def _improvements(ranking: Ranking, log: Log, history: History | None) -> Iterator[Improvement]:
    touchpoints = _names(ranking.touchpoints, "touchpoint")
    personas = _names(ranking.personas, "persona")
    adds = {
        (part["improvement"], part["criterion"]): part["contribution"]
        for part in _rows(ranking.contributions)
    }
    proposed = ranking.basis.study.improvements
    hypotheses = dict(zip(proposed["improvement"], proposed["hypothesis"], strict=True))
    cells = {(row["touchpoint"], row["persona"]): row for row in _cells(ranking)}
    names = (touchpoints, personas)
    for row in _rows(ranking.table):
        yield Improvement(
            **{name: row[name] for name in _AS_THEY_ARE},
            id=row["improvement"],
            rank=int(row["rank"]),
            in_top=bool(row["in_top"]),
            n=int(row["n"]),
            why=_why(row["why"], row["title"]),
            hypothesis=_text(hypotheses.get(row["improvement"])),
            figures=tuple(float(row[c.name]) for c in ranking.criteria),
            shown=tuple(figures(ranking, row)),
            adds=tuple(float(adds[row["improvement"], c.name]) for c in ranking.criteria),
            where=words.enumeration(touchpoints[name] for name in row["touchpoints"]),
            whom=_whom(row["personas"], personas),
            owner=_text(row["owner"]),
            pain_type=_text(row["pain_type"]),
            decided=tuple(decided_about(ranking, log, row["improvement"])),
            ranks=history.ranks(row["improvement"]) if history else (),
            cells=tuple(
                _cell(cells[touchpoint, persona], *names)
                for touchpoint in row["touchpoints"]
                for persona in row["personas"]
            ),
        )


_AS_THEY_ARE = ("title", "score", "p_top", "rank_low", "rank_high", "reality", "reference")


def _why(why: str, title: str) -> str:
    # The sentence opens with the title, which always stands right above it.
    return why.removeprefix(f"{title}: ").replace(" %", "\N{NO-BREAK SPACE}%")


def _whom(ids: tuple[str, ...], names: Mapping[str, str]) -> str:
    if len(ids) == len(names) > 1:
        return f"All {len(names)} personas"
    return words.enumeration(names[name] for name in ids)


def _touchpoints(ranking: Ranking) -> Iterator[Touchpoint]:
    """One touchpoint after the other, each with its personas."""
    names = (_names(ranking.touchpoints, "touchpoint"), _names(ranking.personas, "persona"))
    weights = dict(zip(ranking.personas["persona"], ranking.personas["weight"], strict=True))
    cells: dict[str, list[dict[str, Any]]] = {}
    for cell in _cells(ranking):
        cells.setdefault(cell["touchpoint"], []).append(cell)
    for row in _rows(ranking.touchpoints):
        here = cells[row["touchpoint"]]
        about = {part: _text(row[part]) for part in ("name", "stage", "phase", "channel", "owner")}
        yield Touchpoint(
            **about,
            reality=_mean(here, "reality", weights),
            reference=_mean(here, "reference", weights),
            cells=tuple(_cell(cell, *names) for cell in here),
        )


def _mean(cells: list[dict[str, Any]], figure: str, weights: Mapping[str, float]) -> float:
    """Average a figure of the measured cells by persona weight and reach."""
    known = [
        (cell[figure], weights[cell["persona"]] * cell["reach"])
        for cell in cells
        if cell["measured"]
    ]
    total = sum(weight for _, weight in known)
    return float(sum(value * weight for value, weight in known) / total) if total else math.nan


def _cells(ranking: Ranking) -> list[dict[str, Any]]:
    """Take the cells, the small ones with how many answers it would take."""
    basis = ranking.basis
    small = basis.small_cells
    return [
        row
        | {
            "fewer_than": basis.options.smallest_cell
            if (row["persona"], row["touchpoint"]) in small and not row["measured"]
            else 0
        }
        for row in _rows(ranking.cells)
    ]


def _cell(
    row: Mapping[str, Any], touchpoints: Mapping[str, str], personas: Mapping[str, str]
) -> Cell:
    return Cell(
        touchpoint=touchpoints[row["touchpoint"]],
        persona=personas[row["persona"]],
        metric=_text(row["metric"]).upper(),
        n=int(row["n"]),
        reality=row["reality"],
        low=row["low"],
        high=row["high"],
        reference=row["reference"],
        gap=row["gap"],
        measured=bool(row["measured"]),
        fewer_than=int(row["fewer_than"]),
    )


def _weights(ranking: Ranking) -> Iterator[tuple[str, float]]:
    names = _names(ranking.personas, "persona")
    return zip(names.values(), ranking.personas["weight"], strict=True)


def _unranked(ranking: Ranking, improvements: Iterable[LeftOut]) -> tuple[Unranked, ...]:
    # A filter takes touchpoints out of play too; then only the id is left to name.
    names = _names(ranking.touchpoints, "touchpoint")
    return tuple(
        Unranked(
            left.title,
            words.enumeration(names.get(name, name) for name in left.touchpoints),
            left.reason or "no reason was given",
        )
        for left in improvements
    )


def _names(table: pd.DataFrame, key: str) -> dict[str, str]:
    return {row[key]: _text(row["name"]) or row[key] for row in _rows(table)}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def _text(value: object) -> str:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if missing else str(value)
