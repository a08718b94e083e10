"""A form for the parameters of the notebook that shows it."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
from traitlets import Dict

from cx_workbench.errors import Problem, SettingError
from cx_workbench.lab.cell import Code, line, read, rewritten
from cx_workbench.lab.fields import Field, as_text, field_of
from cx_workbench.lab.nearby import studies_near
from cx_workbench.lab.typed import as_value
from cx_workbench.runs.templates import Template, find
from cx_workbench.widgets.assets import style
from cx_workbench.widgets.view import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent
#: Where Jupyter's servers and Voila say which notebook they started a kernel for.
_NOTEBOOK_NAMES = ("JPY_SESSION_NAME", "SCRIPT_NAME")
_SAY_WHICH = 'Name its template: parameters_form("top_improvements").'


class ParametersForm(anywidget.AnyWidget):
    """The parameters of a notebook as fields, checked as they are typed.

    Parameters
    ----------
    template
        Name or path of the notebook that says what the parameters are; the notebook at hand by
        default.

    Attributes
    ----------
    state
        What the browser shows, replaced as one; only Python sets it.

    Examples
    --------
    >>> form = ParametersForm("top_improvements")
    >>> form.fill("top", "3")
    >>> form.values["top"]
    3
    >>> form.fill("top", "many")
    >>> form.problems
    {'top': "Top must be a whole number, not 'many'."}
    >>> form.values["top"]
    3
    >>> print(form.lines)
    top = 3
    """

    _esm = (_HERE / "form.js").read_text(encoding="utf-8")
    _css = style() + (_HERE / "form.css").read_text(encoding="utf-8")
    parts = anywidget.WidgetTrait().tag(sync=True)
    state = Dict().tag(sync=True)

    def __init__(self, template: str | None = None) -> None:
        self._template = _notebook_at_hand() if template is None else find(template)
        self._fields = {each.name: field_of(each) for each in self._template.parameters}
        self._texts: dict[str, str] = {}
        self._trouble = ""
        #: What is in force: the last value of each parameter that could be used.
        self.values: dict[str, object] = {}
        #: What is wrong with what was typed, by parameter.
        self.problems: dict[str, str] = {}
        self._take({name: field.default for name, field in self._fields.items()})
        super().__init__(parts=parts(), state=self._shown())
        self.on_msg(self._asked)

    @property
    def lines(self) -> str:
        """Lines for the parameters cell: what differs from the template."""
        return "\n".join(
            line(name, value)
            for name, value in self.values.items()
            if name in self._fields and value != self._fields[name].default
        )

    def fill(self, name: str, text: str) -> None:
        """Type into a field; what cannot be used is said in `problems` and changes nothing else."""
        field = self._fields[name]
        self._texts[name] = text
        try:
            self.values[name] = as_value(field, text, Path.cwd())
        except SettingError as error:
            self.problems[name] = _in_words(error)
        else:
            self.problems.pop(name, None)

    def _take(self, values: dict[str, object]) -> None:
        """Take what the parameters cell sets now."""
        for name, field in self._fields.items():
            value = values.get(name, field.default)
            if name in self.problems and self.values.get(name, self) == value:
                # The cell did not change: what was typed wrongly may still be mended.
                continue
            self._texts[name] = as_text(field, value)
            self.problems.pop(name, None)
            if isinstance(value, Code):
                self.values.pop(name, None)
                self.problems[name] = "The cell works this out; what you type here replaces it."
            else:
                self.values[name] = value

    def _asked(self, _widget: object, content: Any, _buffers: object) -> None:  # noqa: ANN401  from the browser
        """Answer the browser: it says what stands in the cell, and perhaps what was typed."""
        if not isinstance(content, dict):
            return
        source, typed = content.get("source"), content.get("typed")
        becomes = None
        try:
            if isinstance(typed, dict):
                becomes = self._typed(typed, source)
            elif isinstance(source, str):
                self._take(read(source))
            self._trouble = ""
        except SettingError as error:
            self._trouble = str(error)
        self.state = self._shown()
        self.send({"was": source, "becomes": becomes})

    def _typed(self, typed: dict[str, str], source: object) -> str | None:
        known = {name: str(text) for name, text in typed.items() if name in self._fields}
        for name, text in known.items():
            self.fill(name, text)
        right = {name: self.values[name] for name in known if name not in self.problems}
        return rewritten(source, right) if isinstance(source, str) else None

    def _shown(self) -> dict[str, Any]:
        return {
            "title": self._template.title,
            "fields": [self._field(field) for field in self._fields.values()],
            "lines": self.lines,
            "trouble": self._trouble,
        }

    def _field(self, field: Field) -> dict[str, Any]:
        is_study = field.kind == "study"
        return {
            "name": field.name,
            "label": field.label,
            "kind": field.kind,
            "means": field.means,
            "choices": studies_near(Path.cwd()) if is_study else list(field.choices),
            "empty": field.when_empty if field.may_be_empty else None,
            "text": self._texts[field.name],
            "problem": self.problems.get(field.name, ""),
        }

    def to_text(self) -> str:
        """Return the form as plain text: every parameter and what it is."""
        return "\n".join([f"Parameters of '{self._template.title}'", *self._rows()])

    def to_html(self) -> str:
        """Return the form as HTML that needs no kernel; every text is escaped."""
        return f"<pre>{escape(self.to_text())}</pre>"

    def _rows(self) -> Iterator[str]:
        for name, field in self._fields.items():
            yield f"  {field.label}: {self._texts[name] or field.when_empty}"

    def __repr__(self) -> str:
        """Show the text form."""
        return self.to_text()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401  of IPython
        """Show the widget where there is one to be had, else HTML, else words."""
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        still = {"text/plain": self.to_text(), "text/html": self.to_html()}
        return {**data, **still}, metadata


def _notebook_at_hand() -> Template:
    for name in _NOTEBOOK_NAMES:
        path = Path(os.environ.get(name, ""))
        if path.suffix == ".ipynb" and path.is_file():
            return Template(path)
    problem = Problem("This kernel does not say which notebook it runs.", hint=_SAY_WHICH)
    raise SettingError("The form does not know its notebook.", [problem])


def _in_words(error: SettingError) -> str:
    return " ".join([error.headline, *map(str, error.problems)])
