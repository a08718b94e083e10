"""Broken data frames, and a Parquet file of one."""

from __future__ import annotations

import pandas as pd
import polars as pl

from tests.study.broken import PERSONAS, RESPONSES, UNCHECKED, Broken, frame, frames, parquet

ANSWERS = frame(RESPONSES)
PUPILS = ANSWERS.assign(persona=ANSWERS["persona"].str.replace("students", "pupils"))

FRAMES = (
    Broken(
        "pandas, a score off the scale and a share that is a word",
        tables=frames(
            responses=ANSWERS.assign(score=ANSWERS["score"].where(ANSWERS.index != 3, 60)),
            personas=frame(PERSONAS).assign(share=["most", 0.4]),
        ),
        said="""
            personas, row 2, column share: 'most' is not a number. Write a number,
                such as 12 or 0.5.
            responses, row 5, column score: 60 is outside the scale 1-7 of ces.
                {code}
        """,
    ),
    Broken(
        "pandas, a column of everything",
        tables=frames(
            responses=ANSWERS.assign(
                score=pd.Series([4, " 2", None, 6.0, float("nan"), "2", "x", True], dtype="object")
            )
        ),
        said="""
            responses, row 8, column score: 'x' is not a number. {word}
            responses, row 9, column score: 'True' is not a number. {word}
        """,
    ),
    Broken(
        "pandas, the same heading twice",
        tables=frames(responses=ANSWERS.set_axis([*ANSWERS.columns[:-1], "Persona "], axis=1)),
        said="""
            responses, row 1, column persona: The heading 'persona' stands there 2
                times. Give each column a heading of its own; capitals make no
                difference.
        """,
    ),
    Broken(
        "Polars, unknown personas",
        tables=frames(responses=pl.from_pandas(PUPILS)),
        said="""
            responses, rows 6, 7, 8, 9, column persona: 'pupils' is not in personas.
                Use one of 'families', 'students'.
        """,
    ),
    Broken(
        "Polars, lazily: no rows, but how many",
        tables=frames(responses=pl.from_pandas(PUPILS).lazy()),
        said="""
            responses, 4 rows, column persona: 'pupils' is not in personas. Use one
                of 'families', 'students'.
        """,
    ),
    Broken(
        "Polars, headings with a zero byte",
        tables=frames(
            responses=pl.from_pandas(ANSWERS).rename({"score": "sc\0re"}),
            personas=pl.from_pandas(frame(PERSONAS)).rename({"name": "\0"}).lazy(),
        ),
        said=r"""
            personas: The heading '\x00' contains a zero byte. Rename the column
                without it.
            responses: The heading 'sc\x00re' contains a zero byte. Rename the
                column without it.
        """,
    ),
    Broken(
        "Polars, a list in each cell",
        tables=frames(
            responses=pl.from_pandas(ANSWERS).with_columns(score=pl.concat_list("score", "score"))
        ),
        said="""
            responses, row 1, column score: The column 'score' holds lists, not
                single values. Give one value a row: a text or a number.
        """,
    ),
    Broken(
        "no data frames at all",
        tables=frames(personas=[1, 2], responses={"score": 1}, perons=ANSWERS),
        said="""
            'perons' is not a table. Did you mean 'personas'?
            personas: This is a list, not a data frame. Give a data frame: pandas,
                Polars, Arrow, DuckDB ...
            responses: This is a dict, not a data frame. Give a data frame: pandas,
                Polars, Arrow, DuckDB ...
        """,
    ),
    Broken(
        "tables left out",
        tables={"personas": frame(PERSONAS)},
        said="""
            The table touchpoints is missing. Add a data frame by the name
                'touchpoints'.
            The table improvements is missing. Add a data frame by the name
                'improvements'.
            There are no answers. Add a data frame by the name 'responses' or
                'scores'.
        """,
    ),
    Broken(
        "settings that are none",
        headline=UNCHECKED,
        tables=frames(settings=["target"]),
        said="""
            settings: This is a list, not a mapping of settings. Give the settings
                by section: {"ranking": {"top": 5}}.
        """,
    ),
    Broken(
        "Parquet, scores off the scale",
        {
            "responses.csv": None,
            "responses.parquet": parquet(ANSWERS.assign(score=ANSWERS["score"].replace(2, 7))),
        },
        said="""
            responses.parquet, rows 3, 7, column score: 7 is outside the scale 1-5
                of csat. {code}
        """,
    ),
)
