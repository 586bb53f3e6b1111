"""Messages about types: what does not fit where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Level, Note
from engagepolicy.diagnostics.phrases import did_you_mean, offer_names
from engagepolicy.source import Span


@dataclass(frozen=True)
class UnknownType(Diagnostic):
    """A type that does not exist."""

    code: ClassVar[str] = "EP0401"
    title: ClassVar[str] = "a type that does not exist"

    name: str
    suggestions: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"there is no type `{self.name}`"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return ("types are bool, int, number, string, date, datetime, duration, enum(...), set of ..., list of RECORD",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return did_you_mean(self.suggestions)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return offer_names(self.span, self.suggestions)


@dataclass(frozen=True)
class MisplacedType(Diagnostic):
    """A type that exists but cannot stand here."""

    code: ClassVar[str] = "EP0402"
    title: ClassVar[str] = "a type that cannot stand here"

    type: str
    reason: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.type}` cannot stand here: {self.reason}"


@dataclass(frozen=True)
class MergeMismatch(Diagnostic):
    """A merge that values of the type do not have, or a merge that does not exist."""

    code: ClassVar[str] = "EP0403"
    title: ClassVar[str] = "a merge that the type does not have"

    outcome: str
    merge: str
    type: str
    possible: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        if not self.merge:
            return f"the outcome `{self.outcome}` does not say how what rules give is merged"
        return f"the outcome `{self.outcome}` cannot be merged by `{self.merge}`: its type is {self.type}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("values of this type merge by " + " or ".join(f"`{each}`" for each in self.possible),)


@dataclass(frozen=True)
class TypesDiffer(Diagnostic):
    """Two sides that can never be compared."""

    code: ClassVar[str] = "EP0404"
    title: ClassVar[str] = "two sides that cannot be compared"

    left: str
    right: str
    operator: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.operator}` cannot compare {self.left} with {self.right}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if {self.left, self.right} == {"a moment", "a date"}:
            return ("a moment is a date with a time: 2026-01-01 00:00",)
        if self.right == "text" and ("word" in self.left or "number" in self.left):
            return ("leave the quotation marks out",)
        return ()


@dataclass(frozen=True)
class NotOrdered(Diagnostic):
    """An order asked of values that have none."""

    code: ClassVar[str] = "EP0405"
    title: ClassVar[str] = "an order asked of values that have none"

    what: str
    operator: str

    @property
    @override
    def message(self) -> str:
        owner = self.what.removeprefix("a word of ")
        have = f"{self.what} has" if owner == self.what else f"the words of {owner} have"
        return f"`{self.operator}` asks for an order, and {have} none"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("use `is`, `is not` or `in (...)`, or declare the enum with `<` between its words: enum(low < high)",)


@dataclass(frozen=True)
class WrongType(Diagnostic):
    """A value of another type than the place wants."""

    code: ClassVar[str] = "EP0406"
    title: ClassVar[str] = "a value of the wrong type"

    wanted: str
    found: str
    place: str

    @property
    @override
    def message(self) -> str:
        return f"{self.place} wants {self.wanted}, and this is {self.found}"


@dataclass(frozen=True)
class NotACondition(Diagnostic):
    """A value where something true or false is wanted."""

    code: ClassVar[str] = "EP0407"
    title: ClassVar[str] = "a value where a condition is wanted"

    what: str
    found: str
    is_written_value: bool = False

    @property
    @override
    def message(self) -> str:
        return f"{self.what} is {self.found}, not something that is true or false"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.is_written_value:
            return ("several values that a fact may have are written `in (..., ...)`",)
        return ("compare it with a value, or ask whether it is `known`",)


@dataclass(frozen=True)
class UnfitOperator(Diagnostic):
    """An operator on operands that it does not take."""

    code: ClassVar[str] = "EP0408"
    title: ClassVar[str] = "an operator on values that it does not take"

    operator: str
    found: tuple[str, ...]
    advice: str = ""

    @property
    @override
    def message(self) -> str:
        return f"`{self.operator}` does not work on {' and '.join(self.found)}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (self.advice,) if self.advice else ()


@dataclass(frozen=True)
class EmptyRange(Diagnostic):
    """A range whose end lies before its start."""

    code: ClassVar[str] = "EP0409"
    title: ClassVar[str] = "a range that nothing can lie in"

    low: Span
    high: Span

    @property
    @override
    def message(self) -> str:
        return f"nothing lies between {self.low.text} and {self.high.text}: the end is below the start"

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        whole, source = self.low.to(self.high), self.span.source.text
        return (Fix("exchange the two", whole, f"{self.high.text}{source[self.low.end : self.high.start]}{self.low.text}"),)


@dataclass(frozen=True)
class WordListedTwice(Diagnostic):
    """A word that stands twice in one enum."""

    code: ClassVar[str] = "EP0410"
    title: ClassVar[str] = "a word that stands twice in one enum"

    word: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"`{self.word}` stands twice in this list of words"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("keep one of the two",)

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "here before"),)


@dataclass(frozen=True)
class RecordCycle(Diagnostic):
    """Records that hold one another without end."""

    code: ClassVar[str] = "EP0411"
    title: ClassVar[str] = "a record that holds itself"

    members: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"these records hold one another without end: {' -> '.join(self.members)}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("a record may hold a list of records, but never itself",)


@dataclass(frozen=True)
class SeveralValues(Diagnostic):
    """More than one value for an outcome that has one."""

    code: ClassVar[str] = "EP0412"
    title: ClassVar[str] = "several values for an outcome that has one"

    outcome: str
    count: int

    @property
    @override
    def message(self) -> str:
        return f"{self.outcome} takes one value, and {self.count} are given"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("keep one; only a set, such as the tags, takes several",)


@dataclass(frozen=True)
class ComparedWithUnknown(Diagnostic):
    """A comparison with `unknown`, which is never true."""

    code: ClassVar[str] = "EP0413"
    title: ClassVar[str] = "a comparison with what is not known"

    subject: str
    is_negated: bool

    @property
    @override
    def message(self) -> str:
        return "nothing can be compared with `unknown`"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (f"write `{self.cure}`",)

    @property
    def cure(self) -> str:
        """What asks the question that was meant."""
        return f"known {self.subject}" if self.is_negated else f"not known {self.subject}"

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix(f"write `{self.cure}`", self.span, self.cure, Applicability.SAFE),)


@dataclass(frozen=True)
class NotLinear(Diagnostic):
    """Two facts multiplied."""

    code: ClassVar[str] = "EP0414"
    title: ClassVar[str] = "two facts multiplied"

    @property
    @override
    def message(self) -> str:
        return "one side of `*` must be a number that stands in the ruleset"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let the app send the product as a fact of its own",)


@dataclass(frozen=True)
class NoEffect(Diagnostic):
    """A rule that gives nothing."""

    code: ClassVar[str] = "EP0415"
    title: ClassVar[str] = "a rule that gives nothing"
    level: ClassVar[Level] = Level.WARNING

    kind: str
    name: str

    @property
    @override
    def message(self) -> str:
        return f"the {self.kind} `{self.name}` gives nothing"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("say what it is for: a severity, a tier, a queue, a tag, a target",)
