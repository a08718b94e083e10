"""The program: its name, its help, and what several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cx_workbench.study.model import Study

NAME = "cx-workbench"
EXAMPLE = Path("example")

app = typer.Typer(
    name=NAME,
    help="Which five things to improve next for your customers, and how sure that is.",
    epilog="Start with 'cx-workbench demo', or with your own study by 'cx-workbench init DIR'. "
    "Exit codes: 0 done, 2 usage, 3 bad data, 4 the notebook failed, 5 it took too long, "
    "6 its kernel died, 1 anything else.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

StudyArgument = Annotated[
    Path,
    typer.Argument(
        metavar="STUDY",
        help="Study folder, workbook (.xlsx) or study.toml; 'example' is the built-in study.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results.")]


def load_study(study: Path) -> Study:
    """Load what a command names as its study."""
    from cx_workbench.study.built_in import example
    from cx_workbench.study.loading import load

    return example() if is_example(study) else load(study)


def is_example(study: Path) -> bool:
    """Tell the built-in example from a folder of that name, which goes before it."""
    return study == EXAMPLE and not study.exists()
