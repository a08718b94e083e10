"""The commands, each a few lines around what does the work."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cx_workbench.cli.report_help import ReportCommand
from cx_workbench.cli.settings import SETTING_NAMES, ranking_settings
from cx_workbench.cli.words import listed, say
from cx_workbench.errors import Problem, SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.runs.templates import Template
    from cx_workbench.study.model import Study

NAME = "cx-workbench"
_EXAMPLE = Path("example")
_USUAL_TEMPLATE = "top_improvements"

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


@app.command()
def demo(out: OutOption = Path("cx-workbench-demo")) -> None:
    """Try it out on the built-in example.

    Writes the example study, runs the notebook on it, and leaves the page and the figures.
    """
    from cx_workbench.runs.templates import find
    from cx_workbench.study.example import write_example

    folder = out / "study"
    if folder.exists():
        say(f"The example study is there already and is used as it is: {folder}")
    else:
        write_example(folder)
        say(f"The example study, synthetic throughout, is in {folder}")
    _report(folder, find(_USUAL_TEMPLATE), out)


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
    say("Fill in one of the two; the example rows show how.")
    say(f"  The folder:   {folder}")
    for path in written[:-1]:
        say(f"                  {path.name}")
    say(f"  The workbook: {written[-1]}")
    say("Then, for the folder (or the workbook):")
    say(f"  {NAME} check {_quoted(folder)}")
    say(f"  {NAME} report {_quoted(folder)} --out {_quoted(results)}")


@app.command()
def check(study: StudyArgument) -> None:
    """Say what is in a study and what is wrong with it.

    Names every problem of all tables at once, with file, row, column and what to do.
    """
    from cx_workbench.rank.ranking import rank as rank_study

    found = _load(study)
    ranking = rank_study(found)
    say(f"{found.title}: the study can be ranked.")
    for count, name in (
        (len(found.personas), "persona"),
        (len(found.touchpoints), "touchpoint"),
        (found.answers.count, "answer"),
        (len(found.improvements), "improvement"),
    ):
        say(f"  {count:>10,}  {name}{'' if count == 1 else 's'}")
    measured = int(ranking.cells["measured"].sum())
    say(f"  {measured:>10,}  of {len(ranking.cells):,} cells (a persona at a touchpoint) measured")
    say("If nothing else is asked for:")
    listed(ranking.assumptions)
    if ranking.warnings:
        say("Please note:")
        listed(ranking.warnings)


@app.command()
@ranking_settings
def rank(
    study: StudyArgument,
    *,
    settings: dict[str, Any],
    as_json: JsonOption = False,
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

    With a sentence of why for each, how sure it is, what was not measured, and what was assumed.
    """
    if as_json and as_csv:
        raise SettingError("Choose one of --json and --csv.")
    from cx_workbench.rank.ranking import rank as rank_study

    ranking = rank_study(_load(study), **settings)
    if as_json:
        sys.stdout.write(f"{ranking.to_json(cells=cells)}\n")
    elif as_csv:
        from cx_workbench.rank.export import to_csv

        sys.stdout.write(to_csv(ranking, cells=cells))
    else:
        from cx_workbench.report.terminal import print_ranking

        print_ranking(ranking, cells=cells)


@app.command()
@ranking_settings
def simulate(
    study: StudyArgument, *, settings: dict[str, Any], as_json: JsonOption = False
) -> None:
    """Say how sure the TOP N is.

    Draws all that is uncertain many times over: scores, estimates and, with --spread, weights.
    """
    from cx_workbench.rank.sure.simulate import simulate as simulate_study

    sure = simulate_study(_load(study), **settings)
    if as_json:
        sys.stdout.write(f"{sure.to_json()}\n")
        return
    from cx_workbench.report.terminal_sureness import print_simulation

    print_simulation(sure)


@app.command()
@ranking_settings
def portfolio(  # noqa: PLR0913  one option for each wish
    study: StudyArgument,
    *,
    settings: dict[str, Any],
    budget: Annotated[float, typer.Option(metavar="NUMBER", help="What the set may take.")],
    unit: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="What the budget counts: person-days, or cost (the improvements' column cost, or "
            "else budget).",
        ),
    ] = "person-days",
    require: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="This improvement must be in the set, by id or title; may be repeated.",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="This one must be out of the set, by id or title; may be repeated.",
        ),
    ] = None,
    at_most: Annotated[
        int | None, typer.Option(metavar="K", help="How many improvements the set may hold.")
    ] = None,
    per: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="At least one for every persona, stage, phase or channel."
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="In how many draws the best set is looked for again; 200, 0 for none."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Choose the set that gains most under a budget.

    Says what it gains, how far that is proven, and how often each improvement is in the best set
    when all that is uncertain is drawn anew.
    """
    from rich.console import Console

    from cx_workbench.rank.portfolio.choosing import DEFAULT_DRAWS
    from cx_workbench.rank.portfolio.choosing import portfolio as choose
    from cx_workbench.rank.ranking import rank as rank_study

    draws = DEFAULT_DRAWS if draws is None else draws
    settings["draws"] = None if draws else 0
    ranking = rank_study(_load(study), **settings)
    with Console(stderr=True).status("Looking for the best set"):
        plan = choose(
            ranking,
            budget,
            unit,
            include=require,
            exclude=exclude,
            at_most=at_most,
            at_least_one_per=per,
            draws=draws,
        )
    if as_json:
        sys.stdout.write(f"{plan.to_json()}\n")
    else:
        say(plan.to_text())


@app.command(cls=ReportCommand)
@ranking_settings
def report(  # noqa: PLR0913  one option for each setting
    what: Annotated[
        Path | None,
        typer.Argument(
            metavar="TEMPLATE",
            help="Which notebook, by name or path; left out, the usual one. "
            "'cx-workbench report TEMPLATE --help' lists what it can be run with.",
            show_default=False,
        ),
    ] = None,
    study: Annotated[
        Path | None,
        typer.Argument(metavar="STUDY", help="The study, as for 'rank'.", show_default=False),
    ] = None,
    *,
    settings: dict[str, Any],
    out: OutOption,
    template: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Which notebook, by name or path; 'cx-workbench templates' lists them.",
        ),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--parameter",
            metavar="NAME=VALUE",
            help="A parameter of the template, such as budget=300; may be repeated.",
        ),
    ] = None,
    parameters_file: Annotated[
        Path | None,
        typer.Option(
            "-f",
            "--parameters-file",
            metavar="FILE",
            help="Parameters from a YAML, JSON or TOML file; what is given beside it goes first.",
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="How long one cell of the notebook may take."),
    ] = None,
) -> None:
    """Rank and write page, notebook and figures.

    Runs a template on the study and leaves page.html, the executed notebook and ranking.json.
    """
    from cx_workbench.runs.parameters import read, read_file
    from cx_workbench.runs.templates import find

    if what is None:
        raise SettingError("A report is of a study: name its folder, workbook or study.toml.")
    *named, place = [str(word) for word in (template, what, study) if word is not None]
    if named[1:]:
        said = f"A report has one template and one study: {', '.join([*named, place])} are more."
        raise SettingError(said, [Problem(f"Write: {NAME} report TEMPLATE STUDY --out DIR")])
    found = find(named[0] if named else _USUAL_TEMPLATE)
    own = read_file(parameters_file) if parameters_file else {}
    own |= read(found, parameter or ())
    _report(Path(place), found, out, timeout, own=own, settings=settings)


@app.command()
def templates(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Print only the path of this one.")
    ] = None,
    *,
    as_schema: Annotated[
        bool,
        typer.Option("--schema", help="Print what NAME can be run with, as a JSON schema."),
    ] = False,
) -> None:
    """List the notebook templates and their paths."""
    from cx_workbench.runs import templates as shipped
    from cx_workbench.runs.parameters import schema
    from cx_workbench.runs.templates import find

    if as_schema and name is None:
        raise SettingError("A schema is of one template: name it.")
    if as_schema:
        say(json.dumps(schema(find(str(name))), indent=2, ensure_ascii=False))
        return
    if name is not None:
        say(str(find(name).path))
        return
    for template in shipped():
        say(f"{template.name}: {template.title}")
        say(f"  {template.path}")


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


def _report(  # noqa: PLR0913  one argument for each setting
    study: Path,
    template: Template,
    out: Path,
    timeout: float | None = None,
    *,
    own: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> None:
    """Check everything before a kernel starts, then run the notebook and show its TOP N.

    ``own`` are parameters as a notebook holds them, where an empty one leaves it to the study;
    ``settings`` are arguments of `rank`, and go first.
    """
    from rich.console import Console

    from cx_workbench.rank.ranking import rank as rank_study
    from cx_workbench.report.decided import kept_log
    from cx_workbench.report.terminal import print_ranking
    from cx_workbench.runs import run
    from cx_workbench.runs.parameters import check, check_against, for_rank

    console = Console(stderr=True)
    source = str(_EXAMPLE if _is_example(study) else study.resolve())
    parameters = {"study": source, **(own or {}), **(settings or {})}
    check(template, parameters)
    with console.status("Reading and checking the study"):
        ranked_by = for_rank(own or {}, SETTING_NAMES) | dict(settings or {})
        ranking = rank_study(_load(study), **ranked_by)
        check_against(template, parameters, ranking)
    with console.status("Running the notebook"):
        result = run(template, parameters, out, timeout)
    print_ranking(ranking)
    say("")
    say("Written:")
    for path in result.files.values():
        say(f"  {path}")
    log = kept_log(ranking.basis.given)
    if log.decisions:
        many = (
            f"{len(log.decisions)} decisions that are" if log.decisions[1:] else "decision that is"
        )
        say(f"The page shows the {many} kept in {log.kept_in}.")


def _quoted(path: Path) -> str:
    """Write a path as it is typed on a command line."""
    if os.name == "nt":
        return subprocess.list2cmdline([str(path)])
    return shlex.quote(str(path))
