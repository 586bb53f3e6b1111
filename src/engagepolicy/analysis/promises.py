"""Promises as questions: what would break one, and which of its parts exclude each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engagepolicy.analysis.reviews import Findings
from engagepolicy.ir.promises import Claim, ConstraintSays, Harmony, HasValue, Part, Promise, RuleApplies, TargetKept, VerdictIs
from engagepolicy.proving.obligations import Answer, Impossible
from engagepolicy.runtime.exclusions import ask_clash
from engagepolicy.runtime.questions import Answers, Applies, Both, Either, HasNothing, IsInConflict, IsPromised, NotSo, Question

PARTS_AT_MOST = 12
"""Of how many parts those that exclude each other are looked for."""


def ask_claim(claim: Claim, findings: Findings | None = None) -> Question:
    """Return whether the claim holds; a condition holds where it is true, and not where it is not known.

    `findings` are those of the program, for claims about reviews.
    """
    match claim:
        case VerdictIs() | ConstraintSays():
            assert findings is not None
            return findings.claims(claim)
        case HasValue(outcome=outcome):
            return NotSo(HasNothing(outcome))
        case TargetKept(outcome=outcome, amount=amount):
            return IsPromised(outcome, amount)
        case RuleApplies(rules=rules):
            return Either(tuple(map(Applies, rules)))
        case Harmony(outcomes=outcomes, exclusions=exclusions):
            return NotSo(Either((*map(IsInConflict, outcomes), *map(ask_clash, exclusions))))
        case _:
            return Answers(claim, truth=True)


def ask_parts(parts: Sequence[Part], findings: Findings | None = None) -> Question:
    """Return whether all the parts hold."""
    return Both(tuple(ask_claim(part.claim, findings) for part in parts))


def ask_breach(promise: Promise, findings: Findings | None = None) -> Question:
    """Return whether the promise speaks of the input, and something that it promises does not hold."""
    broken = Either(tuple(NotSo(ask_claim(part.claim, findings)) for part in promise.promised))
    return Both((ask_parts(promise.given, findings), broken))


def find_excluding(
    parts: Sequence[Part], answer: Callable[[Question], Answer], findings: Findings | None = None
) -> tuple[Part, ...]:
    """Return parts that cannot hold together, none of which can be left out; all are known not to. Empty where there are too many."""
    if len(parts) > PARTS_AT_MOST:
        return ()
    left = list(parts)
    for part in parts:
        others = [each for each in left if each is not part]
        if others and isinstance(answer(ask_parts(others, findings)), Impossible):
            left = others
    return tuple(left)
