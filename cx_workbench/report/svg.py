"""Pictures as a page takes them: several on one page, and harmless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a drawing is made of. Anything else (scripts, links, foreign markup) is left out.
_ELEMENTS = {
    *("svg", "g", "defs", "style", "use", "title", "desc", "text", "tspan"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop"),
}
#: Attributes that hold ids as they are.
_NAMES_IDS = {"id", "aria-labelledby", "aria-describedby"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def inline(svg: str | ET.Element, prefix: str) -> str:
    """Return a drawing to be put into an HTML page beside others.

    Its ids get a prefix, since a page has but one of each: with two clip paths of the same
    name the second picture would be cut by the first one's.

    Parameters
    ----------
    svg
        A whole SVG document, or its element, which is changed.
    prefix
        Starts every id; letters, digits and hyphens.

    Examples
    --------
    >>> inline('<svg viewBox="0 0 9 5"><g clip-path="url(#a)"/></svg>', "gaps")
    '<svg viewBox="0 0 9 5"><g clip-path="url(#gaps-a)" /></svg>'
    """
    # Drawn by our own charts, not brought by a client.
    root = ET.fromstring(svg) if isinstance(svg, str) else svg  # noqa: S314
    _keep_drawing(root)
    for element in root.iter():
        element.attrib = dict(_attributes(element, prefix))
        if element.tag == "style":
            element.text = _REFERENCE.sub(rf"url(#{prefix}-\1)", element.text or "")
    return ET.tostring(root, encoding="unicode")


def _keep_drawing(element: ET.Element) -> None:
    # HTML gives these elements their namespace by itself; prefixes would break them.
    element.tag = _local(element.tag)
    for child in list(element):
        if _local(child.tag) in _ELEMENTS:
            _keep_drawing(child)
        else:
            element.remove(child)


def _attributes(element: ET.Element, prefix: str) -> Iterator[tuple[str, str]]:
    for qualified, value in element.attrib.items():
        name = _local(qualified)
        # In a page the namespace is HTML's to give, and what runs is ours alone.
        if name.startswith("on") or name == "xmlns":
            continue
        if name in _NAMES_IDS:
            yield name, " ".join(f"{prefix}-{identity}" for identity in value.split())
        elif name == "href":
            if value.startswith("#"):
                yield name, f"#{prefix}-{value[1:]}"
        else:
            # Few do refer to anything, and a picture has thousands of attributes.
            yield name, _REFERENCE.sub(rf"url(#{prefix}-\1)", value) if "url(" in value else value


def _local(name: str) -> str:
    return name.rpartition("}")[2] if "}" in name else name
