"""LibreOffice reckons with the workbook as we do, also after somebody changed an input.

openpyxl writes formulas without what they gave before, so that LibreOffice has to reckon.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from cx_workbench import load, rank
from cx_workbench.rank.estimates import pert_mean
from cx_workbench.rank.methods import METHODS
from cx_workbench.report import composing
from tests.example import example
from tests.report.opened import Opened, cell, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study

# openpyxl leaves out what only newer spreadsheets know of a bar in a cell, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")

#: LibreOffice takes its time when it starts the first time.
PATIENCE = 600
EXACT = 1e-9
#: What a spreadsheet shows of an error.
ERRORS = ("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "Err:")


@pytest.fixture(scope="module")
def airport(data_folder: Path) -> Study:
    return load(data_folder / "sfo_airport_2017")


@pytest.fixture(scope="module", autouse=True)
def _without_pictures() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composing, "_figures", lambda *_: [])
        yield


class LibreOffice:
    """LibreOffice without a screen, with a profile of its own."""

    def __init__(self, program: str, home: Path) -> None:
        self.program = program
        self.home = home

    def recalculated(self, books: Mapping[str, Workbook]) -> dict[str, Workbook]:
        """Let it reckon with some workbooks from their inputs, and read what it found."""
        before, after = self.home / "before", self.home / "after"
        for folder in (before, after):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        for name, book in books.items():
            book.save(before / f"{name}.xlsx")
        subprocess.run(  # noqa: S603 - what runs is LibreOffice
            [
                self.program,
                "--headless",
                f"-env:UserInstallation={(self.home / 'profile').as_uri()}",
                *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(after)),
                *(str(before / f"{name}.xlsx") for name in books),
            ],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
        return {
            name: openpyxl.load_workbook(after / f"{name}.xlsx", data_only=True) for name in books
        }


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.fail("There is no LibreOffice: install libreoffice-calc.", pytrace=False)
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice"))


def same(made: object, found: object) -> bool:
    """Say whether two cells show the same; an empty text is an empty cell."""
    if isinstance(made, int | float) and isinstance(found, int | float):
        return abs(made - found) <= EXACT * max(1.0, abs(made))
    return (made or None) == (found or None)


def studies(airport: Study) -> dict[str, Ranking]:
    """Rank in every way that makes formulas of its own."""
    both = {"example": example(), "airport": airport}
    rankings = {
        f"{name}_{method}": rank(study, method=method, draws=0)
        for name, study in both.items()
        for method in METHODS
    }
    rankings |= {
        f"{name}_path": rank(study, impact="path", draws=0) for name, study in both.items()
    }
    further = {"criteria": {"mentions": {"worst": 0, "best": 200, "weight": 0.3}}}
    return rankings | {
        "drawn": rank(example(), draws=200),
        "stated": rank(example(), importance="stated", draws=0),
        "derived": rank(example(), importance="derived", draws=0),
        "filtered": rank(example(), personas=["human_help", "always_on"], draws=0),
        "one_persona": rank(example(), personas=["human_help"], stages=["Choose"], draws=0),
        "further": rank(replace_settings(airport, further), draws=0),
        "decided": rank(
            example(),
            10,
            pinned={"quiet_hours": "Promised"},
            vetoed={"plain_bill": "Later"},
            estimates={"call_back": {"effort": 30, "closes": 0.9}},
            draws=0,
        ),
    }


def replace_settings(study: Study, settings: Mapping[str, Any]) -> Study:
    assert study.source is not None
    return load(study.source, settings=settings)


def test_every_formula_gives_what_is_written_beside_it(
    airport: Study, libreoffice: LibreOffice
) -> None:
    made = {name: opened(ranking) for name, ranking in studies(airport).items()}

    found = libreoffice.recalculated({name: each.formulas for name, each in made.items()})

    for name, workbook in made.items():
        formulas = 0
        for held in openpyxl_formulas(workbook):
            formulas += 1
            place = held.parent.title, held.coordinate
            here, there = (book[place[0]][place[1]].value for book in (workbook.seen, found[name]))
            assert same(here, there), f"{name}, {place}: {here} but {there} by {held.value}"
        assert formulas > 100


def openpyxl_formulas(workbook: Opened) -> list[Any]:
    # Read again: what was saved for LibreOffice is the same, but whoever reads it may not rely
    # on it.
    return [
        held for held in Opened(workbook.report, workbook.content).cells() if held.data_type == "f"
    ]


@dataclass(frozen=True)
class Change:
    """What somebody types into the workbook, and the ranking that must come of it.

    Attributes
    ----------
    column, of, becomes
        Which input, of which criterion, improvement, persona or touchpoint, and what it becomes.
    ranked
        The same asked of `rank`.
    """

    column: str
    of: str
    becomes: float | str | None
    ranked: Callable[[Study], Ranking]


def reweighed(persona: str, share: float) -> Callable[[Study], Ranking]:
    """Rank with another share of a persona: with its value, what the sheet calls its weight."""

    def ranked(study: Study) -> Ranking:
        people = study.personas
        shares = people["share"].where(people["persona"] != persona, share)
        return rank(replace(study, personas=people.assign(share=shares)), draws=0)

    return ranked


def asked(**settings: Any) -> Callable[[Study], Ranking]:  # noqa: ANN401  as `rank` takes them
    return lambda study: rank(study, draws=0, **settings)


WEIGHTS = {"gap": 0.3, "impact": 0.4, "effort": 0.3}
CHANGES = {
    "gap weighs more": Change("weight", "gap", 0.9, asked(weights={**WEIGHTS, "gap": 0.9})),
    "impact weighs more": Change("weight", "impact", 2, asked(weights={**WEIGHTS, "impact": 2})),
    "effort weighs nothing": Change("weight", "effort", 0, asked(weights={**WEIGHTS, "effort": 0})),
    "less effort": Change(
        "effort_likely",
        "esim_steps",
        5,
        asked(estimates={"esim_steps": {"effort": float(pert_mean(60, 5, 160))}}),
    ),
    "more effort": Change(
        "effort_high",
        "plain_bill",
        2000,
        asked(estimates={"plain_bill": {"effort": float(pert_mean(60, 90, 2000))}}),
    ),
    "closes more": Change(
        "closes", "call_back", 0.95, asked(estimates={"call_back": {"closes": 0.95}})
    ),
    "closes less": Change(
        "closes", "case_owner", 0.05, asked(estimates={"case_owner": {"closes": 0.05}})
    ),
    "a persona counts no more": Change(
        "weight", "run_a_business", 0, reweighed("run_a_business", 0)
    ),
    "pinned": Change("decision", "new_masts", "pinned", asked(pinned={"new_masts": ""})),
    "vetoed": Change("decision", "plain_bill", "vetoed", asked(vetoed={"plain_bill": ""})),
    "fewer": Change("value", "", 3, asked(top=3)),
}


def typed(workbook: Opened, change: Change) -> Workbook:
    """Type a change into a workbook that was opened anew."""
    book, places, ranking = workbook.formulas, workbook.plan, workbook.report.ranking
    lists = (
        (places.criteria, [criterion.name for criterion in ranking.criteria]),
        (places.people, ranking.personas["persona"].tolist()),
        (places.model, ranking.table["improvement"].tolist()),
        (places.size, [""]),
        *(
            [(places.targets, [ranking.touchpoints["touchpoint"][each] for each in places.aims])]
            if places.targets
            else []
        ),
    )
    table, record = next(
        (table, names.index(change.of)) for table, names in lists if change.of in names
    )
    cell(book, table, change.column, record).value = change.becomes
    return book


def assert_ranked(workbook: Opened, found: Workbook, expected: Ranking) -> None:
    """Hold what LibreOffice found against a ranking, improvement by improvement."""
    places, ranking = workbook.plan, workbook.report.ranking
    ids = ranking.table["improvement"].tolist()
    table = expected.table.set_index("improvement")
    shown = {
        name: dict(zip(ids, workbook.shown(places.model, name, found), strict=True))
        for name in ("number", "in_top", "score", "figure:gap", "figure:impact", "figure:effort")
    }
    for name, rows in shown.items():
        column = {"number": "rank"}.get(name, name.removeprefix("figure:"))
        here = {each: rows[each] for each in table.index}
        assert here == pytest.approx(table[column].astype(float).to_dict(), abs=EXACT, rel=EXACT)
    titles = table["title"]
    first = [titles[each] for each in expected.top_table["improvement"]]
    listed = workbook.shown(places.top, "title", found)[: len(first)]
    assert [title.removesuffix(" · pinned") for title in listed] == first
    marks = workbook.shown(places.top, "mark", found)
    assert marks == [1] * len(first) + [0] * (len(marks) - len(first))
    assert found.worksheets[0]["B2"].value == f"Pilot first: {expected.top_table['title'].iloc[0]}"


def note(workbook: Opened, found: Workbook) -> str:
    return str(found[workbook.plan.top.sheet]["B4"].value or "")


def test_a_changed_input_changes_the_top_5_as_rank_says(libreoffice: LibreOffice) -> None:
    made = opened(rank(example(), draws=0))
    typed_in = {
        name: typed(Opened(made.report, made.content), change) for name, change in CHANGES.items()
    }

    found = libreoffice.recalculated(typed_in)

    before = made.report.ranking.top_table["improvement"].tolist()
    moved = set()
    for name, change in CHANGES.items():
        expected = change.ranked(example())
        assert_ranked(made, found[name], expected)
        assert note(made, found[name]).startswith("1 input was changed since this was made."), name
        if expected.top_table["improvement"].tolist() != before:
            moved.add(name)
    assert moved == {*CHANGES}, "a change that moves nobody shows nothing"


def test_a_changed_target_changes_gaps_and_ranks(airport: Study, libreoffice: LibreOffice) -> None:
    made = opened(rank(airport, draws=0))
    change = Change("target", "security", 99, asked())

    found = libreoffice.recalculated({"target": typed(made, change)})["target"]

    study = replace_settings(airport, {"target": {"default": 85, "security": 99}})
    expected = rank(study, draws=0)
    assert_ranked(made, found, expected)
    assert (
        expected.table["improvement"].tolist() != made.report.ranking.table["improvement"].tolist()
    )


def test_estimates_move_every_method(libreoffice: LibreOffice) -> None:
    made = {method: opened(rank(example(), method=method, draws=0)) for method in METHODS}
    change = Change("effort_likely", "plain_bill", 300, asked())

    found = libreoffice.recalculated({name: typed(each, change) for name, each in made.items()})

    estimates = {"plain_bill": {"effort": float(pert_mean(60, 300, 150))}}
    for method, workbook in made.items():
        expected = rank(example(), method=method, draws=0, estimates=estimates)
        assert_ranked(workbook, found[method], expected)


def test_several_changes_and_back_again(libreoffice: LibreOffice) -> None:
    made = opened(rank(example(), draws=0))
    book = made.formulas
    for change in (CHANGES["gap weighs more"], CHANGES["closes more"]):
        typed(made, change)
    both = {"both": book}

    found = libreoffice.recalculated(both)["both"]

    estimates = {"call_back": {"closes": 0.95}}
    weights = {**WEIGHTS, "gap": 0.9}
    expected = rank(example(), draws=0, weights=weights, estimates=estimates)
    assert_ranked(made, found, expected)
    assert note(made, found).startswith("2 inputs were changed since this was made.")
    for change, was in ((CHANGES["gap weighs more"], 0.3), (CHANGES["closes more"], 0.4)):
        typed(made, replace(change, becomes=was))
    again = libreoffice.recalculated(both)["both"]
    assert_ranked(made, again, made.report.ranking)
    assert note(made, again) == ""


FAULTS: dict[str, tuple[tuple[str, ...], str, float | str | None, str]] = {
    "no weight": (("gap", "impact", "effort"), "weight", 0, "All weights are 0"),
    "a word for a weight": (("gap",), "weight", "much", "A weight is missing or is no number."),
    "a weight below 0": (("gap",), "weight", -1, "A weight is below 0."),
    "one anchor": (("gap",), "best", 0, "A criterion is worth 0 and 1 at the same figure."),
    "no such top": (("",), "value", 2.5, "The TOP N is no whole number from 1 to 10."),
    "closes too much": (("call_back",), "closes", 1.5, "See the column Check"),
    "no effort": (("call_back",), "effort_likely", None, "See the column Check"),
    "an odd decision": (("call_back",), "decision", "maybe", "See the column Check"),
}


def test_what_cannot_be_ranked_is_said_in_words(libreoffice: LibreOffice) -> None:
    made = opened(rank(example(), draws=0))
    books = {}
    for name, (of, column, becomes, _) in FAULTS.items():
        fresh = Opened(made.report, made.content)
        for each in of:
            typed(fresh, Change(column, each, becomes, asked()))
        books[name] = fresh.formulas

    found = libreoffice.recalculated(books)

    for name, (*_, words) in FAULTS.items():
        assert note(made, found[name]).startswith(f"Nothing is ranked. {words}"), name
        assert set(made.shown(made.plan.top, "title", found[name])) == {None}
        assert found[name].worksheets[0]["B2"].value == "Nothing is ranked"
        shown = [
            str(value)
            for sheet in found[name]
            for row in sheet.iter_rows(values_only=True)
            for value in row
        ]
        assert not [value for value in shown if value.startswith(ERRORS)], name


def test_an_empty_low_or_high_is_the_likely(libreoffice: LibreOffice) -> None:
    made = opened(rank(example(), draws=0))
    typed(made, Change("effort_low", "plain_bill", None, asked()))
    typed(made, Change("effort_high", "plain_bill", None, asked()))

    found = libreoffice.recalculated({"empty": made.formulas})["empty"]

    expected = rank(example(), draws=0, estimates={"plain_bill": {"effort": 90}})
    assert_ranked(made, found, expected)


def test_the_way_of_another_persona(libreoffice: LibreOffice) -> None:
    made = opened(rank(example(), draws=0))
    sheet = made.formulas["Journey"]
    rule = next(rule for rule in sheet.data_validations.dataValidation if rule.type == "list")
    sheet[str(rule.sqref)].value = "2  Always-reachable firms"

    found = libreoffice.recalculated({"way": made.formulas})["way"]

    rows = {row[1]: row for row in found["Journey"].iter_rows(values_only=True) if row[1]}
    bill = next(each for each in made.report.touchpoints if each.name == "The monthly bill")
    firms = bill.cells[1]
    assert rows["The monthly bill"][12:14] == pytest.approx((firms.reality, firms.reference))
    assert note(made, found) == ""


def test_it_prints(tmp_path: Path, libreoffice: LibreOffice) -> None:
    made = opened(rank(example(), draws=200))
    path = made.write(tmp_path / "workbook.xlsx")

    subprocess.run(  # noqa: S603 - what runs is LibreOffice
        [
            libreoffice.program,
            "--headless",
            f"-env:UserInstallation={(libreoffice.home / 'profile').as_uri()}",
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )

    pages = (tmp_path / "workbook.pdf").read_bytes().count(b"/Type/Page/")
    assert 10 < pages < 40
