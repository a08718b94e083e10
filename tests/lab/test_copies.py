from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager
from tornado.web import HTTPError

from cx_workbench.errors import SettingError
from cx_workbench.lab.copies import copy_template, new_study
from cx_workbench.rank.ranking import rank
from cx_workbench.runs.templates import Template, templates
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = ("..", "a/../..", "/../x", "a//b", ".", "a\\b", "a\x00b", "../" * 40 + "etc")


class Unwritable(FileContentsManager):
    """Files on a disk that takes nothing."""

    def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        raise HTTPError(403, f"Permission denied: {path} ({model['type']})")


def contents(root: Path) -> FileContentsManager:
    return FileContentsManager(root_dir=str(root))


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_a_copy_has_the_form_first_and_the_template_after_it(
    template: Template, tmp_path: Path
) -> None:
    path = asyncio.run(copy_template(contents(tmp_path), template.name, ""))

    copy = Template(tmp_path / path)
    assert path == f"{template.name}.ipynb"
    assert copy.parameters == template.parameters
    assert copy.title == template.title
    assert f'parameters_form("{template.name}")' in (tmp_path / path).read_text("utf-8").replace(
        '\\"', '"'
    )


def test_a_second_copy_has_a_second_name_even_at_the_same_time(tmp_path: Path) -> None:
    async def five() -> list[str]:
        manager = contents(tmp_path)
        return await asyncio.gather(*(copy_template(manager, "how_sure", "") for _ in range(5)))

    made = asyncio.run(five())

    assert sorted(made) == ["how_sure.ipynb", *(f"how_sure_{n}.ipynb" for n in range(1, 5))]
    assert [name for name in files(tmp_path) if not name.startswith(".")] == sorted(made)


@pytest.mark.parametrize("folder", HOSTILE)
def test_nothing_is_put_outside_the_root(folder: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)

    for make in (
        copy_template(contents(root), "how_sure", folder),
        new_study(contents(root), "empty", folder),
    ):
        with pytest.raises(SettingError, match="was not made"):
            asyncio.run(make)
    assert files(tmp_path) == ["root", "root/a"]


@pytest.mark.parametrize("name", ["", "how_sur", "../how_sure", "/etc/passwd", "how_sure.ipynb"])
def test_only_shipped_templates_are_copied(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="was not made"):
        asyncio.run(copy_template(contents(tmp_path), name, ""))
    assert not files(tmp_path)


def test_a_folder_that_is_hidden_or_gone_is_none(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for folder in (".git", "gone", ".git/x"):
        with pytest.raises(SettingError) as refused:
            asyncio.run(copy_template(contents(tmp_path), "how_sure", folder))
        assert f"There is no folder '{folder}'." in str(refused.value)
    assert files(tmp_path) == [".git"]


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    manager = Unwritable(root_dir=str(tmp_path))
    for make in (copy_template(manager, "how_sure", ""), new_study(manager, "empty", "")):
        with pytest.raises(SettingError) as refused:
            asyncio.run(make)
        assert "It may not be written there." in str(refused.value)
        assert "Choose another folder" in str(refused.value)


def test_a_new_study_can_be_ranked_and_its_notebook_is_set_to_it(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    manager = contents(tmp_path)

    first = asyncio.run(new_study(manager, "example", "a b"))
    second = asyncio.run(new_study(manager, "example", "a b"))

    assert (first.folder, first.notebook) == ("a b/example_study", "a b/top_improvements.ipynb")
    assert (second.folder, second.notebook) == (
        "a b/example_study_1",
        "a b/top_improvements_1.ipynb",
    )
    study = load(tmp_path / second.folder)
    assert len(rank(study).top_table) == 5
    (parameter, *_) = Template(tmp_path / second.notebook).parameters
    assert (parameter.name, parameter.default) == ("study", "example_study_1")


def test_an_empty_study_is_what_init_makes(tmp_path: Path) -> None:
    made = asyncio.run(new_study(contents(tmp_path), "empty", ""))

    assert (tmp_path / made.folder / "COLUMNS.md").is_file()
    # Excel takes a CSV for UTF-8 only if it begins with this mark.
    assert (tmp_path / made.folder / "personas.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_unknown_kind_of_study_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="was not made"):
        asyncio.run(new_study(contents(tmp_path), "exmaple", ""))
    assert not files(tmp_path)
