"""The whole way from texts to a program, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engagepolicy.compiler.check_ladders import check_ladders
from engagepolicy.compiler.check_usage import check_past, check_unused
from engagepolicy.compiler.check_warnings import check_warnings
from engagepolicy.compiler.lower_calendars import lower_calendars
from engagepolicy.compiler.lower_clocks import lower_clocks
from engagepolicy.compiler.lower_constraints import check_subjects, lower_constraints
from engagepolicy.compiler.lower_declarations import (
    lower_campaigns,
    lower_lexicons,
    lower_objectives,
    lower_outcomes,
    lower_schemas,
)
from engagepolicy.compiler.lower_examples import lower_examples
from engagepolicy.compiler.lower_exclusions import check_exclusions, lower_exclusions
from engagepolicy.compiler.lower_holidays import lower_holidays
from engagepolicy.compiler.lower_ladders import lower_ladders
from engagepolicy.compiler.lower_promises import lower_promises, lower_served
from engagepolicy.compiler.lower_rosters import lower_rosters
from engagepolicy.compiler.lower_rules import lower_owners, lower_when_unless
from engagepolicy.compiler.lower_signals import lower_signals
from engagepolicy.compiler.lower_values import lower_about, lower_amount, require_zone
from engagepolicy.compiler.lower_vocabularies import lower_folds, lower_vocabularies
from engagepolicy.compiler.priorities import assign_stages, resolve_overrides
from engagepolicy.compiler.scope import Scope, Uses, place_of, record_of, text_of
from engagepolicy.diagnostics.base import Bag, Diagnostic
from engagepolicy.diagnostics.messages_names import DefinitionCycle, UnknownName, UnknownWord, UnquotedText
from engagepolicy.diagnostics.messages_types import UnknownType
from engagepolicy.ir.expressions import And, Named, walk
from engagepolicy.ir.program import Condition, Example, Lexicon, Program
from engagepolicy.ir.promises import Promise, ServedCountry
from engagepolicy.semantics.cycles import find_cycles
from engagepolicy.semantics.declarations import resolve_rulesets
from engagepolicy.semantics.files import Finder, gather_files
from engagepolicy.semantics.records import DEEPEST_RECORD
from engagepolicy.semantics.resolved import ResolvedRuleset
from engagepolicy.source import SourceText
from engagepolicy.syntax import nodes


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the compiler hands over: the program unless there were errors, its examples, all messages in order, the texts read.

    The roots come first among the texts. What was promised of the program stands beside it, for whoever proves it, and so do the trees
    that it was made of, for whoever looks at how it is written.
    """

    program: Program | None
    examples: tuple[Example, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[SourceText, ...] = ()
    promises: tuple[Promise, ...] = ()
    parsed: tuple[nodes.ParsedRuleset, ...] = ()
    resolved: ResolvedRuleset | None = None
    served: tuple[ServedCountry, ...] = ()


def compile_sources(roots: Sequence[SourceText], finder: Finder, today: date | None = None) -> Compiled:
    """Compile the root files together with all they use.

    Windows that are over are reported as of `today`, a date in UTC; without it they are not looked at, so that the result depends
    on the texts alone.
    """
    bag = Bag()
    files = gather_files(roots, finder, bag)
    resolved = resolve_rulesets(files, frozenset(roots), bag)
    scope = Scope(resolved, bag, Uses())
    check_subjects(scope)
    conditions = _lower_conditions(scope)
    owners = lower_owners(scope)
    rules = resolve_overrides(owners, scope)
    lexicons = lower_lexicons(scope)
    _check_cycles(conditions, lexicons, scope)
    _check_header_words(scope)
    if not bag.has_errors:
        rules = assign_stages(rules, {each.name: each for each in conditions}, owners, scope)
    name, version, timezone, description = _identity(resolved)
    ladders = lower_ladders(scope)
    program = Program(
        name=name,
        version=version,
        timezone=timezone,
        description=description,
        schemas=lower_schemas(scope),
        outcomes=lower_outcomes(scope),
        conditions=conditions,
        rules=tuple(sorted(rules, key=lambda rule: rule.id)),
        lexicons=lexicons,
        calendars=lower_calendars(scope),
        ladders=tuple(each.ladder for each in ladders),
        objectives=lower_objectives(scope),
        campaigns=lower_campaigns(scope),
        clocks=lower_clocks(scope),
        vocabularies=lower_vocabularies(scope),
        folds=lower_folds(scope),
        holidays=lower_holidays(scope),
        signals=lower_signals({each.name: each for each in conditions}, scope),
        rosters=lower_rosters(scope),
        constraints=lower_constraints({each.name: each.expression for each in conditions}, scope),
        exclusions=lower_exclusions(scope),
    )
    examples = lower_examples(owners, scope)
    promises, served = lower_promises(owners, program.exclusions, scope), lower_served(scope)
    if not bag.has_errors:
        bag.extend(check_ladders(ladders, program))
        bag.extend(check_warnings(program, scope))
        bag.extend(check_exclusions(program, scope))
        bag.extend(check_unused(scope))
        bag.extend(check_past(program, scope, today) if today is not None else ())
    found = tuple(item for item in bag.ordered() if not _follows_from_another(item, resolved))
    texts = tuple(dict.fromkeys([*roots, *(file.source for file in files)]))
    return Compiled(None if bag.has_errors else program, examples, found, texts, promises, files, resolved, served)


def _parts_of(name: str) -> set[str]:
    """Return a dotted name with what it begins and what it ends with: `a.b` may be unknown because `a` is, or `b` in its record."""
    parts = name.split(".")[:DEEPEST_RECORD]
    return {name, *(".".join(each) for at in range(len(parts)) for each in (parts[: at + 1], parts[at:]))}


def _follows_from_another(item: Diagnostic, resolved: ResolvedRuleset) -> bool:
    """Whether a name is only unknown because its declaration could not be read, or its file not found, which has been reported."""
    match item:
        case UnknownName(name=name) | UnquotedText(name=name) | UnknownType(name=name):
            return resolved.is_incomplete or not resolved.broken.isdisjoint(_parts_of(name))
        case UnknownWord(word=word, words=words):
            is_tier = words == resolved.tiers.values
            return word in resolved.broken or (is_tier and resolved.is_incomplete)
        case _:
            return False


def _identity(resolved: ResolvedRuleset) -> tuple[str, str, str, str | None]:
    headers = tuple(resolved.root_headers())
    names = sorted({header.name.text for header in headers})
    versions = sorted({header.version.value for header in headers if header.version is not None})
    zones = sorted({header.timezone.text for header in headers if header.timezone is not None})
    descriptions = sorted({header.description.value for header in headers if header.description is not None})
    return "+".join(names), "+".join(versions), zones[0] if zones else "UTC", " / ".join(descriptions) or None


def _lower_conditions(scope: Scope) -> tuple[Condition, ...]:
    lowered: list[Condition] = []
    for name, node in sorted(scope.resolved.conditions.items()):
        record = record_of(node)
        expression = lower_when_unless(node.when, node.unless, scope.on(record))
        about = lower_about(node.about, scope)
        description = text_of(node.description)
        place = place_of(node.name.span)
        lowered.append(Condition(name, node.kind, expression or And(()), description, about, record, place))
    return tuple(lowered)


def _check_cycles(conditions: tuple[Condition, ...], lexicons: tuple[Lexicon, ...], scope: Scope) -> None:
    named = {each.name: {part.name for part in walk(each.expression) if isinstance(part, Named)} for each in conditions}
    for circle in find_cycles(named):
        scope.bag.add(DefinitionCycle(scope.resolved.conditions[circle[0]].name.span, "conditions", circle))
    for circle in find_cycles({each.name: each.made_of for each in lexicons}):
        scope.bag.add(DefinitionCycle(scope.resolved.lexicons[circle[0]].name.span, "lexicons", circle))


def _check_header_words(scope: Scope) -> None:
    for header in scope.resolved.headers.values():
        if header.timezone is not None:
            require_zone(header.timezone, scope)
        lower_about(header.about, scope)
        for meaning in header.words:
            if meaning.amount is not None:
                lower_amount(nodes.WordAmount(meaning.word, meaning.word.span), scope)
