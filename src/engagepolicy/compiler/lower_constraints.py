"""Constraints as written become constraints of the program: typed duties, a severity, fixes that can be applied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from engagepolicy.compiler.lower_conditions import lower_condition
from engagepolicy.compiler.lower_rules import lower_when_unless
from engagepolicy.compiler.lower_values import find_word, lower_about
from engagepolicy.compiler.scope import Scope, place_of, text_of
from engagepolicy.diagnostics.messages_constraints import (
    BadPlaceholder,
    ConstraintsInACircle,
    LockedConstraint,
    MisplacedFix,
    NoDuty,
    NoMatches,
    NoVerdict,
    UnknownPillar,
    UnknownSubject,
    UnknownVerdict,
)
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir import constraints as ir
from engagepolicy.ir.expressions import Apply, Expression, Fact, Named, Not, walk
from engagepolicy.semantics.cycles import find_cycles
from engagepolicy.semantics.resolved import DRAFT, INTERACTION
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import EnumType, ListType, RecordType, SetType

SUBJECTS: tuple[ir.Subject, ...] = ("draft", "decision")
FINDING, PILLAR = "finding", "pillar"
"""The record and its fact in the prelude whose words are the pillars."""

TEXT = "text"
_TEXT_TESTS = frozenset({"mentions", "mentions_words", "matches"})


def check_subjects(scope: Scope) -> None:
    """Report definitions and segments about what they cannot be about."""
    for node in scope.resolved.conditions.values():
        if node.subject is not None and node.subject.text not in (INTERACTION, DRAFT):
            near = find_suggestions(node.subject.text, (INTERACTION, DRAFT))
            scope.bag.add(UnknownSubject(node.subject.span, node.kind, node.subject.text, (INTERACTION, DRAFT), near))


def _lower_subject(node: nodes.Constraint, scope: Scope) -> ir.Subject | None:
    if node.subject is None:
        scope.bag.add(UnknownSubject(node.name.span, "constraint", "", SUBJECTS, ()))
        return None
    for subject in SUBJECTS:
        if node.subject.text == subject:
            return subject
    near = find_suggestions(node.subject.text, SUBJECTS)
    scope.bag.add(UnknownSubject(node.subject.span, "constraint", node.subject.text, SUBJECTS, near))
    return None


def _lower_duties(node: nodes.Constraint, scope: Scope) -> tuple[Expression, ...] | None:
    if not node.duties:
        scope.bag.add(NoDuty(node.name.span, node.name.text))
        return None
    duties: list[Expression] = []
    for duty in node.duties:
        condition = lower_condition(duty.condition, scope)
        if condition is not None:
            duties.append(Not(condition) if duty.word == "never" else condition)
    return tuple(duties) if len(duties) == len(node.duties) else None


def _lower_severity(node: nodes.Constraint, scope: Scope) -> ir.Severity | None:
    if node.breach is None:
        scope.bag.add(NoVerdict(node.name.span, node.name.text))
        return None
    word = node.breach.verdict
    if word.text not in ir.SEVERITIES:
        near = find_suggestions(word.text, ir.SEVERITIES)
        scope.bag.add(UnknownVerdict(word.span, word.text, ir.SEVERITIES, near))
        return None
    if node.breach.approver is not None and word.text != "approve":
        scope.bag.add(UnknownVerdict(word.span, word.text, ir.SEVERITIES, ()))
    return word.text


def _lower_approver(node: nodes.Constraint, scope: Scope) -> str | None:
    word = None if node.breach is None else node.breach.approver
    if word is None:
        return None
    scope.uses.note("tier", word.text)
    return find_word(nodes.Path((word.text,), word.span), scope.resolved.tiers, scope)


def _lower_pillar(node: nodes.Constraint, scope: Scope) -> str | None:
    if node.pillar is None:
        return None
    declared = scope.resolved.records.get(FINDING, {}).get(PILLAR)
    if declared is None or not isinstance(declared.type, EnumType):
        return node.pillar.text
    if node.pillar.text not in declared.type.values:
        near = find_suggestions(node.pillar.text, declared.type.values)
        scope.bag.add(UnknownPillar(node.pillar.span, node.pillar.text, declared.type.values, near))
    return node.pillar.text


# --------------------------------------------------------------------------------------------------------------------- fixes


def check_template(text: nodes.Text, scope: Scope) -> str:
    """Return the text of a fix, having reported names in braces that are no single facts."""
    for found in ir.PLACEHOLDER.finditer(text.value):
        field = scope.facts.get(found[1])
        if field is None or isinstance(field.type, SetType | ListType | RecordType):
            scope.bag.add(BadPlaceholder(text.span, found[1], find_suggestions(found[1], scope.facts)))
    return text.value


def _lower_fix(node: nodes.Fix, scope: Scope) -> ir.Fix:
    match node:
        case nodes.Insertion(text=text, at=at):
            return ir.Insertion(check_template(text, scope), at)
        case nodes.Removal():
            return ir.Removal()
        case nodes.Replacement(text=text):
            return ir.Replacement(check_template(text, scope))
        case nodes.Question(facts=facts):
            return ir.Question(tuple(_require_fact(path, scope) for path in facts))
        case _:
            assert_never(node)


def _require_fact(path: nodes.Path, scope: Scope) -> str:
    if path.text not in scope.facts:
        near = find_suggestions(path.text, scope.facts)
        scope.bag.add(UnknownName(path.span, f"fact of `{scope.record}`", path.text, near))
    return path.text


def _looks_in_text(duties: tuple[Expression, ...], conditions: Mapping[str, Expression]) -> bool:
    """Whether a duty looks for words in the text, itself or through named conditions."""
    pending, entered = list(duties), set[str]()
    while pending:
        for part in walk(pending.pop()):
            match part:
                case Apply(operator=operator, operands=(Fact(path=path, variable=None), *_)):
                    if operator in _TEXT_TESTS and path == TEXT:
                        return True
                case Named(name=name) if name in conditions and name not in entered:
                    entered.add(name)
                    pending.append(conditions[name])
                case _:
                    pass
    return False


def _check_fixes(
    node: nodes.Constraint, duties: tuple[Expression, ...], conditions: Mapping[str, Expression], scope: Scope
) -> None:
    for fix in node.fixes:
        if isinstance(fix, nodes.Question):
            continue
        if scope.record != DRAFT:
            scope.bag.add(MisplacedFix(fix.span))
        elif isinstance(fix, nodes.Removal | nodes.Replacement) and not _looks_in_text(duties, conditions):
            scope.bag.add(NoMatches(fix.span, node.name.text))


# --------------------------------------------------------------------------------------------------------- whole constraints


def _lower_constraint(
    node: nodes.Constraint, conditions: Mapping[str, Expression], scope: Scope, overrides: tuple[str, ...]
) -> ir.Constraint | None:
    subject = _lower_subject(node, scope)
    inner = scope.on(INTERACTION if subject == "decision" else DRAFT)
    severity = _lower_severity(node, scope)
    if subject is None:
        return None
    condition = lower_when_unless(node.when, node.unless, inner)
    duties = _lower_duties(node, inner)
    fixes = tuple(_lower_fix(each, inner) for each in node.fixes)
    if duties is not None:
        _check_fixes(node, duties, conditions, inner)
    approver, pillar, about = _lower_approver(node, scope), _lower_pillar(node, scope), lower_about(node.about, scope)
    if condition is None or duties is None or severity is None:
        return None
    return ir.Constraint(
        id=node.name.text,
        subject=subject,
        duties=duties,
        severity=severity,
        condition=condition,
        reason=None if node.breach is None else text_of(node.breach.reason),
        approver=approver,
        pillar=pillar,
        fixes=fixes,
        overrides=overrides,
        is_locked=node.is_locked,
        description=text_of(node.description),
        about=about,
        place=place_of(node.name.span),
    )


def _resolve_overrides(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Return what each constraint overrides; report locked ones, unknown ones and circles."""
    known = scope.resolved.constraints
    found: dict[str, tuple[str, ...]] = {}
    for name, node in known.items():
        targets = {word.text for word in node.overrides if _may_be_overridden(word, scope)}
        found[name] = tuple(sorted(targets))
    for circle in find_cycles({name: set(targets) for name, targets in found.items()}):
        span: Span = known[circle[0]].name.span
        scope.bag.add(ConstraintsInACircle(span, circle))
    return found


def _may_be_overridden(word: nodes.Word, scope: Scope) -> bool:
    known = scope.resolved.constraints
    target = known.get(word.text)
    if target is None:
        scope.bag.add(UnknownName(word.span, "constraint", word.text, find_suggestions(word.text, known)))
    elif target.is_locked:
        scope.bag.add(LockedConstraint(word.span, word.text, target.name.span))
    return target is not None and not target.is_locked


def lower_constraints(conditions: Mapping[str, Expression], scope: Scope) -> tuple[ir.Constraint, ...]:
    """Return the constraints by id; `conditions` are the named conditions, lowered."""
    overrides = _resolve_overrides(scope)
    lowered = (
        _lower_constraint(node, conditions, scope, overrides[name]) for name, node in sorted(scope.resolved.constraints.items())
    )
    return tuple(each for each in lowered if each is not None)
