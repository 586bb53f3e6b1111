"""Tests on text: lexicons, terms, patterns, and the parts of a text that are not looked at."""

from __future__ import annotations

from engagepolicy.compiler.lower_templates import check_mentioned
from engagepolicy.compiler.scope import Scope, describe_type
from engagepolicy.diagnostics.messages_lexicons import BadPattern, OddTerm, UselessPattern, UselessTerm
from engagepolicy.diagnostics.messages_types import UnfitOperator, WrongType
from engagepolicy.diagnostics.messages_vocabularies import BadTemplate
from engagepolicy.ir.expressions import Constantly, Expression, Or, Reference, RegularExpression, type_of
from engagepolicy.ir.operators import apply
from engagepolicy.matching import PatternProblemKind, check_pattern, check_term, is_template, normalise
from engagepolicy.syntax import nodes
from engagepolicy.values.types import SetType, StringType

STRING, STRINGS = StringType(), SetType(StringType())
_ENDS = {"starts with": "starts_with", "ends with": "ends_with"}


def check_term_text(node: nodes.Text, scope: Scope) -> bool:
    """Report what is wrong with a term that is no template; return whether it can be used."""
    problem = check_term(node.value)
    if problem is None:
        return True
    message = UselessTerm if problem.is_fatal else OddTerm
    scope.bag.add(message(node.span, node.span.text, problem.value))
    return not problem.is_fatal


def check_pattern_text(node: nodes.Pattern, scope: Scope) -> bool:
    """Report what is wrong with a pattern; return whether it can be used."""
    problems = check_pattern(node.source)
    for problem in problems:
        reason = f"{problem.reason}: {problem.part}" if problem.part else problem.reason
        message = BadPattern if problem.kind is PatternProblemKind.INVALID else UselessPattern
        scope.bag.add(message(node.span, reason))
    return not problems


def _require_text(node: nodes.Condition, operator: str, scope: Scope) -> str | None:
    if not isinstance(node, nodes.Text):
        scope.bag.add(WrongType(node.span, "text in quotation marks", f"`{node.span.text}`", f"`{operator}`"))
        return None
    if not normalise(node.value).text:
        scope.bag.add(UselessTerm(node.span, node.span.text, "nothing is left of it to look for"))
        return None
    return node.value


def lower_contains_text(subject: Expression, item: nodes.Condition, scope: Scope) -> Expression | None:
    """Return whether the text holds the words of the item."""
    value = _require_text(item, "contains", scope)
    return None if value is None else apply("contains_text", subject, Constantly(value, STRING))


def lower_text_test(node: nodes.TextTest, subject: Expression | None, scope: Scope) -> Expression | None:
    """Return the test on a lowered subject; several terms are alternatives."""
    if subject is None:
        return None
    if type_of(subject) != STRING:
        scope.bag.add(UnfitOperator(node.span, node.operator, (describe_type(type_of(subject)),), "it tests a text"))
        return None
    if node.operator in _ENDS:
        tests = [_lower_end(node.operator, subject, term, scope) for term in node.terms]
        known = tuple(test for test in tests if test is not None)
    else:
        masks = Constantly(frozenset(word for word, _ in node.outside), STRINGS)
        known = _lower_terms(node, subject, masks, scope)
    if not known:
        return None
    return known[0] if len(known) == 1 else Or(known)


def _lower_end(operator: str, subject: Expression, term: nodes.Condition, scope: Scope) -> Expression | None:
    value = _require_text(term, operator, scope)
    return None if value is None else apply(_ENDS[operator], subject, Constantly(value, STRING))


def _lower_terms(node: nodes.TextTest, subject: Expression, masks: Constantly, scope: Scope) -> tuple[Expression, ...]:
    found: list[Expression] = []
    words: set[str] = set()
    for term in node.terms:
        match term:
            case nodes.Path():
                name = scope.require("lexicon", term, scope.resolved.lexicons)
                if name is not None:
                    check_mentioned(term.span, name, scope)
                    found.append(apply("mentions", subject, Reference("lexicon", name), masks))
            case nodes.Text():
                if is_template(term.value):
                    scope.bag.add(BadTemplate(term.span, term.span.text, "templates stand in lexicons; put it into one and mention that"))
                elif check_term_text(term, scope):
                    words.add(term.value)
            case nodes.Pattern():
                if check_pattern_text(term, scope):
                    found.append(apply("matches", subject, RegularExpression(term.source), masks))
    if words:
        found.append(apply("mentions_words", subject, Constantly(frozenset(words), STRINGS), masks))
    return tuple(found)
