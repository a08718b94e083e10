"""How long the product takes to start, beyond a bare interpreter. By hand: `make bench`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
COMMANDS = {
    "bare interpreter": ["-c", "pass"],
    "import cx_workbench": ["-c", "import cx_workbench"],
    "cx-workbench --help": [str(Path(sys.executable).with_name("cx-workbench")), "--help"],
}
#: Seconds beyond the bare interpreter.
GOALS = {"import cx_workbench": 0.1, "cx-workbench --help": 0.4}


def seconds_of(arguments: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - begun


def medians() -> dict[str, float]:
    """Seconds of each command; they take turns, so that a busy spell hits all alike."""
    for arguments in COMMANDS.values():
        seconds_of(arguments)
    runs = [
        {name: seconds_of(arguments) for name, arguments in COMMANDS.items()} for _ in range(ROUNDS)
    ]
    return {name: statistics.median(run[name] for run in runs) for name in COMMANDS}


def main() -> None:
    taken = medians()
    bare = taken["bare interpreter"]
    print(f"Start-up, median of {ROUNDS} runs (seconds)")
    print(f"{'':22}{'whole':>8}{'beyond bare':>13}{'goal':>8}")
    for name, seconds in taken.items():
        goal = f"{GOALS[name]:>8.2f}" if name in GOALS else ""
        print(f"{name:22}{seconds:>8.3f}{seconds - bare:>13.3f}{goal}")


if __name__ == "__main__":
    main()
