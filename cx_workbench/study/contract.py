"""The data contract: which tables and columns a study has, as data.

Everything that reads, checks, explains or writes a study's tables reads this page: the
checks, the starter folder of ``cx-workbench init`` and the error messages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

ColumnType = Literal["id", "ids", "text", "number", "date", "choice"]
Metric = Literal["csat", "ces", "nps"]
Kind = Literal["reality", "expectation", "importance", "company", "competitor", "employee"]
Reference = Literal["expectation", "company", "competitor", "employee", "target"]

#: Personas times touchpoints. More of them are no journey that anybody could read, and what is
#: uncertain in each is drawn thousands of times.
MOST_CELLS = 10_000
PHASES = ("before", "during", "after")
EMOTIONS = ("negative", "neutral", "positive")
METRICS: tuple[Metric, ...] = get_args(Metric)
KINDS: tuple[str, ...] = get_args(Kind)
#: Kinds that nobody's persona gives: an empty persona means "for every persona".
KINDS_FOR_ALL = ("company", "competitor", "employee")
#: Kinds that say where a company stands, and are nobody's answers of their own.
KINDS_OF_POSITIONS = ("company", "competitor")
#: What reality can be held against. ``target`` comes from study.toml, the others from answers.
REFERENCES: tuple[str, ...] = get_args(Reference)
PAIN_TYPES = ("interaction", "compatibility", "payment", "feature")


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and highest score that a question allows.

    Examples
    --------
    >>> Scale(1, 5).index(4)
    75.0
    """

    min: float
    max: float

    def index(self, score: float) -> float:
        """Score on 0..100: ``100 * (score - min) / (max - min)``."""
        return 100 * (score - self.min) / (self.max - self.min)

    def __str__(self) -> str:
        """Such as ``1-5``."""
        return f"{self.min:g}-{self.max:g}"


DEFAULT_SCALES = {"csat": Scale(1, 5), "ces": Scale(1, 7), "nps": Scale(0, 10)}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``at_least`` and ``at_most`` bound numbers; ``default`` is what an empty cell means, in
    words; ``refers_to`` names the table whose ids the cell must use.
    """

    name: str
    means: str
    example: str = ""
    type: ColumnType = "text"
    required: bool = False
    at_least: float | None = None
    at_most: float | None = None
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    default: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row of it is, its columns and what must not occur twice."""

    name: str
    means: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    optional: bool = False
    required_columns: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the required columns at hand."""
        names = tuple(column.name for column in self.columns if column.required)
        object.__setattr__(self, "required_columns", names)

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """All column names in order."""
        return tuple(column.name for column in self.columns)


PERSONAS = Table(
    "personas",
    "A group of customers with the same needs, one a row.",
    (
        Column("persona", "Short id, used by the other tables.", "families", "id", required=True),
        Column("name", "What people call the group.", "Families on one bill", default="the id"),
        Column("share", "Share of all customers: 0.25 or 25 %.", "1", "number", at_least=0,
               default="the group's share of the answers, if the column is empty"),
        Column("value", "Worth of one customer, in any one unit.", "320", "number", at_least=0,
               default="all groups worth the same, if the column is empty"),
        Column("segment", "Your own grouping.", "Consumer"),
        Column("needs", "What they need from you.", "One bill that everybody understands"),
        Column("motivators", "What moves them to choose and to stay.", "No surprises"),
        Column("moments", "When it counts most.", "First bill; holidays abroad"),
        Column("updated", "Day on which the persona was last checked.", "2026-01-15", "date"),
    ),
    key=("persona",),
)

TOUCHPOINTS = Table(
    "touchpoints",
    "A step where customer and company meet, one a row, in the order of the journey.",
    (
        Column("touchpoint", "Short id, used by the other tables.", "first_bill", "id",
               required=True),
        Column("name", "What people call the step.", "The first bill", default="the id"),
        Column("stage", "Stage of the journey.", "Join"),
        Column("phase", "Before, during or after purchase or use.", "during", "choice",
               choices=PHASES),
        Column("position", "Place in the journey: 1, 2, 3 ...", "1", "number",
               default="the order of the rows"),
        Column("channel", "Where it happens: shop, app, telephone ...", "letter"),
        Column("owner", "Who answers for it.", "Billing"),
        Column("emotion", "How customers feel there.", "negative", "choice", choices=EMOTIONS),
    ),
    key=("touchpoint",),
)

REACH = Table(
    "reach",
    "How much of a persona's journeys passes a touchpoint; leave the table out if all do.",
    (
        Column("persona", "Id from personas.", "families", "id", required=True,
               refers_to="personas"),
        Column("touchpoint", "Id from touchpoints.", "first_bill", "id", required=True,
               refers_to="touchpoints"),
        Column("reach", "Share of journeys that pass there: 0.4 or 40 %.", "1", "number",
               required=True, at_least=0, at_most=1),
    ),
    key=("persona", "touchpoint"),
    optional=True,
)

RESPONSES = Table(
    "responses",
    "One answer a row: who, where, which question, what score.",
    (
        Column("respondent", "Who answered; the same id for all answers of one person.", "r001"),
        Column("persona", "Id from personas; empty only for company, competitor and employee "
               "(then for every persona) and for the journey as a whole.", "families", "id",
               required=True, refers_to="personas"),
        Column("touchpoint", "Id from touchpoints; empty = the journey as a whole.", "first_bill",
               "id", refers_to="touchpoints", default="the journey as a whole"),
        Column("metric", "csat (satisfaction), ces (ease, 7 = easiest) or nps (recommend).",
               "csat", "choice", required=True, choices=METRICS),
        Column("kind", "reality, expectation, importance, company, competitor or employee.",
               "reality", "choice", choices=KINDS, default="reality"),
        Column("score", "The answer: csat 1-5, ces 1-7, nps 0-10 unless study.toml says "
               "otherwise; empty = no answer.", "3", "number", required=True),
        Column("weight", "Survey weight of the answer.", "1", "number", at_least=0, default="1"),
        Column("date", "Day of the answer.", "2026-01-20", "date"),
        Column("wave", "Which survey, if there were several.", "2026-1"),
        Column("comment", "What the customer said in words.", "I did not understand the bill."),
    ),
)

SCORES = Table(
    "scores",
    "Averages instead of answers, where single answers are not to be had.",
    (
        Column("persona", "Id from personas; empty as in responses.", "families", "id",
               required=True, refers_to="personas"),
        Column("touchpoint", "Id from touchpoints; empty = the journey as a whole.", "first_bill",
               "id", refers_to="touchpoints", default="the journey as a whole"),
        Column("metric", "csat, ces or nps.", "csat", "choice", required=True, choices=METRICS),
        Column("kind", "As in responses.", "reality", "choice", choices=KINDS, default="reality"),
        Column("mean", "Average score, on the scale of the question.", "3.2", "number",
               required=True),
        Column("sd", "Standard deviation of the scores.", "1.1", "number", required=True,
               at_least=0),
        Column("n", "How many answers.", "120", "number", required=True, at_least=1),
    ),
    key=("persona", "touchpoint", "metric", "kind"),
    optional=True,
)

IMPROVEMENTS = Table(
    "improvements",
    "A candidate for what to improve next, one a row.",
    (
        Column("improvement", "Short id.", "plain_bill", "id", required=True),
        Column("title", "What it is, in a few words.", "A bill in plain words",
               default="the id"),
        Column("hypothesis", "If we do this, then that changes for the customer.",
               "If the bill says what changed, fewer people call"),
        Column("touchpoints", "Ids from touchpoints, with ; between.", "first_bill", "ids",
               required=True, refers_to="touchpoints"),
        Column("personas", "Ids from personas, with ; between; empty = all.", "", "ids",
               refers_to="personas", default="all personas"),
        Column("pain_type", "interaction, compatibility, payment or feature.", "payment",
               "choice", choices=PAIN_TYPES),
        Column("effort_low", "Person-days if all goes well.", "20", "number", at_least=0,
               default="effort_likely"),
        Column("effort_likely", "Person-days, most likely.", "40", "number", required=True,
               at_least=0),
        Column("effort_high", "Person-days if much goes wrong.", "80", "number", at_least=0,
               default="effort_likely"),
        Column("closes_low", "Share of the gap that it closes at least: 0.2 or 20 %.", "0.2",
               "number", at_least=0, at_most=1, default="closes_likely"),
        Column("closes_likely", "Share of the gap that it closes, most likely.", "0.4", "number",
               required=True, at_least=0, at_most=1),
        Column("closes_high", "Share of the gap that it closes at best.", "0.6", "number",
               at_least=0, at_most=1, default="closes_likely"),
        Column("owner", "Who would lead it.", "Billing"),
        Column("budget", "Money set aside.", "12000", "number", at_least=0),
        Column("requires", "Ids of improvements that must come with it, with ; between.", "",
               "ids", refers_to="improvements"),
        Column("excludes", "Ids of improvements that cannot go with it, with ; between.", "",
               "ids", refers_to="improvements"),
    ),
    key=("improvement",),
)

TABLES = {
    table.name: table
    for table in (PERSONAS, TOUCHPOINTS, REACH, RESPONSES, SCORES, IMPROVEMENTS)
}
