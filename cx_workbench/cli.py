"""The command line: thin, and nothing heavy is imported before a command runs."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cx_workbench.errors import Problem, SettingError, WorkbenchError, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cx_workbench.study.model import Study

#: Set it to see where an unexpected error comes from.
DEBUG = "CX_WORKBENCH_DEBUG"
_NAME = "cx-workbench"
_EXAMPLE = Path("example")
_TEMPLATE = "top_improvements"
_UNEXPECTED = 1
_HOW_WEIGHTS = "Write weights as gap=0.2,impact=0.5,effort=0.3, with decimal points."

app = typer.Typer(
    name=_NAME,
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
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results.")]
TopOption = Annotated[
    int | None, typer.Option(metavar="N", help="How many make the TOP N; 5 unless the study says.")
]
MethodOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="additive, product, topsis, ratio or pareto.")
]
ReferenceOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="What reality is held against: expectation, company, competitor, employee or target.",
    ),
]
ImportanceOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="How touchpoints count: equal or stated.")
]
ImpactOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="What closing a gap gains: index (points) or path (journeys that succeed).",
    ),
]
WeightsOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=NUMBER,...",
        help="Such as gap=0.2,impact=0.5,effort=0.3; what is not named counts nothing.",
    ),
]
PersonaOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only this persona, by id or name; may be repeated."),
]
StageOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only this stage; may be repeated.")
]
PhaseOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only before, during or after; may be repeated."),
]
ChannelOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only this channel; may be repeated.")
]
PainOption = Annotated[
    list[str] | None,
    typer.Option("--pain-type", metavar="NAME", help="Only this pain type; may be repeated."),
]


@app.command()
def demo(out: OutOption = Path("cx-workbench-demo")) -> None:
    """Try it out on the built-in example.

    Writes the example study, runs the notebook on it, and leaves the page and the figures.
    """
    from cx_workbench.study.example import write_example

    folder = out / "study"
    if folder.exists():
        _say(f"The example study is there already and is used as it is: {folder}")
    else:
        write_example(folder)
        _say(f"The example study, synthetic throughout, is in {folder}")
    _report(folder, _TEMPLATE, out, {})


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder for the study.")],
) -> None:
    """Make a new study to fill in.

    A folder of tables and, beside it, the same as one workbook; nothing is overwritten.
    """
    from cx_workbench.study.starter import create_folder, create_workbook

    home = folder if folder.name else folder.resolve()
    workbook = home.with_name(f"{home.name}.xlsx")
    results = home.with_name(f"{home.name}-report")
    _must_be_new(folder, workbook)
    written = [*create_folder(folder), create_workbook(workbook)]
    _say("Fill in one of the two; the example rows show how.")
    _say(f"  The folder:   {folder}")
    for path in written[:-1]:
        _say(f"                  {path.name}")
    _say(f"  The workbook: {written[-1]}")
    _say("Then, for the folder (or the workbook):")
    _say(f"  {_NAME} check {_quoted(folder)}")
    _say(f"  {_NAME} report {_quoted(folder)} --out {_quoted(results)}")


@app.command()
def check(study: StudyArgument) -> None:
    """Say what is in a study and what is wrong with it.

    Names every problem of all tables at once, with file, row, column and what to do.
    """
    from cx_workbench.rank.ranking import rank as rank_study

    found = _load(study)
    ranking = rank_study(found)
    _say(f"{found.title}: the study can be ranked.")
    for count, name in (
        (len(found.personas), "persona"),
        (len(found.touchpoints), "touchpoint"),
        (found.answers.count, "answer"),
        (len(found.improvements), "improvement"),
    ):
        _say(f"  {count:>10,}  {name}{'' if count == 1 else 's'}")
    measured = int(ranking.cells["measured"].sum())
    _say(f"  {measured:>10,}  of {len(ranking.cells):,} cells (a persona at a touchpoint) measured")
    _say("If nothing else is asked for:")
    _list(ranking.assumptions)
    if ranking.warnings:
        _say("Please note:")
        _list(ranking.warnings)


@app.command()
def rank(  # noqa: PLR0913  one option for each setting
    study: StudyArgument,
    *,
    top: TopOption = None,
    method: MethodOption = None,
    reference: ReferenceOption = None,
    importance: ImportanceOption = None,
    impact: ImpactOption = None,
    weights: WeightsOption = None,
    persona: PersonaOption = None,
    stage: StageOption = None,
    phase: PhaseOption = None,
    channel: ChannelOption = None,
    pain_type: PainOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV and nothing else.")] = False,
    cells: Annotated[
        bool,
        typer.Option(
            "--cells",
            help="Every persona at every touchpoint too; with --csv, these instead.",
        ),
    ] = False,
) -> None:
    """Rank the improvements and print the TOP N.

    With a sentence of why for each, what was not measured, and what was assumed.
    """
    if as_json and as_csv:
        raise SettingError("Choose one of --json and --csv.")
    from cx_workbench.rank.ranking import rank as rank_study

    ranking = rank_study(
        _load(study),
        top,
        method=method,
        reference=reference,
        importance=importance,
        impact=impact,
        weights=_weights(weights),
        personas=persona,
        stages=stage,
        phases=phase,
        channels=channel,
        pain_types=pain_type,
    )
    if as_json:
        sys.stdout.write(f"{ranking.to_json(cells=cells)}\n")
    elif as_csv:
        from cx_workbench.rank.export import to_csv

        sys.stdout.write(to_csv(ranking, cells=cells))
    else:
        from cx_workbench.report.terminal import print_ranking

        print_ranking(ranking, cells=cells)


@app.command()
def report(  # noqa: PLR0913  one option for each setting
    study: StudyArgument,
    *,
    out: OutOption,
    template: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Which notebook, by name or path; 'cx-workbench templates' lists them.",
        ),
    ] = _TEMPLATE,
    top: TopOption = None,
    method: MethodOption = None,
    reference: ReferenceOption = None,
    importance: ImportanceOption = None,
    impact: ImpactOption = None,
    weights: WeightsOption = None,
    persona: PersonaOption = None,
    stage: StageOption = None,
    phase: PhaseOption = None,
    channel: ChannelOption = None,
    pain_type: PainOption = None,
    timeout: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="How long one cell of the notebook may take."),
    ] = None,
) -> None:
    """Rank and write page, notebook and figures.

    Runs a template on the study and leaves page.html, the executed notebook and ranking.json.
    """
    given = {
        "top": top,
        "method": method,
        "reference": reference,
        "importance": importance,
        "impact": impact,
        "weights": _weights(weights),
        "personas": persona,
        "stages": stage,
        "phases": phase,
        "channels": channel,
        "pain_types": pain_type,
    }
    parameters = {name: value for name, value in given.items() if value not in (None, [])}
    _report(study, template, out, parameters, timeout)


@app.command()
def templates(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Print only the path of this one.")
    ] = None,
) -> None:
    """List the notebook templates and their paths."""
    from cx_workbench.runs import templates as shipped
    from cx_workbench.runs.templates import find

    if name is not None:
        _say(str(find(name).path))
        return
    for template in shipped():
        _say(f"{template.name}: {template.title}")
        _say(f"  {template.path}")


def main() -> None:
    """Run the command line; problems come as words on standard error, with an exit code."""
    debugging = bool(os.environ.get(DEBUG))
    _speak_utf8()
    if not (debugging or sys.warnoptions):
        # What libraries tell programmers is nothing to a consultant.
        warnings.simplefilter("ignore")
    try:
        app(prog_name=_NAME)
    except WorkbenchError as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except Exception as error:
        if debugging:
            raise
        _complain(_unexpected(error))
        sys.exit(_UNEXPECTED)


def _unexpected(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return f"The computer did not allow it: {error.strerror}{place}."
    return (
        f"Something went wrong that should not: {type(error).__name__}: {error}\n"
        f"This is a fault of {_NAME}, not yours. Set {DEBUG}=1 and run it again to see where it "
        "comes from."
    )


def _speak_utf8() -> None:
    """Write names as they are into any pipe or file, and break on none that a screen lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _load(study: Path) -> Study:
    from cx_workbench.study.built_in import example
    from cx_workbench.study.loading import load

    return example() if _is_example(study) else load(study)


def _is_example(study: Path) -> bool:
    """Tell the built-in example from a folder of that name, which goes before it."""
    return study == _EXAMPLE and not study.exists()


def _must_be_new(*paths: Path) -> None:
    """Refuse to write over anything; an empty folder is as good as none."""
    problems = [
        Problem(f"'{path}' is there already.", hint="Name a new folder; nothing is overwritten.")
        for path in paths
        if path.exists() and not (path.is_dir() and not any(path.iterdir()))
    ]
    if problems:
        raise SettingError("The study was not made.", problems)


def _report(
    study: Path,
    template: str,
    out: Path,
    parameters: Mapping[str, Any],
    timeout: float | None = None,
) -> None:
    """Check everything before a kernel starts, then run the notebook and show its TOP N."""
    from rich.console import Console

    from cx_workbench.rank.ranking import rank as rank_study
    from cx_workbench.report.terminal import print_ranking
    from cx_workbench.runs import run

    console = Console(stderr=True)
    with console.status("Reading and checking the study"):
        ranking = rank_study(_load(study), **parameters)
    source = str(_EXAMPLE if _is_example(study) else study.resolve())
    with console.status("Running the notebook"):
        result = run(template, {"study": source, **parameters}, out, timeout)
    print_ranking(ranking)
    _say("")
    _say("Written:")
    for path in result.files.values():
        _say(f"  {path}")


def _weights(text: str | None) -> dict[str, float] | None:
    """Read ``gap=0.2,impact=0.5,effort=0.3``."""
    if text is None:
        return None
    weights: dict[str, float] = {}
    problems = []
    for part in text.split(","):
        name, _, number = (piece.strip() for piece in part.partition("="))
        if name in weights:
            problems.append(Problem(f"{name} is given twice.", hint=_HOW_WEIGHTS))
        try:
            weights[name] = float(number)
        except ValueError:
            problems.append(Problem(f"'{part.strip()}' is not a weight.", hint=_HOW_WEIGHTS))
    if problems:
        raise SettingError("The weights cannot be read.", problems)
    return weights


def _quoted(path: Path) -> str:
    """Write a path as it is typed on a command line."""
    if os.name == "nt":
        return subprocess.list2cmdline([str(path)])
    return shlex.quote(str(path))


def _list(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        _say(f"  - {sentence}")


def _say(text: str) -> None:
    sys.stdout.write(f"{_shown(text)}\n")


def _complain(text: str) -> None:
    sys.stderr.write(f"{_shown(text)}\n")


def _shown(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))


if __name__ == "__main__":
    main()
