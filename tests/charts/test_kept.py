"""A picture is laid out once for each ranking, look and selection."""

from __future__ import annotations

import gc
import weakref

from cx_workbench.charts import DARK, draw_matrix
from cx_workbench.rank.ranking import rank
from tests.small import small


def test_the_same_is_drawn_once_and_another_anew() -> None:
    ranking, other = rank(small(), draws=0), rank(small(), draws=0)
    first = draw_matrix(ranking)
    chosen = str(ranking.table["improvement"].iloc[0])
    assert draw_matrix(ranking) is first
    others = (draw_matrix(other), draw_matrix(ranking, look=DARK))
    assert all(drawn is not first for drawn in (*others, draw_matrix(ranking, selected=chosen)))


def test_pictures_do_not_keep_a_ranking_that_nobody_holds() -> None:
    ranking = rank(small(), draws=0)
    drawing = draw_matrix(ranking)
    held = weakref.ref(ranking)
    del ranking
    gc.collect()
    assert held() is None
    assert drawing.layers
