from __future__ import annotations

import asyncio
import base64
import gzip
import subprocess
from typing import TYPE_CHECKING, Any

import platformdirs
import pytest

from cx_workbench.widgets import vega, view
from cx_workbench.widgets.later import beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MADE = b"export default {embed: 1};"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder, and a kernel, that know nothing yet; making Vega takes no seconds."""
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    monkeypatch.setattr(vega, "made", lambda: MADE)
    monkeypatch.setattr(view, "_SHARED", {})
    vega.library.cache_clear()
    yield tmp_path / "cache"
    vega.library.cache_clear()


def test_it_is_made_once_and_kept_for_the_next_kernel(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gzip.decompress(vega.library()) == MADE
    assert [path.name for path in cache.iterdir()] == [vega.kept_in().name]

    vega.library.cache_clear()
    monkeypatch.setattr(vega, "made", lambda: pytest.fail("it is there already"))

    assert gzip.decompress(vega.library()) == MADE


def test_another_version_is_made_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vega.library()
    vega.library.cache_clear()
    monkeypatch.setattr(vega, "version", lambda _: "99.0")
    monkeypatch.setattr(vega, "made", lambda: b"newer")

    assert gzip.decompress(vega.library()) == b"newer"
    assert len(list(cache.iterdir())) == 2


def test_where_nothing_can_be_kept_it_is_made_all_the_same(cache: Path) -> None:
    cache.write_text("a file where the folder should be")

    assert gzip.decompress(vega.library()) == MADE


def test_a_write_that_fails_leaves_nothing_half(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(type(cache), "replace", full)

    assert gzip.decompress(vega.library()) == MADE
    assert list(cache.iterdir()) == []


def test_all_pictures_get_one_model() -> None:
    models: list[Any] = []

    vega.bring_vega(models.append)
    vega.bring_vega(models.append)

    assert models[0] is models[1]
    state = models[0].get_state()
    assert gzip.decompress(base64.b64decode(state["packed"])) == MADE
    assert state["_css"].count("@font-face") == 2


def test_a_failure_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bytes:
        raise subprocess.CalledProcessError(1, "python")

    monkeypatch.setattr(vega, "made", fail)
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

    made = vega.made()

    assert made.rstrip().endswith(b"as default};")
    assert b"={embed:" in made
    packed = len(base64.b64encode(gzip.compress(made)))
    assert packed < 420_000
