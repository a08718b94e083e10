"""Made-up rankings: the common case and the awkward ones, as figures that hang together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
import vl_convert

from cx_workbench.charts import FONTS, to_svg
from cx_workbench.charts.lettering import text_width
from cx_workbench.rank.model import Criterion, LeftOut, Ranking
from cx_workbench.rank.ranking import rank
from tests.charts.further import EVERY
from tests.charts.simulated import simulated
from tests.small import small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cx_workbench import charts
    from cx_workbench.rank.basis import Basis

# The other program that draws ours, to compare them, sets its letters in the same font.
vl_convert.register_font_directory(str(FONTS))

SVG = "{http://www.w3.org/2000/svg}"
#: How far below the middle of its line Vega sets the base line, as a share of the font size.
DESCENT = 0.29
SCRIPT = "<script>alert('x')</script>"

PERSONAS = [
    "Obchodní cestující s vlastním vozem",
    "Families on one bill",
    "Seniori, ktorí volajú na linku pomoci",
    "Młodzi klienci na kartę",
    "Živnostníci",
    "Nováčikovia zo zahraničia",
    "Klienti s viazanosťou",
    "Odchádzajúci",
]
STAGES = [
    ("Hľadanie a porovnávanie", "before", 4),
    ("Join", "before", 3),
    ("Używanie na co dzień", "during", 4),
    ("Platba a podpora", "during", 2),
    ("Odchod alebo predĺženie zmluvy", "after", 1),
]
TOUCHPOINTS = [
    "Porovnanie taríf na webe",
    "Wizyta w salonie",
    "Reklama",
    "Poradenstvo po telefóne pred podpisom zmluvy",
    "Podpis smlouvy",
    "Number transfer",
    "Aktivácia SIM karty v aplikácii",
    "Pokrytie signálom doma",
    "Roaming",
    "Dane w aplikacji: zużycie, limity i powiadomienia",
    "Prvá faktúra",
    "Platba faktúry QR kódom",
    "Nahlásenie poruchy a spätné volanie technika",
    "Predĺženie zmluvy",
]
EMOTIONS = ["neutral", "negative", "positive"]
TITLES = [
    "Faktúra zrozumiteľným jazykom s vysvetlením každej zmeny oproti minulému mesiacu",
    "Przypomnienie o końcu pakietu danych w roamingu",
    "Spätné volanie do 15 minút namiesto čakania na linke",
    "Bezpapírový podpis smlouvy na prodejně i doma",
    "Sledovanie prenosu čísla krok za krokom",
    "Mapa pokrycia podľa skutočných meraní zákazníkov vrátane interiérov budov",
    "Shop appointments",
    "Jedna cena pre celú rodinu",
    "Szybka aktywacja eSIM bez wizyty w salonie i bez kuriera",
    "QR kód na každé faktuře",
    "Upozornenie na výpadok skôr, než zákazník zavolá",
    "Školenie predajcov: čo sľúbiť a čo nie",
    "Prehľad nákladov pred podpisom",
    "Wideorozmowa z doradcą w języku migowym",
    "Plain-word contract",
    "Obnova predajní v menších mestách",
    "Chatbot, ktorý vie odovzdať rozhovor človeku",
    "Vernostná ponuka šesť týždňov pred koncom viazanosti",
]
CRITERIA = (
    Criterion("gap", 0, 50, 0.3, "index points", "default"),
    Criterion("impact", 0, 2, 0.4, "index points", "default"),
    Criterion("effort", 200, 0, 0.3, "person-days", "default"),
)


def _touchpoints(count: int) -> pd.DataFrame:
    places = [(stage, phase) for stage, phase, many in STAGES for _ in range(many)]
    names = [
        TOUCHPOINTS[k % 14] + (f" ({k // 14 + 1}. kolo)" if k >= 14 else "") for k in range(count)
    ]
    spread = [places[k * 14 // count] for k in range(count)]
    return pd.DataFrame(
        {
            "touchpoint": [f"t[{k}].id" for k in range(count)],
            "name": names,
            "stage": [stage for stage, _ in spread],
            "phase": [phase for _, phase in spread],
            "position": [float(k + 1) for k in range(count)],
            "channel": "app",
            "owner": "Billing",
            "emotion": [EMOTIONS[k * 7 % 3] for k in range(count)],
            "metric": "csat",
        }
    )


def _personas(count: int) -> pd.DataFrame:
    weights = np.arange(count, 0, -1, dtype=float)
    return pd.DataFrame(
        {
            "persona": [f"p.{k}" for k in range(count)],
            "name": PERSONAS[:count],
            "weight": weights / weights.sum(),
        }
    )


def _cells(
    personas: pd.DataFrame, touchpoints: pd.DataFrame, rng: np.random.Generator, missing: float
) -> pd.DataFrame:
    pairs = [(p, t) for p in personas["persona"] for t in touchpoints["touchpoint"]]
    cells = pd.DataFrame(pairs, columns=["persona", "touchpoint"])
    size = len(cells)
    cells["metric"] = "csat"
    cells["n"] = rng.integers(4, 1400, size)
    cells["reality"] = rng.uniform(48, 84, size).round(3)
    cells["reference"] = (cells["reality"] + rng.normal(11, 9, size)).clip(40, 99).round(3)
    cells["measured"] = rng.uniform(size=size) >= missing
    half = 60 / np.sqrt(cells["n"])
    cells["low"] = (cells["reality"] - half).clip(0)
    cells["high"] = (cells["reality"] + half).clip(upper=100)
    cells["importance"] = 1 / len(touchpoints)
    cells["reach"] = 1.0
    return _finished(cells)


def _finished(cells: pd.DataFrame) -> pd.DataFrame:
    """Work the gap out anew, and blank what is not measured."""
    cells = cells.assign(gap=cells["reference"] - cells["reality"])
    figures = ["reality", "reference", "gap", "low", "high", "importance"]
    cells.loc[~cells["measured"], figures] = np.nan
    cells.loc[~cells["measured"], "n"] = 0
    return cells


def _table(titles: Sequence[str], top: int, figures: pd.DataFrame) -> pd.DataFrame:
    values = {"gap": figures["gap"] / 50, "impact": figures["impact"] / 2}
    scores = 0.3 * values["gap"] + 0.4 * values["impact"] + 0.3 * (1 - figures["effort"] / 200)
    table = figures.assign(title=titles, score=scores)
    table = table.sort_values("score", ascending=False, ignore_index=True)
    table["rank"] = range(1, len(table) + 1)
    table["improvement"] = [f"i{k}" for k in table["rank"]]
    table["in_top"] = table["rank"] <= top
    table = table.assign(p_top=np.nan, rank_low=np.nan, rank_high=np.nan, n=400, why="Because.")
    places = [(f"t[{rank % 5}].id",) for rank in table["rank"]]
    people = [("p.0",)] * len(table)
    index = table.index
    return table.assign(
        touchpoints=pd.Series(places, index=index, dtype=object),
        personas=pd.Series(people, index=index, dtype=object),
    )


def _contributions(table: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for row in table.to_dict("records"):
        for criterion in CRITERIA:
            figure = row[criterion.name]
            value = (figure - criterion.worst) / (criterion.best - criterion.worst)
            rows.append(
                {
                    "improvement": row["improvement"],
                    "criterion": criterion.name,
                    "figure": figure,
                    "value": value,
                    "contribution": value * criterion.weight,
                }
            )
    columns = ["improvement", "criterion", "figure", "value", "contribution"]
    return pd.DataFrame(rows, columns=columns)


@cache
def _basis() -> Basis:
    """Take any: the pictures read the ranking itself."""
    return rank(small(), draws=0).basis


def make(
    *,
    personas: int = 5,
    touchpoints: int = 14,
    titles: Sequence[str] = tuple(TITLES),
    top: int = 5,
    missing: float = 0.06,
) -> Ranking:
    rng = np.random.default_rng(top + 2)
    people, journey = _personas(personas), _touchpoints(touchpoints)
    figures = pd.DataFrame(
        {
            "gap": rng.uniform(2, 32, len(titles)),
            "impact": rng.gamma(2, 0.3, len(titles)),
            "effort": rng.uniform(8, 190, len(titles)),
        }
    )
    table = _table(titles, top, figures)
    return Ranking(
        study="Mobile operator 2026 (synthetic)",
        top=top,
        method="additive",
        reference="expectation",
        importance="equal",
        impact="weighted",
        criteria=CRITERIA,
        filters={},
        personas=people,
        touchpoints=journey,
        cells=_cells(people, journey, rng, missing),
        table=table,
        contributions=_contributions(table),
        outcomes=(),
        not_measured=(LeftOut("x", "Charging", ("t1",), "not measured"),),
        out_of_scope=(),
        assumptions=(),
        warnings=(),
        basis=_basis(),
        simulation=simulated(table, CRITERIA, top),
    )


def with_cells(ranking: Ranking, **columns: float | pd.Series) -> Ranking:
    return replace(ranking, cells=_finished(ranking.cells.assign(**columns)))


def with_figures(ranking: Ranking, **columns: float | pd.Series) -> Ranking:
    figures = ranking.table[["gap", "impact", "effort"]].assign(**columns)
    table = _table(list(ranking.table["title"]), ranking.top, figures)
    return replace(
        ranking,
        table=table,
        contributions=_contributions(table),
        simulation=simulated(table, CRITERIA, ranking.top),
    )


def _bunched() -> Ranking:
    rng = np.random.default_rng(3)
    ranking = make(titles=[f"{TITLES[k % 18]} – {k}" for k in range(40)], top=10)
    return with_figures(
        ranking,
        effort=pd.Series(60 + rng.normal(0, 4, 40)),
        impact=pd.Series(0.8 + rng.normal(0, 0.05, 40)),
        gap=pd.Series(20 + rng.normal(0, 2, 40)),
    )


def _same_place() -> Ranking:
    return with_figures(make(), effort=50.0, impact=1.0, gap=10.0)


def _not_measured_at_all() -> Ranking:
    ranking = with_cells(make(), measured=False)
    nothing = ranking.table.iloc[:0]
    return replace(ranking, table=nothing, contributions=_contributions(nothing), simulation=None)


def _many_missing() -> Ranking:
    ranking = make(missing=0.55)
    first = ranking.cells["persona"] == "p.2"
    return with_cells(ranking, measured=ranking.cells["measured"] & ~first)


def _over_delivery() -> Ranking:
    ranking = make()
    return with_cells(ranking, reference=ranking.cells["reality"] - 6.5)


def _hostile() -> Ranking:
    long_word = "Najneobhospodarovávateľnejšieho" * 4
    ranking = make(personas=3, touchpoints=6)
    texts = [
        SCRIPT,
        "\"quoted\" & 'single' \\ datum.x {{signal}} \x07\x00",
        f"line one\nline two\t{long_word}",
        "=1+1",
        "",
        "\u202eright to left\u202c",
    ]
    return replace(
        ranking,
        study=SCRIPT,
        reference=SCRIPT,
        personas=ranking.personas.assign(name=texts[:3], persona=ranking.personas["persona"]),
        touchpoints=ranking.touchpoints.assign(
            name=pd.Series([*texts[:4], None, texts[5]]),
            stage=pd.Series([texts[0], texts[0], texts[2], texts[2], texts[2], None]),
            phase=None,
            emotion=None,
            channel=SCRIPT,
        ),
        table=ranking.table.assign(title=[*texts, *TITLES[:12]]),
        criteria=tuple(replace(each, unit=each.unit + SCRIPT) for each in CRITERIA),
        filters={"stage": (SCRIPT,), "persona": ("p.0",)},
    )


def _other_method() -> Ranking:
    ranking = make()
    return replace(
        ranking,
        method="product",
        contributions=ranking.contributions.assign(contribution=np.nan),
    )


def _negative_contributions() -> Ranking:
    ranking = make()
    effort = ranking.contributions["criterion"] == "effort"
    parts = ranking.contributions["contribution"].where(~effort, -0.12)
    scores = parts.groupby(ranking.contributions["improvement"]).sum()
    table = ranking.table.assign(score=ranking.table["improvement"].map(scores))
    table = table.sort_values("score", ascending=False, ignore_index=True)
    table["rank"] = range(1, len(table) + 1)
    return replace(
        ranking,
        table=table.assign(in_top=table["rank"] <= ranking.top),
        contributions=ranking.contributions.assign(
            contribution=parts, value=ranking.contributions["value"].where(~effort, -0.4)
        ),
    )


def _many_criteria() -> Ranking:
    ranking = make(top=10)
    names = ("mentions", "reach", "cost")
    extra = tuple(Criterion(name, 0, 10, 0.2, name, "default") for name in names)
    more = pd.concat(
        [
            ranking.contributions,
            *(
                ranking.contributions.query("criterion == 'gap'").assign(
                    criterion=name, contribution=0.02 * (k + 1)
                )
                for k, name in enumerate(names)
            ),
        ],
        ignore_index=True,
    )
    scores = more.groupby("improvement")["contribution"].sum()
    table = ranking.table.assign(score=ranking.table["improvement"].map(scores))
    return replace(ranking, criteria=(*CRITERIA, *extra), contributions=more, table=table)


def _no_gap() -> Ranking:
    ranking = make()
    flat = with_cells(ranking, reference=ranking.cells["reality"])
    return with_figures(flat, gap=0.0, impact=0.0)


def _flat_journey() -> Ranking:
    ranking = make(touchpoints=5, personas=2, missing=0)
    return replace(
        ranking,
        touchpoints=ranking.touchpoints.assign(stage=None, phase=None, emotion=None),
        reference="target",
    )


Make: TypeAlias = "Callable[[], Ranking]"
BOTH: dict[str, Make] = {
    "common": make,
    "not_measured_at_all": _not_measured_at_all,
    "no_gap": _no_gap,
    "hostile": _hostile,
}
#: Awkward for the pictures of improvements.
CANDIDATES: dict[str, Make] = {
    "top_ten": lambda: make(top=10),
    "one_improvement": lambda: make(titles=TITLES[:1]),
    "bunched": _bunched,
    "same_place": _same_place,
    "no_effort": lambda: with_figures(make(), effort=0.0),
    "other_method": _other_method,
    "negative_contributions": _negative_contributions,
    "many_criteria": _many_criteria,
}
#: Awkward for the pictures of the journey.
JOURNEYS: dict[str, Make] = {
    "one_persona": lambda: make(personas=1, touchpoints=9),
    "many_missing": _many_missing,
    "over_delivery": _over_delivery,
    "large": lambda: make(personas=8, touchpoints=30),
    "flat_journey": _flat_journey,
}
RANKINGS = BOTH | CANDIDATES | JOURNEYS
#: Pictures of the journey; all others are of the improvements.
OF_JOURNEYS = ("gap_map", "journey", "path", "drivers", "stated_against_derived")
PICTURES = [
    (chart, name)
    for chart in EVERY
    for name in BOTH | (JOURNEYS if chart in OF_JOURNEYS else CANDIDATES)
]


@pytest.fixture
def rankings() -> dict[str, Make]:
    return RANKINGS


@pytest.fixture
def common() -> Ranking:
    return ranking_of("common")


@dataclass(frozen=True)
class Line:
    """A line of text as it stands in an SVG: its words, size and box in pixels."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Line, room: float = 0.5) -> bool:
        across = self.left + room < other.right and other.left + room < self.right
        return across and self.top + room < other.bottom and other.top + room < self.bottom


@dataclass(frozen=True)
class Drawing:
    """A picture of a ranking, as it is laid out, and what its rows and its SVG say."""

    ranking: Ranking
    laid_out: charts.Drawing

    @cached_property
    def spec(self) -> dict[str, Any]:
        return self.laid_out.to_spec()

    @cached_property
    def svg(self) -> str:
        return to_svg(self.laid_out)

    @cached_property
    def root(self) -> ET.Element:
        return ET.fromstring(self.svg)  # noqa: S314  (the picture is our own)

    @property
    def title(self) -> str:
        return " ".join(self.spec["title"]["text"])

    @property
    def subtitle(self) -> str:
        return " ".join(self.spec["title"]["subtitle"])

    @cached_property
    def lines(self) -> list[Line]:
        return [*title_lines(self.laid_out), *lines_of(self.laid_out)]

    @property
    def words(self) -> str:
        """All words of the picture, with blanks for line breaks."""
        return plain(" ".join(line.text for line in self.lines))

    @property
    def said(self) -> list[str]:
        """What screen readers say of the single marks."""
        layers = (layer for layer in self.laid_out.layers if layer.is_said)
        return [plain(str(row["said"])) for layer in layers for row in layer.rows]


def plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def lines_of(drawing: charts.Drawing) -> list[Line]:
    """Return the lines of text where they stand within the drawing."""
    found: list[Line] = []
    for layer in drawing.layers:
        style: dict[str, Any] = dict(layer.style)
        if layer.kind == "text":
            for row in layer.rows:
                found += _lines(row, style)
    return found


def _lines(row: dict[str, Any], style: dict[str, Any]) -> Iterator[Line]:
    size, bold = style["fontSize"], style["fontWeight"] == "bold"
    share = {"left": 0, "center": 0.5, "right": 1}[style["align"]]
    for number, line in enumerate(row["text"].split("\n")):
        text = line.rstrip(" ")
        wide = text_width(text, size, bold=bold)
        left = row["x"] - wide * share
        base = (
            row["y"]
            + number * style["lineHeight"]
            + round(DESCENT * size + style["lineHeight"] / 2)
        )
        yield Line(text, size, left, base - 0.75 * size, left + wide, base + 0.22 * size)


def title_lines(drawing: charts.Drawing) -> list[Line]:
    """Return the lines of title and subtitle, above the drawing."""
    title = drawing.to_spec()["title"]
    sizes = (title["fontSize"], title["subtitleFontSize"])
    texts = [(line, sizes[0], True) for line in title["text"]]
    texts += [(line, sizes[1], False) for line in title["subtitle"]]
    y = -1.0 * title["offset"]
    found: list[Line] = []
    for text, size, bold in reversed(texts):
        wide = text_width(text, size, bold=bold)
        found.append(Line(text, size, 0, y - size, wide, y))
        y -= title["lineHeight"] if bold else title["subtitleLineHeight"]
    return found[::-1]


def lines_drawn(element: ET.Element, x: float = 0, y: float = 0) -> Iterator[Line]:
    """Find the lines of text in an SVG; all of Vega's moves are plain translations."""
    move = re.match(r"translate\(([^,]+),([^)]+)\)", element.get("transform", ""))
    if move:
        x, y = x + float(move[1]), y + float(move[2])
    if element.tag == f"{SVG}text":
        yield from _lines_of_text(element, x, y)
    for child in element:
        yield from lines_drawn(child, x, y)


def _lines_of_text(element: ET.Element, x: float, y: float) -> Iterator[Line]:
    size = float(element.get("font-size", "0").removesuffix("px"))
    bold = element.get("font-weight") == "bold"
    spans = list(element) or [element]
    for span in spans:
        y += float(span.get("dy", "0"))
        text = (span.text or "").rstrip(" ")
        wide = text_width(text, size, bold=bold)
        share = {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
        left = x - wide * share
        yield Line(text, size, left, y - 0.75 * size, left + wide, y + 0.22 * size)


@cache
def ranking_of(name: str) -> Ranking:
    """Make a ranking once; nothing changes it."""
    return RANKINGS[name]()


@cache
def _draw(chart: str, name: str) -> Drawing:
    ranking = ranking_of(name)
    return Drawing(ranking, EVERY[chart](ranking))


Draw: TypeAlias = "Callable[[str, str], Drawing]"


@pytest.fixture
def draw() -> Draw:
    """Draw a chart of a made-up ranking, by their names, once."""
    return _draw


@pytest.fixture(params=PICTURES, ids="-".join)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    return _draw(*request.param)


@pytest.fixture(params=EVERY)
def common_drawing(request: pytest.FixtureRequest) -> Drawing:
    return _draw(request.param, "common")


@pytest.fixture(params=EVERY)
def hostile_drawing(request: pytest.FixtureRequest) -> Drawing:
    return _draw(request.param, "hostile")
