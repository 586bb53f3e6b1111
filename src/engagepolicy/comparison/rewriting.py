"""Parts of a program with other names and types in place of some: the same walk for everything that a program is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from engagepolicy.ir.disclosure import VocabularyLine
from engagepolicy.ir.expressions import Fact, Named, OrElse, OutcomeValue, Quantified, Reference
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Contribution
from engagepolicy.values.amounts import BusinessDays, ByTime, CalendarSpan, EndOfDay, LaterOf, OpenTime
from engagepolicy.values.types import EnumType

T = TypeVar("T")
NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True)
class Renaming:
    """What stands instead of what: names by kind, enums, and facts by path; what is not named stays as it is.

    With a `zone`, amounts that are counted in the policy's own zone are told apart from those of another.
    """

    conditions: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    lexicons: Mapping[str, str] = field(default_factory=dict)
    calendars: Mapping[str, str] = field(default_factory=dict)
    campaigns: Mapping[str, str] = field(default_factory=dict)
    enums: Mapping[EnumType, EnumType] = field(default_factory=dict)
    facts: Mapping[str, Fact | OrElse] = field(default_factory=dict)
    zone: str | None = None

    def apply(self, value: T) -> T:
        """Return the value, a part of a program, rewritten; as deep as one expression is nested, which the parser bounds."""
        rewritten: T = self._rewritten(value)
        return rewritten

    def _rewritten(self, value: Any) -> Any:  # noqa: ANN401
        match value:
            case tuple():
                return tuple(map(self._rewritten, value))
            case frozenset():
                return frozenset(map(self._rewritten, value))
            case EnumType():
                return self.enums.get(value, value)
            case Fact(variable=None) if value.path in self.facts:
                return self.facts[value.path]
            case Quantified(source=Fact() as source):
                changed = self._parts(value)
                return changed if isinstance(changed.source, Fact) else replace(changed, source=source)
            case CalendarSpan() | ByTime(calendar=None) | EndOfDay(calendar=None) if self.zone is not None:
                return LaterOf((value, EndOfDay(self.zone)))
            case Place():
                return value
            case _ if is_dataclass(value) and not isinstance(value, type):
                return self._named(self._parts(value))
            case _:
                return value

    def _parts(self, value: Any) -> Any:  # noqa: ANN401
        told = {each.name: getattr(value, each.name) for each in fields(value)}
        changed = {name: self._rewritten(part) for name, part in told.items()}
        return replace(value, **changed) if any(changed[name] is not part for name, part in told.items()) else value

    def _named(self, value: Any) -> Any:  # noqa: ANN401
        match value:
            case Named(name=name) if name in self.conditions:
                return Named(self.conditions[name])
            case OutcomeValue(name=name) if name in self.outcomes:
                return replace(value, name=self.outcomes[name])
            case VocabularyLine(lexicon=name) if name in self.lexicons:
                return replace(value, lexicon=self.lexicons[name])
            case Contribution(outcome=name) if name in self.outcomes:
                return replace(value, outcome=self.outcomes[name])
            case Reference(kind=kind, name=name):
                names = {"lexicon": self.lexicons, "calendar": self.calendars, "campaign": self.campaigns}[kind]
                return replace(value, name=names[name]) if name in names else value
            case OpenTime(calendar=name) | BusinessDays(calendar=name) if name in self.calendars:
                return replace(value, calendar=self.calendars[name])
            case ByTime(calendar=str() as name) | EndOfDay(calendar=str() as name) if name in self.calendars:
                return replace(value, calendar=self.calendars[name])
            case _:
                return value
