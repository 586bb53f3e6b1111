"""What nothing uses, and what is over: questions about a whole ruleset once everything in it has been read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date

from engagepolicy.compiler.scope import Kind, Scope
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_names import NeverUsed
from engagepolicy.diagnostics.messages_time import WindowInThePast
from engagepolicy.ir.about import Window
from engagepolicy.ir.program import Program
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


def _declared(scope: Scope) -> Iterator[tuple[Kind, str, str, Span]]:
    """Yield what is expected to be used: its kind, what to call it, its name, where its name stands."""
    resolved = scope.resolved
    tables: tuple[tuple[Kind, str, Mapping[str, nodes.Lexicon | nodes.Calendar | nodes.HolidaySet | nodes.Objective]], ...] = (
        ("lexicon", "lexicon", resolved.lexicons),
        ("calendar", "calendar", resolved.calendars),
        ("holidays", "set of holidays", resolved.holidays),
        ("objective", "objective", resolved.objectives),
    )
    for kind, noun, table in tables:
        for name, node in table.items():
            yield kind, noun, name, node.name.span
    for name, condition in resolved.conditions.items():
        if condition.kind == "define":
            yield "condition", "definition", name, condition.name.span
    for name, entry in resolved.outcomes.items():
        yield "outcome", "outcome", name, entry.node.name.span
    for path, field in resolved.facts.items():
        yield "fact", "signal" if path in resolved.signals else "fact", path, field.span


def check_unused(scope: Scope) -> Iterator[Diagnostic]:
    """Yield what the files with rules declare and nothing uses; a file without rules is there for others to use."""
    with_rules = {node.name.span.source for node in scope.resolved.rules.values()}
    for kind, noun, name, span in _declared(scope):
        is_asked = span.source in scope.resolved.roots and span.source in with_rules
        if is_asked and (kind, name) not in scope.uses.names:
            yield NeverUsed(span, noun, name)


def _ended(window: Window, today: date) -> bool:
    return window.end is not None and window.end.astimezone(UTC).date() <= today


def _dated(scope: Scope) -> Iterator[tuple[str, str, nodes.Window]]:
    """Yield what says when it is in force: the id of a rule that shares its window, its name, the window as written."""
    for name, node in scope.resolved.rules.items():
        if node.name.span.source not in scope.resolved.roots:
            continue
        members = node.rules if isinstance(node, nodes.FirstOf) else ()
        yield from ((each.name.text, each.name.text, each.about.window) for each in members if each.about.window is not None)
        if node.about.window is not None:
            sharing = next((each.name.text for each in members if each.about.window is None), None)
            yield sharing or (f"{name}[1]" if isinstance(node, nodes.Table) else name), name, node.about.window


def check_past(program: Program, scope: Scope, today: date) -> Iterator[Diagnostic]:
    """Yield the rules and campaigns that were over before `today` (a date in UTC)."""
    resolved = scope.resolved
    for id, name, window in _dated(scope):
        rule = program.rule_by_id.get(id)
        if rule is not None and window.end is not None and _ended(rule.about.window, today):
            yield WindowInThePast(window.span, f"`{name}`", f"{window.end.word} {window.end.value.span.text}")
    for campaign in program.campaigns:
        written = resolved.campaigns[campaign.name].window
        if written is None or written.end is None or written.span.source not in resolved.roots:
            continue
        if _ended(campaign.window, today):
            ended = f"{written.end.word} {written.end.value.span.text}"
            yield WindowInThePast(written.span, f"the campaign `{campaign.name}`", ended)
