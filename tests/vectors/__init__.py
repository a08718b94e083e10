"""Published and recomputed figures to test against, one file a topic."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def vectors(topic: str) -> dict[str, Any]:
    """Read the figures of a topic."""
    return tomllib.loads((Path(__file__).parent / f"{topic}.toml").read_text(encoding="utf-8"))
