from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
import pytest

from cx_workbench import example, load, rank, simulate
from cx_workbench.charts import CHARTS, DARK, DRAWINGS, charts_of, vega_bundle
from cx_workbench.charts.theme import TEXT_CONTRAST, contrast
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.model import LeftOut
from cx_workbench.report import composing, live, page, used, webpage
from cx_workbench.report.decided import Log
from cx_workbench.study.fingerprints import Fingerprint
from tests.small import small, tables

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
    """What a page holds: its elements, its scripts, and the words that people read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.part(tag)
        if tag == "script":
            self.scripts.append((dict(attrs), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"
        self.part(tag)

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            attributes, text = self.scripts.pop()
            self.scripts.append((attributes, text + data))
        elif not {"svg", "style"} & {*self.open}:
            self.words.append(data)

    def part(self, tag: str) -> None:
        if tag not in INLINE:
            self.words.append(" ")

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def run(self) -> list[str]:
        """The scripts that a browser runs, if it is let."""
        return [text for attributes, text in self.scripts if attributes == {"type": "module"}]

    @property
    def data(self) -> list[Any]:
        """What stands in the page as data."""
        json_only = {"type": "application/json"}
        return [json.loads(text) for attributes, text in self.scripts if attributes == json_only]

    @property
    def policy(self) -> dict[str, list[str]]:
        (content,) = (
            attributes["content"] or ""
            for attributes in self.all("meta")
            if attributes.get("http-equiv") == "Content-Security-Policy"
        )
        directives = (directive.split() for directive in content.split(";"))
        return {name: sources for name, *sources in directives}

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def html(ranking: Ranking) -> str:
    return page(ranking)


@pytest.fixture
def text(monkeypatch: pytest.MonkeyPatch) -> Text:
    """Reads the words of a page, which is written without drawing its charts."""
    monkeypatch.setattr(composing, "_figures", lambda *_: [])
    return lambda ranking: Reader(page(ranking)).text


def without_code(html: str) -> str:
    """Leave out what is run, which comes with the product."""
    for text in Reader(html).run:
        html = html.replace(text, "")
    return html


def between(whole: str, start: str, end: str) -> str:
    return whole.rpartition(start)[2].partition(end)[0].strip()


def test_it_says_what_a_pilot_is_to_show(text: Text) -> None:
    said = "If the bill says why it is higher, fewer people call."
    improvements = tables()["improvements"].assign(hypothesis=[said, "", ""])
    words = text(rank(small(improvements=improvements), draws=0))
    assert f"Hypothesis {said} Where Order and Bill" in words
    assert words.count("Hypothesis") == 1


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
    words = between(text(ranking), "How it was computed", "Data and settings used")

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


def test_data_and_settings(ranking: Ranking, text: Text) -> None:
    whole = text(ranking)
    data = between(whole, "Data and settings used", "What leaves with this report")
    settings = between(whole, "Settings and assumptions", "Made with")

    assert data == (
        "Data Personas 2 Touchpoints 2 Answers 8 Candidate improvements 3 "
        "The study came from no files."
    )
    assert settings == (
        "Weights: gap 0.3, impact 0.4, effort 0.3 (the default). "
        "Warnings 71 answers have no persona."
    )


def test_files_with_their_fingerprints(
    make_ranking: MakeRanking, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.sha256(b"persona").hexdigest()
    files = (Fingerprint("personas.csv", 2345, digest),)
    monkeypatch.setattr(used, "fingerprints", lambda _: files)

    words = between(text(make_ranking()), "Data and settings used", "What leaves with this report")

    assert words.endswith(f"File Size SHA-256 personas.csv 2,345 bytes {digest[:12]}")


def test_without_warnings_none_are_announced(make_ranking: MakeRanking, text: Text) -> None:
    words = text(make_ranking(warnings=(), assumptions=(), outcomes=()))

    assert "to know before relying on it" not in words
    assert "Settings and assumptions None. Warnings None." in words
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
    assert not {"iframe", "object", "embed", "form", "base", "link"} & {
        tag for tag, attributes in reader.elements if attributes.get("href") != "data:,"
    }
    assert not re.findall(r"url\((?!data:|#)|@import|https?:", without_code(html))


def test_what_runs_is_ours_and_nothing_else_may(html: str) -> None:
    reader = Reader(html)

    assert [attributes for attributes, _ in reader.scripts] == [
        *([{"type": "application/json"}] * len(reader.all("figure"))),
        *([{"type": "module"}] * 2),
    ]
    vega, ours = reader.run
    assert "vegaEmbed" in vega
    assert ours == Path(webpage.__file__).with_name("page.js").read_text("utf-8")
    digests = [hashlib.sha256(text.encode()).digest() for text in (vega, ours)]
    assert reader.policy == {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "font-src": ["data:"],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
        "script-src": [f"'sha256-{base64.b64encode(each).decode()}'" for each in digests],
    }
    assert not [
        name for _, attributes in reader.elements for name in attributes if name[:2] == "on"
    ]


def test_no_script_where_there_is_nothing_to_draw(ranking: Ranking, text: Text) -> None:
    words = text(ranking)
    reader = Reader(page(ranking))

    assert reader.scripts == []
    assert "script-src" not in reader.policy
    assert reader.policy["default-src"] == ["'none'"]
    assert "Point at a mark" not in words
    assert words.endswith("it loads nothing and runs nothing.")


def test_where_vega_cannot_be_made_the_pictures_stand_still(
    ranking: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> bytes:
        raise subprocess.CalledProcessError(1, "python")

    monkeypatch.setattr(vega_bundle, "packed", fail)
    live.scripts.cache_clear()
    try:
        reader = Reader(page(ranking))
    finally:
        live.scripts.cache_clear()

    assert reader.scripts == []
    assert len(reader.all("svg")) == len(reader.all("figure")) > 0
    assert reader.text.endswith("it loads nothing and runs nothing.")


def test_a_script_that_would_end_too_early_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    library = b'const a = "</SCRIPT> <!-- <script>";\r\nconst b = 1 < 2;'
    monkeypatch.setattr(vega_bundle, "packed", lambda _: gzip.compress(library))
    live.scripts.cache_clear()
    try:
        vega, _ = live.scripts()
    finally:
        live.scripts.cache_clear()

    assert vega.text == 'const a = "\\x3c/SCRIPT> \\x3c!-- <script>";\nconst b = 1 < 2;'


def test_live_pictures_are_the_still_ones(ranking: Ranking, html: str) -> None:
    report = composing.compose(ranking, Log())

    for figure, told in zip(report.figures, Reader(html).data, strict=True):
        drawn = {"light": figure.drawing, "dark": DRAWINGS[figure.name](ranking, look=DARK)}
        assert told.keys() == drawn.keys()
        for theme, drawing in drawn.items():
            rows = json.loads(json.dumps(drawing.to_spec()["datasets"]))
            assert told[theme]["datasets"] == rows
            assert told[theme]["background"] == drawing.look.paper


def test_no_expression_comes_from_the_study(html: str, make_ranking: MakeRanking) -> None:
    table = make_ranking().table.assign(title='"; alert(1); "', improvement=["x'", 'y"'])
    contributions = make_ranking().contributions.replace({"plain": "x'", "wizard": 'y"'})
    planted = page(make_ranking(table=table, contributions=contributions))

    def tests(made: str) -> set[str]:
        return {
            told["condition"]["test"]
            for each in Reader(made).data
            for theme in each.values()
            for layer in theme["layer"]
            for told in layer["encoding"].values()
            if "condition" in told
        }

    assert tests(planted) == tests(html)
    assert len(tests(html)) == 1


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
    assert named | linked | {*re.findall(r"url\(#([^)]+)\)", without_code(html))} <= set(ids)


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


def test_what_cannot_be_seen_gets_a_sign(make_ranking: MakeRanking) -> None:
    unseen = "a\x00b\x01c\x1bd\x7f"
    html = page(make_ranking(study=unseen, table=make_ranking().table.assign(title=unseen)))

    assert not re.findall(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", html)
    assert "Pilot first: a␀b␁c␛d␡" in Reader(html).text


@pytest.mark.parametrize("name", ["example", "airport"])
def test_a_page_is_small_enough_for_a_mail(name: str, data_folder: Path) -> None:
    study = example() if name == "example" else load(data_folder / "sfo_airport_2017")

    html = page(rank(study, draws=100))

    assert len(html.encode()) < 3_000_000
    assert len(Reader(html).data) == len(CHARTS)


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

    # What runs is the same to the letter as on any other page, and data hold no markup.
    reader = Reader(html)
    assert reader.run == Reader(page(whole)).run
    assert len(reader.scripts) == len(reader.all("figure")) + len(reader.run)
    written = without_code(html)
    assert "<script>" not in written
    assert "<img" not in written
    assert written.count("<script") == written.count("</script") == len(reader.scripts)
    assert all("<" not in text for kind, text in reader.scripts if kind["type"] != "module")
    assert "<script>alert(1)</script>" in json.dumps(reader.data)
    # The title, the heading, the sentence and the touchpoint of each improvement, and so on.
    assert Reader(html).text.count(PLANTED) > 20
