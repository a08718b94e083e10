"""Keeping what was decided: scenarios and the log, in memory and in the session's file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, SettingError, StudyError, did_you_mean
from cx_workbench.study.session_file import read, session_path, write
from cx_workbench.study.sessions import Decision, Kept, Scenario

if TYPE_CHECKING:
    from os import PathLike

    from cx_workbench.study.model import Study
    from cx_workbench.study.sessions import Changed


class Keeper:
    """Holds what is kept, and writes it after each change.

    Parameters
    ----------
    study
        Says where the file is, unless ``file`` does.
    file
        The file; ``None`` for the study's own, ``False`` for none.

    Attributes
    ----------
    path
        The file, or ``None`` if nothing is written.
    kept
        What it holds.
    trouble
        Why the last writing (or the reading) failed, in words; empty if it did not.
    told
        What somebody else had put into the file when it was last written, in words.
    """

    def __init__(self, study: Study, file: str | PathLike[str] | bool | None) -> None:  # noqa: FBT001  a path or a switch
        self.path = _path(study, file)
        self.kept = Kept()
        self.trouble = ""
        self.told = ""
        self._held = Kept()
        if self.path is not None:
            self._read(self.path)

    def _read(self, path: Path) -> None:
        """Start from what is there; a file that cannot be read is left alone, and said."""
        try:
            self.kept = self._held = read(path)
        except StudyError as error:
            self.trouble = str(error)
            self.path = None

    def scenario(self, name: str) -> Scenario:
        """Return a scenario by its name."""
        found = {scenario.name: scenario for scenario in self.kept.scenarios}
        if name not in found:
            hint = did_you_mean(name, found) if found else "No scenario was saved yet."
            problem = Problem(f"There is no scenario '{name}'.", value=name, hint=hint)
            raise SettingError("No scenario was opened.", [problem])
        return found[name]

    def leave_off(self, settings: Changed, scenario: str, *decisions: Decision) -> None:
        """Keep where the work is, and what led there."""
        log = (*self.kept.decisions, *decisions)
        self._keep(replace(self.kept, settings=settings, scenario=scenario, decisions=log))

    def save(self, name: str, settings: Changed) -> None:
        """Keep settings under a name; the same name again replaces them."""
        known = {scenario.name: scenario for scenario in self.kept.scenarios}
        known[name] = Scenario(name, datetime.now(UTC), settings)
        self._keep(replace(self.kept, scenarios=tuple(known.values()), scenario=name))

    def forget(self, name: str) -> None:
        """Keep a scenario no longer."""
        gone = self.scenario(name)
        left = tuple(each for each in self.kept.scenarios if each is not gone)
        current = "" if self.kept.scenario == name else self.kept.scenario
        self._keep(replace(self.kept, scenarios=left, scenario=current))

    def _keep(self, kept: Kept) -> None:
        """Write; what cannot be written is kept in memory, and said."""
        self.kept, self.told = kept, ""
        if self.path is None:
            return
        try:
            written = write(self.path, kept, self._held)
        except StudyError as error:
            self.trouble = str(error)
        else:
            self.trouble = ""
            self.kept = self._held = written.kept
            self.told = " ".join(written.told)


def _path(study: Study, file: str | PathLike[str] | bool | None) -> Path | None:  # noqa: FBT001  a path or a switch
    if file is False:
        return None
    if file is None or file is True:
        return session_path(study)
    return Path(file).expanduser().resolve()
