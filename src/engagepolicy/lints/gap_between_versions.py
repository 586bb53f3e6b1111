"""`gap_between_versions`: days on which neither the old version of a rule is in force nor the new one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar, TypeAlias

from engagepolicy.diagnostics.base import Note
from engagepolicy.ir.about import ALL_TIME, Window
from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.source import Span
from engagepolicy.syntax import nodes


class GapBetweenVersions(Finding):
    """A version that begins some time after the one before it ended."""

    code: ClassVar[str] = "EP1227"
    title: ClassVar[str] = "a gap between two versions"


Version: TypeAlias = tuple[Window, Span]


def _terms(ruleset: Linted) -> Iterator[list[Version]]:
    for node in ruleset.every(nodes.Lexicon):
        windows: dict[tuple[str, bool], list[Window]] = {}
        for term in ruleset.program.lexicon_by_name[node.name.text].terms:
            windows.setdefault((term.text, term.is_excluded), []).append(term.window)
        written = [item for item in node.items if isinstance(item, nodes.Term) and isinstance(item.value, nodes.Text)]
        for (text, is_excluded), found in windows.items():
            spans = [each.span for each in written if _text(each) == text and each.is_excluded is is_excluded and each.window is not None]
            if len(spans) == len(found) > 1:
                yield list(zip(sorted(found, key=_start), sorted(spans, key=lambda span: _day(span, written)), strict=True))


def _text(term: nodes.Term) -> str:
    return term.value.value if isinstance(term.value, nodes.Text) else ""


def _day(span: Span, written: list[nodes.Term]) -> str:
    term = next(each for each in written if each.span is span)
    start = None if term.window is None else term.window.start
    return "" if start is None else start.value.isoformat()


def _start(window: Window) -> str:
    return "" if window.start is None else window.start.isoformat()


def _rules(ruleset: Linted) -> Iterator[list[Version]]:
    alike: dict[object, list[Version]] = {}
    for node in ruleset.every(nodes.Rule):
        rule = ruleset.program.rule_by_id.get(node.name.text)
        if rule is not None and rule.about.window != ALL_TIME:
            gives = tuple(sorted(each.outcome for each in rule.contributions))
            alike.setdefault((rule.condition, gives), []).append((rule.about.window, node.name.span))
    yield from (sorted(found, key=lambda version: _start(version[0])) for found in alike.values())


def find_gaps_between_versions(ruleset: Linted) -> Iterator[Finding]:
    """Yield every version of a rule (the same condition, the same outcomes) or term that does not begin when its like has ended."""
    for versions in (*_rules(ruleset), *_terms(ruleset)):
        for (before, place), (after, span) in pairwise(versions):
            if before.end is not None and after.start is not None and before.end < after.start:
                days = f"{before.end.date().isoformat()} and {after.start.date().isoformat()}"
                yield GapBetweenVersions(span, f"neither version is in force between {days}", places=(Note(place, "the version before"),))


LINT = Lint("gap_between_versions", GapBetweenVersions, find_gaps_between_versions, frozenset({RECOMMENDED}))
