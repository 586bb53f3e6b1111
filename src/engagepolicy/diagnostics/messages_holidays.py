"""Messages about sets of holidays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Fix, Level
from engagepolicy.diagnostics.phrases import did_you_mean
from engagepolicy.source import Span


@dataclass(frozen=True)
class NamedLikeRegion(Diagnostic):
    """A set of holidays whose name is the code of a region."""

    code: ClassVar[str] = "EP0608"
    title: ClassVar[str] = "a set of holidays named like a region"

    name: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.name}` is the code of a region, so a set of holidays cannot have this name"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give the set a name of its own; it may include the region: include US-NY",)


@dataclass(frozen=True)
class NothingExcluded(Diagnostic):
    """An exclusion from a set of holidays that takes nothing away."""

    code: ClassVar[str] = "EP0609"
    title: ClassVar[str] = "an exclusion that takes no holiday away"
    level: ClassVar[Level] = Level.WARNING

    name: str
    what: str
    suggestions: tuple[str, ...] = ()
    name_span: Span | None = None

    @property
    @override
    def message(self) -> str:
        return f"`{self.name}` includes no holiday {self.what}, so nothing is excluded"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (*did_you_mean(self.suggestions), "a set excludes days of the regions and sets that it includes; its own days stay")

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        if self.name_span is None:
            return ()
        return tuple(Fix(f'write "{each}"', self.name_span, f'"{each}"') for each in self.suggestions[:1])
