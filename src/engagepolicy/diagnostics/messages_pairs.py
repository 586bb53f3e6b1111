"""Messages about what two interactions have to do with one another: promises of both, and orders that a ruleset breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.phrases import indent_block


@dataclass(frozen=True)
class NothingToCompare(Diagnostic):
    """A promise of two interactions that cannot be read: something without an order, or that no fact changes."""

    code: ClassVar[str] = "EP1123"
    title: ClassVar[str] = "a promise that compares what cannot be compared"

    why: str

    @property
    @override
    def message(self) -> str:
        return self.why

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return (
            "write for instance: then monotone first response in severity",
            "or: then same decision if author.name changes",
        )


@dataclass(frozen=True)
class PairPromiseFails(Diagnostic):
    """A promise of two interactions that does not hold, with two that break it."""

    code: ClassVar[str] = "EP1124"
    title: ClassVar[str] = "a promise of two interactions that does not hold"

    name: str
    written: str
    difference: str
    examples: str

    @property
    @override
    def message(self) -> str:
        return f'the promise "{self.name}" does not hold, `{self.written}`: {self.difference}'

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"these two interactions break it:\n{indent_block(self.examples)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("correct the rules, or narrow the promise with `when` or `unless`",)
