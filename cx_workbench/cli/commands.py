"""The commands on a study and its ranking, each a few lines around what does the work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cx_workbench.cli.app import NAME, JsonOption, OutOption, StudyArgument, app, load_study
from cx_workbench.cli.settings import ranking_settings
from cx_workbench.cli.words import listed, quoted, say
from cx_workbench.errors import Problem, SettingError


@app.command()
def demo(out: OutOption = Path("cx-workbench-demo")) -> None:
    """Try it out on the built-in example.

    Writes the example study, runs the notebook on it, and leaves the page and the figures.
    """
    # Here, so that its commands stand below those of this module in the help.
    from cx_workbench.cli.reports import USUAL_TEMPLATE, write_report
    from cx_workbench.runs.templates import find
    from cx_workbench.study.example import write_example

    folder = out / "study"
    if folder.exists():
        say(f"The example study is there already and is used as it is: {folder}")
    else:
        write_example(folder)
        say(f"The example study, synthetic throughout, is in {folder}")
    write_report(folder, find(USUAL_TEMPLATE), out)


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
    say(f"  {NAME} check {quoted(folder)}")
    say(f"  {NAME} report {quoted(folder)} --out {quoted(results)}")


@app.command()
def check(study: StudyArgument) -> None:
    """Say what is in a study and what is wrong with it.

    Names every problem of all tables at once, with file, row, column and what to do.
    """
    from cx_workbench.rank.ranking import rank as rank_study

    found = load_study(study)
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

    ranking = rank_study(load_study(study), **settings)
    if as_json:
        sys.stdout.write(f"{ranking.to_json(cells=cells)}\n")
    elif as_csv:
        from cx_workbench.rank.export import to_csv

        sys.stdout.write(to_csv(ranking, cells=cells))
    else:
        from cx_workbench.cli.terminal import print_ranking

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

    sure = simulate_study(load_study(study), **settings)
    if as_json:
        sys.stdout.write(f"{sure.to_json()}\n")
        return
    from cx_workbench.cli.terminal_sureness import print_simulation

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
    ranking = rank_study(load_study(study), **settings)
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


def _must_be_new(*paths: Path) -> None:
    """Refuse to write over anything; an empty folder is as good as none."""
    problems = [
        Problem(f"'{path}' is there already.", hint="Name a new folder; nothing is overwritten.")
        for path in paths
        if path.exists() and not (path.is_dir() and not any(path.iterdir()))
    ]
    if problems:
        raise SettingError("The study was not made.", problems)
