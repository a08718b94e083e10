"""The command line: thin, and nothing heavy is imported before a command runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cx_workbench.errors import Problem, SettingError, WorkbenchError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.study.model import Study

#: Set it to see where an unexpected error comes from.
DEBUG = "CX_WORKBENCH_DEBUG"
_EXAMPLE = "example"
_UNEXPECTED = 1

app = typer.Typer(
    name="cx-workbench",
    help="Which five things to improve next for your customers, and how sure that is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

StudyArgument = Annotated[
    str,
    typer.Argument(
        metavar="STUDY", help="Study folder, workbook (.xlsx) or study.toml; 'example' = built in."
    ),
]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results.")]
TopOption = Annotated[int | None, typer.Option(min=1, help="How many make the TOP N.")]
MethodOption = Annotated[
    str | None, typer.Option(help="additive, product, topsis, ratio or pareto.")
]
ReferenceOption = Annotated[
    str | None,
    typer.Option(
        help="What reality is held against: expectation, company, competitor, employee, target."
    ),
]
ImportanceOption = Annotated[str | None, typer.Option(help="equal or stated.")]
ImpactOption = Annotated[str | None, typer.Option(help="index or path.")]
WeightsOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=NUMBER,...",
        help="Such as gap=0.2,impact=0.5,effort=0.3; what is not named counts nothing.",
    ),
]
PersonaOption = Annotated[
    list[str] | None, typer.Option(help="Only this persona (id or name); may be repeated.")
]
StageOption = Annotated[list[str] | None, typer.Option(help="Only this stage; may be repeated.")]
PhaseOption = Annotated[
    list[str] | None, typer.Option(help="Only before, during or after; may be repeated.")
]
ChannelOption = Annotated[
    list[str] | None, typer.Option(help="Only this channel; may be repeated.")
]
PainOption = Annotated[
    list[str] | None, typer.Option("--pain-type", help="Only this pain type; may be repeated.")
]


@app.command()
def demo(out: OutOption = Path("cx-workbench-demo")) -> None:
    """Run the main job on the built-in example: study, TOP 5, notebook, page."""
    from cx_workbench.study.example import write_example

    folder = out / "study"
    if folder.exists():
        _say(f"The example study is there already and is used as it is: {folder}")
    else:
        write_example(folder)
        _say(f"The example study, synthetic throughout, is in {folder}")
    _report(folder, "top_improvements", out, {})


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder for the study.")],
) -> None:
    """Make a study to fill in: a folder of tables, and the same as a workbook."""
    from cx_workbench.study.starter import create_folder, create_workbook

    workbook = folder.with_name(f"{folder.name}.xlsx")
    if workbook.exists():
        raise SettingError(
            "The study was not made.",
            [Problem(f"'{workbook}' is there already.", hint="Name a new folder.")],
        )
    written = [*create_folder(folder), create_workbook(workbook)]
    _say("Fill in one of the two; the example rows show how.")
    _say(f"  The folder:   {folder}")
    for path in written[:-1]:
        _say(f"                  {path.name}")
    _say(f"  The workbook: {written[-1]}")
    _say("Then:")
    _say(f"  cx-workbench check {folder}")
    _say(f"  cx-workbench report {folder} --out {folder}-report")


@app.command()
def check(study: StudyArgument) -> None:
    """Read a study and say what is in it, what was assumed and what is wrong."""
    found = _load(study)
    _say(f"{found.title}: the study can be ranked.")
    for count, name in (
        (len(found.personas), "personas"),
        (len(found.touchpoints), "touchpoints"),
        (found.answers.count, "answers"),
        (len(found.improvements), "improvements"),
    ):
        _say(f"  {count:>10,}  {name}")
    if found.warnings:
        _say("Please note:")
    for warning in found.warnings:
        _say(f"  - {warning}")


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
        bool, typer.Option("--cells", help="With every persona at every touchpoint.")
    ] = False,
) -> None:
    """Rank a study's improvements and print the TOP N."""
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
        _say(ranking.to_json(cells=cells))
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
        str, typer.Option(help="Which notebook; 'cx-workbench templates' lists them.")
    ] = "top_improvements",
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
        float | None, typer.Option(min=1, help="Seconds that one cell may take.")
    ] = None,
) -> None:
    """Run a template on a study and write notebook, page and ranking.json."""
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
    parameters = {name: value for name, value in given.items() if value}
    _report(study, template, out, parameters, timeout)


@app.command()
def templates() -> None:
    """List the notebook templates and where they are."""
    from cx_workbench.runs import templates as shipped

    for template in shipped():
        _say(f"{template.name}: {template.title}")
        _say(f"  {template.path}")


def main() -> None:
    """Run the command line; problems come as words on standard error, with an exit code."""
    try:
        app()
    except WorkbenchError as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever reads us has enough, as in `cx-workbench rank ... | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        _complain(
            f"Something went wrong that should not: {type(error).__name__}: {error}\n"
            f"Nothing was changed. Set {DEBUG}=1 and run it again to see where."
        )
        sys.exit(_UNEXPECTED)


def _load(study: str) -> Study:
    from cx_workbench.study.built_in import example
    from cx_workbench.study.loading import load

    return example() if _is_example(study) else load(study)


def _is_example(study: object) -> bool:
    """Tell the built-in example from a folder of that name, which goes before it."""
    return study == _EXAMPLE and not Path(_EXAMPLE).exists()


def _report(
    study: str | Path,
    template: str,
    out: Path,
    parameters: Mapping[str, object],
    timeout: float | None = None,
) -> None:
    """Check everything before a kernel starts, then run the notebook and show its TOP N."""
    from rich.console import Console

    from cx_workbench.rank.ranking import rank as rank_study
    from cx_workbench.report.terminal import print_ranking
    from cx_workbench.runs import run

    console = Console(stderr=True)
    with console.status("Reading and checking the study"):
        ranking = rank_study(_load(str(study)), **dict(parameters))  # type: ignore[arg-type]
    source = _EXAMPLE if _is_example(study) else str(Path(study).resolve())
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
    weights, problems = {}, []
    for part in text.split(","):
        name, _, number = (piece.strip() for piece in part.partition("="))
        try:
            weights[name] = float(number)
        except ValueError:
            hint = "Write weights as gap=0.2,impact=0.5,effort=0.3."
            if name and not number:
                hint = f"{did_you_mean(name, ('gap', 'impact', 'effort'))} {hint}"
            problems.append(Problem(f"'{part.strip()}' is not a weight.", hint=hint))
    if problems:
        raise SettingError("The weights cannot be read.", problems)
    return weights


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
