"""What a browser sends to a view, without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cx_workbench.widgets.view import View

PLANTED = "<script>window.planted=1</script>"


def ask(view: View, do: str, **fields: Any) -> None:  # noqa: ANN401  what a browser may send
    """Send a view a message as its screen does."""
    view._handle_custom_msg({"do": do, **fields}, [])  # noqa: SLF001  there is no public way
