"""Messages about names: unknown, declared twice, never used, waiting for one another in a circle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Fix, Level, Note
from engagepolicy.diagnostics.phrases import did_you_mean, offer_names
from engagepolicy.source import Span


@dataclass(frozen=True)
class UnknownName(Diagnostic):
    """A name that nothing declares."""

    code: ClassVar[str] = "EP0301"
    title: ClassVar[str] = "a name that is not declared"

    kind: str
    name: str
    suggestions: tuple[str, ...] = ()
    advice: str = ""

    @property
    @override
    def message(self) -> str:
        return f"there is no {self.kind} called `{self.name}`"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (*did_you_mean(self.suggestions), *((self.advice,) if self.advice else ()))

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return offer_names(self.span, self.suggestions)


@dataclass(frozen=True)
class UnknownWord(Diagnostic):
    """A word that is not one of an enum's."""

    code: ClassVar[str] = "EP0302"
    title: ClassVar[str] = "a word that the list of values does not have"

    word: str
    of: str
    words: tuple[str, ...]
    suggestions: tuple[str, ...] = ()

    @property
    @override
    def message(self) -> str:
        return f"`{self.word}` is not a value of {self.of}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        shown = ", ".join(self.words[:12]) + (", ..." if len(self.words) > 12 else "")
        if self.of == "`tier`" and not shown:
            return ("no `ladder` declares any tiers yet",)
        return (f"its values are {shown}",) if shown else (f"{self.of} has no values yet",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return did_you_mean(self.suggestions)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return offer_names(self.span, self.suggestions)


@dataclass(frozen=True)
class DeclaredTwice(Diagnostic):
    """Two declarations of one name."""

    code: ClassVar[str] = "EP0303"
    title: ClassVar[str] = "a name declared twice"

    kind: str
    name: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"the {self.kind} `{self.name}` is declared twice"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "declared here before"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give one of them another name, or delete it",)


@dataclass(frozen=True)
class AmbiguousName(Diagnostic):
    """One name for two sorts of thing that conditions could mean."""

    code: ClassVar[str] = "EP0304"
    title: ClassVar[str] = "one name for two things that a condition could mean"

    name: str
    kind: str
    other_kind: str
    other: Span

    @property
    @override
    def message(self) -> str:
        return f"`{self.name}` is {self.kind} and {self.other_kind}: a condition could mean either"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.other, f"{self.other_kind} here"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give one of them another name",)


@dataclass(frozen=True)
class NeverUsed(Diagnostic):
    """A declaration that nothing reads."""

    code: ClassVar[str] = "EP0305"
    title: ClassVar[str] = "a declaration that nothing uses"
    level: ClassVar[Level] = Level.WARNING

    kind: str
    name: str

    @property
    @override
    def message(self) -> str:
        return f"nothing uses the {self.kind} `{self.name}`"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("use it in a rule, or delete it",)


@dataclass(frozen=True)
class DefinitionCycle(Diagnostic):
    """Declarations that are defined by one another."""

    code: ClassVar[str] = "EP0306"
    title: ClassVar[str] = "declarations that are defined by one another"

    kind: str
    members: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"these {self.kind} are defined by one another: {' -> '.join(self.members)}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("write one of them without the others",)


@dataclass(frozen=True)
class StageCycleFound(Diagnostic):
    """Rules that read what they, in the end, give."""

    code: ClassVar[str] = "EP0307"
    title: ClassVar[str] = "rules that wait for one another"

    members: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"these rules and outcomes wait for one another: {' -> '.join(self.members)}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return ("a rule that reads an outcome is asked after every rule that gives that outcome",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("let one of the rules read a fact, or give an outcome of its own",)


@dataclass(frozen=True)
class OverrideCycle(Diagnostic):
    """Rules that override one another in a circle."""

    code: ClassVar[str] = "EP0308"
    title: ClassVar[str] = "rules that override one another in a circle"

    members: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"these rules override one another in a circle: {' -> '.join(self.members)}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("remove one of the `overrides` or `exception to` lines",)


@dataclass(frozen=True)
class LockedOverridden(Diagnostic):
    """An override of a locked rule."""

    code: ClassVar[str] = "EP0309"
    title: ClassVar[str] = "a locked rule that another rule overrides"

    name: str
    locked: Span

    @property
    @override
    def message(self) -> str:
        return f"`{self.name}` is locked: no rule may override it or be an exception to it"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.locked, "locked here"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("remove this line",)


@dataclass(frozen=True)
class RedundantKnown(Diagnostic):
    """A question whether a fact is known that always is."""

    code: ClassVar[str] = "EP0310"
    title: ClassVar[str] = "a question whether something is known that always is"
    level: ClassVar[Level] = Level.WARNING

    what: str
    form: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.what}` is always known, so `{self.form}` changes nothing"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (f"leave `{self.form}` out, or declare the fact `optional`",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix(f"write `{self.what}`", self.span, self.what),) if self.form == "or else" else ()


@dataclass(frozen=True)
class IsARecord(Diagnostic):
    """A record where one of its facts is wanted."""

    code: ClassVar[str] = "EP0311"
    title: ClassVar[str] = "a record where a fact is wanted"

    name: str
    fields: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"`{self.name}` is a record, and one of its facts is wanted here"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return ("its facts are " + ", ".join(self.fields[:10]) + (", ..." if len(self.fields) > 10 else ""),)


@dataclass(frozen=True)
class UnquotedText(Diagnostic):
    """A bare word where a condition wants text."""

    code: ClassVar[str] = "EP0312"
    title: ClassVar[str] = "text in a condition without quotation marks"

    name: str
    suggestions: tuple[str, ...] = ()

    @property
    @override
    def message(self) -> str:
        return f"`{self.name}` is no fact and no outcome; text stands in quotation marks"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return did_you_mean(self.suggestions)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return (Fix("put it in quotation marks", self.span, f'"{self.name}"'), *offer_names(self.span, self.suggestions))


@dataclass(frozen=True)
class ExceptionTooLarge(Diagnostic):
    """An exception that stands on too many others."""

    code: ClassVar[str] = "EP0313"
    title: ClassVar[str] = "an exception to too many exceptions"

    name: str
    deepest: int

    @property
    @override
    def message(self) -> str:
        return f"`{self.name}` is an exception to so many rules, one upon another, that nobody could follow it"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"exceptions may stand on one another {self.deepest} deep, and one may not repeat thousands of conditions",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("write a rule with a `when` of its own, and let it override what it replaces",)
