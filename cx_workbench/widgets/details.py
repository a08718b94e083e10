"""The evidence of the selected improvement: figures, cells, how sure, and what customers wrote."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from cx_workbench.errors import StudyError, visible
from cx_workbench.rank.evidence import Evidence, evidence_of
from cx_workbench.study.comments import has_comments
from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.evidence import (
    as_html,
    as_lines,
    cells_table,
    criteria_table,
    facts,
    how_sure,
    not_measured,
    standing,
)
from cx_workbench.widgets.quotes import Quote, quotes
from cx_workbench.widgets.view import View
from cx_workbench.widgets.working_out import WORK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study
    from cx_workbench.widgets.session import Session

NOTHING_SELECTED = "Select an improvement to see what it rests on."
_NO_COMMENTS = "The answers of this study bring no comments."
_NONE_HERE = "Nobody wrote a comment there."
#: So many comments at first, and twice as many more each time.
_QUOTES = 4
#: Beyond so many answers comments are read when somebody asks: that takes seconds.
_READ_AT_ONCE = 500_000


class Details(View):
    """What the selected improvement rests on, with the words of the customers concerned.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> details = Details(cx.example(), file=False, draws=0)
    >>> print(details)
    Select an improvement to see what it rests on.
    >>> details.session.selected = "plain_bill"
    >>> print(details)
    A bill that says what changed: Rank 2 of 17, in the TOP 5...
    """

    _esm = script("details.js")
    _css = style("details.css")

    def __init__(self, source: Session | Study, **settings: Any) -> None:  # noqa: ANN401  of `Session`
        self._subject: tuple[Ranking, Evidence] | None = None
        self._figures: dict[str, Any] = {}
        self._quotes: dict[tuple[str, ...], tuple[Quote, ...]] = {}
        self._most, self._unread = _QUOTES, ""
        self._worked_out: dict[str, tuple[Ranking, Any]] = {}
        super().__init__(source, **settings)

    def shown(self) -> dict[str, Any]:
        """Return the evidence in words, as of the last whole ranking."""
        session = self.session
        settled = bool(session.answer.settled)
        if not session.selected:
            return {"improvement": "", "said": NOTHING_SELECTED, "settled": settled}
        evidence = self._evidence()
        return {
            **self._figures,
            "comments": self._comments(evidence),
            "worked_out": {name: self._lines_of(name, evidence) for name in WORK},
            "settled": settled,
        }

    def to_text(self) -> str:
        """Return the evidence as plain text."""
        return "\n".join(visible(line) for line in self._lines())

    def to_html(self) -> str:
        """Return the evidence as HTML without style or script; every text is escaped."""
        if not self.session.selected:
            return f"<p>{escape(NOTHING_SELECTED)}</p>"
        self._read(self.session.selected)
        told = self.shown()
        tables = "".join(as_html(table) for table in _tables(told))
        terms = "".join(
            f"<tr><th scope='row'>{escape(term)}</th><td>{escape(said)}</td></tr>"
            for term, said in told["facts"]
        )
        said = "".join(
            f"<li>{escape(quote['text'])}<br><small>{escape(quote['about'])}</small></li>"
            for quote in told["comments"]["items"]
        )
        return (
            f"<h3>{escape(told['title'])}</h3>{_paragraphs(_before(told))}{tables}"
            f"{_paragraphs(_after(told))}<table><tbody>{terms}</tbody></table><ul>{said}</ul>"
        )

    def _lines(self) -> Iterator[str]:
        if not self.session.selected:
            yield NOTHING_SELECTED
            return
        self._read(self.session.selected)
        told = self.shown()
        standing_, *reasons = _before(told)
        yield f"{told['title']}: {standing_}"
        yield from reasons
        for table in _tables(told):
            yield from as_lines(table)
        yield from _after(told)
        yield from (f"{term}: {said}" for term, said in told["facts"])
        yield from (f"{quote['text']} ({quote['about']})" for quote in told["comments"]["items"])

    def _evidence(self) -> Evidence:
        """Gather it once: while somebody drags, nothing here changes."""
        ranking, selected = self.session.ranking, self.session.selected
        if self._subject is not None:
            of, evidence = self._subject
            if of is ranking and evidence.improvement == selected:
                return evidence
            if evidence.improvement != selected:
                self._most, self._unread = _QUOTES, ""
        evidence = evidence_of(ranking, selected)
        self._subject, self._figures = (ranking, evidence), _told(ranking, evidence)
        return evidence

    # What customers wrote.

    def _comments(self, evidence: Evidence) -> dict[str, Any]:
        """Tell what was read; ``read`` is false where the browser is to ask for it."""
        study = self.session.study
        there = has_comments(study)
        found = self._quotes.get(_cells(evidence))
        shown = (found or ())[: self._most]
        nothing = _NONE_HERE if found == () else ""
        return {
            "said": (self._unread or nothing) if there else _NO_COMMENTS,
            "items": [{"text": quote.text, "about": quote.about} for quote in shown],
            "more": len(found or ()) > len(shown),
            "read": not there or found is not None or bool(self._unread),
            "at_once": study.answers.count <= _READ_AT_ONCE,
        }

    def _read(self, improvement: str) -> None:
        """Read the comments from the cells of an improvement, unless another is selected by now."""
        session = self.session
        if improvement != session.selected or not has_comments(session.study):
            return
        evidence = self._evidence()
        if _cells(evidence) not in self._quotes:
            try:
                self._quotes[_cells(evidence)] = quotes(session.study, evidence.cells)
                self._unread = ""
            except StudyError as error:
                self._unread = " ".join(str(problem) for problem in error.problems)
        self.tell()

    def _more(self) -> None:
        self._most += 2 * _QUOTES
        self.tell()

    # What costs time, and is worked out when asked for.

    def _work_out(self, name: str) -> None:
        if name in WORK:
            ranking = self.session.ranking
            self._worked_out[name] = (ranking, WORK[name].do(ranking))
            self.tell()

    def _lines_of(self, name: str, evidence: Evidence) -> list[str] | None:
        """Return what was worked out for this very ranking; ``None`` if nothing was."""
        of, found = self._worked_out.get(name, (None, None))
        return list(WORK[name].lines(found, evidence)) if of is self.session.ranking else None

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {
        "read": _read,
        "more": _more,
        "work_out": _work_out,
    }


def _told(ranking: Ranking, evidence: Evidence) -> dict[str, Any]:
    """Tell what needs no looking up."""
    ranked = evidence.rank is not None
    return {
        "improvement": evidence.improvement,
        "title": evidence.title,
        "standing": standing(ranking, evidence),
        "pinned": ranking.pinned.get(evidence.improvement, ""),
        "why": f"{evidence.why.removeprefix(f'{evidence.title}: ').removesuffix('.')}.",
        "hypothesis": evidence.hypothesis,
        "cells": cells_table(ranking, evidence) if len(evidence.measured) else None,
        "criteria": criteria_table(ranking, evidence) if ranked else None,
        "not_measured": not_measured(evidence),
        "sure": how_sure(ranking, evidence),
        "facts": facts(ranking, evidence),
    }


def _before(told: dict[str, Any]) -> list[str]:
    pinned = f"Pinned: {told['pinned']}" if told["pinned"] else ""
    return [line for line in (told["standing"], pinned, told["why"], told["hypothesis"]) if line]


def _after(told: dict[str, Any]) -> list[str]:
    return [line for line in (told["not_measured"], *told["sure"]) if line]


def _tables(told: dict[str, Any]) -> list[Any]:
    return [told[name] for name in ("cells", "criteria") if told[name]]


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _cells(evidence: Evidence) -> tuple[str, ...]:
    """Tell the cells of one improvement from those of another."""
    cells = zip(evidence.cells["persona"], evidence.cells["touchpoint"], strict=True)
    return tuple(sorted(f"{persona}\n{touchpoint}" for persona, touchpoint in cells))
