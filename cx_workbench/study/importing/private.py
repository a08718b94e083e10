"""What in a column says who somebody is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cx_workbench.study.importing.clues import private_by_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]{2,}")
_PHONE = re.compile(r"\+?\d[\d\s().\-/]{6,18}\d")
_ADDRESS = re.compile(r"(\d{1,3}\.){3}\d{1,3}|([0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}", re.IGNORECASE)
_DECIMAL = re.compile(r"\d+[.,]\d+")
#: A day, with or without a time of day.
_DAY = re.compile(r"(\d{1,4}[-./ ]{1,2}\d{1,2}[-./ ]{1,2}\d{1,4})([T ,]+.*)?")
_DIGITS = re.compile(r"\d")
#: Digits of a telephone number; fewer are an order number, a date or a time, more a card.
_LEAST_DIGITS, _MOST_DIGITS = 9, 15
#: So many of the filled cells make a column of its kind.
_MANY = 0.3


def private(heading: str, texts: Sequence[str]) -> str:
    """Say what a column tells about who somebody is; empty if nothing.

    Parameters
    ----------
    heading
        Of the column.
    texts
        What stands in it; empty ones make no difference.

    Examples
    --------
    >>> private("Q7", ["anna@example.org", "", "peter@example.org"])
    'e-mail addresses stand in it'
    >>> private("Surname", ["Nováková"])
    'its heading promises a name'
    >>> private("Score", ["4", "5"])
    ''
    """
    filled = [text for text in texts if text]
    if not filled:
        return ""
    for what, found in (
        ("e-mail addresses", _MAIL.fullmatch),
        ("telephone numbers", _is_phone),
        ("addresses of computers", _ADDRESS.fullmatch),
    ):
        if sum(bool(found(text)) for text in filled) > _MANY * len(filled):
            return f"{what} stand in it"
    promised = private_by_heading(heading)
    return f"its heading promises {promised}" if promised else ""


def masked(text: str) -> str:
    """Put dots for what in a comment would say who wrote it.

    Examples
    --------
    >>> masked("Call me: +421 905 123 456, or anna@example.org.")
    'Call me: [phone], or [e-mail].'
    """
    without_mail = _MAIL.sub(lambda found: _marked(found, "[e-mail]"), text)
    return _PHONE.sub(lambda found: "[phone]" if _is_phone(found[0]) else found[0], without_mail)


def _marked(found: re.Match[str], mark: str) -> str:
    # The point behind an address ends the sentence.
    return mark + "".join(re.findall(r"[.!?)]+$", found[0]))


def _is_phone(text: str) -> bool:
    if not _PHONE.fullmatch(text) or _DECIMAL.fullmatch(text) or _DAY.fullmatch(text):
        return False
    # A number alone is a number; spaces, a plus or a zero in front make it one to call.
    is_written = text.startswith(("+", "0")) or bool(re.search(r"[\s()\-/]", text))
    return is_written and _LEAST_DIGITS <= len(_DIGITS.findall(text)) <= _MOST_DIGITS
