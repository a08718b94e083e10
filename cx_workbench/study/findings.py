"""Wrong values of the answers by what is wrong with them, until their rows are looked up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cx_workbench.study.delimited import ROWS_NAMED
from cx_workbench.study.values import shortened

if TYPE_CHECKING:
    from collections.abc import Hashable

    from cx_workbench.errors import Problem
    from cx_workbench.study.sources import Condition, Source

#: A column that holds something else altogether has as many wrong values as rows; of these
#: many each is named, with its rows.
MOST_VALUES = 100

Where: TypeAlias = "tuple[tuple[str, object], ...]"


class Fact(NamedTuple):
    """What is wrong with a value of a column, and what to do about it."""

    what: str
    column: str
    value: str
    hint: str


@dataclass
class Findings:
    """Wrong values of a source.

    The same raw value can be found once for each persona and each question that reads its
    column: its rows are those of all personas together, but not of all questions.
    """

    source: Source
    _found: dict[Fact, dict[Where, dict[Hashable, int]]] = field(default_factory=dict)

    def add(self, fact: Fact, where: Condition, n: int, question: Hashable = None) -> None:
        """Take note of a wrong value in ``n`` rows, which meet the condition ``where``."""
        places = self._found.setdefault(fact, {}).setdefault(tuple(where.items()), defaultdict(int))
        places[question] += n

    def problems(self) -> list[Problem]:
        """Look the rows up and say what is wrong, by column and in the order of the rows."""
        named, many = self._parted()
        wheres = list(dict.fromkeys(where for fact in named for where in self._found[fact]))
        looked_up = self.source.find([dict(where) for where in wheres]) if wheres else []
        rows_at = dict(zip(wheres, looked_up, strict=True))
        problems = []
        for fact in named:
            rows = sorted({row for where in self._found[fact] for row in rows_at[where]})
            problems.append(
                self.source.problem(
                    fact.what,
                    rows=tuple(rows[:ROWS_NAMED]),
                    count=max(self._rows(fact), len(rows[:ROWS_NAMED])),
                    column=fact.column,
                    value=shortened(fact.value) or None,
                    hint=fact.hint,
                )
            )
        columns = list(dict.fromkeys(fact.column for fact in self._found))
        problems.sort(key=lambda p: (columns.index(p.column or ""), p.row or 0))
        return problems + [
            self.source.problem(
                f"There are {len(facts):,} more values like these.",
                count=sum(map(self._rows, facts)),
                column=column,
                hint="Check that this is the right column.",
            )
            for column, facts in many.items()
        ]

    def _parted(self) -> tuple[list[Fact], dict[str, list[Fact]]]:
        """Part the most frequent wrong values of each column from the rest."""
        by_column: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._found:
            by_column[fact.column].append(fact)
        for facts in by_column.values():
            facts.sort(key=self._rows, reverse=True)
        named = [fact for facts in by_column.values() for fact in facts[:MOST_VALUES]]
        many = {c: facts[MOST_VALUES:] for c, facts in by_column.items() if facts[MOST_VALUES:]}
        return named, many

    def _rows(self, fact: Fact) -> int:
        return sum(max(counts.values()) for counts in self._found[fact].values())
