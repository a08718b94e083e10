"""A drawing as an altair chart, for whoever wants to go on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.charts.drawing import Drawing

#: How altair calls the channels.
_CHANNELS: dict[str, type[alt.SchemaBase]] = {
    "description": alt.Description,
    "detail": alt.Detail,
    "fill": alt.Fill,
    "order": alt.Order,
    "size": alt.Size,
    "stroke": alt.Stroke,
    "text": alt.Text,
    "x": alt.X,
    "x2": alt.X2,
    "y": alt.Y,
    "y2": alt.Y2,
}


def chart_of(drawing: Drawing) -> alt.LayerChart:
    """Build the chart that draws the same.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.charts import DRAWINGS
    >>> drawing = DRAWINGS["gap_map"](cx.rank(cx.example(), draws=0))
    >>> chart_of(drawing).to_dict()["height"] == drawing.height
    True
    """
    spec = drawing.to_spec()
    chart = alt.LayerChart(layer=[_layer(layer) for layer in spec["layer"]]).properties(
        **{name: spec[name] for name in ("width", "height", "description", "background")},
        title=alt.Title(**spec["title"]),
        padding=spec["padding"],
    )
    configured: alt.LayerChart = chart.configure_view(**spec["config"]["view"])
    # Set last, and once for all layers: altair copies and checks whatever it is handed.
    configured["datasets"] = spec["datasets"]
    return configured


def _layer(layer: Mapping[str, Any]) -> alt.Chart:
    encodings: dict[str, Any] = {
        name: _CHANNELS[name](**given) for name, given in layer["encoding"].items()
    }
    chart = alt.Chart(alt.NamedData(**layer["data"]), mark=alt.MarkDef(**layer["mark"]))
    encoded: alt.Chart = chart.encode(**encodings)
    return encoded
