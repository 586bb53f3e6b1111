"""The types of facts and outcomes, and how each is named to people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class BoolType:
    """True or false."""


@dataclass(frozen=True, slots=True)
class IntType:
    """A whole number."""


@dataclass(frozen=True, slots=True)
class NumberType:
    """An exact decimal number."""


@dataclass(frozen=True, slots=True)
class StringType:
    """Unicode text."""


@dataclass(frozen=True, slots=True)
class DateType:
    """A calendar date without a time."""


@dataclass(frozen=True, slots=True)
class DateTimeType:
    """A moment, always with a zone."""


@dataclass(frozen=True, slots=True)
class DurationType:
    """Elapsed time between two moments."""


@dataclass(frozen=True)
class EnumType:
    """A closed list of words.

    `chains` says which words are ordered, lowest first: none for a plain `enum(a, b)`, one for `enum(low < high)`, one for each
    ladder in the type `tier`. Words of different chains are incomparable, and joining them is a conflict.
    """

    name: str
    values: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...] = ()

    @property
    def is_ordered(self) -> bool:
        """Whether any of the words can be compared."""
        return bool(self.chains)

    @cached_property
    def ranks(self) -> dict[str, tuple[int, int]]:
        """Each ordered word with its chain and its place in that chain, counted from 0."""
        return {word: (number, rank) for number, chain in enumerate(self.chains) for rank, word in enumerate(chain)}

    def compare(self, left: str, right: str) -> int | None:
        """Return a negative, zero or positive number as `left` is below, at or above `right`; None if incomparable."""
        if left == right:
            return 0
        one, two = self.ranks.get(left), self.ranks.get(right)
        if one is None or two is None or one[0] != two[0]:
            return None
        return one[1] - two[1]


@dataclass(frozen=True, slots=True)
class TargetType:
    """A response target: an amount of time."""


@dataclass(frozen=True, slots=True)
class DutyType:
    """Something that must be done before or besides answering, such as `approval from counsel`."""


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record declared in a ruleset, by name; its fields stand in the schema."""

    name: str


@dataclass(frozen=True, slots=True)
class SetType:
    """An unordered collection without repeats."""

    of: ScalarType


@dataclass(frozen=True, slots=True)
class ListType:
    """A list of records, in order."""

    of: RecordType


ScalarType: TypeAlias = (
    BoolType | IntType | NumberType | StringType | DateType | DateTimeType | DurationType | EnumType | TargetType | DutyType
)
Type: TypeAlias = ScalarType | SetType | ListType | RecordType

TIER = "tier"
"""The name of the enum that holds the tiers of every ladder."""

SIMPLE_TYPES: dict[str, ScalarType] = {
    "bool": BoolType(),
    "int": IntType(),
    "number": NumberType(),
    "string": StringType(),
    "date": DateType(),
    "datetime": DateTimeType(),
    "duration": DurationType(),
    "target": TargetType(),
    "duty": DutyType(),
}
"""Types that are written as one word."""

_WORDS = {type(of): word for word, of in SIMPLE_TYPES.items()}


def render_type(of: Type) -> str:
    """Return the type as the language writes it."""
    match of:
        case EnumType(name=name) if name == TIER:
            return TIER
        case EnumType(chains=(chain,)) if chain == of.values:
            return f"enum({' < '.join(chain)})"
        case EnumType():
            return f"enum({', '.join(of.values)})"
        case SetType(of=inner):
            return f"set of {render_type(inner)}"
        case ListType(of=record):
            return f"list of {record.name}"
        case RecordType(name=name):
            return name
        case _:
            return _WORDS[type(of)]
