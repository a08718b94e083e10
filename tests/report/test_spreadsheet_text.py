"""The CSV files hold the ranking in full, in Slovak too, and run nothing."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from cx_workbench import rank
from cx_workbench.report import composing
from cx_workbench.report.decided import Log
from cx_workbench.report.spreadsheet_text import render_csv
from tests.small import small, tables

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking


@pytest.fixture(autouse=True)
def _without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "_figures", lambda *_: [])


def files(ranking: Ranking) -> dict[str, str]:
    return dict(render_csv(composing.compose(ranking, Log())))


def read(text: str) -> pd.DataFrame:
    return pd.read_csv(StringIO(text.removeprefix("\ufeff")))


def test_improvements_and_measured_cells_in_full() -> None:
    ranking = rank(small(), draws=0)

    written = files(ranking)

    assert list(written) == ["improvements.csv", "cells.csv"]
    improvements, cells = (read(text) for text in written.values())
    assert improvements["improvement"].tolist() == ranking.table["improvement"].tolist()
    assert improvements["score"].tolist() == ranking.table["score"].tolist()
    assert cells["gap"].tolist() == [37.5, 75, -50]


def test_excel_takes_them_for_what_they_are() -> None:
    improvements = tables()["improvements"].assign(title=["Účet", "=1+1", "Žiadny"])

    written = files(rank(small(improvements=improvements), draws=0))

    assert all(text.startswith("\ufeff") for text in written.values())
    assert set(read(written["improvements.csv"])["title"]) == {"Účet", "'=1+1"}
