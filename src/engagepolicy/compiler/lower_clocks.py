"""What `sla` blocks and metrics say as one change for each metric: what is said of it by name stands instead of what is said of all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias, assert_never, cast

from engagepolicy.business_time import StartShift
from engagepolicy.compiler.lower_ladders import metrics_of, require_metric
from engagepolicy.compiler.lower_values import lower_about, lower_measured, lower_scalar
from engagepolicy.compiler.scope import Scope, describe_type, place_of, show_name
from engagepolicy.diagnostics.messages_clocks import PauseByAnother, ShareOutOfRange, ToldTwice
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.messages_types import WrongType
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.clocks import KINDS, STATUS, ClockChange, Share, WarnAt
from engagepolicy.semantics.metrics import find_clock_clauses
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.amounts import Elapsed, OpenTime, render_amount
from engagepolicy.values.types import EnumType, StringType

Sides: TypeAlias = dict[str, object]
"""Fields of a `ClockChange` by name."""

_EVENT_SIDES = {"start": "start", "stop": "stop", "cancel": "cancel", "resume": "resume_on"}
_SAID_OF = {
    "start": "what starts it",
    "starts_alone": "that it does not wait for the first response",
    "stop": "what stops it",
    "cancel": "what ends it without an answer",
    "resume_on": "what ends its pauses",
    "pause_while": "when it pauses",
    "reopen": "what a reopened case does to it",
    "counts": "from where a changed target counts",
    "received_after": "from when it counts what is received late",
    "received_closed": "from when it counts what is received while closed",
}
_WAITED_FOR = ("first_response",)
"""The metrics that clocks of the house wait for."""
_REOPENINGS = {"same": "resume", "new": "new cycle", "no": "nothing"}
_ALL = ""
"""In the place of a metric: said of all of them."""


def _render_warning(warning: WarnAt) -> str:
    return f"at {warning.percent:f}%" if isinstance(warning, Share) else f"{render_amount(warning)} before"


@dataclass
class _Told:
    """What the blocks say, by metric and side; where it was first said, to find what is said twice."""

    scope: Scope
    sides: dict[str, Sides] = field(default_factory=dict)
    first: dict[tuple[str, str], Span] = field(default_factory=dict)

    def tell(self, metrics: tuple[nodes.Word, ...], sides: Sides, said: str, span: Span) -> None:
        """Keep the sides for every metric named, or for all of them where none is."""
        named = [(require_metric(word, self.scope), word.span) for word in metrics] if metrics else [(_ALL, span)]
        for metric, place in named:
            if metric is None:
                continue
            earlier = self.first.setdefault((metric, said), place)
            if earlier is not place:
                who = "every clock" if metric == _ALL else f"the clock of {show_name(metric)}"
                self.scope.bag.add(ToldTwice(place, who, said, earlier))
                continue
            own = self.sides.setdefault(metric, {})
            for name, value in sides.items():
                own[name] = (*cast("tuple[WarnAt, ...]", own.get(name, ())), value) if name == "warnings" else value

    def change_of(self, metric: str) -> ClockChange | None:
        """Return what is said of the metric, None if nothing is."""
        sides = {**self.sides.get(_ALL, {}), **self.sides.get(metric, {})}
        if not sides:
            return None
        if "warnings" in sides:
            sides["warnings"] = tuple(sorted(cast("tuple[WarnAt, ...]", sides["warnings"]), key=_render_warning))
        said = (span for (named, _), span in self.first.items() if named == metric)
        place = place_of(next(said, None) or next(span for (named, _), span in self.first.items() if named == _ALL))
        return ClockChange(metric, **sides, place=place)  # type: ignore[arg-type]  # the sides are named and typed as they are lowered


def _lower_events(node: nodes.ClockEvents, scope: Scope) -> Sides | None:
    known = ("opened", *KINDS) if node.word == "start" else KINDS
    unknown = [word for word in node.events if word.text not in known]
    for word in unknown:
        near = find_suggestions(word.text, known)
        scope.bag.add(UnknownName(word.span, "event", word.text, near, "events are " + ", ".join(known)))
    if unknown:
        return None
    sides: Sides = {_EVENT_SIDES[node.word]: frozenset(word.text for word in node.events)}
    return sides | ({"cycle": node.cycle} if node.word == "start" else {})


def _lower_statuses(node: nodes.ClockPause, scope: Scope) -> frozenset[str] | None:
    if node.fact.text != STATUS:
        scope.bag.add(PauseByAnother(node.fact.span, STATUS))
        return None
    declared = scope.resolved.facts.get(STATUS)
    scope.uses.note("fact", STATUS)
    of = StringType() if declared is None else declared.type
    if not isinstance(of, EnumType | StringType):
        scope.bag.add(WrongType(node.fact.span, "a text or a word of an enum", describe_type(of), "a pause"))
        return None
    values = [nodes.Path((each.text,), each.span) if isinstance(each, nodes.Word) else each for each in node.statuses]
    known = [lower_scalar(value, of, scope, f"the fact `{STATUS}`") for value in values]
    return None if None in known else frozenset(map(str, known))


def _lower_warning(node: nodes.ClockWarning, scope: Scope) -> WarnAt | None:
    if isinstance(node.at, nodes.Number):
        if 1 <= node.at.value <= 99:
            return Share(node.at.value.normalize())
        scope.bag.add(ShareOutOfRange(node.at.span))
        return None
    amount = lower_measured(node.at, scope, "a warning")
    return amount if isinstance(amount, Elapsed | OpenTime) else None


def _lower_clause(node: nodes.ClockClause, scope: Scope) -> tuple[Sides, str] | None:
    """Return the sides of a clock that the clause gives and what it says, None after a report."""
    match node:
        case nodes.ClockEvents():
            sides = _lower_events(node, scope)
            return None if sides is None else (sides, _SAID_OF[_EVENT_SIDES[node.word]])
        case nodes.ClockAlone(without=word):
            metric = scope.require("outcome", word, _WAITED_FOR, "metric that others wait for")
            return None if metric is None else ({"starts_alone": True}, _SAID_OF["starts_alone"])
        case nodes.ClockPause():
            statuses = _lower_statuses(node, scope)
            return None if statuses is None else ({"pause_while": statuses}, _SAID_OF["pause_while"])
        case nodes.ClockWarning():
            warning = _lower_warning(node, scope)
            return None if warning is None else ({"warnings": warning}, f"to warn {_render_warning(warning)}")
        case nodes.ClockReopening():
            return {"reopen": _REOPENINGS[node.cycle]}, _SAID_OF["reopen"]
        case nodes.ClockCounting():
            return {"counts": f"from {node.start}"}, _SAID_OF["counts"]
        case nodes.ClockShift(after=after, calendar=word):
            calendar = scope.require("calendar", word, scope.resolved.calendars)
            side = "received_closed" if after is None else "received_after"
            return None if calendar is None else ({side: StartShift(calendar, after)}, _SAID_OF[side])
        case _:
            assert_never(node)


def lower_clocks(scope: Scope) -> tuple[ClockChange, ...]:
    """Return what is said of the clock of each metric, by metric; those of which nothing is said are left out."""
    told = _Told(scope)
    blocks: list[nodes.Sla | nodes.Metric] = [*scope.resolved.slas.values(), *scope.resolved.metrics.values()]
    for block in sorted(blocks, key=lambda node: node.name.text):
        lower_about(block.about, scope)
    for clause in find_clock_clauses(scope.resolved):
        found = _lower_clause(clause, scope)
        if found is not None:
            told.tell(clause.metrics, *found, clause.span)
    changes = (told.change_of(metric) for metric in metrics_of(scope))
    return tuple(change for change in changes if change is not None)
