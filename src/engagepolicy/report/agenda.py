"""What proofs are to look at, and what of it is left when somebody stops them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from typing_extensions import override

from engagepolicy.analysis.catalogue import catalogue
from engagepolicy.diagnostics.messages_stopped import name_some
from engagepolicy.ir.program import Program
from engagepolicy.ir.promises import Promise
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.proving.obligations import Kind, Obligation

T = TypeVar("T")

Item: TypeAlias = tuple[str, str]
"""What is asked, in words that follow a number or stand by themselves, and of which declaration; empty where it is asked once."""

_OBLIGATIONS = {
    Kind.CONFLICT: "outcomes, whether rules can give them two values",
    Kind.NEVER_APPLIES: "rules, whether they can ever apply",
    Kind.NEVER_TRUE: "conditions, whether they can ever be true",
    Kind.ALWAYS_TRUE: "conditions, whether they are always true",
    Kind.NEVER_WITHDRAWS: "overriding rules, whether they meet what they override",
}
PROMISES = "promises"
EXCLUSIONS = "exclusions, whether rules can ask for what they keep apart"
TERMS = "whether every term of a lexicon can matter"
DRAFT_CONDITIONS = "whether conditions on drafts are always or never true"
PARTS = "conditions and rules, whether all of their parts matter"
CHANGES = "rules, whether they ever change a decision"
RESOLUTIONS = "whether a matter has to be settled before its first response is due"
ORDERS = "whether a graver case, or a segment that comes first, is ever answered later"
UNKNOWNS = "whether a missing fact makes the gravest case one of the slightest"
BANDS = "whether bands of numbers leave out a value"
OVERLAPS = "whether bands of numbers overlap"
DEADLINES = "whether anything is due before it is allowed, or before anybody is on duty"
ANSWERS = "whether an answer is due while nobody is on duty"
CLIMBS = "whether steps of ladders come in time"
ROSTERS = "whether rosters have somebody for the hours that they promise"
REVIEWS = "whether constraints can be breached, and kept, and kept together"
COUNTRIES = "whether constraints reach every country, and every kind of author"


def item_of_obligation(obligation: Obligation) -> Item:
    """Return what an obligation is on the agenda."""
    return _OBLIGATIONS.get(obligation.kind, str(obligation.kind)), " overrides ".join(obligation.subject)


def items_of(program: Program, promises: Iterable[Promise], *, has_countries: bool) -> Iterator[Item]:
    """Yield everything that is to be looked at in a program; of which rules it is asked whether they matter is not known beforehand."""
    yield from ((PROMISES, each.name) for each in promises)
    yield from map(item_of_obligation, catalogue(program))
    yield from ((EXCLUSIONS, each.name) for each in program.exclusions)
    yield from ((PARTS, each.name) for each in program.conditions if each.record == INTERACTION)
    yield from ((PARTS, each.id) for each in program.rules)
    yield from ((CHANGES, each.id) for each in program.rules)
    yield from ((asked, "") for asked in (RESOLUTIONS, ORDERS, UNKNOWNS, BANDS, OVERLAPS, DEADLINES, CLIMBS))
    if program.rosters:
        yield ROSTERS, ""
        yield ANSWERS, ""
    if program.lexicons:
        yield TERMS, ""
    if any(each.record != INTERACTION for each in program.conditions):
        yield DRAFT_CONDITIONS, ""
    if program.constraints:
        yield REVIEWS, ""
    if has_countries:
        yield COUNTRIES, ""


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that was to be asked and was not, or not to its end: of these declarations, out of so many; none where it is asked once."""

    asked: str
    names: tuple[str, ...]
    total: int

    @override
    def __str__(self) -> str:
        """Return it as a line for people."""
        if not self.names:
            return self.asked
        return f"{len(self.names):,} of {self.total:,} {self.asked}: {name_some(self.names)}"


class Agenda:
    """Everything that is to be looked at, in order; what was is struck out."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._left: dict[str, dict[str, None]] = {}
        self._totals: dict[str, int] = {}

    def plan(self, items: Iterable[Item]) -> None:
        """Add what is to be looked at."""
        for asked, name in items:
            names = self._left.setdefault(asked, {})
            if name not in names:
                names[name] = None
                self._totals[asked] = self._totals.get(asked, 0) + 1

    def strike(self, item: Item) -> None:
        """Take out what was looked at."""
        asked, name = item
        self._left.get(asked, {}).pop(name, None)

    def striking(self, things: Iterable[T], item_of: Callable[[T], Item]) -> Iterator[T]:
        """Yield the things and strike each out when the next is asked for."""
        for each in things:
            yield each
            self.strike(item_of(each))

    def striking_once(self, asked: str, things: Iterable[T]) -> Iterator[T]:
        """Yield the things, and strike out what they were found for once all are."""
        yield from things
        self.strike((asked, ""))

    @property
    def left(self) -> tuple[Left, ...]:
        """What was not looked at, or not to its end."""
        return tuple(
            Left(asked, tuple(name for name in names if name), self._totals[asked] if any(names) else 0)
            for asked, names in self._left.items()
            if names
        )
