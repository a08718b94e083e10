"""Earlier rankings of a study: where they are kept, and which one a report goes by."""

from __future__ import annotations

import datetime as dt
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import Problem, SettingError, WorkbenchError
from cx_workbench.files import alone, put
from cx_workbench.rank.history.moves import moves_between
from cx_workbench.rank.history.snapshot import recall, recall_text
from cx_workbench.rank.history.words import finding, sentences
from cx_workbench.report import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.rank.history.moves import Moves
    from cx_workbench.rank.history.snapshot import Snapshot
    from cx_workbench.rank.model import Ranking

_FOLDER = "history"
_UNREAD = "The earlier ranking cannot be used."
#: How the files of a history are called: by when they were kept.
_NAME = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})(\d{2})(\d{2})Z\.json")


@dataclass(frozen=True, eq=False)
class History:
    """What came before a ranking.

    Attributes
    ----------
    moves
        What moved since the last of them.
    past
        The earlier rankings, the oldest first.
    """

    moves: Moves
    past: tuple[Snapshot, ...]

    @property
    def since(self) -> str:
        """When the last ranking was made, as a day; empty where that is not known."""
        try:
            return words.day(dt.datetime.fromisoformat(self.past[-1].when))
        except ValueError:
            return ""

    @property
    def finding(self) -> str:
        """What happened to the TOP N, in one line."""
        return finding(self.moves)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Who moved in, out and within the TOP N, and why."""
        return tuple(sentences(self.moves))

    def ranks(self, improvement: str) -> tuple[int | None, ...]:
        """Ranks of an improvement in all of them and now; ``None`` where it was not ranked."""
        found = (each.by_id.get(improvement) for each in (*self.past, self.moves.after))
        return tuple(each.rank if each else None for each in found)


def history_of(ranking: Ranking, since: str | Path | None = None) -> History | None:
    """Find what came before a ranking.

    Parameters
    ----------
    ranking
        The one of now.
    since
        A ``run.json``, ``ranking.json`` or the folder of a report to go by; by default the last
        that the study's history holds.

    Returns
    -------
    History or None
        ``None`` if there is nothing before.

    Raises
    ------
    SettingError
        What is named cannot be used, or is of another study.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> history_of(cx.rank(cx.example(), draws=0))
    """
    source = ranking.basis.given.source
    kept = () if source is None else tuple(_kept(history_folder(source)))
    if since:
        named = _named(Path(since).expanduser())
        kept = (*(each for each in kept if each.when < named.when), named)
    if not kept:
        return None
    last, now = kept[-1], recall(ranking.to_dict(cells=True))
    if not set(last.by_id) & set(now.by_id):
        problem = Problem(f"It is of '{last.study}': none of its improvements is in this one.")
        raise SettingError(_UNREAD, [problem])
    return History(moves_between(last, now), kept)


def history_folder(source: Path) -> Path:
    """Return where a study's earlier rankings are kept: in its folder, or beside its workbook.

    Examples
    --------
    >>> history_folder(Path("clients/acme.xlsx")).name
    'acme.history'
    """
    if source.suffix.casefold() == ".toml":
        return source.parent / _FOLDER
    if source.suffix and not source.is_dir():
        return source.with_name(f"{source.stem}.{_FOLDER}")
    return source / _FOLDER


def keep(ranking: str, source: Path, when: dt.datetime, *, begin: bool = False) -> Path | None:
    """Keep a ranking in its study's history.

    Parameters
    ----------
    ranking
        The text of its ``ranking.json``.
    source
        The study's folder, workbook or study.toml.
    when
        When it was made.
    begin
        Whether to begin a history where there is none; else nothing is kept there.

    Returns
    -------
    Path or None
        The file; ``None`` if nothing was kept, as there is no history, or its last is the same.

    Raises
    ------
    OSError
        It cannot be written.
    """
    folder = history_folder(source)
    if begin:
        folder.mkdir(exist_ok=True)
    if not folder.is_dir():
        return None
    # Reports that run side by side may end in the same second.
    with alone(folder / _FOLDER):
        before = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
        if before and before[-1].read_text(encoding="utf-8") == ranking:
            return None
        path = _free(folder, when.astimezone(dt.UTC))
        put(path, ranking)
    return path


def _free(folder: Path, when: dt.datetime) -> Path:
    """Name a file by its second, or by the next that no other has."""
    while (path := folder / f"{when:%Y-%m-%dT%H%M%SZ}.json").exists():
        when += dt.timedelta(seconds=1)
    return path


def _kept(folder: Path) -> list[Snapshot]:
    """Read a history; what is none of ours in it, or spoilt, is passed over."""
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        parts = _NAME.fullmatch(path.name)
        if parts:
            when = dt.datetime(*map(int, parts.groups()), tzinfo=dt.UTC)  # type: ignore[misc, arg-type]
            with suppress(WorkbenchError, OSError):
                found.append(recall_text(path.read_text(encoding="utf-8"), when.isoformat()))
    return found


def _named(path: Path) -> Snapshot:
    """Read the ranking that somebody names, by itself or by the record of its run."""
    if path.is_dir():
        path /= "run.json"
    try:
        text = path.read_text(encoding="utf-8")
        found: Any = json.loads(text)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "It is no record of a report"
        hint = "Name the run.json of an earlier report."
        raise SettingError(_UNREAD, [Problem(f"{said}.", file=str(path), hint=hint)]) from error
    if isinstance(found, dict) and str(found.get("schema", "")).startswith("cx-workbench/run/"):
        return _of_run(path, found)
    return recall_text(text, _modified(path))


def _of_run(path: Path, record: Mapping[str, Any]) -> Snapshot:
    beside = path.with_name("ranking.json")
    try:
        return recall_text(beside.read_text(encoding="utf-8"), str(record.get("started", "")))
    except OSError as error:
        what = "There is no ranking.json beside it."
        hint = "Keep the folder of a report together."
        raise SettingError(_UNREAD, [Problem(what, file=str(path), hint=hint)]) from error


def _modified(path: Path) -> str:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).isoformat(timespec="seconds")
