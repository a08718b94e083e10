"""The example as tables and settings, ready to be loaded."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pandas as pd

from cx_workbench.errors import Problem, SettingError
from cx_workbench.study.contract import IMPROVEMENTS as IMPROVEMENTS_CONTRACT
from cx_workbench.study.example.planted import REACH, TOUCHPOINT_IDS
from cx_workbench.study.example.responses import draw_responses
from cx_workbench.study.example.tables import (
    DEFAULT_RESPONDENTS,
    DEFAULT_SEED,
    IMPROVEMENTS,
    PERSONAS,
    SETTINGS,
    TOUCHPOINTS,
)


def example_tables(
    seed: int = DEFAULT_SEED, respondents: int = DEFAULT_RESPONDENTS
) -> dict[str, pd.DataFrame]:
    """Return the tables of the synthetic study of a mobile operator.

    Parameters
    ----------
    seed
        Same seed, same tables, on every platform; 0 or more.
    respondents
        How many people answer, 1 or more; more of them change nothing about the others.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``personas``, ``touchpoints``, ``reach``, ``responses`` (long, one answer a row) and
        ``improvements``, with the columns of the data contract.

    Raises
    ------
    SettingError
        If there is no respondent or the seed is negative.

    Examples
    --------
    >>> tables = example_tables(respondents=50)
    >>> list(tables)
    ['personas', 'touchpoints', 'reach', 'responses', 'improvements']
    >>> tables["responses"]["respondent"].nunique()
    50
    """
    _at_least(1, "respondents", respondents)
    _at_least(0, "seed", seed)
    personas = pd.DataFrame(PERSONAS)
    personas["updated"] = pd.to_datetime(personas["updated"])
    return {
        "personas": personas,
        "touchpoints": pd.DataFrame(TOUCHPOINTS),
        "reach": _reach_table(),
        "responses": draw_responses(seed, respondents),
        "improvements": _improvements_table(),
    }


def example_settings() -> dict[str, Any]:
    """Return what ``study.toml`` of the example says, as a mapping of your own.

    Examples
    --------
    >>> example_settings()["study"]["title"]
    'Mobile operator 2026 (synthetic example)'
    """
    return deepcopy(SETTINGS)


def _at_least(least: int, name: str, value: int) -> None:
    if value < least:
        hint = f"Use {least} or more."
        problem = Problem(f"{name} is {value}.", value=str(value), hint=hint)
        raise SettingError("The example cannot be made.", [problem])


def _reach_table() -> pd.DataFrame:
    rows = [
        (persona, touchpoint, reach)
        for persona, reaches in REACH.items()
        for touchpoint, reach in zip(TOUCHPOINT_IDS, reaches, strict=True)
    ]
    return pd.DataFrame(rows, columns=["persona", "touchpoint", "reach"])


def _improvements_table() -> pd.DataFrame:
    table = pd.DataFrame(IMPROVEMENTS)
    for name in ("effort", "closes"):
        ranges = pd.DataFrame(table.pop(name).tolist(), dtype=float)
        table[[f"{name}_low", f"{name}_likely", f"{name}_high"]] = ranges
    return table[list(IMPROVEMENTS_CONTRACT.names)]
