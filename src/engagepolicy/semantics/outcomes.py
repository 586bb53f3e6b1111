"""What a decision has: the outcomes with their types and merges, and the verbs by which rules give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engagepolicy.diagnostics.base import Bag
from engagepolicy.diagnostics.messages_names import DeclaredTwice
from engagepolicy.diagnostics.messages_types import MergeMismatch, MisplacedType
from engagepolicy.semantics.records import TypeScope
from engagepolicy.semantics.resolved import Field, OutcomeEntry
from engagepolicy.syntax import nodes
from engagepolicy.values.lattices import Merge, may_merge
from engagepolicy.values.types import EnumType, ListType, RecordType, render_type


def _resolve_outcome(node: nodes.Outcome, scope: TypeScope) -> OutcomeEntry | None:
    name = node.name.text
    if node.type is None:
        scope.bag.add(MisplacedType(node.name.span, name, "an outcome says its type, for instance: type string"))
        return None
    of = scope.resolve(node.type, name)
    if of is None:
        return None
    if isinstance(of, RecordType | ListType):
        scope.bag.add(MisplacedType(node.type.span, node.type.span.text, "an outcome is a value or a set of values"))
        return None
    possible = tuple(merge for merge in Merge if may_merge(merge, of))
    merge = next((each for each in possible if node.merge is not None and node.merge.text == each.value), None)
    if merge is None:
        written = node.merge or nodes.Word("", node.name.span)
        shown = tuple(each.value.replace("_", " ") for each in possible)
        scope.bag.add(MergeMismatch(written.span, name, written.text.replace("_", " "), render_type(of), shown))
        return None
    return OutcomeEntry(name, of, merge, node)


def resolve_outcomes(
    declared: Iterable[nodes.Outcome],
    tiers: EnumType,
    records: Mapping[str, Mapping[str, Field]],
    bag: Bag,
    broken: set[str],
) -> dict[str, OutcomeEntry]:
    """Return the outcomes whose type and merge fit together, by name; the names and verbs of the others go to `broken`."""
    scope = TypeScope(bag, frozenset(records), tiers)
    entries: dict[str, OutcomeEntry] = {}
    for node in declared:
        entry = _resolve_outcome(node, scope)
        if entry is not None:
            entries[entry.name] = entry
        else:
            broken.update({node.name.text, node.verb.text if node.verb is not None else node.name.text})
    return entries


def resolve_verbs(outcomes: Mapping[str, OutcomeEntry], bag: Bag) -> dict[str, str]:
    """Return the outcome that each verb gives: `tag` gives `tags`."""
    verbs: dict[str, str] = {}
    for entry in outcomes.values():
        verb = entry.node.verb
        if verb is None:
            continue
        owner = verbs.setdefault(verb.text, entry.name)
        if owner != entry.name or verb.text in outcomes:
            first = outcomes[owner if owner != entry.name else verb.text].node
            bag.add(DeclaredTwice(verb.span, "verb", verb.text, first.name.span))
    return verbs
