"""Callbacks of the grammar for what time does in a case: steps of ladders, clauses of `sla` blocks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, cast

from lark import Token

from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_cases import CaseBuilder
from engagepolicy.syntax.build_values import MOST_DIGITS, Clause, Parts


class ClockBuilder(CaseBuilder):
    """Ladders and `sla` blocks."""

    def ladder(self, parts: Parts) -> n.Ladder:
        """`ladder`."""
        opening, body = self.split_block(parts)
        fields = self.gather("ladder", body)
        name, description = self.name_and_description(opening)
        return n.Ladder(
            name=name,
            description=description,
            tiers=fields.all("tier"),
            steps=fields.all("step"),
            repeat=fields.one("repeat"),
            holding=fields.one("acknowledgement"),
            deciding=fields.one("decisions"),
            span=self.span(parts),
        )

    def tier(self, parts: Parts) -> Clause:
        """`tier`."""
        name, description = self.name_and_description(parts)
        return self.clause("tier", n.Tier(name, description, self.span(parts)), parts)

    def step(self, parts: Parts) -> Clause:
        """`escalate frontline to specialist after 30m without first response until acknowledged`."""
        at = next(index for index, part in enumerate(parts) if isinstance(part, n.Timing))
        route = [part for part in parts[:at] if isinstance(part, n.Word)]
        said = {each.word: each.value for each in parts[at + 1 :]}
        origin = route[0] if len(route) > 1 else None
        node = n.Step(origin, route[-1], parts[at], said.get("without"), "until" in said, self.span(parts))
        return self.clause("step", node, parts)

    def step_after(self, parts: Parts) -> n.Timing:
        """`after 30m`."""
        return n.Timing("after", parts[1], self.span(parts))

    def step_at(self, parts: Parts) -> n.Timing:
        """`at 2h`."""
        return n.Timing("at", parts[1], self.span(parts))

    def step_on(self, parts: Parts) -> n.Timing:
        """`on breach of first response`."""
        return n.Timing(cast(Literal["breach", "warning"], str(parts[1])), parts[3], self.span(parts))

    def without(self, parts: Parts) -> Clause:
        """`without first response`."""
        return self.clause("without", parts[1], parts)

    def until_acknowledged(self, parts: Parts) -> Clause:
        """`until acknowledged`."""
        return self.clause("until", True, parts)

    def repeat(self, parts: Parts) -> Clause:
        """`repeat 2 times every 30m until acknowledged`."""
        is_until = isinstance(parts[-1], Clause)
        return self.clause("repeat", n.Repeat(self.number_of(parts[1]), parts[4], is_until, self.span(parts)), parts)

    def holding(self, parts: Parts) -> Clause:
        """`acknowledgement holds for 30m then from frontline`."""
        then_from = parts[-1] if len(parts) > 4 else None
        return self.clause("acknowledgement", n.Holding(parts[3], then_from, self.span(parts)), parts)

    def deciding(self, parts: Parts) -> Clause:
        """`decisions raise or lower the tier`."""
        return self.clause("decisions", n.Deciding("or" in map(str, parts), self.span(parts)), parts)

    # ------------------------------------------------------------------------------------------------ clocks

    def sla(self, parts: Parts) -> n.Sla:
        """`sla`."""
        opening, body = self.split_block(parts)
        fields = self.gather("sla", body)
        name, description = self.name_and_description(opening)
        return n.Sla(name, description, fields.all("clock"), fields.about(), self.span(parts))

    def metric(self, parts: Parts) -> n.Metric:
        """`metric`."""
        opening, body = self.split_block(parts)
        fields = self.gather("metric", body)
        name, description = self.name_and_description(opening)
        return n.Metric(name, description, fields.all("clock"), fields.about(), self.span(parts))

    def metrics(self, parts: Parts) -> Clause:
        """The metrics that a clause of an `sla` block is said of."""
        return self.clause("metrics", tuple(part for part in parts if isinstance(part, n.Word)), parts)

    def events(self, parts: Parts) -> Clause:
        """The events that start or end something."""
        return self.clause("events", tuple(part for part in parts if isinstance(part, n.Word)), parts)

    def clock_events(self, parts: Parts) -> Clause:
        """`start resolution when assigned each time`."""
        word = cast(Literal["start", "stop", "cancel", "resume"], str(parts[0]))
        last = parts[-1]
        cycle: Literal["once", "each"] | None = None
        if isinstance(last, Token):
            cycle = "once" if last == "once" else "each"
        return self.clock_clause(n.ClockEvents(word, _said("metrics", parts), _said("events", parts), cycle, self.span(parts)), parts)

    def clock_alone(self, parts: Parts) -> Clause:
        """`start next response without first response`."""
        return self.clock_clause(n.ClockAlone(_said("metrics", parts), parts[-1], self.span(parts)), parts)

    def clock_pause(self, parts: Parts) -> Clause:
        """`pause resolution while case.status in (waiting_on_customer, on_hold)`."""
        fact = next(part for part in parts if isinstance(part, n.Path))
        statuses = tuple(part for part in parts if isinstance(part, (n.Word, n.Text)))
        return self.clock_clause(n.ClockPause(_said("metrics", parts), fact, statuses, self.span(parts)), parts)

    def clock_warning(self, parts: Parts) -> Clause:
        """`warn at 75%`, `warn resolution 2h before`."""
        last = parts[-1]
        at = self._percent(last) if last.type == "PERCENT" else parts[-2]
        return self.clock_clause(n.ClockWarning(_said("metrics", parts), at, self.span(parts)), parts)

    def _percent(self, token: Token) -> n.Number:
        """Return the share; one with more digits than anybody writes is far out of range whatever it is."""
        digits, span = str(token)[:-1], self.span_of(token)
        return n.Number(Decimal(digits if len(digits) <= MOST_DIGITS else 0), "." not in digits, span)

    def clock_reopening(self, parts: Parts) -> Clause:
        """`reopen resolution as new cycle`."""
        cycle = cast(Literal["same", "new", "no"], str(parts[-2]))
        return self.clock_clause(n.ClockReopening(_said("metrics", parts), cycle, self.span(parts)), parts)

    def clock_counting(self, parts: Parts) -> Clause:
        """`count resolution from now`."""
        start = cast(Literal["start", "now"], str(parts[-1]))
        return self.clock_clause(n.ClockCounting(_said("metrics", parts), start, self.span(parts)), parts)

    def clock_shift(self, parts: Parts) -> Clause:
        """`count received after 16:00 on office as the next business day`."""
        after = next((self.time_of(part) for part in parts if isinstance(part, Token) and part.type == "TIME"), None)
        return self.clock_clause(n.ClockShift(_said("metrics", parts), after, parts[-2], self.span(parts)), parts)

    def clock_clause(self, node: n.ClockClause, parts: Parts) -> Clause:
        """Return a clause of an `sla` block."""
        return self.clause("clock", node, parts)


def _said(word: str, parts: Parts) -> tuple[Any, ...]:
    return next((part.value for part in parts if isinstance(part, Clause) and part.word == word), ())
