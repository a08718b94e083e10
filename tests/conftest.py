"""What several rooms' tests need: the real data, a browser, hypothesis's settings."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import hypothesis
import pytest

from tests.loops import AsInAScript

ROOT = Path(__file__).resolve().parents[1]

#: Not tests: they are run by hand.
collect_ignore = ["benchmarks"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Deadlines would make the tests depend on how busy the machine is.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    """Look after the examples in the package too, which are not in this folder."""
    config.pluginmanager.register(AsInAScript())


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the tests that need Spark and Java, unless their folder is named."""
    named = any("heavy" in Path(argument).parts for argument in config.args)
    return True if collection_path.name == "heavy" and not named else None


@pytest.fixture(scope="session")
def data_folder() -> Path:
    folder = Path(os.environ.get("CX_WORKBENCH_DATA", ROOT / "../shared/data")).resolve()
    if not (folder / "sfo_airport_2017").is_dir():
        pytest.fail(
            f"The real data is not in {folder}. Set CX_WORKBENCH_DATA to the folder that "
            "contains sfo_airport_2017.",
            pytrace=False,
        )
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    named = os.environ.get("CX_WORKBENCH_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not path:
        pytest.fail(
            "There is no Chromium. Install it, or set CX_WORKBENCH_CHROMIUM to its path; "
            "`make test` does both.",
            pytrace=False,
        )
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, object], chromium: str
) -> dict[str, object]:
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": CHROMIUM_ARGUMENTS,
    }
