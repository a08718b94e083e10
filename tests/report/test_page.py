from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd
import pytest

from cx_workbench import rank, simulate
from cx_workbench.charts import CHARTS, charts_of
from cx_workbench.charts.theme import TEXT_CONTRAST, contrast
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.model import LeftOut
from cx_workbench.report import page, webpage
from tests.small import small

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from tests.report.conftest import MakeRanking

NO_BREAK = "\N{NO-BREAK SPACE}"
#: Elements without an end.
VOID = {"meta", "link", "br", "img", "input"}
#: Elements that do not part the words before from the words after.
INLINE = {"a", "i", "span", "strong"}


Text: TypeAlias = Callable[["Ranking"], str]


class Reader(HTMLParser):
    """What a page holds: its elements, and the words outside pictures and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.part(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"
        self.part(tag)

    def handle_data(self, data: str) -> None:
        if not {"svg", "style"} & {*self.open}:
            self.words.append(data)

    def part(self, tag: str) -> None:
        if tag not in INLINE:
            self.words.append(" ")

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def html(ranking: Ranking) -> str:
    return page(ranking)


@pytest.fixture
def text(monkeypatch: pytest.MonkeyPatch) -> Text:
    """Reads the words of a page, which is written without drawing its charts."""
    monkeypatch.setattr(webpage, "_figures", lambda _ranking: [])
    return lambda ranking: Reader(page(ranking)).text


def between(whole: str, start: str, end: str) -> str:
    return whole.rpartition(start)[2].partition(end)[0].strip()


def test_the_message_comes_first(ranking: Ranking, text: Text) -> None:
    words = between(text(ranking), "Mobile operator: TOP 1", "Contents")

    assert "Mobile operator Pilot first: A bill in plain words" in words
    assert (
        "2 candidate improvements, ranked on 1,540 answers of 2 personas at 2 touchpoints."
    ) in words
    assert "1 thing to know before relying on it" in words


def test_an_improvement_with_its_figures_and_reason(ranking: Ranking, text: Text) -> None:
    words = between(text(ranking), "The TOP 1", "The pictures")

    for part in (
        "1 A bill in plain words First bill scores 52 (n 300) against a target of 85 for Families",
        "Score 0.812 Gap 32.5 index points Impact 4.88 points of the overall index Effort 40 ",
        "Score made of gap 0.195 impact 0.390 effort 0.298",
        "Evidence Reality 52.5 against 85.0, from 300 answers",
        "Where First bill For whom Families Pain payment Led by Billing",
    ):
        assert part in words


def test_the_bar_is_as_long_as_the_score(html: str) -> None:
    lengths = re.findall(r'<i style="width:([\d.]+)%"></i>', html)

    assert lengths == ["19.50", "39.00", "29.76"]


@pytest.mark.parametrize("part", [-0.1, 0.9])
def test_no_bar_for_parts_that_no_bar_can_show(make_ranking: MakeRanking, part: float) -> None:
    contributions = make_ranking().contributions
    contributions = contributions.assign(
        contribution=contributions["contribution"].where(contributions.index != 0, part)
    )

    html = page(make_ranking(contributions=contributions))

    assert 'class="bar"' not in html
    assert "Score made of" in Reader(html).text


def test_parts_are_not_named_where_they_do_not_add_up(
    make_ranking: MakeRanking, text: Text
) -> None:
    assert "Score made of" not in text(make_ranking(method="ratio"))


def test_how_sure_once_it_was_drawn(make_ranking: MakeRanking, text: Text) -> None:
    table = make_ranking().table.assign(p_top=[0.87, 0.13], rank_low=1, rank_high=[1, 2])

    words = text(make_ranking(table=table, simulation=simulate(small(), draws=100)))

    assert "How sure In the TOP 1 in 87 of 100 draws; rank 1 to 1" in words
    assert "13 of 100 draws" in words


def test_nothing_about_draws_before(ranking: Ranking, text: Text) -> None:
    assert "draws" not in text(ranking)


def test_all_personas_are_not_listed(make_ranking: MakeRanking, text: Text) -> None:
    table = make_ranking().table.assign(in_top=True)

    assert "For whom All 2 personas" in text(make_ranking(table=table))


def test_the_other_improvements(ranking: Ranking, text: Text) -> None:
    words = between(text(ranking), "The other improvements", "Not measured")

    assert (
        "2 Ponuka na mieru The offer scores 60 (n 40) against a target of 85 for Študenti "
        "0.432 6.2 0.35 2,746"
    ) in words
    assert "Gap index points Impact points of the overall index Effort person-days" in words


def test_outcomes_with_interval_and_definition(ranking: Ranking, text: Text) -> None:
    words = between(text(ranking), "The whole journey", "The other improvements")

    assert (
        "NPS (recommendation) reality 39.8 (37.1–42.6) 40.4 (37.5–43.3) 2,746 9-10 minus 0-6"
    ) in words
    assert "CES (ease) reality 46.0 % (36.6–55.7) 45.1 % (35.0–55.5) 90 5-7 of 1-7" in words


def test_gaps_with_n_and_interval(ranking: Ranking, text: Text) -> None:
    words = between(text(ranking), "Gaps by persona and touchpoint", "How it was computed")

    assert (
        "The offer Choose · before · web · Sales "
        "Families −4.0 80.0 (78.1–82.0) 76.0 1,200 CSAT "
        "Študenti +25.0 60.0 (51.0–69.0) 85.0 40 CSAT "
        "First bill Join · during · letter "
        "Families +32.5 52.5 (48.2–56.0) 85.0 300 CSAT "
        "Študenti not measured – 85.0 0 CSAT "
        "Leaving Leave · after · shop · Care "
        "Families not measured – – 0 Študenti not measured – – 0"
    ) in words


def test_what_was_left_out(make_ranking: MakeRanking, text: Text) -> None:
    gone = LeftOut("gone", "A free phone", ("offer", "shop"), "the filters leave none of its cells")

    words = text(make_ranking(out_of_scope=(gone,), filters={"persona": ("stu",)}))

    assert "Not measured A kind farewell: nobody was asked there Leaving" in words
    assert "A free phone: the filters leave none of its cells The offer and shop" in words
    assert "Only the persona Študenti." in words


def test_nothing_was_left_out(make_ranking: MakeRanking, text: Text) -> None:
    words = text(make_ranking(not_measured=()))

    assert "Every improvement touches at least one measured cell." in words
    assert "No improvement was taken out by a filter." in words


def test_how_it_was_computed(ranking: Ranking, text: Text) -> None:
    words = between(text(ranking), "How it was computed", "Assumptions and warnings")

    for part in (
        "Reference Target: the target that the study sets for each touchpoint.",
        "Importance Equal: within a persona every touchpoint counts alike",
        "Impact What the index of the whole journey gains",
        "Score Weighted sum. The score is the weighted mean of the values of the criteria. Source",
        "Gap 0.3 0 50 index points from the study's settings",
        "Impact 0.4 0 5 points of the overall index by default, wide enough",
        "Effort 0.3 5,000 0 person-days from the study's settings, best by default",
        "Families 75 % Študenti 25 %",
    ):
        assert part in words


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_explained_with_its_source(
    make_ranking: MakeRanking, method: str, text: Text
) -> None:
    words = text(make_ranking(method=method))

    assert METHODS[method].how in words
    assert METHODS[method].source in words


def test_assumptions_and_warnings(ranking: Ranking, text: Text) -> None:
    words = text(ranking)

    assert "Warnings 71 answers have no persona." in words
    assert "Assumptions Weights: gap 0.3, impact 0.4, effort 0.3 (the default)." in words


def test_without_warnings_none_are_announced(make_ranking: MakeRanking, text: Text) -> None:
    words = text(make_ranking(warnings=(), assumptions=(), outcomes=()))

    assert "to know before relying on it" not in words
    assert "Warnings None. Assumptions None." in words
    assert "The study has no answers about the journey as a whole." in words


def test_nothing_ranked(make_ranking: MakeRanking) -> None:
    whole = make_ranking()
    html = page(
        make_ranking(table=whole.table.iloc[:0], contributions=whole.contributions.iloc[:0])
    )
    words = Reader(html).text

    assert "Nothing could be ranked" in words
    assert "No improvement touches a measured cell." in words
    assert "There is nothing to draw." in words
    assert "No other improvement is ranked." in words


def test_a_name_that_is_missing_is_its_id(make_ranking: MakeRanking, text: Text) -> None:
    personas = make_ranking().personas.assign(name=pd.Series([None, "Študenti"], dtype=object))

    assert "fam 75 %" in text(make_ranking(personas=personas))


@pytest.mark.parametrize("draws", [0, 100])
def test_every_chart_with_something_to_show_is_on_the_page(draws: int) -> None:
    ranking = rank(small(), draws=draws)
    reader = Reader(page(ranking))
    names = list(charts_of(ranking))
    assert [attributes.get("id") for attributes in reader.all("figure")] == names
    assert len(reader.all("svg")) == len(names)
    assert (names == list(CHARTS)) == (draws > 0)


def test_the_page_reaches_for_nothing(html: str) -> None:
    reader = Reader(html)
    found = [
        (tag, name, value)
        for tag, attributes in reader.elements
        for name, value in attributes.items()
        if name in {"src", "href", "srcset", "action", "data", "xlink:href", "formaction"}
        and not (value or "").startswith(("#", "data:"))
    ]

    assert not found
    assert not {"script", "iframe", "object", "embed", "form", "base"} & {
        tag for tag, _ in reader.elements
    }
    assert not re.findall(r"url\((?!data:|#)|@import", html)


def test_a_policy_forbids_the_rest(html: str) -> None:
    policies = [
        attributes["content"]
        for attributes in Reader(html).all("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]

    assert policies == [
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
    ]


def test_every_id_is_there_once_and_every_link_leads_somewhere(html: str) -> None:
    elements = Reader(html).elements
    ids = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    named = {
        identity
        for _, attributes in elements
        for name in ("aria-labelledby", "aria-describedby")
        for identity in (attributes.get(name) or "").split()
    }
    linked = {
        (attributes.get("href") or "")[1:] for _, attributes in elements if "href" in attributes
    } - {"ata:,"}

    assert set(ids.values()) == {1}
    assert named | linked | {*re.findall(r"url\(#([^)]+)\)", html)} <= set(ids)


def test_headings_step_down_by_one(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Reader(html).elements if re.match(r"h\d", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_heading_of_a_table_says_what_it_heads(html: str) -> None:
    scopes = {attributes.get("scope") for attributes in Reader(html).all("th")}

    assert scopes == {"col", "row", "rowgroup"}


def test_the_language_is_said(html: str) -> None:
    assert Reader(html).all("html") == [{"lang": "en"}]


def test_the_same_ranking_gives_the_same_page(ranking: Ranking, html: str) -> None:
    assert page(ranking) == html


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("colour", ["ink", "quiet", "accent"])
def test_text_stands_out_from_the_paper(theme: int, colour: str) -> None:
    css = Path(webpage.__file__).with_name("page.css").read_text("utf-8")
    themes = [dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in css.split(":root")[1:]]

    assert contrast(themes[theme][colour], themes[theme]["paper"]) >= TEXT_CONTRAST


PLANTED = '<script>alert(1)</script><img src=x onerror="alert(1)">'


def test_nothing_of_the_study_is_markup(make_ranking: MakeRanking) -> None:
    def plant(table: pd.DataFrame) -> pd.DataFrame:
        words = [
            name
            for name in ("name", "title", "why", "stage", "phase", "channel", "owner", "pain_type")
            if name in table
        ]
        return table.assign(**dict.fromkeys(words, PLANTED))

    whole = make_ranking()
    left = LeftOut(PLANTED, PLANTED, (PLANTED,), PLANTED)
    ranking = make_ranking(
        study=PLANTED,
        personas=plant(whole.personas),
        touchpoints=plant(whole.touchpoints),
        table=plant(whole.table),
        filters={"stage": (PLANTED,)},
        not_measured=(left,),
        out_of_scope=(left,),
        assumptions=(PLANTED,),
        warnings=(PLANTED,),
    )

    html = page(ranking)

    assert "<script" not in html
    assert "<img" not in html
    # The title, the heading, the sentence and the touchpoint of each improvement, and so on.
    assert Reader(html).text.count(PLANTED) > 20
