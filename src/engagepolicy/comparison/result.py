"""What became of a comparison: for each outcome, segment and constraint how the newer policy stands to the older, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from engagepolicy.ir.places import Place
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.trace import Trace


class Relation(StrEnum):
    """How the newer policy stands to the older in one thing.

    `mixed`: stricter here and looser there, or neither is known for one interaction. `different`: otherwise, and either there is no
    stricter for it or it could not all be decided. `undecided`: nothing was seen to differ, and it is not known that nothing does.
    """

    EQUAL = "equal"
    STRICTER = "stricter"
    LOOSER = "looser"
    MIXED = "mixed"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Direction(StrEnum):
    """How the newer decision on one interaction stands to the older; `different` is neither stricter nor looser."""

    STRICTER = "stricter"
    LOOSER = "looser"
    DIFFERENT = "different"


Kind: TypeAlias = Literal["outcome", "segment", "constraint"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the policies says of an interaction.

    `value` is that of the outcome, the truth of a segment, or the verdict of a constraint; `written` is the same for people.
    `rules` gave it; none did where it `is_default`.
    """

    value: Value
    written: str
    rules: tuple[str, ...] = ()
    is_default: bool = False
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One interaction that the two policies decide differently; `old_facts` and `new_facts` are it as each of them reads it, by path."""

    direction: Direction
    old: Side
    new: Side
    as_of: datetime
    old_facts: Mapping[str, Any]
    new_facts: Mapping[str, Any]
    old_trace: Trace
    new_trace: Trace


@dataclass(frozen=True, slots=True)
class Compared:
    """One outcome, segment or constraint in both policies.

    `changes` has at most one example for each direction; `undecided` says of what could not be decided why not. One that
    `is_ordered` can be stricter and looser. `record` is what was decided about: an interaction, or a draft. `note` says what there
    is to know besides, such as that one of them lacks it.
    """

    name: str
    kind: Kind
    is_ordered: bool
    changes: tuple[Change, ...] = ()
    undecided: tuple[tuple[Direction | None, str], ...] = ()
    note: str | None = None
    places: tuple[Place | None, Place | None] = (None, None)
    told: Relation | None = None
    record: str = "interaction"

    @property
    def relation(self) -> Relation:
        """How the newer policy stands to the older."""
        if self.told is not None:
            return self.told
        seen = {each.direction for each in self.changes}
        if not seen:
            return Relation.UNDECIDED if self.undecided else Relation.EQUAL
        if not self.is_ordered:
            return Relation.DIFFERENT
        if len(seen) > 1 or Direction.DIFFERENT in seen:
            return Relation.MIXED
        if self.undecided:
            return Relation.DIFFERENT
        return Relation(seen.pop().value)

    @property
    def may_be_looser(self) -> bool:
        """Whether the newer policy is seen to ask for less somewhere, or for something that is not known to be as strict."""
        return self.relation in (Relation.LOOSER, Relation.MIXED) or Direction.LOOSER in {each.direction for each in self.changes}


Fate: TypeAlias = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One declaration that was added, removed or changed; `details` say what of it, one a line."""

    fate: Fate
    kind: str
    name: str
    details: tuple[str, ...] = ()
    old_place: Place | None = None
    new_place: Place | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two policies held against each other.

    `decisions` has every outcome and segment and every constraint on decisions, `drafts` every constraint on drafts, by name.
    `edits` are the declarations that differ, `notes` what only one of the policies can be asked about.
    """

    old: str
    new: str
    decisions: tuple[Compared, ...] = ()
    drafts: tuple[Compared, ...] = ()
    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()
    is_same: bool = False

    @property
    def all(self) -> tuple[Compared, ...]:
        """Everything that was held against each other."""
        return (*self.decisions, *self.drafts)

    def find(self, name: str) -> Compared | None:
        """Return what was found of the outcome, segment or constraint."""
        return next((each for each in self.all if each.name == name), None)

    @property
    def differs(self) -> bool:
        """Whether anything is known to be decided otherwise."""
        return any(each.relation not in (Relation.EQUAL, Relation.UNDECIDED) for each in self.all)

    @property
    def is_looser(self) -> bool:
        """Whether anything is seen to have got looser, or is not known to be as strict where both speak of the same."""
        return any(each.may_be_looser for each in self.all)

    @property
    def is_undecided(self) -> bool:
        """Whether anything could not be decided."""
        return any(each.undecided for each in self.all)
