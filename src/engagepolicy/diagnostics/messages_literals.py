"""Messages about characters, strings, patterns, numbers and dates that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix
from engagepolicy.diagnostics.phrases import LONGEST_QUOTED, show_found
from engagepolicy.source import Span


@dataclass(frozen=True)
class UnterminatedString(Diagnostic):
    """A text in double quotes does not end on its line."""

    code = "EP0106"
    title = "unterminated text"

    @property
    @override
    def message(self) -> str:
        """What is missing."""
        return 'this text has no closing `"` on its line'

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """How texts are written."""
        return ('a text begins and ends with `"` on one line; write `\\n` for a line break and `\\"` for a quotation mark',)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """Close it at the end of the line."""
        end = Span(self.span.source, self.span.end, self.span.end)
        return (Fix('add the closing `"`', end, '"'),)


@dataclass(frozen=True)
class UnterminatedPattern(Diagnostic):
    """A pattern does not end on its line."""

    code = "EP0107"
    title = "unterminated pattern"

    @property
    @override
    def message(self) -> str:
        """What is missing."""
        return "this pattern has no closing `/` on its line"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """How patterns are written."""
        return ("a pattern begins and ends with `/` on one line; write `\\/` for a slash in it",)


@dataclass(frozen=True)
class BadEscape(Diagnostic):
    """A backslash in a text is followed by something that has no meaning."""

    code = "EP0108"
    title = "unknown escape"

    @property
    @override
    def message(self) -> str:
        """Which escape it is."""
        return f"{show_found(self.span.text)} has no meaning in a text"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """The escapes that there are."""
        return ('the escapes are `\\"`, `\\\\`, `\\n`, `\\t` and `\\u{1F600}`; write `\\\\` for a backslash',)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """Double the backslash."""
        return (Fix("write a backslash", self.span, "\\" + self.span.text),)


@dataclass(frozen=True)
class ValueOutOfRange(Diagnostic):
    """A number, date, time or amount that does not exist or is beyond what is handled."""

    code = "EP0109"
    title = "value out of range"

    reason: str

    @property
    @override
    def message(self) -> str:
        """What the value is, and why it cannot be."""
        return f"{show_found(self.span.text)} {self.reason}"


@dataclass(frozen=True)
class HiddenCharacter(Diagnostic):
    """A character that is not seen, or that makes text read differently from what it says."""

    code = "EP0111"
    title = "hidden character"

    reason: str
    replacement: str | None = None

    @property
    @override
    def message(self) -> str:
        """Which character it is."""
        return f"{self.reason} U+{ord(self.span.text[0]):04X} cannot stand here"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        """Why it matters."""
        return ("a reader does not see it, and could take the ruleset to say something else",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """Delete it or put the plain character in its place."""
        if self.replacement is None:
            return ()
        title = {" ": "put a blank in its place", "\n": "put a line break in its place"}.get(self.replacement, "delete it")
        if self.replacement.strip():
            title = f"write `{self.replacement[:LONGEST_QUOTED]}`"
        return (Fix(title, self.span, self.replacement, Applicability.SAFE),)
