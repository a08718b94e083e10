"""How often hypothesis tries where every example reads or ranks a whole study."""

from __future__ import annotations

import os

from hypothesis import settings

#: `make test-heavy` sets it, to try many times as often.
TIMES = int(os.environ.get("CX_WORKBENCH_TRIES", "1"))


def tries(usual: int) -> settings:
    """Try so many examples, or the multiple that was asked for."""
    return settings(max_examples=usual * TIMES)
