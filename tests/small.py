"""A study so small that every figure of it is worked out by hand.

Two personas (a, b), two touchpoints (x, y). Index of reality: a at x 62.5 (answers 5 and 3 with
weights 1 and 3), a at y 0, b at x 75, b at y nobody. Expectation: 100, 75, 25. So the gaps are
37.5, 75 and -50. Share times value weighs both personas 0.5. Half of a's journeys pass y.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from cx_workbench.study.model import Study

_ANSWERS = (
    ("a", "x", "reality", 5, 1),
    ("a", "x", "reality", 3, 3),
    ("a", "y", "reality", 1, 1),
    ("b", "x", "reality", 4, 1),
    ("a", "x", "expectation", 5, 1),
    ("a", "y", "expectation", 5, 1),
    ("a", "y", "expectation", 3, 1),
    ("b", "x", "expectation", 2, 1),
)


def tables() -> dict[str, Any]:
    """Make the tables anew."""
    answers = pd.DataFrame(_ANSWERS, columns=["persona", "touchpoint", "kind", "score", "weight"])
    return {
        "personas": pd.DataFrame(
            {
                "persona": ["a", "b"],
                "name": ["Anna", "Boris"],
                "share": [0.25, 0.75],
                "value": [300, 100],
            }
        ),
        "touchpoints": pd.DataFrame(
            {
                "touchpoint": ["x", "y"],
                "name": ["Order", "Bill"],
                "stage": ["Buy", "Use"],
                "phase": ["before", "during"],
                "channel": ["app", "letter"],
            }
        ),
        "reach": pd.DataFrame({"persona": ["a"], "touchpoint": ["y"], "reach": [0.5]}),
        "responses": answers.assign(metric="csat"),
        "improvements": pd.DataFrame(
            {
                "improvement": ["both", "spoilt", "silent"],
                "title": ["Both steps", "Already good", "Nobody knows"],
                "touchpoints": ["x; y", "x", "y"],
                "personas": ["", "b", "b"],
                "pain_type": ["payment", "feature", "feature"],
                "effort_low": [10, None, None],
                "effort_likely": [20, 5, 5],
                "effort_high": [60, None, None],
                "closes_likely": [0.4, 0.5, 0.5],
            }
        ),
    }


def small(**changes: object) -> Study:
    """Load the small study, with some tables or the settings changed."""
    return load(tables() | changes)
