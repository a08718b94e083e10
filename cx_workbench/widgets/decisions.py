"""The log of a workshop: what was decided, when and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from cx_workbench.errors import Problem, SettingError, visible
from cx_workbench.report.words import moment
from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.study.sessions import Decision

_HEADING = "Decisions"
_NOTHING = "Nothing was decided yet. What is changed here is written down by itself."


class Decisions(View):
    """Every decision with its time and reason, the newest first, and room for notes by hand.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> decisions = Decisions(cx.example(), file=False, draws=0)
    >>> decisions.session.veto("firm_invoice", "The invoice system is replaced next year")
    >>> print(decisions)
    Decisions
    ... Vetoed One invoice for all lines, ready for the accounts.
      Because: The invoice system is replaced next year
    """

    _esm = script("decisions.js")
    _css = style("decisions.css")

    def shown(self) -> dict[str, Any]:
        """Return the log, the newest first, and where it is kept."""
        session = self.session
        return {
            "entries": [
                {
                    "key": f"{place}",
                    "time": decision.time.isoformat(),
                    "what": decision.what,
                    "reason": decision.reason,
                }
                for place, decision in reversed(list(enumerate(session.log)))
            ],
            "none": _NOTHING,
            "saved": f"Kept in {session.saved_in.name}." if session.saved_in else "",
            "text": self.to_text(),
        }

    def to_text(self) -> str:
        """Return the log as plain text, times as clocks here show them."""
        lines = [_HEADING]
        for decision in reversed(self.session.log):
            lines.append(f"{_local(decision)}: {decision.what.removesuffix('.')}.")
            lines += [f"  Because: {decision.reason}"] if decision.reason else []
        return "\n".join(visible(line) for line in (lines if len(lines) > 1 else [_NOTHING]))

    def to_html(self) -> str:
        """Return the log as a table; every text is escaped."""
        if not self.session.log:
            return f"<p>{escape(_NOTHING)}</p>"
        rows = "".join(
            f"<tr><td>{_local(decision)}</td><td>{escape(decision.what)}</td>"
            f"<td>{escape(decision.reason)}</td></tr>"
            for decision in reversed(self.session.log)
        )
        head = "".join(f"<th scope='col'>{name}</th>" for name in ("When", "What", "Why"))
        return (
            f"<table><caption>{_HEADING}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )

    def _note(self, what: str, reason: str = "") -> None:
        if not what.strip():
            problem = Problem("The note is empty.", hint="Write down what was decided.")
            raise SettingError("Nothing was written down.", [problem])
        self.session.note(what.strip(), reason.strip(), self.session.selected)

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {"note": _note}


def _local(decision: Decision) -> str:
    return moment(decision.time.astimezone())
