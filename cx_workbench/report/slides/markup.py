"""Parts of a presentation's markup that python-pptx has no words for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement, OxmlElement

if TYPE_CHECKING:
    from collections.abc import Mapping

Element: TypeAlias = BaseOxmlElement

__all__ = ["Element", "add", "clear", "make", "parse", "qn", "written"]


def make(tag: str, attributes: Mapping[str, str] | None = None) -> Element:
    """Make an element.

    Examples
    --------
    >>> make("a:schemeClr", {"val": "tx1"}).get("val")
    'tx1'
    """
    element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        element.set(name, value)
    return element


def add(parent: Element, tag: str, attributes: Mapping[str, str] | None = None) -> Element:
    """Add an element after the other children of one."""
    element: Element = parent.makeelement(_name(tag), dict(attributes or {}))
    parent.append(element)
    return element


@cache
def _name(tag: str) -> str:
    return qn(tag)


def clear(parent: Element) -> None:
    """Take out the children of an element."""
    for child in list(parent):
        parent.remove(child)


def parse(content: bytes) -> Element:
    """Read a part of a package; entities of its own are not resolved."""
    root: Element = parse_xml(content)
    return root


def written(root: Element) -> bytes:
    """Write a part of a package."""
    return serialize_part_xml(root)
