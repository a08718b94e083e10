"""The handlers on a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cx_workbench.runs.templates import templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.browser.jupyter_process import Jupyter

ASKED: Mapping[str, object] = {
    "templates": None,
    "copies": {"template": "how_sure", "folder": ""},
    "studies": {"kind": "empty", "folder": ""},
}


def test_every_template_is_offered(jupyter: Jupyter) -> None:
    status, body = jupyter.ask("/cx-workbench/templates")

    assert status == 200
    assert [(card["name"], card["title"]) for card in body["templates"]] == [
        (template.name, template.title) for template in templates()
    ]


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "token wrong"}])
def test_without_the_token_nothing_is_done(
    jupyter: Jupyter, what: str, headers: Mapping[str, str]
) -> None:
    before = sorted(jupyter.folder.iterdir())

    status, _ = jupyter.ask(f"/cx-workbench/{what}", ASKED[what], headers=headers)

    assert status == 403
    assert sorted(jupyter.folder.iterdir()) == before


def test_a_copy_and_a_study_are_made(jupyter: Jupyter) -> None:
    folder = jupyter.folder / "mine & yours"
    folder.mkdir()

    copied = jupyter.ask("/cx-workbench/copies", {"template": "portfolio", "folder": folder.name})
    made = jupyter.ask("/cx-workbench/studies", {"kind": "empty", "folder": folder.name})

    assert copied == (201, {"path": "mine & yours/portfolio.ipynb"})
    assert made == (
        201,
        {
            "folder": "mine & yours/new_study",
            "notebook": "mine & yours/top_improvements.ipynb",
        },
    )
    assert (folder / "portfolio.ipynb").is_file()
    assert (folder / "new_study/study.toml").is_file()


@pytest.mark.parametrize(
    "body",
    [
        {"template": "how_sure", "folder": "../../etc"},
        {"template": "../how_sure", "folder": ""},
        {"template": "how_sure"},
        {"template": 1, "folder": ""},
        ["how_sure"],
        "how_sure",
    ],
)
def test_what_is_asked_wrongly_is_refused_in_words(jupyter: Jupyter, body: object) -> None:
    before = sorted(jupyter.folder.iterdir())

    status, said = jupyter.ask("/cx-workbench/copies", body)

    assert status == 400
    assert said["headline"]
    assert said["message"].endswith(".") or said["message"].endswith("?")
    assert "Traceback" not in str(said)
    assert sorted(jupyter.folder.iterdir()) == before
