"""The slides: what they say, that nothing is cut, and that all of it can be edited."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from pptx.enum.chart import XL_CHART_TYPE

from cx_workbench import load, rank
from cx_workbench.rank.history.moves import moves_between
from cx_workbench.rank.history.snapshot import recall
from cx_workbench.rank.model import LeftOut
from cx_workbench.report import composing
from cx_workbench.report.composing import compose
from cx_workbench.report.decided import Log
from cx_workbench.report.history import History
from cx_workbench.report.slides import render
from tests.command import write
from tests.report.long_study import TITLES, TRAP, long_study
from tests.report.slide_reader import (
    Deck,
    chart_of,
    is_picture,
    notes_of,
    plain,
    table_of,
    title_of,
    words_of,
)
from tests.report.test_decisions import LOG
from tests.small import small

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from cx_workbench.rank.model import Ranking
    from cx_workbench.report.model import Report
    from tests.report.conftest import MakeRanking

GAINS = "10.0 points of the overall index for 25 person-days"
#: What a spreadsheet, a browser or a terminal would obey, and how a reader sees it.
PLANTED = '=HYPERLINK("https://example.com") <script>alert(1)</script> \x07\x1b\n& „tu“'
SHOWN = '=HYPERLINK("https://example.com") <script>alert(1)</script> ␇␛ & „tu“'


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(rank(small(), draws=200, seed=1), Log())


@pytest.fixture(scope="module")
def content(report: Report) -> bytes:
    return render(report)


@pytest.fixture(scope="module")
def deck(content: bytes) -> Deck:
    return Deck(content)


@pytest.fixture(scope="module")
def long() -> Deck:
    return Deck(render(compose(rank(long_study(), top=10, draws=50), Log())))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pictures, which take most of the time."""
    monkeypatch.setattr(composing, "_figures", lambda *_: [])


@pytest.fixture(scope="module")
def hand_made(ranking: Ranking) -> Deck:
    return Deck(render(compose(ranking, Log())))


def slides_of(make_ranking: MakeRanking, log: Log | None = None, **changes: object) -> Deck:
    return Deck(render(compose(make_ranking(**changes), log or Log())))


def test_a_message_a_slide(deck: Deck) -> None:
    assert deck.titles == [
        "Pilot first: Both steps",
        "All 2 candidate improvements, best first",
        f"1. Both steps: {GAINS}",
        "2. Already good: no gap to close",
        f"Both steps leads the TOP 2: an impact of {GAINS}",
        "Low effort adds most to the scores of the TOP 2: 0.21 of 0.50 on average",
        "All 2 improvements are in the TOP 2: none can fall out",
        "Bill holds the widest gap for Anna: +75.0 points",
        "Reality falls furthest below expectation in Use: 75.0 points on average",
        "The weakest link is Bill: it disappoints 50 % of the journeys of Anna",
        "1 candidate improvement has no rank: not measured",
        "The order can be worked out with a pencil, from answer to score in 9 steps",
        "Impact counts most: 40 % of the weight",
        "All 2 personas weigh alike: 50 % each",
        "The data: 8 answers, of all kinds together",
        "What leaves with these slides",
        "These settings were in force",
        "2 things to know before relying on it",
    ]


def test_the_first_slide(deck: Deck, report: Report) -> None:
    words = words_of(deck.slides[0])

    assert report.study in words
    assert report.summary in words
    assert "2 things to know before relying on it" in words


def test_the_top_in_one_table(deck: Deck) -> None:
    both = "Order and Bill · All 2 personas"

    assert table_of(deck.slides[1]) == [
        [
            "Rank",
            "Improvement",
            "Score",
            "Gap\nindex points",
            "Impact\npoints of the overall index",
            "Effort\nperson-days",
            "In the TOP 5",
        ],
        ["1", f"Both steps\n{both}", "0.730", "30.0", "10.0", "25", "every draw"],
        ["2", "Already good\nOrder · Boris", "0.270", "0.0", "0.0", "5", "every draw"],
    ]


def test_a_slide_for_each_of_the_top(deck: Deck, report: Report) -> None:
    slide = deck.slide("1. Both steps")
    words = words_of(slide)
    chart = chart_of(slide)

    for said in (
        "30.0 Gap, index points",
        "10.0 Impact, points of the overall index",
        "25 Effort, person-days",
        "0.730 Score",
        "Order and Bill score 42 (n 3) against an expectation of 92 for Anna",
        "Where  Order and Bill",
        "For whom  All 2 personas",
        "Not measured: Bill, Boris.",
    ):
        assert said in words.replace("\n", " "), said
    cells = [cell for cell in report.chosen[0].cells if cell.measured]
    assert chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert figures_of(chart) == {
        "Reality": [cell.reality for cell in cells],
        "Expectation": [cell.reference for cell in cells],
    }
    assert categories_of(chart) == ["Order, Anna (n 2)", "Order, Boris (n 1)", "Bill, Anna (n 1)"]


def test_the_notes_hold_the_evidence(deck: Deck) -> None:
    notes = notes_of(deck.slide("1. Both steps"))

    for line in (
        f"1. Both steps: {GAINS}",
        "Made of gap 0.180 + impact 0.400 + effort 0.150.",
        "How sure: in the TOP 5 in every draw; ranks 1 to 2 in 90 of 100 draws.",
        "Evidence: reality 55.0 against 65.0, from 4 answers.",
        "Order, Anna: reality 62.5 (27.7–84.8) against 100.0, gap +37.5, CSAT, n 2",
        "Bill, Boris: not measured",
    ):
        assert line in notes, line


def test_every_slide_has_notes(deck: Deck) -> None:
    for slide in deck.slides:
        title, *evidence = notes_of(slide).split("\n")
        assert title == title_of(slide)
        assert any(evidence), title


def test_charts_can_be_edited_and_hold_the_figures_of_the_ranking(
    deck: Deck, report: Report
) -> None:
    ranking = report.ranking
    table = ranking.table
    matrix = chart_of(deck.slide("Both steps leads"))
    made_of = chart_of(deck.slide("Low effort adds"))
    sure = chart_of(deck.slide("All 2 improvements"))
    journey = chart_of(deck.slide("Reality falls"))
    weights = chart_of(deck.slide("All 2 personas"))

    assert not any(is_picture(shape) for slide in deck.slides for shape in slide.shapes)
    assert matrix.chart_type == XL_CHART_TYPE.XY_SCATTER
    assert figures_of(matrix) == {"TOP 5": table["impact"].tolist()}
    assert made_of.chart_type == XL_CHART_TYPE.BAR_STACKED
    assert figures_of(made_of)["Gap"] == [each.adds[0] for each in report.chosen]
    assert figures_of(sure) == {"Draws in the TOP 5": (100 * table["p_top"]).tolist()}
    assert categories_of(sure)[0] == "1. Both steps (ranks 1 to 2)"
    assert journey.chart_type == XL_CHART_TYPE.LINE_MARKERS
    # Worked out by hand: both personas weigh alike, and half of Anna's journeys pass the bill.
    assert figures_of(journey) == {"Expectation": [62.5, 75.0], "Reality": [68.75, 0.0]}
    assert figures_of(weights) == {"Weight, %": [50.0, 50.0]}


def test_the_figures_of_charts_are_written_by_the_program_that_shows_them(deck: Deck) -> None:
    sure = chart_of(deck.slide("All 2 improvements")).plots[0].series[0].data_labels

    assert sure.show_value
    assert plain(sure.number_format).startswith('[>=100]"every draw";')


def test_what_moved_since_an_earlier_ranking() -> None:
    before, now = (
        rank(small(), top=1, draws=0, weights=weights) for weights in ({"effort": 1}, None)
    )
    past = recall(before.to_dict(cells=True), "2026-05-01T10:00:00+00:00")
    moves = moves_between(past, recall(now.to_dict(cells=True)))

    deck = Deck(render(compose(now, Log(), History(moves, (past,)))))

    slide = deck.slide("Both steps came into the TOP 1, Already good fell out")
    assert "Since 2026-05-01." in words_of(slide)
    assert table_of(slide)[1:] == [
        ["1", "2", "Both steps", "weights and settings +1 place"],
        ["2", "1", "Already good", "weights and settings −1 place"],
    ]
    assert "Both steps rose from 2 to 1 and is in the TOP 1 now" in notes_of(slide)


def test_values_where_nothing_adds_up(make_ranking: MakeRanking) -> None:
    table = make_ranking().table.assign(in_top=True)
    chart = chart_of(slides_of(make_ranking, method="topsis", table=table).slide("The TOP 2 do"))

    assert chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert figures_of(chart) == {
        "Gap": [0.65, 0.125],
        "Impact": [0.975, 0.07],
        "Effort": [0.992, 0.45],
    }


def test_gaps_by_persona_and_touchpoint(hand_made: Deck) -> None:
    slide = hand_made.slide("First bill holds the widest gap for Families: +32.5 points")

    assert table_of(slide) == [
        ["Touchpoint\nstage", "Families\nweight 75 %", "Študenti\nweight 25 %"],
        ["The offer  Choose", "−4.0  n 1,200", "+25.0  n 40"],
        ["First bill  Join", "+32.5  n 300", "not measured"],
        ["Leaving  Leave", "not measured", "not measured"],
    ]
    assert "The offer, Families: reality 80.0 (78.1–82.0) against 76.0" in notes_of(slide)


def test_a_journey_breaks_where_nothing_is_measured(hand_made: Deck) -> None:
    slide = hand_made.slide("Reality falls furthest")

    assert figures_of(chart_of(slide))["Reality"][-1] is None
    assert "Not measured: Leaving." in words_of(slide)


def test_outcomes_with_interval_and_definition(hand_made: Deck) -> None:
    slide = hand_made.slide("Customers rate the whole journey: NPS 39.8")

    assert table_of(slide)[1] == [
        "NPS (recommendation)",
        "reality",
        "39.8 (37.1–42.6)",
        "40.4 (37.5–43.3)",
        "2,746",
        "9-10 minus 0-6",
    ]


@pytest.mark.usefixtures("undrawn")
def test_the_others_and_what_has_no_rank(make_ranking: MakeRanking) -> None:
    left = LeftOut("free", "A free phone", ("offer",), "Too dear")
    gone = LeftOut("gone", "A new shop", ("shop",), "the filters leave none of its cells")

    deck = slides_of(make_ranking, vetoed=(left,), out_of_scope=(gone,))

    others = table_of(deck.slide("1 other improvement is ranked below the TOP 1"))
    assert others[1][1].startswith("Ponuka na mieru\nThe offer scores 60 (n 40)")
    title = "3 candidate improvements have no rank: 1 vetoed, 1 not measured and 1 out of scope"
    assert table_of(deck.slide(title))[1:] == [
        ["Vetoed", "A free phone", "The offer", "Too dear"],
        ["Not measured", "A kind farewell", "Leaving", "nobody was asked there"],
        ["Out of scope", "A new shop", "shop", "the filters leave none of its cells"],
    ]


@pytest.mark.usefixtures("undrawn")
def test_decisions_from_the_first_to_the_last(make_ranking: MakeRanking) -> None:
    log = Log(tuple(sorted(LOG, key=lambda decision: decision.time)), "session.json")

    deck = slides_of(make_ranking, log, pinned={"plain": "Promised to the regulator"})

    slide = deck.slide("3 decisions were taken, from 21 Nov 2026")
    assert [row[1] for row in table_of(slide)[1:]] == [decision.what for decision in log.decisions]
    assert "Kept with the study in session.json." in words_of(slide)
    for title in ("The only candidate", "1. A bill in plain words"):
        if title in " ".join(deck.titles):
            assert "Pinned: Promised to the regulator" in words_of(deck.slide(title))


@pytest.mark.usefixtures("undrawn")
def test_decisions_that_cannot_be_read(make_ranking: MakeRanking) -> None:
    deck = slides_of(make_ranking, Log(trouble="What was kept cannot be used."))

    slide = deck.slide("The decisions kept with the study cannot be shown")
    assert "What was kept cannot be used." in words_of(slide)


def test_nothing_drawn_says_nothing_of_draws() -> None:
    deck = Deck(render(compose(rank(small(), draws=0), Log())))

    assert "In the TOP 5" not in table_of(deck.slides[1])[0]
    assert not re.search("draws", " ".join(words_of(slide) for slide in deck.slides))


@pytest.mark.usefixtures("undrawn")
def test_nothing_ranked(make_ranking: MakeRanking) -> None:
    whole = make_ranking()

    deck = slides_of(
        make_ranking, table=whole.table.iloc[:0], contributions=whole.contributions.iloc[:0]
    )

    assert deck.titles[0] == "Nothing could be ranked"
    assert "Gaps by persona and touchpoint" in deck.titles
    assert "The way customers go" in deck.titles


def test_how_it_was_computed_and_from_what(hand_made: Deck, ranking: Ranking) -> None:
    deck = hand_made

    steps = dict(table_of(deck.slide("The order can be worked out"))[1:])
    assert steps["Effort"].startswith("Person-days: (low + 4 × likely + high) / 6")
    assert table_of(deck.slide("Impact counts most"))[3] == [
        "Effort",
        "0.3",
        "5,000",
        "0",
        "person-days",
        "from the study's settings, best by default",
    ]
    assert ranking.assumptions[0] in words_of(deck.slide("These settings"))
    assert ranking.warnings[0] in words_of(deck.slide("1 thing to know"))
    assert "The study came from no file" in words_of(deck.slide("The data:"))


@pytest.mark.usefixtures("undrawn")
def test_the_files_of_a_study(tmp_path: Path) -> None:
    study = load(write(tmp_path / "client"), settings={"target": {"default": 80}})

    slide = Deck(render(compose(rank(study, draws=0), Log()))).slide("The data:")

    listed = dict(row[:2] for row in table_of(slide)[1:])
    size = (tmp_path / "client" / "responses.csv").stat().st_size
    assert listed["responses.csv"] == f"{size:,} bytes"


def test_the_same_report_gives_the_same_file(report: Report, content: bytes) -> None:
    assert render(report) == content


def test_what_is_planted_is_text(make_ranking: MakeRanking) -> None:
    def plant(table: pd.DataFrame) -> pd.DataFrame:
        named = ("name", "title", "why", "stage", "phase", "channel", "owner", "pain_type")
        return table.assign(**dict.fromkeys([name for name in named if name in table], PLANTED))

    whole = make_ranking()
    left = LeftOut(PLANTED, PLANTED, (PLANTED,), PLANTED)
    deck = slides_of(
        make_ranking,
        study=PLANTED,
        personas=plant(whole.personas),
        touchpoints=plant(whole.touchpoints),
        table=plant(whole.table).assign(in_top=True),
        filters={"stage": (PLANTED,)},
        not_measured=(left,),
        assumptions=(PLANTED,),
        warnings=(f"\ud800{PLANTED}",),
    )

    assert sum(words_of(slide).count(SHOWN) for slide in deck.slides) > 10
    for name, part in deck.parts.items():
        assert b"<script" not in part, name
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in part, name
    assert "hlinkClick" not in deck.markup("slides")


def test_no_figure_behind_a_chart_is_a_formula(long: Deck) -> None:
    cells = [
        cell
        for workbook in long.workbooks
        for row in openpyxl.load_workbook(io.BytesIO(workbook))["Sheet1"].iter_rows()
        for cell in row
    ]

    assert any(TRAP in str(cell.value) for cell in cells)
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_long_names_are_all_there(long: Deck) -> None:
    words = " ".join(words_of(slide) for slide in long.slides)
    listed = [row[1] for slide in long.slides[1:3] for row in table_of(slide)[1:]]

    for title in (*TITLES, TRAP):
        assert title in words
    assert len(listed) == 10
    assert "…" not in words


@pytest.mark.usefixtures("undrawn")
def test_a_table_goes_on_over_several_slides() -> None:
    deck = Deck(render(compose(rank(long_study(improvements=40), top=1, draws=0), Log())))

    pages = [title for title in deck.titles if title.startswith("39 other improvements")]
    of = len(pages)
    assert of > 2
    assert pages == [
        f"39 other improvements are ranked below the TOP 1 ({number} of {of})"
        for number in range(1, of + 1)
    ]
    rows = [row for slide in deck.slides if title_of(slide) in pages for row in table_of(slide)[1:]]
    assert [row[0] for row in rows] == [str(rank_) for rank_ in range(2, 41)]


@pytest.mark.usefixtures("undrawn")
def test_a_title_too_long_for_a_slide_is_whole_in_the_notes(make_ranking: MakeRanking) -> None:
    endless = " ".join(f"slovo{number}" for number in range(300))
    table = make_ranking().table.assign(title=endless)

    slide = slides_of(make_ranking, table=table).slide("1. slovo0")

    assert title_of(slide).endswith("…")
    assert endless in notes_of(slide)


@pytest.mark.usefixtures("undrawn")
def test_a_text_longer_than_a_slide_goes_on(make_ranking: MakeRanking) -> None:
    endless = " ".join(f"slovo{number}" for number in range(2000))

    deck = slides_of(make_ranking, not_measured=(LeftOut("x", "Long", ("bill",), endless),))

    pages = [slide for slide in deck.slides if title_of(slide).startswith("1 candidate")]
    said = " ".join(row[3] for slide in pages for row in table_of(slide)[1:])
    assert len(pages) > 1
    assert said.split() == endless.split()


def figures_of(chart: Any) -> dict[str, list[float | None]]:  # noqa: ANN401  (python-pptx)
    return {series.name: list(series.values) for series in chart.plots[0].series}


def categories_of(chart: Any) -> list[str]:  # noqa: ANN401  (python-pptx has no types here)
    return [plain(str(category)).replace("\n", " ") for category in chart.plots[0].categories]
