"""How sure it is, on the command line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.command import cx, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write(tmp_path / "small")


def test_rank_says_how_sure_each_place_is(study: Path) -> None:
    done = cx("rank", study, "--top", "1", "--draws", "500")
    assert (done.code, done.err) == (0, "")
    places = re.findall(r"(Both steps|Already good).* (>?\d+) +(\d-\d)\s*$", done.out, re.MULTILINE)
    (share, ranks), (other, _) = ((share, ranks) for _, share, ranks in places)
    assert int(share.lstrip(">")) + int(other) == 100
    assert ranks in {"1-1", "1-2"}
    flat = " ".join(done.out.split())
    assert f"in the TOP 1 in {share} of 100 draws" in flat
    assert "How sure it is: 500 draws of scores and estimates, seed 1" in flat


def test_rank_without_draws_says_nothing_of_them(study: Path) -> None:
    done = cx("rank", study, "--draws", "0")
    assert done.code == 0
    assert "draws" not in done.out
    assert "of 90 %" not in done.out


def test_json_of_a_ranking_carries_how_sure_it_is(study: Path) -> None:
    found = json.loads(cx("rank", study, "--json", "--draws", "300", "--seed", "5").out)
    assert (found["draws"], found["seed"], found["spread"]) == (300, 5, "fixed")
    assert all(0 <= item["p_top"] <= 1 for item in found["ranking"])
    assert all(1 <= item["rank_low"] <= item["rank_high"] <= 2 for item in found["ranking"])
    nothing = json.loads(cx("rank", study, "--json", "--draws", "0").out)
    assert (nothing["draws"], nothing["spread"]) == (None, None)
    assert nothing["ranking"][0]["p_top"] is None


def test_simulate_prints_places_and_close_calls() -> None:
    done = cx("simulate", "example", "--draws", "1000", "--spread", "any")
    assert (done.code, done.err) == (0, "")
    assert "How sure is the TOP 5 · Mobile operator 2026" in done.out
    assert re.search(r"A bill that says what changed +\d\d of 100 draws +\d\.\d +1 to \d", done.out)
    assert "Close calls" in done.out
    assert "any weights are possible." in " ".join(done.out.split())


def test_simulate_prints_json_and_nothing_else(study: Path) -> None:
    found = json.loads(cx("simulate", study, "--json", "--draws", "200").out)
    assert found["schema"] == "cx-workbench/simulation/1"
    first, second = found["improvements"]
    assert first["wins"][1] + second["wins"][0] == pytest.approx(1)
    assert sum(first["acceptability"]) == pytest.approx(1)


def test_the_same_seed_prints_the_same(study: Path) -> None:
    once, again, other = (
        cx("simulate", study, "--json", "--draws", "200", "--seed", seed).out
        for seed in ("1", "1", "2")
    )
    assert once == again
    assert once != other


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--draws", "0"], "draws is 0."),
        (["--spread", "arround"], "Did you mean 'around'?"),
        (["--draws", "many"], "'--draws': Input should be a valid integer"),
        (["--seed", "-1"], "seed is -1."),
    ],
)
def test_what_cannot_be_drawn_is_a_matter_of_usage(
    study: Path, options: list[str], said: str
) -> None:
    done = cx("simulate", study, *options)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
