"""Holds the prover against brute force for as many pairs of a ruleset and an input as wanted, and counts.
Run it by hand from the top of the checkout: `python -m tests.benchmarks.run_agreement --pairs 1000000 --seed 1`.

Ruleset number N of a seed is the same on every machine. With `--state FILE` the counts so far are kept in the file after every
hundred rulesets, and a run that was ended goes on from there. `--only N` looks at one ruleset and prints it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from tests.agreement import Agreement, compare, draw_inputs
from tests.strategies_rulesets import Ruleset, make_ruleset

DRAWN_IN_EVERY, CHECKED_IN_EVERY = 5, 50
"""Hypothesis draws inputs for one ruleset of so many, and `check_policy` tries one of so many: both take longer than the rest."""
DRAWN = 20
KEPT_EVERY = 20


def ruleset_of(seed: int, number: int, most_inputs: int) -> Ruleset:
    """Return one ruleset of the run."""
    return make_ruleset(Random(f"{seed} {number}"), most_inputs)


def compare_one(seed: int, number: int, most_inputs: int) -> Agreement:
    """Compare one ruleset of the run; what breaks off is a disagreement too."""
    ruleset = ruleset_of(seed, number, most_inputs)
    drawn = DRAWN if number % DRAWN_IN_EVERY == 0 else 0
    examples = DRAWN if number % CHECKED_IN_EVERY == 0 else 0
    try:
        return compare(ruleset, lambda policy: draw_inputs(policy, drawn, number) if drawn else (), examples)
    except Exception as error:  # noqa: BLE001 - one ruleset must not end a run of hours
        return Agreement(disagreements=[f"{type(error).__name__}: {error}\n\n{ruleset.text}"])


def read_state(path: Path | None) -> tuple[int, float, Agreement]:
    """Return how many rulesets were looked at, in how many seconds, and what was found."""
    if path is None or not path.exists():
        return 0, 0.0, Agreement()
    state = json.loads(path.read_text(encoding="utf-8"))
    found = Agreement(state["rulesets"], state["pairs"], state["drawn"])
    found.answers = Counter({(kind, answer): count for kind, answer, count in state["answers"]})
    found.reasons = Counter(state["reasons"])
    found.disagreements = state["disagreements"]
    return state["number"], state["seconds"], found


def write_state(path: Path | None, number: int, seconds: float, found: Agreement) -> None:
    """Keep the counts so far."""
    if path is not None:
        state: dict[str, Any] = {
            "number": number,
            "seconds": seconds,
            "rulesets": found.rulesets,
            "pairs": found.pairs,
            "drawn": found.drawn,
            "answers": [[*key, count] for key, count in sorted(found.answers.items())],
            "reasons": found.reasons,
            "disagreements": found.disagreements,
        }
        path.write_text(json.dumps(state, indent=1), encoding="utf-8")


def show(found: Agreement, seconds: float) -> None:
    """Print the counts."""
    print(f"{found.rulesets:,} rulesets, {found.pairs:,} pairs of a ruleset and an input, {found.drawn:,} inputs drawn")
    print(f"{seconds:,.0f} s of CPU")
    kinds = sorted({kind for kind, _ in found.answers})
    columns = ("holds", "fails", "undecided")
    print(f"{'':24}" + "".join(f"{column:>12}" for column in columns))
    for kind in kinds:
        print(f"{kind:24}" + "".join(f"{found.answers[kind, column]:>12,}" for column in columns))
    for reason, count in found.reasons.most_common():
        print(f"undecided {count:,} times: {reason}")
    print(f"{len(found.disagreements):,} disagreements")
    for each in found.disagreements[:20]:
        print(f"--- {each[:2_000]}")


def main() -> None:
    """Run until there are as many pairs as wanted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most-inputs", type=int, default=400, help="how many inputs one ruleset may tell apart")
    parser.add_argument("--state", type=Path, default=None, help="where the counts are kept")
    parser.add_argument("--only", type=int, default=None, help="the number of the one ruleset to look at")
    wanted = parser.parse_args()
    if wanted.only is not None:
        print(ruleset_of(wanted.seed, wanted.only, wanted.most_inputs).text)
        show(compare_one(wanted.seed, wanted.only, wanted.most_inputs), 0.0)
        return
    number, before, found = read_state(wanted.state)
    start = process_time()
    while found.pairs < wanted.pairs:
        one = compare_one(wanted.seed, number, wanted.most_inputs)
        one.disagreements = [f"number {number}: {each}" for each in one.disagreements]
        found.add(one)
        number += 1
        if number % KEPT_EVERY == 0:
            write_state(wanted.state, number, before + process_time() - start, found)
    write_state(wanted.state, number, before + process_time() - start, found)
    show(found, before + process_time() - start)


if __name__ == "__main__":
    main()
