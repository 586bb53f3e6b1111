"""Which decisions a small mistake in a policy can touch, told from the decisions as they were made without it.

What a rule's condition reads is settled before the rule is asked. So where the changed condition has the value of the right one, the rule
is answered alike and everything after it is as it was: an example in whose decisions that is so everywhere need not be run again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import cast

from engagepolicy.backends.interpreter import Evaluation
from engagepolicy.ir.constraints import Constraint, breach_of
from engagepolicy.ir.expressions import Apply, Expression, Named, Quantified, Reference, walk
from engagepolicy.ir.program import Condition, OutcomeDeclaration, Program, Rule
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.runtime.settle import settle_claims
from engagepolicy.runtime.trace import APPLYING, Status, Trace
from engagepolicy.testing.guards import atoms_of, guards_of
from engagepolicy.testing.mutations import Edit
from engagepolicy.testing.watching import Watched
from engagepolicy.values.amounts import Amount, calendars_of
from engagepolicy.values.types import TargetType


class Infection:
    """Tells which examples a mistake can touch."""

    def __init__(self, program: Program) -> None:
        """Take the policy without mistakes."""
        self._program = program
        self._by_constraint = {each.id: each for each in program.constraints}
        self._sites: dict[str, list[Expression]] = {}

    def may_touch(self, edit: Edit, watched: Watched, prepare: Callable[[], Prepared]) -> bool:
        """Whether the example's outcome may be another; `prepare` gives the policy with the mistake."""
        if edit.is_of_time:
            is_followed = watched.example.case is not None or self._is_asked(edit)
            return is_followed or any(self._moves_due(edit, trace) for trace in watched.decisions)
        if edit.constraints and any(each.kind == "text" for each in watched.example.expectations):
            return True  # a suggested text is judged anew: other texts than the draft's own count too
        if edit.lexicons:
            names = [each.name for each in edit.lexicons]
            return any(self._finds_otherwise(trace, names, prepare()) for trace in (*watched.decisions, *watched.reviews))
        if any(self.may_touch_decision(edit, trace) for trace in watched.decisions):
            return True
        return any(self._is_reviewed_otherwise(edit, trace) for trace in watched.reviews)

    def may_touch_decision(self, edit: Edit, trace: Trace) -> bool:
        """Whether a decision may be another; mistakes in lexicons are not looked at."""
        if len(edit.rules) == 2 and edit.rules[0].position != self._program.rule_by_id[edit.rules[0].id].position:
            return _meet(edit.rules, trace)
        return (
            any(_is_answered_otherwise(self._program.rule_by_id[each.id], each, trace) for each in edit.rules)
            or any(_is_true_otherwise(each, trace) for each in edit.conditions if each.record == "interaction")
            or any(_is_settled_otherwise(each, trace) for each in edit.outcomes)
        )

    def _is_asked(self, edit: Edit) -> bool:
        """Whether a condition asks about hours that are others."""
        return not self._calendars_asked.isdisjoint(each.name for each in edit.calendars)

    def _moves_due(self, edit: Edit, trace: Trace) -> bool:
        """Whether a target of the decision may fall due, or warn, at another moment."""
        names = {each.name for each in edit.calendars}
        clocks = {each.metric for each in self._program.clocks if any(shift.calendar in names for shift in each.shifts)}
        clocks |= {each.metric for each in edit.clocks}
        given = ((name, each.value) for name, each in trace.settlements.items() if self._is_target(name))
        targets = {name: cast("frozenset[Amount]", value) for name, value in given if value}
        return any(name in clocks or any(names.intersection(calendars_of(each)) for each in amounts) for name, amounts in targets.items())

    def _is_target(self, outcome: str) -> bool:
        return isinstance(self._program.outcome_by_name[outcome].type, TargetType)

    @cached_property
    def _calendars_asked(self) -> frozenset[str]:
        parts = (part for guard in guards_of(self._program) for part in walk(guard.expression))
        return frozenset(part.name for part in parts if isinstance(part, Reference) and part.kind == "calendar")

    def _is_reviewed_otherwise(self, edit: Edit, trace: Trace) -> bool:
        return any(_is_judged_otherwise(self._by_constraint[each.id], each, trace) for each in edit.constraints) or any(
            _is_true_otherwise(each, trace) for each in edit.conditions if each.record == "draft"
        )

    # --- lexicons

    def _finds_otherwise(self, trace: Trace, names: list[str], prepared: Prepared) -> bool:
        """Whether a test that looks for the words of a lexicon finds something where it did not, or the other way round."""
        evaluation = Evaluation(Setting(prepared, trace.as_of), trace.facts, trace.tests)
        evaluation.settlements.update(trace.settlements)
        return any(evaluation.value(site) is not trace.evaluate(site) for name in names for site in self._looking_for(name))

    def _looking_for(self, name: str) -> list[Expression]:
        """Return the tests that look for a lexicon, or for one that is made of it."""
        if name not in self._sites:
            wanted = {name}
            for _ in self._program.lexicons:
                wanted |= {each.name for each in self._program.lexicons if wanted.intersection(each.made_of)}
            atoms = dict.fromkeys(atom for guard in guards_of(self._program) for _, atom in atoms_of(guard.expression))
            self._sites[name] = [each for each in atoms if _looks_for(each, wanted)]
        return self._sites[name]


def _looks_for(atom: Expression, names: set[str]) -> bool:
    if not isinstance(atom, Apply | Quantified):
        return any(_looks_for(part, names) for part in walk(atom) if part is not atom and isinstance(part, Apply | Quantified))
    return any(isinstance(part, Reference) and part.kind == "lexicon" and part.name in names for part in walk(atom))


def _is_answered_otherwise(old: Rule, new: Rule, trace: Trace) -> bool:
    status = trace.verdicts[old.id].status
    if status in (Status.NOT_ASKED, Status.NOT_IN_FORCE):
        return False
    if old.condition != new.condition and trace.evaluate(new.condition) is not trace.evaluate(old.condition):
        return True
    gives_otherwise = (old.contributions, old.overrides, old.exception_to) != (new.contributions, new.overrides, new.exception_to)
    is_unknown_otherwise = old.applies_if_unknown != new.applies_if_unknown and trace.evaluate(old.condition) is None
    return (gives_otherwise and status in APPLYING) or is_unknown_otherwise


def _meet(rules: tuple[Rule, ...], trace: Trace) -> bool:
    """Whether one of two rows answers, and the other would have applied or been undetermined had it been asked first."""
    if not any(trace.verdicts[each.id].status in APPLYING for each in rules):
        return False
    return all(each.about.window.holds_at(trace.as_of) and trace.evaluate(each.condition) is not False for each in rules)


def _is_true_otherwise(new: Condition, trace: Trace) -> bool:
    return new.about.window.holds_at(trace.as_of) and trace.evaluate(new.expression) is not trace.evaluate(Named(new.name))


def _is_settled_otherwise(new: OutcomeDeclaration, trace: Trace) -> bool:
    old = trace.settlements[new.name]
    return settle_claims(new, old.claims) != old


def _is_judged_otherwise(old: Constraint, new: Constraint, trace: Trace) -> bool:
    if not old.about.window.holds_at(trace.as_of):
        return False
    before, after = trace.evaluate(breach_of(old)), trace.evaluate(breach_of(new))
    withdraws_otherwise = trace.evaluate(old.condition) is not trace.evaluate(new.condition) or old.overrides != new.overrides
    return before is not after or withdraws_otherwise or (before is not False and old.severity != new.severity)
