"""What people decided, for the page: the log, and what of it is in the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.errors import StudyError
from cx_workbench.report import words
from cx_workbench.study.session_file import read, session_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cx_workbench.rank.model import Ranking, Revision
    from cx_workbench.study.model import Study
    from cx_workbench.study.sessions import Decision


@dataclass(frozen=True, slots=True)
class Log:
    """Decisions to show.

    Attributes
    ----------
    decisions
        From the first to the last.
    kept_in
        Name of the session file that they came from; empty if somebody handed them over.
    trouble
        Why they cannot be shown, in words; empty if they can.
    """

    decisions: tuple[Decision, ...] = ()
    kept_in: str = ""
    trouble: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.decisions or self.trouble)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """When, what and why of each; times as clocks here showed them."""
        return [
            (words.moment(decision.time.astimezone()), decision.what, decision.reason)
            for decision in self.decisions
        ]

    @property
    def zone(self) -> str:
        """The time zone of the times; empty where it changed in between."""
        zones = {f"{decision.time.astimezone():%z}" for decision in self.decisions}
        zone = zones.pop() if len(zones) == 1 else ""
        return f"UTC{zone[:3]}:{zone[3:]}" if zone else ""


def log_of(ranking: Ranking, decisions: Iterable[Decision] | None = None) -> Log:
    """Take the decisions that are handed over, or else those kept with the study.

    A study that came from no file keeps none.
    """
    if decisions is not None:
        return Log(tuple(sorted(decisions, key=lambda decision: decision.time)))
    return kept_log(ranking.basis.given)


def kept_log(study: Study) -> Log:
    """Read the decisions that are kept with a study."""
    if study.source is None:
        return Log()
    path = session_path(study)
    try:
        decisions = read(path).decisions
    except StudyError as error:
        told = " ".join([error.headline, *map(str, error.problems)])
        return Log(trouble=told)
    return Log(decisions, path.name) if decisions else Log()


def decided_about(ranking: Ranking, log: Log, improvement: str) -> Iterator[str]:
    """Say what people decided about an improvement, as far as the ranking goes by it."""
    if improvement in ranking.pinned:
        reason = ranking.pinned[improvement]
        yield f"Pinned: {reason}" if reason else "Pinned, whatever its score"
    for revision in ranking.estimates:
        if revision.improvement == improvement:
            reason = _reason(log, revision)
            yield f"{_changed(revision)}{f': {reason}' if reason else ''}"


def _changed(revision: Revision) -> str:
    if revision.estimate == "effort":
        after, before = (words.number(days, 1) for days in (revision.after, revision.before))
        return f"Effort changed to {after} person-days, from {before}"
    after, before = (words.percent(share) for share in (revision.after, revision.before))
    return f"Share of the gap that it closes changed to {after}, from {before}"


def _reason(log: Log, revision: Revision) -> str:
    """Find the last reason that was given for a changed estimate."""
    for decision in reversed(log.decisions):
        about = decision.improvement == revision.improvement
        if about and decision.reason and revision.estimate in decision.what.casefold():
            return decision.reason
    return ""
