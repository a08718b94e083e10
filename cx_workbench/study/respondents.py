"""Respondents one after the other, a batch at a time, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx_workbench.study.blocks import BLOCK, in_blocks
from cx_workbench.study.engines import collected
from cx_workbench.study.side_by_side import INDEX, PERSONA, QUESTION, RESPONDENT, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from cx_workbench.study.crossing import Crossing

#: What is worked on at once takes some ten megabytes.
_BATCH = 1 << 16


@dataclass(frozen=True, eq=False)
class Respondents:
    """Some respondents.

    Attributes
    ----------
    who
        Their ids, or their numbers where they have none.
    persona
        Number of the persona, shape (respondents,).
    weight
        Above 0, shape (respondents,).
    answers
        Index 0..1, shape (respondents, questions); NaN where not answered.
    """

    who: Any
    persona: NDArray[np.intp]
    weight: NDArray[np.float64]
    answers: NDArray[np.float64]

    @property
    def blocks(self) -> NDArray[np.intp]:
        """Number of the block of each."""
        people = nw.from_native(pa.table({"who": self.who})).lazy()
        found = collected(in_blocks(people, "who"))[BLOCK]
        numbers: NDArray[np.intp] = found.to_numpy().astype(np.intp)
        return numbers

    def only(self, kept: NDArray[np.bool_]) -> Respondents:
        """Keep some of them."""
        return Respondents(
            self.who.filter(pa.array(kept)),
            self.persona[kept],
            self.weight[kept],
            self.answers[kept],
        )


def in_batches(crossing: Crossing) -> Iterator[Respondents]:
    """Read the respondents, each once, a batch at a time.

    Only for an engine of this machine (see `is_here`).
    """
    read = _from_rows if crossing.wide else _from_answers
    return read(crossing)


def _from_rows(crossing: Crossing) -> Iterator[Respondents]:
    start = 0
    for batch in _stream(crossing.answers):
        persona, weight = _numbers(batch, PERSONA).astype(np.intp), _numbers(batch, WEIGHT)
        people = Respondents(
            _who(batch, start),
            persona,
            weight,
            np.column_stack([_numbers(batch, name) for name in crossing.columns]),
        )
        start += batch.num_rows
        yield people.only((persona >= 0) & (weight > 0))


def _who(batch: Any, start: int) -> Any:  # noqa: ANN401  tables and arrays of Arrow
    """Take a respondent without an id by the number of the row."""
    rows = pa.array(np.arange(start, start + batch.num_rows))
    if RESPONDENT not in batch.column_names:
        return rows
    return pc.coalesce(batch[RESPONDENT].combine_chunks().cast(pa.string()), rows.cast(pa.string()))


def _from_answers(crossing: Crossing) -> Iterator[Respondents]:
    keys = crossing.keys
    for table in _whole(_stream(crossing.answers.sort(*keys)), keys):
        starts = _starts(table, keys)
        person = np.cumsum(starts) - 1
        first = np.flatnonzero(starts)
        persona, weight = _numbers(table, PERSONA).astype(np.intp), _numbers(table, WEIGHT)
        people = Respondents(
            table[RESPONDENT].combine_chunks().take(pa.array(first)),
            np.maximum.reduceat(persona, first),
            np.bincount(person, weight) / np.bincount(person),
            _pivoted(table, person, weight, len(crossing.questions)),
        )
        if crossing.pooled:
            yield people.only(people.persona >= 0)
            continue
        known = np.where(persona >= 0, persona, np.iinfo(persona.dtype).max)
        yield people.only(np.minimum.reduceat(known, first) == people.persona)


def _pivoted(
    table: Any,  # noqa: ANN401  a table of Arrow
    person: NDArray[np.intp],
    weight: NDArray[np.float64],
    questions: int,
) -> NDArray[np.float64]:
    """Weighted mean of what each person answered to each question."""
    cell = person * questions + _numbers(table, QUESTION).astype(np.intp)
    size = (int(person[-1]) + 1) * questions
    total = np.bincount(cell, weight * _numbers(table, INDEX), size)
    given = np.bincount(cell, weight, size)
    mean = np.full(size, np.nan)
    np.divide(total, given, out=mean, where=given > 0)
    return mean.reshape(-1, questions)


def _stream(frame: nw.LazyFrame[Any]) -> Iterator[Any]:
    """Take what an engine gives piece by piece; it never holds all of it."""
    for piece in pa.RecordBatchReader.from_stream(frame.to_native()):
        table = pa.Table.from_batches([piece])
        for start in range(0, table.num_rows, _BATCH):
            yield table.slice(start, _BATCH)


def _whole(batches: Iterator[Any], keys: list[str]) -> Iterator[Any]:
    """Cut sorted answers between respondents, never within one."""
    held = None
    for batch in batches:
        table = batch if held is None else pa.concat_tables([held, batch])
        last = int(np.flatnonzero(_starts(table, keys))[-1])
        if last:
            yield table.slice(0, last)
        held = table.slice(last)
    if held is not None and held.num_rows:
        yield held


def _starts(table: Any, keys: list[str]) -> NDArray[np.bool_]:  # noqa: ANN401  a table of Arrow
    """Where another person begins."""
    starts = np.zeros(table.num_rows, dtype=bool)
    starts[:1] = True
    for key in keys:
        values = table[key].combine_chunks()
        differs = pc.not_equal(values[1:], values[:-1])
        starts[1:] |= differs.to_numpy(zero_copy_only=False)
    return starts


def _numbers(table: Any, name: str) -> NDArray[np.float64]:  # noqa: ANN401  a table of Arrow
    numbers: NDArray[np.float64] = table[name].to_numpy().astype(float)
    return numbers
