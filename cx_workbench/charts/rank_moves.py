"""Who ranked where in earlier rankings and in this one: a line for each improvement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.drawing import Message
from cx_workbench.charts.rank_columns import RankColumns, Track
from cx_workbench.charts.theme import LOOK, Look
from cx_workbench.charts.words import clean
from cx_workbench.rank.history.words import finding, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.rank.history.moves import Moves
    from cx_workbench.rank.history.snapshot import Snapshot

#: More columns than these are hard to read; the latest are shown.
_MOST = 8
_NOW, _BEFORE = "This ranking", "Before"


def rank_moves(moves: Moves, past: Sequence[Snapshot] = (), *, look: Look = LOOK) -> alt.LayerChart:
    """Draw the ranks of every improvement in earlier rankings and in this one.

    Parameters
    ----------
    moves
        From `cx_workbench.rank.history.moves.moves_between`.
    past
        Earlier rankings, the oldest first; the one that ``moves`` goes by is among them, or is
        the only one.
    look
        Colours and sizes.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.rank.history.moves import moves_between
    >>> from cx_workbench.rank.history.snapshot import recall
    >>> rankings = (cx.rank(cx.example(), top=top, draws=0) for top in (5, 6))
    >>> moved = moves_between(*(recall(each.to_dict(cells=True)) for each in rankings))
    >>> " ".join(rank_moves(moved).to_dict()["title"]["text"])
    '... came into the TOP 6'
    """
    return draw_rank_moves(moves, past, look=look).chart()


def draw_rank_moves(moves: Moves, past: Sequence[Snapshot] = (), *, look: Look = LOOK) -> Drawing:
    """Lay out what `rank_moves` draws; the parameters are the same."""
    rankings = [*(past or (moves.before,)), moves.after][-_MOST:]
    tracks = [_track(moves, name, rankings) for name in _ids(rankings)]
    heads = [*(_head(each) for each in rankings[:-1]), _NOW]
    top = moves.after.settings.top
    drawn = (
        f"Ranks of {len(tracks)} improvements in {len(rankings)} rankings, first on top; accented: "
        f"what is in the TOP {top} now, or was before. {clean(moves.after.study)}."
    )
    message = Message(clean(finding(moves)), drawn, clean(" ".join(sentences(moves))))
    return RankColumns(tracks, heads, top, look).drawing(message)


def _ids(rankings: Sequence[Snapshot]) -> list[str]:
    """Name all improvements once: those of now first, best first."""
    latest_first = (name for ranking in reversed(rankings) for name in ranking.by_id)
    return list(dict.fromkeys(latest_first))


def _head(ranking: Snapshot) -> str:
    return clean(ranking.when[:10]) or _BEFORE


def _track(moves: Moves, name: str, rankings: Sequence[Snapshot]) -> Track:
    found = [ranking.by_id.get(name) for ranking in rankings]
    title = clean(next(each.title for each in reversed(found) if each is not None)) or clean(name)
    then, now = moves.before.by_id.get(name), moves.after.by_id.get(name)
    places = (
        f"{each.rank}. in {_head(ranking) if ranking is not rankings[-1] else 'this one'}"
        for each, ranking in zip(found, rankings, strict=True)
        if each is not None
    )
    return Track(
        title=title,
        ranks=tuple(each.rank if each else None for each in found),
        is_accented=any(each is not None and each.in_top for each in (then, now)),
        said=f"{title}: {', '.join(places)}.",
    )
