"""``papermill --engine cx``: papermill as it is, with true verdicts.

papermill reads the notebook, puts the parameters in and asks an engine to run it. This one checks
the parameters first and puts them in anew, as values and never as code; runs the notebook as `run`
does; and writes it once, at the end, with a banner if it failed. A record lies beside it as
``NAME.run.json``. papermill imports all engines whenever it starts: this module loads next to
nothing.
"""

from __future__ import annotations

import logging
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import Problem, SettingError, WorkbenchError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode

    from cx_workbench.runs.executing import Listener, Progress
    from cx_workbench.runs.record import Executed, Watch

_LOG = logging.getLogger("papermill")
_NOT_RUN = "The notebook cannot be run so."
#: How parameters begin that papermill sets itself, if it is asked to.
_PAPERMILLS = "PAPERMILL_"


class CxEngine:
    """Runs a notebook in any kernel of Python's, and tells the truth about it.

    It has what papermill asks of an engine, and is none of its class: papermill loads engines
    while it is being imported itself.
    """

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        **asked: Any,  # noqa: ANN401  of any kind
    ) -> NotebookNode:
        """Check, run, judge and write.

        Parameters
        ----------
        nb, kernel_name
            What to run, the parameters already in it, and where.
        output_path
            Where it is to be written; ``None``: once papermill is done with it.
        **asked
            Other options of papermill.

        Raises
        ------
        WorkbenchError
            What stopped it, of the kind that `run` would raise. Left alone it ends the program
            with its own exit code: papermill's command line knows none for it.
        """
        try:
            _run(nb, kernel_name, output_path, asked)
        except WorkbenchError as error:
            _LOG.error("%s", error)
            raise _leaving(error) from None
        return nb

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:
        """Return the kernel that is asked for, or else the notebook's own."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: NotebookNode, language: str | None = None) -> str:
        """Return the language that is asked for, or else the notebook's own."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))


def _run(
    nb: NotebookNode, kernel_name: str, output_path: str | None, asked: Mapping[str, Any]
) -> None:
    from cx_workbench.runs.record import Watch

    watch = Watch()
    about = nb.metadata.setdefault("papermill", {})
    place = _Place.of(about.get("output_path") or output_path)
    place.check()
    executed = _executed(nb, kernel_name, asked)
    place.write(nb, executed, Path(about.get("input_path") or "notebook"), watch)
    if executed.failure is not None:
        raise executed.failure.error


def _executed(nb: NotebookNode, kernel_name: str, asked: Mapping[str, Any]) -> Executed:
    from cx_workbench.runs.executing import execute
    from cx_workbench.runs.injecting import inject, shown
    from cx_workbench.runs.inputs import inputs_of
    from cx_workbench.runs.record import Executed
    from cx_workbench.runs.verdict import Failure, judge

    values = dict(nb.metadata["papermill"].get("parameters", {}))
    try:
        values = _checked(values, str(asked.get("input_path") or ""))
        kernels = _kernels(kernel_name)
    except WorkbenchError as error:
        nb.metadata["papermill"]["parameters"] = shown(values)
        return Executed(Failure(None, error), nb, values)
    inject(nb, values)
    inputs = inputs_of(values)
    timeout = asked.get("execution_timeout") or asked.get("timeout")
    with _progress(nb, asked.get("progress_bar", True)) as progress:
        raised = execute(
            nb,
            kernels=kernels,
            kernel_name=kernel_name,
            timeout=timeout,
            progress=progress,
            listener=_listener(asked),
        )
    return Executed(judge(nb, raised, timeout), nb, values, inputs)


def _checked(values: dict[str, object], input_path: str) -> dict[str, object]:
    """Return the parameters as plain values that the notebook knows."""
    from cx_workbench.runs.injecting import is_name
    from cx_workbench.runs.parameters import check, plain
    from cx_workbench.runs.templates import Template

    problems = [
        Problem(f"'{name}' is no name of a parameter.", hint="Use letters, digits and _.")
        for name in values
        if not is_name(name)
    ]
    problems += [
        Problem(f"The parameter '{name}' cannot be a {type(value).__name__}.")
        for name, value in values.items()
        if not _is_plain(value)
    ]
    if problems:
        raise SettingError(_NOT_RUN, problems)
    path = Path(input_path)
    if input_path and path.is_file():
        template = Template(path.resolve())
        own = {name: each for name, each in values.items() if not name.startswith(_PAPERMILLS)}
        if template.parameters:
            check(template, own, set_by_run=())
    return {name: plain(value) for name, value in values.items()}


def _is_plain(value: object) -> bool:
    from cx_workbench.runs.injecting import literal
    from cx_workbench.runs.parameters import plain

    try:
        literal(plain(value))
    except ValueError:
        return False
    return True


def _kernels(name: str) -> type[AsyncKernelManager]:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    from cx_workbench.runs.kernel import QuietKernelManager

    specs = KernelSpecManager()
    try:
        spec = specs.get_kernel_spec(name)
    except NoSuchKernel:
        hint = did_you_mean(name, specs.find_kernel_specs())
        raise SettingError(
            _NOT_RUN, [Problem(f"There is no kernel '{name}'.", hint=hint)]
        ) from None
    if spec.language.casefold() != "python":
        what = f"The kernel '{name}' speaks {spec.language}."
        raise SettingError(_NOT_RUN, [Problem(what, hint="The engine cx runs Python only.")])
    return QuietKernelManager


@contextmanager
def _progress(nb: NotebookNode, wish: object) -> Iterator[Progress | None]:
    """Show papermill's bar, if it is wanted."""
    if not wish:
        yield None
        return
    from tqdm.auto import tqdm

    look = {"total": len(nb.cells), "unit": "cell", "desc": "Executing"}
    with tqdm(**look | (wish if isinstance(wish, dict) else {})) as bar:

        def tell(done: int, _cells: int) -> None:
            bar.update(done - bar.n)

        yield tell
        bar.update(len(nb.cells) - bar.n)


def _listener(asked: Mapping[str, Any]) -> Listener | None:
    """Hand on what cells print, as papermill's options say."""
    files = {"stdout": asked.get("stdout_file"), "stderr": asked.get("stderr_file")}
    log = asked.get("log_output")
    if not log and not any(files.values()):
        return None

    def listen(output: NotebookNode) -> None:
        is_stream = output.output_type == "stream"
        text = output.get("text") if is_stream else output.get("data", {}).get("text/plain")
        if log and text:
            _LOG.log(logging.WARNING if output.get("name") == "stderr" else logging.INFO, text)
        file = files.get(output.get("name", "")) if is_stream else None
        if file is not None:
            file.write(text)
            file.flush()

    return listen


class _Place:
    """Where the notebook and its record are to be written; nowhere at first."""

    def check(self) -> None:
        """Make sure that it can be written to, before anything runs."""

    def write(self, nb: NotebookNode, executed: Executed, source: Path, watch: Watch) -> None:
        """Write what there is."""
        from cx_workbench.runs.verdict import write_down

        if executed.failure is not None:
            write_down(nb, executed.failure)
        self.keep(nb, executed, source, watch)

    def keep(self, nb: NotebookNode, executed: Executed, source: Path, watch: Watch) -> None:
        """Keep the notebook."""

    @staticmethod
    def of(path: object) -> _Place:
        """Find out what kind of place it is."""
        from papermill.iorw import LocalHandler, papermill_io

        if not isinstance(path, str) or not path:
            return _Place()
        handler = papermill_io.get_handler(path)
        if not isinstance(handler, LocalHandler):
            return _Elsewhere(path)
        # Where papermill began, if it works in another folder by now.
        home = handler.cwd(None)
        handler.cwd(home)
        return _File(Path(home or ".") / path)


class _Elsewhere(_Place):
    """A cloud's store, or standard output: papermill writes there."""

    def __init__(self, path: str) -> None:
        self._path = path

    def keep(self, nb: NotebookNode, executed: Executed, source: Path, watch: Watch) -> None:  # noqa: ARG002  as its parent's
        """Keep the notebook, as papermill would not once it failed."""
        from papermill.iorw import write_ipynb

        write_ipynb(nb, self._path)


class _File(_Place):
    """A file on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def check(self) -> None:
        """Make sure that the folder can be written to."""
        from cx_workbench.files import in_words

        folder = self._path.parent
        with in_words(folder):
            if not folder.is_dir():
                raise FileNotFoundError(2, "There is no such folder", str(folder))
            with tempfile.TemporaryFile(dir=folder):
                pass

    def keep(self, nb: NotebookNode, executed: Executed, source: Path, watch: Watch) -> None:
        """Keep the notebook, and beside it the record, each whole."""
        import nbformat

        from cx_workbench.files import in_words, put
        from cx_workbench.runs.record import record_of
        from cx_workbench.runs.verdict import Failure
        from cx_workbench.study.fingerprints import fingerprint

        beside = self._path.with_suffix(".run.json")
        try:
            with in_words(self._path.parent):
                put(self._path, nbformat.writes(nb))
        except WorkbenchError as error:
            # A record is small: it may find room where a notebook does not.
            failure = executed.failure or Failure(None, error)
            record = record_of(source, replace(executed, failure=failure), watch)
            with suppress(OSError):
                put(beside, record.to_json())
            raise
        with in_words(self._path.parent):
            record = record_of(source, executed, watch)
            record = record.with_outputs((fingerprint(self._path),), watch.seconds)
            put(beside, record.to_json())


def _leaving(error: WorkbenchError) -> WorkbenchError:
    """Return the error as one that also ends a program, with its exit code and nothing said."""
    kind = type(error)
    also_exit = type(kind.__name__, (kind, SystemExit), {"code": error.exit_code})
    left: WorkbenchError = also_exit(error.headline, error.problems)
    return left
