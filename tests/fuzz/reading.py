"""A file of any kind, all the way: a map or a study that loads, or refused in words."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.journey_map import read_journey_map
from cx_workbench.study.importing.journey_tables import journey_of
from cx_workbench.study.importing.sheets import sheets_of
from tests.study.importing.test_any_table import made_or_refused


def read_any(kind: str, content: bytes) -> None:
    """Read a file as every importer of its kind would; it may be refused, and nothing else."""
    with TemporaryDirectory() as home, suppress(StudyError):
        path = Path(home, f"file{kind}")
        path.write_bytes(content)
        if kind == ".ojf":
            read_journey_map(path)
            return
        for sheet in sheets_of(path):
            journey_of(sheet)
        made_or_refused(path, Path(home, "study"))
