"""Messages about templates in lexicons that texts mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Note
from engagepolicy.source import Span


@dataclass(frozen=True)
class TemplateOfMentions(Diagnostic):
    """A lexicon in a vocabulary with a template that vocabularies cannot find."""

    code: ClassVar[str] = "EP1038"
    title: ClassVar[str] = "a template that a vocabulary cannot find"

    lexicon: str
    term: str
    reason: str
    place: Span

    @property
    @override
    def message(self) -> str:
        return f"a vocabulary cannot find the template {self.term} of the lexicon `{self.lexicon}`: {self.reason}"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.place, "the template"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("templates of disclosures have words, `{brand}`, `...`, `thank*`, and choices of plain words: (gave|sent over), [kindly]",)


@dataclass(frozen=True)
class BadReach(Diagnostic):
    """`within N words` where it means nothing."""

    code: ClassVar[str] = "EP1039"
    title: ClassVar[str] = "`within` that says nothing of a template"

    reason: str

    @property
    @override
    def message(self) -> str:
        return f"`within N words` says how far `...` reaches: {self.reason}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ('"{hiding_words} ... (label|hashtag)" within 4 words',)
