"""What a policy promises of its own decisions: beside the program, as its tests are, and never part of what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engagepolicy.ir.expressions import Expression, Fact, OutcomeValue
from engagepolicy.ir.places import Place
from engagepolicy.values.amounts import Amount


@dataclass(frozen=True, slots=True)
class TargetKept:
    """The target is known to be as strict as the amount."""

    outcome: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class RuleApplies:
    """One of the rules or rows, by id, applies."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Harmony:
    """None of the outcomes is in conflict."""

    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasValue:
    """The outcome has a value, and not an empty one."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Monotone:
    """Of two interactions the one with the higher `basis` has no later or lower outcome; `basis` is a fact or an outcome."""

    outcome: str
    basis: Fact | OutcomeValue


@dataclass(frozen=True, slots=True)
class Sameness:
    """Two interactions that differ in these facts alone have the same outcomes."""

    outcomes: tuple[str, ...]
    facts: tuple[str, ...]


PairClaim: TypeAlias = Monotone | Sameness
"""What is claimed of two interactions."""

Claim: TypeAlias = Expression | HasValue | TargetKept | RuleApplies | Harmony


@dataclass(frozen=True, slots=True)
class Part:
    """One condition or claim, and how it is written on one line."""

    claim: Claim
    written: str


@dataclass(frozen=True, slots=True)
class PairPart:
    """A claim about two interactions, and how it is written."""

    claim: PairClaim
    written: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A `prove` or `purpose` block: whenever all `given` hold, all that is `promised` holds; or once, for a purpose.

    `of_pairs` is promised of any two interactions of which all `given` hold. `every` is one outcome of `every interaction
    has ...` in a header.
    """

    kind: Literal["prove", "purpose", "every"]
    name: str
    given: tuple[Part, ...]
    promised: tuple[Part, ...]
    place: Place | None = field(default=None, compare=False)
    of_pairs: tuple[PairPart, ...] = ()
