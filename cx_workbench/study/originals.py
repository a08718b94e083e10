"""Files of the user that are read again later: whether they are still what they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Original:
    """The user's own file as it was when it was opened, where that is what is scanned.

    Attributes
    ----------
    path
        Where it is.
    size
        Bytes.
    modified
        When it was last written, in nanoseconds.
    """

    path: Path
    size: int
    modified: int

    @classmethod
    def of(cls, path: Path) -> Original:
        """Remember a file as it is."""
        found = path.stat()
        return cls(path.absolute(), found.st_size, found.st_mtime_ns)

    @property
    def changed(self) -> bool:
        """Whether another is there now; of one that is gone, its engine will say so."""
        return self.path.exists() and Original.of(self.path) != self
