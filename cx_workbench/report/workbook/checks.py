"""What `rank` would refuse of the inputs, found by formulas and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.report.workbook.plan import INPUTS, MODEL

if TYPE_CHECKING:
    from cx_workbench.report.workbook.formulas import Row
    from cx_workbench.report.workbook.plan import Plan

_ESTIMATES = {"effort_low", "effort_likely", "effort_high", "closes"}


def fault(plan: Plan) -> str:
    """Name the first thing that `rank` would refuse, or nothing."""
    weights = plan.criteria.all("weight", on=INPUTS)
    worst, best = (plan.criteria.all(end, on=INPUTS) for end in ("worst", "best"))
    size, people = plan.size.at("value", 0, on=INPUTS), plan.people.all("weight", on=INPUTS)
    count, persons, most = plan.criteria.count, plan.people.count, plan.made.most
    decisions = plan.model.all("decision", on=INPUTS)
    faults = [
        (f"COUNT({weights})<{count}", "A weight is missing or is no number."),
        (f"MIN({weights})<0", "A weight is below 0."),
        (f"SUM({weights})=0", "All weights are 0: give at least one criterion a weight."),
        (f"COUNT({worst},{best})<{2 * count}", "An anchor is missing or is no number."),
        (f"SUMPRODUCT(--({worst}={best}))>0", "A criterion is worth 0 and 1 at the same figure."),
        (
            f"IF(ISNUMBER({size}),({size}<1)+({size}>{most})+({size}<>INT({size}))>0,TRUE)",
            f"The TOP N is no whole number from 1 to {most}.",
        ),
        (
            f"COUNT({people})<{persons}",
            "The weight of a persona is missing or is no number.",
        ),
        (f"MIN({people})<0", "The weight of a persona is below 0."),
    ]
    if plan.targets is not None:
        targets = plan.targets.all("target", on=INPUTS)
        faults.append((f"COUNT({targets})<{plan.targets.count}", "A target is missing."))
    faults += [
        (
            f"SUM({plan.model.all('usable', on=INPUTS)})<{plan.model.count}",
            f"See the column Check on the sheet {MODEL}.",
        ),
        (
            f'SUMPRODUCT(--({decisions}="pinned"))>{size}',
            "More improvements are pinned than the TOP N has room for.",
        ),
        (f'SUMPRODUCT(--({decisions}="vetoed"))={plan.model.count}', "Everything is vetoed."),
    ]
    said = '""'
    for wrong, words in reversed(faults):
        said = f'IF({wrong},"{words}",{said})'
    return said


def _faults_of(row: Row) -> list[tuple[str, str]]:
    """Name what `rank` would refuse of a row's inputs: when, and in words."""
    low, likely, high = (row.at(f"effort_{end}") for end in ("low", "likely", "high"))
    closes, decision = row.at("closes"), row.at("decision")
    faults = [
        (f"COUNT({likely},{closes})<2", "A likely figure is no number."),
        (f"COUNT({low},{high})<COUNTA({low},{high})", "An effort is no number."),
        (f"MIN({low},{likely},{high})<0", "An effort is below 0."),
        (f"({closes}<0)+({closes}>1)>0", "Closes: 0 % to 100 %."),
        (
            f'({decision}<>"")*({decision}<>"pinned")*({decision}<>"vetoed")>0',
            "Pinned, vetoed or empty.",
        ),
    ]
    further = [row.at(name) for name in row.plan.figures if name not in _ESTIMATES]
    if further:
        faults.append((f"COUNT({','.join(further)})<{len(further)}", "A figure is missing."))
    return faults


def check(row: Row) -> str:
    """Say in words what is wrong with a row's inputs."""
    low, likely, high = (row.at(f"effort_{end}") for end in ("low", "likely", "high"))
    unordered = f"(COUNT({low})>0)*({low}>{likely})+(COUNT({high})>0)*({high}<{likely})>0"
    said = f'IF({unordered},"Low, likely, high: not in order.","")'
    for wrong, words in reversed(_faults_of(row)):
        said = f'IF({wrong},"{words}",{said})'
    return said


def usable(row: Row) -> str:
    """1 where `rank` would take the row."""
    return f"IF({'+'.join(f'({wrong})' for wrong, _ in _faults_of(row))}>0,0,1)"
