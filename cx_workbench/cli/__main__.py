"""``python -m cx_workbench.cli``."""

from cx_workbench.cli import main

main()
