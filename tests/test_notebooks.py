from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FOLDERS = ("templates", "notebooks")


def notebooks(root: Path) -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (root / folder).glob("*.ipynb"))


def test_notebooks_are_kept_without_outputs(pytestconfig: pytest.Config) -> None:
    found = notebooks(pytestconfig.rootpath)
    assert found

    for path in found:
        for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"], start=1):
            place = f"{path.name}, cell {number}"
            assert not cell.get("outputs"), f"{place} was saved with its output"
            assert cell.get("execution_count") is None, f"{place} was saved after a run"


def test_templates_take_parameters(pytestconfig: pytest.Config) -> None:
    found = sorted((pytestconfig.rootpath / "templates").glob("*.ipynb"))
    assert found

    for path in found:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
        assert len(tagged) == 1, f"{path.name} needs one cell with the tag 'parameters'"
