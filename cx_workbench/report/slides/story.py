"""The order of the slides: the message first, then why, how sure, and what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.report.slides import (
    computed,
    every,
    journey,
    message,
    moved,
    pictures,
    rest,
    whole,
)
from cx_workbench.report.slides.deck import Deck

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.report.model import Report

_CHAPTERS = (
    message.add_opening,
    message.add_top,
    every.add_improvements,
    pictures.add_matrix,
    pictures.add_contributions,
    pictures.add_sureness,
    moved.add_moves,
    journey.add_gaps,
    journey.add_journey,
    whole.add_path,
    whole.add_outcomes,
    rest.add_others,
    rest.add_unranked,
    rest.add_decisions,
    computed.add_steps,
    computed.add_criteria,
    computed.add_weights,
    computed.add_data,
    computed.add_leaving,
    computed.add_settings,
    computed.add_warnings,
)


def tell(report: Report, template: Path | None) -> bytes:
    """Write a report's slides; a chapter that has nothing to say adds none."""
    deck = Deck(report, template)
    for add in _CHAPTERS:
        add(deck)
    return deck.save()
