"""The plan of the workbook: which sheets there are, and where on them everything stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.report.workbook.book import BODY
from cx_workbench.report.workbook.places import Table, columns

if TYPE_CHECKING:
    from cx_workbench.report.model import Cell, Report
    from cx_workbench.report.workbook.made import Made

INPUTS, MODEL, WHY, SURE = "Inputs", "Model", "Why", "How sure"
JOURNEY, CELLS, LEFT_OUT, DECISIONS = "Journey", "Cells", "Not measured", "Decisions"
MOVED, METHOD, TOUCHES, ORDER = "What moved", "Method", "Touches", "Live order"
PATHS, FRONTS = "Paths", "Fronts"

#: Parts of a method that only people know, or that no cell of the workbook moves.
_FREE_PARTS = {"reach", "time_criticality", "risk_reduction"}
#: Rows of headings above the table of the model: groups, weight, worst, best.
_MODEL_HEAD = 4
#: Rows above a table that follows another one: room, its section, its headings.
_NEXT = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands.

    Attributes
    ----------
    report, made
        What is written, and its figures.
    top
        The list on the first sheet.
    criteria, size, people, targets, checks
        The inputs: criteria, how many make the TOP N, personas and (if reality is held against
        targets) targets; then what is wrong with them and how many were changed.
    aims
        Which touchpoints the targets are for, by their place in the journey.
    model
        One record an improvement.
    order
        The list as the inputs have it: what the first sheet and its charts show.
    others
        Below it, all that the list does not show: their marks in the matrix.
    cells
        One record a persona at a touchpoint.
    touches
        The same records, a column for each improvement.
    why, sure
        What speaks for each, and how sure it is.
    paths
        Joint satisfaction of each persona with each improvement, if impact counts it.
    fronts
        Improvements from those that nobody beats, if the method counts fronts.
    """

    report: Report
    made: Made
    top: Table
    criteria: Table
    size: Table
    people: Table
    targets: Table | None
    checks: Table
    aims: tuple[int, ...]
    model: Table
    order: Table
    others: Table
    cells: Table
    touches: Table
    why: Table
    sure: Table | None
    paths: Table | None
    fronts: Table | None

    @property
    def method(self) -> str:
        """Name of the method."""
        return self.report.ranking.method

    @property
    def is_live(self) -> bool:
        """Whether there is anything to rank, and so anything to reckon with."""
        return bool(self.report.improvements)

    @property
    def adds_up(self) -> bool:
        """Whether what the criteria add makes the score."""
        return self.method == "additive"

    def cell(self, record: int) -> Cell:
        """Return what a record of the cells shows."""
        place, person = (
            int(self.made.cells[name].iloc[record]) for name in ("touchpoint_at", "persona_at")
        )
        return self.report.touchpoints[place].cells[person]

    def fault(self, *, on: str) -> str:
        """Point at what stops the ranking, in words."""
        return self.checks.fixed("says", 0, on=on)

    def changed(self, *, on: str) -> str:
        """Point at how many inputs are not as they were."""
        return self.checks.fixed("says", 1, on=on)

    def note(self, *, on: str) -> str:
        """Point at the note that every sheet shows."""
        return self.checks.fixed("says", 2, on=on)

    @property
    def inputs(self) -> list[str]:
        """Columns of the model that may be changed."""
        return _inputs(self.made)

    @property
    def figures(self) -> list[str]:
        """Columns of the model that hold figures to be changed."""
        return [name for name in self.inputs if name != "decision"]

    def part(self, column: str) -> str:
        """Return the column of the model that holds a part of the method."""
        return _part(self.made, column)


def plan(report: Report, made: Made) -> Plan:
    """Settle where everything stands."""
    ranking = report.ranking
    ranked, people = len(report.improvements), len(report.personas)
    places, measured = len(made.places), len(made.cells)
    criteria = Table(
        INPUTS,
        BODY + 2,
        len(made.criteria),
        {
            **columns("name", "weight", "share", "worst", "best", "unit"),
            **columns("made_weight", "made_worst", "made_best", start=7),
        },
    )
    size = Table(INPUTS, criteria.end + _NEXT, 1, columns("name", "value", "made"))
    persons = Table(
        INPUTS, size.end + _NEXT, people, columns("name", "weight", "share", "made_weight")
    )
    aims = tuple(_aims(made))
    targets = (
        Table(INPUTS, persons.end + _NEXT, len(aims), columns("name", "target", "made_target"))
        if aims
        else None
    )
    below = (targets or persons).end + _NEXT
    checks = Table(INPUTS, below, 3, columns("name", "says"))
    order = Table(ORDER, BODY + 1, places, columns(*_order_columns(made)))
    cell_columns = columns(
        *("persona", "touchpoint", "metric", "n", "reality", "low", "high"),
        *("reference", "gap", "reach", "importance", "weight", "counted", "mass", "gain"),
        *(("kept", "lift") if ranking.impact == "path" else ()),
        *(("known",) if ranking.method == "opportunity" else ()),
    )
    cells = Table(CELLS, BODY + 1, measured, cell_columns)
    touches = Table(
        TOUCHES,
        BODY + 1,
        measured,
        {**columns("persona", "touchpoint"), **_numbered(ranked, start=3)},
    )
    return Plan(
        report=report,
        made=made,
        top=Table(
            report.top,
            BODY + 2,
            places,
            columns(
                *("mark", "rank", "title", "why", "score"),
                *(f"figure:{name}" for name in made.names),
                *(("sure",) if report.was_drawn else ()),
                "moved",
            ),
        ),
        criteria=criteria,
        size=size,
        people=persons,
        targets=targets,
        checks=checks,
        aims=aims,
        model=Table(MODEL, BODY + 1 + _MODEL_HEAD, ranked, columns(*_model_columns(made))),
        order=order,
        others=Table(
            ORDER, order.end + _NEXT, ranked, columns("title", "effort", "rest", "beyond")
        ),
        cells=cells,
        touches=touches,
        why=Table(
            WHY,
            BODY + 1,
            ranked,
            columns(
                *("rank", "title", "why"),
                *(("hypothesis",) if any(each.hypothesis for each in report.improvements) else ()),
                *("where", "whom", "reality", "reference", "n", "pain", "owner"),
                *(("decided",) if any(each.decided for each in report.improvements) else ()),
                "list",
            ),
        ),
        sure=Table(
            SURE,
            BODY + 1,
            ranked,
            columns("rank", "title", "words", "p_top", "low", "high", "before", "span"),
        )
        if report.was_drawn and ranked
        else None,
        paths=Table(PATHS, BODY + 3, ranked, {"title": 1, **_numbered(people, start=2)})
        if ranking.impact == "path" and ranked
        else None,
        fronts=Table(
            FRONTS,
            BODY + 1,
            ranked,
            columns("line", "row", "title", *(f"compared:{name}" for name in made.names), "front"),
        )
        if ranking.method == "pareto" and ranked
        else None,
    )


def _aims(made: Made) -> list[int]:
    """Find the touchpoints with a target that counts."""
    if made.ranking.reference != "target":
        return []
    aimed = made.cells["reference"].notna()
    found: list[int] = sorted(set(made.cells["touchpoint_at"][aimed]))
    return found


def _numbered(count: int, *, start: int) -> dict[str, int]:
    return {str(number): start + number for number in range(count)}


def _part(made: Made, column: str) -> str:
    return f"figure:{column}" if column in made.further else f"part:{column}"


def _own_parts(made: Made) -> list[str]:
    """Columns of parts that may be changed, beside the criteria."""
    return [
        _part(made, column)
        for column in made.part_names.values()
        if column not in made.further and (made.has_own(column) or column in _FREE_PARTS)
    ]


def _closes(made: Made) -> list[str]:
    """Columns of what is closed: low and high only where the score asks for them."""
    asked = "confidence" in made.part_names and not made.has_own("confidence")
    return ["closes_low", "closes", "closes_high"] if asked else ["closes"]


def _inputs(made: Made) -> list[str]:
    return [
        *("decision", "effort_low", "effort_likely", "effort_high"),
        *_closes(made),
        *(f"figure:{name}" for name in made.further),
        *_own_parts(made),
    ]


def _model_columns(made: Made) -> list[str]:
    inputs, method = _inputs(made), made.ranking.method
    reckoned = [_part(made, column) for column in made.part_names.values()]
    return [
        *("rank", "title", "in_top"),
        *inputs,
        "check",
        *("figure:gap", "figure:impact", "figure:effort"),
        *(name for name in reckoned if name not in inputs),
        *(f"worth:{name}" for name in made.names),
        *(("to_best", "to_worst") if method == "topsis" else ()),
        "score",
        *((f"adds:{name}" for name in made.names) if method == "additive" else ()),
        *("usable", "in_play", "score_key", "impact_key", "effort_key", "by_id"),
        *((f"compared:{name}" for name in made.names) if method == "pareto" else ()),
        *(("line",) if method == "pareto" else ()),
        *("number", "place", "made_rank"),
        *(f"made:{name}" for name in inputs),
    ]


def _order_columns(made: Made) -> list[str]:
    shown = (
        [f"adds:{name}" for name in made.names] if made.ranking.method == "additive" else ["score"]
    )
    names = ("place", "row", "in_top", "rank", "label", "numbered")
    return [*names, "effort", "top", "next", *shown]
