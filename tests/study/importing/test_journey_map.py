"""Journey maps: the eight of other people, and some that break the format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import StudyError
from cx_workbench.study.contract import EMOTIONS
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.journey_map import JourneyMap, read_journey_map

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.errors import Problem

#: Persona, stages, and some of the steps with how customers feel there, read off the files.
MAPS = {
    "b2b-software-purchase": ("IT Director", 5, {"Marketing Website": "negative"}),
    "clinic-visit-blueprint": ("Returning Patient", 3, {"Vitals Assessment": "neutral"}),
    "customer-support": ("Sam, Tech-Savvy Parent", 4, {"Initiate Live Chat": "positive"}),
    "ecommerce-purchase": ("Jane Doe, First-time Homeowner", 4, {"Unboxing & Setup": "positive"}),
    "ecommerce-return": ("Online Shopper (Sarah)", 4, {"Drop off at Carrier": "neutral"}),
    "event-booking": ("Alex, Tech Lead", 4, {"Conference Website": ""}),
    "hotel-check-in-blueprint": ("Business Traveler", 3, {"Verification": "negative"}),
    "self-guided-tutorial": ("New User", 5, {"JSON Portability": "positive"}),
}
#: What was felt or hurt somewhere is no step.
REMARKS = {
    "customer-support": ("Frustrated", "Hopeful", "Bot Loop"),
    "ecommerce-return": ("Restocking Fee",),
    "event-booking": ("Long Queues", "Stress over budget"),
}


def card(**said: object) -> dict[str, object]:
    return {"stageId": "s1", "swimlaneId": "l1", "title": "Pay", **said}


def written(folder: Path, *cards: object, **parts: object) -> Path:
    stages = [{"id": "s1", "name": "Buy"}, {"id": "s2", "name": "Use"}]
    lanes = [{"id": "l1", "name": "Actions"}, {"id": "l2", "name": "Pain points"}]
    content = {"persona": "Ana", "stages": stages, "swimlanes": lanes, "nodes": cards} | parts
    path = folder / "map.ojf"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def refused(path: Path) -> list[str]:
    with pytest.raises(StudyError) as caught:
        read_journey_map(path)
    return [str(problem) for problem in caught.value.problems]


def read_or_refused(path: Path) -> JourneyMap | tuple[Problem, ...]:
    try:
        return read_journey_map(path)
    except StudyError as error:
        return error.problems


@pytest.mark.parametrize("name", MAPS)
def test_maps_that_others_drew(name: str, data_folder: Path) -> None:
    found = read_journey_map(data_folder / "ojf_journeys" / f"{name}.ojf")
    persona, stages, some = MAPS[name]
    table = found.touchpoints
    assert (found.persona, len(found.stages)) == (persona, stages)
    assert list(dict.fromkeys(table["stage"])) == list(found.stages)
    assert table["touchpoint"].is_unique
    emotions = dict(zip(table["name"], table["emotion"], strict=True))
    assert some.items() <= emotions.items()
    assert not set(REMARKS.get(name, ())) & set(table["name"])
    said = "; ".join(table["remarks"])
    assert all(remark in said for remark in REMARKS.get(name, ()))


def test_a_stage_without_a_step_becomes_one_and_that_is_said(tmp_path: Path) -> None:
    sad = card(stageId="s2", swimlaneId="l2", title="Queues", score=-2)
    found = read_journey_map(written(tmp_path, card(), sad))
    assert list(found.touchpoints["name"]) == ["Pay", "Use"]
    assert list(found.touchpoints["emotion"]) == ["", "negative"]
    assert list(found.touchpoints["remarks"]) == ["", "Queues"]
    assert found.assumed == ("The stage 'Use' shows no step: it became a touchpoint itself.",)


def test_what_is_assumed_is_said(tmp_path: Path) -> None:
    odd = [
        card(title="A", swimlaneId="l9", sentiment="meh"),
        card(title="B", score="high"),
        card(title=" "),
    ]
    found = read_journey_map(written(tmp_path, *odd, card(stageId="s2", score=1)))
    assert found.assumed == (
        "Card 1 ('A') is in the lane 'l9', which there is not; it was taken as a card of no lane.",
        "Card 2 ('B') has the score high, no number; it counts as none.",
        "1 card has no title and was left out.",
        "What 'meh' feels like is not known here: no emotion was set.",
    )


def test_every_problem_at_once(tmp_path: Path) -> None:
    stages = [{"id": "s1", "name": "Buy"}, {"id": "s1", "name": "Again"}, {"name": "No id"}]
    path = written(tmp_path, card(stageId="s3"), card(stageId=None), stages=stages, swimlanes={})
    said = refused(path)
    assert len(said) == 5
    for part in (
        "The id 's1' stands twice in 'stages'.",
        "Number 3 of 'stages' has no id.",
        "'swimlanes' is no list of cards.",
        "Card 1 ('Pay') stands in the stage 's3', which there is not.",
        "Card 2 ('Pay') is in no stage.",
    ):
        assert any(part in each for each in said), part
    assert all(each.startswith("map.ojf") for each in said)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "NaN", '{"nodes": []}', "[" * 100_000, '{"stages": [], "nodes": []}'],
)
def test_what_is_no_map_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.ojf"
    path.write_text(text, encoding="utf-8")
    assert all(each.startswith("map.ojf") for each in refused(path))


def test_a_file_of_another_kind_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "map.ojf"
    with path.open("wb") as file:
        file.truncate(30_000_000)
    assert refused(path) == ["map.ojf: It has 30 MB, over 20 MB. Check that it is the right file."]


_ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def _or_any(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(usual, usual, usual, _ANY)


_CARDS = st.fixed_dictionaries(
    {},
    optional={
        "stageId": _or_any(st.sampled_from(["s1", "s2"])),
        "swimlaneId": _or_any(st.sampled_from(["l1", "l2"])),
        "title": _or_any(st.text(max_size=12)),
        "score": _or_any(st.integers(-5, 5)),
        "sentiment": _or_any(st.sampled_from(["angry", "calm"])),
        "purpose": _or_any(st.sampled_from(["action", "pain"])),
    },
)


@given(cards=_or_any(st.lists(_or_any(_CARDS), max_size=6)))
def test_whatever_it_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    cards: Any,  # noqa: ANN401  anything that JSON holds
) -> None:
    path = written(tmp_path_factory.mktemp("map"), nodes=cards)
    found = read_or_refused(path)
    if isinstance(found, tuple):
        assert found
        return
    assert found.touchpoints["touchpoint"].is_unique
    assert set(found.touchpoints["emotion"]) <= {"", *EMOTIONS}
    assert set(found.touchpoints["stage"]) == {"Buy", "Use"}


@given(st.lists(st.text(max_size=60), max_size=30))
def test_ids_are_short_and_each_is_another(names: list[str]) -> None:
    ids = short_ids(names, "touchpoint")
    assert len(set(ids)) == len(names)
    assert all(0 < len(each) <= 45 and each == each.strip() for each in ids)
