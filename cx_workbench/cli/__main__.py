"""``python -m cx_workbench.cli``."""

from cx_workbench.cli import main

if __name__ == "__main__":
    main()
