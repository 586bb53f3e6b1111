"""What `import engagepolicy` adds to the interpreter's start, and what a compiled policy's first decision adds to that.

Run it by hand from the top of the checkout: `python -m tests.benchmarks.bench_import`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import engagepolicy as ep

ROUNDS = 15
_DECIDE = """
import engagepolicy as ep
policy = ep.load({path!r})
policy.decide({{"message": "hello", "received_at": "2026-11-20T12:00:00Z"}})
"""


def _seconds(code: str) -> float:
    begin = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begin


def main() -> None:
    """Print the medians in milliseconds; the three programs run in turn, so that a noisy machine disturbs them alike."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "airline.json"
        path.write_text(ep.load("brands.airline").to_json(), encoding="utf-8")
        programs = {
            "interpreter alone": "pass",
            "import engagepolicy": "import engagepolicy",
            "import engagepolicy and its public names": "from engagepolicy import Policy, load, loads, InvalidInput",
            "load a compiled policy and decide once": _DECIDE.format(path=str(path)),
        }
        rounds = [[_seconds(code) for code in programs.values()] for _ in range(ROUNDS)]
    medians = [1000 * median(column) for column in zip(*rounds, strict=True)]
    for name, value in zip(programs, medians, strict=True):
        print(f"{name:<44} {value:>8.1f} ms   {value - medians[0]:>+8.1f} ms over the interpreter")


if __name__ == "__main__":
    main()
