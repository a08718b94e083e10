"""What customers wrote where they met the company, read when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from cx_workbench.errors import Problem, StudyError, did_you_mean
from cx_workbench.study.contract import METRICS
from cx_workbench.study.counting import as_written
from cx_workbench.study.crossing import Asked, readable
from cx_workbench.study.engines import collected
from cx_workbench.study.raw_answers import known_columns
from cx_workbench.study.side_by_side import (
    INDEX,
    PERSONA,
    QUESTION,
    held_answers,
    said_by,
    wide_answers,
)
from cx_workbench.study.values import CellError, as_date, as_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from cx_workbench.study.contract import Scale
    from cx_workbench.study.legend import Legend
    from cx_workbench.study.model import Study
    from cx_workbench.study.sources import Source

UNREAD = "The comments cannot be read."
COLUMNS = ("persona", "touchpoint", "metric", "score", "min", "max", "date", "comment")
_COMMENT, _DATE, _WRITTEN = "cx_comment", "cx_date", "cx_written"
_ISO_DAY = r"^\s*\d{4}-\d{2}-\d{2}"


def comments(
    study: Study, personas: Sequence[str], touchpoints: Sequence[str], *, limit: int = 20
) -> pd.DataFrame:
    """Read what customers of some personas wrote at some touchpoints.

    The engine that holds the answers finds them and hands over no more than what is shown,
    however many answers there are. Only answers of the kind reality are looked at. Texts are
    as the customer wrote them: never take one for HTML.

    Parameters
    ----------
    study
        From `load` or `example`.
    personas, touchpoints
        Ids of the study.
    limit
        At most so many.

    Returns
    -------
    pandas.DataFrame
        Worst scores first, the newest of the same score first (if days are written
        year-month-day), no words of a persona on one day twice: ``persona``, ``touchpoint``,
        ``metric``, ``score`` between ``min`` and ``max`` (NaN if the customer gave none),
        ``date`` (a day, or ``None``), ``comment``. Where a row of the answers is a whole
        questionnaire, its comment is shown at the touchpoint that scored worst of those asked
        for. Empty where the study has no comments.

    Raises
    ------
    StudyError
        An id is not in the study, or the answers are not what they were when they were loaded.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> found = comments(cx.example(), ["run_a_business"], ["bill"], limit=3)
    >>> found[["touchpoint", "score", "max"]].to_numpy().tolist()
    [['bill', 1.0, 5.0], ['bill', 2.0, 5.0], ['bill', 2.0, 5.0]]
    """
    _known(study, personas, touchpoints)
    source, legend = study.answers.source, study.answers.legend
    if source is None or legend is None or not has_comments(study):
        return pd.DataFrame(columns=list(COLUMNS))
    numbers = {persona: number for number, persona in enumerate(personas)}
    wide = legend.section.layout == "wide"
    asked = tuple(_asked(study, touchpoints))
    if not asked or not numbers:
        return pd.DataFrame(columns=list(COLUMNS))
    with readable(study, UNREAD):
        found = (_of_rows if wide else _of_answers)(source, legend, numbers, asked)
        worst = _written(found).sort(
            INDEX, _WRITTEN, _COMMENT, descending=[False, True, False], nulls_last=True
        )
        # Somebody's words may stand at each of their answers.
        read = collected(worst.head(limit * len(asked))).rows(named=True)
    table = pd.DataFrame(
        [_row(row, legend, list(numbers), asked) for row in read], columns=list(COLUMNS)
    )
    once = table.drop_duplicates(["persona", "date", "comment"])
    return once.head(limit).reset_index(drop=True)


def has_comments(study: Study) -> bool:
    """Whether the answers have a column of comments.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> has_comments(cx.example())
    True
    """
    source, legend = study.answers.source, study.answers.legend
    return (
        source is not None and legend is not None and _column(source, legend, "comment") is not None
    )


def _known(study: Study, personas: Sequence[str], touchpoints: Sequence[str]) -> None:
    """Refuse ids that are not in the study."""
    problems = [
        Problem(f"There is no {kind} '{name}'.", value=name, hint=did_you_mean(name, known))
        for kind, names, known in (
            ("persona", personas, study.personas["persona"].tolist()),
            ("touchpoint", touchpoints, study.touchpoints["touchpoint"].tolist()),
        )
        for name in names
        if name not in known
    ]
    if problems:
        raise StudyError(UNREAD, problems)


def _column(source: Source, legend: Legend, role: str) -> str | None:
    """Name the source's column of comments, or of days."""
    said: str | None = getattr(legend.section, role)
    return said or known_columns(source.columns).get(role)


def _asked(study: Study, touchpoints: Collection[str]) -> Iterator[Asked]:
    """Name the questions about reality that were asked there."""
    counts = study.answers.counts
    reality = counts[counts["kind"] == "reality"]
    there = set(zip(reality["touchpoint"], reality["metric"], strict=True))
    for touchpoint in touchpoints:
        yield from (Asked(touchpoint, m) for m in METRICS if (touchpoint, m) in there)


def _of_answers(
    source: Source, legend: Legend, personas: dict[str, int], asked: tuple[Asked, ...]
) -> nw.LazyFrame[Any]:
    """Find the comments of a table with a row an answer."""
    columns = _columns(source, legend)
    held = held_answers(source, legend, columns)
    said = said_by(held, legend)
    return held.frame.select(
        said.persona(personas).alias(PERSONA),
        said.question(asked).alias(QUESTION),
        said.index(asked).alias(INDEX),
        *_texts(held.frame.collect_schema(), *columns),
    ).filter(nw.col(QUESTION) >= 0)


def _of_rows(
    source: Source, legend: Legend, personas: dict[str, int], asked: tuple[Asked, ...]
) -> nw.LazyFrame[Any]:
    """Find the comments of a table with a row a respondent, each where it was worst."""
    columns = _columns(source, legend)
    along = list(dict.fromkeys(filter(None, columns)))
    frame = wide_answers(source, legend, personas, asked, along=along)
    scores = [nw.col(f"x{place}") for place in range(len(asked))]
    worst = nw.min_horizontal(*scores)
    where: nw.Expr = nw.lit(len(asked) - 1)
    for place in reversed(range(len(asked) - 1)):
        where = nw.when(scores[place] == worst).then(nw.lit(place)).otherwise(where)
    return frame.select(
        PERSONA,
        where.alias(QUESTION),
        worst.alias(INDEX),
        *_texts(frame.collect_schema(), *columns),
    ).filter(~nw.col(INDEX).is_null())


def _columns(source: Source, legend: Legend) -> tuple[str, str | None]:
    """Name the columns of comments and of days; only where there are comments."""
    comment = _column(source, legend, "comment")
    if comment is None:
        raise AssertionError
    return comment, _column(source, legend, "date")


def _texts(schema: nw.Schema, comment: str, date: str | None) -> Iterator[nw.Expr]:
    """Give comment and day as texts, and the day again where texts are in its order."""
    yield as_written(comment, schema).alias(_COMMENT)
    if date is None:
        yield nw.lit(None, dtype=nw.String).alias(_DATE)
        yield nw.lit(None, dtype=nw.String).alias(_WRITTEN)
        return
    day = as_written(date, schema)
    yield day.alias(_DATE)
    yield nw.when(day.str.contains(_ISO_DAY)).then(day).alias(_WRITTEN)


def _written(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Leave out who wrote nothing, and who is of another persona."""
    wrote = ~nw.col(_COMMENT).is_null() & (nw.col(_COMMENT).str.strip_chars() != "")
    return frame.filter(wrote, nw.col(PERSONA) >= 0)


def _row(
    row: dict[str, Any], legend: Legend, personas: list[str], asked: tuple[Asked, ...]
) -> dict[str, Any]:
    question = asked[int(row[QUESTION])]
    scale = _scale(legend, question)
    index = row[INDEX]
    score = float("nan") if index is None else scale.min + index * (scale.max - scale.min)
    return {
        "persona": personas[int(row[PERSONA])],
        "touchpoint": question.touchpoint,
        "metric": question.metric,
        "score": round(score, 2),
        "min": float(scale.min),
        "max": float(scale.max),
        "date": _day(row[_DATE]),
        "comment": as_text(row[_COMMENT]),
    }


def _scale(legend: Legend, asked: Asked) -> Scale:
    questions = enumerate(legend.section.question)
    own = (place for place, one in questions if (one.touchpoint or "", one.metric) == asked[:2])
    return legend.scales[next(own, asked.metric)]


def _day(written: object) -> dt.date | None:
    """Read the day of an answer; a time of the day is left out."""
    text = as_text(written)
    try:
        return as_date(text.partition(" ")[0].partition("T")[0])[0] if text else None
    except CellError:
        return None
