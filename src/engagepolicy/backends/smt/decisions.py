"""A decision as formulas: when each rule applies, which claims stand, what every outcome is; and questions about it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, assert_never

from engagepolicy.backends.smt.conditions import Conditions, Outcome
from engagepolicy.backends.smt.terms import Formula, Scalar, as_number, solver, variable
from engagepolicy.ir.program import ALL_TIME, OutcomeDeclaration, Rule
from engagepolicy.runtime.givers import Givers
from engagepolicy.runtime.guards import Guards
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import (
    Answers,
    Applies,
    Both,
    Either,
    HasNothing,
    InForce,
    IsInConflict,
    IsPromised,
    NotSo,
    Question,
    Stands,
)
from engagepolicy.runtime.settle import settle_claims, withdraws
from engagepolicy.values.amounts import Amount
from engagepolicy.values.lattices import is_promised, join, parts_of
from engagepolicy.values.types import SetType, TargetType


class Decisions:
    """Formulas for all decisions of one program."""

    def __init__(self, prepared: Prepared, conditions: Conditions | None = None) -> None:
        """Take the program, and its conditions where they are not its own; formulas are made when they are first asked for."""
        self.program = prepared.program
        self.conditions = conditions or Conditions(prepared, self.outcome)
        self._applies: dict[str, Formula] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._claims: dict[str, list[tuple[Any, Formula]]] = {}

    # --- rules

    @cached_property
    def _before(self) -> dict[str, tuple[Rule, ...]]:
        """For every row the rows of its group that are asked before it, in the same stage."""
        before: dict[str, tuple[Rule, ...]] = {}
        for stage in self.program.stages:
            seen: dict[str, list[Rule]] = {}
            for rule in stage:
                if rule.group is not None:
                    before[rule.id] = tuple(seen.setdefault(rule.group, []))
                    seen[rule.group].append(rule)
        return before

    def applies(self, rule: Rule) -> Formula:
        """Return when the rule applies."""
        z3 = solver()
        if rule.id not in self._applies:
            condition = self.conditions.condition(rule.condition)
            holds = z3.Not(condition.false) if rule.applies_if_unknown else condition.true
            earlier = [z3.Not(self.applies(each)) for each in self._rows_before(rule)]
            is_in_force = [] if rule.about.window == ALL_TIME else [self.conditions.in_force(rule.about.window)]
            others = [*is_in_force, *earlier]
            self._applies[rule.id] = z3.And(holds, *others) if others else holds
        return self._applies[rule.id]

    def _rows_before(self, rule: Rule) -> list[Rule]:
        """Return the rows before this one that may apply where its condition is true."""
        before = self._before.get(rule.id, ())
        near = self._near.beside(rule.id) if before else ()
        return [each for each in before if each.id in near]

    @cached_property
    def _givers(self) -> dict[str, list[tuple[Rule, Any]]]:
        givers: dict[str, list[tuple[Rule, Any]]] = {each.name: [] for each in self.program.outcomes}
        for rule in self.program.rules:
            for contribution in rule.contributions:
                givers[contribution.outcome].append((rule, contribution.value))
        return givers

    @cached_property
    def _near(self) -> Givers:
        """What rules and values may meet: any other pair needs no formula."""
        return Givers(self.program, Guards(self.program))

    @cached_property
    def _against(self) -> dict[str, list[Rule]]:
        against: dict[str, list[Rule]] = {}
        for rule in self.program.rules:
            for id in {*rule.overrides, *rule.exception_to}:
                against.setdefault(id, []).append(rule)
        return against

    def stands(self, rule: Rule, outcome: str) -> Formula:
        """Return when the rule applies and nobody withdraws what it gives to the outcome."""
        z3 = solver()
        withdrawing = [each for each in self._against.get(rule.id, ()) if withdraws(each, rule, outcome)]
        if not withdrawing:
            return self.applies(rule)
        return z3.And(self.applies(rule), *(z3.Not(self.applies(each)) for each in withdrawing))

    # --- outcomes

    def claims(self, outcome: str) -> list[tuple[Any, Formula]]:
        """Return each value that rules give to the outcome, and when one of them stands."""
        z3 = solver()
        if outcome not in self._claims:
            by_value: dict[Any, list[Formula]] = {}
            for rule, value in self._givers[outcome]:
                by_value.setdefault(value, []).append(self.stands(rule, outcome))
            self._claims[outcome] = [(value, z3.Or(*formulas)) for value, formulas in by_value.items()]
        return self._claims[outcome]

    def outcome(self, name: str) -> Outcome:
        """Return what the rules settle for the outcome."""
        if name not in self._outcomes:
            declaration = self.program.outcome_by_name[name]
            claims = self.claims(name)
            of_type = self._settled_set if isinstance(declaration.type, SetType) else self._settled_scalar
            self._outcomes[name] = of_type(declaration, claims)
        return self._outcomes[name]

    def _settled_set(self, declaration: OutcomeDeclaration, claims: list[tuple[Any, Formula]]) -> Outcome:
        z3 = solver()
        none = z3.Not(z3.Or(*(formula for _, formula in claims)))
        default = declaration.default if isinstance(declaration.default, frozenset) else frozenset()
        given = [*claims, (default, none)]
        members = sorted({member for value, _ in given for member in value}, key=str)

        def contains(item: Scalar) -> Formula:
            hits = []
            for member in members:
                holding = z3.Or(*(formula for value, formula in given if member in value))
                hits.append(z3.And(item.value == as_number(member, item.type, self.conditions.strings), holding))
            return z3.Or(*hits)

        return Outcome(None, z3.BoolVal(True), contains)

    def _settled_scalar(self, declaration: OutcomeDeclaration, claims: list[tuple[Any, Formula]]) -> Outcome:
        """Return the value as a choice among the few that it can be; one of a target is left to whoever asks for its amounts."""
        z3 = solver()
        nothing = z3.Not(z3.Or(*(formula for _, formula in claims)))
        if isinstance(declaration.type, TargetType):
            known = z3.BoolVal(True) if declaration.default is not None else z3.Not(nothing)
            return Outcome(None, known, lambda item: z3.BoolVal(False))
        cases: list[tuple[Any, Formula]] = [(settle_claims(declaration, ()).value, nothing)]
        for value, formula in claims:
            beside = self._near.values_beside(declaration.name)[value]
            above = [other for each, other in claims if each in beside and not _yields(declaration, each, value)]
            cases.append((value, z3.And(formula, *(z3.Not(each) for each in above))))
        conflict = self.conflict(declaration.name)
        cases.extend(self._conflict_cases(declaration, claims, conflict))
        known_cases = [(value, formula) for value, formula in cases if value is not None]
        strings = self.conditions.strings
        value, _ = variable(f"outcome {declaration.name}", declaration.type)
        for each, formula in known_cases:
            value = z3.If(formula, as_number(each, declaration.type, strings), value)
        known = z3.Or(*(formula for _, formula in known_cases))
        return Outcome(Scalar(known, value, declaration.type), known, lambda item: z3.BoolVal(False))

    def _conflict_cases(
        self, declaration: OutcomeDeclaration, claims: list[tuple[Any, Formula]], conflict: Formula
    ) -> list[tuple[Any, Formula]]:
        """Return what a conflict is settled as: the declared value, else the strictest safe one of a type that has one."""
        z3 = solver()
        if declaration.on_conflict is not None:
            return [(declaration.on_conflict, conflict)]
        values = [value for value, _ in claims]
        if len(values) < 2 or join(declaration.merge, declaration.type, values).safe is None:
            return []
        by_value = dict(claims)
        cases = []
        for value in values:
            safer = [each for each in values if each != value and join(declaration.merge, declaration.type, [value, each]).safe == each]
            cases.append((value, z3.And(conflict, by_value[value], *(z3.Not(by_value[each]) for each in safer))))
        return cases

    def conflict(self, outcome: str) -> Formula:
        """Return when values stand that cannot be merged."""
        z3 = solver()
        declaration = self.program.outcome_by_name[outcome]
        claims = self.claims(outcome)
        places = {value: place for place, (value, _) in enumerate(claims)}
        pairs = [
            z3.And(first, claims[places[two]][1])
            for place, (one, first) in enumerate(claims)
            for two in sorted(self._near.values_beside(outcome)[one], key=places.__getitem__)
            if places[two] > place and join(declaration.merge, declaration.type, [one, two]).is_conflict
        ]
        return z3.Or(*pairs)

    def is_empty(self, outcome: str) -> Formula:
        """Return when the outcome has no value, or an empty one."""
        z3 = solver()
        declaration = self.program.outcome_by_name[outcome]
        if isinstance(declaration.type, SetType):
            default = declaration.default if isinstance(declaration.default, frozenset) else frozenset()
            claims = self.claims(outcome)
            filling = z3.Or(*(formula for value, formula in claims if value))
            some = z3.Or(*(formula for _, formula in claims))
            return z3.And(z3.Not(filling), z3.Or(some, z3.BoolVal(not default)))
        return z3.Not(self.outcome(outcome).known)

    def is_promised(self, outcome: str, amount: Amount) -> Formula:
        """Return when amounts stand, or are the default where none does, that are known to be as strict."""
        z3 = solver()
        claims = self.claims(outcome)
        default = self.program.outcome_by_name[outcome].default
        usual = default if isinstance(default, frozenset) else frozenset(() if default is None else (default,))
        nothing = z3.Not(z3.Or(*(formula for _, formula in claims)))
        given = [*claims, (usual, nothing)]
        parts = ([formula for value, formula in given if is_promised(value, part)] for part in parts_of(amount))
        return z3.And(*(z3.Or(*keeping) for keeping in parts))

    # --- questions

    def ask(self, question: Question) -> Formula:
        """Return when the answer to the question is yes."""
        z3 = solver()
        match question:
            case Applies(rule=rule):
                return self.applies(self.program.rule_by_id[rule])
            case Stands(rule=rule, outcome=outcome):
                return self.stands(self.program.rule_by_id[rule], outcome)
            case Answers(expression=expression, truth=truth):
                condition = self.conditions.condition(expression)
                if truth is None:
                    return z3.Not(z3.Or(condition.true, condition.false))
                return condition.true if truth else condition.false
            case HasNothing(outcome=outcome):
                return self.is_empty(outcome)
            case IsInConflict(outcome=outcome):
                return self.conflict(outcome)
            case IsPromised(outcome=outcome, amount=amount):
                return self.is_promised(outcome, amount)
            case InForce(window=window):
                return self.conditions.in_force(window)
            case Both(parts=parts):
                return z3.And(*map(self.ask, parts))
            case Either(parts=parts):
                return z3.Or(*map(self.ask, parts))
            case NotSo(part=part):
                return z3.Not(self.ask(part))
            case _:
                assert_never(question)


def _yields(declaration: OutcomeDeclaration, other: Any, value: Any) -> bool:  # noqa: ANN401
    """Whether the value stays what the outcome is although the other stands too."""
    joined = join(declaration.merge, declaration.type, [value, other])
    return not joined.is_conflict and bool(joined.value == value)
