from __future__ import annotations

from cx_workbench.report.svg import inline

SPACE = "http://www.w3.org/2000/svg"


def drawing(inside: str) -> str:
    link = "http://www.w3.org/1999/xlink"
    return inline(f'<svg xmlns="{SPACE}" xmlns:xlink="{link}">{inside}</svg>', "gaps")


def test_ids_and_what_points_to_them_get_the_prefix() -> None:
    made = drawing(
        '<defs><clipPath id="clip0"/><linearGradient id="g"/></defs><style>.a{fill:url(#g)}</style>'
        '<g clip-path="url(#clip0)" style="fill:url(#g)" aria-labelledby="t d"/>'
        '<use xlink:href="#clip0"/>'
    )

    assert made == (
        '<svg><defs><clipPath id="gaps-clip0" /><linearGradient id="gaps-g" /></defs>'
        "<style>.a{fill:url(#gaps-g)}</style>"
        '<g clip-path="url(#gaps-clip0)" style="fill:url(#gaps-g)" aria-labelledby="gaps-t gaps-d" '
        '/><use href="#gaps-clip0" /></svg>'
    )


def test_words_stay_as_they_are() -> None:
    words = 'id="x" &lt;b&gt; url(#clip0) &amp; Žltá'

    assert drawing(f"<text>{words}</text>") == f"<svg><text>{words}</text></svg>"


def test_whatever_is_no_drawing_is_left_out() -> None:
    made = drawing(
        '<script>alert(1)</script><foreignObject/><a href="x"><path d="M0 0"/></a>'
        '<image href="x"/><path d="M1 1" onclick="alert(1)"/><use href="other.svg#a"/>'
    )

    assert made == '<svg><path d="M1 1" /><use /></svg>'
