"""The commands that run notebooks: one report, many of them, and which templates there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cx_workbench.cli.app import EXAMPLE, NAME, JsonOption, OutOption, app, is_example, load_study
from cx_workbench.cli.report_help import ReportCommand
from cx_workbench.cli.settings import SETTING_NAMES, ranking_settings
from cx_workbench.cli.words import complain, say
from cx_workbench.errors import Problem, SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.rank.model import Ranking
    from cx_workbench.runs.templates import Template

USUAL_TEMPLATE = "top_improvements"


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
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="What to hand over: html, json, csv, pdf, pptx, xlsx, svg, png; may be repeated. "
            "html and json.",
        ),
    ] = None,
    pptx_template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A presentation whose look the slides take on."),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="run.json of an earlier report, to say what moved; else the last in the study's "
            "history.",
        ),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help="Keep the ranking in the study's folder history; from then on it is always kept.",
        ),
    ] = False,
    timeout: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="How long one cell of the notebook may take."),
    ] = None,
) -> None:
    """Rank and write page, notebook and figures.

    Runs a template on the study and leaves page.html, the executed notebook, ranking.json and
    run.json, which says what became of the run; with --format slides, a workbook or a PDF too.
    """
    from cx_workbench.runs.parameters import STUDY, read, read_file
    from cx_workbench.runs.templates import find

    if what is None:
        raise SettingError("A report is of a study: name its folder, workbook or study.toml.")
    *named, place = [str(word) for word in (template, what, study) if word is not None]
    if named[1:]:
        said = f"A report has one template and one study, not {', '.join([*named, place])}."
        raise SettingError(said, [Problem(f"Write: {NAME} report TEMPLATE STUDY --out DIR")])
    found = find(named[0] if named else USUAL_TEMPLATE)
    own = read_file(parameters_file) if parameters_file else {}
    own |= read(found, parameter or ())
    if STUDY in own:
        raise SettingError("The study is named as STUDY, not as a parameter.")
    own |= _files(formats, pptx_template, since)
    write_report(Path(place), found, out, timeout, own=own, settings=settings, keep=keep)


def _files(
    formats: list[str] | None, pptx_template: Path | None, since: Path | None
) -> dict[str, Any]:
    """Return options that are parameters of every template of ours, as far as they are given."""
    given = {
        "formats": formats,
        "pptx_template": pptx_template and str(pptx_template.resolve()),
        "since": since and str(since.resolve()),
    }
    return {name: value for name, value in given.items() if value}


@app.command()
def batch(
    jobs: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The jobs: jobs.toml, or a table (.csv, .xlsx)."),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder for the results; as FILE says, else 'reports'."
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Make only what is missing or has changed.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="How many at a time; one more than there are cores."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write many reports, for many clients or with many settings.

    Each runs in a fresh kernel and has a folder of its own; one that fails stops no other.
    """
    from cx_workbench.runs.warm import warm_process

    # It gets ready while the rest is loaded and the jobs are read.
    warm_process()
    from cx_workbench.cli.batches import run_batch
    from cx_workbench.runs.jobs import read_jobs

    found = read_jobs(jobs)
    result = run_batch(
        found.jobs,
        out or found.out or Path("reports"),
        workers=workers,
        resume=resume,
        as_json=as_json,
    )
    raise typer.Exit(result.exit_code)


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
    from cx_workbench.runs.templates import find
    from cx_workbench.runs.templates import templates as shipped

    if as_schema and name is None:
        raise SettingError("A schema is of one template: name it.")
    if as_schema:
        from cx_workbench.runs.parameters import schema

        say(json.dumps(schema(find(str(name))), indent=2, ensure_ascii=False))
        return
    if name is not None:
        say(str(find(name).path))
        return
    for template in shipped():
        say(f"{template.name}: {template.title}")
        say(f"  {template.path}")


def write_report(  # noqa: PLR0913  one argument for each setting
    study: Path,
    template: Template,
    out: Path,
    timeout: float | None = None,
    *,
    own: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    keep: bool = False,
) -> None:
    """Check everything before a kernel starts, then run the notebook and show its TOP N.

    ``own`` are parameters as a notebook holds them, where an empty one leaves it to the study;
    ``settings`` are arguments of `rank`, and go first.
    """
    from rich.console import Console

    from cx_workbench.cli.terminal import print_ranking
    from cx_workbench.rank.ranking import rank as rank_study
    from cx_workbench.report.decided import kept_log
    from cx_workbench.runs.notebook import Order, attempt
    from cx_workbench.runs.parameters import check_against, for_rank
    from cx_workbench.runs.warm import warm_process

    source = str(EXAMPLE if is_example(study) else study.resolve())
    parameters = {"study": source, **(own or {}), **(settings or {})}
    ranked: list[Ranking] = []
    with Console(stderr=True).status("Reading and checking the study") as status:

        def look(values: Mapping[str, object]) -> None:
            # It gets ready while the study is read.
            warm_process()
            ranked_by = for_rank(template, own or {}, SETTING_NAMES) | dict(settings or {})
            ranked.append(rank_study(load_study(study), **ranked_by))
            check_against(template, values, ranked[0])

        def tell(done: int, cells: int) -> None:
            status.update(f"Running the notebook: cell {done + 1} of {cells}")

        order = Order(template, parameters, out, timeout, beforehand=look, warm=True, keep=keep)
        try:
            made = attempt(order, tell)
        except KeyboardInterrupt:
            complain("It was stopped; nothing was written.")
            raise
        result = made.result()
    ranking = ranked[0]
    print_ranking(ranking)
    say("")
    say("Written:")
    for path in result.files.values():
        say(f"  {path}")
    for note in made.notes:
        say(note)
    log = kept_log(ranking.basis.given)
    if log.decisions:
        many = (
            f"{len(log.decisions)} decisions that are" if log.decisions[1:] else "decision that is"
        )
        say(f"The page shows the {many} kept in {log.kept_in}.")
