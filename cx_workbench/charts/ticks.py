"""Round figures along an axis."""

from __future__ import annotations

import math

#: Figures that differ by less, as a share of the larger, are one: arithmetic made the difference.
_ONE = 1e-9


def round_figures(low: float, high: float, steps: int, *, least: float = 0.0) -> list[float]:
    """Return round figures, equally far apart, from ``low`` or below to ``high`` or above.

    Parameters
    ----------
    low, high
        What they reach around.
    steps
        At most so many, or one more.
    least
        How far apart they are at least.

    Examples
    --------
    >>> round_figures(12, 43, 5), round_figures(1.75, 1.7500000000000002, 5)
    ([10.0, 20.0, 30.0, 40.0, 50.0], [1.6, 1.8])
    """
    rough = (1.0 if are_one(low, high) else high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * (1 - _ONE))
    step = max(step, least)
    first, last = math.floor(low / step + _ONE), math.ceil(high / step - _ONE)
    return [round(step * count, 10) for count in range(first, max(last, first + 1) + 1)]


def are_one(low: float, high: float) -> bool:
    """Whether two figures differ by no more than arithmetic makes them."""
    return abs(high - low) <= _ONE * max(abs(low), abs(high), 1.0)
