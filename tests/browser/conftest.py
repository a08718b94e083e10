"""A real Jupyter server for each worker of the tests, and a browser that cannot leave it."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.rank.ranking import rank
from cx_workbench.report import report
from cx_workbench.study.loading import load
from tests.browser.jupyter import Lab
from tests.browser.jupyter_process import serve
from tests.browser.page_file import PLANTED, planted_study
from tests.example import example

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import Browser

    from cx_workbench.rank.model import Ranking
    from tests.browser.jupyter_process import Jupyter

_FAILED = pytest.StashKey[bool]()
_WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}


@pytest.fixture(scope="session")
def example_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _page_of(rank(example()), tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="session")
def planted_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ranking = rank(load(planted_study()), top=1, stages=[f"{PLANTED} stage"])
    return _page_of(ranking, tmp_path_factory.mktemp("planted"))


def _page_of(ranking: Ranking, folder: Path) -> Path:
    return report(ranking, folder, formats=["html"])["page.html"]


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    yield from serve(tmp_path_factory.mktemp("jupyter"))


@pytest.fixture(scope="session")
def kept_lab(jupyter: Jupyter, browser: Browser) -> Iterator[Lab]:
    """One browser for most tests: JupyterLab loads for seconds, a notebook opens in one."""
    kept = Lab(jupyter, browser.new_context(**_WIDE, service_workers="block"), jupyter.folder)
    yield kept
    kept.context.close()


@pytest.fixture(scope="module")
def make_desk(jupyter: Jupyter, browser: Browser) -> Iterator[Callable[..., Lab]]:
    """Make a browser that all tests of a file share: ``make_desk(viewport=...)``."""
    made: list[Lab] = []

    def make(**screen: Any) -> Lab:  # noqa: ANN401  as Playwright takes it
        # A worker may come back to a file after it has left it.
        folder = Path(tempfile.mkdtemp(prefix="desk-", dir=jupyter.folder))
        made.append(Lab(jupyter, browser.new_context(**_WIDE | screen), folder))
        return made[-1]

    yield make
    for lab in made:
        lab.close()


@pytest.fixture
def make_lab(
    jupyter: Jupyter, browser: Browser, kept_lab: Lab, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Lab]]:
    """Make browsers of other sizes and colours: ``make_lab(color_scheme="dark")``."""
    made: list[Lab] = []
    name = re.sub(r"\W+", "_", request.node.name)[:60]

    def make(**screen: object) -> Lab:
        number = len(list(jupyter.folder.iterdir()))
        folder = jupyter.folder / f"{name}_{number}"
        folder.mkdir()
        options: dict[str, Any] = {**_WIDE, **screen}
        if kept_lab not in made and options.keys() == _WIDE.keys():
            kept_lab.begin(folder, **options)
            made.append(kept_lab)
        else:
            context = browser.new_context(**options, service_workers="block")
            made.append(Lab(jupyter, context, folder))
        return made[-1]

    yield make
    failed = request.node.stash.get(_FAILED, False)
    for lab in made:
        if failed:
            # pytest shows it with the failure.
            sys.stdout.writelines(f"{lab.screenshot(page)}\n" for page in lab.context.pages)
        if lab is kept_lab:
            lab.end(spoiled=failed)
        else:
            lab.close()


@pytest.fixture
def lab(make_lab: Callable[..., Lab]) -> Lab:
    return make_lab()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "call":
        item.stash[_FAILED] = report.failed
    return report
