"""A Spark of our own on this machine, which nobody else can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONLY_HERE = "127.0.0.1"
_SETTINGS = {
    "spark.driver.bindAddress": _ONLY_HERE,
    "spark.driver.host": _ONLY_HERE,
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("cx_workbench tests")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    builder = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark")))
    with pytest.MonkeyPatch.context() as environment:
        # Read before any setting: without it Spark asks the network for this machine's name.
        environment.setenv("SPARK_LOCAL_IP", _ONLY_HERE)
        session = builder.getOrCreate()
        try:
            yield session
        finally:
            session.stop()
