"""Cells as they go into a study's own copy of the answers."""

from __future__ import annotations

from cx_workbench.study.values import answer_key, as_safe_text


def clean(text: str) -> str:
    """Write a cell as it goes into the study's copy: safe to open in a spreadsheet."""
    return text if not isinstance(answer_key(text), str) else as_safe_text(text)


def plain(value: str | float) -> str | float | int:
    """Write whole numbers without a point, and texts as they stand in the copy.

    Examples
    --------
    >>> plain(6.0), plain("6"), plain(0.5), plain("=1+1")
    (6, 6, 0.5, "'=1+1")
    """
    if isinstance(value, str):
        key = answer_key(value)
        return clean(value) if isinstance(key, str) else plain(key)
    return int(value) if value == int(value) else value
