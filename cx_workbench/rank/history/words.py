"""Moves in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.rank.history.moves import CAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.rank.history.moves import Move, Moves

#: Less than a tenth of a place is written as none.
_LEAST = 0.05
_WHOLE = 1e-9


def finding(moves: Moves) -> str:
    """Say in one line what happened to the TOP N."""
    top = f"TOP {moves.after.settings.top}"
    came, fell = moves.came_in, moves.fell_out
    if not came and not fell:
        moved = any(move.up for move in moves.moves if move.is_in)
        return f"The {top} is the same{', in another order' if moved else ''}"
    if not fell:
        return f"{_named(came)} came into the {top}"
    if not came:
        return f"{_named(fell)} fell out of the {top}"
    left = _named(fell) if not fell[1:] else str(len(fell))
    return f"{_named(came)} came into the {top}, {left} fell out"


def sentences(moves: Moves) -> Iterator[str]:
    """Say of each improvement that came into the TOP N, fell out or moved within, how and why."""
    first = {id(move): 0 for move in moves.came_in} | {id(move): 1 for move in moves.fell_out}
    told = [move for move in moves.moves if id(move) in first or (move.is_in and move.up)]
    for move in sorted(told, key=lambda move: (first.get(id(move), 2), move.after or 0)):
        yield sentence(moves, move)


def sentence(moves: Moves, move: Move) -> str:
    """Say how one improvement moved, and why."""
    why = causes(move)
    return f"{move.title} {_moved(moves, move)}{f': {why}' if why else ''}."


def causes(move: Move) -> str:
    """Name what moved it, the strongest first, in places up (+) or down."""
    strongest = sorted(move.places.items(), key=lambda each: -abs(each[1]))
    return ", ".join(
        f"{CAUSES[cause]} {_places(places)}" for cause, places in strongest if abs(places) > _LEAST
    )


def _moved(moves: Moves, move: Move) -> str:
    before, after = f"TOP {moves.before.settings.top}", f"TOP {moves.after.settings.top}"
    if move.before is None:
        return f"is new, at rank {move.after}{f', in the {after}' if move.is_in else ''}"
    if move.after is None:
        return f"was at rank {move.before} and is not ranked any more"
    if move.up:
        words = f"{'rose' if move.up > 0 else 'fell'} from {move.before} to {move.after}"
    else:
        words = f"stays at rank {move.after}"
    if move.is_in and not move.was_in:
        return f"{words} and is in the {after} now"
    if move.was_in and not move.is_in:
        return f"{words} and is out of the {before} now"
    return words


def _named(moves: tuple[Move, ...]) -> str:
    return moves[0].title if len(moves) == 1 else f"{len(moves)} improvements"


def _places(places: float) -> str:
    """Write places with their sign; parts of one where it comes to that."""
    whole = abs(places - round(places)) < _WHOLE
    amount = f"{abs(places):.0f}" if whole else f"{abs(places):.1f}"
    sign = "+" if places > 0 else "\N{MINUS SIGN}"
    return f"{sign}{amount} {'place' if amount == '1' else 'places'}"
