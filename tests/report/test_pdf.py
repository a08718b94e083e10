from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import typst
from pypdf import PdfReader

from cx_workbench import load, rank
from cx_workbench.charts import CHARTS, charts_of
from cx_workbench.charts.lettering import text_width
from cx_workbench.rank.model import LeftOut
from cx_workbench.report import composing
from cx_workbench.report.composing import compose
from cx_workbench.report.decided import Log
from cx_workbench.report.document import render
from cx_workbench.report.document.lettering import plain
from tests.example import example
from tests.small import small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pypdf import PageObject

    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study
    from tests.report.conftest import MakeRanking

#: A4 in points, and what its edges are kept clear by.
ACROSS, DOWN, CLEAR = 595.28, 841.89, 28
#: Letters of four languages, upper and lower case.
SLOVAK = "Ľúbezná ŠŤASTNÁ ôsma kŕdeľ Ĺĺ Ŕŕ Ďď Ťť Ňň Žž"
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy ŘEHOŘ Ěě Ůů"
POLISH = "Zażółć gęślą jaźń ŁÓDŹ ĄĆĘŁŃÓŚŹŻ"
RUSSIAN = "Съешь ещё этих мягких булок ЁЖ Щавель Ъ Ы Э Ю Я"
LONG = (
    "Zjednodušenie zákazníckej cesty pri najneobhospodarovávateľnejších reklamáciách "
    "a jednotná faktúra za všetky linky vrátane roamingu a prenosu čísla medzi operátormi"
)
MARKUP = '#panic("x") #strong[a] *b* _c_ $d^2$ = e <f> @g \\ `h` // i'
FORMULA = '=HYPERLINK("http://example.invalid/?q=1","open")'
SCRIPT = "<script>alert(1)</script>"


class Document:
    """A PDF, read back."""

    def __init__(self, ranking: Ranking, log: Log | None = None) -> None:
        self.bytes = render(compose(ranking, log or Log()))
        self.reader = PdfReader(io.BytesIO(self.bytes))

    @property
    def root(self) -> Any:  # noqa: ANN401  objects of PDF
        return self.reader.trailer["/Root"]

    @cached_property
    def written(self) -> list[tuple[str, list[Place]]]:
        """The words of each page, without what only says where a long one may break."""
        return [_written(page) for page in self.reader.pages]

    @property
    def pages(self) -> list[str]:
        return [words for words, _ in self.written]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pages).split())

    @cached_property
    def letters(self) -> str:
        """The letters without blanks: lines and pages may break anywhere."""
        return re.sub(r"[\s-]", "", self.text)

    def holds(self, words: str) -> bool:
        return re.sub(r"[\s-]", "", words) in self.letters

    @property
    def fonts(self) -> set[str]:
        return {
            str(font["/BaseFont"]).partition("+")[2]
            for resources in _resources(self.reader)
            for font in (each.get_object() for each in resources.get("/Font", {}).values())
        }

    @property
    def kinds(self) -> set[str]:
        """What else is drawn beside lines and letters: forms, images."""
        return {
            str(drawn.get_object()["/Subtype"])
            for resources in _resources(self.reader)
            for drawn in resources.get("/XObject", {}).values()
        }

    def structure(self, kind: str) -> list[Any]:
        """Find elements for screen readers: ``/Figure``, ``/H1`` ..."""
        return [each for each in _below(self.root["/StructTreeRoot"]) if each.get("/S") == kind]


def _resources(reader: PdfReader) -> Iterator[Any]:
    waiting: list[Any] = [page["/Resources"].get_object() for page in reader.pages]
    while waiting:
        resources = waiting.pop()
        yield resources
        forms = (each.get_object() for each in resources.get("/XObject", {}).values())
        waiting += [form["/Resources"].get_object() for form in forms if "/Resources" in form]


def _below(element: Any) -> Iterator[Any]:  # noqa: ANN401  objects of PDF
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if isinstance(found, dict):
            yield found
            yield from _below(found)


class Place(NamedTuple):
    """Where some letters stand, in points from the lower left corner."""

    text: str
    left: float
    right: float
    foot: float


def _written(page: PageObject) -> tuple[str, list[Place]]:
    found: list[Place] = []

    def note(text: str, outer: Any, inner: Any, font: Any, size: float) -> None:  # noqa: ANN401  as pypdf calls it
        line = _shown(text).strip("\n ")
        if line and font:
            scale, left, foot = outer[0], outer[4] + outer[0] * inner[4], outer[5]
            bold = "Bold" in font["/BaseFont"]
            right = left + text_width(line, size * scale, bold=bold)
            found.append(Place(line, left, right, foot))

    return _shown(page.extract_text(visitor_text=note)), found


def _shown(text: str) -> str:
    return re.sub("[\u200b\u00ad]", "", text)


@pytest.fixture(scope="module")
def document(ranking: Ranking) -> Document:
    return Document(ranking)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the pictures out: what is asked is what the words say."""
    monkeypatch.setattr(composing, "_figures", lambda *_: [])


def test_it_says_what_the_page_says(document: Document) -> None:
    for words in (
        "Mobile operator Pilot first: A bill in plain words",
        "2 candidate improvements, ranked on 1,540 answers of 2 personas at 2 touchpoints.",
        "1 thing to know before relying on it, page",
        "First bill scores 52 (n 300) against a target of 85 for Families",
        "Score 0.812 Gap 32.5 index points Impact 4.88 points of the overall index Effort 40 ",
        "Score made of gap 0.195 impact 0.390 effort 0.298",
        "Evidence Reality 52.5 against 85.0, from 300 answers",
        "NPS (recommendation) reality 39.8 (37.1–42.6) 40.4 (37.5–43.3) 2,746 9-10 minus 0-6",
        "Ponuka na mieru 0.432 6.2 0.35 2,746",
        "The offer scores 60 (n 40) against a target of 85 for Študenti",
        "A kind farewell: nobody was asked there Leaving",
        "No improvement was taken out by a filter.",
        "First bill Join · during · letter Families +32.5 52.5 (48.2–56.0) 85.0 300 CSAT",
        "Študenti not measured – 85.0 0 CSAT",
        "Target: the target that the study sets for each touchpoint.",
        "Effort 0.3 5,000 0 person-days from the study's settings, best by default",
        "Študenti 25 %",
        "Personas 2 Touchpoints 2 Answers 8 Candidate improvements 3",
        "Weights: gap 0.3, impact 0.4, effort 0.3 (the default).",
        "Warnings • 71 answers have no persona.",
    ):
        assert document.holds(words), words


def test_sections_are_listed_with_their_pages(document: Document) -> None:
    entries = [each for each in document.reader.outline if not isinstance(each, list)]

    assert [entry.title for entry in entries] == [
        "The TOP 1",
        "The pictures",
        "The whole journey",
        "The other improvements",
        "Not measured",
        "Out of scope",
        "Gaps by persona and touchpoint",
        "How it was computed",
        "Data and settings used",
        "Warnings",
    ]
    contents = document.pages[0].partition("Contents")[2]
    for entry in entries:
        page = document.reader.get_destination_page_number(entry)
        assert page is not None
        assert re.search(rf"{entry.title}[ .]*{page + 1}\b", contents)


def test_every_page_says_whose_it_is_and_which(document: Document) -> None:
    pages = document.pages
    for number, (page, text) in enumerate(zip(document.reader.pages, pages, strict=True), 1):
        assert text.split("\n")[-1] == f"Mobile operator {number} / {len(pages)}"
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]


@pytest.mark.usefixtures("undrawn")
def test_how_sure_once_it_was_drawn(make_ranking: MakeRanking) -> None:
    table = make_ranking().table.assign(p_top=[0.87, 0.13], rank_low=1, rank_high=[1, 2])
    drawn = make_ranking(table=table, simulation=rank(example(), draws=10).simulation)

    document = Document(drawn)

    assert document.holds("How sure In the TOP 1 in 87 of 100 draws; rank 1 to 1")
    assert document.holds("13 of 100 draws")


@pytest.mark.usefixtures("undrawn")
def test_nothing_about_draws_before(ranking: Ranking) -> None:
    assert "draws" not in Document(ranking).text


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("words", [SLOVAK, CZECH, POLISH, RUSSIAN], ids=["sk", "cs", "pl", "ru"])
def test_letters_of_the_four_languages(make_ranking: MakeRanking, words: str) -> None:
    document = Document(make_ranking(study=words, table=make_ranking().table.assign(title=words)))

    assert f"Pilot first: {words}" in document.text
    assert document.fonts == {"CXWorkbenchSans-Regular", "CXWorkbenchSans-Bold"}


@pytest.mark.parametrize("draws", [0, 100])
def test_pictures_are_vectors_in_our_font_with_a_description(draws: int) -> None:
    ranking = rank(small(), draws=draws)
    document = Document(ranking)

    assert "/Image" not in document.kinds
    assert document.fonts == {"CXWorkbenchSans-Regular", "CXWorkbenchSans-Bold"}
    described = [figure["/Alt"] for figure in document.structure("/Figure")]
    figures = compose(ranking, Log()).figures
    assert [figure.name for figure in figures] == list(charts_of(ranking))
    assert described == [plain(each.drawing.message.description) for each in figures]
    assert (len(described) == len(CHARTS)) == (draws > 0)


def test_screen_readers_get_title_language_and_structure(document: Document) -> None:
    root = document.root
    assert document.reader.metadata is not None
    assert document.reader.metadata.title == "Mobile operator: TOP 1"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document.bytes
    assert len(document.structure("/H1")) == 10
    assert len(document.structure("/TH")) >= 30
    assert len(document.structure("/Table")) == 6


@pytest.mark.usefixtures("undrawn")
def test_a_letter_that_no_font_has_is_no_trouble(make_ranking: MakeRanking) -> None:
    unknown = "\U00010f00 Ω \ue123 \ufffe\x00\x07"

    document = Document(make_ranking(study=f"Operator {unknown}"))

    assert document.holds("Pilot first: A bill in plain words")


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("planted", [MARKUP, FORMULA, SCRIPT])
def test_a_text_is_a_text(make_ranking: MakeRanking, planted: str) -> None:
    whole = make_ranking()
    words = ("name", "title", "why", "stage", "phase", "channel", "owner", "pain_type")

    def plant(table: Any) -> Any:  # noqa: ANN401  a data frame
        return table.assign(**{name: planted for name in words if name in table})

    left = LeftOut(planted, planted, (planted,), planted)
    document = Document(
        make_ranking(
            study=planted,
            personas=plant(whole.personas),
            touchpoints=plant(whole.touchpoints),
            table=plant(whole.table),
            filters={"stage": (planted,)},
            not_measured=(left,),
            assumptions=(planted,),
            warnings=(planted,),
        ),
        Log(trouble=planted),
    )

    assert document.letters.count(re.sub(r"[\s-]", "", planted)) > 20
    for name in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/GoToR"):
        assert name not in document.bytes
    targets = [
        annotation.get_object()["/Subtype"]
        for page in document.reader.pages
        for annotation in page.get("/Annots", [])
    ]
    assert set(targets) == {"/Link"}


def crowd(study: Study) -> Study:
    """Give everything the longest names, and a word that fits nowhere."""
    return replace(
        study,
        improvements=study.improvements.assign(
            title=[
                f"{number} {FORMULA}{'x' * 90}" if number % 3 else f"{number} {LONG}"
                for number in range(len(study.improvements))
            ]
        ),
        touchpoints=study.touchpoints.assign(
            name=[f"{LONG[:90]} {number}" for number in range(len(study.touchpoints))],
            owner=LONG,
        ),
        personas=study.personas.assign(
            name=[f"{LONG[:70]} {number}" for number in range(len(study.personas))]
        ),
    )


@pytest.fixture(scope="module", params=["words", "pictures"])
def crowded(request: pytest.FixtureRequest) -> Document:
    """Many improvements or few that are drawn, one pinned for reasons that fill a page."""
    with pytest.MonkeyPatch.context() as patch:
        study = crowd(small())
        if request.param == "words":
            study = crowd(example())
            patch.setattr(composing, "_figures", lambda *_: [])
        last = study.improvements["improvement"].iloc[-2]
        ranking = rank(study, top=10, draws=0, pinned={last: LONG * 40})
        return Document(replace(ranking, study=f"{LONG}, {LONG}, {LONG}"))


def test_nothing_runs_out_of_the_page(crowded: Document) -> None:
    places = [place for _, found in crowded.written for place in found]

    assert len(places) > 200
    for place in places:
        assert place.left >= CLEAR, place
        assert place.right <= ACROSS - CLEAR, place
        assert CLEAR <= place.foot <= DOWN - CLEAR, place


def test_nothing_is_left_out_of_long_texts(crowded: Document) -> None:
    assert crowded.holds(f"0 {LONG}")
    assert crowded.holds(f"1 {FORMULA}{'x' * 90}")
    assert crowded.letters.count(re.sub(r"[\s-]", "", LONG)) > 40


def test_no_page_holds_a_heading_only(crowded: Document) -> None:
    for page in crowded.pages:
        # The foot is on it too.
        assert len(page) > 400 or "Warnings" in page


def test_nothing_ranked(make_ranking: MakeRanking) -> None:
    whole = make_ranking()
    document = Document(
        make_ranking(
            table=whole.table.iloc[:0],
            contributions=whole.contributions.iloc[:0],
            outcomes=(),
            warnings=(),
            assumptions=(),
            not_measured=(),
        )
    )

    for words in (
        "Nothing could be ranked",
        "No improvement touches a measured cell.",
        "There is nothing to draw.",
        "No other improvement is ranked.",
        "The study has no answers about the journey as a whole.",
        "Every improvement touches at least one measured cell.",
        "Settings and assumptions None.",
        "Warnings None.",
    ):
        assert document.holds(words), words
    assert "relying on it" not in document.text


def test_the_same_report_gives_the_same_bytes(ranking: Ranking, document: Document) -> None:
    assert render(compose(ranking, Log())) == document.bytes
    assert b"/CreationDate" not in document.bytes
    assert b"/ModDate" not in document.bytes


def test_it_is_small_enough_for_a_mail(data_folder: Path) -> None:
    made = render(compose(rank(load(data_folder / "sfo_airport_2017"), draws=100), Log()))

    assert len(made) < 2_000_000


@pytest.mark.usefixtures("undrawn")
def test_typst_reaches_for_nothing(ranking: Ranking, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    compiled = typst.compile

    def note(files: Any, **options: Any) -> bytes:  # noqa: ANN401  as typst takes them
        taken.append(files)
        return bytes(compiled(files, **options))

    monkeypatch.setattr(typst, "compile", note)
    render(compose(ranking, Log()))

    (files,) = taken
    assert set(files) == {"main", "report.json"}
    source = files["main"].decode()
    assert not re.findall(r"@preview|#import|#include|\bread\(|\beval\(|plugin\(|http", source)
    assert "Mobile operator" not in source
