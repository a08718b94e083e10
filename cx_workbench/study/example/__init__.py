"""The built-in example: a synthetic study of a mobile operator, and the truth planted in it."""

from __future__ import annotations

from cx_workbench.study.example.generator import example_settings, example_tables
from cx_workbench.study.example.truth import PlantedTruth, planted_truth
from cx_workbench.study.example.writing import write_example

__all__ = [
    "PlantedTruth",
    "example_settings",
    "example_tables",
    "planted_truth",
    "write_example",
]
