"""Messages about text that cannot be read as a ruleset."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Note
from engagepolicy.diagnostics.phrases import did_you_mean, join_alternatives, offer_names, show_found
from engagepolicy.source import Span


@dataclass(frozen=True)
class UnexpectedText(Diagnostic):
    """Something stands where it cannot."""

    code = "EP0101"
    title = "unexpected text"

    expected: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    @override
    def message(self) -> str:
        """What was found, and what may stand there."""
        if not self.expected:
            return f"{show_found(self.span.text)} cannot stand here"
        return f"found {show_found(self.span.text)} where {join_alternatives(self.expected)} is expected"

    @property
    @override
    def label(self) -> str:
        """What to write under the place."""
        return "not expected here"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """What is usually meant."""
        return (*did_you_mean(self.suggestions), *self.hints)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """The near words."""
        return offer_names(self.span, self.suggestions)


@dataclass(frozen=True)
class UnknownDeclaration(Diagnostic):
    """A declaration begins with a word that begins none."""

    code = "EP0102"
    title = "unknown declaration"

    suggestions: tuple[str, ...] = ()
    is_clause: bool = False

    @property
    @override
    def message(self) -> str:
        """Which word it is."""
        if self.is_clause:
            return f"{show_found(self.span.text)} stands outside any block"
        return f"{show_found(self.span.text)} does not begin a declaration"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """The near words, or where to look."""
        if self.is_clause:
            return ("it belongs inside the braces of a declaration: look for a `}` too many above",)
        return did_you_mean(self.suggestions) or (
            "a declaration begins with a word such as `rule`, `table`, `segment`, `lexicon` or `calendar`",
        )

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """The near words."""
        return () if self.is_clause else offer_names(self.span, self.suggestions)


@dataclass(frozen=True)
class UnknownClause(Diagnostic):
    """A clause begins with a word that is nearly a keyword."""

    code = "EP0103"
    title = "unknown clause"

    suggestions: tuple[str, ...] = ()
    block: str = ""

    @property
    @override
    def message(self) -> str:
        """Which word it is, and in what block."""
        place = f" in this {self.block}" if self.block else ""
        return f"{show_found(self.span.text)} does not begin a clause{place}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """The near words."""
        return did_you_mean(self.suggestions)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """The near words."""
        return offer_names(self.span, self.suggestions)


BRACKET_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class UnclosedBracket(Diagnostic):
    """A block or bracket is opened and never closed; the span is the opener."""

    code = "EP0104"
    title = "unclosed bracket"

    stop: Span | None = None
    declaration: str = ""

    @property
    @override
    def message(self) -> str:
        """Which bracket it is."""
        owner = f" of this `{self.declaration}`" if self.declaration and self.span.text == "{" else ""
        return f"the `{self.span.text}`{owner} is never closed"

    @property
    @override
    def label(self) -> str:
        """What to write under the opener."""
        return "opened here"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        """Where the closing bracket is missed."""
        if self.stop is None:
            return ()
        return (Note(self.stop, f"a `{BRACKET_PAIRS[self.span.text]}` is missing before this"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """What to add."""
        return (f"add the missing `{BRACKET_PAIRS[self.span.text]}`",)


@dataclass(frozen=True)
class StrayBracket(Diagnostic):
    """A closing bracket closes nothing."""

    code = "EP0105"
    title = "stray closing bracket"

    @property
    @override
    def message(self) -> str:
        """Which bracket it is."""
        return f"this `{self.span.text}` closes nothing"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """What to do."""
        return ("delete it, or look for an opening bracket that is missing above",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """Delete it."""
        return (Fix(f"delete the `{self.span.text}`", self.span, ""),)


@dataclass(frozen=True)
class NestedTooDeeply(Diagnostic):
    """Brackets or conditions inside one another beyond the limit."""

    code = "EP0110"
    title = "nested too deeply"

    limit: int

    @property
    @override
    def message(self) -> str:
        """The limit."""
        return f"this is nested more than {self.limit} levels deep"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """How to take it apart."""
        return ("give parts of the condition names with `define`",)


@dataclass(frozen=True)
class BorrowedOperator(Diagnostic):
    """An operator or sign of a programming language that this language writes differently."""

    code = "EP0112"
    title = "borrowed operator"

    replacement: str | None
    help_text: str

    @property
    @override
    def message(self) -> str:
        """Which sign it is."""
        return f"{show_found(self.span.text)} is not written in this language"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """What is written."""
        return (self.help_text,)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """The word in its place."""
        if self.replacement is None:
            return ()
        title = f"write `{self.replacement.strip()}`" if self.replacement.strip() else "delete it"
        return (Fix(title, self.span, self.replacement, Applicability.SAFE),)


@dataclass(frozen=True)
class ChainedComparison(Diagnostic):
    """`a < b < c`."""

    code = "EP0113"
    title = "chained comparison"

    rewritten: str

    @property
    @override
    def message(self) -> str:
        """What is wrong with it."""
        return "comparisons cannot be chained"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """How to write it."""
        return ("compare two values at a time and join the comparisons with `and`, or write `x between A and B`",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """The same with `and`."""
        return (Fix("join the comparisons with `and`", self.span, self.rewritten),)


@dataclass(frozen=True)
class SecondWhen(Diagnostic):
    """A second `when` in one block."""

    code = "EP0117"
    title = "second `when`"

    first: Span
    block: str

    @property
    @override
    def message(self) -> str:
        """What is wrong."""
        return f"this {self.block} has a `when` already"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        """The first one."""
        return (Note(self.first, "the first `when` is here"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """How to join them."""
        return ("join the conditions with `and` or with `or`",)


@dataclass(frozen=True)
class ClauseTwice(Diagnostic):
    """A clause that may be given once is given twice."""

    code = "EP0118"
    title = "clause given twice"

    clause: str
    first: Span

    @property
    @override
    def message(self) -> str:
        """Which clause it is."""
        return f"`{self.clause}` is given twice"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        """The first one."""
        return (Note(self.first, "it is given here first"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """What to do."""
        return ("keep one of them",)


@dataclass(frozen=True)
class ReservedName(Diagnostic):
    """A word of the language is used as a name."""

    code = "EP0119"
    title = "reserved word as a name"

    @property
    @override
    def message(self) -> str:
        """Which word it is."""
        return f"{show_found(self.span.text)} is a word of the language and cannot be a name"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        """What to do."""
        return (f"choose another name, such as `{self.span.text}_`",)


@dataclass(frozen=True)
class UnfinishedDeclaration(Diagnostic):
    """A declaration stops before it is complete; the span is its last word."""

    code = "EP0121"
    title = "unfinished declaration"

    expected: tuple[str, ...] = ()

    @property
    @override
    def message(self) -> str:
        """What is missing after what."""
        if not self.expected:
            return f"the declaration stops after {show_found(self.span.text)}"
        return f"the declaration stops after {show_found(self.span.text)}, where {join_alternatives(self.expected)} is expected"


@dataclass(frozen=True)
class MissingWithin(Diagnostic):
    """An amount of time after a metric, without the word between them; the span is the metric."""

    code = "EP0122"
    title = "missing `within`"

    @property
    @override
    def message(self) -> str:
        """What is missing."""
        return f"{show_found(self.span.text)} and its amount of time are joined by `within`"

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        """Insert the word."""
        end = Span(self.span.source, self.span.end, self.span.end)
        return (Fix("insert `within`", end, " within", Applicability.SAFE),)
