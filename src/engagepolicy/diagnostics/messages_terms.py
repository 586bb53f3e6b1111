"""Messages about terms of lexicons that can never matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level


@dataclass(frozen=True)
class DeadTermFound(Diagnostic):
    """A term that never finds anything, or nothing that another one does not find too; `because_of` is that one, or the masked part."""

    code: ClassVar[str] = "EP1142"
    title: ClassVar[str] = "a term that can never matter"
    level: ClassVar[Level] = Level.WARNING

    lexicon: str
    term: str
    why: Literal["excluded", "masked", "covered", "spares nothing"]
    because_of: str

    @property
    @override
    def message(self) -> str:
        term = f'the term "{self.term}" of `{self.lexicon}`'
        if self.why == "excluded":
            return f'{term} never finds anything: `exclude "{self.because_of}"` takes out all that it finds'
        if self.why == "spares nothing":
            return f'`exclude "{self.term}"` of `{self.lexicon}` spares nothing: no term of the lexicon is ever found inside it'
        if self.why == "masked":
            return f"{term} never finds anything: the lexicon looks outside {self.because_of}"
        return f'{term} never matters: wherever it is found, "{self.because_of}" is found too'

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.why == "masked":
            return (f"leave `{self.because_of}` out of what the lexicon passes over, or the term out of it",)
        return ("leave it out, or correct it",)
