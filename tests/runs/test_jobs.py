"""The jobs of a batch as they stand in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from cx_workbench.errors import SettingError
from cx_workbench.runs.jobs import read_jobs
from cx_workbench.runs.parameters import check
from cx_workbench.runs.templates import find
from tests.runs.ways import notebook

if TYPE_CHECKING:
    from pathlib import Path

TOML = """
out = "reports"
timeout = 60
[parameters]
draws = 500
[[job]]
study = "acme"
[[job]]
study = "acme/study.toml"
name = "Žltý telefón / 2026"
template = "how_sure"
timeout = 5
parameters = { top = 10, draws = 0 }
[[job]]
study = "example"
grid = { top = [5, 10], personas = [["fam", "stu"], []] }
"""
ROWS = {
    "Study": ["acme", "example"],
    "name": ["One", None],
    "template": [None, "portfolio"],
    "timeout": [None, 30],
    "top": [10, None],
    "personas": ["families; students", None],
    "weights": ["gap=0.2,impact=0.8", None],
    "budget": [None, 300],
}


def toml(folder: Path, text: str) -> Path:
    path = folder / "jobs.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_jobs_with_defaults_and_a_grid(tmp_path: Path) -> None:
    found = read_jobs(toml(tmp_path, TOML))
    assert found.out == tmp_path / "reports"
    names = [job.name for job in found.jobs]
    assert names[:2] == ["acme", "Žltý telefón _ 2026"]
    assert names[2:] == [
        "example top 5 personas fam+stu",
        "example top 5 personas",
        "example top 10 personas fam+stu",
        "example top 10 personas",
    ]
    first, second, third = found.jobs[:3]
    assert first.parameters == {"study": str(tmp_path / "acme"), "draws": 500}
    assert (first.template, first.timeout) == ("top_improvements", 60)
    assert second.parameters == {
        "study": str(tmp_path / "acme" / "study.toml"),
        "draws": 0,
        "top": 10,
    }
    assert (second.template, second.timeout) == ("how_sure", 5)
    assert third.parameters == {
        "study": "example",
        "draws": 500,
        "top": 5,
        "personas": ["fam", "stu"],
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_has_a_row_for_each_job(tmp_path: Path, kind: str) -> None:
    path, table = tmp_path / f"jobs.{kind}", pd.DataFrame(ROWS, dtype=object)
    if kind == "csv":
        table.to_csv(path, index=False)
    else:
        table.to_excel(path, index=False)
    first, second = read_jobs(path).jobs
    assert (first.name, first.template, first.timeout) == ("One", "top_improvements", None)
    assert first.parameters == {
        "study": str(tmp_path / "acme"),
        "top": 10,
        "personas": ["families", "students"],
        "weights": {"gap": 0.2, "impact": 0.8},
    }
    assert (second.name, second.template, second.timeout) == ("example portfolio", "portfolio", 30)
    assert second.parameters == {"study": "example", "budget": 300}


def test_what_cannot_be_read_in_one_row_is_left_for_that_report_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("study,weights\nexample,gap=0.2; impact=0.8\nexample,much\n")
    good, bad = read_jobs(path).jobs
    assert good.parameters["weights"] == {"gap": 0.2, "impact": 0.8}
    assert bad.parameters["weights"] == "much"
    with pytest.raises(SettingError, match="The parameter 'weights' must be names with values"):
        check(find(bad.template), bad.parameters)


def test_names_are_all_different_and_stay_in_the_folder(tmp_path: Path) -> None:
    wishes = ["../../etc", "../../etc", "ETC", "a/b", "..", "CON", "x" * 300]
    rows = "".join(f'[[job]]\nstudy = "acme"\nname = "{wish}"\n' for wish in wishes)
    names = [job.name for job in read_jobs(toml(tmp_path, rows)).jobs]
    assert len({name.casefold() for name in names}) == len(wishes)
    for name in names:
        inside = (tmp_path / "out" / name).resolve()
        assert inside.parent == tmp_path / "out"


def test_a_notebook_of_ones_own_lies_beside_the_file(tmp_path: Path) -> None:
    path = notebook(tmp_path / "own.ipynb")
    (job,) = read_jobs(toml(tmp_path, "study = 'acme'\ntemplate = 'own.ipynb'")).jobs
    assert job.template == str(path)
    assert job.name == "acme own"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[job]]\nstduy = 'a'", "'job.1.stduy' is not known. Did you mean 'study'?"),
        ("timout = 3\nstudy = 'a'", "'timout' is not known. Did you mean 'timeout'?"),
        ("[[job]]\nname = 'a'", "jobs.toml, column job 1: It names no study."),
        ("study = 'a'\ntimeout = -1", "'timeout': Input should be greater than 0."),
        ("study = 'a'\ntemplate = 'how_shure'", "Did you mean 'how_sure'?"),
        ("study = 'a'\ntemplate = 'no.ipynb'", "There is no notebook"),
        ("study = ", "jobs.toml: It says: "),
        ("study = 'a'\n[grid]\ntop = []", "There is no job in it."),
        ("study = 'a'\n[grid]\n" + "".join(f"{x} = {[0] * 30}\n" for x in "abc"), "10,000"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_jobs(toml(tmp_path, text))
    assert said in str(caught.value)


def test_every_problem_of_a_table_at_once(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("study,template,timeout\nacme,how_shure,\n,portfolio,soon\nacme,,soon\n")
    with pytest.raises(SettingError) as caught:
        read_jobs(path)
    said = [str(problem) for problem in caught.value.problems]
    assert "jobs.csv, row 2: There is no template 'how_shure'. Did you mean 'how_sure'?" in said
    assert "jobs.csv, row 3: It names no study. Write its path under study." in said
    assert "jobs.csv, row 4: 'soon' is no timeout. Write seconds, such as 60." in said


@pytest.mark.parametrize("name", ["jobs.toml", "jobs.csv", "jobs.xlsx"])
def test_a_file_that_is_not_there_or_something_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError, match="There is no file"):
        read_jobs(tmp_path / name)
    (tmp_path / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError):
        read_jobs(tmp_path / name)


def test_a_table_without_studies(tmp_path: Path) -> None:
    given: dict[str, Any] = {"client": ["acme"]}
    pd.DataFrame(given).to_csv(tmp_path / "jobs.csv", index=False)
    with pytest.raises(SettingError, match="There is no column 'study'"):
        read_jobs(tmp_path / "jobs.csv")


def test_another_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "jobs.yaml").write_text("study: a")
    with pytest.raises(SettingError, match=r"'\.yaml' holds no jobs"):
        read_jobs(tmp_path / "jobs.yaml")
