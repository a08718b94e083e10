"""The whole straight line on real survey data: San Francisco International Airport, 2017."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.vectors import vectors

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def answer(data_folder: Path) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "cx_workbench.cli",
        "rank",
        str(data_folder / "sfo_airport_2017"),
        "--top",
        "5",
        "--cells",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return dict(json.loads(done.stdout))


def test_the_top_5_of_the_airport(answer: dict[str, Any]) -> None:
    expected = vectors("airport")
    top = answer["ranking"][:5]
    assert [item["improvement"] for item in top] == expected["order"]
    assert [round(item["score"], 4) for item in top] == expected["scores"]


def test_what_was_measured_and_what_not(answer: dict[str, Any]) -> None:
    expected = vectors("airport")
    assert answer["measured_cells"] == len(answer["cells"]) == expected["measured_cells"]
    assert [left["improvement"] for left in answer["not_measured"]] == expected["not_measured"]
    said = f"{expected['without_persona']} respondents belong to no persona"
    assert any(warning.startswith(said) for warning in answer["warnings"])


def test_the_nps_of_the_whole_visit(answer: dict[str, Any]) -> None:
    expected = vectors("airport")["nps"]
    (found,) = [outcome for outcome in answer["outcomes"] if outcome["metric"] == "nps"]
    assert found["n"] == expected["n"]
    assert round(found["value"], 2) == expected["value"]
    assert round(found["weighted_value"], 2) == expected["weighted_value"]
