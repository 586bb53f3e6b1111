"""What a `test` block expects of the review of a draft: its verdict, findings by rule or pillar, the suggested text."""

from __future__ import annotations

from engagepolicy.compiler.lower_values import find_word, name_value
from engagepolicy.compiler.scope import Scope, place_of
from engagepolicy.diagnostics.messages_constraints import NotOfAReview
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.messages_types import WrongType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.program import Expectation
from engagepolicy.syntax import nodes
from engagepolicy.values.types import EnumType

VERDICT, FINDING, PILLAR = "verdict", "finding", "pillar"
VERDICTS = EnumType(VERDICT, ("allow", "approve", "revise", "block"))


def lower_review_expectation(node: nodes.Expectation, scope: Scope) -> Expectation | None:
    """Return what is expected of a review; None after reporting what no review answers."""
    place = place_of(node.span)
    match node:
        case nodes.ExpectText(text=text):
            return Expectation("text", "suggested text", text.value, place=place)
        case nodes.ExpectOutcome(outcome=nodes.Word(text="verdict"), values=(nodes.Path() as value,)):
            word = find_word(value, VERDICTS, scope)
            return None if word is None else Expectation("outcome", VERDICT, word, place=place)
        case nodes.ExpectOutcome(outcome=nodes.Word(text="finding" | "findings")):
            names = _lower_findings(node.values, scope)
            return None if names is None else Expectation("outcome", FINDING, names, place=place)
        case nodes.ExpectNothing(outcome=nodes.Word(text="finding" | "findings")):
            names = _lower_findings(node.values, scope)
            return None if names is None else Expectation("nothing", FINDING, names or None, place=place)
        case _:
            scope.bag.add(NotOfAReview(node.span))
            return None


def _lower_findings(values: tuple[nodes.Value, ...], scope: Scope) -> frozenset[str] | None:
    """Return the names of the constraints and pillars; None after reporting one that there is not."""
    declared = scope.resolved.records.get(FINDING, {}).get(PILLAR)
    pillars = declared.type.values if declared is not None and isinstance(declared.type, EnumType) else ()
    known = (*(name for name, each in scope.resolved.constraints.items()), *pillars)
    names: set[str] = set()
    for value in values:
        if not isinstance(value, nodes.Path):
            scope.bag.add(WrongType(value.span, "the name of a constraint or a pillar", name_value(value), "`finding`"))
            return None
        if value.text not in known:
            near = find_suggestions(value.text, known)
            scope.bag.add(UnknownName(value.span, "constraint or pillar", value.text, near))
            return None
        names.add(value.text)
    return frozenset(names)
