"""What the document says, as plain data for the template: words only, settled before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cx_workbench.charts.theme import LOOK
from cx_workbench.report import method, words
from cx_workbench.report.bars import lengths
from cx_workbench.report.document.lettering import plain, shortened
from cx_workbench.report.document.pictures import MARGIN, POINTS, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cx_workbench.report.document.pictures import Placed
    from cx_workbench.report.model import Improvement, Report, Touchpoint, Unranked

#: Lines that the study's name may take at the foot of a page, and its room in pixels.
_FOOT_LINES, _FOOT_WIDTH = 2, WIDTH / POINTS - 80
#: How strong the colour of each part of a bar is, one after the other.
_SHADES = (1.0, 0.65, 0.35)


def content_of(report: Report, pictures: Mapping[str, Placed]) -> dict[str, Any]:
    """Return all that the template sets, as JSON knows it.

    Parameters
    ----------
    report
        What is handed over.
    pictures
        The pictures of the report by name, laid out for paper.
    """
    said = {
        "look": _look(),
        "foot": shortened(report.study, _FOOT_WIDTH, LOOK.small, _FOOT_LINES),
        "top": report.top,
        "study": report.study,
        "headline": report.headline,
        "summary": report.summary,
        "scope": [f"Only the {kind} {names}." for kind, names in report.scope],
        "warnings": report.warnings,
        "criteria": [
            {"name": method.criterion_name(criterion.name), "unit": criterion.unit}
            for criterion in report.ranking.criteria
        ],
        "drawn": report.was_drawn,
        "chosen": [_improvement(report, each) for each in report.chosen],
        "rest": [_improvement(report, each) for each in report.rest],
        "moved": _moved(report),
        "figures": list(_figures(report, pictures)),
        "outcomes": list(_outcomes(report)),
        "left_out": _left_out(report),
        "log": _log(report),
        "touchpoints": [_touchpoint(each) for each in report.touchpoints],
        "steps": report.steps,
        "anchors": list(_anchors(report)),
        "personas": [[name, words.percent(weight)] for name, weight in report.personas],
        "counts": [[name.capitalize(), count] for name, count in report.used.counts],
        "files": report.used.rows,
        "leaves": report.used.leaves,
        "settings": report.settings,
    }
    return {name: _plain(each) for name, each in said.items()}


def _moved(report: Report) -> dict[str, Any] | None:
    history = report.history
    if history is None:
        return None
    since = f" since {history.since}" if history.since else ""
    return {
        "heading": f"What moved{since}",
        "finding": f"{history.finding}. {history.moves.why_no_causes}".strip(),
        "sentences": list(history.sentences),
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever JSON knows
    """Make every text one that can be typeset."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _look() -> dict[str, Any]:
    colours = ("ink", "quiet", "paper", "wash", "line", "chosen")
    sizes = ("small", "body", "lead", "title")
    return {
        "font": LOOK.font,
        **{name: getattr(LOOK, name) for name in colours},
        **{name: getattr(LOOK, name) * POINTS for name in sizes},
        "shades": [LOOK.tint(LOOK.chosen, share) for share in _SHADES],
    }


def _improvement(report: Report, improvement: Improvement) -> dict[str, Any]:
    ranking = report.ranking
    parts = ranking.method == "additive"
    return {
        "rank": improvement.rank,
        "title": improvement.title,
        "why": improvement.why,
        "decided": improvement.decided,
        "score": words.score(improvement.score),
        "shown": improvement.shown,
        "adds": [words.score(each) for each in improvement.adds] if parts else [],
        "bar": lengths(improvement.adds) if parts else [],
        "sure": words.of_100_draws(improvement.p_top) if report.was_drawn else "",
        "details": [[name, text] for name, text in _details(report, improvement) if text],
    }


def _details(report: Report, improvement: Improvement) -> Iterator[tuple[str, str]]:
    reality, reference = map(words.number, (improvement.reality, improvement.reference))
    answers = words.count(improvement.n)
    yield "Evidence", f"Reality {reality} against {reference}, from {answers} answers"
    if report.was_drawn:
        ranks = (words.number(end, 0) for end in (improvement.rank_low, improvement.rank_high))
        sure = words.of_100_draws(improvement.p_top)
        yield "How sure", f"In the {report.top} in {sure}; rank {' to '.join(ranks)}"
    yield "Hypothesis", improvement.hypothesis
    yield "Where", improvement.where
    yield "For whom", improvement.whom
    yield "Pain", improvement.pain_type
    yield "Led by", improvement.owner


def _figures(report: Report, pictures: Mapping[str, Placed]) -> Iterator[dict[str, Any]]:
    for figure in report.figures:
        picture = pictures[figure.name]
        yield {
            "heading": figure.heading,
            "reading": figure.reading,
            "file": f"{figure.name}.svg",
            "description": figure.drawing.message.description,
            "width": picture.width,
            "height": picture.height,
            "margin": MARGIN * picture.scale,
        }


def _outcomes(report: Report) -> Iterator[list[str]]:
    for outcome in report.ranking.outcomes:
        yield [
            words.metric_name(outcome.metric),
            outcome.kind,
            words.outcome(outcome),
            words.outcome(outcome, weighted=True),
            words.count(outcome.n),
            outcome.definition,
        ]


def _left_out(report: Report) -> list[dict[str, Any]]:
    vetoed = [("Vetoed", report.vetoed, "")] if report.vetoed else []
    groups: list[tuple[str, tuple[Unranked, ...], str]] = [
        *vetoed,
        (
            "Not measured",
            report.not_measured,
            "Every improvement touches at least one measured cell.",
        ),
        ("Out of scope", report.out_of_scope, "No improvement was taken out by a filter."),
    ]
    return [
        {
            "name": name,
            "improvements": [
                {"title": each.title, "reason": each.reason, "where": each.where}
                for each in improvements
            ],
            "nothing": nothing,
        }
        for name, improvements, nothing in groups
    ]


def _log(report: Report) -> dict[str, Any] | None:
    log = report.log
    if not log:
        return None
    return {
        "kept_in": log.kept_in,
        "trouble": log.trouble,
        "zone": log.zone,
        "rows": log.rows,
    }


def _touchpoint(touchpoint: Touchpoint) -> dict[str, Any]:
    return {
        "name": touchpoint.name,
        "about": touchpoint.about,
        "cells": [
            {
                "measured": cell.measured,
                "row": [
                    cell.persona,
                    words.number(cell.gap, signed=True) if cell.measured else "not measured",
                    words.interval(cell.reality, cell.low, cell.high),
                    words.number(cell.reference),
                    words.answers(cell.n, cell.fewer_than),
                    cell.metric,
                ],
            }
            for cell in touchpoint.cells
        ],
    }


def _anchors(report: Report) -> Iterator[list[str]]:
    for criterion in report.ranking.criteria:
        yield [
            method.criterion_name(criterion.name),
            words.anchor(criterion.weight),
            words.anchor(criterion.worst),
            words.anchor(criterion.best),
            criterion.unit,
            method.anchors_from(criterion),
        ]
