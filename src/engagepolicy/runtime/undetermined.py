"""Which rules could still change the decision if a fact that is not known were known.

Sound: if nothing is listed, no value of the facts that are not known changes any outcome. (A condition that asks `known X`, or
says `X or else VALUE`, has decided for itself what an unknown fact means and counts as answered.) The base of the comparison is
what the rules that surely apply give; a rule whose truth is not known matters if what it gives is not absorbed by that base, if
it withdraws something, or if it decides whether later rows of its group are asked. Were the base anything else, two rules could
hide each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engagepolicy.ir.expressions import Expression, Fact, Named, Quantified, operands_of
from engagepolicy.ir.program import Program, Rule
from engagepolicy.runtime.facts import NO_ELEMENTS, Elements
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.settle import Claim, Settlement, make_claims, settle_claims, withdraws
from engagepolicy.runtime.trace import APPLYING, UNSURE, Status, Trace


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A rule whose condition is not known and that could change the decision.

    `facts`: the paths that would settle it; `outcomes`: those that could change; `applies`: whether it applies meanwhile,
    because it says `if unknown apply`. All sorted.
    """

    rule: str
    facts: tuple[str, ...]
    outcomes: tuple[str, ...]
    applies: bool = False


def find_missing(program: Program, trace: Trace, expression: Expression) -> tuple[str, ...]:
    """Return the paths of the facts that leave the expression not known, sorted; empty where it is known.

    A field of a list's records is written with the path of the list before it: `orders.amount`.
    """
    missing: set[str] = set()
    entered: set[str] = set()
    pending: list[tuple[Expression, Elements, Mapping[str, str]]] = [(expression, NO_ELEMENTS, {})]
    while pending:
        current, elements, prefixes = pending.pop()
        if trace.evaluate(current, elements) is not None:
            continue
        if trace.tests and current in trace.tests:
            missing.update(trace.tests[current].missing)
            continue
        match current:
            case Fact():
                missing.add(full_path(current, prefixes))
            case Named(name=name):
                if name not in entered:
                    entered.add(name)
                    pending.append((program.condition_by_name[name].expression, NO_ELEMENTS, {}))
            case Quantified(variable=variable, source=source, body=body):
                records = trace.evaluate(source, elements)
                pending.append((source, elements, prefixes))
                inner = {**prefixes, variable: full_path(source, prefixes)}
                pending.extend((body, {**elements, variable: record}, inner) for record in records or ())
            case _:
                pending.extend((part, elements, prefixes) for part in operands_of(current))
    return tuple(sorted(missing))


def full_path(fact: Fact, prefixes: Mapping[str, str]) -> str:
    """Return the path from the input; `prefixes` has the path of the list that each variable goes through."""
    return fact.path if fact.variable is None else f"{prefixes[fact.variable]}.{fact.path}"


class _Doubt:
    """The rules that surely apply, those that may, and what each of these could change."""

    def __init__(self, program: Program, trace: Trace) -> None:
        self.program = program
        self.trace = trace
        self.sure = {id: program.rule_by_id[id] for id, verdict in trace.verdicts.items() if verdict.status is Status.APPLIES}
        self.unsure = [program.rule_by_id[id] for id, verdict in trace.verdicts.items() if verdict.status in UNSURE]
        self._bases: dict[str, Settlement] = {}

    def _base(self, outcome: str) -> Settlement:
        if outcome not in self._bases:
            declaration = self.program.outcome_by_name[outcome]
            self._bases[outcome] = settle_claims(declaration, make_claims(outcome, self.sure))
        return self._bases[outcome]

    def _given(self, rule: Rule) -> Iterator[str]:
        """Yield the outcomes that what the rule gives would change."""
        for contribution in rule.contributions:
            name = contribution.outcome
            if any(withdraws(other, rule, name) for other in self.sure.values()):
                continue
            base = self._base(name)
            claims = (*base.claims, Claim(rule.id, contribution.value))
            after = settle_claims(self.program.outcome_by_name[name], claims)
            if (after.value, after.is_conflict) != (base.value, base.is_conflict):
                yield name

    def _withdrawn(self, rule: Rule) -> Iterator[str]:
        """Yield the outcomes from which the rule would take something back."""
        for id in (*rule.overrides, *rule.exception_to):
            if id in self.trace.verdicts and self.trace.verdicts[id].status in APPLYING | UNSURE:
                yield from _reach_over(rule, self.program.rule_by_id[id])

    def _displaced(self, rule: Rule) -> Iterator[str]:
        """Yield the outcomes of later rows that are asked, or not, as this one applies or not."""
        if rule.group is None:
            return
        for other in self.program.stages[rule.stage]:
            if other.group != rule.group or other.position <= rule.position:
                continue
            verdict = self.trace.verdicts[other.id]
            if verdict.status in APPLYING | UNSURE or verdict.answered_by == rule.id:
                yield from (contribution.outcome for contribution in other.contributions)
                for id in (*other.overrides, *other.exception_to):
                    yield from _reach_over(other, self.program.rule_by_id[id])

    def changes_of(self, rule: Rule) -> tuple[str, ...]:
        """Return the outcomes that could change when it becomes known whether the rule applies, sorted."""
        return tuple(sorted({*self._given(rule), *self._withdrawn(rule), *self._displaced(rule)}))


def _reach_over(rule: Rule, other: Rule) -> Iterator[str]:
    return (each.outcome for each in other.contributions if withdraws(rule, other, each.outcome))


def find_undetermined(prepared: Prepared, trace: Trace) -> tuple[Undetermined, ...]:
    """Return the rules that are undetermined and could change the decision, sorted by id."""
    doubt = _Doubt(prepared.program, trace)
    listed: list[Undetermined] = []
    for rule in doubt.unsure:
        missing = find_missing(prepared.program, trace, rule.condition)
        changes = doubt.changes_of(rule) if missing else ()
        if changes:
            applies = trace.verdicts[rule.id].status in APPLYING
            listed.append(Undetermined(rule.id, missing, changes, applies))
    return tuple(sorted(listed, key=lambda each: each.rule))
