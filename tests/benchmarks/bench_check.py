"""How long everything that is proved of a ruleset takes, and how that grows.
Run it by hand from the top of the checkout: `python -m tests.benchmarks.bench_check [RULES ...]`.

Prints seconds for each size, and how much longer than the size before: twice the rules should take about twice as long.
"""

from __future__ import annotations

import sys
import time

from engagepolicy.policy.loading import compile_text
from engagepolicy.report.proofs import prove
from tests.benchmarks.rulesets import make_ruleset

SIZES = (100, 1_000)


def main(sizes: tuple[int, ...]) -> None:
    """Print a line for each size."""
    before: tuple[int, float] | None = None
    for rules in sizes:
        start = time.perf_counter()
        compiled = compile_text(make_ruleset(rules))
        read = time.perf_counter()
        proved = prove(compiled)
        end = time.perf_counter()
        growth = "" if before is None else f"  {(end - start) / before[1]:5.1f} times for {rules / before[0]:.0f} times the rules"
        messages = len(proved.diagnostics)
        print(f"{rules:6} rules: read {read - start:6.2f} s, proved {end - read:6.2f} s, {messages} messages{growth}")
        before = (rules, end - start)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
