"""What a policy promises of its own decisions: beside the program, as its tests are, and never part of what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engagepolicy.ir.exclusions import Exclusion
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
    """None of the outcomes is in conflict, and none of the exclusions is met."""

    outcomes: tuple[str, ...]
    exclusions: tuple[Exclusion, ...] = ()


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

@dataclass(frozen=True, slots=True)
class VerdictIs:
    """The verdict of the review of a draft is this, or (`bound`) at least or at most as restrictive."""

    verdict: str
    bound: Literal["exactly", "least", "most"] = "exactly"


@dataclass(frozen=True, slots=True)
class ConstraintSays:
    """The constraint is asked of the draft (`applies`): a breach gets at least its verdict. Or it finds a breach, or nothing."""

    constraint: str
    status: Literal["applies", "breached", "kept"]


ReviewClaim: TypeAlias = VerdictIs | ConstraintSays

Claim: TypeAlias = Expression | HasValue | TargetKept | RuleApplies | Harmony | VerdictIs | ConstraintSays


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
class ServedCountry:
    """A country (ISO 3166, two capitals) of `countries` in a header: the ruleset is for audiences there."""

    country: str
    place: Place | None = field(default=None, compare=False)


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
    about: Literal["interaction", "draft"] = "interaction"
