"""The command that makes a study of a survey tool's export, and what it asks about it."""

from __future__ import annotations

import json
import sys
from pathlib import Path  # noqa: TC003  typer reads it
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.prompt import Prompt
from rich.table import Table
from rich.text import Text

from cx_workbench.cli.app import NAME, JsonOption, app
from cx_workbench.cli.console import console_for
from cx_workbench.cli.words import listed, quoted, say
from cx_workbench.errors import SettingError, did_you_mean, visible
from cx_workbench.study.values import is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from cx_workbench.study.importing.journey_map import JourneyMap
    from cx_workbench.study.importing.proposal import Proposal
    from cx_workbench.study.importing.sheets import Sheet
    from cx_workbench.study.importing.surveys import Survey
    from cx_workbench.study.importing.writing import Readable

#: What stands for "all customers are one persona".
_NONE = "none"
#: Values of a column that are shown.
_EXAMPLES = 5
#: Columns that are named one by one, and questions that are shown.
_MOST_NAMED, _MOST_QUESTIONS = 12, 60


@app.command(name="import")
def import_(  # noqa: PLR0913  each is an option of the command
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="An export of SurveyMonkey, Qualtrics, Google or Microsoft Forms or SPSS, any "
            "table of answers (.csv, .tsv, .txt, .xlsx, .xls, .xlsb, .ods, .sav), a journey map "
            "(.ojf, or a table of stages and touchpoints); several become one study.",
        ),
    ],
    *,
    into: Annotated[
        Path, typer.Option("--into", metavar="STUDY", help="New folder for the study.")
    ],
    sheet: Annotated[
        str, typer.Option(metavar="NAME", help="Sheet of a workbook; else the longest.")
    ] = "",
    persona: Annotated[
        str,
        typer.Option(
            metavar="COLUMN",
            help=f"The column that tells personas apart; '{_NONE}': all customers are one.",
        ),
    ] = "",
    question: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="A column that is a question; may be given again."),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="A column to leave out; may be given again."),
    ] = None,
    like: Annotated[
        Path | None,
        typer.Option(
            metavar="STUDY",
            help="A study imported from an earlier wave: read the same way, and say what changed.",
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing; what was assumed is said.")
    ] = False,
    unmasked: Annotated[
        bool,
        typer.Option("--unmasked", help="Keep e-mail addresses and telephone numbers in comments."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a study of a survey tool's export.

    Proposes what each column is, with its reason and its doubt, asks what it cannot know, and
    writes a study that can be ranked at once.
    """
    from cx_workbench.study.importing.answer_tables import has_answers, write_answers_study
    from cx_workbench.study.importing.joining import Part, joined
    from cx_workbench.study.importing.proposing import proposed
    from cx_workbench.study.importing.writing import must_be_new, write_study

    if like is not None and persona:
        raise SettingError("With --like, personas are told as in that study: leave out --persona.")
    must_be_new(into)
    journey, exports = _opened(files, sheet)
    if journey is not None and not exports:
        _write_map(journey, files[0], into, as_json=as_json)
        return
    found = [(_read(chosen, silent=as_json), notes) for chosen, notes in exports]
    notes = [note for _, own in found for note in own]
    survey = found[0][0]
    if len(found) == 1 and has_answers(survey):
        if persona or question or drop or like is not None or journey is not None:
            message = "The table has the columns of a study already: there is nothing to choose."
            raise SettingError(f"{message} Leave out all options but --into and --unmasked.")
        if not as_json:
            file = survey.respondents.sheet.file
            say(f"{file}: {survey.rows:,} answers, with the columns of a study")
            listed(notes)
        with _progress("Writing", silent=as_json) as told:
            assumed = write_answers_study(into, survey, mask=not unmasked, told=told)
        _end(into, assumed, {"study": str(into), "assumed": assumed}, as_json=as_json)
        return
    surveys = [survey for survey, _ in found]
    asked, dropped = (_columns(surveys, names or []) for names in (question, drop))
    parts = zip(surveys, asked, dropped, strict=True)
    respondents, proposal = joined([Part(s, proposed(s, asked=a, dropped=d)) for s, a, d in parts])
    if like is not None:
        _second_wave(respondents, proposal, like, into, mask=not unmasked, as_json=as_json)
        return
    proposal = _with_persona(proposal, persona)
    if not as_json:
        _show(proposal, notes)
        if not (persona or yes) and sys.stdin.isatty() and proposal.offered:
            proposal = _asked(proposal)
    with _progress("Writing", silent=as_json) as told:
        assumed = write_study(
            into, respondents, proposal, journey=journey, mask=not unmasked, told=told
        )
    _end(into, assumed, _plain(proposal, assumed, into), as_json=as_json)


def _columns(surveys: list[Survey], names: list[str]) -> list[list[str]]:
    """Tell which export has which of the columns that somebody named."""
    known = [[profile.column.name for profile in survey.profiles] for survey in surveys]
    every = [name for own in known for name in own]
    unknown = [
        f"There is no column '{n}'. {did_you_mean(n, every)}" for n in names if n not in every
    ]
    if unknown:
        raise SettingError(" ".join(unknown))
    return [[name for name in names if name in own] for own in known]


def _end(into: Path, assumed: list[str], plain: dict[str, object], *, as_json: bool) -> None:
    """Say what was assumed, and what to do next."""
    if as_json:
        say(json.dumps(plain, ensure_ascii=False))
        return
    say("What was assumed:")
    listed(assumed)
    say(f"The study is in {into}. Names of touchpoints and personas, and your own improvements, go")
    say("into its tables; study.toml says how each answer is read, and why. Then:")
    say(f"  {NAME} report {quoted(into)} --out {quoted(into.with_name(f'{into.name}-report'))}")


def _opened(
    files: list[Path], sheet: str
) -> tuple[JourneyMap | None, list[tuple[Sheet, list[str]]]]:
    """Tell the journey map, if there is one, from the sheets that hold answers."""
    from cx_workbench.study.importing.journey_map import read_journey_map
    from cx_workbench.study.importing.journey_tables import journey_of

    maps, exports = [], []
    for file in files:
        if file.suffix.casefold() == ".ojf":
            maps.append(read_journey_map(file))
            continue
        chosen, notes = _sheet_of(file, sheet)
        journey = journey_of(chosen)
        if journey is None:
            exports.append((chosen, notes))
        else:
            maps.append(journey)
    if len(maps) > 1:
        raise SettingError("Give one journey map: a study has one journey.")
    return (maps[0] if maps else None), exports


def _write_map(journey: JourneyMap, file: Path, into: Path, *, as_json: bool) -> None:
    from cx_workbench.study.importing.writing import write_map

    write_map(into, journey)
    count = len(journey.touchpoints)
    if as_json:
        plain = {"study": str(into), "touchpoints": count, "assumed": list(journey.assumed)}
        say(json.dumps(plain, ensure_ascii=False))
        return
    stages = len(journey.stages)
    say(f"{journey.title or 'The journey'}: {count} touchpoints in {stages} stages")
    listed(journey.assumed)
    say(f"The study is in {into}. Its answers are still to come: fill in responses.csv, or import")
    say("the map together with an export:")
    into = into.with_name(f"{into.name}-2")
    say(f"  {NAME} import export.csv {quoted(file)} --into {quoted(into)}")


def _read(chosen: Sheet, *, silent: bool) -> Survey:
    """Go through an export; a table of one answer a row gets one respondent a row."""
    from cx_workbench.study.importing.answer_tables import has_answers
    from cx_workbench.study.importing.long_tables import unfolded
    from cx_workbench.study.importing.surveys import survey_of

    with _progress(f"Reading {chosen.file}", silent=silent) as told:
        survey = survey_of(chosen, told)
        by_respondent = None if has_answers(survey) else unfolded(survey)
        if by_respondent is not None:
            survey = survey_of(by_respondent, told)
    return survey


def _second_wave(  # noqa: PLR0913  what the command was given
    respondents: Readable, found: Proposal, like: Path, into: Path, *, mask: bool, as_json: bool
) -> None:
    from cx_workbench.study.importing.waves import next_wave, write_wave

    wave = next_wave(like, found)
    with _progress("Writing", silent=as_json) as told:
        write_wave(into, respondents, wave, mask=mask, told=told)
    if as_json:
        plain = {"study": str(into), "like": str(like), "changes": list(wave.changes)}
        say(json.dumps(plain, ensure_ascii=False))
        return
    say(f"{found.file}: {found.rows:,} respondents, read as in {like}")
    say("What changed:" if wave.changes else "All columns and answers are as they were.")
    listed(wave.changes)
    say(f"The study is in {into}. Then:")
    say(f"  {NAME} report {quoted(into)} --out {quoted(into.with_name(f'{into.name}-report'))}")


def _sheet_of(file: Path, name: str) -> tuple[Sheet, list[str]]:
    """Choose the sheet that holds the answers."""
    from cx_workbench.study.importing.sheets import sheets_of

    sheets = {sheet.name or "": sheet for sheet in sheets_of(file)}
    if name:
        if name not in sheets:
            hint = did_you_mean(name, [own for own in sheets if own]) if len(sheets) > 1 else ""
            raise SettingError(f"There is no sheet '{name}' in {file.name}. {hint}".strip())
        return sheets[name], []
    longest = max(sheets, key=lambda own: _cells(sheets[own]) if own else 0)
    if len(sheets) == 1:
        return sheets[longest], []
    others = ", ".join(f"'{own}'" for own in sheets if own != longest)
    return sheets[longest], [f"The sheet '{longest}' was read; not read: {others} (see --sheet)."]


def _cells(sheet: Sheet) -> int:
    """Count the cells that are filled: notes may be longer than a table, but never as wide."""
    return sum(sum(not is_empty(cell) for cell in cells) for _, cells in sheet.rows())


def _with_persona(proposal: Proposal, name: str) -> Proposal:
    if not name:
        return proposal
    if name == _NONE:
        return proposal.with_persona("")
    names = [group.column.name for group in proposal.groups]
    if name not in names:
        why = {item.column.name: item.why for item in proposal.items}.get(name)
        if why is None:
            raise SettingError(f"There is no column '{name}'. {did_you_mean(name, names)}".strip())
        raise SettingError(f"The column '{name}' cannot tell personas apart: {why}.")
    return proposal.with_persona(name)


def _show(proposal: Proposal, notes: list[str]) -> None:
    people = "respondent" if proposal.rows == 1 else "respondents"
    say(f"{proposal.file}: {proposal.tool.value}, {proposal.rows:,} {people}")
    listed([*notes, *proposal.assumed])
    from cx_workbench.study.importing.proposal import LEFT_OUT

    console_for().print(_questions(proposal))
    for role, what in (
        ("respondent", "Respondents are told by"),
        ("weight", "Weights are in"),
        ("date", "Dates are in"),
        ("comment", "Comments are in"),
        ("persona", "Personas are told by"),
    ):
        names = [item.column.name for item in proposal.items if item.role.value == role]
        if names:
            say(f"{what} '{names[0]}'.")
    left_out = [item for item in proposal.items if item.role in LEFT_OUT]
    if left_out:
        named = ", ".join(f"'{item.column.name}' ({item.why})" for item in left_out[:_MOST_NAMED])
        say(f"Left out: {named}{_more(len(left_out) - _MOST_NAMED)}.")
    for why, columns in proposal.unused.items():
        named = ", ".join(columns[:_MOST_NAMED])
        say(f"Not used ({why}): {named}{_more(len(columns) - _MOST_NAMED)}.")
    others = proposal.offered
    if others:
        named = ", ".join(others[:_MOST_NAMED])
        more = _more(len(others) - _MOST_NAMED)
        say(f"Personas could be told by (--persona): {named}{more}.")
    if proposal.doubts:
        say("Please check:")
        listed(proposal.doubts)


def _more(count: int) -> str:
    return f" and {count:,} more" if count > 0 else ""


def _questions(proposal: Proposal) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Question", "Metric", "Scale", "No score", "Answers"):
        table.add_column(heading, justify="right" if heading == "Answers" else "left")
    for item in proposal.questions[:_MOST_QUESTIONS]:
        codes = [
            f"{code:g}" if isinstance(code, float) else str(code)
            for code in (*item.not_applicable, *item.blank)
        ]
        whole = "" if item.touchpoint else " (whole journey)"
        kind = "" if item.kind == "reality" else f" ({item.kind})"
        cells = (
            f"{item.title}{whole}{kind}",
            item.metric,
            str(item.scale),
            ", ".join(codes),
            f"{item.answered:,}",
        )
        table.add_row(*(Text(visible(cell)) for cell in cells))
    left = len(proposal.questions) - _MOST_QUESTIONS
    if left > 0:
        table.add_row(f"and {left:,} more, in study.toml", *[""] * 4)
    return table


def _asked(proposal: Proposal) -> Proposal:
    """Ask which column tells the personas."""
    names = list(proposal.offered)
    say("Which column tells the personas apart? Their answers are compared.")
    say("  0  none: all customers are one persona")
    usual_groups = (group for group in proposal.groups if group.is_usual)
    for number, group in enumerate(usual_groups, start=1):
        first = ", ".join(list(group.values)[:_EXAMPLES])
        more = " ..." if len(group.values) > _EXAMPLES else ""
        say(f"  {number}  {group.column.name} ({first}{more})")
    known = {group.column.name: group.column.name for group in proposal.groups}
    known |= {str(number): name for number, name in enumerate(["", *names])}
    usual = str(names.index(proposal.persona) + 1) if proposal.persona else "0"
    while (said := Prompt.ask("Number or name", default=usual).strip()) not in known:
        say(f"There is no '{said}'. {did_you_mean(said, names)}")
    return proposal.with_persona(known[said])


def _progress(what: str, *, silent: bool) -> AbstractContextManager[Callable[[int], None]]:
    from contextlib import contextmanager

    from rich.console import Console

    @contextmanager
    def shown() -> Iterator[Callable[[int], None]]:
        console = Console(stderr=True)
        off = silent or not console.is_terminal
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            console=console,
            disable=off,
            transient=True,
        ) as bar:
            task = bar.add_task(what)
            yield lambda rows: bar.update(task, description=f"{what}: {rows:,} rows")

    return shown()


def _plain(proposal: Proposal, assumed: list[str], into: Path) -> dict[str, object]:
    return {
        "study": str(into),
        "file": proposal.file,
        "tool": proposal.tool.value,
        "respondents": proposal.rows,
        "columns": [
            {
                "column": item.column.name,
                "role": item.role.value,
                "why": item.why,
                "doubts": list(item.doubts),
            }
            for item in proposal.items
        ],
        "questions": [
            {
                "column": item.column.name,
                "touchpoint": item.touchpoint,
                "metric": item.metric,
                "kind": item.kind,
                "min": item.scale.min,
                "max": item.scale.max,
                "not_applicable": list(item.not_applicable),
                "blank": list(item.blank),
                "words": dict(item.words),
            }
            for item in proposal.questions
        ],
        "persona": proposal.persona,
        "assumed": [*proposal.assumed, *assumed],
    }
