from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import SettingError
from cx_workbench.lab.nearby import check_study, studies_near
from cx_workbench.study.starter import create_folder, create_workbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A notebook's folder with a study in it and one beside it, and what is none."""
    folder = tmp_path / "work"
    create_folder(folder / "bank")
    create_workbook(folder / "Airport.xlsx")
    create_folder(tmp_path / "phones")
    (folder / "pictures").mkdir()
    (folder / "broken.xlsx").write_bytes(b"no workbook")
    create_folder(folder / ".hidden")
    return folder


def test_studies_in_the_folder_and_beside_it_are_offered(here: Path) -> None:
    assert studies_near(here) == ["example", "Airport.xlsx", "bank", "../phones"]


@pytest.mark.parametrize(
    "typed", ["example", "bank", "bank/study.toml", "Airport.xlsx", "../phones"]
)
def test_a_study_is_taken_as_it_was_typed(here: Path, typed: str) -> None:
    assert check_study(typed, here) == typed


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("bnak", "Did you mean 'bank'?"),
        ("pictures", "'pictures' is not a study."),
        ("broken.xlsx", "'broken.xlsx' is not a study."),
        ("x" * 5000, "There is no study"),
    ],
)
def test_what_is_no_study_is_said(here: Path, typed: str, words: str) -> None:
    with pytest.raises(SettingError) as refused:
        check_study(typed, here)
    assert words in str(refused.value)
