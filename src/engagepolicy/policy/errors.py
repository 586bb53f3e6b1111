"""What loading a policy raises."""

from __future__ import annotations

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.render_text import render_text


class PolicyError(ValueError):
    """The ruleset has errors; `diagnostics` has every message, warnings too, by file and place."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Take all the messages of one load."""
        self.diagnostics = diagnostics
        super().__init__(render_text([item for item in diagnostics if item.level is Level.ERROR] or diagnostics))

    @override
    def __reduce__(self) -> tuple[type[PolicyError], tuple[tuple[Diagnostic, ...]]]:
        """Pickle as the messages, of which the text is made again: errors are raised across processes too."""
        return type(self), (self.diagnostics,)
