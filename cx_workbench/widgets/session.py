"""The state of a workshop: what is set, what follows from it, and what was decided."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import traitlets
from traitlets import Bool, Dict, Instance, Int, Tuple, Unicode

from cx_workbench.errors import Problem, SettingError, WorkbenchError
from cx_workbench.rank.ranking import rank
from cx_workbench.rank.reorder import reorder
from cx_workbench.study.sessions import Decision
from cx_workbench.widgets.answer import Answer, moves, moves_in_words
from cx_workbench.widgets.comparing import compared
from cx_workbench.widgets.inputs import NAMES, Inputs, inputs_of
from cx_workbench.widgets.keeping import Keeper
from cx_workbench.widgets.steps import Step, Steps, improvement_of, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike
    from pathlib import Path

    import pandas as pd

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.reorder import Order
    from cx_workbench.study.model import Study
    from cx_workbench.study.sessions import Changed, Scenario

#: Inputs that a drag may move: their answer needs no new look at what customers said.
PREVIEWED = frozenset({"weights", "top", "method", "estimates", "pinned"})
#: Draws that are read while somebody drags: p_top is within four points or so of the whole, in
#: less than half the time of 2,000 draws, which would be within two.
_WHILE_DRAGGING = 500
_NOW = "Now"


class Session(traitlets.HasTraits):
    """A study, what is set for it, and what follows; without a view.

    Set an input and the answer follows; `change` sets several at once. Each change is one
    recomputation, one step to undo and one line of the log. What is decided is kept at once:
    a kernel that stops loses nothing.

    Parameters
    ----------
    study
        From `load` or `example`.
    file
        Where scenarios, decisions and the last state are kept: ``session.json`` in the study's
        folder, beside its workbook, or else in the working folder under the study's title.
        ``False`` keeps nothing.
    draws, seed
        As for `rank`.

    Attributes
    ----------
    weights, top, method, reference, importance, impact
        Settings of the ranking, as for `rank`.
    personas, stages, phases, channels, pain_types
        What stays in play; empty for all.
    estimates
        Changed estimates by improvement: ``{"plain_bill": {"effort": 20.0, "closes": 0.5}}``.
    pinned, vetoed
        Reasons by improvement.
    selected
        The improvement that is looked at; no input.
    answer
        What follows, see `cx_workbench.widgets.answer.Answer`.
    notice
        What those who open the session should know: where it goes on from, what no longer
        fits. Empty if there is nothing.
    drawing
        Whether the whole ranking is being worked out just now.

    Raises
    ------
    SettingError, StudyError
        As `rank`; nothing is changed then.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> session = cx.Session(cx.example(), file=False, draws=200)
    >>> session.ranking.top_table["improvement"].tolist()[:2]
    ['firm_invoice', 'plain_bill']
    >>> session.veto("firm_invoice", "The invoice system is replaced next year")
    >>> session.ranking.top_table["improvement"].tolist()[:2]
    ['plain_bill', 'roaming_alert']
    >>> session.undo()
    >>> session.ranking.top_table["improvement"].tolist()[:2]
    ['firm_invoice', 'plain_bill']
    """

    weights = Dict()
    top = Int()
    method = Unicode()
    reference = Unicode()
    importance = Unicode()
    impact = Unicode()
    personas = Tuple()
    stages = Tuple()
    phases = Tuple()
    channels = Tuple()
    pain_types = Tuple()
    estimates = Dict()
    pinned = Dict()
    vetoed = Dict()
    selected = Unicode()
    answer: Any = Instance(Answer, allow_none=True)
    notice = Unicode()
    drawing = Bool()

    def __init__(
        self,
        study: Study,
        *,
        file: str | PathLike[str] | bool | None = None,
        draws: int | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.study = study
        self._drawn: dict[str, Any] = {"draws": draws, "seed": seed}
        self._applying = False
        self._steps = Steps()
        self._keeper = Keeper(study, file)
        self._previewed: dict[str, Any] = {}
        own = rank(study, **self._drawn)
        self._own = inputs_of(own)
        self._settled = reorder(own)
        self._apply(self._own, own)
        self._go_on()

    # What is set, and what follows.

    @property
    def inputs(self) -> Inputs:
        """All inputs, frozen."""
        return Inputs(**{name: getattr(self, name) for name in NAMES})

    @property
    def own(self) -> Inputs:
        """The study's own settings."""
        return self._own

    @property
    def settings(self) -> Changed:
        """What differs from the study's own settings, as arguments of `rank`."""
        return self.inputs.settings(self._own)

    @property
    def ranking(self) -> Ranking:
        """The last whole ranking."""
        ranking: Ranking = self.answer.ranking
        return ranking

    @property
    def order(self) -> Order:
        """Scores and places now, also while somebody drags."""
        order: Order = self.answer.order
        return order

    @property
    def titles(self) -> dict[str, str]:
        """Title of each improvement of the study, ranked or not."""
        table = self.study.improvements
        return dict(zip(table["improvement"], table["title"], strict=True))

    def change(self, reason: str = "", **inputs: Any) -> None:  # noqa: ANN401  any input
        """Set several inputs at once: one recomputation, one step, one line of the log.

        Raises
        ------
        SettingError, StudyError
            As `rank`; then nothing is changed.
        """
        before = self.inputs
        after = before.changed(inputs)
        if after == before and self.answer.settled:
            return
        self._answer_first(before, after)
        self._previewed = {}
        try:
            ranking = self._ranked(after)
        except WorkbenchError:
            if not self.answer.settled:
                self._follow(self._settled, self.ranking, settled=True)
            raise
        what = in_words(before, after, self.study)
        if after == before:
            self._apply(after, ranking)
            return
        self._steps.add(Step(before, after, what))
        self._apply(after, ranking, _decision(what, reason, improvement_of(before, after)))

    def preview(self, **inputs: Any) -> None:  # noqa: ANN401  any input
        """Answer fast while somebody drags; nothing is decided until `settle` or `change`.

        Raises
        ------
        SettingError
            An input is not among ``PREVIEWED``, or its value is out of bounds.
        """
        if others := [name for name in inputs if name not in PREVIEWED]:
            problems = (Problem(f"'{name}' has no preview.", value=name) for name in others)
            raise SettingError("Nothing was changed.", problems)
        order = reorder(self.ranking, **inputs, draws=_WHILE_DRAGGING)
        self._previewed = inputs
        self._follow(order, self.ranking, settled=False)

    def _answer_first(self, before: Inputs, after: Inputs) -> None:
        """Give the order at once where that is to be had; the whole ranking takes longer."""
        differing = after.settings(before)
        asked: dict[str, Any] = {name: getattr(after, name) for name in differing}
        if asked and asked.keys() <= PREVIEWED and asked != self._previewed:
            self.preview(**asked)

    @property
    def previewed(self) -> Mapping[str, Any]:
        """Inputs that the answer takes in while somebody drags; empty once it is settled."""
        return {} if self.answer.settled else self._previewed

    def settle(self) -> None:
        """Decide on what was previewed."""
        self.change(**self._previewed)

    # What a workshop decides about one improvement.

    def estimate(
        self, improvement: str, *, effort: float | None = None, closes: float | None = None
    ) -> None:
        """Change estimates: effort in person-days, closes 0..1; ``None`` is the study's own."""
        given = {"effort": effort, "closes": closes}
        figures = {name: float(figure) for name, figure in given.items() if figure is not None}
        others = {name: each for name, each in self.estimates.items() if name != improvement}
        self.change(estimates={**others, **({improvement: figures} if figures else {})})

    def pin(self, improvement: str, reason: str = "") -> None:
        """Hold an improvement in the TOP N whatever its score."""
        pinned = {**self.pinned, improvement: reason}
        self.change(reason, pinned=pinned, vetoed=_without(self.vetoed, improvement))

    def unpin(self, improvement: str) -> None:
        """Let an improvement stand by its score again."""
        self.change(pinned=_without(self.pinned, improvement))

    def veto(self, improvement: str, reason: str = "") -> None:
        """Take an improvement out of the ranking."""
        vetoed = {**self.vetoed, improvement: reason}
        self.change(reason, vetoed=vetoed, pinned=_without(self.pinned, improvement))

    def unveto(self, improvement: str) -> None:
        """Bring an improvement back."""
        self.change(vetoed=_without(self.vetoed, improvement))

    # The way back.

    @property
    def can_undo(self) -> str:
        """What `undo` would take back, in words; empty if there is nothing."""
        return self._steps.back.what if self._steps.back else ""

    @property
    def can_redo(self) -> str:
        """What `redo` would do again, in words; empty if there is nothing."""
        return self._steps.forth.what if self._steps.forth else ""

    def undo(self) -> None:
        """Take the last change back."""
        if step := self._steps.back:
            ranking = self._ranked(step.before)
            self._steps.undo()
            self._apply(step.before, ranking, _decision(f"Undone: {step.what}"))

    def redo(self) -> None:
        """Do again what was undone."""
        if step := self._steps.forth:
            ranking = self._ranked(step.after)
            self._steps.redo()
            self._apply(step.after, ranking, _decision(f"Done again: {step.what}"))

    def reset(self) -> None:
        """Return to the study's own settings; can be undone."""
        self.change(**self._own.as_dict())

    # Scenarios and the log.

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What was saved by name."""
        return self._keeper.kept.scenarios

    @property
    def scenario(self) -> str:
        """Name of the scenario that is open; empty if none is."""
        return self._keeper.kept.scenario

    @property
    def log(self) -> tuple[Decision, ...]:
        """Every decision, oldest first."""
        return self._keeper.kept.decisions

    @property
    def saved_in(self) -> Path | None:
        """The file that keeps it all; ``None`` if nothing is written."""
        return self._keeper.path

    @property
    def saved(self) -> datetime | None:
        """When the file was last written; ``None`` if it never was."""
        return self._keeper.kept.saved

    @property
    def trouble(self) -> str:
        """Why nothing can be saved, in words; empty if it can."""
        return self._keeper.trouble

    def note(self, what: str, reason: str = "", improvement: str = "") -> None:
        """Add a line to the log by hand."""
        self._keep(_decision(what, reason, improvement))
        self._follow(self.order, self.ranking, settled=self.answer.settled)

    def save(self, name: str) -> None:
        """Save what is set as a scenario; a name that is there already is replaced.

        Raises
        ------
        SettingError
            The name is empty.
        """
        if not name.strip():
            problem = Problem("A scenario needs a name.", hint="Type one, such as 'Base'.")
            raise SettingError("Nothing was saved.", [problem])
        self._keeper.save(name.strip(), self.settings)
        self.note(f"Saved as scenario {name.strip()}")

    def open(self, name: str) -> None:
        """Set what a scenario holds; can be undone.

        Raises
        ------
        SettingError, StudyError
            There is none of that name, or it no longer fits the study.
        """
        self.change(f"Scenario {name}", **{**self._own.as_dict(), **self._settings_of(name)})
        self._keeper.leave_off(self.settings, name)
        self._follow(self.order, self.ranking, settled=True)

    def forget(self, name: str) -> None:
        """Keep a scenario no longer."""
        self._keeper.forget(name)
        self.note(f"Scenario {name} was forgotten")

    def compare(self, *names: str) -> pd.DataFrame:
        """Put scenarios and what is set now side by side.

        Parameters
        ----------
        names
            Scenarios; all of them if none is named. What is set now comes last, as ``Now``.

        Returns
        -------
        pandas.DataFrame
            See `cx_workbench.widgets.comparing.compared`.
        """
        chosen = names or tuple(scenario.name for scenario in self.scenarios)
        rankings = {
            name: rank(self.study, **{**self._drawn, "draws": 0, **self._settings_of(name)})
            for name in chosen
        }
        return compared({**rankings, _NOW: self.ranking})

    def _settings_of(self, name: str) -> dict[str, Any]:
        return dict(self._keeper.scenario(name).settings)

    # One way in for every change.

    @traitlets.observe(*NAMES)
    def _assigned(self, change: Any) -> None:  # noqa: ANN401  traitlets hands over its own
        """Take an assignment for a change: as it was until it has been answered."""
        if self._applying:
            return
        with self._held():
            self.set_trait(change.name, change.old)
        self.change(**{change.name: change.new})

    @contextmanager
    def _held(self) -> Iterator[None]:
        self._applying = True
        try:
            with self.hold_trait_notifications():
                yield
        finally:
            self._applying = False

    def _ranked(self, inputs: Inputs) -> Ranking:
        self.drawing = True
        try:
            return rank(self.study, **self._drawn, **inputs.settings(self._own))
        finally:
            self.drawing = False

    def _apply(self, inputs: Inputs, ranking: Ranking, *decisions: Decision) -> None:
        """Set the inputs, keep what was decided, and only then tell what follows."""
        with self._held():
            for name, value in inputs.as_dict().items():
                self.set_trait(name, value)
        if decisions:
            self._keep(*decisions)
        self._follow(reorder(ranking), ranking, settled=True)

    def _follow(self, order: Order, ranking: Ranking, *, settled: bool) -> None:
        """Tell what follows, in one piece."""
        last = self.answer
        same = last is not None and last.ranking is ranking and last.settled and settled
        before = self._settled
        self.answer = Answer(
            number=last.number + 1 if last else 1,
            order=order,
            ranking=ranking,
            settled=settled,
            moved=last.moved if same else moves(before, order),
            said="" if same else moves_in_words(before, order, self.titles, ranking.top),
        )
        if settled:
            self._settled = order

    def _keep(self, *decisions: Decision) -> None:
        self._keeper.leave_off(self.settings, self.scenario, *decisions)
        if self._keeper.told:
            self.notice = self._keeper.told

    def _go_on(self) -> None:
        """Go on where the work was left off, if it still fits the study."""
        kept = self._keeper.kept
        self.notice = self._keeper.trouble
        if not kept.settings:
            return
        saved = kept.saved.astimezone() if kept.saved else None
        when = f"{saved.day} {saved:%B %Y, %H:%M}" if saved else "last time"
        try:
            after = self._own.changed(kept.settings)
            ranking = self._ranked(after)
        except WorkbenchError as error:
            self.notice = f"What was set on {when} no longer fits the study. {error}"
            return
        self._steps.add(Step(self._own, after, f"What was set until {when}"))
        self._apply(after, ranking)
        self.notice = f"This goes on from {when}. Undo goes back to the study's own settings."


def _decision(what: str, reason: str = "", improvement: str = "") -> Decision:
    return Decision(datetime.now(UTC), what, reason, improvement)


def _without(named: Mapping[str, str], improvement: str) -> dict[str, str]:
    return {name: reason for name, reason in named.items() if name != improvement}
