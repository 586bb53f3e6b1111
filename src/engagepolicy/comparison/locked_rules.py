"""Locked rules of two policies: whether, wherever one of the older applies, locked rules of the newer give as much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from engagepolicy.comparison.decisions import Ways
from engagepolicy.comparison.implications import Implications
from engagepolicy.comparison.joint import Half, Joint
from engagepolicy.comparison.measures import Measure, measure_of
from engagepolicy.comparison.outcomes import NOTHING, side_of
from engagepolicy.comparison.result import Direction, Side
from engagepolicy.explanation.wording import render_value
from engagepolicy.ir.program import Contribution, OutcomeDeclaration, Rule
from engagepolicy.proving.expectations import spoken
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.questions import Applies, Both, Either, NotSo, Question
from engagepolicy.runtime.settle import withdraws
from engagepolicy.runtime.sought import is_within
from engagepolicy.runtime.trace import APPLYING, Trace
from engagepolicy.values.lattices import Merge, join
from engagepolicy.values.types import EnumType

NOT_KNOWN_TO_APPLY = "it is not known to apply whenever it did"
COVERING_AT_MOST = 50
"""How many locked rules of the newer policy are held against one of the older that is not kept under its own name."""


class LockedRules:
    """The locked rules of two programs."""

    def __init__(self, joint: Joint) -> None:
        """Take both programs, joined over interactions."""
        self._joint = joint
        self.implications = Implications(joint)
        self.old = [each for each in joint.old.program.rules if each.is_locked]
        self.new = [each for each in joint.new.program.rules if each.is_locked]
        self._measures: dict[str, Measure | None] = {}

    # --- seen from how they are written

    def find_losses(self, rule: Rule) -> tuple[Rule | None, tuple[str, ...]]:
        """Return the rule of the newer policy that stands for it, and why it is not known to give as much; no reasons where it is."""
        there = self._joint.new.program.rule_by_id
        same = there.get(rule.id)
        reasons = ("it is no longer there",) if same is None else tuple(self._losses(rule, same))
        if not reasons:
            return same, ()
        outcomes = {each.outcome for each in rule.contributions}
        others = [each for each in self.new if each is not same and outcomes <= {given.outcome for given in each.contributions}]
        covering = next((each for each in others[:COVERING_AT_MOST] if not any(self._losses(rule, each))), None)
        return (same, reasons) if covering is None else (covering, ())

    def _losses(self, one: Rule, two: Rule) -> Iterator[str]:
        if not two.is_locked:
            yield "it is no longer locked"
        if not is_within(one.about.window, two.about.window):
            yield "it is not in force whenever it was"
        if one.applies_if_unknown and not two.applies_if_unknown:
            yield "it no longer applies where it is not known whether its condition holds"
        old, new = self._joint.old, self._joint.new
        if not self.implications.follows(old.names.apply(one.condition), new.names.apply(two.condition)):
            yield NOT_KNOWN_TO_APPLY
        earlier = _asked_before(one, old)
        for each in _asked_before(two, new):
            if not any(self._comes_with(each, new, other, old) for other in earlier):
                yield f"`{each.id}` is asked before it, and may answer in its place"
                break
        for given in one.contributions:
            yield from self._lost_gifts(given, two)
        for outcome in {given.outcome: None for given in one.contributions}:
            yield from self._clashes(one, two, outcome)

    def _comes_with(self, one: Rule, here: Half, two: Rule, there: Half) -> bool:
        """Whether the second rule, of the other program, is known to have its turn and to hold whenever the first does."""
        return (
            is_within(one.about.window, two.about.window)
            and one.applies_if_unknown <= two.applies_if_unknown
            and self.implications.follows(here.names.apply(one.condition), there.names.apply(two.condition))
        )

    def _lost_gifts(self, given: Contribution, two: Rule) -> Iterator[str]:
        measure = self._measure(given.outcome)
        if measure is None:
            yield f"`{spoken(given.outcome)}` is declared otherwise"
            return
        values = [self._joint.new.given(each.value) for each in two.contributions if each.outcome == given.outcome]
        parts = measure.parts(self._joint.old.given(given.value))
        if not all(any(measure.gives(value, part) for value in values) for part in parts):
            of = self._declared[0][given.outcome].type
            gave = render_value(given.value, of)
            gives = ", ".join(render_value(each.value, of) for each in two.contributions if each.outcome == given.outcome)
            counted = ", counted on another calendar or in another time zone" if gives == gave else ""
            yield f"it gave `{spoken(given.outcome)}` {gave} and gives {gives or 'none'}{counted}"

    def _clashes(self, one: Rule, two: Rule, outcome: str) -> Iterator[str]:
        """Yield why what the rule gives may meet a value that it cannot be merged with, where it did not."""
        if outcome in self._joint.agreement.outcomes or self._measure(outcome) is None:
            return
        declared = self._declared[1][outcome]
        if not _may_conflict(declared):
            return
        suspects = [each.id for each in self._joint.new.program.rules if self._clashes_anew(each, one, two, declared)]
        if suspects:
            more = f" and {len(suspects) - 1} more" if len(suspects) > 1 else ""
            yield f"`{suspects[0]}`{more} may give `{spoken(outcome)}` a value that contradicts it"

    def _clashes_anew(self, other: Rule, one: Rule, two: Rule, declared: OutcomeDeclaration) -> bool:
        outcome = declared.name
        given = [each.value for each in two.contributions if each.outcome == outcome]
        against = [each.value for each in other.contributions if each.outcome == outcome]
        if not any(join(declared.merge, declared.type, [mine, yours]).is_conflict for mine in given for yours in against):
            return False
        if withdraws(two, other, outcome):
            return False
        before = self._joint.old.program.rule_by_id.get(other.id)
        return (
            before is None
            or withdraws(one, before, outcome)
            or [each.value for each in before.contributions if each.outcome == outcome] != against
            or not self._comes_with(other, self._joint.new, before, self._joint.old)
            or bool(_asked_before(before, self._joint.old))
            or not self._is_withdrawn_as_much(before, other, outcome)
        )

    def _is_withdrawn_as_much(self, before: Rule, now: Rule, outcome: str) -> bool:
        old, new = self._joint.old, self._joint.new
        for each in old.program.rules:
            if withdraws(each, before, outcome):
                other = new.program.rule_by_id.get(each.id)
                if other is None or not withdraws(other, now, outcome) or _asked_before(other, new):
                    return False
                if not self._comes_with(each, old, other, new):
                    return False
        return True

    # --- asked of all interactions

    def ways(self, rule: Rule, outcome: str) -> Ways | None:
        """Return how what the rule gives to the outcome can be lost; None where the two declare the outcome otherwise."""
        measure = self._measure(outcome)
        if measure is None:
            return None
        old, new = self._joint.old, self._joint.new
        lost: list[Question] = []
        for part in self._parts(rule, outcome, measure):
            covering = tuple(Applies(new.own_name(each.id)) for each in self._giving(part, outcome, measure))
            decided = Both((measure.ask(old.outcome(outcome), part), NotSo(measure.ask(new.outcome(outcome), part))))
            lost.append(Either((NotSo(Either(covering)), decided)))
        return Ways(Both((Applies(old.own_name(rule.id)), Either(tuple(lost)))), Either(()))

    def judge(self, rule: Rule, outcome: str, old: Trace, new: Trace) -> tuple[Direction | None, Side, Side]:
        """Return what both policies say of the outcome, and whether what the rule gave is lost."""
        measure = self._measure(outcome)
        assert measure is not None
        programs = (self._joint.programs[0], self._joint.programs[1])
        sides = [
            side_of(trace.settlements[outcome], program) if outcome in trace.settlements else NOTHING
            for trace, program in zip((old, new), programs, strict=True)
        ]
        is_lost = old.verdicts[rule.id].status in APPLYING and any(
            self._is_lost(part, outcome, measure, old, new) for part in self._parts(rule, outcome, measure)
        )
        return Direction.DIFFERENT if is_lost else None, sides[0], sides[1]

    def _is_lost(self, part: Value, outcome: str, measure: Measure, old: Trace, new: Trace) -> bool:
        if not any(new.verdicts[each.id].status in APPLYING for each in self._giving(part, outcome, measure)):
            return True
        values = [half.given(trace.settlements[outcome].value) for half, trace in ((self._joint.old, old), (self._joint.new, new))]
        return measure.gives(values[0], part) and not measure.gives(values[1], part)

    def _parts(self, rule: Rule, outcome: str, measure: Measure) -> list[Value]:
        given = (self._joint.old.given(each.value) for each in rule.contributions if each.outcome == outcome)
        return sorted({part for value in given for part in measure.parts(value)}, key=str)

    def _giving(self, part: Value, outcome: str, measure: Measure) -> Iterable[Rule]:
        """Yield the locked rules of the newer policy that give the part."""
        given = self._joint.new.given
        for each in self.new:
            if any(gift.outcome == outcome and measure.gives(given(gift.value), part) for gift in each.contributions):
                yield each

    @cached_property
    def _declared(self) -> tuple[dict[str, OutcomeDeclaration], dict[str, OutcomeDeclaration]]:
        old, new = (dict(half.program.outcome_by_name) for half in (self._joint.old, self._joint.new))
        return old, new

    def _measure(self, outcome: str) -> Measure | None:
        """Return what stricter means for the outcome; None where the two do not merge it alike."""
        if outcome not in self._measures:
            old, new = (each.get(outcome) for each in self._declared)
            is_alike = old is not None and new is not None and old.merge is new.merge
            self._measures[outcome] = measure_of(old, new) if is_alike else None
        return self._measures[outcome]


def _asked_before(rule: Rule, half: Half) -> list[Rule]:
    """Return the rows of its group that are asked before a rule."""
    if rule.group is None:
        return []
    return [each for each in half.program.rules if each.group == rule.group and each.position < rule.position]


def _may_conflict(declared: OutcomeDeclaration) -> bool:
    return declared.merge is Merge.UNIQUE or (isinstance(declared.type, EnumType) and len(declared.type.chains) > 1)
