"""A policy with one small mistake, as what stands in its program in place of what has the same name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from engagepolicy.ir.clocks import ClockChange
from engagepolicy.ir.constraints import Constraint
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Calendar, Condition, Ladder, Lexicon, OutcomeDeclaration, Program, Rule
from engagepolicy.ir.rosters import Roster

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands in a program in place of what has the same name."""

    rules: tuple[Rule, ...] = ()
    conditions: tuple[Condition, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    lexicons: tuple[Lexicon, ...] = ()
    outcomes: tuple[OutcomeDeclaration, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    clocks: tuple[ClockChange, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    rosters: tuple[Roster, ...] = ()

    @property
    def is_of_time(self) -> bool:
        """Whether it changes what happens as time passes, and no decision but for its due times."""
        return bool(self.ladders or self.clocks or self.calendars or self.rosters)

    def apply(self, program: Program) -> Program:
        """Return the program with it."""
        return replace(
            program,
            rules=_with(program.rules, {each.id: each for each in self.rules}, lambda each: each.id),
            conditions=_with(program.conditions, {each.name: each for each in self.conditions}, lambda each: each.name),
            constraints=_with(program.constraints, {each.id: each for each in self.constraints}, lambda each: each.id),
            lexicons=_with(program.lexicons, {each.name: each for each in self.lexicons}, lambda each: each.name),
            outcomes=_with(program.outcomes, {each.name: each for each in self.outcomes}, lambda each: each.name),
            ladders=_with(program.ladders, {each.name: each for each in self.ladders}, lambda each: each.name),
            clocks=_with(program.clocks, {each.metric: each for each in self.clocks}, lambda each: each.metric),
            calendars=_with(program.calendars, {each.name: each for each in self.calendars}, lambda each: each.name),
            rosters=_with(program.rosters, {each.name: each for each in self.rosters}, lambda each: each.name),
        )


def _with(given: tuple[T, ...], instead: dict[str, T], name: Any) -> tuple[T, ...]:  # noqa: ANN401
    return tuple(instead.get(name(each), each) for each in given) if instead else given


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy with one mistake: of what kind, whose, where, and the text before and after."""

    kind: str
    owner: str
    place: Place | None
    before: str
    after: str
    edit: Edit = field(compare=False, repr=False)
    left_out: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """The mistake in words."""
        if not self.after:
            return f"without {self.before}"
        if self.kind == "dropped part":
            return f"without `{self.left_out}`"
        return f"without `{self.left_out}` in {self.before}" if self.left_out else f"{self.before} -> {self.after}"
