"""study.toml of an imported study: how each answer reads, with its reason and its doubt."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import tomlkit

from cx_workbench.study.importing.cleaning import clean, plain
from cx_workbench.study.importing.proposal import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cx_workbench.study.importing.personas import Persona
    from cx_workbench.study.importing.proposal import AskedItem, Proposal

#: The copy of the answers that a study reads.
ANSWERS = "responses_raw.csv"
#: What reality is held against where nobody was asked what was expected.
TARGET = 85
#: Answers that a cell needs to be shown: fewer, and people may be told from it. It is what
#: dashboards of survey tools begin with.
SMALLEST_CELL = 5
#: Letters of a line of remarks.
_WIDTH = 95


def settings_text(proposal: Proposal, personas: Sequence[Persona], smallest: int) -> str:
    """Write study.toml: how the answers read, with the reason and the doubt of each question."""
    document = tomlkit.document()
    for line in _preface(proposal):
        for short in wrap(_one_line(line), _WIDTH):
            document.add(tomlkit.comment(short))
    document.add(tomlkit.nl())
    document["study"] = _section({"title": title_of(proposal.file)})
    reference = "target" if not expects(proposal) else "expectation"
    document["ranking"] = ranking_section(reference, smallest)
    if reference == "target":
        document["target"] = _section({"default": TARGET})
    responses = _section({"source": ANSWERS, "layout": "wide"})
    for role in (Role.RESPONDENT, Role.WEIGHT, Role.DATE, Role.COMMENT):
        column = proposal.first(role)
        if column is not None:
            responses[role.value] = clean(column.name)
    responses["persona"] = _rules(proposal, personas)
    responses["question"] = _questions(proposal.questions)
    document["responses"] = responses
    return tomlkit.dumps(document)


def map_settings(title: str) -> str:
    """Write study.toml of a study whose answers are still to come."""
    document = tomlkit.document()
    document["study"] = _section({"title": title})
    document["ranking"] = ranking_section("target", SMALLEST_CELL)
    document["target"] = _section({"default": TARGET})
    return tomlkit.dumps(document)


def smallest_cell(usual: int) -> int:
    """Choose how many answers a cell needs to be shown, by how many it has on average.

    Where hardly any cell had enough, none is left out: nothing could be ranked.
    """
    return SMALLEST_CELL if usual >= SMALLEST_CELL else 0


def ranking_section(reference: str, smallest: int) -> tomlkit.items.Table:
    """Write how to rank."""
    section = _section({"top": 5, "reference": reference, "smallest_cell": smallest})
    fewer = "cells with fewer answers are not shown and count nowhere"
    section["smallest_cell"].comment(fewer if smallest else f"with {SMALLEST_CELL}, {fewer}")
    return section


def _preface(proposal: Proposal) -> Iterator[str]:
    of = f"{proposal.file}, sheet {proposal.sheet}" if proposal.sheet else proposal.file
    yield f"Made from {of} ({proposal.tool.value}, {proposal.rows:,} respondents)."
    yield "Each question has its reason beside it; 'Check' marks what could not be known."
    yield from proposal.assumed


def title_of(file: str) -> str:
    """Name a study by its file, or by what the names of several files share.

    Examples
    --------
    >>> title_of("May_2026.csv"), title_of("nps_web.csv + nps_shop.csv")
    ('May 2026', 'nps')
    """
    names = [name.rpartition(".")[0].replace("_", " ").split() for name in file.split(" + ")]
    shared = [words[0] for words in zip(*names, strict=False) if len(set(words)) == 1]
    return " ".join(shared or names[0])


def expects(proposal: Proposal) -> bool:
    """Whether people were asked what they expected."""
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


def _one_line(text: str) -> str:
    """Write a remark on one line, without signs that TOML forbids there."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
