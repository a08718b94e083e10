"""Scenarios side by side: who ranks where under each, and what was set otherwise."""

from __future__ import annotations

from html import escape
from statistics import fmean
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from cx_workbench.errors import WorkbenchError, visible
from cx_workbench.rank.ranking import rank
from cx_workbench.widgets.assets import script, style
from cx_workbench.widgets.steps import in_words
from cx_workbench.widgets.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study
    from cx_workbench.study.sessions import Scenario
    from cx_workbench.widgets.inputs import Inputs
    from cx_workbench.widgets.session import Session

_NOW = "Now"
_NONE_YET = (
    "No scenario was saved yet. Set the weights as one side of the room wants them, open "
    "'Scenario' in the head of the workbench, type a name and save it; then set them as the other "
    "side wants them. Both stand here side by side."
)
_NOT_RANKED = "–"
_NOWHERE: Mapping[str, Any] = {"rank": None, "top": False}


class _Column(NamedTuple):
    """A scenario, or what is set now: settings and ranking, or why there is none."""

    name: str
    inputs: Inputs
    ranking: Ranking | None
    refused: str = ""


class Scenarios(View):
    """Saved scenarios beside what is set now; one row an improvement in the TOP N of any.

    Parameters
    ----------
    source
        A session, or a study to open one for.
    settings
        As for `Session`, if ``source`` is a study.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> scenarios = Scenarios(cx.example(), file=False, draws=0)
    >>> scenarios.session.save("Base")
    >>> scenarios.session.change(top=1, weights={"gap": 1.0})
    >>> print(scenarios)
    Scenarios (* in the TOP N)
      Base v Now: weight of gap 0.3 to 1; weight of impact 0.4 to 0; weight of effort 0.3 to 0;
      TOP 5 to TOP 1
    ...
    """

    _esm = script("scenarios.js")
    _css = style("scenarios.css")

    def __init__(self, source: Session | Study, **settings: Any) -> None:  # noqa: ANN401  of `Session`
        self._looked_at = False
        self._ranked: dict[str, tuple[Scenario, _Column]] = {}
        super().__init__(source, **settings)

    def shown(self) -> dict[str, Any]:
        """Return the comparison; only once somebody looks, and not while somebody drags."""
        if not self._looked_at or not self.session.answer.settled:
            return self.state
        return self._comparison()

    def to_text(self) -> str:
        """Return the comparison as a plain table."""
        shown = self._comparison()
        if not shown["rows"]:
            return f"Scenarios\n  {shown['none']}"
        names = [visible(column["name"]) for column in shown["columns"]]
        lines = ["Scenarios (* in the TOP N)", *(f"  {said}" for said in shown["differences"])]
        widest = max(len(visible(row["title"])) for row in shown["rows"])
        lines.append("  ".join([" " * (widest + 2), *names]).rstrip())
        for row in shown["rows"]:
            places = zip(row["places"], names, strict=True)
            marked = "  ".join(_marked(place).rjust(len(name)) for place, name in places)
            lines.append(f"  {visible(row['title']):<{widest}}  {marked}".rstrip())
        return "\n".join(visible(line) for line in lines)

    def to_html(self) -> str:
        """Return the comparison as a table; every text is escaped."""
        shown = self._comparison()
        if not shown["rows"]:
            return f"<p><b>Scenarios.</b> {escape(shown['none'])}</p>"
        head = "".join(
            f"<th scope='col'>{escape(column['name'])}</th>" for column in shown["columns"]
        )
        rows = "".join(
            f"<tr><th scope='row'>{escape(row['title'])}</th>"
            + "".join(f"<td>{_bold(place)}</td>" for place in row["places"])
            + "</tr>"
            for row in shown["rows"]
        )
        said = "".join(f"<li>{escape(each)}</li>" for each in shown["differences"])
        return (
            f"<table><caption>Scenarios: the rank of each improvement (bold, with *: in the TOP N)"
            f"</caption><thead><tr><th scope='col'>Improvement</th>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table><ul>{said}</ul>"
        )

    def _comparison(self) -> dict[str, Any]:
        session = self.session
        if not session.scenarios:
            return {"none": _NONE_YET, "columns": [], "differences": [], "rows": []}
        now = _Column(_NOW, session.inputs, session.ranking)
        columns = [*(self._column(each) for each in session.scenarios), now]
        return {
            "none": "",
            "columns": [
                {
                    "name": each.name,
                    "top": f"TOP {each.inputs.top}",
                    "now": each is now,
                    "open": each.name == session.scenario and each.inputs == now.inputs,
                    "refused": each.refused,
                }
                for each in columns
            ],
            "differences": self._differences(columns),
            "rows": _rows([each.ranking for each in columns]),
        }

    def _differences(self, columns: list[_Column]) -> list[str]:
        first, *others = columns
        study = self.session.study
        said = ((each, in_words(first.inputs, each.inputs, study)) for each in others)
        return [
            f"{first.name} v {each.name}: {_lowered(what) or 'the same settings'}"
            for each, what in said
        ]

    def _column(self, scenario: Scenario) -> _Column:
        """Rank a scenario, without draws: once, however often it is compared."""
        known, column = self._ranked.get(scenario.name, (None, None))
        if column is None or known != scenario:
            column = self._made(scenario)
            self._ranked[scenario.name] = scenario, column
        return column

    def _made(self, scenario: Scenario) -> _Column:
        session = self.session
        settings: dict[str, Any] = dict(scenario.settings)
        try:
            inputs = session.own.changed(settings)
            return _Column(scenario.name, inputs, rank(session.study, **{**settings, "draws": 0}))
        except WorkbenchError as error:
            words = " ".join(str(each) for each in error.problems) or str(error)
            return _Column(scenario.name, session.own, None, f"It no longer fits: {words}")

    def _look(self) -> None:
        self._looked_at = True
        self.tell()

    def _open(self, name: str) -> None:
        self.session.open(name)

    commands: ClassVar[Mapping[str, Callable[..., None]]] = {"look": _look, "open": _open}


def _rows(rankings: list[Ranking | None]) -> list[dict[str, Any]]:
    """Lay out who is in the TOP N of any ranking, best mean place first."""
    sides = [_places(each) for each in rankings]
    chosen = dict.fromkeys(
        improvement for side in sides for improvement, place in side.items() if place["top"]
    )
    titles = {
        improvement: title
        for ranking in rankings
        if ranking is not None
        for improvement, title in zip(
            ranking.table["improvement"], ranking.table["title"], strict=True
        )
    }
    rows = [
        {
            "improvement": improvement,
            "title": titles[improvement],
            "places": [dict(side.get(improvement, _NOWHERE)) for side in sides],
        }
        for improvement in chosen
    ]
    return sorted(rows, key=lambda row: _mean_place(row["places"]))


def _places(ranking: Ranking | None) -> dict[str, dict[str, Any]]:
    if ranking is None:
        return {}
    table = ranking.table
    columns = (table[name].tolist() for name in ("improvement", "rank", "in_top"))
    return {
        improvement: {"rank": place, "top": in_top}
        for improvement, place, in_top in zip(*columns, strict=True)
    }


def _mean_place(places: list[dict[str, Any]]) -> float:
    return fmean(place["rank"] for place in places if place["rank"])


def _marked(place: Mapping[str, Any]) -> str:
    return f"{'*' if place['top'] else ''}{place['rank'] or _NOT_RANKED}"


def _bold(place: Mapping[str, Any]) -> str:
    return f"<b>{_marked(place)}</b>" if place["top"] else _marked(place)


def _lowered(words: str) -> str:
    """Take the first letter small, but not that of an abbreviation."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
