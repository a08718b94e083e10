"""Files of SPSS: numbers with labels, and the wording of each question."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.importing.clues import Clue, tells
from cx_workbench.study.importing.limits import MOST_OF_A_WORKBOOK, UNREAD, check_size
from cx_workbench.study.importing.sheets import Sheet
from cx_workbench.study.importing.worded import is_blank, is_not_applicable, worded
from cx_workbench.study.tables import unreadable
from cx_workbench.study.values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from cx_workbench.study.importing.sheets import Row
    from cx_workbench.study.values import Cell

_MISSING = "What SPSS calls a missing value is an empty cell here."


def spss_sheet(path: Path) -> Sheet:
    """Open a file of SPSS as a table.

    Labels stand for numbers where they are answers in words or names of groups; scores stay
    numbers, beside the labels of what is no score.

    Parameters
    ----------
    path
        ``.sav`` or ``.zsav``; at most 200 MB, since it is held.

    Raises
    ------
    StudyError
        It is damaged, too large, or pyreadstat is not installed.
    """
    try:
        import pyreadstat
    except ImportError as error:
        hint = "Run: pip install 'cx-workbench[spss]'. Or export the answers as .csv with labels."
        lacking = Problem("Reading files of SPSS needs pyreadstat.", file=path.name, hint=hint)
        raise StudyError(UNREAD, [lacking]) from error
    check_size(path, MOST_OF_A_WORKBOOK, UNREAD)
    try:
        columns, about = pyreadstat.read_sav(str(path), output_format="dict")
    except Exception as error:
        # pyreadstat raises classes of its own that it does not name.
        raise StudyError(UNREAD, [unreadable(path, error)]) from error
    names = list(about.column_names)
    asks = tuple(
        as_text(label) or name for name, label in zip(names, about.column_labels, strict=True)
    )
    shown = [
        _shown(columns[name], about.variable_value_labels.get(name, {}), ask)
        for name, ask in zip(names, asks, strict=True)
    ]

    def rows() -> Iterator[Row]:
        yield 1, names
        yield from enumerate(zip(*shown, strict=True), start=2)

    return Sheet(path.name, None, rows, (_MISSING,), asks)


def _shown(values: Sequence[Any], labels: Mapping[Any, str], ask: str) -> list[Cell]:
    """Put labels for numbers where they say more."""
    cells: list[Cell] = [None if _is_missing(value) else value for value in values]
    present = {cell for cell in cells if cell is not None}
    known = {value: as_text(label) for value, label in labels.items() if as_text(label)}
    if not known:
        return cells
    if not present <= known.keys() or _are_scores([known[value] for value in present], ask):
        known = {value: label for value, label in known.items() if _is_none(label)}
    return [known.get(cell, cell) if cell is not None else None for cell in cells]


def _are_scores(labels: Sequence[str], ask: str) -> bool:
    """Whether labels only say in other words what their numbers say."""
    if worded(labels) is not None:
        return False
    return any(tells(ask, clue) for clue in (Clue.RATED, Clue.EASE, Clue.RECOMMEND))


def _is_none(label: str) -> bool:
    return is_blank(label) or is_not_applicable(label)


def _is_missing(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))
