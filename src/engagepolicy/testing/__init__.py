"""Tests of a policy: the examples that authors write, and inputs made up at the policy's own boundaries.

In: a `Policy`. Out: for each example whether it holds, and what was found where it does not, and when; what examples leave open,
and examples for that; strategies of Hypothesis for inputs; a check of what every policy owes. Must not know: files, terminals.

Read `examples` first, then `judging` for decisions and `case_examples` for what time does; `coverage_goals` for what examples can
show, `mutations` for what they should notice; `boundaries` for what inputs aim at, `strategies` for how they are drawn, `properties`
for what is checked.

What needs Hypothesis (the extra `testing`) is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from engagepolicy.extras import require_extra

if TYPE_CHECKING:
    from engagepolicy.testing.checking import PropertyBroken, check_policy
    from engagepolicy.testing.coverage import Coverage, measure_coverage
    from engagepolicy.testing.examples import ExampleResult, run_example, run_examples
    from engagepolicy.testing.judging import Failure
    from engagepolicy.testing.mutants import MutantRun, run_mutants
    from engagepolicy.testing.noticing import Noticed, find_noticing
    from engagepolicy.testing.strategies import cases, drafts, interactions
    from engagepolicy.testing.suggesting import Suggestions, suggest_examples
    from engagepolicy.testing.watching import Watched, watch_examples

__all__ = [
    "Coverage",
    "ExampleResult",
    "Failure",
    "MutantRun",
    "Noticed",
    "PropertyBroken",
    "Suggestions",
    "Watched",
    "cases",
    "check_policy",
    "drafts",
    "find_noticing",
    "interactions",
    "measure_coverage",
    "run_example",
    "run_examples",
    "run_mutants",
    "suggest_examples",
    "watch_examples",
]

_HOMES = {
    "Coverage": "coverage",
    "ExampleResult": "examples",
    "Failure": "judging",
    "MutantRun": "mutants",
    "Noticed": "noticing",
    "PropertyBroken": "checking",
    "Suggestions": "suggesting",
    "Watched": "watching",
    "cases": "strategies",
    "check_policy": "checking",
    "drafts": "strategies",
    "find_noticing": "noticing",
    "interactions": "strategies",
    "measure_coverage": "coverage",
    "run_example": "examples",
    "run_examples": "examples",
    "run_mutants": "mutants",
    "suggest_examples": "suggesting",
    "watch_examples": "watching",
}
_WITH_HYPOTHESIS = frozenset({"checking", "strategies"})


def __getattr__(name: str) -> object:
    """Import a public name from where it lives; raise `MissingExtra` where it needs Hypothesis and that is not installed."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _HOMES[name] in _WITH_HYPOTHESIS:
        require_extra("hypothesis", "testing")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
