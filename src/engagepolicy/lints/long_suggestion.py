"""`long_suggestion`: a suggested answer that its channel does not take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class LongSuggestion(Finding):
    """A suggestion longer than a post on the channel may be."""

    code: ClassVar[str] = "EP1233"
    title: ClassVar[str] = "a suggestion longer than its channel takes"


LIMITS = {"x": 280, "threads": 500, "tiktok": 150, "instagram": 2200, "youtube": 10_000}
"""Characters of an answer in public, as the networks' own help and developer pages gave them in 2025; without paid accounts."""


def _channels(node: nodes.Condition | None) -> frozenset[str]:
    """Return the channels that a condition asks for in so many words."""
    for part in node.parts if isinstance(node, nodes.Both) else (node,):
        match part:
            case nodes.Compare(left=nodes.Path(parts=("channel",)), operator="is", right=nodes.Path(text=name)):
                return frozenset({name})
            case nodes.Membership(subject=nodes.Path(parts=("channel",)), is_negated=False, options=options):
                return frozenset(each.text for each in options if isinstance(each, nodes.Path))
            case _:
                pass
    return frozenset()


def find_long_suggestions(ruleset: Linted) -> Iterator[Finding]:
    """Yield the suggestions of rules for channels of which one takes less."""
    for rule in ruleset.every(nodes.Rule):
        limit, channel = min(((LIMITS[each], each) for each in _channels(rule.when) & LIMITS.keys()), default=(0, ""))
        for effect in rule.effects:
            if channel and isinstance(effect, nodes.Effect) and effect.outcome.text == "suggest":
                for text in effect.values:
                    if isinstance(text, nodes.Text) and len(text.value) > limit:
                        said = f"this has {len(text.value)} characters, and `{channel}` takes {limit}"
                        yield LongSuggestion(text.span, said)


LINT = Lint("long_suggestion", LongSuggestion, find_long_suggestions, frozenset({RECOMMENDED}))
