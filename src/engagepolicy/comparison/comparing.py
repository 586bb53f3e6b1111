"""The whole comparison of two programs on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engagepolicy.backends.smt.terms import has_solver
from engagepolicy.comparison.decisions import Interactions, Patience, names_of
from engagepolicy.comparison.facts import SharedFacts
from engagepolicy.comparison.findings import compare_constraints, compare_on_drafts
from engagepolicy.comparison.joint import INTERACTION
from engagepolicy.comparison.outcomes import compare_outcomes, compare_segments
from engagepolicy.comparison.result import Compared, Comparison, Kind
from engagepolicy.comparison.structure import find_edits
from engagepolicy.ir.codec import digest_of
from engagepolicy.ir.constraints import Subject
from engagepolicy.ir.program import Program
from engagepolicy.proving.prover import MILLISECONDS

NOT_REACHED = "the comparison was interrupted"


def compare(
    old: Program,
    new: Program,
    *,
    milliseconds: int = MILLISECONDS,
    is_interrupted: Callable[[], bool] = lambda: False,
) -> Comparison:
    """Hold the newer program against the older one; see `Comparison`.

    The solver may think so many milliseconds about each question. Without the solver, examples are still looked for, and what no
    example shows is undecided unless it is written alike. Once `is_interrupted` says so, what is left is undecided too.
    """
    patience = Patience(milliseconds, has_solver(), is_interrupted)
    interactions = Interactions(old, new, patience)
    return Comparison(
        f"{old.name} {old.version}",
        f"{new.name} {new.version}",
        tuple(_compare_decisions(interactions)),
        tuple(_until_interrupted(compare_on_drafts(old, new, patience), _constraints(old, new, "draft"), is_interrupted)),
        tuple(find_edits(old, new)),
        tuple(_notes(interactions.joint.shared)),
        is_same=digest_of(old) == digest_of(new),
    )


def _compare_decisions(interactions: Interactions) -> Iterator[Compared]:
    old, new = interactions.joint.programs
    is_interrupted = interactions.patience.is_interrupted
    outcomes = names_of(old.outcome_by_name, new.outcome_by_name)
    yield from _until_interrupted(compare_outcomes(interactions), ((name, "outcome") for name in outcomes), is_interrupted)
    segments = names_of(*({each.name: each for each in program.segments_of(INTERACTION)} for program in (old, new)))
    yield from _until_interrupted(compare_segments(interactions), ((name, "segment") for name in segments), is_interrupted)
    constraints = _constraints(old, new, "decision")
    yield from _until_interrupted(compare_constraints(interactions, "decision"), constraints, is_interrupted)


def _constraints(old: Program, new: Program, subject: Subject) -> Iterator[tuple[str, Kind]]:
    """Yield the names of the constraints of both, those of the older first."""
    for name in dict.fromkeys(each.id for program in (old, new) for each in program.constraints_on(subject)):
        yield name, "constraint"


def _until_interrupted(
    found: Iterator[Compared], expected: Iterable[tuple[str, Kind]], is_interrupted: Callable[[], bool]
) -> Iterator[Compared]:
    """Yield what was found, and after an interruption what nobody came to, as undecided."""
    done: set[str] = set()
    try:
        for each in found:
            done.add(each.name)
            yield each
    except KeyboardInterrupt:
        if not is_interrupted():
            raise
        for name, kind in expected:
            if name not in done:
                yield Compared(name, kind, True, undecided=((None, NOT_REACHED),))


def _notes(shared: SharedFacts) -> Iterator[str]:
    """Yield what of the interactions that only one of the policies accepts."""
    for age, paths in (("old", shared.old_only), ("new", shared.new_only)):
        if paths:
            yield f"only the {age} one knows {', '.join(f'`{path}`' for path in paths)}"
    for path in shared.domains:
        yield f"`{path}` has other words in the new one: compared is what both accept"
