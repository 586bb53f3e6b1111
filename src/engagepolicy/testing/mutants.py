"""Runs the examples of a policy on the policy with one mistake at a time: which mistakes does no example notice?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from time import monotonic

from engagepolicy.policy.policy import Policy
from engagepolicy.testing.coverage import percent_of
from engagepolicy.testing.examples import run_example
from engagepolicy.testing.infection import Infection
from engagepolicy.testing.mutations import Mutant, find_mutants
from engagepolicy.testing.variants import Variant
from engagepolicy.testing.watching import Watched, Watching, watch_examples


@dataclass(frozen=True, slots=True)
class MutantResult:
    """What became of one mistake: the example that noticed it, None where none did; how many examples it could have touched."""

    mutant: Mutant
    killed_by: str | None
    touched: int


@dataclass(frozen=True, slots=True)
class MutantRun:
    """The mistakes that were tried, and how many more there are that were not; those in `equivalent` are known to change nothing."""

    results: tuple[MutantResult, ...]
    left_out: int = 0
    examples_run: int = 0
    seconds: float = 0.0
    equivalent: frozenset[Mutant] = frozenset()

    @property
    def survivors(self) -> tuple[MutantResult, ...]:
        """The mistakes that no example noticed, though one might."""
        return tuple(each for each in self.results if each.killed_by is None and each.mutant not in self.equivalent)

    @property
    def killed(self) -> int:
        """How many mistakes an example noticed."""
        return sum(each.killed_by is not None for each in self.results)

    @property
    def percent(self) -> Decimal:
        """The share that was noticed of those tried that change anything, rounded down to a tenth."""
        return percent_of(self.killed, self.killed + len(self.survivors))


def run_mutants(
    policy: Policy,
    watched: Sequence[Watched] | None = None,
    *,
    files: Collection[str] | None = None,
    most: int | None = None,
    seed: int = 0,
    seconds: float | None = None,
) -> MutantRun:
    """Return what examples notice of small mistakes in a policy.

    `watched` is what `watch_examples` gave; without it the policy's own examples are run. Those that do not hold notice nothing.
    `files` are the names of the files in which mistakes are made, all if not given. Of more than `most` mistakes a sample is taken, by
    the `seed`; after so many `seconds` no other is tried.
    """
    mutants = find_mutants(policy.program, files)
    run = try_mutants(policy, watch_examples(policy) if watched is None else watched, sample(mutants, most, seed), seconds)
    order = {mutant: number for number, mutant in enumerate(mutants)}
    results = tuple(sorted(run.results, key=lambda each: order[each.mutant]))
    return replace(run, results=results, left_out=len(mutants) - len(results))


def sample(mutants: Sequence[Mutant], most: int | None, seed: int) -> tuple[Mutant, ...]:
    """Return the mistakes shuffled by the seed, so that whatever is tried first is a fair part of them; at most so many."""
    shuffled = list(mutants)
    Random(seed).shuffle(shuffled)
    return tuple(shuffled if most is None else shuffled[:most])


def try_mutants(policy: Policy, watched: Sequence[Watched], mutants: Iterable[Mutant], seconds: float | None = None) -> MutantRun:
    """Try the mistakes one after the other until the time is over.

    Examples that a mistake cannot touch are not run again, and of the others none after the first that notices it.
    """
    started_at = monotonic()
    trial = _Trial(policy, watched)
    results: list[MutantResult] = []
    given = tuple(mutants)
    for mutant in given:
        if seconds is not None and monotonic() - started_at > seconds:
            break
        results.append(trial.try_mutant(mutant))
    return MutantRun(tuple(results), len(given) - len(results), trial.examples_run, monotonic() - started_at)


class _Trial:
    """Tries mistakes in one policy."""

    def __init__(self, policy: Policy, watched: Sequence[Watched]) -> None:
        self._policy = policy
        self._watched = [each for each in watched if each.result.holds]
        self._infection = Infection(policy.program)
        self.examples_run = 0

    def try_mutant(self, mutant: Mutant) -> MutantResult:
        """Run the examples that the mistake can touch until one notices it."""
        variant = Variant(self._policy, mutant.edit.apply(self._policy.program))
        touched = 0
        for each in self._watched:
            if self._infection.may_touch(mutant.edit, each, lambda: variant.prepared):
                self.examples_run += 1
                watching = Watching(variant) if mutant.edit.is_of_time else variant
                if not run_example(watching, each.example).holds:
                    self._move_to_front(each)
                    return MutantResult(mutant, each.example.name, touched + 1)
                touched += not isinstance(watching, Watching) or tuple(watching.seen) != each.seen
        return MutantResult(mutant, None, touched)

    def _move_to_front(self, watched: Watched) -> None:
        """Ask first the example that noticed a mistake last: the next mistake is often beside it."""
        self._watched.remove(watched)
        self._watched.insert(0, watched)
