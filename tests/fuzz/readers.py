"""Any bytes as a file of any kind: read, or refused in words. Guided by atheris.

``python -m tests.fuzz.readers corpus -max_total_time=300``; what broke it lies in ``crash-...``.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

_KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".xlsb", ".sav", ".ojf")


def main() -> None:
    """Hand atheris what reads a file."""
    import atheris

    with atheris.instrument_imports(include=["cx_workbench.study"]):
        from cx_workbench.errors import StudyError
        from cx_workbench.study.importing.journey_map import read_journey_map
        from cx_workbench.study.importing.proposing import proposed
        from cx_workbench.study.importing.sheets import sheets_of
        from cx_workbench.study.importing.surveys import survey_of

    def try_one(data: bytes) -> None:
        """Read bytes as a file of the kind that the first of them says."""
        if not data:
            return
        kind = _KINDS[data[0] % len(_KINDS)]
        with TemporaryDirectory() as home, suppress(StudyError):
            path = Path(home, f"file{kind}")
            path.write_bytes(data[1:])
            if kind == ".ojf":
                read_journey_map(path)
                return
            for sheet in sheets_of(path):
                proposed(survey_of(sheet))

    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
