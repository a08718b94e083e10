"""What each criterion adds to a score, as lengths of a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def lengths(adds: Sequence[float]) -> list[float]:
    """Return lengths in percent; nothing where no bar can show it.

    No bar shows a part below 0, or parts that are more than all.

    Examples
    --------
    >>> lengths([0.25, 0.5]), lengths([-0.25, 0.5]), lengths([0.75, 0.5])
    ([25.0, 50.0], [], [])
    """
    drawable = min(adds) >= 0 and sum(adds) <= 1
    return [100 * part for part in adds] if drawable else []
