from __future__ import annotations

import asyncio
import base64
import gzip
import subprocess
from typing import TYPE_CHECKING, Any

import platformdirs
import pytest

from cx_workbench.charts import vega_bundle
from cx_workbench.widgets import vega, view
from cx_workbench.widgets.later import beside

if TYPE_CHECKING:
    from pathlib import Path

MADE = b"export default {embed: 1};"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache folder, and a kernel, that know nothing yet; making Vega takes no seconds."""
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    monkeypatch.setattr(vega_bundle, "made", lambda _: MADE)
    monkeypatch.setattr(vega_bundle, "_packed", {})
    monkeypatch.setattr(view, "_SHARED", {})


def test_all_pictures_get_one_model() -> None:
    models: list[Any] = []

    vega.bring_vega(models.append)
    vega.bring_vega(models.append)

    assert models[0] is models[1]
    state = models[0].get_state()
    assert gzip.decompress(base64.b64decode(state["packed"])) == MADE
    assert state["_css"].count("@font-face") == 2


def test_a_failure_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> bytes:
        raise subprocess.CalledProcessError(1, "python")

    monkeypatch.setattr(vega_bundle, "made", fail)
    found: list[Any] = []

    vega.bring_vega(found.append)

    assert isinstance(found[0], subprocess.CalledProcessError)


def test_making_it_holds_nothing_up() -> None:
    async def kernel() -> list[str]:
        told: list[str] = []
        done = asyncio.Event()
        go_on = asyncio.Event()
        loop = asyncio.get_running_loop()

        def work() -> str:
            asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
            return "made"

        def hand_over(outcome: str | Exception) -> None:
            told.append(str(outcome))
            done.set()

        beside(work, hand_over)
        told.append("the board answers")
        go_on.set()
        await done.wait()
        return told

    assert asyncio.run(kernel()) == ["the board answers", "made"]


def test_the_real_one_is_an_es_module_that_exports_embed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    made = vega_bundle.made(vega.SNIPPET)

    assert made.rstrip().endswith(b"as default};")
    assert b"={embed:" in made
    packed = len(base64.b64encode(gzip.compress(made)))
    assert packed < 420_000
