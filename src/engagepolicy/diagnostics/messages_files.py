"""Messages about files: what could not be read, what is used but not there, what uses itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Note
from engagepolicy.diagnostics.phrases import did_you_mean
from engagepolicy.source import Span


@dataclass(frozen=True)
class UnreadableFile(Diagnostic):
    """A file that is missing, a directory, too large, or not UTF-8."""

    code: ClassVar[str] = "EP0201"
    title: ClassVar[str] = "a file that cannot be read"

    file: str
    reason: str
    advice: str = ""

    @property
    @override
    def message(self) -> str:
        return f"`{self.file}` cannot be read: {self.reason}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.advice:
            return (self.advice,)
        return ("a path begins at the folder of the file that uses it",) if self.span.text else ()


@dataclass(frozen=True)
class UnknownRuleset(Diagnostic):
    """A `use` of a dotted name that is not shipped."""

    code: ClassVar[str] = "EP0202"
    title: ClassVar[str] = "a ruleset that is not shipped"

    name: str
    suggestions: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"there is no shipped ruleset `{self.name}`"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (*did_you_mean(self.suggestions), 'a file of your own is used by its path: use "other.engage"')

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        written = self.suggestions if self.span.text else ()  # a name on a command line is in no text
        return tuple(Fix(f"use `{name}`", self.span, name) for name in written)


@dataclass(frozen=True)
class UseCycle(Diagnostic):
    """Files that use one another in a circle."""

    code: ClassVar[str] = "EP0203"
    title: ClassVar[str] = "rulesets that use one another in a circle"

    files: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"these rulesets use one another in a circle: {' -> '.join(self.files)}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("move what both need into a third ruleset that uses neither",)


@dataclass(frozen=True)
class NoHeader(Diagnostic):
    """A file without a `ruleset` declaration."""

    code: ClassVar[str] = "EP0204"
    title: ClassVar[str] = "a file without a ruleset declaration"

    is_empty: bool

    @property
    @override
    def message(self) -> str:
        what = "the file is empty" if self.is_empty else "the file does not say which ruleset it is"
        return f"{what}: a ruleset begins with its name"

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        header = 'ruleset your_brand.care "What it is" {\n  version  "1"\n  timezone Europe/London\n}\n\n'
        return (Fix("begin with a header", Span(self.span.source, 0, 0), header, Applicability.PLACEHOLDER),)


@dataclass(frozen=True)
class SecondHeader(Diagnostic):
    """A second `ruleset` declaration in one file."""

    code: ClassVar[str] = "EP0205"
    title: ClassVar[str] = "a second ruleset declaration in one file"

    first: Span

    @property
    @override
    def message(self) -> str:
        return "a file declares one ruleset, and this is the second"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.first, "the first one"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("put the second ruleset into a file of its own and `use` it",)


@dataclass(frozen=True)
class ZonesDiffer(Diagnostic):
    """Files that are one policy and name different time zones."""

    code: ClassVar[str] = "EP0206"
    title: ClassVar[str] = "files of one policy with different time zones"

    zone: str
    other_zone: str
    other: Span

    @property
    @override
    def message(self) -> str:
        return f"this file is read in `{self.zone}` and another file of the same policy in `{self.other_zone}`"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.other, f"`{self.other_zone}` here"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("name one time zone in all files that are loaded together; a file that is only used may have its own",)
