"""Values of outcomes that cannot both be done."""

from __future__ import annotations

from dataclasses import dataclass, field

from engagepolicy.ir.about import NOTHING_SAID, About
from engagepolicy.ir.expressions import Apply, Constantly, OutcomeValue, Scalar
from engagepolicy.ir.operators import apply
from engagepolicy.ir.places import Place
from engagepolicy.values.types import SetType


@dataclass(frozen=True, slots=True)
class Excluded:
    """One value of an outcome; of a set, one of its members."""

    outcome: OutcomeValue
    value: Scalar

    @property
    def is_of_set(self) -> bool:
        """Whether the outcome may have other values beside it."""
        return isinstance(self.outcome.type, SetType)

    @property
    def is_given(self) -> Apply:
        """The condition that a decision holds it."""
        of = self.outcome.type
        if isinstance(of, SetType):
            return apply("contains", self.outcome, Constantly(self.value, of.of))
        return apply("equal", self.outcome, Constantly(self.value, of))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Of `members`, sorted by outcome and value, a decision should hold one at most while `about` is in force."""

    name: str
    members: tuple[Excluded, ...]
    description: str | None = None
    about: About = NOTHING_SAID
    place: Place | None = field(default=None, compare=False)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of the outcomes that it speaks of, each once, sorted."""
        return tuple(sorted({each.outcome.name for each in self.members}))

    @property
    def pairs(self) -> tuple[tuple[Excluded, Excluded], ...]:
        """Each two members that one decision can hold: an outcome that is no set has one value."""
        return tuple(
            (one, other)
            for place, one in enumerate(self.members)
            for other in self.members[place + 1 :]
            if one.is_of_set or one.outcome != other.outcome
        )
