"""Copies of templates and new studies, put beside a person's files and never over them.

All goes through the server's contents manager: where files are, which may be seen and which
written is its business, and so holds here too.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import ensure_async
from tornado.web import HTTPError

from cx_workbench.errors import Problem, SettingError, did_you_mean
from cx_workbench.lab.cell import rewritten
from cx_workbench.runs.templates import Template, source, tags, templates
from cx_workbench.study.starter import create_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jupyter_server.services.contents.manager import ContentsManager

_FORM = """\
from cx_workbench.lab import parameters_form

parameters_form("{template}")"""
_STUDY_TEMPLATE = "top_improvements"
_NO_NOTEBOOK = "The notebook was not made."
_NO_STUDY = "The study was not made."
#: What the contents manager means by its numbers.
_REASONS = {
    403: "It may not be written there.",
    404: "The folder is not there any more.",
}
_ANOTHER = "Choose another folder in the file browser."
#: Nobody takes a name between its being found free and its being taken.
_TAKING = asyncio.Lock()


@dataclass(frozen=True, slots=True)
class NewStudy:
    """Where a new study is: its folder, and a notebook on it; both as the server names them."""

    folder: str
    notebook: str


async def copy_template(
    contents: ContentsManager, name: str, folder: str, *, study: str | None = None
) -> str:
    """Copy a template into a folder under a free name, a form for its parameters first.

    Parameters
    ----------
    contents
        The server's files.
    name
        Name of a shipped template.
    folder
        Folder as the server names it; ``""`` is its root.
    study
        What the copy's parameter ``study`` is set to; the template's own by default.

    Returns
    -------
    str
        Path of the copy, as the server names it.

    Raises
    ------
    SettingError
        There is no such template or folder, or the folder cannot be written.
    """
    template = _shipped(name)
    notebook = _with_form(template, study)
    async with _TAKING:
        with _told(_NO_NOTEBOOK, folder):
            place = await _checked(contents, folder, _NO_NOTEBOOK)
            path = await _free(contents, place, template.name, ".ipynb")
            model = {"type": "notebook", "format": "json", "content": notebook}
            await ensure_async(contents.save(model, path))
    return path


async def new_study(contents: ContentsManager, kind: str, folder: str) -> NewStudy:
    """Make a folder with a study to start from, and a notebook on it beside that folder.

    Parameters
    ----------
    contents
        The server's files.
    kind
        ``"example"``: the built-in example; ``"empty"``: tables with an example row each.
    folder
        Where to make it, as the server names it.

    Raises
    ------
    SettingError
        There is no such kind or folder, or the folder cannot be written.
    """
    if kind not in _STUDIES:
        raise SettingError(_NO_STUDY, [Problem(did_you_mean(kind, _STUDIES))])
    name, make = _STUDIES[kind]
    place = await _checked(contents, folder, _NO_STUDY)
    texts = await asyncio.to_thread(_texts, make)
    async with _TAKING:
        with _told(_NO_STUDY, folder):
            home = await _free(contents, place, name, "")
            await ensure_async(contents.save({"type": "directory"}, home))
            for file, text in texts.items():
                model = {"type": "file", "format": "text", "content": text}
                await ensure_async(contents.save(model, f"{home}/{file}"))
    study = home.rpartition("/")[2]
    return NewStudy(home, await copy_template(contents, _STUDY_TEMPLATE, folder, study=study))


def _write_example(folder: Path) -> object:
    # It takes pandas, which a server that only lists files has no need of.
    from cx_workbench.study.example import write_example

    return write_example(folder)


#: Kinds of new studies: the name of the folder, and what fills it.
_STUDIES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "example": ("example_study", _write_example),
    "empty": ("new_study", create_folder),
}


def _texts(make: Callable[[Path], object]) -> dict[str, str]:
    """Texts of the files of a new study, by name."""
    with tempfile.TemporaryDirectory() as place:
        make(Path(place))
        return {
            path.name: path.read_bytes().decode("utf-8") for path in sorted(Path(place).iterdir())
        }


def _shipped(name: str) -> Template:
    known = {template.name: template for template in templates()}
    if name not in known:
        raise SettingError(_NO_NOTEBOOK, [Problem(did_you_mean(name, known))])
    return known[name]


def _with_form(template: Template, study: str | None) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(template.path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if study is not None and "parameters" in tags(cell):
            cell["source"] = rewritten(source(cell), {"study": study})
    form: dict[str, Any] = {
        "cell_type": "code",
        "id": "parameters-form",
        "metadata": {"jupyter": {"source_hidden": True}, "tags": ["parameters-form"]},
        "execution_count": None,
        "outputs": [],
        "source": _FORM.format(template=template.name),
    }
    return {**notebook, "cells": [form, *notebook["cells"]]}


async def _checked(contents: ContentsManager, folder: str, headline: str) -> str:
    """Return a folder under the server's root, without slashes around it."""
    place = folder.strip("/")
    parts = place.split("/") if place else []
    if "\x00" in place or "\\" in place or any(part in ("", ".", "..") for part in parts):
        problem = Problem("Its name leads out of the files that Jupyter shows.", hint=_ANOTHER)
        raise SettingError(headline, [problem])
    with _told(headline, folder):
        there = await ensure_async(contents.dir_exists(place))
        hidden = place and not contents.allow_hidden
        if not there or (hidden and await ensure_async(contents.is_hidden(place))):
            problem = Problem(f"There is no folder '{place}'.", hint=_ANOTHER)
            raise SettingError(headline, [problem])
    return place


async def _free(contents: ContentsManager, place: str, name: str, ending: str) -> str:
    """Return the first path that nothing has: name, name_1, name_2 ..."""
    found: str = await ensure_async(
        contents.increment_filename(f"{name}{ending}", place, insert="_")
    )
    return f"{place}/{found}" if place else found


@contextmanager
def _told(headline: str, folder: str) -> Iterator[None]:
    """Say in words what the contents manager refuses."""
    try:
        yield
    except (HTTPError, OSError, ValueError) as error:
        what = _REASONS.get(getattr(error, "status_code", 0), "The folder cannot be written.")
        where = f"'{folder.strip('/')}'" if folder.strip("/") else "the folder at the top"
        raise SettingError(headline, [Problem(f"In {where}: {what}", hint=_ANOTHER)]) from error
