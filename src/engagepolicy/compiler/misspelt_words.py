"""Misspelt words that read as effects: in `when message metnions "refund"` a new effect seems to begin behind `message`.

White space means nothing to the language, but people begin a clause on a line of its own; so an effect that nothing declares and that
stands on the line of a condition was meant to go on with it.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from engagepolicy.compiler.scope import Scope
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.messages_syntax import UnexpectedText
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.syntax.vocabulary import OPERATOR_WORDS
from engagepolicy.values.types import TargetType

_IN_ENGLISH = re.compile(
    r"(?:is\s+)?(?:(?P<at_least>at\s+least)|(?P<at_most>at\s+most)|(?P<more>(?:more|greater|higher)\s+than)|(?:less|fewer|lower)\s+than)\Z"
)
"""Comparisons as English has them: their last word reads as an effect."""
_SIGNS = {"at_least": ">=", "at_most": "<=", "more": ">", None: "<"}
_LONGEST_COMPARISON = 40
_EXPECTED = ("an operator such as `is` or `and`",)


def find_misspelt_word(node: nodes.Rule, scope: Scope) -> Diagnostic | None:
    """Return the message about the first effect of a rule that was meant to be something else; None if there is none."""
    conditions = [*([] if node.when is None else [node.when]), *node.unless]
    ends = {each.span.end_line: each.span for each in conditions}
    effects = sorted(node.effects, key=lambda each: each.span.start)
    for effect, after in zip_longest(effects, effects[1:]):
        word = effect.metric if isinstance(effect, nodes.TargetEffect) else effect.outcome
        if _is_outcome(word, scope):
            continue
        before = ends.get(word.span.line)
        if before is not None and before.end <= word.span.start:
            found = _explain_operator(word)
            if found is not None:
                return found
        if isinstance(effect, nodes.Effect) and isinstance(after, nodes.Effect) and after.outcome.text == "within":
            return _explain_metric(effect, scope)
    return None


def _is_outcome(word: nodes.Word, scope: Scope) -> bool:
    return word.text in scope.resolved.outcomes or word.text in scope.resolved.verbs


def _explain_operator(word: nodes.Word) -> Diagnostic | None:
    source, end = word.span.source, word.span.end
    begin = max(0, end - _LONGEST_COMPARISON)
    english = _IN_ENGLISH.search(source.text[begin:end])
    if english is not None:
        return UnexpectedText(Span(source, begin + english.start(), end), _EXPECTED, (), (_SIGNS[english.lastgroup],))
    near = find_suggestions(word.text, OPERATOR_WORDS)[:1]
    return UnexpectedText(word.span, _EXPECTED, (), near) if near else None


def _explain_metric(effect: nodes.Effect, scope: Scope) -> Diagnostic:
    """Return the message about `first repsonse within 1h`, which reads as two effects."""
    written = effect.span.text
    metrics = [name for name, entry in scope.resolved.outcomes.items() if isinstance(entry.type, TargetType)]
    near = tuple(name.replace("_", " ") for name in find_suggestions("_".join(written.split()), metrics))
    return UnknownName(effect.span, "metric", written, near, "a metric of your own is declared with `metric`")
