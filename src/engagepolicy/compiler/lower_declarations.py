"""Declarations that are data: schemas, outcomes, lexicons, objectives, campaigns."""

from __future__ import annotations

from collections.abc import Iterator

from engagepolicy.compiler.lower_templates import check_template, lower_reach, require_lexicons
from engagepolicy.compiler.lower_text_tests import check_pattern_text, check_term_text
from engagepolicy.compiler.lower_values import (
    find_amount,
    lower_about,
    lower_amount,
    lower_constant,
    lower_window,
)
from engagepolicy.compiler.scope import Scope, place_of, text_of
from engagepolicy.diagnostics.messages_lexicons import EmptyLexicon, NothingToExclude, TermTwice
from engagepolicy.diagnostics.messages_names import UnknownWord
from engagepolicy.diagnostics.messages_time import MissingPart
from engagepolicy.diagnostics.messages_types import MisplacedType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir import program
from engagepolicy.ir.expressions import Constant
from engagepolicy.matching import is_template, normal_form
from engagepolicy.semantics.resolved import Field, OutcomeEntry
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import ListType, RecordType, TargetType, Type

CAMPAIGN_KINDS = ("launch", "moment", "blackout", "embargo")

# ---------------------------------------------------------------------------------------------------------- schemas and outcomes


def _lower_default(field: Field, scope: Scope) -> Constant | None:
    if field.default is None:
        return None
    if isinstance(field.type, ListType | RecordType):
        if not (isinstance(field.default, nodes.Collection) and not field.default.items):
            scope.bag.add(MisplacedType(field.default.span, field.default.span.text, "a list may only be empty by default"))
        return frozenset()
    return lower_constant((field.default,), field.type, scope, f"the fact `{field.path}`")


def lower_schemas(scope: Scope) -> tuple[program.Schema, ...]:
    """Return every record with its fields by path, sorted."""
    return tuple(
        program.Schema(name, tuple(_lower_field(each, scope) for each in fields.values()), scope.resolved.open_groups.get(name, ()))
        for name, fields in sorted(scope.resolved.records.items())
    )


def _lower_field(field: Field, scope: Scope) -> program.FactDeclaration:
    default = _lower_default(field, scope)
    return program.FactDeclaration(
        field.path,
        field.type,
        field.is_optional,
        field.is_private,
        default,
        field.description,
        field.json_path,
        field.is_computed,
        field.is_loose,
    )


def _lower_value(node: nodes.Value | None, of: Type, scope: Scope, place: str) -> Constant | None:
    if node is None:
        return None
    amount = find_amount(node) if isinstance(of, TargetType) else None
    if amount is None:
        return lower_constant((node,), of, scope, place)
    lowered = lower_amount(amount, scope)
    return None if lowered is None else frozenset({lowered})


def _lower_outcome(entry: OutcomeEntry, scope: Scope) -> program.OutcomeDeclaration:
    node = entry.node
    place = f"the outcome `{entry.name}`"
    default = _lower_value(node.default, entry.type, scope, place)
    settled = _lower_value(node.on_conflict, entry.type, scope, place)
    verb = None if node.verb is None else node.verb.text
    return program.OutcomeDeclaration(entry.name, entry.type, entry.merge, default, settled, verb, text_of(node.description))


def lower_outcomes(scope: Scope) -> tuple[program.OutcomeDeclaration, ...]:
    """Return the outcomes by name."""
    return tuple(_lower_outcome(entry, scope) for _, entry in sorted(scope.resolved.outcomes.items()))


# --------------------------------------------------------------------------------------------------------------------- lexicons


def _lower_term(node: nodes.Term, scope: Scope) -> program.Term | None:
    window, source = lower_window(node.window, scope), text_of(node.source)
    if isinstance(node.value, nodes.Pattern):
        is_usable = check_pattern_text(node.value, scope)
        term = program.Term(node.value.source, True, node.is_excluded, window, source)
    elif is_template(node.value.value):
        is_usable = check_template(node.value, scope, is_excluded=node.is_excluded)
        lexicons = require_lexicons(node.value, scope) if is_usable else ()
        if lexicons is None:
            return None
        text, reach = node.value.value, lower_reach(node, scope)
        return program.Term(text, False, node.is_excluded, window, source, True, lexicons, reach) if is_usable else None
    else:
        is_usable = check_term_text(node.value, scope)
        term = program.Term(node.value.value, False, node.is_excluded, window, source)
    lower_reach(node, scope)
    return term if is_usable else None


def _lower_terms(node: nodes.Lexicon, scope: Scope) -> Iterator[program.Term]:
    first: dict[tuple[object, ...], Span] = {}
    for item in node.items:
        if not isinstance(item, nodes.Term):
            continue
        term = _lower_term(item, scope)
        if term is None:
            continue
        form = term.text if term.is_pattern or term.is_template else normal_form(term.text)
        earlier = first.setdefault((term.is_pattern, term.is_excluded, form, term.reach, term.window), item.span)
        if earlier != item.span:
            scope.bag.add(TermTwice(item.span, item.value.span.text, earlier))
        else:
            yield term


def _term_key(term: program.Term) -> tuple[object, ...]:
    starts = term.window.start.isoformat() if term.window.start else ""
    ends = term.window.end.isoformat() if term.window.end else ""
    return (term.is_excluded, term.is_pattern, term.text, term.reach or 0, starts, ends)


def _lower_lexicon(node: nodes.Lexicon, scope: Scope) -> program.Lexicon:
    included = [
        scope.require("lexicon", item.lexicon, scope.resolved.lexicons) for item in node.items if isinstance(item, nodes.Include)
    ]
    terms = tuple(sorted(_lower_terms(node, scope), key=_term_key))
    if not node.items:
        scope.bag.add(EmptyLexicon(node.name.span, node.name.text))
    elif not included and all(isinstance(item, nodes.Term) and item.is_excluded for item in node.items):
        scope.bag.add(NothingToExclude(node.name.span, node.name.text))
    return program.Lexicon(
        node.name.text,
        terms,
        tuple(sorted({name for name in included if name is not None})),
        frozenset(word for word, _ in node.outside),
        text_of(node.description),
        lower_about(node.about, scope),
        place_of(node.name.span),
    )


def lower_lexicons(scope: Scope) -> tuple[program.Lexicon, ...]:
    """Return the lexicons by name, their terms sorted."""
    return tuple(_lower_lexicon(node, scope) for _, node in sorted(scope.resolved.lexicons.items()))


# ------------------------------------------------------------------------------------------------- objectives, campaigns


def lower_objectives(scope: Scope) -> tuple[program.Objective, ...]:
    """Return the objectives by name."""
    return tuple(
        program.Objective(name, text_of(node.description), lower_about(node.about, scope))
        for name, node in sorted(scope.resolved.objectives.items())
    )


def _lower_campaign(node: nodes.Campaign, scope: Scope) -> program.Campaign:
    what = f"the campaign `{node.name.text}`"
    kind = "moment"
    if node.kind is None:
        scope.bag.add(MissingPart(node.name.span, what, "kind (" + ", ".join(CAMPAIGN_KINDS) + ")", "kind launch"))
    elif node.kind.text in CAMPAIGN_KINDS:
        kind = node.kind.text
    else:
        near = find_suggestions(node.kind.text, CAMPAIGN_KINDS)
        scope.bag.add(UnknownWord(node.kind.span, node.kind.text, "a campaign's kind", CAMPAIGN_KINDS, near))
    if node.window is None:
        scope.bag.add(MissingPart(node.name.span, what, "dates", "from 2026-03-01 until 2026-03-15"))
    window = lower_window(node.window, scope)
    return program.Campaign(node.name.text, kind, window, text_of(node.description), lower_about(node.about, scope))


def lower_campaigns(scope: Scope) -> tuple[program.Campaign, ...]:
    """Return the campaigns by name."""
    return tuple(_lower_campaign(node, scope) for _, node in sorted(scope.resolved.campaigns.items()))
