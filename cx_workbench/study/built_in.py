"""The built-in example, loaded the way any study is."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.study.model import Study


def example(seed: int = 2026, respondents: int = 4000) -> Study:
    """Load the built-in example: a synthetic study of a mobile operator.

    Parameters
    ----------
    seed
        Of the generator; the same seed gives the same study on every platform.
    respondents
        How many synthetic customers answered.

    Returns
    -------
    Study
        Five personas, 14 touchpoints, 18 candidate improvements. Invented throughout.

    Examples
    --------
    >>> example()
    Study('Mobile operator 2026 (synthetic example)': 5 personas, 14 touchpoints, ...)
    """
    made = _made(seed, respondents)
    # What somebody writes into a table of theirs is nobody else's.
    return replace(
        made,
        personas=made.personas.copy(),
        touchpoints=made.touchpoints.copy(),
        improvements=made.improvements.copy(),
        reach=made.reach.copy(),
    )


@lru_cache(maxsize=2)
def _made(seed: int, respondents: int) -> Study:
    """Make it once: people run the first cell of a notebook again and again."""
    from cx_workbench.study.example import example_settings, example_tables
    from cx_workbench.study.loading import load

    tables = example_tables(seed=seed, respondents=respondents)
    return load({**tables, "settings": example_settings()})
