"""How long everything that is proved of a ruleset takes, and how that grows.
Run it by hand from the top of the checkout: `python -m tests.benchmarks.bench_check [RULES ...]`.

Prints for each size, of rules that are all alike, of rules, lists and tables of many kinds told apart by words, and of such told apart
by ranges of a number, seconds of this process, and how much longer than the size before: twice the rules should take about twice as long.
"""

from __future__ import annotations

import sys
import time

from engagepolicy.policy.loading import compile_text
from engagepolicy.report.proofs import prove
from tests.benchmarks.rulesets import make_ranged_ruleset, make_ruleset, make_varied_ruleset

SIZES = (100, 1_000)
SHAPES = {"alike": make_ruleset, "varied": make_varied_ruleset, "ranged": make_ranged_ruleset}


def main(sizes: tuple[int, ...]) -> None:
    """Print a line for each shape and size."""
    for shape, make in SHAPES.items():
        before: tuple[int, float] | None = None
        for rules in sizes:
            text = make(rules)
            start = time.process_time()
            compiled = compile_text(text)
            read = time.process_time()
            proved = prove(compiled)
            end = time.process_time()
            growth = "" if before is None else f"  {(end - start) / before[1]:5.1f} times for {rules / before[0]:.0f} times the rules"
            messages = len(proved.diagnostics)
            print(f"{rules:6} rules, {shape:6}: read {read - start:6.2f} s, proved {end - read:6.2f} s, {messages} messages{growth}")
            before = (rules, end - start)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
