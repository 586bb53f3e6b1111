"""Messages about what a newer policy decides otherwise than an older one, at the rule that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.phrases import indent_block

Difference: TypeAlias = Literal["looser", "neither stricter nor looser", "stricter", "different"]


@dataclass(frozen=True)
class _Decided(Diagnostic):
    """What an outcome, a segment or a constraint was and is; `example` is an input that both policies have decided, if there is one.

    `gone` is what stood at the place in the older policy, where it is a place of that one; `besides` is what else there is to know.
    """

    subject: str
    difference: Difference
    because: str
    example: str
    gone: str = ""
    besides: str = ""

    @property
    @override
    def message(self) -> str:
        return f"{self.subject} is {self.difference}: {self.because}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        gone = f"`{self.gone}` stood here, and is gone" if self.gone else ""
        example = f"both policies have decided this:\n{indent_block(self.example)}" if self.example else ""
        return tuple(note for note in (gone, self.besides, example) if note)


@dataclass(frozen=True)
class LooserThanBefore(_Decided):
    """Something that the newer policy asks less of, or of which it asks for something else that is not as strict."""

    code: ClassVar[str] = "EP1146"
    title: ClassVar[str] = "looser than before"
    level: ClassVar[Level] = Level.WARNING


@dataclass(frozen=True)
class OtherThanBefore(_Decided):
    """Something that is decided otherwise, and no less strictly."""

    code: ClassVar[str] = "EP1147"
    title: ClassVar[str] = "stricter than before, or different"
    level: ClassVar[Level] = Level.NOTE


@dataclass(frozen=True)
class PerhapsOtherThanBefore(Diagnostic):
    """Something of which it is not known whether it is decided as before."""

    code: ClassVar[str] = "EP1148"
    title: ClassVar[str] = "perhaps other than before"
    level: ClassVar[Level] = Level.WARNING

    subject: str
    asked: str
    because: str

    @property
    @override
    def message(self) -> str:
        return f"it could not be decided whether {self.subject} {self.asked}: {self.because}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("compare the two by hand, or give the solver more time with --timeout",)
