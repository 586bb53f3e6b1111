"""Messages about what falls through: cases that a missing fact makes nothing of, values and hours that nobody covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.diagnostics.phrases import indent_block, join_alternatives, show_outcome
from engagepolicy.source import Span


@dataclass(frozen=True)
class FallsToTheBottom(Diagnostic):
    """A rule for the gravest cases that a missing fact keeps from applying, so that such a case gets the least or nothing."""

    code: ClassVar[str] = "EP1133"
    title: ClassVar[str] = "a grave case that a missing fact makes a slight one"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    outcome: str
    top: str
    bottom: str | None
    facts: tuple[str, ...]
    examples: str

    @property
    @override
    def message(self) -> str:
        facts = join_alternatives(tuple(f"`{each}`" for each in self.facts))
        gets = f"no {self.outcome}" if self.bottom is None else f"{self.outcome} {self.bottom}"
        return f"`{self.rule}` gives {show_outcome(self.outcome)} {self.top}, but where {facts} is not known the same case gets {gets}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"these two interactions differ in that alone:\n{indent_block(self.examples)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        fact = self.facts[0]
        return (
            f"let it hold where that is not known: add `if unknown apply`, or say what is read then: `{fact} or else` and a value",
            f"if it is meant so, say `known {fact}` in the condition",
        )


@dataclass(frozen=True)
class BandHole(Diagnostic):
    """Values between two bands of a number that both leave out."""

    code: ClassVar[str] = "EP1129"
    title: ClassVar[str] = "values between two bands that both leave out"
    level: ClassVar[Level] = Level.WARNING

    outcome: str
    fact: str
    hole: str
    below: str
    above: str
    above_place: Span
    is_point: bool
    example: str

    @property
    @override
    def message(self) -> str:
        both = f"`{self.below}` ends below it and `{self.above}` begins above it"
        if self.is_point:
            return f"no band of `{self.fact}` for {show_outcome(self.outcome)} has {self.hole}: {both}"
        return f"nothing gives {show_outcome(self.outcome)} where `{self.fact}` is {self.hole}: {both}"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.above_place, f"`{self.above}` begins here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"this interaction lies between them:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let one of the bands begin where the other one ends, or add one for what lies between",)


@dataclass(frozen=True)
class BandOverlap(Diagnostic):
    """Values that two bands of one list take, each of which reaches into the other."""

    code: ClassVar[str] = "EP1143"
    title: ClassVar[str] = "bands that overlap"
    level: ClassVar[Level] = Level.WARNING

    fact: str
    overlap: str
    first: str
    second: str
    second_place: Span
    example: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.first}` and `{self.second}` both take `{self.fact}` {self.overlap}, and the first of them answers"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.second_place, f"`{self.second}` begins here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"this interaction lies in both:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let one of the bands end where the other one begins, such as `< 10` and `>= 10`",)


@dataclass(frozen=True)
class TooSoonToBeAllowed(Diagnostic):
    """A target that is due before the moment at which it is allowed, given by rules that apply together."""

    code: ClassVar[str] = "EP1132"
    title: ClassVar[str] = "something due before it is allowed"
    level: ClassVar[Level] = Level.WARNING

    target: str
    held: str
    rules: tuple[str, str]
    due: str
    allowed: str
    other_place: Span
    example: str

    @property
    @override
    def message(self) -> str:
        one, two = self.rules
        what = "it" if self.held == self.target else show_outcome(self.held)
        if one == two:
            return f"`{one}` wants {show_outcome(self.target)} within {self.due} and allows {what} {self.allowed}"
        return f"`{one}` wants {show_outcome(self.target)} within {self.due} and `{two}` allows {what} {self.allowed}: both can apply"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.other_place, f"`{self.rules[1]}` stands here"),)

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it happens here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.rules[0] == self.rules[1]:
            return ("change one of the amounts",)
        return ("let the two exclude each other with `unless`, or change one of the amounts",)


@dataclass(frozen=True)
class NobodyToApprove(Diagnostic):
    """An answer that is due while nobody is on duty who has to approve it."""

    code: ClassVar[str] = "EP1134"
    title: ClassVar[str] = "an answer due before anybody can approve it"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    tier: str
    target: str
    due: str
    absence: str
    example: str

    @property
    @override
    def message(self) -> str:
        return (
            f"`{self.rule}` wants approval from {self.tier}, of whom nobody is on duty {self.absence}"
            f", and the {self.target.replace('_', ' ')} can be due within {self.due} in that time"
        )

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it happens here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("count the time on the hours of who approves, such as `1h on office`, or give the roster an `otherwise`",)


@dataclass(frozen=True)
class NobodyToAnswer(Diagnostic):
    """An answer that is due while nobody is on duty of the tier that has the case, or of any above it."""

    code: ClassVar[str] = "EP1144"
    title: ClassVar[str] = "an answer due while nobody is on duty"
    level: ClassVar[Level] = Level.WARNING

    rule: str
    tier: str
    due: str
    absence: str
    example: str

    @property
    @override
    def message(self) -> str:
        when = f"also {self.absence}, when nobody of {self.tier} or a tier above it is on duty"
        return f"`{self.rule}` promises a first response within {self.due}, {when}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"it happens here:\n{indent_block(self.example)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("count the time on the hours of who answers, such as `1h on office`, or give one of the rosters an `otherwise`",)


@dataclass(frozen=True)
class NobodyOnDuty(Diagnostic):
    """A roster for nearly the whole week with hours in which nobody is on duty."""

    code: ClassVar[str] = "EP1131"
    title: ClassVar[str] = "a roster with a gap"
    level: ClassVar[Level] = Level.WARNING

    roster: str
    absences: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"the roster `{self.roster}` covers nearly the whole week, but nobody is on duty {join_alternatives(self.absences, 'and')}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("add a line for these hours, or `otherwise` and a name",)


@dataclass(frozen=True)
class WordNeverGiven(Diagnostic):
    """Words of an outcome that no interaction gets, where every interaction gets some."""

    code: ClassVar[str] = "EP1130"
    title: ClassVar[str] = "a value that no interaction gets"
    level: ClassVar[Level] = Level.WARNING

    outcome: str
    words: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        words = join_alternatives(tuple(f"`{each}`" for each in self.words))
        none = f"every interaction has {show_outcome(self.outcome)}, and none has {words}"
        return f"{none}: no rule gives that, or another one always outdoes it"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let a rule give it where it belongs, or correct those that outdo it",)
