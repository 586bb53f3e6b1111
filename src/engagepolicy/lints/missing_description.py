"""`missing_description`: what people meet in explanations, called by its bare name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeAlias

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.lints.shapes import kind_of
from engagepolicy.syntax import nodes


class MissingDescription(Finding):
    """Something that people see, without a word of what it is."""

    code: ClassVar[str] = "EP1236"
    title: ClassVar[str] = "something that people see without a description"


def find_missing_descriptions(ruleset: Linted) -> Iterator[Finding]:
    """Yield tiers, segments, objectives, campaigns, rules, tables and constraints without a description."""
    for file in ruleset.files:
        for each in file.declarations:
            for noun, node in _seen(each):
                if node.description is None:
                    said = f"explanations call the {noun} `{node.name.text}` by its bare name"
                    yield MissingDescription(node.name.span, said, advice=("say in quotation marks behind the name what it is",))


Described: TypeAlias = nodes.Tier | nodes.NamedCondition | nodes.Objective | nodes.Campaign | nodes.Rule | nodes.Table | nodes.Constraint


def _seen(each: nodes.Declaration) -> Iterator[tuple[str, Described]]:
    match each:
        case nodes.Ladder(tiers=tiers):
            yield from (("tier", tier) for tier in tiers)
        case nodes.FirstOf(rules=rules):
            yield from (("rule", rule) for rule in rules)
        case nodes.NamedCondition(kind="segment"):
            yield "segment", each
        case nodes.Rule() | nodes.Table() | nodes.Constraint():
            yield kind_of(each), each
        case nodes.Objective():
            yield "objective", each
        case nodes.Campaign():
            yield "campaign", each
        case _:
            pass


LINT = Lint("missing_description", MissingDescription, find_missing_descriptions)
