"""Constraints of a program: what must hold of a draft or of a decision, what a breach gets, and how it is cured."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engagepolicy.ir.about import NOTHING_SAID, About
from engagepolicy.ir.expressions import ALWAYS, And, Expression, Not
from engagepolicy.ir.places import Place

Subject: TypeAlias = Literal["draft", "decision"]

Severity: TypeAlias = Literal["note", "approve", "revise", "block"]
"""What a finding asks for, least first: nothing, a person's yes, another text, that it does not go out."""

PLACEHOLDER = re.compile(r"\{([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)\}", re.ASCII)
"""A fact's path in braces, in the text of a fix."""

SEVERITIES: tuple[Severity, ...] = ("note", "approve", "revise", "block")


@dataclass(frozen=True, slots=True)
class Insertion:
    """Put a text at the start or the end; `{path}` in it stands for that fact."""

    text: str
    at: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Removal:
    """Take out what the text tests found."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Put a text in place of what the text tests found."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Ask for facts, by path."""

    facts: tuple[str, ...]


Fix: TypeAlias = Insertion | Removal | Replacement | Question


@dataclass(frozen=True, slots=True)
class Constraint:
    """Where `condition` holds, every one of `duties` must.

    A breach gets `severity`, with `reason`; `approver` is the tier that may say yes. `overrides` are ids of constraints that give
    way where this one's condition holds. One that `is_locked` gives way to nothing.
    """

    id: str
    subject: Subject
    duties: tuple[Expression, ...]
    severity: Severity
    condition: Expression = ALWAYS
    reason: str | None = None
    approver: str | None = None
    pillar: str | None = None
    fixes: tuple[Fix, ...] = ()
    overrides: tuple[str, ...] = ()
    is_locked: bool = False
    description: str | None = None
    about: About = NOTHING_SAID
    place: Place | None = field(default=None, compare=False)


def placeholders_of(constraint: Constraint) -> tuple[str, ...]:
    """Return the paths of the facts that stand in braces in the constraint's fixes."""
    texts = [each.text for each in constraint.fixes if isinstance(each, Insertion | Replacement)]
    return tuple(found[1] for text in texts for found in PLACEHOLDER.finditer(text))


def breach_of(constraint: Constraint) -> Expression:
    """Return the condition that is true where the constraint is broken, and not known where that is not known."""
    kept = constraint.duties[0] if len(constraint.duties) == 1 else And(constraint.duties)
    return And((constraint.condition, Not(kept)))
