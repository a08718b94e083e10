"""The page: everything that a reader needs to trust a TOP N, or not to."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cx_workbench.rank.display import figures
from cx_workbench.report import method, words
from cx_workbench.report.decided import Log, decided_about
from cx_workbench.report.svg import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from jinja2 import Template

    from cx_workbench.rank.model import LeftOut, Ranking

_HERE = Path(__file__).parent
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
        "Reference minus reality for each persona at each touchpoint. Hatched: no answers.",
    ),
    "journey": (
        "The way customers go",
        "What customers get and what it is held against, from the first stage to the last.",
    ),
    "path": (
        "What is left after each step",
        "Journeys without a disappointment, if steps are independent; the band: if they are not.",
    ),
}


def render(ranking: Ranking, log: Log) -> str:
    """Write the page of a ranking (see `cx_workbench.report.page`)."""
    return _template().render(
        ranking=ranking,
        css=(_HERE / "page.css").read_text(encoding="utf-8"),
        fonts=_fonts(),
        words=words,
        method=method,
        summary=_summary(ranking),
        scope=_scope(ranking),
        figures=list(_figures(ranking)),
        improvements=list(_improvements(ranking, log)),
        any_gain=bool((ranking.table["impact"] > 0).any()),
        gaps=list(_gaps(ranking)),
        personas=[{"name": name, "weight": weight} for name, weight in _weights(ranking)],
        left_out=[
            *([("vetoed", "Vetoed", _left_out(ranking, ranking.vetoed))] if ranking.vetoed else []),
            ("not-measured", "Not measured", _left_out(ranking, ranking.not_measured)),
            ("out-of-scope", "Out of scope", _left_out(ranking, ranking.out_of_scope)),
        ],
        log=log,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja")


@cache
def _fonts() -> str:
    from cx_workbench.charts import font_face_css

    return font_face_css()


def _summary(ranking: Ranking) -> str:
    measured = ranking.cells[ranking.cells["measured"]]
    return (
        f"{words.count(len(ranking.table))} candidate improvements, ranked on "
        f"{words.count(measured['n'].sum())} answers of {len(ranking.personas)} personas at "
        f"{measured['touchpoint'].nunique()} touchpoints."
    )


def _scope(ranking: Ranking) -> list[tuple[str, str]]:
    """Name what the filters left in play, as people call it."""
    personas = _names(ranking.personas, "persona")
    return [
        (dimension.replace("_", " "), words.enumeration(personas.get(name, name) for name in kept))
        for dimension, kept in ranking.filters.items()
    ]


def _figures(ranking: Ranking) -> Iterator[dict[str, str]]:
    if ranking.table.empty:
        return
    from cx_workbench.charts import DRAWINGS, charts_of, to_svg

    for name in charts_of(ranking):
        heading, reading = _CHARTS[name]
        drawing = inline(to_svg(DRAWINGS[name](ranking)), prefix=name)
        yield {"name": name, "heading": heading, "reading": reading, "svg": drawing}


def _improvements(ranking: Ranking, log: Log) -> Iterator[dict[str, Any]]:
    touchpoints = _names(ranking.touchpoints, "touchpoint")
    personas = _names(ranking.personas, "persona")
    parts = {
        (part["improvement"], part["criterion"]): part for part in _rows(ranking.contributions)
    }
    for row in _rows(ranking.table):
        part = {c.name: parts[row["improvement"], c.name] for c in ranking.criteria}
        yield {
            **row,
            "score": words.score(row["score"]),
            "why": _why(row["why"], row["title"]),
            "figures": figures(ranking, row),
            "adds": [words.score(part[c.name]["contribution"]) for c in ranking.criteria],
            "bars": _bars([part[c.name]["contribution"] for c in ranking.criteria]),
            "where": words.enumeration(touchpoints[name] for name in row["touchpoints"]),
            "whom": _whom(row["personas"], personas),
            "owner": _text(row["owner"]),
            "pain_type": _text(row["pain_type"]),
            "decided": list(decided_about(ranking, log, row["improvement"])),
        }


def _why(why: str, title: str) -> str:
    # The sentence opens with the title, which stands right above it here.
    return why.removeprefix(f"{title}: ").replace(" %", "\N{NO-BREAK SPACE}%")


def _whom(ids: tuple[str, ...], names: dict[str, str]) -> str:
    if len(ids) == len(names) > 1:
        return f"All {len(names)} personas"
    return words.enumeration(names[name] for name in ids)


def _bars(adds: list[float]) -> list[str]:
    """Lengths in percent; nothing where no bar can show it: a part below 0, or more than all."""
    drawable = min(adds) >= 0 and sum(adds) <= 1
    return [f"{100 * part:.2f}" for part in adds] if drawable else []


def _gaps(ranking: Ranking) -> Iterator[dict[str, Any]]:
    """One touchpoint after the other, each with its personas."""
    personas = _names(ranking.personas, "persona")
    cells = ranking.cells.groupby("touchpoint", sort=False)
    for touchpoint in _rows(ranking.touchpoints):
        about = (_text(touchpoint[part]) for part in ("stage", "phase", "channel", "owner"))
        here = _rows(cells.get_group(touchpoint["touchpoint"]))
        yield {
            "name": _text(touchpoint["name"]),
            "about": " · ".join(filter(None, about)),
            "cells": [
                {**cell, "name": personas[cell["persona"]], "metric": _text(cell["metric"]).upper()}
                for cell in here
            ],
        }


def _weights(ranking: Ranking) -> Iterator[tuple[str, float]]:
    names = _names(ranking.personas, "persona")
    return zip(names.values(), ranking.personas["weight"], strict=True)


def _left_out(ranking: Ranking, improvements: Iterable[LeftOut]) -> list[dict[str, str]]:
    # A filter takes touchpoints out of play too; then only the id is left to name.
    names = _names(ranking.touchpoints, "touchpoint")
    return [
        {
            "title": left.title,
            "where": words.enumeration(names.get(name, name) for name in left.touchpoints),
            "reason": left.reason or "no reason was given",
        }
        for left in improvements
    ]


def _names(table: pd.DataFrame, key: str) -> dict[str, str]:
    return {row[key]: _text(row["name"]) or row[key] for row in _rows(table)}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def _text(value: object) -> str:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if missing else str(value)
