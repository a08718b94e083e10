"""A picture that a notebook shows offline, in untrusted files and to screen readers."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

    from cx_workbench.charts import Drawing


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A drawn chart with its description.

    Attributes
    ----------
    svg
        The drawing, with the font that it is set in.
    description
        What it shows, in words.
    """

    svg: str
    description: str

    def __repr__(self) -> str:
        """Show the words where no picture can be shown."""
        return self.description

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        # JupyterLab shows image/svg+xml only in trusted notebooks; an image in HTML always.
        encoded = base64.b64encode(self.svg.encode()).decode()
        alt = html.escape(self.description)
        image = (
            f'<img alt="{alt}" src="data:image/svg+xml;base64,{encoded}" '
            'style="background:#FFFFFF;max-width:100%">'
        )
        return {"text/html": image, "text/plain": self.description}


def picture(chart: alt.TopLevelMixin | Drawing) -> Picture:
    """Draw a chart once, for a notebook's cell.

    Nothing is loaded from outside: not by the chart, and not by whoever opens the notebook.

    Parameters
    ----------
    chart
        A chart or a drawing of `cx_workbench.charts`.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> from cx_workbench.charts import matrix
    >>> picture(matrix(cx.rank(cx.example())))._repr_mimebundle_()["text/html"][:10]
    '<img alt="'
    """
    from cx_workbench.charts import Drawing, to_svg

    if isinstance(chart, Drawing):
        return Picture(to_svg(chart, embed_font=True), chart.message.description)
    description = str(chart.to_dict().get("description", ""))
    return Picture(to_svg(chart, embed_font=True), description)
