"""How often hypothesis tries where every example reads or ranks a whole study."""

from __future__ import annotations

import os

from hypothesis import settings

#: `make test-heavy` sets it, to try many times as often; `make test` has 15 minutes for all.
TIMES = float(os.environ.get("CX_WORKBENCH_TRIES", "0.5"))


def tries(usual: int) -> settings:
    """Try so many examples, or the multiple that was asked for."""
    return settings(max_examples=max(1, round(usual * TIMES)))
