"""What tests say of time: a case with its opening and its events, and how a clock is expected to stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal, assert_never, cast

from engagepolicy.compiler.lower_given import lower_facts, require_facts
from engagepolicy.compiler.lower_ladders import require_metric
from engagepolicy.compiler.lower_values import days_span, lower_moment
from engagepolicy.compiler.scope import Scope, place_of
from engagepolicy.diagnostics.messages_case_tests import BeforeTheOpening, NeedsACase, NoOpening
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.messages_types import SeveralValues
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.case_examples import CaseTime, ExampleCase, ExampleEvent
from engagepolicy.ir.clocks import KINDS, STATUS
from engagepolicy.ir.program import Expectation
from engagepolicy.semantics.resolved import INTERACTION, MOMENT, Field
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.amounts import Elapsed
from engagepolicy.values.types import DateTimeType, EnumType, StringType

OPENED_AT, OPENED_BY = "opened_at", "opened_by"
CASE = "case"
CLOCK_STATES = ("met", "breached", "running", "paused", "not started", "cancelled", "warned")
NEXT_CHECK, REMINDED = "next check", "reminded"


def _case_fields(scope: Scope, span: Span) -> dict[str, Field]:
    """Return what `given case` may hold: the facts of an interaction, the status, and how the case was opened."""
    facts = dict(scope.resolved.facts)
    if MOMENT in facts:
        facts[MOMENT] = replace(facts[MOMENT], is_optional=True)
    facts.setdefault(STATUS, Field(STATUS, StringType(), True, False, None, None, span))
    facts[OPENED_AT] = Field(OPENED_AT, DateTimeType(), True, False, None, None, span)
    facts[OPENED_BY] = Field(OPENED_BY, EnumType(OPENED_BY, ("requester", "staff")), True, False, None, None, span)
    return facts


def lower_case(node: nodes.Test, given: nodes.Given, scope: Scope) -> tuple[dict[str, object], ExampleCase | None]:
    """Return the facts of a test's case and the case itself; None after reporting what is wrong with its opening."""
    fields = _case_fields(scope, given.subject.span)
    facts = lower_facts(given.facts, CASE, fields, scope)
    require_facts(facts, CASE, fields, node.name.span, scope)
    opened_at, opened_by = facts.pop(OPENED_AT, None), facts.pop(OPENED_BY, None)
    by_path = {fact.path.text: fact for fact in reversed(given.facts)}
    opening = by_path.get(OPENED_AT) or by_path.get(MOMENT)
    if opening is None and facts.keys() <= fields.keys():
        scope.bag.add(NoOpening(given.subject.span))
    if opened_at is None and OPENED_AT not in by_path:
        opened_at = facts.get(MOMENT)
    moment = opened_at if isinstance(opened_at, datetime) else None
    events = (_lower_event(each, fields, _Opening(moment, opening), scope) for each in node.events)
    known = tuple(each for each in events if each is not None)
    if moment is None or opening is None:
        return facts, None
    return facts, ExampleCase(moment, cast(Literal["requester", "staff"], opened_by or "requester"), known)


class _Opening:
    """When a case was opened, and where that is written."""

    def __init__(self, moment: datetime | None, node: nodes.GivenFact | None) -> None:
        self.moment = moment
        self.node = node

    def lower(self, at: nodes.CaseTime, what: str, scope: Scope) -> CaseTime | None:
        """Return the time; None after reporting a moment that is none, or comes before the opening."""
        match at:
            case nodes.Duration(seconds=seconds):
                return Elapsed(seconds)
            case nodes.Days():
                return days_span(at)
            case nodes.Moment():
                moment = lower_moment(at, scope)
                if moment is None or self.moment is None or self.node is None or moment >= self.moment:
                    return moment
                scope.bag.add(BeforeTheOpening(at.span, what, self.node.span))
                return None
            case _:
                assert_never(at)


def _lower_event(node: nodes.CaseEvent, fields: Mapping[str, Field], opening: _Opening, scope: Scope) -> ExampleEvent | None:
    at = opening.lower(node.at, "something happens", scope)
    changed = {path: field for path, field in fields.items() if path not in (OPENED_AT, OPENED_BY)}
    facts = lower_facts(node.facts, INTERACTION, changed, scope)
    kind = node.kind.text
    if kind not in KINDS:
        is_opening = kind == "opened"
        near = () if is_opening else find_suggestions(kind, KINDS)
        advice = "`given case` opens the case" if is_opening else "events are " + ", ".join(KINDS)
        scope.bag.add(UnknownName(node.kind.span, "event", kind, near, advice))
        return None
    return None if at is None else ExampleEvent(kind, at, facts, place_of(node.span))


def lower_look(node: nodes.ExpectLater, opened_at: datetime | None, given: nodes.Given, scope: Scope) -> CaseTime | None:
    """Return when a case is looked at; None after reporting what is wrong with it."""
    facts = {fact.path.text: fact for fact in reversed(given.facts)}
    opening = facts.get(OPENED_AT) or facts.get(MOMENT)
    return _Opening(opened_at, opening).lower(node.at, "something is expected", scope)


class Subject:
    """What a test gives, None where it gives nothing; says once that an interaction knows no time."""

    def __init__(self, given: nodes.Given | None) -> None:
        self._given = given
        self._is_told = False

    @property
    def is_case(self) -> bool:
        """Whether time passes in it."""
        return self._given is not None and self._given.is_case

    def check_timeless(self, node: nodes.Test, scope: Scope) -> None:
        """Report events and later expectations in the test of an interaction."""
        if node.events:
            self.tell_timeless(node.events[0].span, "something happens here", scope)
        elif node.later:
            self.tell_timeless(node.later[0].span, "something is expected later", scope)

    def tell_timeless(self, span: Span, what: str, scope: Scope) -> None:
        """Report what needs a case; a test that gives nothing has been told so."""
        if self._given is not None and not self._is_told:
            scope.bag.add(NeedsACase(span, what, self._given.subject.span))
        self._is_told = True


def is_misspelt_state(amount: nodes.Amount, scope: Scope) -> bool:
    """Whether what stands where an amount could is nearly a word for how a clock stands: `first response braeched`."""
    if not isinstance(amount, nodes.WordAmount) or amount.word.text in scope.resolved.words:
        return False
    return bool(find_suggestions(amount.word.text, CLOCK_STATES)) and not find_suggestions(amount.word.text, scope.resolved.words)


def lower_clock_state(node: nodes.ExpectOutcome, metric: str, scope: Scope) -> Expectation | None:
    """Return the expectation that a metric's clock stands so; None after reporting a word that says nothing of clocks."""
    word = node.values[0]
    text = word.text if isinstance(word, nodes.Path) else word.span.text
    if len(node.values) > 1:
        scope.bag.add(SeveralValues(node.values[0].span.to(node.values[-1].span), "a clock", len(node.values)))
        return None
    if text not in CLOCK_STATES:
        advice = "a clock is " + ", ".join(CLOCK_STATES)
        scope.bag.add(UnknownName(word.span, "state of a clock", text, find_suggestions(text, CLOCK_STATES), advice))
        return None
    return Expectation("clock", metric, text, place=place_of(node.span))


def lower_case_expectation(node: nodes.CaseExpectation, scope: Scope) -> Expectation | None:
    """Return what is expected of a case and not of a decision; None after reporting what is wrong."""
    place = place_of(node.span)
    match node:
        case nodes.ExpectClock(metric=metric, state=state):
            name = require_metric(metric, scope)
            return None if name is None else Expectation("clock", name, state.text, place=place)
        case nodes.ExpectNoClock(metric=metric):
            name = require_metric(metric, scope)
            return None if name is None else Expectation("no clock", name, place=place)
        case nodes.ExpectCheck(moment=None):
            return Expectation("next check", NEXT_CHECK, place=place)
        case nodes.ExpectCheck(moment=written):
            moment = None if written is None else lower_moment(written, scope)
            return None if moment is None else Expectation("next check", NEXT_CHECK, moment, place=place)
        case nodes.ExpectReminded(count=count):
            return Expectation("reminded", REMINDED, count, place=place)
        case _:
            assert_never(node)
