"""A proposal that somebody agreed to, as a study: tables, answers, and study.toml with reasons."""

from __future__ import annotations

import csv
import io
import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cx_workbench.errors import Problem, StudyError
from cx_workbench.files import alone, clear, in_words, make_folder, mark_of, publish, workplace
from cx_workbench.study.contract import (
    IMPROVEMENTS,
    MOST_CELLS,
    PERSONAS,
    RESPONSES,
    TOUCHPOINTS,
)
from cx_workbench.study.importing.cleaning import Cleaned, clean
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.journeys import placed
from cx_workbench.study.importing.mapping import (
    ANSWERS,
    TARGET,
    expects,
    map_settings,
    settings_text,
    smallest_cell,
)
from cx_workbench.study.importing.personas import EVERYBODY, Persona, personas_of
from cx_workbench.study.importing.private import masked
from cx_workbench.study.importing.profiles import MOST_LETTERS, batched
from cx_workbench.study.importing.proposal import LEFT_OUT, Role
from cx_workbench.study.values import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cx_workbench.study.contract import Table
    from cx_workbench.study.importing.journey_map import JourneyMap
    from cx_workbench.study.importing.proposal import Item, Proposal
    from cx_workbench.study.importing.sheets import Row
    from cx_workbench.study.values import Cell

UNWRITTEN = "The study was not written."
SETTINGS = "study.toml"
RECORD = "import.json"
SCHEMA = "cx-workbench/import/1"
#: A guess that is the same for every touchpoint ranks by gap and impact alone.
_EFFORT, _CLOSES = ("10", "20", "40"), ("0.25", "0.5", "0.75")
#: Excel takes a CSV for UTF-8 only if it begins with this mark.
_MARK = "\ufeff"
#: Columns whose answers stand in study.toml.
_LOOKED_UP = {Role.QUESTION, Role.PERSONA, Role.GROUP}
#: Columns that are named one by one.
_NAMED = 5


class Readable(Protocol):
    """What can be read row by row, as often as one likes."""

    def rows(self) -> Iterator[Row]:
        """Give each row that counts, with a cell for each item of the proposal."""


@dataclass(frozen=True)
class Tables:
    """What is written beside the answers.

    Attributes
    ----------
    items
        What each column of the answers is for.
    settings
        study.toml.
    personas
        At least one.
    touchpoints
        The name of each, by id.
    expects
        Whether people were asked what they expected.
    smallest
        Answers that a cell needs to be shown; 0: any.
    record
        What the columns held, if another wave may come.
    journey
        Rows of touchpoints.csv, where a map says more than their names.
    """

    items: Sequence[Item]
    settings: str
    personas: Sequence[Persona]
    touchpoints: Mapping[str, str]
    expects: bool = False
    smallest: int = 0
    record: str = ""
    journey: Sequence[Mapping[str, str]] = ()

    @property
    def texts(self) -> dict[str, str]:
        """Return the files by name."""
        texts = {
            SETTINGS: self.settings,
            "personas.csv": _table(PERSONAS, _persona_rows(self.personas)),
            "touchpoints.csv": _table(
                TOUCHPOINTS, self.journey or _touchpoint_rows(self.touchpoints)
            ),
            "improvements.csv": _table(IMPROVEMENTS, _improvement_rows(self.touchpoints)),
        }
        return texts | ({RECORD: self.record} if self.record else {})

    def assumed(self, *, mask: bool) -> Iterator[str]:
        """Say what nobody gave."""
        if list(self.personas) == [EVERYBODY]:
            yield "Nothing tells personas apart: all customers are one."
        if not self.expects:
            yield (
                f"Nobody was asked what was expected: reality is held against a target of {TARGET}."
            )
        low, likely, high = _EFFORT
        yield (
            "improvements.csv has one improvement a touchpoint, each with the same guess: "
            f"{likely} ({low} to {high}) person-days, closing half of the gap. Put yours in their "
            "place."
        )
        if self.smallest:
            yield (
                f"Cells with fewer than {self.smallest} answers are not shown and count nowhere "
                "(smallest_cell in study.toml)."
            )
        private = [item.column.name for item in self.items if item.role is Role.PRIVATE]
        if private:
            yield f"Left out as private: {', '.join(private)}."
        if mask and any(item.role is Role.COMMENT for item in self.items):
            yield "In comments, e-mail addresses and telephone numbers were replaced by marks."


def write_study(  # noqa: PLR0913  what, from where, and how
    folder: Path,
    respondents: Readable,
    proposal: Proposal,
    *,
    journey: JourneyMap | None = None,
    mask: bool = True,
    told: Callable[[int], None] = lambda _: None,
) -> list[str]:
    """Write the study that a proposal describes; all of it or nothing.

    Parameters
    ----------
    folder
        New or empty.
    respondents
        With the rows that count, which are read once more.
    proposal
        What becomes of them.
    journey
        A map that the touchpoints of the survey are placed on.
    mask
        Put marks for e-mail addresses and telephone numbers in comments.
    told
        Called now and then with the number of rows that were written.

    Returns
    -------
    list of str
        What was assumed, in words.

    Raises
    ------
    StudyError
        The folder has files already, or there is no question to take answers from.
    """
    if not proposal.questions:
        raise StudyError(UNWRITTEN, [_no_question(proposal)])
    if not any(item.kind == "reality" and item.touchpoint for item in proposal.questions):
        what = "All questions ask what is expected or important, none how it was."
        hint = "Give the export with the answers to how it was, too."
        raise StudyError(UNWRITTEN, [Problem(what, file=proposal.file, hint=hint)])
    personas = personas_of(proposal)
    touchpoints = {item.touchpoint: item.title for item in proposal.questions if item.touchpoint}
    smallest = smallest_cell(proposal.rows // len(personas))
    rows, said = ([], []) if journey is None else placed(touchpoints, journey)
    tables = Tables(
        items=proposal.items,
        settings=settings_text(proposal, personas, smallest),
        personas=personas,
        touchpoints=touchpoints,
        expects=expects(proposal),
        smallest=smallest,
        record=record(proposal),
        journey=rows,
    )
    write_tables(folder, respondents, tables, mask=mask, told=told)
    return [*said, *tables.assumed(mask=mask)]


def write_map(folder: Path, journey: JourneyMap) -> None:
    """Write a study of a journey map alone: its answers are still to come.

    Raises
    ------
    StudyError
        The folder has files already.
    """
    names = dict(zip(journey.touchpoints["touchpoint"], journey.touchpoints["name"], strict=True))
    [id_] = short_ids([journey.persona], "everybody")
    persona = Persona(id_, journey.persona, (), 1.0) if journey.persona else EVERYBODY
    tables = Tables(
        items=(),
        settings=map_settings(journey.title or "Journey"),
        personas=[persona],
        touchpoints=names,
        journey=placed({}, journey)[0],
    )
    _check_cells(tables)
    with new_study(folder) as work:
        write_texts(work, tables.texts | {"responses.csv": _table(RESPONSES, ())})


def _few_of(names: Sequence[str]) -> str:
    return f"{', '.join(names[:_NAMED])}{' ...' if len(names) > _NAMED else ''}"


def _check_cells(tables: Tables) -> None:
    """Refuse what would be too large to be loaded again."""
    people, places = len(tables.personas), len(tables.journey or tables.touchpoints)
    if people * places > MOST_CELLS:
        what = f"{people:,} personas at {places:,} touchpoints are over {MOST_CELLS:,} cells."
        hint = "Tell fewer personas apart (--persona), or leave questions out (--drop)."
        raise StudyError(UNWRITTEN, [Problem(what, hint=hint)])


def _no_question(proposal: Proposal) -> Problem:
    """Say why nothing is a question, and how to say that something is."""
    reasons = [f"{_few_of(names)}: {why}" for why, names in proposal.unused.items()]
    told = {name for names in proposal.unused.values() for name in names}
    groups = [name for name in proposal.offered if name not in told]
    if groups:
        reasons.append(f"{_few_of(groups)}: a few different answers, on no scale known here")
    what = f"No column is a question with a scale. {'; '.join(reasons)}".rstrip(". ") + "."
    hint = "If one is, name it: --question COLUMN."
    return Problem(what, file=proposal.file, hint=hint)


def write_tables(
    folder: Path,
    respondents: Readable,
    tables: Tables,
    *,
    mask: bool,
    told: Callable[[int], None],
) -> None:
    """Write the tables of a study and a copy of its answers; all of it or nothing.

    Raises
    ------
    StudyError
        The folder has files already.
    """
    _check_cells(tables)
    with new_study(folder) as work:
        write_answers(work / ANSWERS, respondents, tables.items, mask=mask, told=told)
        write_texts(work, tables.texts)


@contextmanager
def new_study(folder: Path) -> Iterator[Path]:
    """Lend a place for the files of a new study; they appear together, or not at all.

    Of two who make a study in one folder at the same time, the first does and the other is
    refused.

    Raises
    ------
    StudyError
        The folder has files already, or somebody else is filling it.
    WorkbenchError
        It cannot be written.
    """
    must_be_new(folder)
    make_folder(folder)
    with ExitStack() as stack, in_words(folder):
        with alone(folder / SETTINGS):
            must_be_new(folder)
            work = stack.enter_context(workplace(folder))
        yield work
        with alone(folder / SETTINGS):
            must_be_new(folder, apart_from=work)
            publish(work, folder, last=SETTINGS)


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files by name, their lines as they are."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def must_be_new(folder: Path, apart_from: Path | None = None) -> None:
    """Refuse a folder that has files already, apart from what a killed process left.

    Raises
    ------
    StudyError
        Nothing of anybody's is overwritten.
    """
    if folder.is_dir():
        clear(folder)
    ours = {mark_of(folder / SETTINGS), apart_from}
    if folder.exists() and (not folder.is_dir() or set(folder.iterdir()) - ours):
        hint = "Name a new folder; nothing is overwritten."
        problem = Problem(f"'{folder}' is there already.", hint=hint)
        raise StudyError(UNWRITTEN, [problem])


def write_answers(
    path: Path,
    respondents: Readable,
    items: Sequence[Item],
    *,
    mask: bool,
    told: Callable[[int], None],
) -> None:
    """Copy the answers of customers, without private columns."""
    kept = [(place, item) for place, item in enumerate(items) if item.role not in LEFT_OUT]
    whole, cut, count = Cleaned(), Cleaned(MOST_LETTERS), 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_MARK)
        writer = csv.writer(file)
        writer.writerow([clean(item.column.name) for _, item in kept])
        for some in batched(respondents.rows()):
            columns = list(zip(*(cells for _, cells in some), strict=True))
            written = [
                [_comment(cell, mask=mask) for cell in columns[place]]
                if item.role is Role.COMMENT
                # study.toml knows long answers by their beginning.
                else map((cut if item.role in _LOOKED_UP else whole).__getitem__, columns[place])
                for place, item in kept
            ]
            writer.writerows(zip(*written, strict=True))
            count += len(some)
            told(count)


def _comment(cell: Cell, *, mask: bool) -> str:
    text = as_text(cell)
    return clean(masked(text) if mask else text)


def _table(table: Table, rows: Iterable[Mapping[str, str]]) -> str:
    text, rows = io.StringIO(), list(rows)
    further = dict.fromkeys(name for row in rows for name in row if name not in table.names)
    names = [*table.names, *further]
    writer = csv.DictWriter(text, names, lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows({name: clean(cell) for name, cell in row.items()} for row in rows)
    return _MARK + text.getvalue()


def _persona_rows(personas: Iterable[Persona]) -> Iterator[dict[str, str]]:
    for persona in personas:
        share = f"{persona.share:.4f}"
        yield {"persona": persona.id, "name": persona.name, "share": share}


def _touchpoint_rows(touchpoints: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for position, (id_, title) in enumerate(touchpoints.items(), start=1):
        yield {"touchpoint": id_, "name": title, "position": str(position)}


def _improvement_rows(touchpoints: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for id_, title in touchpoints.items():
        yield {
            "improvement": f"improve_{id_}",
            "title": f"Improve: {title}",
            "touchpoints": id_,
            **dict(zip(("effort_low", "effort_likely", "effort_high"), _EFFORT, strict=True)),
            **dict(zip(("closes_low", "closes_likely", "closes_high"), _CLOSES, strict=True)),
        }


def record(proposal: Proposal) -> str:
    """Write import.json: what the columns held, to hold a second wave against; nothing private."""
    columns = {
        item.column.name: {
            "role": item.role.value,
            "answers": sorted(item.counts),
        }
        for item in proposal.questions
    } | {
        item.column.name: {"role": item.role.value}
        for item in proposal.items
        if item.role is not Role.QUESTION
    }
    groups = {
        group.column.name: sorted(group.values)
        for group in proposal.groups
        if group.is_usual or group.column.name == proposal.persona
    }
    found = {
        "schema": SCHEMA,
        "file": proposal.file,
        "sheet": proposal.sheet,
        "tool": proposal.tool.value,
        "respondents": proposal.rows,
        "columns": columns,
        "groups": groups,
    }
    return json.dumps(found, ensure_ascii=False, indent=1)
