"""The workbook shows the ranking, is live, and takes no text for anything but text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import range_boundaries

from cx_workbench import load, rank
from cx_workbench.charts.theme import TEXT_CONTRAST, contrast
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.model import LeftOut
from cx_workbench.report import composing
from cx_workbench.report.decided import Log
from cx_workbench.report.history import history_of
from cx_workbench.report.workbook.formulas import SCORES
from cx_workbench.report.workbook.lettering import height
from cx_workbench.report.workbook.styles import KINDS
from cx_workbench.study.sessions import Decision
from tests.command import write
from tests.report.opened import Opened, cell, opened
from tests.small import small, tables

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from tests.report.conftest import MakeRanking

# openpyxl leaves out what only newer spreadsheets know of a bar in a cell, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")

#: Every spreadsheet since Excel 2010 reckons with these, LibreOffice too.
FUNCTIONS = {
    *("ABS", "AND", "COUNT", "COUNTA", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "MATCH", "MAX"),
    *("MIN", "N", "NA", "PRODUCT", "ROUND", "ROW", "SQRT", "SUM", "SUMPRODUCT"),
}
PLANTED = '=HYPERLINK("http://evil.example","x") <b>&\x07\''
LONG = (
    "Prehľadné vyúčtovanie s vysvetlením každej jednej položky a s možnosťou okamžitej "
    "reklamácie v aplikácii aj na pobočke, bez čakania na operátora"
)


@pytest.fixture(autouse=True)
def _without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "_figures", lambda *_: [])


@pytest.fixture(scope="module")
def workbook() -> Opened:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composing, "_figures", lambda *_: [])
        return opened(rank(small(), 1, draws=100, pinned={"spoilt": "Promised"}))


def text_of(sheet: Worksheet) -> str:
    return "\n".join(
        str(value) for row in sheet.iter_rows(values_only=True) for value in row if value
    )


def test_the_first_sheet_shows_the_top_n_as_ranked(workbook: Opened) -> None:
    top, ranking = workbook.plan.top, workbook.report.ranking

    sheet = workbook.seen.worksheets[0]
    assert sheet.title == "TOP 1"
    assert sheet["B1"].value == ranking.study
    assert sheet["B2"].value == workbook.report.headline == "Pilot first: Already good"
    listed = ranking.table.sort_values("in_top", ascending=False, kind="stable")
    assert workbook.shown(top, "rank") == listed["rank"].tolist() == [2, 1]
    assert workbook.shown(top, "title") == ["Already good · pinned", "Both steps"]
    assert workbook.shown(top, "mark") == [1, 0]
    assert workbook.shown(top, "sure") == ["every draw", "no draw"]
    for name in ("score", "gap", "impact", "effort"):
        column = name if name == "score" else f"figure:{name}"
        assert workbook.shown(top, column) == pytest.approx(listed[name].tolist(), abs=1e-12)
    assert workbook.shown(top, "why")[0].endswith("Pinned: Promised")


def test_the_model_shows_the_figures_of_the_ranking(workbook: Opened) -> None:
    table, ranking = workbook.plan.model, workbook.report.ranking

    assert workbook.shown(table, "title") == ranking.table["title"].tolist()
    assert workbook.shown(table, "number") == ranking.table["rank"].tolist()
    assert workbook.shown(table, "in_top") == ranking.table["in_top"].astype(int).tolist()
    for name in ("gap", "impact", "effort"):
        own = ranking.contributions[ranking.contributions["criterion"] == name]
        for column, figures in (
            (f"figure:{name}", own["figure"]),
            (f"worth:{name}", own["value"]),
            (f"adds:{name}", own["contribution"]),
        ):
            assert workbook.shown(table, column) == pytest.approx(figures.tolist(), abs=1e-12)
    assert workbook.shown(table, "effort_low") == [10, 5]
    assert workbook.shown(table, "effort_likely") == [20, 5]
    assert workbook.shown(table, "effort_high") == [60, 5]
    assert workbook.shown(table, "closes") == [0.4, 0.5]
    assert workbook.shown(table, "decision") == [None, "pinned"]


def test_cells_and_inputs_show_what_was_measured(workbook: Opened) -> None:
    places, shown = workbook.plan, workbook.shown

    assert shown(places.cells, "reality") == [62.5, 0, 75, None]
    assert shown(places.cells, "gap") == [37.5, 75, -50, "not measured"]
    assert shown(places.cells, "counted") == [37.5, 75, 0, 0]
    assert shown(places.cells, "mass") == [0.5, 0.25, 0.5, 0]
    assert shown(places.people, "weight") == [0.5, 0.5]
    assert shown(places.criteria, "weight") == [0.3, 0.4, 0.3]
    assert shown(places.criteria, "share") == pytest.approx([0.3, 0.4, 0.3])
    assert shown(places.criteria, "worst") == [0, 0, 50]
    assert shown(places.size, "value") == [1]
    assert shown(places.checks, "says") == [None, 0, None]


def test_what_follows_from_inputs_is_a_formula(workbook: Opened) -> None:
    places = workbook.plan
    followed = [
        *((places.model, name) for name in ("rank", "score", "number", "in_top", "place")),
        *((places.model, f"{kind}:{name}") for kind in ("figure", "worth") for name in _OWN),
        *((places.top, name) for name in places.top.columns),
        *((places.order, name) for name in places.order.columns if name != "place"),
        *((places.people, "share"), (places.criteria, "share")),
    ]
    for table, column in followed:
        for record in range(table.count):
            held = cell(workbook.formulas, table, column, record)
            assert held.data_type == "f", f"{table.sheet} {column} holds a figure"


_OWN = ("gap", "impact", "effort")


def checked(workbook: Opened) -> None:
    """Read every formula: the places that it points at, and what it calls."""
    sheets = workbook.formulas.sheetnames
    for held in workbook.cells():
        if held.data_type != "f":
            continue
        formula = getattr(held.value, "text", held.value)
        tokens = Tokenizer(formula).items
        opens = sum(token.subtype == Token.OPEN for token in tokens)
        assert opens == sum(token.subtype == Token.CLOSE for token in tokens), formula
        assert len(formula) < 8192
        for token in tokens:
            if token.type == Token.FUNC and token.subtype == Token.OPEN:
                assert token.value.removesuffix("(") in FUNCTIONS, formula
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                sheet, _, place = token.value.rpartition("!")
                assert not sheet or sheet.strip("'") in sheets, formula
                assert all(range_boundaries(place.replace("$", ""))), formula


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_reckoned_by_formulas_that_every_spreadsheet_knows(method: str) -> None:
    workbook = opened(rank(small(), method=method, draws=0))

    checked(workbook)
    scores = workbook.report.ranking.table["score"].tolist()
    assert workbook.shown(workbook.plan.model, "score") == pytest.approx(scores, abs=1e-12)
    for record in range(2):
        held = cell(workbook.formulas, workbook.plan.model, "score", record)
        assert held.data_type == "f"


def test_no_method_is_without_a_formula() -> None:
    assert set(SCORES) == set(METHODS)


def test_paths_are_reckoned_step_by_step() -> None:
    workbook = opened(rank(small(), impact="path", draws=0))

    checked(workbook)
    paths = workbook.plan.paths
    assert paths is not None
    # Anna: 62.5 % at x, and half of her journeys pass y, where nothing is well.
    before = workbook.seen["Paths"].cell(paths.first - 1, paths.columns["0"] + 1).value
    assert before == pytest.approx(0.625 * 0.5)
    assert "PRODUCT" in cell(workbook.formulas, paths, "0", 0).value.text


def test_a_further_criterion_is_an_input_of_the_model() -> None:
    improvements = tables()["improvements"].assign(mentions=[30, 4, 1])
    settings = {"criteria": {"mentions": {"worst": 0, "best": 40, "weight": 0.5}}}

    workbook = opened(rank(small(improvements=improvements, settings=settings), draws=0))

    checked(workbook)
    assert workbook.shown(workbook.plan.model, "figure:mentions") == [30, 4]
    assert "figure:mentions" in workbook.plan.inputs
    assert workbook.shown(workbook.plan.criteria, "name")[-1] == "mentions"


def inputs(workbook: Opened) -> list[Any]:
    """Every cell that may be changed to move the ranking."""
    places, held = workbook.plan, workbook.formulas
    columns = [
        *((places.criteria, name) for name in ("weight", "worst", "best")),
        (places.size, "value"),
        (places.people, "weight"),
        *([(places.targets, "target")] if places.targets else []),
        *((places.model, name) for name in places.inputs),
    ]
    return [
        cell(held, table, name, record) for table, name in columns for record in range(table.count)
    ]


@pytest.mark.parametrize("method", ["additive", "rice"])
def test_inputs_are_unlocked_and_take_only_what_can_be_reckoned_with(method: str) -> None:
    study = small(settings={"target": {"default": 80}})

    workbook = opened(rank(study, method=method, reference="target", draws=0))

    found = inputs(workbook)
    assert len(found) >= 9 + 1 + 2 + 2 + 5 * 2
    for each in found:
        rules = each.parent.data_validations.dataValidation
        ruled = [rule for rule in rules if each.coordinate in rule.sqref]
        assert not each.protection.locked
        assert each.fill.fgColor.rgb.endswith("E6F1F7")
        assert len(ruled) == 1, f"{each.parent.title} {each.coordinate}"
        assert ruled[0].error
    open_cells = [each for each in workbook.cells() if not each.protection.locked]
    # The persona whose way is drawn may be chosen too.
    assert {each.parent.title for each in open_cells} == {"Inputs", "Model", "Journey"}


def test_nothing_is_protected(workbook: Opened) -> None:
    assert not any(sheet.protection.sheet for sheet in workbook.formulas)
    assert workbook.formulas.security is None or not workbook.formulas.security.lockStructure


def test_beside_each_input_stands_what_it_was(workbook: Opened) -> None:
    places, shown = workbook.plan, workbook.shown

    for name in ("weight", "worst", "best"):
        assert shown(places.criteria, name) == shown(places.criteria, f"made_{name}")
    assert shown(places.people, "weight") == shown(places.people, "made_weight")
    for name in places.inputs:
        assert shown(places.model, name) == shown(places.model, f"made:{name}")
    orange = [
        rule.formula[0]
        for ranges in workbook.formulas["Model"].conditional_formatting
        for rule in ranges.rules
    ]
    assert sum("<>" in formula for formula in orange) == len(places.inputs) + 1


def planted(words: str) -> Opened:
    """Put words wherever a study has any."""
    whole = tables()
    columns = {
        "personas": ("name",),
        "touchpoints": ("name", "stage", "channel"),
        "improvements": ("title",),
    }
    changed = {
        table: whole[table].assign(**dict.fromkeys(names, words))
        for table, names in columns.items()
    }
    study = replace(small(**changed), title=words)
    ranking = replace(
        rank(study, draws=100, pinned={"both": words}),
        vetoed=(LeftOut("x", words, ("x",), words),),
        warnings=(words,),
        assumptions=(words,),
    )
    log = Log((Decision(dt.datetime(2026, 11, 21, tzinfo=dt.UTC), words, words, "both"),))
    return opened(ranking, log)


def test_text_of_the_study_stays_text() -> None:
    workbook = planted(PLANTED)

    shown = [each for each in workbook.cells() if "evil.example" in str(each.value)]
    assert len(shown) > 50
    assert {each.data_type for each in shown} == {"s"}
    # A study's names come without control characters; what people decide may have them.
    assert sum("&␇'" in each.value for each in shown) > 10
    assert not any(each.hyperlink for each in workbook.cells())
    formulas = [each.value for each in workbook.cells() if each.data_type == "f"]
    assert not any("HYPERLINK" in str(getattr(each, "text", each)) for each in formulas)
    checked(workbook)
    with ZipFile(BytesIO(workbook.content)) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    assert not any("externalLink" in name or "vba" in name for name in parts)
    assert not any("External" in part for name, part in parts.items() if name.endswith(".rels"))
    charts = [part for name, part in parts.items() if "/charts/chart" in name]
    places = re.findall(r"<c:f>([^<]*)</c:f>", "".join(charts))
    assert len(charts) == 4
    assert places
    assert not any("HYPERLINK" in place for place in places)


def test_a_persona_cannot_be_chosen_into_a_formula() -> None:
    sheet = planted("=1+1").formulas["Journey"]

    rule = next(rule for rule in sheet.data_validations.dataValidation if rule.type == "list")
    choices = [row[0].value for row in sheet[rule.formula1.replace("$", "").lstrip("=")]]
    assert choices == ["All personas", "1  =1+1", "2  =1+1"]


def test_long_titles_have_room() -> None:
    improvements = tables()["improvements"].assign(title=LONG)

    workbook = opened(rank(small(improvements=improvements), draws=0))

    for table in (workbook.plan.top, workbook.plan.model, workbook.plan.why):
        sheet = workbook.formulas[table.sheet]
        held = cell(workbook.formulas, table, "title", 0)
        width = sheet.column_dimensions[held.column_letter].width * 7
        needed = height(LONG, int(width), 14, bold=True) * 0.75
        assert needed > 40
        for row in table.rows:
            assert sheet.row_dimensions[row + 1].height >= needed
            assert held.alignment.wrap_text


def test_pages_can_be_printed(workbook: Opened) -> None:
    sheet: Any
    for sheet in workbook.formulas:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_area
        assert sheet.oddHeader.left.text == "study"
        assert sheet.oddHeader.right.text == "&A"
        assert sheet.oddFooter.right.text == "Page &P of &N"
        fitted = sheet.sheet_properties.pageSetUpPr.fitToPage
        scaled = (sheet.page_setup.scale or 100) < 100
        assert scaled or (fitted and sheet.page_setup.fitToHeight == 0)
        assert sheet.freeze_panes
        assert not sheet.sheet_view.showGridLines
    for name in ("Model", "Why", "Cells", "Touches"):
        assert workbook.formulas[name].print_title_rows


def test_a_study_s_title_is_no_command_of_the_header() -> None:
    workbook = opened(rank(replace(small(), title="A&B & Co"), draws=0))

    with ZipFile(BytesIO(workbook.content)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "A&amp;&amp;B &amp;&amp; Co&amp;R" in sheet
    assert workbook.formulas.properties.title == "A&B & Co: TOP 5"


def test_the_same_report_gives_the_same_file(workbook: Opened) -> None:
    again = opened(workbook.report.ranking)

    assert again.content == workbook.content
    assert workbook.formulas.properties.created == dt.datetime(2000, 1, 1)  # noqa: DTZ001  as kept


def test_the_sheets_in_order(workbook: Opened) -> None:
    assert workbook.seen.sheetnames == [
        *("TOP 1", "Inputs", "Model", "Why", "How sure", "Journey", "Cells", "Not measured"),
        *("Method", "Touches", "Live order"),
    ]


def test_without_draws_nothing_is_said_of_them() -> None:
    workbook = opened(rank(small(), draws=0))

    assert "How sure" not in workbook.seen.sheetnames
    assert "sure" not in workbook.plan.top.columns


def test_how_sure_as_it_was_drawn(workbook: Opened) -> None:
    table, ranked = workbook.plan.sure, workbook.report.ranking.table
    assert table is not None

    assert workbook.shown(table, "p_top") == ranked["p_top"].tolist() == [0, 1]
    assert workbook.shown(table, "low") == ranked["rank_low"].tolist()
    assert workbook.shown(table, "high") == ranked["rank_high"].tolist()
    held = cell(workbook.formulas, table, "p_top", 0)
    assert held.data_type == "n", "draws are not live"


def test_the_journey_with_its_gaps() -> None:
    sheet = opened(rank(small(), draws=0)).seen["Journey"]

    rows = {row[1]: row for row in sheet.iter_rows(values_only=True) if row[1]}
    assert rows["Touchpoint"][5:8] == ("All personas\nby weight and reach", "Anna", "Boris")
    assert rows["Order"][1:8] == ("Order", "Buy · before", "app", None, -6.25, 37.5, -50)
    assert rows["Bill"][1:8] == ("Bill", "Use · during", "letter", None, 75, 75, "not measured")
    assert "The study has no answers about the journey as a whole." in text_of(sheet)


def test_what_was_not_measured_is_named(workbook: Opened) -> None:
    rows = [row[1:4] for row in workbook.seen["Not measured"].iter_rows(values_only=True)]

    assert ("Nobody knows", "Bill", "only other personas were asked there") in rows
    assert ("Bill", "Boris", "Use · during · letter") in rows
    assert ("No improvement was taken out by a filter.", None, None) in rows


def test_how_it_was_computed_and_what_is_live(workbook: Opened) -> None:
    words, report = text_of(workbook.seen["Method"]), workbook.report

    for name, explained in report.steps:
        assert name in words
        assert explained in words
    for said in (*report.settings, *report.warnings, "Follows the inputs", "Stays as made"):
        assert said in words
    assert "Answers\n8" in words


def test_files_with_their_fingerprints(tmp_path: Path) -> None:
    study = load(write(tmp_path / "client"), settings={"target": {"default": 80}})

    workbook = opened(rank(study, draws=0))

    words = text_of(workbook.seen["Method"])
    assert workbook.report.used.rows
    for row in workbook.report.used.rows:
        assert "\n".join(row) in words


def test_decisions_with_their_reasons() -> None:
    log = Log(
        (Decision(dt.datetime(2026, 11, 21, 15, 5, tzinfo=dt.UTC), "Vetoed Ponuka", "Too dear"),),
        "session.json",
    )
    ranking = rank(small(), draws=0, vetoed={"spoilt": "Later"}, estimates={"both": {"effort": 9}})

    workbook = opened(ranking, log)

    words = text_of(workbook.seen["Decisions"])
    assert "Kept with the study in session.json." in words
    assert "Vetoed Ponuka\nToo dear" in words
    assert "Already good\nOrder\nLater" in text_of(workbook.seen["Not measured"])
    assert "Effort changed to 9.0 person-days, from 25.0" in text_of(workbook.seen["Why"])
    assert workbook.shown(workbook.plan.model, "title") == ["Both steps"]


def test_a_log_that_cannot_be_read_is_said() -> None:
    workbook = opened(rank(small(), draws=0), Log(trouble="The file is broken."))

    assert "The file is broken." in text_of(workbook.seen["Decisions"])


def test_what_moved_since_the_last_ranking(tmp_path: Path) -> None:
    earlier = rank(small(), draws=0, weights={"effort": 1})
    (tmp_path / "ranking.json").write_text(earlier.to_json(cells=True), "utf-8")
    ranking = rank(small(), draws=0)
    history = history_of(ranking, tmp_path / "ranking.json")
    assert history is not None

    workbook = opened(ranking, history=history)

    words = text_of(workbook.seen["What moved"])
    assert history.finding in words
    assert all(sentence in words for sentence in history.sentences)
    assert "Both steps\n2, 1" in words
    assert "What moved" not in opened(ranking).seen.sheetnames


def test_nothing_ranked_is_said_and_the_rest_still_shown() -> None:
    workbook = opened(rank(small(), draws=0, personas=["b"], stages=["Use"]))

    names = workbook.seen.sheetnames
    assert names == ["TOP 5", "Journey", "Cells", "Not measured", "Method"]
    words = text_of(workbook.seen["TOP 5"])
    assert "Nothing could be ranked" in words
    assert "Only the persona Boris." in words
    assert "Inputs" not in "".join(text_of(sheet) for sheet in workbook.seen)


def test_no_gap_is_said() -> None:
    answers = tables()["responses"]
    answers = answers.assign(score=answers["score"].where(answers["kind"] == "reality", 1))

    workbook = opened(rank(small(responses=answers), draws=0))

    assert workbook.seen.worksheets[0]["B2"].value == "There is no gap to close"
    checked(workbook)


def test_a_ranking_made_by_hand_has_a_workbook_too(make_ranking: MakeRanking) -> None:
    workbook = opened(make_ranking())

    assert workbook.shown(workbook.plan.model, "title") == [
        "A bill in plain words",
        "Ponuka na mieru",
    ]
    checked(workbook)


def test_a_long_list_is_named_as_far_as_asked() -> None:
    one = tables()["improvements"].iloc[[0]]
    improvements = pd.concat(
        [one.assign(improvement=f"i{place}", effort_likely=20 + place) for place in range(14)]
    )
    study = small(improvements=improvements)

    many, few = (opened(rank(study, top, draws=0)) for top in (12, 3))

    assert many.plan.top.count == 12
    assert few.plan.top.count == 10
    assert few.shown(few.plan.top, "mark") == [1] * 3 + [0] * 7


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "mark"])
def test_words_stand_out_from_their_ground(kind: str) -> None:
    look = KINDS[kind]

    ground = look.get("bg_color", "#FFFFFF")
    assert contrast(look.get("font_color", "#1F2328"), ground) >= TEXT_CONTRAST


@pytest.mark.parametrize("engine", ["openpyxl", "calamine"])
def test_pandas_reads_the_model_as_it_is(
    workbook: Opened, engine: Literal["openpyxl", "calamine"]
) -> None:
    table = workbook.plan.model
    frame = pd.read_excel(
        BytesIO(workbook.content),
        sheet_name="Model",
        header=table.first - 1,
        nrows=table.count,
        engine=engine,
    )

    assert frame["Score"].tolist() == workbook.report.ranking.table["score"].tolist()


def test_openpyxl_keeps_it_whole(workbook: Opened) -> None:
    kept = BytesIO()
    workbook.formulas.save(kept)

    again = openpyxl.load_workbook(kept)
    assert again.sheetnames == workbook.formulas.sheetnames
