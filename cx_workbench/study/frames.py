"""Tables that are data frames already, of any library that narwhals knows.

pandas, Polars and Arrow hold them in this machine's memory; DuckDB, Dask, Spark and Ibis
lazily, maybe on many machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.delimited import UNREAD, heading_problems
from cx_workbench.study.engines import collected, engine_errors, is_dask, taken
from cx_workbench.study.sources import ROW, Condition, Mender, Source, find_in_frame, plain
from cx_workbench.study.values import as_heading, as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

_MEND_COLUMNS = "Give columns of texts and numbers."
_ENGINE_SAID = (
    "What stands in brackets is what the engine that holds it said: mend that, or give columns of "
    "texts and numbers."
)


def frame_source(native: Any, name: str) -> Source:  # noqa: ANN401  any frame narwhals knows
    """Take a pandas, Polars, Arrow, DuckDB, Dask, PySpark or Ibis frame as it is.

    Raises
    ------
    StudyError
        Where it is no data frame, or has a heading twice.
    """
    frame = known_frame(native, name)
    if isinstance(frame, nw.LazyFrame):
        mended = _not_mended(name, _ENGINE_SAID)
        return Source(name, None, plain(frame), find=_find_nothing, mended=mended)
    numbered = plain(frame.with_row_index(ROW).lazy()).with_columns(nw.col(ROW) + 2)
    return Source(
        name,
        None,
        plain(frame.lazy()),
        find=lambda conditions: find_in_frame(numbered, conditions),
        mended=_not_mended(name, _MEND_COLUMNS),
    )


def known_frame(native: Any, name: str) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:  # noqa: ANN401
    """Take any frame that narwhals knows, with headings that are texts.

    Raises
    ------
    StudyError
        Where it is none, or has a heading twice or with a zero byte.
    """
    native = _as_others_are(native, name)
    try:
        frame = taken(native)
    except TypeError as error:
        what = f"This is a {type(native).__name__}, not a data frame."
        hint = "Give a data frame: pandas, Polars, Arrow, DuckDB ..."
        raise StudyError(UNREAD, [Problem(what, file=name, hint=hint)]) from error
    except engine_errors() as error:
        raise _uncountable(error, name, _ENGINE_SAID) from error
    names = frame.collect_schema().names()
    _no_zero_bytes(names, name)
    _headings_differ([as_heading(column) for column in names], name)
    return frame


def small_frame(native: Any, name: str) -> pd.DataFrame:  # noqa: ANN401  any frame narwhals knows
    """Bring a small table of any other kind of data frame into memory.

    Raises
    ------
    StudyError
        Where it is none, or cannot be brought.
    """
    frame = known_frame(native, name).lazy()
    try:
        # Spark and this pandas do not go together, but both know Arrow.
        return collected(frame).to_pandas()
    except engine_errors() as error:
        raise _uncountable(error, name, _ENGINE_SAID) from error


def _as_others_are(native: Any, name: str) -> Any:  # noqa: ANN401  any frame narwhals knows
    """Take pandas, and Dask which is made of it, as other engines are: a column has one type."""
    import pandas as pd

    if not (isinstance(native, pd.DataFrame) or is_dask(native)):
        return native
    headings = [as_heading(column) for column in native.columns]
    _headings_differ(headings, name)
    if not is_dask(native):
        # Nothing reads a column without a heading, and two of them have one name.
        named = [place for place, heading in enumerate(headings) if heading]
        return _texts_in_objects(native.set_axis(headings, axis=1).iloc[:, named])
    # Every step in between may keep Dask from reading only the columns that are needed.
    if headings != list(native.columns):
        native = native.rename(columns=dict(zip(native.columns, headings, strict=True)))
    mixed = any(dtype == "object" for dtype in native.dtypes)
    return native.map_partitions(_texts_in_objects) if mixed else native


def _no_zero_bytes(headings: Sequence[str], name: str) -> None:
    """Refuse what Arrow cannot name: Polars and others end in a panic there, not in an error."""
    hint = "Rename the column without it."
    problems = [
        Problem(f"The heading {heading!r} contains a zero byte.", file=name, hint=hint)
        for heading in headings
        if "\0" in heading
    ]
    if problems:
        raise StudyError(UNREAD, problems)


def _headings_differ(headings: Sequence[str], name: str) -> None:
    if problems := heading_problems(headings, 1, name):
        raise StudyError(UNREAD, problems)


def _not_mended(name: str, hint: str) -> Mender:
    def mended(error: Exception) -> Source:
        raise _uncountable(error, name, hint) from error

    return mended


def _uncountable(error: Exception, name: str, hint: str) -> StudyError:
    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
    what = f"The table cannot be counted ({first})."
    return StudyError(UNREAD, [Problem(what, file=name, hint=hint)])


def _texts_in_objects(frame: Any) -> Any:  # noqa: ANN401  pandas, imported where it is used
    """Turn columns of mixed values into texts: engines have one type for a column."""
    mixed = [name for name in frame.columns if frame[name].dtype == "object"]
    return frame.assign(**{name: frame[name].map(as_text).astype("str") for name in mixed})


def _find_nothing(conditions: Sequence[Condition]) -> list[tuple[int, ...]]:
    """Answer for an engine whose rows have no order."""
    return [() for _ in conditions]
