from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import cx_workbench

SLOW_TO_IMPORT = {"altair", "pandas", "papermill"}

# What the installed command does, in an interpreter that tells what it loaded.
COMMAND_LINE_HELP = """
import sys
sys.argv = ["cx-workbench", "--help"]
from cx_workbench.cli import main
main()
"""

# Rooms share names with what is called (`rank`, `report`); importing one must not hide it.
EVERY_ROOM_THEN_EVERY_NAME = """
import pkgutil
from importlib import import_module
import cx_workbench
for room in pkgutil.walk_packages(cx_workbench.__path__, "cx_workbench."):
    import_module(room.name)
for name in cx_workbench.__all__ * 2:
    assert callable(getattr(cx_workbench, name)), f"{name} cannot be called any more"
"""


def loaded_by(code: str) -> set[str]:
    """Top-level packages that a fresh interpreter imports to run the code."""
    run = subprocess.run(  # noqa: S603 - the code is written above
        [sys.executable, "-X", "importtime", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    said = run.stderr.splitlines()
    timed = [line for line in said if line.startswith("import time:")]
    if run.returncode:
        pytest.fail("\n".join(line for line in said if line not in timed), pytrace=False)
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in timed}


def test_the_package_is_light_to_import() -> None:
    loaded = loaded_by("import cx_workbench")

    assert "cx_workbench" in loaded
    assert loaded.isdisjoint(SLOW_TO_IMPORT)


@pytest.mark.parametrize("room", ["cx_workbench.runs", "cx_workbench.lab.server"])
def test_what_every_server_and_engine_loads_is_light(room: str) -> None:
    assert loaded_by(f"import {room}").isdisjoint(SLOW_TO_IMPORT)


def test_the_help_of_the_command_line_is_light() -> None:
    loaded = loaded_by(COMMAND_LINE_HELP)

    assert "typer" in loaded
    assert loaded.isdisjoint(SLOW_TO_IMPORT)


def test_public_names_are_few_sorted_and_listed() -> None:
    names = list(cx_workbench.__all__)

    assert names == sorted(names)
    assert 0 < len(names) <= 12
    assert set(names) <= set(dir(cx_workbench))


def test_public_names_can_be_called_after_any_import() -> None:
    loaded_by(EVERY_ROOM_THEN_EVERY_NAME)


@pytest.mark.parametrize("name", cx_workbench.__all__)
def test_a_public_name_is_explained_with_an_example(name: str) -> None:
    explained = inspect.getdoc(getattr(cx_workbench, name)) or ""

    assert explained, f"{name} has no docstring"
    assert ">>> " in explained, f"the docstring of {name} has no example"


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        getattr(cx_workbench, "no_such_name")  # noqa: B009 - mypy knows that it is not there
