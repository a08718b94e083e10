"""A survey tool's export on the screen: what each column is taken for, and what it should be."""

from __future__ import annotations

from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cx_workbench.errors import SettingError, StudyError, visible
from cx_workbench.study.contract import KINDS, METRICS
from cx_workbench.study.importing import corrections
from cx_workbench.study.importing.journey_tables import journey_of
from cx_workbench.study.importing.limits import UNREAD
from cx_workbench.study.importing.proposal import AskedItem, Role
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import SUFFIXES, sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.importing.writing import write_study
from cx_workbench.study.values import answer_key, as_text
from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.view import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.study.importing.proposal import Item, Proposal
    from cx_workbench.study.importing.surveys import Survey

#: Rows of the file that are shown, columns of these, and letters of a cell.
_ROWS, _COLUMNS, _LETTERS = 5, 40, 60
#: Different answers of a question that are drawn.
_ANSWERS = 15
#: Files of a folder that are offered.
_FILES = 200
_START = (
    "Choose an export of a survey tool: what is in it is read and shown, and nothing is changed."
)


class Importer(Screen):
    r"""Make a study of a survey tool's export: look, correct, save.

    Parameters
    ----------
    folder
        Where the exports are, and where the study is saved.

    Attributes
    ----------
    proposal
        What the export is taken for now; ``None`` before one was read.
    saved
        Where the study is, once it was saved.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     rows = "".join(f"{n},{1 + n % 5}\n" for n in range(60))
    ...     _ = pathlib.Path(folder, "may.csv").write_text("id,Rate the shop\n" + rows)
    ...     importer = Importer(folder)
    ...     importer.read("may.csv")
    ...     importer.question("Rate the shop", title="The shop")
    ...     importer.save("may")
    ...     sorted(path.name for path in importer.saved.iterdir())[:2]
    ['import.json', 'improvements.csv']
    >>> print(importer)
    may.csv: a plain table, 60 respondents
      id: respondent
      Rate the shop: question, csat 1-5, The shop
    """

    _esm = script("importer.js")
    _css = style("importer.css")

    def __init__(self, folder: str | Path = ".") -> None:
        self._folder = Path(folder)
        self._survey: Survey | None = None
        self._sheets: list[str] = []
        self._before: list[Proposal] = []
        self.proposal: Proposal | None = None
        self.saved: Path | None = None
        super().__init__()

    def read(self, file: str, sheet: str = "") -> None:
        """Go through an export, and propose what its columns are.

        Raises
        ------
        StudyError
            It cannot be imported.
        SettingError
            It is not in the folder.
        """
        sheets = {each.name or "": each for each in sheets_of(self._path(file))}
        chosen = sheets.get(sheet) or max(sheets.values(), key=lambda each: len(each.first()))
        if journey_of(chosen) is not None:
            hint = f"On the command line: cx-workbench import {file} --into STUDY."
            raise StudyError(
                UNREAD, [chosen.problem("It is a journey map, without answers.", hint)]
            )
        self._survey = survey_of(chosen)
        self._sheets = [name for name in sheets if name]
        self._before, self.saved = [], None
        self._propose(proposed(self._survey), undo=False)

    def role(self, column: str, role: str) -> None:
        """Take a column for something else.

        Raises
        ------
        SettingError
            There is no such column or role, or it cannot be that.
        """
        roles = {each.value: each for each in Role}
        if role not in roles:
            raise SettingError(f"There is no role '{role}'.")
        survey, proposal = self._both()
        self._propose(corrections.with_role(survey, proposal, column, roles[role]))

    def question(self, column: str, **changes: Any) -> None:  # noqa: ANN401  of `with_question`
        """Change what a question is; as `corrections.with_question` does."""
        self._propose(corrections.with_question(self._both()[1], column, **changes))

    def meaning(self, column: str, answer: str, meaning: str) -> None:
        """Say whether an answer is a score, blank or not applicable."""
        self._propose(corrections.with_meaning(self._both()[1], column, answer, meaning))

    def turn(self, column: str) -> None:
        """Turn a question round, where 1 is the best."""
        self._propose(corrections.turned(self._both()[1], column))

    def persona(self, column: str = "") -> None:
        """Tell personas by another column; by none, if it is empty."""
        self._propose(self._both()[1].with_persona(column))

    def undo(self) -> None:
        """Take the last correction back."""
        if self._before:
            self.proposal = self._before.pop()
            self.tell()

    def save(self, name: str) -> None:
        """Write the study into a new folder beside the exports.

        Raises
        ------
        StudyError
            The folder is there already, or nothing is a question.
        """
        survey, proposal = self._both()
        into = self._path(name)
        write_study(into, survey.respondents, proposal)
        self.saved = into
        self.tell()

    def shown(self) -> dict[str, Any]:
        """Return what the browser shows."""
        state: dict[str, Any] = {
            "files": self._files(),
            "start": _START,
            "read": None,
            "undo": bool(self._before),
            "saved": "" if self.saved is None else str(self.saved),
        }
        if self._survey is None or self.proposal is None:
            return state
        proposal = self.proposal
        return state | {
            "read": {
                "file": proposal.file,
                "sheet": proposal.sheet or "",
                "sheets": self._sheets,
                "said": f"{proposal.file}: {proposal.tool.value}, {proposal.rows:,} respondents",
                "assumed": list(proposal.assumed),
                "headings": [each.column.name for each in proposal.items[:_COLUMNS]],
                "rows": self._first_rows(),
                "roles": [role.value for role in Role],
                "metrics": list(METRICS),
                "kinds": list(KINDS),
                "persona": proposal.persona,
                "groups": list(
                    dict.fromkeys([*proposal.offered, *filter(None, [proposal.persona])])
                ),
                "columns": [_column(item) for item in proposal.items],
                "name": Path(proposal.file).stem,
            }
        }

    def to_text(self) -> str:
        """Return the proposal as plain text."""
        if self.proposal is None:
            return _START
        lines = [self.state["read"]["said"]]
        lines += [f"  {item.column.name}: {_in_words(item)}" for item in self.proposal.items]
        return "\n".join(map(visible, lines))

    def to_html(self) -> str:
        """Return the proposal as a table; every text is escaped."""
        if self.proposal is None:
            return f"<p>{escape(_START)}</p>"
        rows = "".join(
            f"<tr><th scope='row'>{escape(item.column.name)}</th><td>{escape(_in_words(item))}</td>"
            f"<td>{escape(item.why)}</td></tr>"
            for item in self.proposal.items
        )
        head = "".join(f"<th scope='col'>{each}</th>" for each in ("Column", "Taken for", "Why"))
        said = escape(self.state["read"]["said"])
        return (
            f"<table><caption>{said}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )

    def _both(self) -> tuple[Survey, Proposal]:
        if self._survey is None or self.proposal is None:
            raise SettingError("Choose a file first.")
        return self._survey, self.proposal

    def _propose(self, proposal: Proposal, *, undo: bool = True) -> None:
        if undo and self.proposal is not None:
            self._before.append(self.proposal)
        self.proposal, self.saved = proposal, None
        self.tell()

    def _path(self, name: str) -> Path:
        """Find a file or a folder of this folder; nothing outside is reached."""
        home = self._folder.resolve()
        path = (home / name.strip()).resolve()
        if not name.strip() or path == home or not path.is_relative_to(home):
            raise SettingError(f"'{name}' is not in the folder {home.name}.")
        return path

    def _files(self) -> list[str]:
        there = (
            path.name
            for path in sorted(self._folder.iterdir())
            if path.is_file() and path.suffix.casefold() in SUFFIXES
        )
        return list(islice(there, _FILES))

    def _first_rows(self) -> list[list[str]]:
        survey, _ = self._both()
        first = islice(survey.respondents.rows(), _ROWS)
        return [[as_text(cell)[:_LETTERS] for cell in cells[:_COLUMNS]] for _, cells in first]

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {
        "read": read,
        "role": role,
        "question": question,
        "meaning": meaning,
        "turn": turn,
        "persona": persona,
        "undo": undo,
        "save": save,
    }


def _in_words(item: Item) -> str:
    if not isinstance(item, AskedItem):
        return item.role.value
    where = item.title if item.touchpoint else "the whole journey"
    kind = "" if item.kind == "reality" else f" ({item.kind})"
    return f"question, {item.metric} {item.scale}, {where}{kind}"


def _column(item: Item) -> dict[str, Any]:
    """Return a column as the browser shows it."""
    plain: dict[str, Any] = {
        "name": item.column.name,
        "role": item.role.value,
        "why": item.why,
        "doubts": list(item.doubts),
        "question": None,
    }
    if isinstance(item, AskedItem):
        plain["question"] = {
            "title": item.title,
            "metric": item.metric,
            "kind": item.kind,
            "min": item.scale.min,
            "max": item.scale.max,
            "whole": not item.touchpoint,
            "answers": _answers(item),
        }
    return plain


def _answers(item: AskedItem) -> list[dict[str, Any]]:
    """Return the answers of a question in the order of their worth, codes last."""
    blank = {answer_key(str(code)) for code in item.blank}
    none = {answer_key(str(code)) for code in item.not_applicable}
    most = max(item.counts.values(), default=1)
    found = []
    for answer, count in item.counts.items():
        key = answer_key(answer)
        meaning = "blank" if key in blank else "not_applicable" if key in none else "score"
        worth = item.words.get(answer, key)
        found.append(
            {
                "answer": answer,
                "count": count,
                "share": count / most,
                "meaning": meaning,
                "worth": float(worth) if isinstance(worth, float | int) else None,
            }
        )
    found.sort(
        key=lambda each: (
            each["meaning"] != "score",
            each["worth"] is None,
            each["worth"] or 0.0,
            each["answer"],
        )
    )
    return found[:_ANSWERS]
