"""What a workshop sets: weights, method, what reality is held against, and filters."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from traitlets import Dict

from cx_workbench.errors import Problem, SettingError, visible
from cx_workbench.rank.criteria import reached, touches
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.scope import scope
from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.offers import SETTINGS, choices, criteria, filters
from cx_workbench.widgets.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cx_workbench.study.model import Study
    from cx_workbench.widgets.offers import Filter
    from cx_workbench.widgets.session import Session

_FULL = 1.0


class Controls(View):
    """Sliders for the weights, the method and its like, and filters; folded where not in use.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Attributes
    ----------
    offers
        What the study can serve at all, told once: ``settings`` (choices with the reason where
        one cannot be had) and ``filters`` (values with counts).

    Examples
    --------
    >>> import cx_workbench as cx
    >>> controls = Controls(cx.example(), file=False, draws=0)
    >>> print(controls)
    Settings
      Weight of gap: 0.3 (30 % of the score)
      Weight of impact: 0.4 (40 % of the score)
      Weight of effort: 0.3 (30 % of the score)
      Method: Weighted sum
      Reality is held against: What customers expect
      Importance of touchpoints: Equal
      Impact counts: The overall index
    """

    _esm = script("controls.js")
    _css = style("controls.css")
    offers = Dict().tag(sync=True)

    def __init__(self, source: Session | Study, **settings: Any) -> None:  # noqa: ANN401  of `Session`
        self._number = 0
        self._checked = {"method", "reference", "impact"}
        super().__init__(source, **settings)
        self._offer()

    def shown(self) -> dict[str, Any]:
        """Return what is set now, in the terms of the controls."""
        session = self.session
        method = METHODS[session.method]
        return {
            "number": self._number,
            "weights": self._weights,
            "full": max(_FULL, self._largest, *self._weights.values()),
            "weighted": method.weighted,
            "of": "of the score" if session.method == "additive" else "of the weights",
            "unweighted": "" if method.weighted else _unweighted(session.method),
            "settings": {name: getattr(session, name) for name in SETTINGS},
            "filters": {
                each.name: [value.value for value in each.kept(getattr(session, each.name))]
                for each in self._filters
            },
            "changed": bool(session.settings),
        }

    def want(self, wanted: Mapping[str, Any]) -> None:
        """Preview weights while a slider is dragged, unless the drag is over already."""
        if wanted.get("kind") == "weights" and wanted["number"] > self._number:
            self.session.preview(weights=wanted["weights"])

    def to_text(self) -> str:
        """Return what is set, one setting a line."""
        lines = [f"  {name}: {value}" for name, value in self._facts()]
        return "\n".join(visible(line) for line in ("Settings", *lines))

    def to_html(self) -> str:
        """Return what is set as a small table; every text is escaped."""
        rows = "".join(
            f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>"
            for name, value in self._facts()
        )
        return f"<table><caption>Settings</caption><tbody>{rows}</tbody></table>"

    def _facts(self) -> Iterator[tuple[str, str]]:
        state, total = self.shown(), sum(self._weights.values())
        for name, weight in self._weights.items():
            share = f" ({100 * weight / total:.0f} % {state['of']})" if state["weighted"] else ""
            yield f"Weight of {name}", f"{weight:g}{share}"
        for setting, (heading, names) in SETTINGS.items():
            yield heading, names[state["settings"][setting]][0]
        if not state["weighted"]:
            yield "Please note", state["unweighted"]
        for each in self._filters:
            kept = each.kept(getattr(self.session, each.name))
            if len(kept) < len(each.values):
                yield f"Only {each.title.lower()}", ", ".join(value.title for value in kept)

    @property
    def _weights(self) -> dict[str, float]:
        given = self.session.weights
        return {name: float(given.get(name, 0)) for name in (*self._criteria, *given)}

    @cached_property
    def _criteria(self) -> tuple[str, ...]:
        return criteria(self.session.study)

    @cached_property
    def _largest(self) -> float:
        """The largest weight that the study itself gives: a slider has to reach it."""
        sections = self.session.study.settings.criteria.values()
        return max((section.weight or 0 for section in sections), default=0)

    @cached_property
    def _filters(self) -> tuple[Filter, ...]:
        return filters(self.session.study)

    def _offer(self) -> None:
        """Tell what can be chosen; deriving importance is tried only once somebody looks."""
        study = self.session.study
        self.offers = {
            "settings": [
                {
                    "name": setting,
                    "title": heading,
                    "checked": setting in self._checked,
                    "choices": [
                        {
                            "name": each.name,
                            "title": each.title,
                            "how": each.how,
                            "reason": each.reason,
                        }
                        for each in choices(study, setting, check=setting in self._checked)
                    ],
                }
                for setting, (heading, _) in SETTINGS.items()
            ],
            "filters": [
                {
                    "name": each.name,
                    "title": each.title,
                    "one": each.one,
                    "values": [
                        {"value": value.value, "title": value.title, "counted": value.counted}
                        for value in each.values
                    ],
                }
                for each in self._filters
            ],
        }

    def _look(self, setting: str) -> None:
        if setting in SETTINGS and setting not in self._checked:
            self._checked.add(setting)
            self._offer()

    @contextmanager
    def _answering(self, number: int) -> Iterator[None]:
        """Tell the browser that it was answered, even if refused: then it shows what holds."""
        self._number = max(self._number, number)
        try:
            yield
        finally:
            self.tell()

    def _change(self, number: int, inputs: Mapping[str, Any]) -> None:
        with self._answering(number):
            self._must_leave_something(inputs)
            self.session.change(**inputs)

    def _reset(self, number: int) -> None:
        with self._answering(number):
            self.session.reset()

    def _must_leave_something(self, inputs: Mapping[str, Any]) -> None:
        """Refuse filters under which nothing would be ranked."""
        names = [each.name for each in self._filters]
        if not any(inputs.get(name) for name in names):
            return
        session = self.session
        asked = {name: inputs.get(name, getattr(session, name)) for name in names}
        in_play, problems = scope(session.study, **asked)
        if problems:
            raise SettingError("Nothing was changed.", problems)
        whole = session.ranking.basis.whole.cells.only(in_play.personas, in_play.touchpoints)
        table = session.study.improvements
        left = reached(touches(table, whole), whole.measured) & in_play.improvements
        if not (left & ~table["improvement"].isin(session.vetoed)).any():
            what = "These filters leave no improvement that can be ranked."
            problem = Problem(what, hint="It was put back; take another filter out first.")
            raise SettingError("Nothing was changed.", [problem])

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {
        "change": _change,
        "reset": _reset,
        "look": _look,
    }


def _unweighted(method: str) -> str:
    return f"{METHODS[method].title} takes no weights: the sliders rest. {METHODS[method].how}"
