"""Messages about words of disclosures, templates in lexicons, and folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class NotACode(Diagnostic):
    """A country or language that is no code of two letters."""

    code: ClassVar[str] = "EP1031"
    title: ClassVar[str] = "a country or language that is no code of two letters"

    noun: str
    word: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.word}` is not the code of a {self.noun}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.noun == "country":
            return ("countries are written as in ISO 3166, two capital letters: countries US, GB",)
        return ("languages are written as in ISO 639, two small letters: languages en, es",)


@dataclass(frozen=True)
class NoCountries(Diagnostic):
    """A vocabulary that accepts words nowhere."""

    code: ClassVar[str] = "EP1032"
    title: ClassVar[str] = "words that are accepted in no country"

    name: str
    line: str

    @property
    @override
    def message(self) -> str:
        return f"the vocabulary `{self.name}` has `{self.line}` and does not say in which countries"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("add the countries whose readers understand the words: countries US",)


@dataclass(frozen=True)
class NothingInside(Diagnostic):
    """A vocabulary or folds without a line."""

    code: ClassVar[str] = "EP1033"
    title: ClassVar[str] = "a vocabulary or folds without a line"

    kind: str
    name: str
    example: str

    @property
    @override
    def message(self) -> str:
        are = "have" if self.kind == "folds" else "has"
        return f"the {self.kind} `{self.name}` {are} no lines, so nothing follows from it"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (f"add a line: {self.example}",)


@dataclass(frozen=True)
class TemplateMentioned(Diagnostic):
    """A lexicon with templates that a condition looks for."""

    code: ClassVar[str] = "EP1034"
    title: ClassVar[str] = "a template that only a vocabulary can find"

    lexicon: str
    term: str
    place: Span

    @property
    @override
    def message(self) -> str:
        return f"`mentions` cannot find the template {self.term} of the lexicon `{self.lexicon}`"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.place, "the template"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (
            "`{brand}` is for the lines of a `vocabulary`: ask for its facts, such as disclosure.is_clear",
            "or keep the words without a brand in a lexicon of their own",
        )


@dataclass(frozen=True)
class BadTemplate(Diagnostic):
    """A template that can never be found."""

    code: ClassVar[str] = "EP1035"
    title: ClassVar[str] = "a template that no text can match"

    term: str
    reason: str

    @property
    @override
    def message(self) -> str:
        return f"the template {self.term} can never be found: {self.reason}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ('a template has words around its marks: "{brand} sent me ... free", "(hide|bury) [the] label"',)


@dataclass(frozen=True)
class FoldOfNothing(Diagnostic):
    """A figure of a fold that is no count."""

    code: ClassVar[str] = "EP1036"
    title: ClassVar[str] = "a count of characters, lines or hashtags that is not a whole number above 0"

    noun: str

    @property
    @override
    def message(self) -> str:
        return f"a number of {self.noun} is a whole number from 1 on, not {self.span.text}"


@dataclass(frozen=True)
class AcceptedAndUnclear(Diagnostic):
    """One lexicon that a vocabulary both accepts and calls unclear in the same place."""

    code: ClassVar[str] = "EP1037"
    title: ClassVar[str] = "words that are accepted and unclear at once"
    level: ClassVar[Level] = Level.WARNING

    lexicon: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"the words of `{self.lexicon}` are accepted and unclear at once; accepted is what counts"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the other line"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("keep one of the lines, or say on which channels or for which ties each holds",)
