"""What it costs to parse and check rulesets of 10, 100 and 1,000 rules, and to read a compiled one back.

Run it by hand from the top of the checkout: `python -m tests.benchmarks.bench_compile`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

import engagepolicy as ep
from engagepolicy.source import SourceText
from engagepolicy.syntax.parser import parse_ruleset
from tests.benchmarks.rulesets import make_ruleset

ROUNDS = 5


def _seconds(work: Callable[[], object]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        rounds.append(perf_counter() - begin)
    return median(rounds)


def main() -> None:
    """Print one line for each size, in seconds; the first load, which builds the parser, is not counted."""
    ep.loads(make_ruleset(1))
    print(f"{'rules':>6} {'lines':>7} {'parse':>8} {'parse and check':>16} {'read compiled':>14}")
    for rules in (10, 100, 1000):
        text = make_ruleset(rules)
        compiled = ep.loads(text).to_json()
        parse = _seconds(partial(parse_ruleset, SourceText("large.engage", text)))
        load = _seconds(partial(ep.loads, text))
        read = _seconds(partial(ep.Policy.from_json, compiled))
        print(f"{rules:>6} {text.count(chr(10)):>7} {parse:>8.3f} {load:>16.3f} {read:>14.3f}")


if __name__ == "__main__":
    main()
