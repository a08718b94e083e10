"""A journey map and a survey about the same way: the survey's touchpoints find their stages."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from cx_workbench.study.importing.clues import plainly
from cx_workbench.study.values import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.study.importing.journey_map import JourneyMap

#: How much alike two names of the same touchpoint are, 0..1.
_ALIKE = 0.6
#: What else a map may say; a study carries it along.
_SAID = ("description", "remarks")
_CARRIED = ("stage", "phase", "channel", "owner", "emotion")


def placed(
    touchpoints: Mapping[str, str], journey: JourneyMap
) -> tuple[list[dict[str, str]], list[str]]:
    """Put the touchpoints of a survey on a journey map.

    Parameters
    ----------
    touchpoints
        Of the survey: the name of each, by id.
    journey
        The map.

    Returns
    -------
    list of dict
        Rows of touchpoints.csv: those of the map from first to last, and then those that it does
        not show. What nobody was asked about is there too: it is shown as not measured.
    list of str
        Which were taken for the same, in words.
    """
    left = dict(touchpoints)
    rows, said = [], []
    for _, found in journey.touchpoints.iterrows():
        name = as_text(found.get("name"))
        id_, title = _same(name, left)
        if id_:
            del left[id_]
            said.append(f"'{title}' of the survey is taken for '{name}' of the map.")
        row = {"touchpoint": id_ or as_text(found["touchpoint"]), "name": name}
        row |= {column: as_text(found.get(column)) for column in _CARRIED}
        row |= {column: text for column in _SAID if (text := as_text(found.get(column)))}
        rows.append(row)
    rows += [{"touchpoint": id_, "name": title} for id_, title in left.items()]
    if left and journey.touchpoints.shape[0]:
        said.append(f"Not on the map: {', '.join(left.values())}.")
    for position, row in enumerate(rows, start=1):
        row["position"] = str(position)
    return rows, said


def _same(name: str, touchpoints: Mapping[str, str]) -> tuple[str, str]:
    """Return id and name of the touchpoint that is called nearly so; empty if none is."""
    wanted = plainly(name)
    best, score = ("", ""), _ALIKE
    for id_, title in touchpoints.items():
        alike = difflib.SequenceMatcher(None, wanted, plainly(title)).ratio()
        if alike > score:
            best, score = (id_, title), alike
    return best
