"""What JupyterLab gets: launcher cards, palette commands, and a form for a notebook's parameters.

>>> from cx_workbench.lab import parameters_form
>>> form = parameters_form("top_improvements")
>>> form.values["study"]
'example'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from cx_workbench.lab.form import ParametersForm

__all__ = ["parameters_form"]


def parameters_form(template: str | None = None) -> ParametersForm:
    """Show the parameters of a notebook as a form that fills in its parameters cell.

    Parameters
    ----------
    template
        Name of the shipped template that the notebook is a copy of, or path of a notebook; the
        notebook at hand by default.

    Returns
    -------
    ParametersForm
        A widget. Each change goes into the cell tagged ``parameters`` of the notebook that shows
        it; where that cannot be reached, the form shows the lines to put there.

    Raises
    ------
    SettingError
        There is no such template, or the notebook at hand cannot be told.

    Examples
    --------
    >>> parameters_form("how_sure").values["top"]
    0
    """
    from cx_workbench.lab.form import ParametersForm

    return ParametersForm(template)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "cx_workbench.lab"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    from cx_workbench.lab.server import add_handlers

    add_handlers(server)
