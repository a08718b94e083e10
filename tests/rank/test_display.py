"""A ranking as text and as HTML."""

from __future__ import annotations

from dataclasses import replace

from cx_workbench.rank.ranking import rank
from tests.small import small, tables

TEXT = """\
TOP 1 · study

 1  Both steps: Order and Bill score 42 (n 3) against an expectation of 92 for Anna, with 50 % of \
the weight; 25 person-days
    score 0.730 · gap 30.0 index points · impact 10.0 points of the overall index · effort 25 \
person-days

Not measured:
    Nobody knows (Bill): only other personas were asked there

How it was computed:
    Reality is held against what customers expect (the default).
    Importance is equal: all touchpoints that a persona passes count alike, by how many journeys \
pass (the default).
    Impact counts points of the overall index (the default).
    Weights: gap 0.3, impact 0.4, effort 0.3 (the default).
    Method: weighted sum (the default). The score is the weighted mean of the values of the \
criteria.
    The gap is worth 0 at 0 and 1 at 50 index points (the default).
    The impact is worth 0 at 0 and 1 at 10 points of the overall index (the default).
    The effort is worth 0 at 50 and 1 at 0 person-days (the default).

Please note:
    3 of 3 measured cells rest on fewer than 10 answers."""


def test_the_text_says_it_all() -> None:
    ranking = rank(small(), 1, draws=0)
    assert ranking.to_text() == TEXT
    assert repr(ranking) == TEXT


def test_the_filters_are_named_and_what_they_took_out() -> None:
    ranking = rank(small(), personas=["a"], stages=["Use"])
    title = "TOP 5 · study · only persona Anna · only stage Use"
    assert ranking.to_text().startswith(title)
    assert f"<caption>{title}</caption>" in ranking.to_html()
    taken = "The filters leave none of its cells in play: Already good; Nobody knows"
    assert f"Out of scope:\n    {taken}\n" in ranking.to_text()
    assert f"<p><b>Out of scope:</b> {taken}</p>" in ranking.to_html()


def test_html_has_every_figure_with_its_unit() -> None:
    found = rank(small()).to_html()
    for heading in (
        "Improvement",
        "Score",
        "Gap (index points)",
        "Impact (points of the overall index)",
        "Effort (person-days)",
        "Why",
    ):
        assert f"<th scope='col'>{heading}</th>" in found
    cells = "<td>1</td><td>Both steps</td><td>0.730</td><td>30.0</td><td>10.0</td><td>25</td>"
    assert cells in found
    assert rank(small())._repr_html_() == found


def test_a_further_criterion_is_shown_too() -> None:
    improvements = tables()["improvements"].assign(mentions=[1300, 10, 0])
    settings = {"criteria": {"mentions": {"worst": 0, "best": 2000, "weight": 1}}}
    ranking = rank(small(improvements=improvements, settings=settings))
    assert "· mentions 1,300\n" in ranking.to_text()
    assert "<th scope='col'>Mentions</th>" in ranking.to_html()


def test_what_a_terminal_would_obey_is_shown_as_text() -> None:
    ranking = replace(rank(small()), study="\x1b[31mRed\x1b[0m")
    assert ranking.to_text().startswith("TOP 5 · ␛[31mRed␛[0m\n")
