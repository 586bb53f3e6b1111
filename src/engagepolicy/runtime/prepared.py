"""What is worked out once of a program and shared by all its decisions: calendars, lexicons, the order of named conditions.

A `Prepared` never changes in a way that could be seen: whatever it keeps is worked out from the program alone, so threads may
share it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from graphlib import TopologicalSorter
from zoneinfo import ZoneInfo

from engagepolicy import business_time
from engagepolicy.business_time import load_zone
from engagepolicy.ir import program as ir
from engagepolicy.ir.clocks import ClockChange
from engagepolicy.ir.codec import digest_of
from engagepolicy.ir.expressions import Named, walk
from engagepolicy.matching import Text
from engagepolicy.rostering import Roster
from engagepolicy.runtime.duties import open_rosters
from engagepolicy.runtime.texts import Hit, prepare_text
from engagepolicy.runtime.vocabulary import FoundIn, Vocabulary


@dataclass(frozen=True, slots=True)
class PolicyIdentity:
    """Which policy decided: its name, its version, and the sha256 of its canonical form, the same on every machine."""

    name: str
    version: str
    digest: str


def _open_calendar(calendar: ir.Calendar, sets: tuple[business_time.HolidaySet, ...]) -> business_time.Calendar:
    return business_time.Calendar(
        calendar.timezone,
        weekly=dict(calendar.weekly),
        exceptions={date.fromisoformat(day): spans for day, spans in calendar.exceptions},
        always_open=calendar.is_always_open,
        regions=calendar.regions,
        windows=calendar.windows,
        yearly_exceptions=dict(calendar.yearly),
        sets=sets,
        observed=calendar.holidays,
    )


class Prepared:
    """A program ready to decide. `record` names the schema of its inputs: `interaction` for decisions."""

    def __init__(self, program: ir.Program, record: str = "interaction") -> None:
        """Take the program; all else is worked out when it is first needed."""
        self.program = program
        self.record = record

    @cached_property
    def identity(self) -> PolicyIdentity:
        """The name, version and digest."""
        return PolicyIdentity(self.program.name, self.program.version, digest_of(self.program))

    @cached_property
    def judges_decisions(self) -> bool:
        """Whether the policy has constraints on decisions."""
        return bool(self.program.constraints_on("decision"))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of the policy: of its calendar time and of its `by 17:00`."""
        return load_zone(self.program.timezone)

    @cached_property
    def calendars(self) -> Mapping[str, business_time.Calendar]:
        """Every calendar by name, able to answer."""
        return {name: _open_calendar(each, self.program.holidays) for name, each in self.program.calendar_by_name.items()}

    @cached_property
    def clock_changes(self) -> Mapping[str, ClockChange]:
        """What the program says of clocks, by metric."""
        return {each.metric: each for each in self.program.clocks}

    @cached_property
    def rosters(self) -> Mapping[str, Roster]:
        """The roster of every tier that has one, able to answer."""
        return open_rosters(self.program.rosters, self.calendars)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The lexicons, able to be looked for."""
        return Vocabulary(self.program.lexicon_by_name)

    @cached_property
    def _named_in(self) -> Mapping[str, frozenset[str]]:
        return {
            name: frozenset(part.name for part in walk(condition.expression) if isinstance(part, Named))
            for name, condition in self.program.condition_by_name.items()
        }

    def conditions_asked(self, name: str, as_of: datetime) -> tuple[str, ...]:
        """Return the names of the conditions that `name` is answered from at the moment, itself last, each after its own parts.

        Those that are not in force are among them, but not what only they are made of: it is not read, and no record holds it.
        """
        order = self.conditions_within(name)
        asked = {name}
        for each in reversed(order):
            if each in asked and self.program.condition_by_name[each].about.window.holds_at(as_of):
                asked |= self._named_in[each]
        return tuple(each for each in order if each in asked)

    def conditions_within(self, name: str) -> tuple[str, ...]:
        """Return the names of the conditions that `name` is made of, itself last, each after those it is made of itself."""
        orders = self._orders
        if name not in orders:
            below: dict[str, frozenset[str]] = {}
            pending = [name]
            while pending:
                current = pending.pop()
                if current not in below:
                    below[current] = self._named_in[current]
                    pending.extend(below[current])
            orders[name] = tuple(TopologicalSorter({key: sorted(below[key]) for key in sorted(below)}).static_order())
        return orders[name]

    @cached_property
    def _orders(self) -> dict[str, tuple[str, ...]]:
        return {}


class Setting:
    """Where and when one decision is made: the policy, the moment, each text prepared once. Not shared by threads."""

    def __init__(self, prepared: Prepared, as_of: datetime) -> None:
        """Take the policy and the moment, in UTC."""
        self.prepared = prepared
        self.as_of = as_of
        self._texts: dict[str, Text] = {}
        self._found: dict[str, FoundIn] = {}
        self._mentions: dict[tuple[str, str, frozenset[str]], tuple[Hit, ...]] = {}

    def text(self, string: str) -> Text:
        """Return the text ready to be searched."""
        if string not in self._texts:
            self._texts[string] = prepare_text(string)
        return self._texts[string]

    def mentions(self, string: str, lexicon: str, masks: frozenset[str]) -> tuple[Hit, ...]:
        """Return where the lexicon, as it stands at the moment, is found; many rules may ask, it is looked for once."""
        key = (string, lexicon, masks)
        if key not in self._mentions:
            known = self._found.setdefault(string, {})
            self._mentions[key] = self.prepared.vocabulary.find(lexicon, self.text(string), masks, self.as_of, known)
        return self._mentions[key]
