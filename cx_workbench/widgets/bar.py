"""The head of the workbench: study, TOP N, scenarios, the way back, and where it is saved."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from traitlets import Bool

from cx_workbench.errors import visible
from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cx_workbench.study.model import Study
    from cx_workbench.widgets.session import Session

#: The sizes of a TOP that are one press away.
_TOPS = (5, 10)


class Bar(View):
    """Title, TOP N, scenarios, undo and redo, where it is saved and how often was drawn.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Attributes
    ----------
    drawing
        Whether the whole ranking is being worked out just now.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> bar = Bar(cx.example(), file=False, draws=200)
    >>> bar.session.save("Base")
    >>> bar.session.top = 10
    >>> print(bar)
    Mobile operator 2026 (synthetic example)
      TOP 10
      Scenario: Base, changed since
      Scenarios: Base
      200 draws, seed 1
      Not saved in a file
    """

    _esm = script("bar.js")
    _css = style("bar.css")
    drawing = Bool().tag(sync=True)

    def __init__(self, source: Session | Study, **settings: Any) -> None:  # noqa: ANN401  of `Session`
        super().__init__(source, **settings)
        self.session.observe(self._draws_now, "drawing")

    def close(self) -> None:
        """Leave the session, and the screen."""
        if self.comm is not None:
            self.session.unobserve(self._draws_now, "drawing")
        super().close()

    def _draws_now(self, change: Any) -> None:  # noqa: ANN401  traitlets hands over its own
        self.drawing = change.new

    def shown(self) -> dict[str, Any]:
        """Return what the head shows now."""
        session = self.session
        return {
            "title": session.study.title,
            "top": session.top,
            "tops": list(_TOPS),
            "most": len(session.study.improvements),
            "scenario": session.scenario,
            "changed": self._changed,
            "scenarios": [
                {"name": each.name, "saved": f"saved {when(each.time)}"}
                for each in session.scenarios
            ],
            "undo": session.can_undo,
            "redo": session.can_redo,
            "saved": self._saved,
            "trouble": session.trouble,
            "said": session.log[-1].what if session.log else "",
            "draws": self._draws,
            "settled": session.answer.settled,
        }

    def to_text(self) -> str:
        """Return what the head shows, one fact a line."""
        title, *facts = self._facts()
        return "\n".join(visible(line) for line in (title, *(f"  {fact}" for fact in facts)))

    def to_html(self) -> str:
        """Return what the head shows as a list; every text is escaped."""
        title, *facts = self._facts()
        items = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
        return f"<div><b>{escape(title)}</b><ul>{items}</ul></div>"

    def _facts(self) -> Iterator[str]:
        session = self.session
        yield session.study.title
        yield f"TOP {session.top}"
        if session.scenario:
            yield f"Scenario: {session.scenario}{', changed since' if self._changed else ''}"
        if session.scenarios:
            yield f"Scenarios: {', '.join(each.name for each in session.scenarios)}"
        yield self._draws
        yield self._saved
        if session.trouble:
            yield session.trouble

    @property
    def _changed(self) -> bool:
        """Whether anything was changed since the scenario that is open was saved."""
        session = self.session
        held = {each.name: each.settings for each in session.scenarios}
        return session.scenario in held and held[session.scenario] != session.settings

    @property
    def _draws(self) -> str:
        ranking = self.session.ranking
        if not ranking.draws:
            return "Nothing is drawn"
        return f"{ranking.draws:,} draws, seed {ranking.seed}"

    @property
    def _saved(self) -> str:
        session = self.session
        if session.saved_in is None:
            return "Not saved in a file"
        if session.saved is None:
            return f"Will be saved in {session.saved_in.name}"
        return f"Saved in {session.saved_in.name}, {when(session.saved)}"

    def _top(self, top: int) -> None:
        self.session.change(top=top)

    def _open(self, name: str) -> None:
        self.session.open(name)

    def _save(self, name: str) -> None:
        self.session.save(name)

    def _forget(self, name: str) -> None:
        self.session.forget(name)

    def _undo(self) -> None:
        self.session.undo()

    def _redo(self) -> None:
        self.session.redo()

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {
        "top": _top,
        "open": _open,
        "save": _save,
        "forget": _forget,
        "undo": _undo,
        "redo": _redo,
    }


def when(time: datetime, now: datetime | None = None) -> str:
    """Write a time as the machine's clock shows it; with the day, unless it is today.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> when(datetime(2026, 3, 14, 12, tzinfo=UTC), datetime(2026, 3, 20, tzinfo=UTC))[:13]
    '14 March 2026'
    """
    here, today = time.astimezone(), (now or datetime.now(UTC)).astimezone().date()
    clock = f"{here:%H:%M}"
    return clock if here.date() == today else f"{here.day} {here:%B %Y}, {clock}"
