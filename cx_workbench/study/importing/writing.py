"""A proposal that somebody agreed to, as a study: tables, answers, and study.toml with reasons."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Protocol

import tomlkit

from cx_workbench.errors import Problem, StudyError
from cx_workbench.files import make_folder, publish, workplace
from cx_workbench.study.contract import IMPROVEMENTS, PERSONAS, TOUCHPOINTS
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.private import masked
from cx_workbench.study.importing.proposal import Role
from cx_workbench.study.importing.worded import is_blank
from cx_workbench.study.values import answer_key, as_safe_text, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cx_workbench.study.contract import Table
    from cx_workbench.study.importing.proposal import AskedItem, Group, Proposal
    from cx_workbench.study.importing.sheets import Row

UNWRITTEN = "The study was not written."
ANSWERS = "responses_raw.csv"
RECORD = "import.json"
SCHEMA = "cx-workbench/import/1"
#: Personas that are told apart, and the share of respondents that each must have.
_MOST_PERSONAS, _SMALLEST = 8, 0.02
#: A guess that is the same for every touchpoint ranks by gap and impact alone.
_EFFORT, _CLOSES = ("10", "20", "40"), ("0.25", "0.5", "0.75")
_TARGET = 85
#: Excel takes a CSV for UTF-8 only if it begins with this mark.
_MARK = "\ufeff"
_EVERY = 20_000
#: Letters of a line of remarks in study.toml.
_WIDTH = 95


class Readable(Protocol):
    """What can be read row by row, as often as one likes."""

    def rows(self) -> Iterator[Row]:
        """Give each row that counts, with a cell for each item of the proposal."""


@dataclass(frozen=True)
class Persona:
    """A persona and the answers that make it; no answers make everybody."""

    id: str
    name: str
    values: tuple[str, ...]
    share: float


def write_study(
    folder: Path,
    respondents: Readable,
    proposal: Proposal,
    *,
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
    must_be_new(folder)
    if not proposal.questions:
        hint = "Say which columns are questions in the JupyterLab importer, or in study.toml."
        problem = Problem("No column is a question with a scale.", file=proposal.file, hint=hint)
        raise StudyError(UNWRITTEN, [problem])
    personas = personas_of(proposal)
    make_folder(folder)
    with workplace(folder) as work:
        write_answers(work / ANSWERS, respondents, proposal, mask=mask, told=told)
        texts = {
            "study.toml": settings_text(proposal, personas),
            "personas.csv": _table(PERSONAS, _persona_rows(personas)),
            "touchpoints.csv": _table(TOUCHPOINTS, _touchpoint_rows(proposal)),
            "improvements.csv": _table(IMPROVEMENTS, _improvement_rows(proposal)),
            RECORD: record(proposal),
        }
        for name, text in texts.items():
            (work / name).write_text(text, encoding="utf-8", newline="")
        publish(work, folder, last="study.toml")
    return list(_assumed(proposal, mask=mask))


def must_be_new(folder: Path) -> None:
    """Refuse a folder that has files already.

    Raises
    ------
    StudyError
        Nothing of anybody's is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "Name a new folder; nothing is overwritten."
        problem = Problem(f"'{folder}' is there already.", hint=hint)
        raise StudyError(UNWRITTEN, [problem])


def personas_of(proposal: Proposal) -> list[Persona]:
    """Make personas of the groups of a column; of everybody, if no column tells them."""
    group = next((g for g in proposal.groups if g.column.name == proposal.persona), None)
    if group is None:
        return [Persona("everybody", "All customers", (), 1.0)]
    values = {clean(value): n for value, n in group.values.items() if not is_blank(value)}
    total = sum(values.values())
    ordered = sorted(values, key=lambda value: -values[value])
    whole = ordered if len(ordered) <= _MOST_PERSONAS else ordered[: _MOST_PERSONAS - 1]
    large = [value for value in whole if values[value] >= _SMALLEST * total]
    rest = tuple(value for value in ordered if value not in large)
    names = [_group_name(group, value) for value in large]
    made = [
        Persona(id_, name, (value,), values[value] / total)
        for id_, name, value in zip(short_ids(names, "persona"), names, large, strict=True)
    ]
    if rest:
        share = sum(values[value] for value in rest) / total
        taken = [persona.id for persona in made]
        made.append(Persona(short_ids([*taken, "other"], "persona")[-1], "Other", rest, share))
    return made


def _group_name(group: Group, value: str) -> str:
    return value if isinstance(answer_key(value), str) else f"{group.column.asks} {value}"


def clean(text: str) -> str:
    """Write a cell as it goes into the study's copy: safe to open in a spreadsheet."""
    return text if not isinstance(answer_key(text), str) else as_safe_text(text)


def write_answers(
    path: Path,
    respondents: Readable,
    proposal: Proposal,
    *,
    mask: bool,
    told: Callable[[int], None],
) -> None:
    """Copy the answers of customers, without private columns."""
    kept = [
        (place, item) for place, item in enumerate(proposal.items) if item.role is not Role.PRIVATE
    ]
    # The same few answers are given again and again.
    known: dict[object, str] = {}
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_MARK)
        writer = csv.writer(file)
        writer.writerow([clean(item.column.name) for _, item in kept])
        for count, (_, cells) in enumerate(respondents.rows(), start=1):
            row = []
            for place, item in kept:
                cell = cells[place]
                if item.role is Role.COMMENT:
                    text = as_text(cell)
                    row.append(clean(masked(text) if mask else text))
                    continue
                if cell not in known:
                    if len(known) > _EVERY:
                        known.clear()
                    known[cell] = clean(as_text(cell))
                row.append(known[cell])
            writer.writerow(row)
            if count % _EVERY == 0:
                told(count)


def settings_text(proposal: Proposal, personas: Sequence[Persona]) -> str:
    """Write study.toml: how the answers read, with the reason and the doubt of each question."""
    document = tomlkit.document()
    for line in _preface(proposal):
        for short in wrap(_one_line(line), _WIDTH):
            document.add(tomlkit.comment(short))
    document.add(tomlkit.nl())
    document["study"] = _section({"title": _title(proposal)})
    reference = "target" if not _expects(proposal) else "expectation"
    document["ranking"] = _section({"top": 5, "reference": reference})
    if reference == "target":
        document["target"] = _section({"default": _TARGET})
    responses = _section({"source": ANSWERS, "layout": "wide"})
    for role in (Role.RESPONDENT, Role.WEIGHT, Role.DATE, Role.COMMENT):
        column = proposal.first(role)
        if column is not None:
            responses[role.value] = clean(column.name)
    responses["persona"] = _rules(proposal, personas)
    responses["question"] = _questions(proposal.questions)
    document["responses"] = responses
    return tomlkit.dumps(document)


def _preface(proposal: Proposal) -> Iterator[str]:
    of = f"{proposal.file}, sheet {proposal.sheet}" if proposal.sheet else proposal.file
    yield f"Made from {of} ({proposal.tool.value}, {proposal.rows:,} respondents)."
    yield "Each question has its reason beside it; 'Check' marks what could not be known."
    yield from proposal.assumed


def _title(proposal: Proposal) -> str:
    return proposal.file.rpartition(".")[0].replace("_", " ")


def _expects(proposal: Proposal) -> bool:
    return any(item.kind == "expectation" for item in proposal.questions)


def _section(values: Mapping[str, Any]) -> tomlkit.items.Table:
    table = tomlkit.table()
    for name, value in values.items():
        table[name] = value
    return table


def _rules(proposal: Proposal, personas: Sequence[Persona]) -> tomlkit.items.AoT:
    rules = tomlkit.aot()
    for persona in personas:
        rule = tomlkit.table()
        if persona.name != persona.id:
            rule.comment(_one_line(persona.name))
        rule["persona"] = persona.id
        when = tomlkit.inline_table()
        if persona.values:
            when[clean(proposal.persona)] = [plain(value) for value in persona.values]
        rule["when"] = when
        rules.append(rule)
    return rules


def _questions(asked: Iterable[AskedItem]) -> tomlkit.items.AoT:
    questions = tomlkit.aot()
    for item in asked:
        table = tomlkit.table()
        for remark in (item.why, *(f"Check: {doubt}" for doubt in item.doubts)):
            for line in wrap(_one_line(remark), _WIDTH):
                table.add(tomlkit.comment(line))
        table["column"] = clean(item.column.name)
        if item.touchpoint:
            table["touchpoint"] = item.touchpoint
        table["metric"] = item.metric
        if item.kind != "reality":
            table["kind"] = item.kind
        table["min"], table["max"] = plain(item.scale.min), plain(item.scale.max)
        if item.not_applicable:
            table["not_applicable"] = [plain(code) for code in item.not_applicable]
        if item.blank:
            table["blank"] = [plain(code) for code in item.blank]
        if item.words:
            words = tomlkit.inline_table()
            for word, score in item.words.items():
                words[clean(word)] = plain(score)
            table["words"] = words
        questions.append(table)
    return questions


def plain(value: str | float) -> str | float | int:
    """Write whole numbers without a point, and texts as they stand in the copy."""
    if isinstance(value, str):
        key = answer_key(value)
        return clean(value) if isinstance(key, str) else plain(key)
    return int(value) if value == int(value) else value


def _one_line(text: str) -> str:
    """Write a remark on one line, without signs that TOML forbids there."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _table(table: Table, rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, table.names, lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows({name: clean(cell) for name, cell in row.items()} for row in rows)
    return _MARK + text.getvalue()


def _persona_rows(personas: Iterable[Persona]) -> Iterator[dict[str, str]]:
    for persona in personas:
        share = f"{persona.share:.4f}"
        yield {"persona": persona.id, "name": persona.name, "share": share}


def _touchpoints(proposal: Proposal) -> dict[str, str]:
    return {item.touchpoint: item.title for item in proposal.questions if item.touchpoint}


def _touchpoint_rows(proposal: Proposal) -> Iterator[dict[str, str]]:
    for position, (id_, title) in enumerate(_touchpoints(proposal).items(), start=1):
        yield {"touchpoint": id_, "name": title, "position": str(position)}


def _improvement_rows(proposal: Proposal) -> Iterator[dict[str, str]]:
    for id_, title in _touchpoints(proposal).items():
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
    groups = {group.column.name: sorted(group.values) for group in proposal.groups}
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


def _assumed(proposal: Proposal, *, mask: bool) -> Iterator[str]:
    if not proposal.persona:
        yield "Nothing tells personas apart: all customers are one."
    if not _expects(proposal):
        yield f"Nobody was asked what was expected: reality is held against a target of {_TARGET}."
    low, likely, high = _EFFORT
    yield (
        f"improvements.csv has one improvement a touchpoint, each with the same guess: {likely} "
        f"({low} to {high}) person-days, closing half of the gap. Put yours in their place."
    )
    dropped = [item.column.name for item in proposal.items if item.role is Role.PRIVATE]
    if dropped:
        yield f"Left out as private: {', '.join(dropped)}."
    if mask and proposal.first(Role.COMMENT) is not None:
        yield "In comments, e-mail addresses and telephone numbers were replaced by marks."
