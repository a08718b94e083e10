"""What to measure next, as bars."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from cx_workbench.charts import LOOK
from cx_workbench.charts.measure_next_bars import draw_measure_next
from tests.charts import further

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from tests.charts.conftest import Draw, Drawing

NAN = float("nan")


def bars(drawing: Drawing) -> list[dict[str, Any]]:
    datasets = drawing.spec["datasets"].values()
    return [row for rows in datasets for row in rows if "settles" in row]


def inputs(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["what", "settles", "answers"])


def spec(ranking: Ranking, *rows: tuple[str, float, float]) -> dict[str, Any]:
    found: dict[str, Any] = draw_measure_next(ranking, inputs(*rows)).to_spec()
    return found


def plain(text: list[str] | str) -> str:
    words = text if isinstance(text, str) else " ".join(text)
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", ["common", "top_ten", "bunched"])
def test_the_twelve_that_settle_most_are_drawn_most_first(name: str, draw: Draw) -> None:
    drawing = draw("measure_next", name)
    wanted = further.wanted(drawing.ranking)["settles"]
    expected = sorted((each for each in wanted if each >= 0.005), reverse=True)[:12]
    assert [row["settles"] for row in bars(drawing)] == expected
    assert [row["y"] for row in bars(drawing)] == sorted(row["y"] for row in bars(drawing))


def test_bars_are_as_long_as_their_share_and_only_the_first_is_accented(common: Ranking) -> None:
    drawn = spec(common, ("a", 0.1, 20), ("b", 0.4, 10), ("c", 0.2, NAN))
    rows = [row for rows in drawn["datasets"].values() for row in rows if "settles" in row]
    lengths = [row["x2"] - row["x"] for row in rows]
    assert lengths == pytest.approx([lengths[0], lengths[0] / 2, lengths[0] / 4], abs=0.02)
    assert [row["fill"] for row in rows] == [LOOK.chosen, LOOK.rest, LOOK.rest]


def test_what_it_takes_is_written(common: Ranking) -> None:
    drawn = spec(common, ("first", 0.4, 119.2), ("second", 0.3, 1), ("third", 0.2, NAN))
    texts = [
        plain(row["text"]) for rows in drawn["datasets"].values() for row in rows if "text" in row
    ]
    for text in (
        "120 further answers",
        "1 further answer",
        "no matter of answers",
        "40 %",
        "First",
    ):
        assert text in texts
    assert "Second: settles 30 %; takes 1 further answer." in plain(drawn["description"])


def test_what_no_answer_tells_takes_something_else(common: Ranking) -> None:
    frame = inputs(("first", 0.4, NAN), ("second", 0.3, NAN), ("third", 0.2, 12))
    drawn = draw_measure_next(common, frame.assign(group=["effort", "closes", "scores"])).to_spec()
    texts = [row["text"] for rows in drawn["datasets"].values() for row in rows if "text" in row]
    assert {"a closer estimate", "a trial on a small scale"} <= set(texts)
    assert "no matter of answers" not in texts


def test_where_no_number_of_answers_helps_it_takes_what_the_sentence_says(
    common: Ranking,
) -> None:
    frame = inputs(("first", 0.4, NAN), ("second", 0.3, NAN), ("third", 0.2, NAN))
    frame = frame.assign(group=["importance", "scores", "importance"], n=[NAN, 40, 12])
    said = plain(draw_measure_next(common, frame).to_spec()["description"])
    assert "settles 40 %; takes more respondents on both this and the whole journey." in said
    assert "Second: settles 30 %; takes more answers." in said
    assert "Third: settles 20 %; takes more answers." in said


def test_the_title_names_the_first(common: Ranking) -> None:
    drawn = spec(common, ("roaming, firms", 0.341, 120))
    assert plain(drawn["title"]["text"]) == (
        "Roaming, firms: knowing this would settle 34 % of the doubt about the TOP 5"
    )
    assert plain(drawn["title"]["subtitle"]).startswith("1 uncertain figure: how much of")


def test_the_subtitle_says_how_many_are_left_out(common: Ranking) -> None:
    drawn = spec(common, *((str(place), 0.05, 10) for place in range(15)), ("none", 0.0, NAN))
    assert "The 12 of 16 uncertain figures that settle most" in plain(drawn["title"]["subtitle"])


@pytest.mark.parametrize("settles", [[], [0.0, 0.004]])
def test_nothing_worth_knowing_is_said(settles: list[float], common: Ranking) -> None:
    drawn = spec(common, *(("x", share, 10) for share in settles))
    assert plain(drawn["title"]["text"]) == "No single figure would settle the TOP 5 further"


def test_where_nothing_was_drawn_the_picture_says_so(common: Ranking) -> None:
    drawn = spec(replace(common, simulation=None), ("x", 0.5, 10))
    assert plain(drawn["title"]["text"]) == "How sure the places are is not known"
