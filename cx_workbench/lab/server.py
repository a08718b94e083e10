"""What the browser asks JupyterLab's server for: which templates there are, copies, new studies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from cx_workbench.errors import SettingError, WorkbenchError
from cx_workbench.lab.copies import copy_template, new_study
from cx_workbench.runs.templates import templates

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

_ROOT = "cx-workbench"
_COPY = "Open a copy beside your files"


class _Handler(APIHandler):
    """Answers in JSON; whoever may write files by the server may write them so too."""

    auth_resource = "contents"

    def asked(self, *names: str) -> list[str]:
        """Return the texts that the request has to hold."""
        try:
            body = json.loads(self.request.body)
        except ValueError:
            body = None
        if not isinstance(body, dict) or not all(isinstance(body.get(n), str) for n in names):
            raise SettingError(f"The request must hold the texts {' and '.join(names)}.")
        return [body[name] for name in names]

    def refuse(self, error: WorkbenchError) -> None:
        """Say what was wrong, in words."""
        self.set_status(400)
        message = " ".join(map(str, error.problems))
        self.finish({"headline": error.headline, "message": message or error.headline})


class Templates(_Handler):
    """The templates that there are a card for."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with their names and titles."""
        try:
            found = [_card(each.name, each.title) for each in templates()]
        except WorkbenchError as error:
            self.refuse(error)
            return
        self.finish({"templates": found})


class Copies(_Handler):
    """Copies of templates."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Make one and answer with its path."""
        try:
            template, folder = self.asked("template", "folder")
            path = await copy_template(self.contents_manager, template, folder)
        except WorkbenchError as error:
            self.refuse(error)
            return
        self.set_status(201)
        self.finish({"path": path})


class Studies(_Handler):
    """New studies."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Make one and answer with its folder and its notebook."""
        try:
            kind, folder = self.asked("kind", "folder")
            made = await new_study(self.contents_manager, kind, folder)
        except WorkbenchError as error:
            self.refuse(error)
            return
        self.set_status(201)
        self.finish({"folder": made.folder, "notebook": made.notebook})


def add_handlers(server: ServerApp) -> None:
    """Add the addresses under ``cx-workbench/`` to a server."""
    handlers: dict[str, type[APIHandler]] = {
        "templates": Templates,
        "copies": Copies,
        "studies": Studies,
    }
    base = server.base_url
    server.web_app.add_handlers(
        ".*$", [(url_path_join(base, _ROOT, name), handler) for name, handler in handlers.items()]
    )


def _card(name: str, title: str) -> dict[str, Any]:
    return {"name": name, "title": title, "says": f"{_COPY}: {title}"}
