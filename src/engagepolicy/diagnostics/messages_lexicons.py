"""Messages about lexicons, terms and patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class EmptyLexicon(Diagnostic):
    """A lexicon in which there is nothing to find."""

    code: ClassVar[str] = "EP0601"
    title: ClassVar[str] = "a lexicon without terms"

    name: str

    @property
    @override
    def message(self) -> str:
        return f"the lexicon `{self.name}` has no terms, so nothing ever mentions it"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ('add terms: { "lawsuit", "small claims", "sue*" }',)


@dataclass(frozen=True)
class UselessTerm(Diagnostic):
    """A term that no text can match."""

    code: ClassVar[str] = "EP0602"
    title: ClassVar[str] = "a term that no text can match"

    term: str
    reason: str

    @property
    @override
    def message(self) -> str:
        return f"the term {self.term} can never be found: {self.reason}"


@dataclass(frozen=True)
class OddTerm(Diagnostic):
    """A term that is compared in another form than it is written in."""

    code: ClassVar[str] = "EP0603"
    title: ClassVar[str] = "a term that is compared in another form"
    level: ClassVar[Level] = Level.WARNING

    term: str
    reason: str

    @property
    @override
    def message(self) -> str:
        return f"look again at the term {self.term}: {self.reason}"


@dataclass(frozen=True)
class TermTwice(Diagnostic):
    """Two terms of one lexicon that are the same once folded."""

    code: ClassVar[str] = "EP0604"
    title: ClassVar[str] = "a term that stands twice in one lexicon"
    level: ClassVar[Level] = Level.WARNING

    term: str
    first: Span

    @property
    @override
    def message(self) -> str:
        return f"the term {self.term} says nothing new: an earlier term is the same, case and hidden characters apart"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the earlier term"),)


@dataclass(frozen=True)
class BadPattern(Diagnostic):
    """A regular expression that the engine does not take."""

    code: ClassVar[str] = "EP0605"
    title: ClassVar[str] = "a pattern that cannot be used"

    reason: str

    @property
    @override
    def message(self) -> str:
        return f"this pattern cannot be used: {self.reason}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("patterns are RE2: no look-around and no back-references, so that any text is searched in linear time",)


@dataclass(frozen=True)
class UselessPattern(Diagnostic):
    """A pattern that matches every text, or none."""

    code: ClassVar[str] = "EP0606"
    title: ClassVar[str] = "a pattern that matches everything or nothing"

    reason: str

    @property
    @override
    def message(self) -> str:
        return f"this is no test of a text: {self.reason}"


@dataclass(frozen=True)
class NothingToExclude(Diagnostic):
    """An exclusion in a lexicon that includes nothing."""

    code: ClassVar[str] = "EP0607"
    title: ClassVar[str] = "a lexicon that only excludes"

    name: str

    @property
    @override
    def message(self) -> str:
        return f"the lexicon `{self.name}` excludes terms and includes none"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("add the terms that it looks for, or `include` the lexicon that has them",)
