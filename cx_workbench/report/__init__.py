"""A ranking as files to hand over: a page, figures for other programs, pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.files import results_folder, write
from cx_workbench.report.composing import compose
from cx_workbench.report.decided import log_of
from cx_workbench.report.drawing import Picture, picture
from cx_workbench.report.history import history_of
from cx_workbench.report.method import how_computed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cx_workbench.rank.model import Ranking
    from cx_workbench.report.model import Report
    from cx_workbench.study.sessions import Decision

__all__ = ["FORMATS", "Picture", "how_computed", "page", "picture", "report"]


def page(ranking: Ranking, decisions: Iterable[Decision] | None = None) -> str:
    """Write a ranking as one HTML page that needs nothing but itself.

    No request, no second file: it opens in any browser, offline, from a mail. Its pictures answer
    to pointer and keyboard; where no script may run, they stand still.

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

    return render(compose(ranking, log_of(ranking, decisions)))


def report(  # noqa: PLR0913  each with a default that suits most
    ranking: Ranking,
    out: str | Path,
    formats: Iterable[str] = ("html", "json"),
    *,
    decisions: Iterable[Decision] | None = None,
    since: str | Path | None = None,
    pptx_template: str | Path | None = None,
) -> dict[str, Path]:
    """Write a ranking to a folder: all files or, if one cannot be written, none.

    Parameters
    ----------
    ranking
        Any ranking.
    out
        The folder; made if it is not there.
    formats
        ``html`` (``page.html``), ``json`` (``ranking.json`` with the measured cells), ``csv``
        (``improvements.csv``, ``cells.csv``), ``pdf`` (``report.pdf``), ``pptx``
        (``slides.pptx``), ``xlsx`` (``workbook.xlsx``, which reckons by itself), ``svg`` and
        ``png`` (one file a chart).
    decisions
        The log of a workshop, such as ``session.log``. ``None``: what the study's session file
        holds, if it came from files and has one.
    since
        ``run.json`` of an earlier report, to say what moved. ``None``: the last ranking in the
        study's history, if it has one.
    pptx_template
        A presentation whose layouts, colours and fonts the slides take on.

    Returns
    -------
    dict of str to Path
        Every file that was written, by its name.

    Raises
    ------
    SettingError
        There is no such format, or what is named cannot be used.
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
    log, history = log_of(ranking, decisions), history_of(ranking, since)
    composed = compose(ranking, log, history)
    contents: dict[str, str | bytes] = {}
    for name in wanted:
        if name == "pptx":
            contents |= _slides(composed, pptx_template)
        else:
            contents |= FORMATS[name](composed)
    return write(results_folder(out), contents)


def _page(report: Report) -> Mapping[str, str]:
    from cx_workbench.report.webpage import render

    return {"page.html": render(report)}


def _figures(report: Report) -> Mapping[str, str]:
    return {"ranking.json": report.ranking.to_json(cells=True)}


def _tables(report: Report) -> Mapping[str, str]:
    from cx_workbench.report.spreadsheet_text import render_csv

    return render_csv(report)


def _printed(report: Report) -> Mapping[str, bytes]:
    from cx_workbench.report.document import render

    return {"report.pdf": render(report)}


def _slides(report: Report, template: str | Path | None = None) -> Mapping[str, bytes]:
    from cx_workbench.report.slides import render

    path = None if template is None else Path(template).expanduser()
    return {"slides.pptx": render(report, path)}


def _workbook(report: Report) -> Mapping[str, bytes]:
    from cx_workbench.report.workbook import render

    return {"workbook.xlsx": render(report)}


def _drawings(report: Report) -> Mapping[str, str]:
    from cx_workbench.charts import to_svg

    return {
        f"{figure.name}.svg": to_svg(figure.drawing, embed_font=True) for figure in report.figures
    }


def _images(report: Report) -> Mapping[str, bytes]:
    from concurrent.futures import ThreadPoolExecutor

    from cx_workbench.charts import to_png

    names = [f"{figure.name}.png" for figure in report.figures]
    with ThreadPoolExecutor() as threads:
        painted = threads.map(to_png, [figure.drawing for figure in report.figures])
        return dict(zip(names, painted, strict=True))


FORMATS: dict[str, Callable[[Report], Mapping[str, str | bytes]]] = {
    "html": _page,
    "json": _figures,
    "csv": _tables,
    "pdf": _printed,
    "pptx": _slides,
    "xlsx": _workbook,
    "svg": _drawings,
    "png": _images,
}
