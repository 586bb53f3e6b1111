"""What a policy promises of its own decisions: beside the program, as its tests are, and never part of what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engagepolicy.ir.expressions import Expression
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


Claim: TypeAlias = Expression | HasValue | TargetKept | RuleApplies | Harmony


@dataclass(frozen=True, slots=True)
class Part:
    """One condition or claim, and how it is written on one line."""

    claim: Claim
    written: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A `prove` or `purpose` block: whenever all `given` hold, all that is `promised` holds; or once, for a purpose.

    `every` is one outcome of `every interaction has ...` in a header.
    """

    kind: Literal["prove", "purpose", "every"]
    name: str
    given: tuple[Part, ...]
    promised: tuple[Part, ...]
    place: Place | None = field(default=None, compare=False)
