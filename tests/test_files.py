"""Files that are whole or not there, under names that lead nowhere else."""

from __future__ import annotations

import os
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import WorkbenchError
from cx_workbench.files import clear, publish, put, safe_name, safe_names, workplace, write
from tests.tries import tries

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    *("../x", "..", "/etc/passwd", "a/b\\c", "C:\\x", "CON", "nul.txt", "a\x00b", "", " . "),
    *("x" * 500, "ž" * 300, "\u202eexe.fdp", "-rf", "~root", "a:stream", ".hidden"),
]


@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=300)))
@tries(200)
def test_a_safe_name_is_one_step_down_anywhere(wish: str) -> None:
    name = safe_name(wish)
    for path in (PurePosixPath("out", name), PureWindowsPath("out", name)):
        assert path.parts == ("out", name)
    assert name not in {"", ".", ".."}
    assert not name.startswith((".", "-", "~"))
    assert name == name.strip()
    assert len(name.encode()) <= 130
    assert not any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in name)
    assert safe_name(name) == name


@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=5)), max_size=20))
@tries(100)
def test_safe_names_differ_on_any_file_system(wishes: list[str]) -> None:
    names = safe_names(wishes)
    folded = {unicodedata.normalize("NFKD", name).casefold() for name in names}
    assert len(folded) == len(names) == len(wishes)


def test_long_names_with_the_same_beginning_differ() -> None:
    assert safe_name("x" * 400 + "a") != safe_name("x" * 400 + "b")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    put(path, "old")
    put(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.txt"]  # noqa: PTH208  hidden ones too


def test_what_is_written_may_be_read_by_whom_it_usually_may(tmp_path: Path) -> None:
    (tmp_path / "usual.txt").write_text("usual")
    put(tmp_path / "a.txt", "new")
    write(tmp_path, {"b.txt": "new"})
    rights = {path.stat().st_mode for path in tmp_path.iterdir()}
    assert len(rights) == 1


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    put(path, "old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        put(path, "new")
    with pytest.raises(WorkbenchError, match="cannot be written to"):
        write(tmp_path, {"a.txt": "new"})
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]  # noqa: PTH208  hidden ones too


def test_the_last_file_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    replace = type(tmp_path).replace

    def watch(path: Path, target: Path) -> Path:
        moved.append(path.name)
        return replace(path, target)

    with workplace(tmp_path) as work:
        for name in ("a", "m", "z"):
            (work / name).write_text(name)
        monkeypatch.setattr(type(tmp_path), "replace", watch)
        assert list(publish(work, tmp_path, last="m")) == ["a", "z", "m"]
    assert moved == ["a", "z", "m"]


def test_what_a_killed_process_left_is_taken_away(tmp_path: Path) -> None:
    with workplace(tmp_path) as ours:
        gone = tmp_path / ours.name.replace(f"-{os.getpid()}-", "-999999999-")
        elsewhere = tmp_path / ".cx-workbench-00000000-999999999-x"
        for folder in (gone, elsewhere):
            folder.mkdir()
            (folder / "half").write_text("half")
        clear(tmp_path)
        # A process of another machine may be alive.
        assert {path.name for path in tmp_path.iterdir()} == {ours.name, elsewhere.name}
