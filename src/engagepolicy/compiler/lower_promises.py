"""The `prove` and `purpose` blocks of all files: what they say when, and what they promise, typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from engagepolicy.compiler.lower_conditions import lower_condition
from engagepolicy.compiler.lower_draft_promises import lower_draft_claim, report_review_claim
from engagepolicy.compiler.lower_examples import require_rule, require_target
from engagepolicy.compiler.lower_pair_promises import lower_pair_part
from engagepolicy.compiler.lower_rules import Owner, find_outcome
from engagepolicy.compiler.lower_values import lower_about, lower_amount
from engagepolicy.compiler.lower_vocabularies import lower_codes
from engagepolicy.compiler.scope import Scope, place_of, show_name
from engagepolicy.diagnostics.messages_promises import NothingPromised
from engagepolicy.ir.exclusions import Exclusion
from engagepolicy.ir.expressions import Not
from engagepolicy.ir.promises import Claim, Harmony, HasValue, Part, Promise, RuleApplies, ServedCountry, TargetKept
from engagepolicy.semantics.resolved import DRAFT
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


def _written(span: Span) -> str:
    return " ".join(span.text.split())


def _conjuncts(node: nodes.Condition) -> Iterator[nodes.Condition]:
    if isinstance(node, nodes.Both):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def _lower_given(node: nodes.Promise, scope: Scope) -> Iterator[Part | None]:
    for part in () if node.when is None else _conjuncts(node.when):
        condition = lower_condition(part, scope)
        yield None if condition is None else Part(condition, _written(part.span))
    for part in node.unless:
        condition = lower_condition(part, scope)
        yield None if condition is None else Part(Not(condition), f"unless {_written(part.span)}")


def _lower_claim(node: nodes.PromisedOfOne, owners: Mapping[str, Owner], scope: Scope) -> Claim | None:
    match node:
        case nodes.PromisedVerdict() | nodes.PromisedConstraint():
            report_review_claim(node, scope)
            return None
        case nodes.PromisedTarget(metric=metric, amount=written):
            name, amount = require_target(metric, scope), lower_amount(written, scope)
            return None if name is None or amount is None else TargetKept(name, amount)
        case nodes.PromisedRule(rule=rule, row=None) if rule.text in owners and owners[rule.text].rules:
            return RuleApplies(tuple(each.id for each in owners[rule.text].rules))
        case nodes.PromisedRule():
            found = require_rule(node, owners, scope)
            return None if found is None else RuleApplies((found,))
        case nodes.NoConflict(outcome=None):
            return Harmony(tuple(sorted(scope.resolved.outcomes)))
        case nodes.NoConflict(outcome=word):
            entry = None if word is None else find_outcome(word, scope)
            return None if entry is None else Harmony((entry.name,))
        case _:
            return lower_condition(node, scope)


def _lower_promised(node: nodes.Promise, owners: Mapping[str, Owner], scope: Scope) -> Iterator[Part | None]:
    for each in node.promised:
        if scope.record == DRAFT:
            claim = lower_draft_claim(each, scope)
            yield None if claim is None else Part(claim, _written(each.span))
        elif not isinstance(each, nodes.PromisedOrder | nodes.PromisedSameness):
            claim = _lower_claim(each, owners, scope)
            yield None if claim is None else Part(claim, _written(each.span))


def _complete(parts: Iterable[Part | None]) -> tuple[Part, ...] | None:
    """Return the parts if all could be read; all are looked at, so that each mistake is told."""
    found = list(parts)
    kept = tuple(each for each in found if each is not None)
    return kept if len(kept) == len(found) else None


def _lower_promise(node: nodes.Promise, owners: Mapping[str, Owner], outside: Scope) -> Promise | None:
    about: Literal["interaction", "draft"] = "draft" if node.subject is not None and node.subject.text == DRAFT else "interaction"
    scope = outside.on(about)
    lower_about(node.about, scope)
    if not node.promised and (node.kind == "prove" or (node.when is None and not node.unless)):
        scope.bag.add(NothingPromised(node.name.span, node.kind, node.name.value))
        return None
    given, promised = _complete(_lower_given(node, scope)), _complete(_lower_promised(node, owners, scope))
    paired = (each for each in node.promised if about != DRAFT and isinstance(each, nodes.PromisedOrder | nodes.PromisedSameness))
    of_pairs = [lower_pair_part(each, node.kind, scope) for each in paired]
    if given is None or promised is None or None in of_pairs:
        return None
    kept = tuple(each for each in of_pairs if each is not None)
    return Promise(node.kind, node.name.value, given, promised, place_of(node.name.span), kept, about)


def _lower_every(header: nodes.Header, scope: Scope) -> Iterator[Promise]:
    for word in header.every:
        entry = find_outcome(word, scope)
        if entry is not None:
            written = f"every interaction has {show_name(entry.name).strip('`')}"
            yield Promise("every", written, (), (Part(HasValue(entry.name), written),), place_of(word.span))


def lower_served(scope: Scope) -> tuple[ServedCountry, ...]:
    """Return the countries that the files say they are for, each once, having reported what is no code of a country."""
    served: dict[str, ServedCountry] = {}
    for header in scope.resolved.headers.values():
        lower_codes(header.countries, "country", scope)
        for word in header.countries:
            served.setdefault(word.text, ServedCountry(word.text, place_of(word.span)))
    return tuple(served.values())


def _with_exclusions(part: Part, exclusions: tuple[Exclusion, ...]) -> Part:
    """Return the part, in which no conflict on an outcome means that no exclusion of its values is met either."""
    if not isinstance(part.claim, Harmony):
        return part
    concerned = set(part.claim.outcomes)
    met = tuple(each for each in exclusions if not concerned.isdisjoint(each.outcomes))
    return replace(part, claim=replace(part.claim, exclusions=met))


def lower_promises(owners: Mapping[str, Owner], exclusions: tuple[Exclusion, ...], scope: Scope) -> tuple[Promise, ...]:
    """Return what all the files promise, in the order written: what a ruleset promises holds in every policy that uses it."""
    everywhere = [each for header in scope.resolved.headers.values() for each in _lower_every(header, scope)]
    ordered = sorted(scope.resolved.promises, key=lambda each: (each.name.span.source.name, each.name.span.start))
    lowered = (_lower_promise(node, owners, scope) for node in ordered)
    promises = (*everywhere, *(each for each in lowered if each is not None))
    return tuple(replace(each, promised=tuple(_with_exclusions(part, exclusions) for part in each.promised)) for each in promises)
