"""Settings of a workbook: its sheet, a file beside it, and what is said about the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from cx_workbench.errors import StudyError
from cx_workbench.study.loading import load
from tests.small import small, tables

if TYPE_CHECKING:
    from pathlib import Path


def workbook(folder: Path, settings: list[tuple[str, object]]) -> Path:
    path = folder / "client.xlsx"
    with pd.ExcelWriter(path) as writer:
        for name, frame in tables().items():
            frame.to_excel(writer, sheet_name=name, index=False)
        rows = pd.DataFrame(settings, columns=["setting", "value"])
        rows.to_excel(writer, sheet_name="settings", index=False)
    return path


def test_a_file_that_is_not_read_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, [("study.title", "From the sheet")])
    (tmp_path / "study.toml").write_text('[study]\ntitle = "From the file"\n', encoding="utf-8")
    for study in (load(path), load(tmp_path)):
        assert study.title == "From the sheet"
        assert any("study.toml beside it was not read" in said for said in study.warnings)


def test_a_setting_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [("target.default", 80), ("ranking.top", 3), ("target.default", 85)])
    with pytest.raises(StudyError, match=r"rows 2, 4.*'target.default' stands there twice"):
        load(path)


def test_shares_written_in_two_ways_are_refused() -> None:
    personas = tables()["personas"].assign(share=["45", "35 %"])
    with pytest.raises(StudyError, match=r"rows 2, 3, column share: .*two ways: 45 and 0.35"):
        small(personas=personas)
