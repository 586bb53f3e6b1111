"""What is promised of the reviews of drafts: verdicts, and what constraints find."""

from __future__ import annotations

from typing import Literal

from engagepolicy.compiler.lower_conditions import lower_condition
from engagepolicy.compiler.lower_review_expectations import VERDICT, VERDICTS
from engagepolicy.compiler.lower_values import find_word
from engagepolicy.compiler.scope import Scope
from engagepolicy.diagnostics.messages_reviews import WrongPromise
from engagepolicy.ir.promises import Claim, ConstraintSays, VerdictIs
from engagepolicy.semantics.resolved import DRAFT, INTERACTION
from engagepolicy.syntax import nodes

ReviewNode = nodes.PromisedVerdict | nodes.PromisedConstraint


def lower_draft_claim(node: nodes.Promised, scope: Scope) -> Claim | None:
    """Return what is claimed of the review of a draft; None after reporting what no review answers."""
    match node:
        case nodes.PromisedVerdict(subject=subject, bound=bound, verdict=verdict):
            if subject.text != VERDICT:
                scope.bag.add(WrongPromise(subject.span, DRAFT, "only a verdict is at least or at most something"))
                return None
            return _verdict(nodes.Path((verdict.text,), verdict.span), bound, scope)
        case nodes.PromisedConstraint(constraint=word, status=status):
            return _constraint(word, status, scope)
        case nodes.Compare(left=nodes.Path(text="verdict"), operator="is", right=nodes.Path() as verdict) if VERDICT not in scope.facts:
            return _verdict(verdict, "exactly", scope)
        case (
            nodes.PromisedTarget()
            | nodes.PromisedRule()
            | nodes.NoConflict()
            | nodes.PromisedOrder()
            | nodes.PromisedSameness()
        ):
            scope.bag.add(WrongPromise(node.span, DRAFT, "it speaks of a decision"))
            return None
        case _:
            return lower_condition(node, scope)


def _verdict(written: nodes.Path, bound: Literal["exactly", "least", "most"], scope: Scope) -> Claim | None:
    word = find_word(written, VERDICTS, scope)
    return None if word is None else VerdictIs(word, bound)


def _constraint(word: nodes.Word, status: Literal["applies", "breached", "kept"], scope: Scope) -> Claim | None:
    name = scope.require("constraint", word, scope.resolved.constraints)
    if name is None:
        return None
    subject = scope.resolved.constraints[name].subject
    if subject is not None and subject.text != DRAFT:
        scope.bag.add(WrongPromise(word.span, DRAFT, f"`{name}` is about decisions"))
        return None
    return ConstraintSays(name, status)


def report_review_claim(node: ReviewNode, scope: Scope) -> None:
    """Report that a review is spoken of where a promise is about interactions."""
    what = "a verdict at least or at most something" if isinstance(node, nodes.PromisedVerdict) else "what a constraint finds"
    scope.bag.add(WrongPromise(node.span, INTERACTION, f"{what} is told of drafts"))
