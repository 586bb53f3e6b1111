"""Templates of lexicons: their marks checked, the lexicons that they name looked up, and who may look for them."""

from __future__ import annotations

from collections.abc import Iterator

from engagepolicy.compiler.scope import Scope
from engagepolicy.diagnostics.messages_templates import BadReach, TemplateOfMentions
from engagepolicy.diagnostics.messages_vocabularies import BadTemplate, TemplateMentioned
from engagepolicy.matching import (
    find_lexicon_marks,
    find_template_problem,
    find_vocabulary_problem,
    has_gap,
    is_template,
    names_brand,
)
from engagepolicy.matching.templates import REACH_AT_MOST
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


def check_template(node: nodes.Text, scope: Scope, *, is_excluded: bool = False) -> bool:
    """Report what is wrong with a template; return whether it can be used."""
    reason = find_template_problem(node.value, is_excluded=is_excluded)
    if reason is not None:
        scope.bag.add(BadTemplate(node.span, node.span.text, reason))
    return reason is None


def require_lexicons(node: nodes.Text, scope: Scope) -> tuple[str, ...] | None:
    """Return the lexicons that a template names, in their order; report those that there are not, and return None then."""
    known: list[str] = []
    words = list(_words_of(node))
    for word in words:
        name = scope.require("lexicon", word, scope.resolved.lexicons)
        if name is not None:
            check_mentioned(word.span, name, scope)
            known.append(name)
    return tuple(known) if len(known) == len(words) else None


def _words_of(node: nodes.Text) -> Iterator[nodes.Word]:
    """Yield the names in a template, each where it stands; where letters were written as escapes, at the whole term."""
    source, start = node.span.source, node.span.start + 1
    for name, first, last in find_lexicon_marks(node.value):
        inside = Span(source, start + first, start + last)
        yield nodes.Word(name, inside if inside.text == name else node.span)


def lower_reach(term: nodes.Term, scope: Scope) -> int | None:
    """Return how many words the gaps of a template may have, if it says so; report a number that cannot be meant."""
    if term.reach is None:
        return None
    if not isinstance(term.value, nodes.Text) or not is_template(term.value.value) or not has_gap(term.value.value):
        scope.bag.add(BadReach(term.reach.span, f"{term.value.span.text} has no `...`"))
        return None
    if not term.reach.is_whole or not 1 <= term.reach.value <= REACH_AT_MOST:
        scope.bag.add(BadReach(term.reach.span, f"it is a whole number from 1 to {REACH_AT_MOST}, not {term.reach.span.text}"))
        return None
    return int(term.reach.value)


def _templates_of(name: str, scope: Scope) -> Iterator[tuple[nodes.Term, nodes.Text]]:
    """Yield the templates of a lexicon; lexicons that it includes are not entered."""
    for item in scope.resolved.lexicons[name].items:
        if isinstance(item, nodes.Term) and isinstance(item.value, nodes.Text) and is_template(item.value.value):
            yield item, item.value


def check_mentioned(place: Span, name: str, scope: Scope) -> None:
    """Report a lexicon with a template of a brand where a condition or a template looks for it."""
    for _, text in _templates_of(name, scope):
        if names_brand(text.value):
            scope.bag.add(TemplateMentioned(place, name, text.span.text, text.span))
            return


def check_in_vocabulary(place: Span, name: str, scope: Scope) -> None:
    """Report a lexicon with a template that only `mentions` can find where a vocabulary looks for it."""
    for term, text in _templates_of(name, scope):
        reason = "it says `within`" if term.reach is not None else find_vocabulary_problem(text.value)
        if reason is not None:
            scope.bag.add(TemplateOfMentions(place, name, text.span.text, reason, text.span))
            return
