"""What must hold of every input, as values that name no solver, and the three answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from engagepolicy.runtime.questions import Question
from engagepolicy.runtime.trace import Trace


class Kind(StrEnum):
    """What an obligation is about."""

    CONFLICT = "conflict"
    NEVER_APPLIES = "never applies"
    ALWAYS_TRUE = "always true"
    NEVER_TRUE = "never true"
    NEVER_WITHDRAWS = "never withdraws"
    NEVER_BREACHED = "never breached"
    ALWAYS_BREACHED = "always breached"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A question that no input may answer with yes (`must_be` is `impossible`), or that some input must (`possible`).

    `subject` are the rules, conditions and outcomes it is about, for whoever words the message.
    """

    kind: Kind
    subject: tuple[str, ...]
    question: Question
    must_be: str = "impossible"


@dataclass(frozen=True, slots=True)
class Witness:
    """Facts of one input, by path, of which the interpreter gives the answer; `trace` is that of its decision."""

    facts: Mapping[str, Any]
    as_of: datetime
    trace: Trace


@dataclass(frozen=True, slots=True)
class Possible:
    """An input says yes."""

    witness: Witness


@dataclass(frozen=True, slots=True)
class Impossible:
    """No input says yes."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """It is not known whether an input says yes; `because` says what stood in the way."""

    because: str


Answer: TypeAlias = Possible | Impossible | Undecided
