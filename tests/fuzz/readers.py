"""Files of every kind for every reader: read, or refused in words. Guided by atheris.

``python -m tests.fuzz.readers corpus -max_total_time=300``; what broke it lies in ``crash-...``.
The first byte says whether the rest is a file as it stands, or the choices that make one.
"""

from __future__ import annotations

import sys

_KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".xlsb", ".sav", ".ojf")


def main() -> None:
    """Hand atheris what reads a file."""
    import atheris

    with atheris.instrument_imports(include=["cx_workbench.study"]):
        from tests.fuzz.files import made
        from tests.fuzz.reading import read_any

    class Provided:
        """Chance from the bytes that atheris tries."""

        def __init__(self, data: bytes) -> None:
            self._data = atheris.FuzzedDataProvider(data)

        def number(self, low: int, high: int) -> int:
            found: int = self._data.ConsumeIntInRange(low, high)
            return found

        def some_bytes(self, most: int) -> bytes:
            found: bytes = self._data.ConsumeBytes(most)
            return found

    def try_one(data: bytes) -> None:
        """Read the bytes as a file, or a file that they make."""
        if not data:
            return
        if data[0] % 4:
            read_any(*made(Provided(data[1:])))
        else:
            read_any(_KINDS[data[0] // 4 % len(_KINDS)], data[1:])

    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
