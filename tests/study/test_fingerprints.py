"""Which files a study was read from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd

from cx_workbench.study.fingerprints import fingerprints
from cx_workbench.study.loading import load
from tests.small import small, tables

if TYPE_CHECKING:
    from pathlib import Path


def _folder(home: Path) -> Path:
    for name, frame in tables().items():
        frame.to_csv(home / f"{name}.csv", index=False)
    (home / "study.toml").write_text("[study]\ntitle = 'Small'\n", encoding="utf-8")
    (home / "notes.txt").write_text("not a part of it", encoding="utf-8")
    return home


def test_every_table_and_the_settings_of_a_folder(tmp_path: Path) -> None:
    found = {each.name: each for each in fingerprints(load(_folder(tmp_path)))}
    assert sorted(found) == sorted([*(f"{name}.csv" for name in tables()), "study.toml"])
    content = (tmp_path / "study.toml").read_bytes()
    assert found["study.toml"].size == len(content)
    assert found["study.toml"].sha256 == hashlib.sha256(content).hexdigest()


def test_a_workbook_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    with pd.ExcelWriter(path) as workbook:
        for name, frame in tables().items():
            frame.to_excel(workbook, sheet_name=name, index=False)
    assert [each.name for each in fingerprints(load(path))] == ["small.xlsx"]


def test_answers_that_settings_name_elsewhere(tmp_path: Path) -> None:
    home = _folder(tmp_path)
    (home / "responses.csv").rename(home / "export.csv")
    settings = "[responses]\nsource = 'export.csv'\nlayout = 'long'\n"
    (home / "study.toml").write_text(settings, encoding="utf-8")
    names = [each.name for each in fingerprints(load(home))]
    assert "export.csv" in names
    assert len(names) == len(set(names))


def test_frames_have_no_files() -> None:
    assert fingerprints(small()) == ()
