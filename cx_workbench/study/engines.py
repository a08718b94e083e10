"""Engines that hold and count answers: where they are, what each needs to be told and raises."""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Up to so many rows a table is small.
_SMALL = 200_000
#: narwhals says so of every Dask frame. The package that it asks for does not exist yet.
_DASK_IS_MOVING = "Dask support is moving"


class TaskError(Exception):
    """Dask gave up: it hands on whatever broke in one of its tasks."""


def engine_errors() -> tuple[type[Exception], ...]:
    """Name what the engines raise when they cannot read or count what they are given."""
    import duckdb
    from pyarrow.lib import ArrowException

    # Engines that read files themselves hand on what the system says of one that is gone.
    errors = [TaskError, OSError, duckdb.Error, ArrowException, nw.exceptions.NarwhalsError]
    if polars := sys.modules.get("polars"):
        errors.append(polars.exceptions.PolarsError)
    if "pyspark" in sys.modules:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        errors += [PySparkException, Py4JError]
    return tuple(errors)


def own_engine() -> DuckDBPyConnection:
    """Start a DuckDB of our own: the common one belongs to whoever works in the notebook."""
    import duckdb

    # By default it would leave what does not fit into memory where one works.
    spill = Path(tempfile.gettempdir(), "cx-workbench-spill")
    engine = duckdb.connect(config={"temp_directory": str(spill)})
    # It draws the bar into standard output, where others look for our results. In a notebook
    # without ipywidgets it has none, and refuses even to have it switched off.
    ((shown,),) = engine.execute("select current_setting('enable_progress_bar')").fetchall()
    if shown:
        engine.execute("set enable_progress_bar = false").fetchall()
    return engine


def taken(native: Any) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:  # noqa: ANN401  any frame narwhals knows
    """Take any frame that narwhals knows, as it is.

    Raises
    ------
    TypeError
        Where it is none.
    Exception
        One of `engine_errors`, where its engine is gone.
    """
    if nw.dependencies.is_pyspark_dataframe(native):
        from pyspark.sql import SparkSession

        # A session that was stopped shows only later, and then as a bare AssertionError.
        SparkSession.active()
    with warnings.catch_warnings():
        if is_dask(native):
            warnings.filterwarnings("ignore", _DASK_IS_MOVING, FutureWarning)
        frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(native)
    return frame


def is_dask(native: object) -> bool:
    """Whether it is a data frame of Dask's."""
    return nw.dependencies.is_dask_dataframe(native)


def collected(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Have the engine do its work, and take what it found as an Arrow table.

    Raises
    ------
    Exception
        One of `engine_errors`.
    """
    try:
        return frame.collect(backend="pyarrow")
    except Exception as error:
        if not frame.implementation.is_dask():
            raise
        raise TaskError(str(error) or type(error).__name__) from error


def is_here(frame: nw.LazyFrame[Any]) -> bool:
    """Whether a frame is held by this machine, and not by an engine that may be many."""
    engine = frame.implementation
    in_memory = (engine.is_pandas_like(), engine.is_polars(), engine.is_pyarrow())
    return any((*in_memory, engine.is_duckdb()))


def brought_here(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Hand what an engine gives to one of our own, that streams it in order.

    A small table stays as it is: to start an engine takes longer than to go through it.
    """
    table = collected(frame).to_native()
    held = table if table.num_rows <= _SMALL else own_engine().from_arrow(table)
    here: nw.LazyFrame[Any] = nw.from_native(held).lazy()
    return here
