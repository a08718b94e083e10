"""Studies at the ends of what there is: numbers, names, sizes. Right, refused, or said."""

from __future__ import annotations

import json
import math
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import cx_workbench as cx
from tests.small import tables

if TYPE_CHECKING:
    from pathlib import Path

#: Names as people of many scripts write them, and what else finds its way into a name.
NAMES = [
    "Účet č. 7 (ľahký)", "Счёт за месяц", "月次請求書", "요금 청구서", "فاتورة الشهر",
    "חשבון חודשי", "ใบแจ้งหนี้", "मासिक बिल", "Հաշիվ", "ანგარიში", "ਬਿੱਲ", "Hóa đơn", "ßøþ", "ﬁne",
    "👩🏽‍💼 wait", "e\u0301te\u0301", "İstanbul", "A" * 500, "=1+1", "'", '"', "%s", "{0}", "\\n",
    "NULL", "None", "nan", "null", "../x", "C:\\x", "<b>", "&amp;", "]]>", "$x$", "#x", "*x*", "\\",
]  # fmt: skip


def test_names_in_any_script_go_all_the_way(tmp_path: Path) -> None:
    ids = [f"t{number}" for number in range(len(NAMES))]
    study = cx.load({
        "personas": pd.DataFrame({"persona": ["all"], "name": [NAMES[3]]}),
        "touchpoints": pd.DataFrame({"touchpoint": ids, "name": NAMES}),
        "responses": pd.DataFrame(
            {"persona": "all", "touchpoint": ids * 9, "metric": "csat", "score": 3}
        ),
        "improvements": pd.DataFrame({
            "improvement": ids, "title": NAMES[::-1], "touchpoints": ids,
            "effort_likely": 5, "closes_likely": 0.5,
        }),
        "settings": {"target": {"default": 85}},
    })  # fmt: skip
    ranking = cx.rank(study, top=len(NAMES), draws=50)
    assert [unicodedata.normalize("NFC", name) for name in NAMES] == [*study.touchpoints["name"]]
    formats = ["html", "json", "csv", "pptx", "xlsx", "pdf", "svg", "png"]
    written = cx.report(ranking, tmp_path, formats)
    assert all(path.stat().st_size for path in written.values())
    figures = json.loads(written["ranking.json"].read_text("utf-8"))
    assert {each["title"] for each in figures["ranking"]} == {*study.touchpoints["name"]}


#: Where a cell without a number says something: no answer, the usual weight, the order of rows.
MAY_BE_EMPTY = {("responses", "weight"), ("responses", "score"), ("touchpoints", "position")}


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e309, "nan", "inf", "1e999"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("responses", "score"),
        ("responses", "weight"),
        ("improvements", "effort_likely"),
        ("improvements", "closes_likely"),
        ("personas", "share"),
        ("touchpoints", "position"),
    ],
)
def test_what_is_no_number_is_refused_or_nothing(
    table: str, column: str, number: float | str
) -> None:
    small = tables()
    values = small[table].get(column, pd.Series(1.0, index=small[table].index)).astype(object)
    values.iloc[0] = number
    small[table] = small[table].assign(**{column: values})
    if isinstance(number, float) and math.isnan(number) and (table, column) in MAY_BE_EMPTY:
        ranking = cx.rank(cx.load(small), draws=50)
        assert np.isfinite(ranking.table[["score", "gap", "impact", "effort"]].to_numpy()).all()
        return
    with pytest.raises(cx.WorkbenchError) as refused:
        cx.load(small)
    assert refused.value.problems[0].column == column


def test_more_touchpoints_than_a_journey_has_are_refused_soon() -> None:
    places = [f"t{number}" for number in range(100_000)]
    with pytest.raises(cx.WorkbenchError, match="1 persona at 100,000 touchpoints are 100,000"):
        cx.load({
            "personas": pd.DataFrame({"persona": ["all"]}),
            "touchpoints": pd.DataFrame({"touchpoint": places}),
            "responses": pd.DataFrame(
                {"persona": ["all"], "touchpoint": ["t1"], "metric": ["csat"], "score": [3]}
            ),
            "improvements": pd.DataFrame({
                "improvement": ["one"], "touchpoints": ["t1"],
                "effort_likely": [1], "closes_likely": [0.5],
            }),
            "settings": {"target": {"default": 85}},
        })  # fmt: skip


def test_columns_without_a_heading_are_nobodys() -> None:
    small = tables()
    further = pd.DataFrame([["x", 1]] * len(small["responses"]), columns=["", ""], dtype="object")
    small["responses"] = pd.concat([small["responses"], further], axis=1)
    ranking = cx.rank(cx.load(small), draws=0)
    pd.testing.assert_frame_equal(ranking.table, cx.rank(cx.load(tables()), draws=0).table)
