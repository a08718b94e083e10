"""What speaks for a slide, line by line, as its speaker notes hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.words import counted
from cx_workbench.report import method, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.report.model import Cell, Figure, Improvement, Report


def of_improvement(report: Report, improvement: Improvement) -> Iterator[str]:
    """Say all that is known of an improvement: why, how sure, and every cell behind it."""
    yield f"Why: {improvement.why}."
    if improvement.hypothesis:
        yield f"Hypothesis: {improvement.hypothesis}"
    yield from (f"Decided: {each}." for each in improvement.decided)
    yield _score(report, improvement)
    yield of_sureness(report, improvement)
    yield (
        f"Evidence: reality {words.number(improvement.reality)} against "
        f"{words.number(improvement.reference)}, from {counted(improvement.n, 'answer')}. Where "
        "reality is above what it is held against, the gap counts as 0."
    )
    yield "Cells, in index points, reality with its 95 % interval:"
    yield from (of_cell(cell) for cell in improvement.cells)


def of_sureness(report: Report, improvement: Improvement) -> str:
    """Say how often an improvement is in the TOP N, and at which ranks."""
    if not report.was_drawn:
        return "How sure: nothing was drawn for this ranking."
    return (
        f"How sure: in the {report.top} in {words.of_100_draws(improvement.p_top)}; "
        f"{ranks(improvement)} in 90 of 100 draws."
    )


def ranks(improvement: Improvement) -> str:
    """Say between which ranks an improvement lies, on one line."""
    low, high = (words.number(rank, 0) for rank in (improvement.rank_low, improvement.rank_high))
    said = f"rank {low}" if low == high else f"ranks {low} to {high}"
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def of_cell(cell: Cell) -> str:
    """Say what a cell shows."""
    where = f"{cell.touchpoint}, {cell.persona}"
    if not cell.measured:
        return f"{where}: not measured"
    return (
        f"{where}: reality {words.interval(cell.reality, cell.low, cell.high)} against "
        f"{words.number(cell.reference)}, gap {words.number(cell.gap, signed=True)}, "
        f"{cell.metric}, n {words.count(cell.n)}"
    )


def in_words(figure: Figure) -> str:
    """Say what a picture shows to people who cannot see it, however it is drawn."""
    message = figure.drawing.message
    return f"{message.finding}. {message.details}".strip()


def _score(report: Report, improvement: Improvement) -> str:
    criteria = report.ranking.criteria
    figures = "; ".join(
        f"{method.criterion_name(criterion.name).lower()} {shown} {criterion.unit}"
        for criterion, shown in zip(criteria, improvement.shown, strict=True)
    )
    score = f"Score: {words.score(improvement.score)}. Figures: {figures}."
    if report.ranking.method != "additive":
        return score
    parts = " + ".join(
        f"{method.criterion_name(criterion.name).lower()} {words.score(part)}"
        for criterion, part in zip(criteria, improvement.adds, strict=True)
    )
    return f"{score} Made of {parts}."
