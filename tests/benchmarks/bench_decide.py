"""What one decision costs the reference interpreter with 10, 100 and 1,000 rules, beside reading the interaction alone.

Run it by hand from the top of the checkout: `python -m tests.benchmarks.bench_decide`.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import engagepolicy as ep
from tests.benchmarks.rulesets import INTERACTION, make_ruleset

ROUNDS = 7


def main() -> None:
    """Print one line for each size, in milliseconds, and how the cost grows with the number of rules."""
    first = 0.0
    print(f"{'rules':>6} {'read':>8} {'decide':>9} {'to_record':>10} {'growth':>7}")
    for rules in (10, 100, 1000):
        policy = ep.loads(make_ruleset(rules))
        policy.decide(INTERACTION)
        rows = []
        for _ in range(ROUNDS):
            begin = perf_counter()
            facts = policy.read(INTERACTION)
            read = perf_counter()
            decision = policy.decide_facts(facts)
            decided = perf_counter()
            decision.to_record()
            rows.append((read - begin, decided - read, perf_counter() - decided))
        read_ms, decide_ms, record_ms = (1000 * median(column) for column in zip(*rows, strict=True))
        first = first or decide_ms
        print(f"{rules:>6} {read_ms:>8.3f} {decide_ms:>9.3f} {record_ms:>10.3f} {decide_ms / first:>6.1f}x")


if __name__ == "__main__":
    main()
