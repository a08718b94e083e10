"""Journey maps drawn as a table: one touchpoint a row, or one stage a column."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cx_workbench.errors import StudyError
from cx_workbench.study.contract import MOST_CELLS, PHASES
from cx_workbench.study.importing.clues import plainly
from cx_workbench.study.importing.feelings import emotion_of, unknown_feelings
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.journey_map import JourneyMap
from cx_workbench.study.importing.mapping import title_of
from cx_workbench.study.values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cx_workbench.study.importing.sheets import Row, Sheet

#: What a column (or a lane) is called, whole or as its first word, in six languages.
_NAMES = {
    "stage": "stage|journey stage|faza|faze|etapa|etap|phase|phasen|этап|стадия|фаза",
    "touchpoint": (
        "touch ?points?|steps?|customer actions?|actions?|activity|activities|krok|kroky|"
        "kontaktny bod|kontaktne body|kontaktni bod|kontaktni body|punkt styku|punkty styku|"
        "kontaktpunkte?|beruhrungspunkte?|schritte?|точк[аи] контакта|точк[аи] касания|шаги?"
    ),
    "phase": "phase|before during after",
    "channel": "channels?|kanaly?|kanale|kanal|каналы?",
    "emotion": (
        "emotions?|feelings?|sentiment|mood|emoci[ae]|emoce|emocje?|nalada|gefuhle?|stimmung|"
        "эмоци[яи]|чувства"
    ),
    "owner": (
        r"owner|responsible|zodpoved\w*|vlastnik|wlasciciel|verantwortlich\w*|ответственн\w*"
    ),
}
_PATTERNS = {part: re.compile(f"({names})$") for part, names in _NAMES.items()}
#: Rows above a map's head, and columns of a map that says more of each touchpoint.
_MOST_TITLES, _MOST_COLUMNS = 20, 60
#: Headings of tables that hold what people answered.
_ANSWERS = re.compile(r".*\b(score|rating|metric|respondent|csat|nps|ces|mean|answers?)\b")
#: What parts several touchpoints in one cell: lines, semicolons, bullets.
_SEVERAL = re.compile(r"\s*(?:[\n\r;•▪]|(?:^|\n)\s*[-*]\s)\s*")
#: A touchpoint that stands in most rows more than once is asked about, not drawn.
_ONCE = 0.5


@dataclass(frozen=True)
class _Step:
    name: str
    stage: str
    phase: str = ""
    channel: str = ""
    emotion: str = ""
    owner: str = ""
    felt: str = ""


def journey_of(sheet: Sheet) -> JourneyMap | None:
    r"""Read a journey map that is drawn as a table.

    Parameters
    ----------
    sheet
        One touchpoint a row, with columns for it and for its stage (channel, emotion, owner and
        phase, if there are any); or one stage a column, with a row of touchpoints.

    Returns
    -------
    JourneyMap or None
        ``None`` where it is no map: a survey, mostly.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from cx_workbench.study.importing.sheets import sheets_of
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "map.csv")
    ...     _ = path.write_text("Stage,Touchpoint,Emotion\nBuy,Pay,:-(\n,Wait,happy\n")
    ...     found = journey_of(sheets_of(path)[0])
    >>> found.touchpoints[["name", "stage", "emotion"]].to_numpy().tolist()
    [['Pay', 'Buy', 'negative'], ['Wait', 'Buy', 'positive']]
    """
    try:
        rows = sheet.first()
    except StudyError:
        return None
    for place, (_, cells) in enumerate(rows[:_MOST_TITLES]):
        parts = _parts(cells[:_MOST_COLUMNS])
        if {"stage", "touchpoint"} <= parts.keys():
            if any(_is(cell, _ANSWERS) for cell in cells):
                return None
            return _by_row(sheet, place, parts)
        found = _by_column(rows[place:])
        if found is not None:
            return _map(sheet, found, ())
    return None


def _parts(cells: Iterable[object]) -> dict[str, int]:
    """Tell which column of a head is for what; *phase* alone is what others call stage."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for part, pattern in _PATTERNS.items():
            if part not in found and place not in found.values() and _is(cell, pattern):
                found[part] = place
    return found


def _is(cell: object, pattern: re.Pattern[str]) -> bool:
    return pattern.match(plainly(as_text(cell)).strip(" :.")) is not None


def _by_row(sheet: Sheet, place: int, parts: dict[str, int]) -> JourneyMap | None:
    steps, last, others = [], "", 0
    # More rows than anybody draws on a map are answers of people.
    for count, (_, cells) in enumerate(_below(sheet, place)):
        if count >= MOST_CELLS:
            return None
        said = {part: _cell(cells, column) for part, column in parts.items()}
        # Merged cells have their text in the first row alone.
        last = said["stage"] or last
        if said["touchpoint"]:
            steps.append(_step({**said, "stage": last}))
        else:
            others += 1
    if not steps or len({(step.name, step.stage) for step in steps}) < _ONCE * len(steps):
        return None
    rows = "1 row without a touchpoint was" if others == 1 else f"{others:,} rows without one were"
    said_of_others = f"{rows} left out."
    return _map(sheet, steps, (said_of_others,) if others else ())


def _below(sheet: Sheet, place: int) -> Iterator[Row]:
    rows = sheet.rows()
    for _ in range(place + 1):
        next(rows)
    yield from rows


def _cell(cells: Sequence[object], place: int) -> str:
    return as_text(cells[place]) if place < len(cells) else ""


def _step(said: dict[str, str]) -> _Step:
    phase = plainly(said.get("phase", ""))
    return _Step(
        name=said["touchpoint"],
        stage=said["stage"],
        phase=phase if phase in PHASES else "",
        channel=said.get("channel", ""),
        emotion=emotion_of(said.get("emotion", "")),
        owner=said.get("owner", ""),
        felt=said.get("emotion", ""),
    )


def _by_column(rows: Sequence[Row]) -> list[_Step] | None:
    """Read lanes under stages: the first column names the lanes, one of them of touchpoints."""
    (_, head), *body = rows
    stages = [as_text(cell) for cell in head]
    corner = plainly(stages[0]) if stages else ""
    if corner and not _PATTERNS["stage"].match(corner):
        return None
    lanes = {
        part: cells
        for _, cells in body
        for part, pattern in _PATTERNS.items()
        if cells and part != "stage" and _is(cells[0], pattern)
    }
    if "touchpoint" not in lanes or sum(map(bool, stages[1:])) < 2:  # noqa: PLR2004  one stage is no journey
        return None
    steps: list[_Step] = []
    last = ""
    for place in range(1, max(len(stages), len(lanes["touchpoint"]))):
        last = (stages[place] if place < len(stages) else "") or last
        of_stage = {part: _cell(cells, place) for part, cells in lanes.items()}
        names = filter(None, _SEVERAL.split(of_stage["touchpoint"]))
        steps += [_step({**of_stage, "stage": last, "touchpoint": name}) for name in names]
    return steps


def _map(sheet: Sheet, steps: Sequence[_Step], assumed: tuple[str, ...]) -> JourneyMap | None:
    unique = list(dict.fromkeys(steps))
    if not unique:
        return None
    assumed = (*assumed, *unknown_feelings(step.felt for step in unique))
    touchpoints = pd.DataFrame([asdict(step) for step in unique]).drop(columns="felt")
    touchpoints.insert(0, "touchpoint", short_ids([step.name for step in unique], "touchpoint"))
    touchpoints["position"] = range(1, len(unique) + 1)
    return JourneyMap(
        title=title_of(sheet.file),
        persona="",
        stages=tuple(dict.fromkeys(step.stage for step in unique if step.stage)),
        touchpoints=touchpoints,
        assumed=(*sheet.notes, *assumed),
    )
