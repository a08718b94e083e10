"""A batch on Dask's workers, by its executor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from distributed import Client, LocalCluster

from cx_workbench.runs.batch import batch
from cx_workbench.runs.jobs import Job
from tests.runs.ways import WAYS, notebook

if TYPE_CHECKING:
    from pathlib import Path


def test_dasks_executor_runs_a_batch(tmp_path: Path) -> None:
    template = str(notebook(tmp_path / "report.ipynb"))
    jobs = [Job(name, template, {"study": "example", "client": name}) for name in "abc"]
    failing = WAYS["raises"].write(tmp_path, "failing")
    jobs.append(Job("failing", str(failing), {"study": "example"}))
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            local_directory=str(tmp_path / "dask"),
        ) as cluster,
        Client(cluster) as client,
    ):
        result = batch(jobs, tmp_path / "out", executor=client.get_executor())
    assert [outcome.status for outcome in result.outcomes] == ["done", "done", "done", "failed"]
    for name in "abc":
        assert (tmp_path / "out" / name / "page.html").read_text().startswith(name)
