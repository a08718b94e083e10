"""What all views share: a screen in front, a session behind, words where neither is to be had."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
from traitlets import Dict, Unicode

from cx_workbench.errors import WorkbenchError
from cx_workbench.widgets.assets import script
from cx_workbench.widgets.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.study.model import Study

_LOG = logging.getLogger(__name__)
_UNFORESEEN = (
    "Something went wrong that was not foreseen; nothing was changed. The notebook's log says more."
)


class Parts(anywidget.AnyWidget):
    """Code that all views share in the browser; never shown itself."""

    _esm = script("parts.js")


class Screen(anywidget.AnyWidget):
    """Base of everything that is shown: state for the browser, and what the browser asks for.

    Attributes
    ----------
    state
        What the browser shows, replaced as one; only Python sets it.
    wanted
        What the browser asks for and may ask again before it is answered: the last counts.
    problem
        A sentence to show where something was refused; empty if nothing was.
    commands
        What the browser may ask for by name, each once.
    """

    parts = anywidget.WidgetTrait().tag(sync=True)
    state = Dict().tag(sync=True)
    wanted = Dict().tag(sync=True, echo_update=False)
    problem = Unicode().tag(sync=True)
    commands: ClassVar[Mapping[str, Callable[..., None]]] = {}

    def __init__(self) -> None:
        super().__init__(parts=parts())
        self.on_msg(self._asked)
        self.observe(self._wanted, "wanted")
        self.tell()

    def shown(self) -> dict[str, Any]:
        """Return the ``state`` for what there is to show now; a screen's own."""
        raise NotImplementedError

    def want(self, wanted: Mapping[str, Any]) -> None:
        """Follow what the browser asks for again and again; a screen's own."""

    def to_text(self) -> str:
        """Return it as plain text."""
        raise NotImplementedError

    def to_html(self) -> str:
        """Return it as a piece of HTML that needs no kernel; every text is escaped."""
        raise NotImplementedError

    def tell(self) -> None:
        """Tell the browser what there is to show."""
        self.state = self.shown()

    def _asked(self, _widget: object, content: Any, _buffers: object) -> None:  # noqa: ANN401  from the browser
        if isinstance(content, dict) and content.get("do") in self.commands:
            fields = {name: value for name, value in content.items() if name != "do"}
            command = self.commands[content["do"]]
            self._in_words(lambda: command(self, **fields))

    def _wanted(self, change: Any) -> None:  # noqa: ANN401  traitlets hands over its own
        self._in_words(lambda: self.want(change.new))

    def _in_words(self, act: Callable[[], None]) -> None:
        """Do what was asked for; what is refused is shown in words, and nothing else happens."""
        try:
            act()
        except WorkbenchError as error:
            problem = " ".join(str(each) for each in error.problems) or str(error)
        except Exception:  # noqa: BLE001  a screen shows no traceback; the log holds it
            _LOG.exception("A view could not do what it was asked.")
            problem = _UNFORESEEN
        else:
            problem = ""
        # A sentence that is refused twice is shown twice.
        if problem and problem == self.problem:
            self.problem = ""
        self.problem = problem

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401  of IPython
        """Show the widget where there is one to be had, else HTML, else words."""
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        still = {"text/plain": self.to_text(), "text/html": self.to_html()}
        return {**data, **still}, metadata


class View(Screen):
    """Base of every view of a session.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Attributes
    ----------
    session
        What is shown.
    """

    def __init__(self, source: Session | Study, **settings: Any) -> None:  # noqa: ANN401  of `Session`
        session = source if isinstance(source, Session) else Session(source, **settings)
        self.session = session
        super().__init__()
        session.observe(self._followed, ["answer", "selected"])

    def close(self) -> None:
        """Leave the session, and the screen."""
        # A widget is closed again when it is collected.
        if self.comm is not None:
            self.session.unobserve(self._followed, ["answer", "selected"])
        super().close()

    def _followed(self, _change: Any) -> None:  # noqa: ANN401  traitlets hands over its own
        self.tell()


_SHARED: dict[str, anywidget.AnyWidget] = {}


def shared(kind: type[anywidget.AnyWidget]) -> anywidget.AnyWidget:
    """Return the one widget of a kind that this kernel has; a closed one is made anew."""
    found = _SHARED.get(kind.__name__)
    if found is None or found.comm is None:
        found = _SHARED[kind.__name__] = kind()
    return found


def parts() -> anywidget.AnyWidget:
    """Return the code that all views share, one copy a kernel."""
    return shared(Parts)
