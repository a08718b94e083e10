from __future__ import annotations

from typing import TYPE_CHECKING

from importlinter.cli import lint_imports

if TYPE_CHECKING:
    import pytest


def test_each_room_uses_only_the_rooms_below_it(
    pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    contracts = pytestconfig.rootpath / "pyproject.toml"

    exit_code = lint_imports(config_filename=str(contracts), no_cache=True, no_logo=True)

    said = capsys.readouterr().out
    assert exit_code == 0, said
