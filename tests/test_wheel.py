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

#: The list goes to standard error, in colours.
_LIST = """
import io, re, runpy, sys
sys.stderr = said = io.StringIO()
sys.argv[1:] = ["list"]
try:
    runpy.run_module("{module}", run_name="__main__")
finally:
    print(re.sub(r"\\x1b\\[[0-9;]*m", "", said.getvalue()))
"""


def run(*command: str | Path, folder: Path, **other: str) -> str:
    """Run a command and give all it printed; what went wrong is the failure's text."""
    # A colourless terminal of this width keeps the table's lines whole.
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"} | other
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


def _is_cache(path: Path) -> bool:
    return any(part.startswith((".", "__pycache__")) for part in path.parts)


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
        if path.is_file() and not _is_cache(path.relative_to(root))
    }
    templates = {f"cx_workbench/templates/{path.name}" for path in (root / "templates").iterdir()}

    assert package | templates <= inside
    assert "cx_workbench/py.typed" in inside
    assert "cx_workbench/templates/top_improvements.ipynb" in inside
    assert any(name.startswith("cx_workbench/charts/fonts/") for name in inside)
    assert any(name.endswith((".html", ".jinja", ".j2")) for name in inside)
    assert {name.partition("/")[0].partition("-")[0] for name in inside} == {"cx_workbench"}


def test_the_wheel_puts_its_extension_where_jupyter_looks(
    pytestconfig: pytest.Config, wheel: Path
) -> None:
    inside = zipfile.ZipFile(wheel)
    home = pytestconfig.rootpath / "cx_workbench/lab"
    extension = {
        f"share/jupyter/labextensions/cx-workbench/{path.relative_to(home / 'labextension')}": path
        for path in (home / "labextension").rglob("*")
        if path.is_file()
    }
    enabled = "etc/jupyter/jupyter_server_config.d/cx_workbench.json"
    data = {
        name.partition(".data/data/")[2]: inside.read(name)
        for name in inside.namelist()
        if ".data/data/" in name
    }

    assert {"package.json", "install.json"} < {path.name for path in extension.values()}
    assert data == {
        **{name: path.read_bytes() for name, path in extension.items()},
        enabled: (home / "jupyter_server_config.json").read_bytes(),
    }
    said = json.loads((home / "labextension/package.json").read_text("utf-8"))
    assert wheel.name.startswith(f"cx_workbench-{said['version']}-")


def test_jupyterlab_takes_the_extension_without_node(programs: Path, tmp_path: Path) -> None:
    """As JupyterLab of the bare environment sees it: enabled, and fit for this JupyterLab."""
    # Its own folders, so that nothing else of this machine speaks; and no node to be found.
    own = {
        "PATH": str(programs),
        "HOME": str(tmp_path),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_PATH": "",
        "JUPYTER_CONFIG_PATH": "",
    }
    listed = {
        module: run(programs / "python", "-c", _LIST.format(module=module), folder=tmp_path, **own)
        for module in ("jupyterlab.labextensions", "jupyter_server.extension.serverextension")
    }

    lab, server = (
        {line.split()[0]: line for line in said.splitlines() if "enabled" in line}
        for said in listed.values()
    )
    assert lab["cx-workbench"].split()[1:4] == ["v0.1.0", "enabled", "OK"]
    assert "cx_workbench.lab" in server
    assert not [said for said in listed.values() if "problem" in said.casefold()]


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
