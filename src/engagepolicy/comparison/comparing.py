"""The whole comparison of two programs on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engagepolicy.analysis.prover import MILLISECONDS
from engagepolicy.backends.smt.terms import has_solver
from engagepolicy.comparison.decisions import Interactions, Patience
from engagepolicy.comparison.facts import SharedFacts
from engagepolicy.comparison.findings import compare_constraints, compare_on_drafts
from engagepolicy.comparison.outcomes import compare_outcomes, compare_segments
from engagepolicy.comparison.result import Compared, Comparison
from engagepolicy.comparison.structure import find_edits
from engagepolicy.ir.codec import digest_of
from engagepolicy.ir.program import Program


def compare(
    old: Program,
    new: Program,
    *,
    milliseconds: int = MILLISECONDS,
    is_interrupted: Callable[[], bool] = lambda: False,
) -> Comparison:
    """Hold the newer program against the older one; see `Comparison`.

    The solver may think so many milliseconds about each question. Without the solver, examples are still looked for, and what no
    example shows is undecided unless it is written alike. Raises KeyboardInterrupt once `is_interrupted` says so.
    """
    patience = Patience(milliseconds, has_solver(), is_interrupted)
    interactions = Interactions(old, new, patience)
    return Comparison(
        f"{old.name} {old.version}",
        f"{new.name} {new.version}",
        tuple(_compare_decisions(interactions)),
        tuple(compare_on_drafts(old, new, patience)),
        tuple(find_edits(old, new)),
        tuple(_notes(interactions.joint.shared)),
        is_same=digest_of(old) == digest_of(new),
    )


def _compare_decisions(interactions: Interactions) -> Iterator[Compared]:
    yield from compare_outcomes(interactions)
    yield from compare_segments(interactions)
    yield from compare_constraints(interactions, "decision")


def _notes(shared: SharedFacts) -> Iterator[str]:
    """Yield what of the interactions that only one of the policies accepts."""
    for age, paths in (("old", shared.old_only), ("new", shared.new_only)):
        if paths:
            yield f"only the {age} one knows {', '.join(f'`{path}`' for path in paths)}"
    for path in shared.domains:
        yield f"`{path}` has other words in the new one: compared is what both accept"
