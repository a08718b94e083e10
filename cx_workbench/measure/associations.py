"""From sums over pairs of answers to correlations that go together, and to replicates of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from cx_workbench.measure.crossed import Crossed
    from cx_workbench.study.crossing import Asked

#: A correlation of fewer respondents than this says nothing.
LEAST_TOGETHER = 10
#: Correlations of different respondents go together where no eigenvalue is below this ...
_NEGATIVE = -1e-8
#: ... or else each is lifted to this, of 1 on average.
_LIFTED = 0.01


class LeftAside(NamedTuple):
    """A question that cannot be used, and why, as words that follow its name."""

    question: Asked
    reason: str


def usable(
    pairs: Crossed, outcome: Asked, least: int = LEAST_TOGETHER
) -> tuple[tuple[Asked, ...], tuple[LeftAside, ...]]:
    """Tell the questions whose associations are all known from those to be left aside.

    Parameters
    ----------
    pairs
        Sums over the respondents of one group who answered both questions of a pair.
    outcome
        What the other questions are held against.
    least
        How many respondents a correlation needs.

    Returns
    -------
    tuple
        Questions that can be used, without the outcome, and those that cannot.
    """
    known = np.isfinite(pairs.correlation[0]) & (pairs.n[0] >= least)
    goal = pairs.place(outcome)
    kept, aside = [], []
    for place, question in enumerate(pairs.questions):
        if place == goal:
            continue
        if known[place, goal]:
            kept.append(place)
        else:
            few = pairs.n[0, place, goal] < least
            reason = (
                f"fewer than {least} respondents rated it and answered the outcome question"
                if few
                else "all its answers are alike, or the outcome beside them is"
            )
            aside.append(LeftAside(question, reason))
    while not known[np.ix_(kept, kept)].all():
        unknown = (~known[np.ix_(kept, kept)]).sum(axis=1)
        worst = max(range(len(kept)), key=lambda k: (unknown[k], -pairs.n[0, kept[k], goal]))
        reason = f"fewer than {least} respondents rated it together with others"
        aside.append(LeftAside(pairs.questions[kept.pop(worst)], reason))
    return tuple(pairs.questions[place] for place in kept), tuple(aside)


def mended(correlation: ArrayLike) -> NDArray[np.float64]:
    """Make correlations that come from different respondents go together.

    Such a matrix can say what no answers could (a is like b, b like c, but a the reverse of c):
    it has a negative eigenvalue. Then small eigenvalues are lifted to 0.01 and the diagonal is
    set to 1 again. Any other matrix comes back as it is.

    Parameters
    ----------
    correlation
        Shape (..., m, m); an unknown correlation (NaN) counts as 0.

    Returns
    -------
    numpy.ndarray
        The same shape, positive semidefinite.

    References
    ----------
    Rousseeuw, P. J. and Molenberghs, G. (1993). Communications in Statistics: Theory and
    Methods 22, 965-984.

    Examples
    --------
    >>> mended([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]).round(2)
    array([[ 1. ,  0.5, -0.5], [ 0.5,  1. ,  0.5], [-0.5,  0.5,  1. ]])
    """
    matrix: NDArray[np.float64] = np.nan_to_num(np.asarray(correlation, dtype=float))
    places = np.arange(matrix.shape[-1])
    matrix[..., places, places] = 1.0
    broken = np.linalg.eigvalsh(matrix)[..., 0] < _NEGATIVE
    if not broken.any():
        return matrix
    values, vectors = np.linalg.eigh(matrix[broken])
    lifted = np.maximum(values, _LIFTED)[..., None, :]
    filled = (vectors * lifted) @ np.swapaxes(vectors, -1, -2)
    size = np.sqrt(np.diagonal(filled, axis1=-2, axis2=-1))
    matrix[broken] = filled / (size[..., :, None] * size[..., None, :])
    return matrix


def resampled_correlations(blocks: Crossed, replicates: int, seed: int) -> NDArray[np.float64]:
    """Draw blocks of respondents with replacement, and correlate the answers anew each time.

    Parameters
    ----------
    blocks
        Sums over respondents; each respondent belongs to one group.
    replicates
        How many draws.
    seed
        The same seed draws the same blocks.

    Returns
    -------
    numpy.ndarray
        Shape (replicates, questions, questions), each positive semidefinite.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman and Hall.
    """
    count = len(blocks.groups)
    times = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), replicates)
    return mended(blocks.resampled(times).correlation)


def drawn_correlations(
    correlation: NDArray[np.float64], n: float, replicates: int, seed: int
) -> NDArray[np.float64]:
    """Draw correlations as so many respondents would give them, by normal theory.

    For answers that are known only added up, with no blocks to draw from.

    Parameters
    ----------
    correlation
        Shape (m, m), positive semidefinite.
    n
        Respondents, more than m.
    replicates, seed
        How many draws, and where the random numbers start.

    Returns
    -------
    numpy.ndarray
        Shape (replicates, m, m).

    References
    ----------
    Bartlett, M. S. (1933). Proceedings of the Royal Society of Edinburgh 53, 260-283 (how to
    draw from Wishart's distribution).

    Examples
    --------
    >>> drawn = drawn_correlations(np.array([[1, 0.6], [0.6, 1]]), 100, 2000, seed=1)[:, 0, 1]
    >>> bool(abs(drawn.std() - (1 - 0.6**2) / 10) < 0.005)
    True
    """
    rng = np.random.default_rng(seed)
    count = len(correlation)
    freedom = np.maximum(n - 1 - np.arange(count), 1.0)
    factor = np.tril(rng.standard_normal((replicates, count, count)), -1)
    places = np.arange(count)
    factor[:, places, places] = np.sqrt(rng.chisquare(freedom, (replicates, count)))
    values, vectors = np.linalg.eigh(correlation)
    drawn = (vectors * np.sqrt(np.maximum(values, 0.0))) @ factor
    covariance = drawn @ np.swapaxes(drawn, -1, -2)
    size = np.sqrt(covariance[:, places, places])
    correlated: NDArray[np.float64] = covariance / (size[:, :, None] * size[:, None, :])
    return correlated
