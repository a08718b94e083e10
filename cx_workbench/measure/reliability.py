"""How reliable a difference of two answers is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: What one answer is taken to be worth where nothing better is known: a careful estimate of the
#: least reliability of a single question (Wanous and Reichers 1996).
ONE_QUESTION = 0.70


def difference_reliability(
    first: ArrayLike, second: ArrayLike, covariance: ArrayLike, part: float = ONE_QUESTION
) -> NDArray[np.float64]:
    """Reliability of one person's difference of two answers, 0..1.

    ``(s1^2 r11 + s2^2 r22 - 2 s1 s2 r12) / (s1^2 + s2^2 - 2 s1 s2 r12)``: what is left of the
    variance of the differences once both errors are taken out. A single question does not tell
    how reliable it is, so both parts are taken at ``part``, or at their own correlation where
    that is higher: answers cannot be more alike than they are reliable.

    Parameters
    ----------
    first, second
        Variances s1^2 and s2^2 of both answers over the same people, any shape.
    covariance
        Of both answers, ``s1 s2 r12``.
    part
        Reliability that is assumed of each answer, r11 = r22, 0..1.

    Returns
    -------
    numpy.ndarray
        NaN where the differences do not vary.

    References
    ----------
    Peter, J. P., Churchill, G. A. and Brown, T. J. (1993). Journal of Consumer Research 19,
    655-662. Wanous, J. P. and Reichers, A. E. (1996). Psychological Reports 78, 631-634.

    Examples
    --------
    Two equally varied answers of reliability 0.7 that correlate at 0.5:

    >>> round(float(difference_reliability(1.0, 1.0, 0.5)), 2)
    0.4
    """
    both = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    together = np.asarray(covariance, dtype=float)
    alike = _divided(np.abs(together), np.sqrt(both[0] * both[1]))
    each = np.minimum(np.fmax(alike, part), 1.0)
    total = both[0] + both[1]
    return np.clip(_divided(each * total - 2 * together, total - 2 * together), 0.0, 1.0)


def _divided(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    share = np.full(np.broadcast_shapes(np.shape(above), np.shape(below)), np.nan)
    # What rounding leaves of answers that are all alike is no variance.
    np.divide(above, below, out=share, where=np.asarray(below) > 1e-12)  # noqa: PLR2004
    return share
