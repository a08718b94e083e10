"""The built-in example, made once for all the tests of a process.

No test changes a study: whoever needs another one takes `dataclasses.replace`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cx_workbench.study import built_in

if TYPE_CHECKING:
    from cx_workbench.study.model import Study


@cache
def example() -> Study:
    return built_in.example()
