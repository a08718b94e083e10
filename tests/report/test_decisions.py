"""The page shows what people decided: the log, and what of it is in the ranking."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

import pytest

from cx_workbench import load, rank
from cx_workbench.rank.model import LeftOut, Revision
from cx_workbench.report import composing, page, report
from cx_workbench.study.session_file import write
from cx_workbench.study.sessions import Decision, Kept
from tests.command import cx
from tests.command import write as write_study
from tests.report.test_page import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cx_workbench.study.model import Study
    from tests.report.conftest import MakeRanking

SCRIPT = "<script>alert('x')</script>"
LOG = (
    Decision(dt.datetime(2026, 11, 21, 16, 40, tzinfo=dt.UTC), "Vetoed Ponuka", f"Later {SCRIPT}"),
    Decision(dt.datetime(2026, 11, 21, 15, 5, tzinfo=dt.UTC), SCRIPT, ""),
    Decision(
        dt.datetime(2026, 11, 21, 16, 50, tzinfo=dt.UTC),
        "Effort of A bill in plain words set to 25 person-days",
        "The vendor offered it",
        "plain",
    ),
)


@pytest.fixture(autouse=True)
def _without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "_figures", lambda *_: [])


@pytest.fixture(autouse=True)
def _clocks_in_bratislava() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Bratislava")
        time.tzset()
        yield
    time.tzset()


def text_of(html: str) -> str:
    return Reader(html).text


def test_the_log_from_first_to_last_in_local_time(make_ranking: MakeRanking) -> None:
    html = page(make_ranking(), LOG)

    assert (
        "What was decided, from the first to the last, times in UTC+01:00 When What Why "
        f"21 Nov 2026 16:05 {SCRIPT} "
        f"21 Nov 2026 17:40 Vetoed Ponuka Later {SCRIPT} "
        "21 Nov 2026 17:50 Effort of A bill in plain words set to 25 person-days "
        "The vendor offered it"
    ) in text_of(html)
    assert '<a href="#decisions">Decisions</a>' in html
    assert "<script" not in html


def test_without_a_log_the_page_says_nothing_of_one(make_ranking: MakeRanking) -> None:
    for decisions in ((), None):
        assert "What was decided" not in text_of(page(make_ranking(), decisions))


def test_pins_vetoes_and_changed_estimates_stand_where_the_ranking_is(
    make_ranking: MakeRanking,
) -> None:
    ranking = make_ranking(
        pinned={"plain": "Promised to the regulator"},
        vetoed=(
            LeftOut("free", "A free phone", ("offer",), SCRIPT),
            LeftOut("x", "Void", ("bill",), ""),
        ),
        estimates=(
            Revision("plain", "A bill in plain words", "effort", 40.0, 25.0),
            Revision("plain", "A bill in plain words", "closes", 0.3, 0.45),
        ),
    )

    html = page(ranking, LOG)

    words = text_of(html).replace("\N{NO-BREAK SPACE}", " ")
    assert (
        "Pinned: Promised to the regulator "
        "Effort changed to 25.0 person-days, from 40.0: The vendor offered it "
        "Share of the gap that it closes changed to 45 %, from 30 % Score"
    ) in words
    assert f"Vetoed A free phone: {SCRIPT} The offer" in words
    assert "Void: no reason was given" in words
    assert '<a href="#vetoed">Vetoed</a>' in html
    assert "<script" not in html


@pytest.fixture
def study(tmp_path: Path) -> Study:
    folder = write_study(tmp_path / "client")
    write(folder / "session.json", Kept(decisions=LOG))
    return load(folder, settings={"target": {"default": 80}})


def test_the_log_kept_with_the_study_is_shown_and_said(study: Study, tmp_path: Path) -> None:
    ranking = rank(study, draws=0)

    html = report(ranking, tmp_path / "out")["page.html"].read_text("utf-8")

    assert "Kept with the study in session.json." in text_of(html)
    assert "Vetoed Ponuka" in text_of(html)
    assert html == page(ranking)
    assert "Vetoed Ponuka" not in page(ranking, ())
    handed_over = text_of(page(ranking, LOG[:1]))
    assert "Vetoed Ponuka" in handed_over
    assert "Kept with the study" not in handed_over


def test_a_session_file_that_is_broken_costs_the_log_not_the_page(study: Study) -> None:
    assert study.source is not None
    (study.source / "session.json").write_text("{", "utf-8")

    words = text_of(page(rank(study, draws=0)))

    assert "Decisions What was kept of the last session cannot be used." in words
    assert "session.json" in words


def test_the_command_says_that_the_page_shows_the_log(study: Study, tmp_path: Path) -> None:
    assert study.source is not None
    (study.source / "study.toml").write_text("[target]\ndefault = 80\n", "utf-8")

    done = cx("report", study.source, "--out", tmp_path / "out", "--draws", "0")

    assert done.code == 0, done.err
    assert "The page shows the 3 decisions that are kept in session.json." in done.out
    assert "Vetoed Ponuka" in (tmp_path / "out" / "page.html").read_text("utf-8")
