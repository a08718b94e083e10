"""The wheel, as a stranger gets it: built, installed and used away from this folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest


def run(*command: str | Path, folder: Path) -> str:
    """Run a command and give what it printed; what went wrong is the failure's text."""
    # A colourless terminal of this width keeps the table's lines whole.
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(  # noqa: S603 - every command is written in this file
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


@pytest.fixture(scope="module")
def wheel(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--wheel-dir", folder)
    root = pytestconfig.rootpath
    run(sys.executable, "-m", "pip", "wheel", *options, root, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs of a bare environment are, which has the wheel and its dependencies."""
    folder = tmp_path_factory.mktemp("bare")
    run(sys.executable, "-m", "venv", "--without-pip", "environment", folder=folder)
    programs = folder / "environment/bin"
    into = ("--python", programs / "python", "install", "--no-deps", "--no-index")
    run(sys.executable, "-m", "pip", *into, wheel, folder=folder)
    # Only the path is shared: what an environment of developers adds to it (this folder, if
    # the package is installed there as editable) stays out.
    place = run(
        programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))",
        folder=folder,
    )  # fmt: skip
    Path(place.strip(), "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return programs


def test_the_wheel_holds_what_the_product_needs_and_no_tests(
    pytestconfig: pytest.Config, wheel: Path
) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    root = pytestconfig.rootpath
    package = {
        path.relative_to(root).as_posix()
        for path in (root / "cx_workbench").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    templates = {f"cx_workbench/templates/{path.name}" for path in (root / "templates").iterdir()}

    assert package | templates <= inside
    assert "cx_workbench/py.typed" in inside
    assert "cx_workbench/templates/top_improvements.ipynb" in inside
    assert any(name.startswith("cx_workbench/charts/fonts/") for name in inside)
    assert any(name.endswith((".html", ".jinja", ".j2")) for name in inside)
    assert {name.partition("/")[0].partition("-")[0] for name in inside} == {"cx_workbench"}


def test_the_demo_works_far_from_the_project(programs: Path, tmp_path: Path) -> None:
    printed = run(programs / "cx-workbench", "demo", "--out", "result", folder=tmp_path)

    written = {path.suffix for path in (tmp_path / "result").rglob("*") if path.is_file()}
    assert {".html", ".ipynb", ".json"} <= written
    (ranking,) = (tmp_path / "result").rglob("ranking.json")
    best = json.loads(ranking.read_text("utf-8"))["ranking"][:5]
    assert len(best) == 5
    assert "TOP 5" in printed
    for improvement in best:
        assert improvement["title"] in printed


def test_the_templates_are_found_far_from_the_project(programs: Path, tmp_path: Path) -> None:
    assert "top_improvements" in run(programs / "cx-workbench", "templates", folder=tmp_path)


def test_the_installed_package_is_the_one_of_the_wheel(programs: Path, tmp_path: Path) -> None:
    asked = "import cx_workbench; print(cx_workbench.__file__)"

    place = run(programs / "python", "-c", asked, folder=tmp_path)

    assert Path(place).is_relative_to(programs.parent)
