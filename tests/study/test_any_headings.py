"""Columns that clients name as they like: a heading is a name, and never a word of an engine's."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import tomlkit

import cx_workbench as cx
from cx_workbench.errors import StudyError
from cx_workbench.rank.checks.respondents import counted_ways
from cx_workbench.study.comments import comments

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = (
    "a.b",
    '"q"',
    "q'",
    "x; drop table cx_wide",
    "select",
    "a b",
    "[x]",
    "1",
    "%s",
    "ž\u202e",
    "count(*)",
    "a,b",
    "\\",
    "--",
)


def study(heading: str, file: Path | None, people: list[int]) -> cx.Study:
    """Give every role of the answers a heading of that kind."""
    names = {role: f"{heading}{role}" for role in ("id", "weight", "group", "bill", "shop")}
    n = len(people)
    answers = pd.DataFrame(
        {
            names["id"]: [str(number) for number in people],
            names["weight"]: ["1"] * n,
            names["group"]: ["home", "firm"] * (n // 2),
            names["bill"]: [str(1 + k % 5) for k in range(n)],
            names["shop"]: [str(1 + k % 4) for k in range(n)],
        }
    )
    responses: dict[str, object] = {
        "layout": "wide",
        "respondent": names["id"],
        "weight": names["weight"],
        "persona": [{"persona": p, "when": {names["group"]: [p]}} for p in ("home", "firm")],
        "question": [
            {"column": names[t], "touchpoint": t, "metric": "csat"} for t in ("bill", "shop")
        ],
    }
    tables: dict[str, object] = {
        "personas": pd.DataFrame({"persona": ["home", "firm"]}),
        "touchpoints": pd.DataFrame({"touchpoint": ["bill", "shop"]}),
        "improvements": pd.DataFrame(
            {
                "improvement": ["i"],
                "touchpoints": ["bill"],
                "effort_likely": [5],
                "closes_likely": [0.5],
            }
        ),
        "settings": {"target": {"default": 85}, "responses": responses},
    }
    if file is None:
        return cx.load(tables | {"responses": answers})
    answers.to_csv(file / "responses.csv", index=False, quoting=csv.QUOTE_ALL)
    for name in ("personas", "touchpoints", "improvements"):
        tables[name].to_csv(file / f"{name}.csv", index=False)  # type: ignore[attr-defined]
    whole = {"target": {"default": 85}, "responses": {"source": "responses.csv", **responses}}
    (file / "study.toml").write_text(tomlkit.dumps(whole), encoding="utf-8")
    return cx.load(file)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("is_file", [True, False])
def test_any_heading_is_only_a_name(heading: str, tmp_path: Path, *, is_file: bool) -> None:
    found = study(heading, tmp_path if is_file else None, list(range(40)))
    assert found.answers.count == 80
    ranking = cx.rank(found, reference="target", draws=50)
    assert ranking.cells["n"].sum() == 80
    cx.simulate(found, reference="target", draws=50)


@pytest.mark.parametrize("heading", HEADINGS)
def test_repeated_respondents_are_told_under_any_heading(heading: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="The respondent '7' has 2 rows"):
        study(heading, tmp_path, [*range(39), 7])


def test_a_rule_that_asks_nothing_makes_everybody_a_persona(tmp_path: Path) -> None:
    rows = ["id,bill,shop,comment", *(f"{n},{1 + n % 5},{1 + n % 4},it was {n}" for n in range(40))]
    (tmp_path / "responses.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "personas.csv").write_text("persona\neverybody\n", encoding="utf-8")
    (tmp_path / "touchpoints.csv").write_text("touchpoint\nbill\nshop\n", encoding="utf-8")
    (tmp_path / "improvements.csv").write_text(
        "improvement,touchpoints,effort_likely,closes_likely\ni,bill,5,0.5\n", encoding="utf-8"
    )
    asked = [{"column": name, "touchpoint": name, "metric": "csat"} for name in ("bill", "shop")]
    whole = {
        "target": {"default": 85},
        "responses": {
            "source": "responses.csv",
            "layout": "wide",
            "respondent": "id",
            "comment": "comment",
            "persona": [{"persona": "everybody", "when": {}}],
            "question": asked,
        },
    }
    (tmp_path / "study.toml").write_text(tomlkit.dumps(whole), encoding="utf-8")
    study = cx.load(tmp_path)
    ranking = cx.rank(study, reference="target", draws=50)
    assert ranking.cells["n"].tolist() == [40, 40]
    ways = counted_ways(ranking.basis)
    # Everybody rated both steps: what is left of each is the product of their two scores.
    left = [(n % 5) / 4 * (n % 4) / 4 for n in range(40)]
    assert ways["joint_n"].tolist() == [40]
    assert ways["joint"].tolist() == pytest.approx([100 * sum(left) / 40])
    assert len(comments(study, ["everybody"], ["bill"])) > 0
    cx.report(ranking, tmp_path / "report", ["html"])
