"""The arithmetic of a ranking as formulas that any spreadsheet since Excel 2010 reckons with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.rank.methods import DECIMALS, EFFORT_FLOOR
from cx_workbench.report.workbook.plan import MODEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cx_workbench.report.workbook.plan import Plan

#: Above the table of the model stand the weight and the anchors of each criterion.
WEIGHT, WORST, BEST = -4, -3, -2


@dataclass(frozen=True, slots=True)
class Row:
    """One improvement's row of the model, as formulas in it see it.

    Attributes
    ----------
    plan
        Where everything stands.
    record
        Which row.
    """

    plan: Plan
    record: int

    def at(self, column: str) -> str:
        """Point at a cell of the row."""
        return self.plan.model.at(column, self.record, on=MODEL)

    def all(self, column: str) -> str:
        """Point at the whole column."""
        return self.plan.model.all(column, on=MODEL)

    def above(self, column: str, line: int) -> str:
        """Point at the weight or an anchor above a column."""
        return self.plan.model.fixed(column, line, on=MODEL)

    @property
    def names(self) -> list[str]:
        """The criteria."""
        return self.plan.made.names

    @property
    def touched(self) -> str:
        """The cells that it works on."""
        return self.plan.touches.all(str(self.record), on=MODEL)

    def cells(self, column: str) -> str:
        """Point at a column of all cells."""
        return self.plan.cells.all(column, on=MODEL)

    def gap(self) -> str:
        """Mean gap that counts, by persona weight and reach."""
        mass = f"SUMPRODUCT({self.touched},{self.cells('mass')})"
        total = f"SUMPRODUCT({self.touched},{self.cells('mass')},{self.cells('counted')})"
        return f"IF({mass}>0,{total}/{mass},0)"

    def impact(self) -> str:
        """Points gained."""
        if self.plan.paths is not None:
            ends = ("0", str(self.plan.people.count - 1))
            paths = self.plan.paths
            weights, before = (_fixed_row(paths.across(*ends, line, on=MODEL)) for line in (-3, -2))
            return (
                f"100*SUMPRODUCT({weights},{paths.across(*ends, self.record, on=MODEL)}-{before})"
            )
        return f"N({self.at('closes')})*SUMPRODUCT({self.touched},{self.cells('gain')})"

    def effort(self) -> str:
        """PERT mean; a missing low or high is the likely."""
        low, likely, high = (self.at(f"effort_{end}") for end in ("low", "likely", "high"))
        return (
            f"(IF(ISNUMBER({low}),{low},N({likely}))+4*N({likely})"
            f"+IF(ISNUMBER({high}),{high},N({likely})))/6"
        )

    def worth(self, criterion: str) -> str:
        """Value between the anchors, not cut off."""
        column = f"worth:{criterion}"
        worst, best = self.above(column, WORST), self.above(column, BEST)
        figure = f"N({self.at(f'figure:{criterion}')})"
        return f"IF({best}={worst},0,({figure}-{worst})/({best}-{worst}))"

    def adds(self, criterion: str) -> str:
        """Weigh the value of a criterion: what it adds to the score."""
        column = f"worth:{criterion}"
        return f"{self.above(column, WEIGHT)}*{self.at(column)}"

    def distance(self, to: str) -> str:
        """Distance to the best or to the worst anchors."""
        squares = []
        for name in self.names:
            worth = f"MIN(MAX({self.at(f'worth:{name}')},0),1)"
            away = f"(1-{worth})" if to == "best" else worth
            squares.append(f"({away}*{self.above(f'worth:{name}', WEIGHT)})^2")
        return f"SQRT({'+'.join(squares)})"

    def part(self, name: str) -> str:
        """Stand-in for a part of a method that the study has no column for."""
        return _STAND_INS[name](self)

    def score(self) -> str:
        """Score by the method in force."""
        return SCORES[self.plan.method](self)

    def number(self) -> str:
        """Rank: by score, then impact, then lower effort, then id; 0 for what is not in play."""
        later = _beats(self, [("score_key", ">"), ("impact_key", ">"), ("effort_key", "<")])
        return f"IF({self.at('in_play')}=0,0,1+SUMPRODUCT({self.all('in_play')}*{later}))"

    def in_top(self) -> str:
        """Whether it is in the TOP N: the pinned are, and the best of the others."""
        pinned, number = f'({self.all("decision")}="pinned")', self.at("number")
        ahead = f"SUMPRODUCT({self.all('in_play')}*(1-{pinned})*({self.all('number')}<={number}))"
        left = f"{self.plan.size.fixed('value', 0, on=MODEL)}-SUMPRODUCT(--{pinned})"
        best = f"IF({ahead}<={left},1,0)"
        return f'IF({self.at("in_play")}=0,0,IF({self.at("decision")}="pinned",1,{best}))'

    def place(self) -> str:
        """Place in the list: the TOP N by rank, then the others by rank."""
        chosen, play = self.all("in_top"), self.all("in_play")
        ahead = f"({self.all('number')}<={self.at('number')})"
        first = f"SUMPRODUCT({chosen}*{ahead})"
        after = f"SUM({chosen})+SUMPRODUCT({play}*(1-{chosen})*{ahead})"
        return f'IF({self.at("in_play")}=0,"",IF({self.at("in_top")}=1,{first},{after}))'

    def key(self, column: str) -> str:
        """Round a figure so that rounding errors never decide an order."""
        return f"ROUND({self.at(column)},{DECIMALS})"

    def compared(self, criterion: str) -> str:
        """Value as fronts compare it; a criterion without weight does not count."""
        column = f"worth:{criterion}"
        return f"IF({self.above(column, WEIGHT)}>0,ROUND({self.at(column)},{DECIMALS}),0)"

    def line(self) -> str:
        """Place in an order in which nobody stands behind one that it beats."""
        play = self.all("in_play")
        ahead = _beats(self, [(f"compared:{name}", ">") for name in self.names])
        behind = f"({self.all('by_id')}<={self.at('by_id')})"
        return (
            f"IF({self.at('in_play')}=1,1+SUMPRODUCT({play}*{ahead}),"
            f"SUM({play})+SUMPRODUCT((1-{play})*{behind}))"
        )


def _beats(row: Row, keys: Iterable[tuple[str, str]]) -> str:
    """Say of every row whether it comes before this one: by the keys in turn, at last by id."""
    said = f"({row.all('by_id')}<{row.at('by_id')})"
    for column, sign in reversed(list(keys)):
        column_, own = row.all(column), row.at(column)
        said = f"(({column_}{sign}{own})+({column_}={own})*{said})"
    return said


def _fixed_row(place: str) -> str:
    """Hold the row of a place when a formula is copied down."""
    sheet, _, cells = place.rpartition("!")
    fixed = ":".join(
        f"{cell.rstrip('0123456789')}${cell[len(cell.rstrip('0123456789')) :]}"
        for cell in cells.split(":")
    )
    return f"{sheet}!{fixed}" if sheet else fixed


def _across(row: Row, kind: str) -> tuple[str, str]:
    """Weights above some neighbouring columns, and the row's own figures there."""
    ends = f"{kind}:{row.names[0]}", f"{kind}:{row.names[-1]}"
    model = row.plan.model
    return (
        _fixed_row(model.across(*ends, WEIGHT, on=MODEL)),
        model.across(*ends, row.record, on=MODEL),
    )


def _additive(row: Row) -> str:
    weights, worth = _across(row, "worth")
    return f"SUMPRODUCT({weights},{worth})"


def _product(row: Row) -> str:
    powers = []
    for name in row.names:
        weight, worth = row.above(f"worth:{name}", WEIGHT), row.at(f"worth:{name}")
        # Excel does not know what 0^0 is.
        powers.append(f"IF({weight}=0,1,MAX({worth},0)^{weight})")
    return "*".join(powers)


def _topsis(row: Row) -> str:
    best, worst = row.at("to_best"), row.at("to_worst")
    return f"IF({best}+{worst}>0,{worst}/({best}+{worst}),0)"


def _ratio(row: Row) -> str:
    return f"{row.at('figure:impact')}/MAX({row.at('figure:effort')},{EFFORT_FLOOR:g})"


def _pareto(row: Row) -> str:
    fronts = row.plan.fronts
    if fronts is None:  # pragma: no cover - the plan of this method has them
        return "0"
    return f"1/INDEX({fronts.all('front', on=MODEL)},{row.at('line')})"


def _parts(row: Row) -> list[str]:
    return [f"N({row.at(row.plan.part(each))})" for each in row.plan.made.part_names.values()]


def _rice(row: Row) -> str:
    reach, impact, confidence, effort = _parts(row)
    return f"IF({effort}>0,{reach}*{impact}*{confidence}/{effort},0)"


def _ice(row: Row) -> str:
    return "*".join(_parts(row))


def _wsjf(row: Row) -> str:
    *delay, size = _parts(row)
    return f"IF({size}>0,({'+'.join(delay)})/{size},0)"


def _opportunity(row: Row) -> str:
    importance, satisfaction = _parts(row)
    return f"{importance}+MAX({importance}-{satisfaction},0)"


#: How each method scores a row.
SCORES: Mapping[str, Callable[[Row], str]] = {
    "additive": _additive,
    "product": _product,
    "topsis": _topsis,
    "ratio": _ratio,
    "pareto": _pareto,
    "rice": _rice,
    "ice": _ice,
    "wsjf": _wsjf,
    "opportunity": _opportunity,
}


def _impact_each(row: Row) -> str:
    return f"{row.at('figure:gap')}*N({row.at('closes')})"


def _impact(row: Row) -> str:
    return row.at("figure:impact")


def _confidence(row: Row) -> str:
    return f"1-(N({row.at('closes_high')})-N({row.at('closes_low')}))"


def _days(row: Row) -> str:
    return f"MAX({row.at('figure:effort')},{EFFORT_FLOOR:g})"


def _of_ten(criterion: str) -> Callable[[Row], str]:
    return lambda row: f"10*MAX({row.at(f'worth:{criterion}')},0)"


def _mean(figure: str, scale: str) -> Callable[[Row], str]:
    """Mean over the cells by weight and reach; the plain mean where nobody who counts goes."""

    def formula(row: Row) -> str:
        touched, mass, cells = row.touched, row.cells("mass"), row.cells(figure)
        weighted = f"SUMPRODUCT({touched},{mass},{cells})/SUMPRODUCT({touched},{mass})"
        alike = f"SUMPRODUCT({touched},{cells})/SUM({touched})"
        return f"IF(SUMPRODUCT({touched},{mass})>0,{weighted},{alike}){scale}"

    return formula


#: What stands in for the parts that the workbook moves, by the name the method asks for.
_STAND_INS: Mapping[str, Callable[[Row], str]] = {
    "impact_each": _impact_each,
    "impact": _impact,
    "confidence": _confidence,
    "ease": _of_ten("effort"),
    "effort": _days,
    "business_value": _of_ten("impact"),
    "job_size": _days,
    "importance": _mean("known", ""),
    "satisfaction": _mean("reality", "/10"),
}
