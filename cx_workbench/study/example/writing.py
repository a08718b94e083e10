"""The example as a study folder, to look into and to start one's own from."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import Problem, SettingError
from cx_workbench.study.example.generator import example_settings, example_tables
from cx_workbench.study.example.tables import DEFAULT_SEED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEADING = """\
# Synthetic: made by a generator with seed {seed}. No real customer, company or person.
"""


def write_example(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write the example as CSV files and a ``study.toml`` (UTF-8).

    Nothing appears in the folder before everything is written.

    Parameters
    ----------
    folder
        Must not exist, or be empty; folders above it are made as needed.
    seed
        The seed of the example.

    Returns
    -------
    list of pathlib.Path
        The files, ``study.toml`` last.

    Raises
    ------
    SettingError
        If the folder has something in it, or cannot be written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as place:
    ...     print([path.name for path in write_example(Path(place) / "example")])
    ['personas.csv', 'touchpoints.csv', 'reach.csv', 'responses.csv', 'improvements.csv',
     'study.toml']
    """
    folder = Path(folder)
    tables = example_tables(seed)
    text = _HEADING.format(seed=seed) + "".join(_toml(example_settings()))
    try:
        _must_be_free(folder)
        folder.mkdir(parents=True, exist_ok=True)
        # Inside the folder, so that moving is renaming: the same disk for sure.
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as place:
            written = []
            for name, table in tables.items():
                written.append(Path(place) / f"{name}.csv")
                table.to_csv(
                    written[-1],
                    index=False,
                    float_format="%.10g",
                    date_format="%Y-%m-%d",
                    encoding="utf-8",
                    lineterminator="\n",
                )
            written.append(Path(place) / "study.toml")
            written[-1].write_text(text, encoding="utf-8", newline="\n")
            return [path.rename(folder / path.name) for path in written]
    except OSError as error:
        hint = "Name a folder where you may write."
        raise _refusal(f"It cannot be written: {error.strerror}.", folder, hint) from error


def _must_be_free(folder: Path) -> None:
    hint = "Name a folder that does not exist yet, or an empty one."
    if folder.exists() and not folder.is_dir():
        raise _refusal("This is a file.", folder, hint)
    if folder.is_dir() and any(folder.iterdir()):
        raise _refusal("The folder is not empty.", folder, hint)


def _refusal(what: str, folder: Path, hint: str) -> SettingError:
    problem = Problem(what, file=str(folder), value=str(folder), hint=hint)
    return SettingError("The example was not written.", [problem])


def _toml(section: Mapping[str, Any], name: str = "") -> Iterator[str]:
    """Lines of TOML for sections of texts and numbers; JSON writes those the same way."""
    values = {key: value for key, value in section.items() if not isinstance(value, dict)}
    if values:
        yield f"\n[{name}]\n"
    for key, value in values.items():
        yield f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
    for key, value in section.items():
        if isinstance(value, dict):
            yield from _toml(value, f"{name}.{key}" if name else key)
