"""A study: everything that is known about one client, checked and typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from cx_workbench.study.answers import Answers
    from cx_workbench.study.settings import Settings


@dataclass(frozen=True, eq=False)
class Study:
    """One client's personas, journey, answers and candidate improvements, all checked.

    Made by [load][cx_workbench.load] or [example][cx_workbench.example], never by hand.

    Attributes
    ----------
    title
        What the study is called.
    settings
        What study.toml says, with the defaults filled in.
    personas, touchpoints, improvements
        The tables, one row an id, in their order (touchpoints by ``position``), with all
        columns of the contract; any other column is carried along. ``improvements`` has
        tuples of ids in ``touchpoints``, ``personas`` (all, if empty), ``requires`` and
        ``excludes``.
    reach
        ``persona``, ``touchpoint``, ``reach`` (0..1); empty where every journey passes.
    answers
        The answers, counted by persona, touchpoint, metric, kind and score, and the way back
        to the single rows (comments, for instance).
    warnings
        What was odd but did not stop the work, and what was assumed, one sentence each.
    source
        The folder or file that it came from, if any.
    files
        All files that were read for it; none if it came from data frames.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> cx.example().personas["name"].tolist()[:2]
    ['Frequent travellers', 'Always-reachable firms']
    """

    title: str
    settings: Settings
    personas: pd.DataFrame
    touchpoints: pd.DataFrame
    improvements: pd.DataFrame
    reach: pd.DataFrame
    answers: Answers
    warnings: tuple[str, ...] = ()
    source: Path | None = field(default=None)
    files: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        """Show title and sizes in one line."""
        counts = (
            (len(self.personas), "persona"),
            (len(self.touchpoints), "touchpoint"),
            (self.answers.count, "answer"),
            (len(self.improvements), "improvement"),
        )
        sizes = (f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in counts)
        return f"Study({self.title!r}: {', '.join(sizes)})"
