"""A ranking as files to hand over: a page, figures for other programs, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.report.decided import Log, log_of
from cx_workbench.report.drawing import Picture, picture
from cx_workbench.report.files import make_folder, write
from cx_workbench.report.method import how_computed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.session_file import Decision

__all__ = ["FORMATS", "Picture", "how_computed", "page", "picture", "report"]


def page(ranking: Ranking, decisions: Iterable[Decision] | None = None) -> str:
    """Write a ranking as one HTML page that needs nothing but itself.

    No script, no request, no second file: it opens in any browser, offline, from a mail.

    Parameters
    ----------
    ranking
        Any ranking.
    decisions
        The log of a workshop, such as ``session.log``. ``None``: what the study's session file
        holds, if it came from files and has one.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> page(cx.rank(cx.example()))[:15]
    '<!doctype html>'
    """
    from cx_workbench.report.webpage import render

    return render(ranking, log_of(ranking, decisions))


def report(
    ranking: Ranking,
    out: str | Path,
    formats: Iterable[str] = ("html", "json"),
    *,
    decisions: Iterable[Decision] | None = None,
) -> dict[str, Path]:
    """Write a ranking to a folder: all files or, if one cannot be written, none.

    Parameters
    ----------
    ranking
        Any ranking.
    out
        The folder; made if it is not there.
    formats
        ``html`` (``page.html``), ``json`` (``ranking.json`` with the measured cells), ``svg``
        and ``png`` (one file a chart).
    decisions
        The log of a workshop for the page, such as ``session.log``. ``None``: what the study's
        session file holds, if it came from files and has one.

    Returns
    -------
    dict of str to Path
        Every file that was written, by its name.

    Raises
    ------
    SettingError
        There is no such format.
    WorkbenchError
        The folder cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> import cx_workbench as cx
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorted(report(cx.rank(cx.example()), folder))
    ['page.html', 'ranking.json']
    """
    wanted = [formats] if isinstance(formats, str) else list(formats)
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        problems = [Problem(f"'{name}': {did_you_mean(name, FORMATS)}") for name in unknown]
        raise SettingError("There is no such format of a report.", problems)
    log = log_of(ranking, decisions)
    contents: dict[str, str | bytes] = {}
    for name in wanted:
        contents |= FORMATS[name](ranking, log)
    return write(make_folder(out), contents)


def _page(ranking: Ranking, log: Log) -> Mapping[str, str]:
    from cx_workbench.report.webpage import render

    return {"page.html": render(ranking, log)}


def _figures(ranking: Ranking, _log: Log) -> Mapping[str, str]:
    return {"ranking.json": ranking.to_json(cells=True)}


def _drawings(ranking: Ranking, _log: Log) -> Mapping[str, str]:
    from cx_workbench.charts import DRAWINGS, charts_of, to_svg

    return {
        f"{name}.svg": to_svg(DRAWINGS[name](ranking), embed_font=True)
        for name in charts_of(ranking)
    }


def _images(ranking: Ranking, _log: Log) -> Mapping[str, bytes]:
    from cx_workbench.charts import DRAWINGS, charts_of, to_png

    return {f"{name}.png": to_png(DRAWINGS[name](ranking)) for name in charts_of(ranking)}


FORMATS: dict[str, Callable[[Ranking, Log], Mapping[str, str | bytes]]] = {
    "html": _page,
    "json": _figures,
    "svg": _drawings,
    "png": _images,
}
