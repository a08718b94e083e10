"""The data behind a report: what was there, which files it came from, and what of it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.report import words
from cx_workbench.report.leaving import leaving
from cx_workbench.study.fingerprints import Fingerprint, fingerprints

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking

#: Enough of a SHA-256 for people to compare by eye.
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Used:
    """The data that a ranking rests on.

    Attributes
    ----------
    counts
        How many of what, as people read it: ``("answers", "68,552")``.
    files
        The files with their fingerprints; none if the study came from data frames.
    leaves
        What a reader of the report learns of those who answered, and what not.
    """

    counts: tuple[tuple[str, str], ...]
    files: tuple[Fingerprint, ...]
    leaves: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Name, size and the beginning of the SHA-256 of each file."""
        return [
            (each.name, f"{words.count(each.size)} bytes", each.sha256[:_SHORT])
            for each in self.files
        ]


def used_by(ranking: Ranking) -> Used:
    """Say what data a ranking rests on.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> used_by(cx.rank(cx.example(), draws=0)).counts[0]
    ('personas', '5')
    """
    study = ranking.basis.given
    counts = (
        ("personas", len(study.personas)),
        ("touchpoints", len(study.touchpoints)),
        ("answers", study.answers.count),
        ("candidate improvements", len(study.improvements)),
    )
    named = tuple((name, words.count(count)) for name, count in counts)
    return Used(named, fingerprints(study), leaving(ranking))
