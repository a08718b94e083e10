"""A Jupyter server as a process of its own, with JupyterLab, Notebook 7 and Voila on it."""

from __future__ import annotations

import ast
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote

import pytest
import websocket

import cx_workbench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Seen = TypeVar("Seen")

#: What is asked of a busy machine, not of the product.
PATIENCE_SECONDS = 90
_PAUSE_SECONDS = 0.05
_EXTENSION = Path(cx_workbench.__file__).parent / "lab/labextension"

_CONFIGURATION: dict[str, dict[str, object]] = {
    "ServerApp": {
        "allow_root": True,
        "ip": "127.0.0.1",
        "open_browser": False,
        "jpserver_extensions": {"cx_workbench.lab": True},
        "port": 0,
        "terminals_enabled": False,
    },
    # The page's own application tells when a notebook is ready and has been run.
    "LabApp": {"expose_app_in_browser": True, "extension_manager": "readonly"},
    "JupyterNotebookApp": {"expose_app_in_browser": True},
}
_LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
    },
    # Dark and light as the browser wishes.
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # A test saves by itself where it wants to.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


class Answer(NamedTuple):
    """What the server said: the status, and the body where it is JSON."""

    status: int
    body: Any


@dataclass(frozen=True)
class Jupyter:
    """A running server; ``folder`` is its root, ``log`` all that it printed."""

    port: int
    token: str
    folder: Path
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        body: object = None,
        *,
        method: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask for a path of the server, with its token unless other headers are given."""
        known = {"Authorization": f"token {self.token}"} if headers is None else headers
        text = None if body is None else json.dumps(body)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method or ("POST" if text else "GET"), path, text, dict(known))
            answer = connection.getresponse()
            said = answer.read()
        finally:
            connection.close()
        return Answer(answer.status, json.loads(said) if _is_json(answer) and said else said)

    def kernel_of(self, notebook: str) -> str:
        """Id of the kernel that a notebook runs on, by its path from the server's root."""
        sessions = self.ask("/api/sessions").body
        ids = [session["kernel"]["id"] for session in sessions if session["path"] == notebook]
        assert ids, f"No kernel runs for {notebook}; there are {sessions}."
        return str(ids[0])

    def kernels(self) -> list[str]:
        """Ids of all kernels that run."""
        return [kernel["id"] for kernel in self.ask("/api/kernels").body]

    def python(self, kernel: str, expression: str) -> Any:  # noqa: ANN401  whatever Python says
        """Value of an expression in a kernel, as JSON holds it (``repr`` where it cannot)."""
        asked = _request(f"__import__('json').dumps({expression}, default=repr)")
        address = f"ws://127.0.0.1:{self.port}/api/kernels/{quote(kernel)}/channels"
        channel = websocket.create_connection(
            f"{address}?token={self.token}", timeout=PATIENCE_SECONDS
        )
        try:
            channel.send(json.dumps(asked))
            reply = _reply(channel, asked["header"]["msg_id"])
        finally:
            channel.close()
        answer = reply["user_expressions"]["answer"]
        if answer["status"] != "ok":
            pytest.fail(f"{expression} in the kernel: {answer['ename']}: {answer['evalue']}")
        return json.loads(_unquoted(answer["data"]["text/plain"]))

    def forget_settings(self) -> bool:
        """Throw away what was set in JupyterLab's menus, and say whether there was anything."""
        changed = list((self.folder.parent / "settings").rglob("*.jupyterlab-settings"))
        for path in changed:
            path.unlink()
        return bool(changed)

    def end_kernels(self, folder: str = "") -> None:
        """Shut down the kernels of the notebooks in a folder, and those without a notebook.

        Those without are Voila's. Kernels of other folders may serve the other tests of a file.
        """
        sessions = self.ask("/api/sessions").body
        others = {
            session["kernel"]["id"]
            for session in sessions
            if not session["path"].startswith(f"{folder}/" if folder else "")
        }
        for kernel in set(self.kernels()) - others:
            self.ask(f"/api/kernels/{kernel}", method="DELETE")


def serve(home: Path) -> Iterator[Jupyter]:
    """Start a server that keeps all it writes under a new folder, and end it afterwards."""
    folder, runtime = home / "work", home / "runtime"
    for made in (folder, runtime):
        made.mkdir(parents=True)
    token = secrets.token_hex(16)
    _configure(home / "config", folder, token)
    log = home / "server.log"
    with log.open("wb") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server"],
            cwd=folder,
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        try:
            listening = until(
                lambda: _listening(process, runtime, log),
                lambda: f"The Jupyter server does not start:\n{log.read_text('utf-8')}",
            )
            jupyter = Jupyter(listening, token, folder, log)
            yield jupyter
            jupyter.end_kernels()
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def until(look: Callable[[], Seen], what: Callable[[], str]) -> Seen:
    """Look again and again until there is something; fail with a sentence if there never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (seen := look()):
        if time.monotonic() > end:
            pytest.fail(what())
        time.sleep(_PAUSE_SECONDS)
    return seen


def _configure(config: Path, folder: Path, token: str) -> None:
    texts: dict[str, object] = {
        "jupyter_server_config.json": {
            **_CONFIGURATION,
            "ServerApp": _CONFIGURATION["ServerApp"] | {"root_dir": str(folder)},
            "IdentityProvider": {"token": token},
        },
        "labconfig/default_setting_overrides.json": _LAB_SETTINGS,
    }
    # As the code stands here, whatever an installation copied before.
    extensions = config.parent / "data/labextensions"
    extensions.mkdir(parents=True)
    (extensions / "cx-workbench").symlink_to(_EXTENSION, target_is_directory=True)
    for name, content in texts.items():
        path = config / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")


def _environment(home: Path) -> dict[str, str]:
    own = {
        "HOME": home,
        "IPYTHONDIR": home / "ipython",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        # Before what is installed beside this Python.
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTER_PLATFORM_DIRS": "0",
    }
    others = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
    return others | {name: str(value) for name, value in own.items()}


def _listening(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> int:
    """Port that the server chose and listens on, or 0 until it does."""
    if process.poll() is not None:
        pytest.fail(f"The Jupyter server ended:\n{log.read_text('utf-8')}")
    try:
        written = (runtime / f"jpserver-{process.pid}.json").read_text("utf-8")
        port = int(json.loads(written)["port"])
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return port
    except (OSError, ValueError):
        return 0


def _is_json(answer: http.client.HTTPResponse) -> bool:
    return "json" in answer.headers.get("Content-Type", "")


def _request(expression: str) -> dict[str, Any]:
    header = {
        "msg_id": uuid.uuid4().hex,
        "session": uuid.uuid4().hex,
        "username": "tests",
        "msg_type": "execute_request",
        "version": "5.3",
    }
    content = {
        "code": "",
        "silent": True,
        "store_history": False,
        "user_expressions": {"answer": expression},
        "allow_stdin": False,
    }
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
        "buffers": [],
    }


def _reply(channel: websocket.WebSocket, asked: str) -> dict[str, Any]:
    while True:
        message = json.loads(channel.recv())
        is_reply = message["header"]["msg_type"] == "execute_reply"
        if is_reply and message["parent_header"].get("msg_id") == asked:
            content: dict[str, Any] = message["content"]
            return content


def _unquoted(text: str) -> str:
    return str(ast.literal_eval(text))
