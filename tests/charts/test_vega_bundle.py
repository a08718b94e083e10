from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import platformdirs
import pytest

from cx_workbench.charts import vega_bundle

if TYPE_CHECKING:
    from pathlib import Path

SNIPPET = "export default vega;"
MADE = b"the script"
Forget: TypeAlias = Callable[[], None]


@pytest.fixture
def forget(monkeypatch: pytest.MonkeyPatch) -> Forget:
    """Go on as another process would."""

    def forgotten() -> None:
        monkeypatch.setattr(vega_bundle, "_packed", {})

    return forgotten


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: Forget) -> Path:
    """A cache folder that knows nothing yet; making Vega takes no seconds."""
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    monkeypatch.setattr(vega_bundle, "made", lambda _: MADE)
    forget()
    return tmp_path / "cache"


def bundle(snippet: str = SNIPPET) -> bytes:
    return gzip.decompress(vega_bundle.packed(snippet))


def test_it_is_made_once_and_kept_for_the_next_process(
    cache: Path, monkeypatch: pytest.MonkeyPatch, forget: Forget
) -> None:
    assert not vega_bundle.is_at_hand(SNIPPET)
    assert bundle() == MADE
    assert [path.name for path in cache.iterdir()] == [vega_bundle.kept_in(SNIPPET).name]

    forget()
    monkeypatch.setattr(vega_bundle, "made", lambda _: pytest.fail("it is there already"))

    assert vega_bundle.is_at_hand(SNIPPET)
    assert bundle() == MADE


def test_another_version_is_made_anew(
    cache: Path, monkeypatch: pytest.MonkeyPatch, forget: Forget
) -> None:
    bundle()
    forget()
    monkeypatch.setattr(vega_bundle, "version", lambda _: "99.0")
    monkeypatch.setattr(vega_bundle, "made", lambda _: b"newer")

    assert bundle() == b"newer"
    assert len(list(cache.iterdir())) == 2


def test_each_snippet_has_a_script_of_its_own(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vega_bundle, "made", str.encode)

    assert bundle("one") == b"one"
    assert bundle("two") == b"two"
    assert bundle("one") == b"one"
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize(
    "spoilt",
    [b"", b"no gzip", gzip.compress(b"a" * 99, mtime=0)[:20]],
    ids=["empty", "other", "half"],
)
def test_what_is_kept_but_spoilt_is_made_anew(cache: Path, spoilt: bytes) -> None:
    cache.mkdir()
    vega_bundle.kept_in(SNIPPET).write_bytes(spoilt)

    assert bundle() == MADE
    assert gzip.decompress(vega_bundle.kept_in(SNIPPET).read_bytes()) == MADE


def test_where_nothing_can_be_kept_it_is_made_all_the_same(cache: Path) -> None:
    cache.write_text("a file where the folder should be")

    assert bundle() == MADE


def test_a_write_that_fails_leaves_nothing_half(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(type(cache), "replace", full)

    assert bundle() == MADE
    assert list(cache.iterdir()) == []
