"""When what a text test looks for changes: terms come into force and leave it, those of included lexicons too."""

from __future__ import annotations

from engagepolicy.backends.smt.terms import microseconds
from engagepolicy.ir.expressions import Apply, Reference
from engagepolicy.ir.program import Program


class Edges:
    """The moments at which the lexicons of one program change."""

    def __init__(self, program: Program) -> None:
        """Take the program; a lexicon is looked at when it is first asked about."""
        self._program = program
        self._of_lexicons: dict[tuple[str, ...], list[int]] = {}

    def of(self, expression: Apply) -> list[int]:
        """Return the moments at which the terms that a text test looks for change, in microseconds since 1970, in order."""
        sought = tuple(each.name for each in expression.operands if isinstance(each, Reference) and each.kind == "lexicon")
        if sought not in self._of_lexicons:
            self._of_lexicons[sought] = self._gathered(sought)
        return self._of_lexicons[sought]

    def _gathered(self, lexicons: tuple[str, ...]) -> list[int]:
        pending = list(lexicons)
        edges: set[int] = set()
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                each = self._program.lexicon_by_name[name]
                windows = [each.about.window, *(term.window for term in each.terms)]
                edges.update(microseconds(edge) for window in windows for edge in (window.start, window.end) if edge is not None)
                pending.extend(each.made_of)
        return sorted(edges)
