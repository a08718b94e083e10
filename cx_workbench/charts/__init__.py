"""Pictures of a ranking: one function, one picture, offline, readable in grey."""

from __future__ import annotations
