"""What moved since an earlier ranking, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.rank.history.words import causes, sentence
from cx_workbench.report import words
from cx_workbench.report.slides import evidence
from cx_workbench.report.slides.pictures import figure_of
from cx_workbench.report.slides.table_sizes import Cell, Column, Row, Table
from cx_workbench.report.slides.tables import add_table
from cx_workbench.report.slides.text import paragraph

if TYPE_CHECKING:
    from cx_workbench.rank.history.moves import Move, Moves
    from cx_workbench.report.slides.deck import Deck

_CAUSES = "In places up (+) or down, on average over all orders in which the causes could come."


def add_moves(deck: Deck) -> None:
    """Add where the TOP N of now and of before stood, and what moved it."""
    history, figure = deck.report.history, figure_of(deck.report, "rank_moves")
    if history is None or figure is None:
        return
    moves = history.moves
    shown = [move for move in moves.moves if move.is_in or move.was_in]
    columns = (
        Column("Rank now", align="right"),
        Column("Before", align="right"),
        Column("Improvement", share=1),
        Column("What moved it", share=1),
    )
    rows = tuple(Row(_cells(deck, move), (sentence(moves, move),)) for move in shown)
    table = Table(columns, rows, evidence.in_words(figure))
    add_table(deck, figure.drawing.message.finding, table, under=_under(moves))


def _under(moves: Moves) -> str:
    since = f"Since {moves.before.when[:10]}. " if moves.before.when else ""
    return f"{since}{moves.why_no_causes or _CAUSES}"


def _cells(deck: Deck, move: Move) -> tuple[Cell, ...]:
    return (
        Cell((paragraph(_rank(move.after), bold=True),)),
        Cell((paragraph(_rank(move.before)),)),
        Cell((paragraph(move.title, bold=True, language=deck.language),)),
        Cell((paragraph(causes(move)),)),
    )


def _rank(rank: int | None) -> str:
    return words.NOTHING if rank is None else str(rank)
