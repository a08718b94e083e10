"""Personas from the groups of a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.study.importing.cleaning import clean
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.worded import is_blank
from cx_workbench.study.values import answer_key

if TYPE_CHECKING:
    from cx_workbench.study.importing.proposal import Group, Proposal

#: Personas that are told apart, and the share of respondents that each must have.
_MOST_PERSONAS, _SMALLEST = 8, 0.02


@dataclass(frozen=True)
class Persona:
    """A persona and the answers that make it; no answers make everybody."""

    id: str
    name: str
    values: tuple[str, ...]
    share: float


#: Where nothing tells personas apart.
EVERYBODY = Persona("everybody", "All customers", (), 1.0)


def personas_of(proposal: Proposal) -> list[Persona]:
    """Make personas of the groups of a column; of everybody, if no column tells them."""
    group = next((g for g in proposal.groups if g.column.name == proposal.persona), None)
    if group is None:
        return [EVERYBODY]
    values = {clean(value): n for value, n in group.values.items() if not is_blank(value)}
    if not values:
        return [EVERYBODY]
    total = sum(values.values())
    ordered = sorted(values, key=lambda value: -values[value])
    whole = ordered if len(ordered) <= _MOST_PERSONAS else ordered[: _MOST_PERSONAS - 1]
    large = [value for value in whole if values[value] >= _SMALLEST * total]
    rest = tuple(value for value in ordered if value not in large)
    names = [_group_name(group, value) for value in large]
    made = [
        Persona(id_, name, (value,), values[value] / total)
        for id_, name, value in zip(short_ids(names, "persona"), names, large, strict=True)
    ]
    if rest:
        share = sum(values[value] for value in rest) / total
        taken = [persona.id for persona in made]
        made.append(Persona(short_ids([*taken, "other"], "persona")[-1], "Other", rest, share))
    return made


def _group_name(group: Group, value: str) -> str:
    return value if isinstance(answer_key(value), str) else f"{group.column.asks} {value}"
