"""A decision as formulas, but of some of the rules: those that cannot apply where a question is answered with yes are left out.

What rules ask of nothing but facts is one formula in all slices of a program, so that a further slice costs little.
"""

from __future__ import annotations

from typing_extensions import override

from engagepolicy.backends.smt.decisions import Decisions
from engagepolicy.backends.smt.terms import Formula, solver
from engagepolicy.ir.program import Rule
from engagepolicy.runtime.prepared import Prepared


class SlicedDecisions(Decisions):
    """Formulas for the decisions of one program on inputs for which none of its other rules applies."""

    def __init__(self, whole: Decisions, part: Prepared, independent: frozenset[str], mark: str) -> None:
        """Take the formulas of the whole, the part, which rules depend on no outcome, and what keeps this part's variables apart."""
        super().__init__(part, whole.conditions.within(self.outcome, mark))
        self._whole = whole
        self._independent = independent

    @override
    def applies(self, rule: Rule) -> Formula:
        if rule.id in self._independent:
            return self._whole.applies(rule)
        return super().applies(rule) if rule.id in self.program.rule_by_id else solver().BoolVal(False)
