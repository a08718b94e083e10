"""How long a picture takes from a ranking to Vega-Lite. By hand: `make bench`."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import cx_workbench
from cx_workbench.charts import DRAWINGS, LOOK, draw_frontier
from tests.charts.conftest import TITLES, make

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.charts import Drawing
    from cx_workbench.rank.model import Ranking

ROUNDS = 9
WIDTHS = (340, 840)
#: Milliseconds from a ranking to rows and structure.
GOALS = {"example": 15, "large": 60}


def example() -> Ranking:
    return cx_workbench.rank(cx_workbench.example(), draws=10_000)


def large() -> Ranking:
    """Make up 200 improvements, and 30 touchpoints for 8 personas."""
    titles = [f"{TITLES[number % len(TITLES)]} ({number})" for number in range(200)]
    return make(personas=8, touchpoints=30, titles=titles, top=10)


def milliseconds(draw: Callable[..., Drawing], width: int) -> tuple[float, float]:
    """Time of drawing it, and of writing it with its key; of the processor, which others share."""
    look, drawn, written = replace(LOOK, width=width), [], []
    for _ in range(ROUNDS):
        begun = time.process_time()
        drawing = draw(look=look)
        between = time.process_time()
        drawing.to_spec(title=False)
        _ = drawing.key
        drawn.append(1000 * (between - begun))
        written.append(1000 * (time.process_time() - between))
    return statistics.median(drawn), statistics.median(written)


def main() -> None:
    rankings = {"example": example(), "large": large()}
    plan = cx_workbench.portfolio(rankings["example"], budget=200, draws=0)
    print(f"A picture, median of {ROUNDS} (milliseconds: drawing + writing), by width")
    print(f"{'':24}" + "".join(f"{width:>16}" for width in WIDTHS) + f"{'goal':>8}")
    for name, ranking in rankings.items():
        draws: dict[str, Callable[..., Drawing]] = {
            picture: partial(draw, ranking) for picture, draw in DRAWINGS.items()
        }
        if name == "example":
            draws["frontier"] = partial(draw_frontier, plan)
        for picture, draw in draws.items():
            taken = (milliseconds(draw, width) for width in WIDTHS)
            cells = "".join(f"{drawn:>10.1f} +{written:>4.1f}" for drawn, written in taken)
            print(f"{name:9}{picture:15}{cells}{GOALS[name]:>8}")


if __name__ == "__main__":
    main()
