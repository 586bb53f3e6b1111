"""Callbacks of the grammar for whole declarations other than tables and tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from lark import Token

from engagepolicy.diagnostics.messages_literals import ValueOutOfRange
from engagepolicy.diagnostics.messages_syntax import ReservedName
from engagepolicy.source import Span
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.build_clauses import words_in
from engagepolicy.syntax.build_conditions import MaskList
from engagepolicy.syntax.build_exclusions import ExclusionBuilder
from engagepolicy.syntax.build_promises import PromiseBuilder
from engagepolicy.syntax.build_rosters import RosterBuilder
from engagepolicy.syntax.build_signals import SignalBuilder
from engagepolicy.syntax.build_values import Clause, Parts
from engagepolicy.syntax.build_vocabularies import VocabularyBuilder
from engagepolicy.syntax.mistaken_clauses import find_mistaken_clause
from engagepolicy.syntax.vocabulary import RESERVED, WEEK


@dataclass(frozen=True, slots=True)
class DaySpan:
    """`mon-fri`, taken apart."""

    days: tuple[n.Word, ...]
    span: Span


class DeclarationBuilder(VocabularyBuilder, PromiseBuilder, RosterBuilder, SignalBuilder, ExclusionBuilder):
    """Declarations: the outermost callbacks."""

    def start(self, parts: Parts) -> n.Declaration:
        """One declaration."""
        return cast(n.Declaration, parts[0])

    def declared_path(self, parts: Parts) -> n.Path:
        """The dotted name that a declaration gives to a fact or to a ruleset."""
        token = parts[0]
        span = self.span_of(token)
        if token.type == "NAME" and token in RESERVED:
            self.report(ReservedName(span))
        return n.Path(tuple("_".join(part.split()) for part in token.split(".")), span)

    # ---------------------------------------------------------------------------------- ruleset, use, extend, outcome

    def header(self, parts: Parts) -> n.Header:
        """`ruleset`."""
        opening, body = self.split_block(parts)
        fields = self.gather("ruleset", body)
        name, description = self.name_and_description(opening)
        meanings = [clause for clause in body if clause.word in ("unquantified", "meaning")]
        words = tuple(meaning for clause in meanings for meaning in clause.value)
        version, zone = fields.one("version"), fields.one("timezone")
        every, countries = fields.words("every"), fields.one("countries") or ()
        return n.Header(name, description, version, zone, words, every, countries, fields.about(), self.span(parts))

    def use(self, parts: Parts) -> n.Use:
        """`use`."""
        target = parts[1]
        return n.Use(self.text_of(target) if isinstance(target, Token) else target, self.span(parts))

    def extend(self, parts: Parts) -> n.Extend:
        """`extend` and `record`."""
        opening, fields = self.split_block(parts)
        is_open = isinstance(opening[-1], Token)
        return n.Extend(parts[1], str(parts[0]) == "record", is_open, tuple(fields), self.span(parts))

    def field(self, parts: Parts) -> n.FieldDeclaration:
        """One field of a record."""
        options = self.gather("field", parts[3:])
        return n.FieldDeclaration(
            path=parts[0],
            type=parts[2],
            is_optional=options.has("optional"),
            is_private=options.has("private"),
            is_computed=options.has("computed"),
            is_loose=options.has("loose"),
            json_name=options.one("named"),
            default=options.one("default"),
            description=options.one("a description"),
            span=self.span(parts),
        )

    def simple_type(self, parts: Parts) -> n.TypeName:
        """A type's name."""
        return n.TypeName("simple", parts[0], (), False, None, parts[0].span)

    def enum_type(self, parts: Parts) -> n.TypeName:
        """`enum(a, b)`."""
        return self._enum(parts, is_ordered=False)

    def ordered_enum_type(self, parts: Parts) -> n.TypeName:
        """`enum(a < b)`."""
        return self._enum(parts, is_ordered=True)

    def _enum(self, parts: Parts, is_ordered: bool) -> n.TypeName:
        values = tuple(part for part in parts if isinstance(part, n.Word))
        return n.TypeName("enum", None, values, is_ordered, None, self.span(parts))

    def nested_type(self, parts: Parts) -> n.TypeName:
        """`set of T`, `list of T`."""
        kind = cast(Literal["set", "list"], str(parts[0]))
        node = n.TypeName(kind, None, (), False, parts[2], self.span(parts))
        return cast(n.TypeName, self.note_depth(node, [parts[2]]))

    def outcome(self, parts: Parts) -> n.Outcome:
        """`outcome`."""
        opening, body = self.split_block(parts)
        fields = self.gather("outcome", body)
        name, description = self.name_and_description(opening)
        return n.Outcome(
            name=name,
            description=description,
            type=fields.one("type"),
            merge=fields.one("merge"),
            default=fields.one("default"),
            on_conflict=fields.one("on conflict"),
            verb=fields.one("written"),
            span=self.span(parts),
        )

    # ------------------------------------------------------------------------------------------------ named conditions, lexicons

    def named_condition(self, parts: Parts) -> n.NamedCondition:
        """`define` and `segment`."""
        opening, body = self.split_block(parts)
        kind = cast(Literal["define", "segment"], str(opening[0]))
        fields = self.gather(kind, body)
        name, description = self.name_and_description(opening)
        when, unless = fields.one("when"), fields.all("unless")
        return n.NamedCondition(kind, name, description, fields.one("on"), when, unless, fields.about(), self.span(parts))

    def lexicon(self, parts: Parts) -> n.Lexicon:
        """`lexicon`; a comma after `exclude "a"` goes on excluding."""
        opening, body = self.split_block(parts)
        fields = self.gather("lexicon", [part for part in body if isinstance(part, Clause)])
        name, description = self.name_and_description(opening)
        masks = next((part.masks for part in opening if isinstance(part, MaskList)), ())
        return n.Lexicon(name, description, masks, self._items(body), fields.about(), self.span(parts))

    def _items(self, body: list[Any]) -> tuple[n.Term | n.Include, ...]:
        items: list[n.Term | n.Include] = []
        is_excluding = follows_comma = False
        for part in body:
            if isinstance(part, n.Term):
                is_excluding = part.is_excluded or (is_excluding and follows_comma)
                items.append(replace(part, is_excluded=True) if is_excluding else part)
            elif isinstance(part, n.Include):
                is_excluding = False
                items.append(part)
            follows_comma = isinstance(part, Token)
        return tuple(items)

    def term(self, parts: Parts) -> n.Term:
        """One term."""
        token = parts[0]
        value = self.text_of(token) if token.type == "STRING" else self.pattern(parts)
        fields = self.gather("term", parts[1:])
        return n.Term(value, False, fields.one("in force"), fields.one("source"), self.span(parts), fields.one("within"))

    def reach(self, parts: Parts) -> Clause:
        """`within 4 words`."""
        return self.clause("within", self.number_of(parts[1]), parts)

    def exclude(self, parts: Parts) -> n.Term:
        """`exclude "suede"`."""
        term = cast(n.Term, parts[1])
        return replace(term, is_excluded=True, span=self.span(parts))

    def include(self, parts: Parts) -> n.Include:
        """`include other`."""
        return n.Include(parts[1], self.span(parts))

    # ------------------------------------------------------------------------------------------------ calendars

    def calendar(self, parts: Parts) -> n.Calendar:
        """`calendar`."""
        opening, body = self.split_block(parts)
        fields = self.gather("calendar", body)
        name, description = self.name_and_description(opening)
        return n.Calendar(
            name=name,
            description=description,
            timezone=fields.one("timezone"),
            is_always_open=fields.has("always open"),
            weekly=fields.all("weekly"),
            windows=fields.all("window"),
            holidays=fields.words("holidays"),
            exceptions=tuple(clause.value for clause in body if clause.word in ("closed", "open")),
            span=self.span(parts),
        )

    def weekly(self, parts: Parts) -> Clause:
        """`mon-fri 08:00-12:00, 13:00-17:00`."""
        days = tuple(day for part in parts if isinstance(part, DaySpan) for day in part.days)
        return self.clause("weekly", n.WeeklyHours(days, self._hours_in(parts), self.span(parts)), parts)

    def day_span(self, parts: Parts) -> DaySpan:
        """`mon`, `mon-fri`, `sat-mon`: the days one by one, each with the place of the whole."""
        first, last = WEEK.index(str(parts[0])), WEEK.index(str(parts[-1]))
        count = (last - first) % len(WEEK) + 1
        span = self.span(parts)
        return DaySpan(tuple(n.Word(WEEK[(first + step) % len(WEEK)], span) for step in range(count)), span)

    def _hours_in(self, parts: Parts) -> tuple[n.Hours, ...]:
        return tuple(part for part in parts if isinstance(part, n.Hours))

    def hours(self, parts: Parts) -> n.Hours:
        """`08:00-20:00`."""
        start, end = self._clock(parts[0], "23:59"), self._clock(parts[2], "24:00")
        return n.Hours(start, end, self.span(parts))

    def _clock(self, token: Token, latest: str) -> str:
        clock = str(token).zfill(5)
        if clock > latest or clock[3:] > "59":
            self.report(ValueOutOfRange(self.span_of(token), "is not a time of day"))
            return "00:00"
        return clock

    def week_window(self, parts: Parts) -> Clause:
        """`from sun 15:00 to fri 17:00`."""
        start_day, end_day = (n.Word(str(parts[index]), self.span_of(parts[index])) for index in (1, 4))
        start, end = self._clock(parts[2], "23:59"), self._clock(parts[5], "24:00")
        return self.clause("window", n.WeeklyWindow(start_day, start, end_day, end, self.span(parts)), parts)

    def always_open(self, parts: Parts) -> Clause:
        """`always open`."""
        return self.clause("always open", True, parts)

    def holidays(self, parts: Parts) -> Clause:
        """`holidays US-NY, acme_days`."""
        return self.clause("holidays", words_in(parts), parts)

    def closed(self, parts: Parts) -> Clause:
        """`closed 2026-12-24 "Christmas Eve"`."""
        return self._exception("closed", parts)

    def opened(self, parts: Parts) -> Clause:
        """`open 2026-12-31 09:00-12:00`."""
        return self._exception("open", parts)

    def _exception(self, word: str, parts: Parts) -> Clause:
        last = parts[-1]
        description = self.text_of(last) if isinstance(last, Token) and last.type == "STRING" else None
        hours = self._hours_in(parts)
        return self.clause(word, n.DatedException(parts[1], hours, word == "open", description, self.span(parts)), parts)

    # ---------------------------------------------------------------------------------- objectives, campaigns

    def objective(self, parts: Parts) -> n.Objective:
        """`objective`."""
        opening, body = self.split_block(parts)
        name, description = self.name_and_description(opening)
        return n.Objective(name, description, self.gather("objective", body).about(), self.span(parts))

    def campaign(self, parts: Parts) -> n.Campaign:
        """`campaign`."""
        opening, body = self.split_block(parts)
        fields = self.gather("campaign", body)
        name, description = self.name_and_description(opening)
        return n.Campaign(name, description, fields.one("kind"), fields.one("from"), fields.about(), self.span(parts))

    # ------------------------------------------------------------------------------------------------ rules

    def rule(self, parts: Parts) -> n.Rule:
        """`rule`."""
        opening, body = self.split_block(parts)
        self.stop_at_mistaken_clause(body)
        self.effects.clear()
        fields = self.gather("rule", body)
        name, description = self.name_and_description(opening)
        return n.Rule(
            name=name,
            description=description,
            when=fields.one("when"),
            unless=fields.all("unless"),
            effects=fields.all("effect"),
            overrides=fields.words("overrides"),
            exception_to=fields.words("exception to"),
            applies_if_unknown=fields.has("if unknown"),
            is_locked=str(opening[0]) == "locked",
            about=fields.about(),
            span=self.span(parts),
        )

    def stop_at_mistaken_clause(self, body: list[Any]) -> None:
        """Report a misspelt keyword that was read as an effect, and read no further."""
        mistake = find_mistaken_clause(body)
        if mistake is not None:
            raise mistake

    def first_of(self, parts: Parts) -> n.FirstOf:
        """`first of`."""
        opening, body = self.split_block(parts)
        rules = tuple(part for part in body if isinstance(part, n.Rule))
        fields = self.gather("first of", [part for part in body if isinstance(part, Clause)])
        name, description = self.name_and_description(opening)
        return n.FirstOf(name, description, rules, fields.about(), self.span(parts))
