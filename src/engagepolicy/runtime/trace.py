"""What a backend hands over: how every rule was answered, what every outcome was settled to, and a way to ask again.

A trace is the evidence of a decision. `decision` makes the face of it, `explanation` the reasons, `record` what is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from engagepolicy.ir.expressions import Expression
from engagepolicy.runtime.facts import NO_ELEMENTS, Elements, Facts, Value
from engagepolicy.runtime.settle import Settlement
from engagepolicy.values.truth import Truth


class Status(StrEnum):
    """How one rule was answered."""

    APPLIES = "applies"
    APPLIES_UNKNOWN = "applies because not known"
    DOES_NOT_APPLY = "does not apply"
    UNDETERMINED = "undetermined"
    NOT_ASKED = "not asked"
    NOT_IN_FORCE = "not in force"


APPLYING = frozenset({Status.APPLIES, Status.APPLIES_UNKNOWN})
UNSURE = frozenset({Status.APPLIES_UNKNOWN, Status.UNDETERMINED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one rule; `answered_by` is the row of its group that made asking it superfluous."""

    status: Status
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class KnownTest:
    """How a test of a private fact came out when the decision was first made, and the facts that it lacked."""

    truth: Truth
    missing: tuple[str, ...] = ()


KnownTests = Mapping[Expression, KnownTest]
NO_TESTS: KnownTests = {}


class Evaluate(Protocol):
    """Asks the value of any expression of the program when every outcome is settled; None where it is not known."""

    def __call__(self, expression: Expression, elements: Elements = NO_ELEMENTS, /) -> Value:
        """Return the value; `elements` has the record that each variable of an enclosing quantifier stands for."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One decision with its evidence: `facts` and `as_of` in UTC, `segments` with their truth, `tests` known from a record."""

    facts: Facts
    as_of: datetime
    verdicts: Mapping[str, Verdict]
    settlements: Mapping[str, Settlement]
    segments: Mapping[str, Truth]
    evaluate: Evaluate = field(compare=False, repr=False)
    tests: KnownTests = field(default_factory=dict, compare=False, repr=False)
