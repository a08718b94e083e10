"""Earlier rankings: kept with a study, named by hand, shown in a report."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import SettingError
from cx_workbench.rank.ranking import rank
from cx_workbench.report import report
from cx_workbench.report.history import history_folder, history_of, keep
from cx_workbench.report.sparkline import sparkline
from tests.command import cx, write
from tests.example import example

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.rank.model import Ranking

MONDAY = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)


def in_files(folder: Path, **settings: object) -> Ranking:
    """Rank the example as if it had come from a folder."""
    study = replace(example(), source=folder)
    return rank(study, draws=0, **settings)  # type: ignore[arg-type]


def test_a_history_begins_when_it_is_asked_for_and_then_goes_on(tmp_path: Path) -> None:
    text = in_files(tmp_path).to_json(cells=True)
    assert keep(text, tmp_path, MONDAY) is None
    first = keep(text, tmp_path, MONDAY, begin=True)
    assert first == tmp_path / "history" / "2026-11-16T080000Z.json"
    assert keep(text, tmp_path, MONDAY + dt.timedelta(days=1)) is None, "it is the same"
    other = in_files(tmp_path, weights={"effort": 1}).to_json(cells=True)
    second = keep(other, tmp_path, MONDAY + dt.timedelta(days=1))
    assert second is not None
    (tmp_path / "history" / "notes.json").write_text("mine")
    (tmp_path / "history" / "2026-11-18T080000Z.json").write_text("spoilt")
    found = history_of(in_files(tmp_path, top=6))
    assert found is not None
    assert [each.when[:10] for each in found.past] == ["2026-11-16", "2026-11-17"]
    assert found.since == "17 Nov 2026"
    ranks = found.ranks("firm_invoice")
    assert (ranks[0], ranks[2]) == (1, 1)
    assert len(ranks) == 3


def test_what_is_named_goes_before_the_history(tmp_path: Path) -> None:
    keep(in_files(tmp_path).to_json(cells=True), tmp_path, MONDAY, begin=True)
    out = tmp_path / "out"
    report(in_files(tmp_path, weights={"effort": 1}), out, ["json"])
    record = {"schema": "cx-workbench/run/1", "started": "2026-11-20T08:00:00+00:00"}
    (out / "run.json").write_text(json.dumps(record))
    for named in (out, out / "run.json", out / "ranking.json"):
        found = history_of(in_files(tmp_path), named)
        assert found is not None
        assert found.moves.before.settings.criteria[0].name == "gap"
        assert found.moves.before.candidates[0].id != "firm_invoice"
        assert found.moves.came_in


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        ("{}", "It is no ranking in the form"),
        ('{"schema": "cx-workbench/run/1"}', "There is no ranking.json beside it."),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "run.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingError) as caught:
        history_of(in_files(tmp_path), path)
    assert said in str(caught.value)


def test_another_study_is_refused(tmp_path: Path) -> None:
    found = in_files(tmp_path).to_dict(cells=True)
    for each in found["ranking"]:
        each["improvement"] = f"other_{each['improvement']}"
    path = tmp_path / "ranking.json"
    path.write_text(json.dumps(found))
    with pytest.raises(SettingError, match="none of its improvements is in this one"):
        history_of(in_files(tmp_path), path)


def test_without_anything_before_nothing_is_said(tmp_path: Path) -> None:
    assert history_of(in_files(tmp_path)) is None
    assert history_of(rank(example(), draws=0)) is None


def test_where_a_history_is(tmp_path: Path) -> None:
    assert history_folder(tmp_path) == tmp_path / "history"
    assert history_folder(tmp_path / "study.toml") == tmp_path / "history"
    assert history_folder(tmp_path / "acme.xlsx") == tmp_path / "acme.history"


def test_the_report_says_what_moved(tmp_path: Path) -> None:
    planted = "<script>alert(1)</script>"
    before = in_files(tmp_path).to_dict(cells=True)
    before["ranking"][0]["title"] = planted
    keep(json.dumps(before), tmp_path, MONDAY, begin=True)
    written = report(in_files(tmp_path, weights={"effort": 1}), tmp_path / "out", ["html"])
    page = written["page.html"].read_text("utf-8")
    assert "What moved since 16 Nov 2026" in page
    assert "weights and settings +" in page
    assert 'class="spark"' in page
    assert planted not in page


def test_the_command_keeps_and_says_what_moved(tmp_path: Path) -> None:
    study = write(tmp_path / "small")
    done = cx("report", study, "--out", tmp_path / "one", "--keep", "--draws", "0")
    assert (done.code, done.err) == (0, "")
    (kept,) = (study / "history").iterdir()
    assert f"The ranking is kept in {kept}" in done.out
    assert kept.read_bytes() == (tmp_path / "one" / "ranking.json").read_bytes()
    words = ("--out", tmp_path / "two", "--draws", "0", "--weights", "effort=1")
    # Whatever is handed over: the next report needs the figures.
    assert cx("report", study, *words, "--format", "html").code == 0
    assert len(list((study / "history").iterdir())) == 2
    assert "What moved since" in (tmp_path / "two" / "page.html").read_text("utf-8")


def test_rankings_of_one_second_are_both_kept(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as threads:
        kept = [
            threads.submit(keep, f"ranking {number}", tmp_path, MONDAY, begin=True)
            for number in range(8)
        ]
        paths = {each.result() for each in kept}
    texts = {path.read_text("utf-8") for path in (tmp_path / "history").iterdir()}
    assert len(paths) == 8
    assert texts == {f"ranking {number}" for number in range(8)}


def test_a_sparkline_has_a_gap_where_nothing_was_ranked() -> None:
    line = sparkline([5, 4, None, 2, 1])
    assert len(line.runs) == 2
    assert line.last[1] == min(float(y) for run in line.runs for y in
                               (point.split(",")[1] for point in run.split()))  # fmt: skip
    assert sparkline([7]).runs == ()
