"""What loading a policy raises."""

from __future__ import annotations

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.render_text import render_text

MOST_IN_TEXT = 100
"""Whoever reads an exception does not read on after so many messages, and each costs time to lay out."""


class PolicyError(ValueError):
    """The ruleset has errors; `diagnostics` has every message, warnings too, by file and place."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Take all the messages of one load."""
        self.diagnostics = diagnostics
        super().__init__(diagnostics)

    @override
    def __str__(self) -> str:
        """Return the errors as text for people; made when it is asked for, the first hundred in full."""
        told = [item for item in self.diagnostics if item.level is Level.ERROR] or list(self.diagnostics)
        if len(told) <= MOST_IN_TEXT:
            return render_text(told)
        return f"{render_text(told[:MOST_IN_TEXT])}the first {MOST_IN_TEXT} of {len(told)} are shown; `diagnostics` has them all\n"

    @override
    def __reduce__(self) -> tuple[type[PolicyError], tuple[tuple[Diagnostic, ...]]]:
        """Pickle as the messages, of which the text is made again: errors are raised across processes too."""
        return type(self), (self.diagnostics,)
