from __future__ import annotations

import re
import string
import tomllib
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from cx_workbench.errors import WorkbenchError
from cx_workbench.study.contract import DEFAULT_SCALES, PAIN_TYPES, PHASES, TABLES
from cx_workbench.study.example import (
    example_settings,
    example_tables,
    planted_truth,
    write_example,
)
from cx_workbench.study.example.comments import LANGUAGES, MIXED_FROM, POSITIVE_FROM
from cx_workbench.study.example.planted import QUESTIONS
from cx_workbench.study.example.truth import expected_index, ranking_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cx_workbench.study.example.planted import Floats
    from cx_workbench.study.example.verbatims.model import Language

LOWEST = {metric: scale.min for metric, scale in DEFAULT_SCALES.items()}
HIGHEST = {metric: scale.max for metric, scale in DEFAULT_SCALES.items()}
FIRST_METRIC = {touchpoint: asked.metric for touchpoint, asked in QUESTIONS.items()}
TRUE_TOP_5 = ("firm_invoice", "plain_bill", "roaming_alert", "loyal_price", "case_owner")

# Words that are written with a capital inside a sentence and name nobody.
CAPITALS = {
    "English", "I", "EU", "SIM", "Wi", "Fi",
    "Turkey", "Switzerland", "Egypt", "Serbia", "Albania", "Georgia",
    "EÚ", "Turecku", "Švajčiarsku", "Egypte", "Srbsku", "Albánsku", "Gruzínsku",
    "Kč", "Švýcarsku", "Egyptě", "Albánii", "Gruzii",
    "UE", "SMS", "Turcji", "Szwajcarii", "Egipcie", "Serbii", "Albanii", "Gruzji",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return example_tables()


@pytest.fixture(scope="module")
def responses(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return with_index(tables["responses"])


def with_index(responses: pd.DataFrame) -> pd.DataFrame:
    lowest, highest = (responses["metric"].map(ends) for ends in (LOWEST, HIGHEST))
    return responses.assign(index=100 * (responses["score"] - lowest) / (highest - lowest))


def cell_answers(responses: pd.DataFrame, kind: str) -> pd.DataFrame:
    first = responses["touchpoint"].map(FIRST_METRIC) == responses["metric"]
    return responses[first & (responses["kind"] == kind)].dropna(subset=["persona", "score"])


def cell_means(responses: pd.DataFrame, kind: str) -> pd.DataFrame:
    cells = cell_answers(responses, kind)
    cells = cells.assign(weighted=cells["index"] * cells["weight"])
    sums = cells.groupby(["persona", "touchpoint"])[["weighted", "weight"]].sum()
    return as_cells(sums["weighted"] / sums["weight"])


def as_cells(figures: pd.Series[float]) -> pd.DataFrame:
    """Persona x touchpoint from a series by both, with a column for every touchpoint."""
    truth = planted_truth().reality
    wide = figures.unstack("touchpoint")  # noqa: PD010  the index has what a pivot would need
    return wide.reindex(index=truth.index, columns=truth.columns)


def measured(cells: pd.DataFrame) -> Floats:
    figures: Floats = cells.to_numpy(float)
    return figures[~np.isnan(figures)]


def commented(responses: pd.DataFrame) -> Iterator[tuple[str, str, int, str]]:
    rows = responses.dropna(subset=["comment"]).fillna({"touchpoint": "", "persona": ""})
    moods = np.digitize(rows["index"], (MIXED_FROM, POSITIVE_FROM))
    return zip(rows["touchpoint"], rows["persona"], moods.tolist(), rows["comment"], strict=True)


def literal(sentence: str) -> str:
    pieces = [piece for piece, *_ in string.Formatter().parse(sentence)]
    return max(pieces, key=len).strip().removesuffix(".")


def all_sentences(language: Language) -> list[str]:
    moods = [language.openings, language.endings, *language.said.values()]
    said = [sentence for by_mood in moods for mood in by_mood for sentence in mood]
    return said + [sentence for own in language.said_by.values() for sentence in own]


#: Finds what only one language says: the sentences without openings and endings.
SPOKEN = [
    "|".join(
        re.escape(literal(sentence))
        for sentences in (*chain(*language.said.values()), *language.said_by.values())
        for sentence in sentences
    )
    for language in LANGUAGES
]


def ids_in(column: pd.Series[str]) -> set[str]:
    return set(column.dropna().str.split(";").explode())


# The same every time


def test_same_seed_gives_the_same_tables(tables: dict[str, pd.DataFrame]) -> None:
    for name, again in example_tables().items():
        pd.testing.assert_frame_equal(tables[name], again)


def test_figures_are_those_of_every_platform(tables: dict[str, pd.DataFrame]) -> None:
    answers = tables["responses"]
    assert len(answers) == 63_408
    assert answers["score"].sum() == 281_586
    assert answers["comment"].notna().sum() == 2_589
    assert answers["weight"].sum() == pytest.approx(62_595.529)


def test_another_seed_gives_other_answers_to_the_same_study(
    tables: dict[str, pd.DataFrame],
) -> None:
    other = example_tables(seed=7, respondents=50)
    assert not other["responses"]["score"].equals(tables["responses"]["score"][: len(other)])
    for name in ("personas", "touchpoints", "reach", "improvements"):
        pd.testing.assert_frame_equal(tables[name], other[name])


def test_more_respondents_change_nothing_about_the_others(
    tables: dict[str, pd.DataFrame],
) -> None:
    few = example_tables(respondents=300)
    some = len(few["responses"])
    pd.testing.assert_frame_equal(few["responses"], tables["responses"][:some])
    assert few["responses"]["respondent"].nunique() == 300


@pytest.mark.parametrize(("seed", "respondents"), [(-1, 10), (1, 0)])
def test_impossible_arguments_are_refused_with_a_hint(seed: int, respondents: int) -> None:
    with pytest.raises(WorkbenchError, match="or more"):
        example_tables(seed, respondents)


# The data contract


def test_tables_have_the_columns_of_the_contract(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        assert tuple(table.columns) == TABLES[name].names
        assert (
            not table[list(TABLES[name].required_columns)]
            .drop(columns=["persona", "score"], errors="ignore")
            .isna()
            .to_numpy()
            .any()
        )
        key = list(TABLES[name].key)
        assert not (key and table.duplicated(key).any())


def test_numbers_and_choices_keep_to_the_contract(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        for column in TABLES[name].columns:
            values = table[column.name].dropna()
            if column.at_least is not None:
                assert values.min() >= column.at_least
            if column.at_most is not None:
                assert values.max() <= column.at_most
            if column.choices:
                assert set(values) <= set(column.choices)


def test_ids_refer_to_rows_that_are_there(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        for column in TABLES[name].columns:
            if column.refers_to:
                target = tables[column.refers_to]
                assert ids_in(table[column.name]) <= set(target[target.columns[0]])


def test_it_is_as_large_as_promised(tables: dict[str, pd.DataFrame]) -> None:
    assert len(tables["personas"]) == 5
    assert tables["personas"]["share"].sum() == pytest.approx(1)
    assert len(tables["touchpoints"]) == 14
    assert set(tables["touchpoints"]["phase"]) == set(PHASES)
    assert len(tables["improvements"]) == 18
    assert set(tables["improvements"]["pain_type"]) == set(PAIN_TYPES)
    assert tables["responses"]["respondent"].nunique() == 4000
    answers = tables["responses"].dropna(subset=["touchpoint"])
    assert 3 < answers.groupby("respondent")["touchpoint"].nunique().mean() < 6


def test_improvements_are_of_every_shape(tables: dict[str, pd.DataFrame]) -> None:
    improvements = tables["improvements"]
    assert improvements["touchpoints"].str.contains(";").sum() >= 2
    assert improvements["personas"].notna().sum() >= 3
    assert improvements["personas"].isna().any()
    assert improvements["requires"].notna().sum() >= 2
    assert improvements["excludes"].notna().any()
    for name in ("effort", "closes"):
        low, likely, high = (improvements[f"{name}_{end}"] for end in ("low", "likely", "high"))
        assert (low.fillna(likely) <= likely).all()
        assert (likely <= high.fillna(likely)).all()


def test_scores_are_steps_of_their_scale(responses: pd.DataFrame) -> None:
    answered = responses.dropna(subset=["score"])
    for metric, lowest in LOWEST.items():
        scores = answered.loc[answered["metric"] == metric, "score"]
        assert set(scores) == set(range(int(lowest), int(HIGHEST[metric]) + 1))


def test_kinds_metrics_and_waves_are_all_there(responses: pd.DataFrame) -> None:
    assert set(responses["kind"]) == {"reality", "expectation", "importance"}
    assert set(responses["wave"]) == {"2026-1", "2026-2"}
    outcomes = responses[responses["touchpoint"].isna()]
    assert set(outcomes["metric"]) == {"csat", "nps"}
    at_touchpoints = responses.dropna(subset=["touchpoint"])
    assert set(at_touchpoints["metric"]) == {"csat", "ces", "nps"}
    assert not responses.duplicated(["respondent", "touchpoint", "metric", "kind"]).any()


def test_waves_have_their_days(responses: pd.DataFrame) -> None:
    first, second = (
        responses.loc[responses["wave"] == wave, "date"].dropna() for wave in ("2026-1", "2026-2")
    )
    assert first.max() < second.min()
    assert {(days.max() - days.min()).days for days in (first, second)} == {20}


def test_weights_vary_mildly_and_put_the_personas_right(
    tables: dict[str, pd.DataFrame], responses: pd.DataFrame
) -> None:
    people = responses.drop_duplicates("respondent").dropna(subset=["persona"])
    assert people["weight"].between(0.5, 2).all()
    assert people["weight"].nunique() > 100
    weighed = people.groupby("persona")["weight"].sum() / people["weight"].sum()
    shares = tables["personas"].set_index("persona")["share"]
    assert (weighed - shares).abs().max() < 0.02


def test_holes_are_where_they_should_be(responses: pd.DataFrame) -> None:
    assert "chat" not in set(responses["touchpoint"].dropna())
    n = cell_answers(responses, "reality").groupby(["persona", "touchpoint"]).size()
    assert ("human_help", "order_online") not in n.index
    assert 0 < n["human_help", "roaming"] < 30
    assert 0 < n["on_the_move", "repair"] < 30
    assert (n < 30).sum() == 2
    assert 0.005 < responses["score"].isna().mean() < 0.03
    assert responses["date"].isna().any()
    unknown = responses[responses["persona"].isna()]
    assert 10 < unknown["respondent"].nunique() < 100
    assert unknown["touchpoint"].isna().all()


def test_it_says_that_it_is_synthetic() -> None:
    assert example_settings()["study"]["title"] == "Mobile operator 2026 (synthetic example)"


def test_settings_are_a_copy() -> None:
    example_settings()["criteria"]["gap"]["best"] = 1
    assert example_settings()["criteria"]["gap"]["best"] == 50


# The planted truth


def test_expected_index_of_a_yes_or_no_scale() -> None:
    # One border at 50: the normal distribution function one deviation above its mean.
    assert expected_index(np.array([60.0]), 10.0, 1)[0] == pytest.approx(84.1344746)


def test_expected_index_of_five_steps_by_hand() -> None:
    # Borders 12.5, 37.5, 62.5, 87.5; mean 62.5, deviation 25: 25 (F(2) + F(1) + F(0) + F(-1)).
    assert expected_index(np.array([62.5]), 25.0, 4)[0] == pytest.approx(61.9312467)


def test_expected_index_is_cut_at_both_ends() -> None:
    assert expected_index(np.array([-500.0, 500.0]), 20.0, 6).tolist() == [0.0, 100.0]


@pytest.mark.parametrize("kind", ["reality", "expectation"])
def test_cells_converge_on_the_truth(kind: str) -> None:
    responses = with_index(example_tables(respondents=24_000)["responses"])
    truth: pd.DataFrame = getattr(planted_truth(), kind)
    cells = cell_answers(responses, kind).groupby(["persona", "touchpoint"])["index"]
    # The weights within a persona differ by at most 15 %: the design effect is under 1.01.
    error = as_cells(cells.std() / np.sqrt(cells.size()))
    z = measured((cell_means(responses, kind) - truth) / error)
    assert len(z) == 64
    assert np.abs(z).max() < 4
    assert 0.75 < np.sqrt((z**2).mean()) < 1.25
    assert abs(z.mean()) < 0.5


def test_truth_is_missing_where_nobody_was_asked(responses: pd.DataFrame) -> None:
    truth = planted_truth()
    for kind in ("reality", "expectation"):
        missing: pd.DataFrame = getattr(truth, kind).isna()
        pd.testing.assert_frame_equal(missing, cell_means(responses, kind).isna())
    assert truth.reality["chat"].isna().all()
    assert truth.not_measured == ("chat_person",)


def test_truth_moves_little_with_the_seed() -> None:
    moved = np.abs(measured(planted_truth(1).reality - planted_truth(2).reality))
    assert 0 < moved.mean() < 3


def test_answers_of_one_person_go_together(responses: pd.DataFrame) -> None:
    reality, expectation = (
        cell_answers(responses, kind).set_index(["respondent", "persona", "touchpoint"])["index"]
        for kind in ("reality", "expectation")
    )
    both = pd.concat({"reality": reality, "expectation": expectation}, axis=1).dropna()
    within = both - both.groupby(["persona", "touchpoint"]).transform("mean")
    assert 0.15 < within["reality"].corr(within["expectation"]) < 0.5
    wide = within.pivot_table(index="respondent", columns="touchpoint", values="reality")
    assert 0.05 < wide["coverage"].corr(wide["bill"]) < 0.3


def test_outcome_follows_what_matters_most(responses: pd.DataFrame) -> None:
    wide = cell_answers(responses, "reality").pivot_table(
        index="respondent", columns="touchpoint", values="index"
    )
    outcomes = responses[responses["touchpoint"].isna() & (responses["metric"] == "nps")]
    overall = outcomes.set_index("respondent")["score"]
    assert wide["coverage"].corr(overall) > wide["bill"].corr(overall) > 0.2
    assert wide["bill"].corr(overall) > wide["offers"].corr(overall) > 0


def test_ranking_by_hand() -> None:
    # One persona, two touchpoints, reach 1 and 0.9: importance 10/19 and 9/19.
    expectation = pd.DataFrame({"bill": [80.0], "roaming": [90.0]}, index=["on_the_move"])
    reality = pd.DataFrame({"bill": [60.0], "roaming": [50.0]}, index=["on_the_move"])
    ranking = ranking_of(reality, expectation)
    assert list(ranking["improvement"]) == ["travel_pass", "roaming_alert", "plain_bill"]
    figures = ranking[["gap", "impact", "effort", "score"]].to_numpy()
    # Closes 0.5 for (25 + 4 * 40 + 75) / 6 person-days; anchors 50, 1.5 and 400.
    impact, effort = 9 / 19 * 40 * 0.5, 130 / 3
    score = 0.3 * 40 / 50 + 0.4 * impact / 1.5 + 0.3 * (400 - effort) / 400
    assert figures[1].tolist() == pytest.approx([40, impact, effort, score])
    # Closes 0.4 for (60 + 4 * 90 + 150) / 6 person-days.
    impact, effort = 10 / 19 * 20 * 0.4, 95
    score = 0.3 * 20 / 50 + 0.4 * impact / 1.5 + 0.3 * (400 - effort) / 400
    assert figures[2].tolist() == pytest.approx([20, impact, effort, score])


def test_gap_is_never_negative_in_the_ranking() -> None:
    expectation = pd.DataFrame({"bill": [50.0]}, index=["on_the_move"])
    ranking = ranking_of(expectation + 20, expectation)
    assert ranking["gap"].tolist() == [0]
    assert ranking["impact"].tolist() == [0]


def test_true_top_5() -> None:
    assert planted_truth().top == TRUE_TOP_5


def test_top_5_is_not_the_obvious_one(tables: dict[str, pd.DataFrame]) -> None:
    improvements = tables["improvements"].set_index("improvement")
    truth = planted_truth()
    assert len(set(truth.effort.nsmallest(5).index) & set(TRUE_TOP_5)) <= 1
    for cell in ("gap", "impact"):
        assert set(truth.ranking.nlargest(5, cell)["improvement"]) != set(TRUE_TOP_5)
    assert len(ids_in(improvements.loc[list(TRUE_TOP_5), "touchpoints"])) >= 4


def test_answers_lead_to_the_true_top_5(responses: pd.DataFrame) -> None:
    found = ranking_of(cell_means(responses, "reality"), cell_means(responses, "expectation"))
    assert tuple(found["improvement"].head(5)) == TRUE_TOP_5


def test_no_figure_lies_outside_the_anchors() -> None:
    ranking = planted_truth().ranking
    for name, anchor in example_settings()["criteria"].items():
        value = (ranking[name] - anchor["worst"]) / (anchor["best"] - anchor["worst"])
        assert value.between(0, 1).all()


def test_every_persona_has_a_top_5_of_its_own() -> None:
    truth = planted_truth()
    tops = [
        frozenset(ranking_of(truth.reality.loc[[name]], truth.expectation.loc[[name]])
                  ["improvement"].head(5))
        for name in truth.reality.index
    ]  # fmt: skip
    assert all(one != another for one, another in combinations([*tops, set(TRUE_TOP_5)], 2))


def test_every_phase_has_a_first_of_its_own(tables: dict[str, pd.DataFrame]) -> None:
    truth = planted_truth()
    firsts = [
        ranking_of(truth.reality[list(names)], truth.expectation[list(names)])["improvement"][0]
        for _, names in tables["touchpoints"].groupby("phase")["touchpoint"]
    ]
    assert len(set(firsts)) == 3


# Comments


def test_all_languages_are_there(responses: pd.DataFrame) -> None:
    assert [language.code for language in LANGUAGES] == ["en", "sk", "cs", "pl"]
    comments = responses["comment"].dropna()
    shares = [comments.str.contains(spoken).mean() for spoken in SPOKEN]
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0.2


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_language_speaks_of_every_touchpoint(language: Language) -> None:
    assert set(language.said) == {*QUESTIONS, ""}
    assert language.said_by.keys() == LANGUAGES[0].said_by.keys()
    sentences = all_sentences(language)
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        slots = {name for _, name, *_ in string.Formatter().parse(sentence) if name}
        assert slots <= language.slots.keys()
        assert sentence.endswith(".")
        assert sentence == sentence.strip()
        assert "  " not in sentence


def test_comments_fit_touchpoint_mood_and_persona(responses: pd.DataFrame) -> None:
    for touchpoint, persona, mood, comment in commented(responses):
        fitting = [
            literal(sentence)
            for language in LANGUAGES
            for sentence in (
                *language.said[touchpoint][mood],
                *(language.said_by.get((touchpoint, persona), ()) if mood == 0 else ()),
            )
        ]
        assert any(sentence in comment for sentence in fitting), comment


def test_comments_are_many_and_varied(responses: pd.DataFrame) -> None:
    comments = responses["comment"].dropna()
    assert len(comments) > 2000
    assert comments.nunique() > 0.8 * len(comments)
    assert comments.value_counts().max() <= 8
    assert not comments.str.contains("[{}]").any()


def test_one_person_speaks_one_language(responses: pd.DataFrame) -> None:
    rows = responses.dropna(subset=["comment"])
    of_one_person = rows.groupby("respondent")["comment"].agg(" ".join)
    assert (rows["respondent"].value_counts() > 1).sum() > 300
    assert sum(of_one_person.str.contains(spoken).sum() for spoken in SPOKEN) == len(of_one_person)


def test_nobody_and_nothing_real_is_named(tables: dict[str, pd.DataFrame]) -> None:
    texts = [
        text
        for table in tables.values()
        for column in table.columns.intersection(
            ["comment", "needs", "motivators", "moments", "hypothesis", "title", "name"]
        )
        for text in table[column].dropna().unique()
    ]
    assert len(texts) > 1500
    for text in texts:
        assert not re.search(r"@|https?:|www\.|\d{4,}|\d{3} \d{3}", text), text
        inside = re.findall(r"(?<![.;] )(?<!^)\b[^\W\d_a-z]\w*", text)
        capitals = {word for word in inside if word[0].isupper()}
        assert capitals <= CAPITALS, text


# On disk


def test_written_study_reads_back(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    files = write_example(tmp_path / "new" / "study")
    assert [file.name for file in files] == [*(f"{name}.csv" for name in tables), "study.toml"]
    assert sorted(files) == sorted((tmp_path / "new" / "study").iterdir())
    for name, table in tables.items():
        dates = [column for column in ("date", "updated") if column in table]
        again = pd.read_csv(files[0].with_name(f"{name}.csv"), parse_dates=dates, dtype={
            column.name: str for column in TABLES[name].columns if column.type != "number"
        })  # fmt: skip
        pd.testing.assert_frame_equal(again, table, check_dtype=False)


def test_written_settings_say_the_same(tmp_path: Path) -> None:
    toml = write_example(tmp_path)[-1].read_text(encoding="utf-8")
    assert tomllib.loads(toml) == example_settings()
    assert "synthetic" in toml.splitlines()[0].lower()


def test_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        write_example(tmp_path)
    assert "not empty" in str(caught.value)
    assert "Name a folder that does not exist yet" in str(caught.value)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ["notes.txt", "notes.txt/study"])
def test_file_in_the_way_is_said_in_words(name: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        write_example(tmp_path / name)
    assert "Name a folder" in caught.value.problems[0].hint
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
