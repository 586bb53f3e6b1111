"""What a change of some facts can reach: the rules, conditions and outcomes that may come out in another way, as far as the text tells."""

from __future__ import annotations

from collections.abc import Iterator

from engagepolicy.ir.expressions import Expression, Fact, Named, OutcomeValue, Reference, walk
from engagepolicy.ir.program import ALL_TIME, Program, Rule

MOMENT = "received_at"


def facts_read(program: Program, expression: Expression) -> frozenset[str]:
    """Return the paths of the facts that an expression reads, through named conditions too; outcomes are not entered."""
    return frozenset(part.path for part in walk_all(program, expression) if isinstance(part, Fact) and part.variable is None)


def outcomes_read(program: Program, expression: Expression) -> frozenset[str]:
    """Return the outcomes that an expression reads, likewise."""
    return frozenset(part.name for part in walk_all(program, expression) if isinstance(part, OutcomeValue))


def walk_all(program: Program, expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all its parts, those of named conditions too, each of these once."""
    pending, seen = [expression], set[str]()
    while pending:
        for part in walk(pending.pop()):
            yield part
            if isinstance(part, Named) and part.name not in seen:
                seen.add(part.name)
                pending.append(program.condition_by_name[part.name].expression)


class Influence:
    """What a change of the given facts, and of nothing else in the input, can reach in one program. What it calls unreached stays."""

    def __init__(self, program: Program, facts: frozenset[str]) -> None:
        """Take the program and the paths of the facts."""
        self._program = program
        self._facts = facts
        self._rules: set[str] = set()
        self._outcomes: set[str] = set()
        self._told: dict[Expression, bool] = {}
        for stage in program.stages:
            self._spread(stage)

    def _spread(self, stage: tuple[Rule, ...]) -> None:
        """Add what the rules of one stage bring; a rule reads only outcomes of earlier ones, but may take from a rule of any."""
        groups: set[str] = set()
        for rule in stage:
            is_reached = self._touches(rule.condition, is_windowed=rule.about.window != ALL_TIME) or rule.group in groups
            if is_reached:
                self._rules.add(rule.id)
                groups |= set() if rule.group is None else {rule.group}
        for rule in stage:
            if rule.id in self._rules:
                bases = (self._program.rule_by_id[base] for base in rule.exception_to)
                self._outcomes |= {each.outcome for one in (rule, *bases) for each in one.contributions}

    def reaches_rule(self, rule: str) -> bool:
        """Whether the rule, by id, may apply where it did not, or the other way round."""
        return rule in self._rules

    def reaches_outcome(self, outcome: str) -> bool:
        """Whether the outcome may come out in another way."""
        return outcome in self._outcomes

    def reaches(self, expression: Expression) -> bool:
        """Whether the expression, which speaks of no element of a list around it, may have another value."""
        if expression not in self._told:
            self._told[expression] = self._touches(expression)
        return self._told[expression]

    def _touches(self, expression: Expression, *, is_windowed: bool = False) -> bool:
        if is_windowed and MOMENT in self._facts:
            return True
        return any(self._is_touched(part) for part in walk_all(self._program, expression))

    def _is_touched(self, part: Expression) -> bool:
        match part:
            case Fact(path=path, variable=None):
                return path in self._facts
            case OutcomeValue(name=name):
                return name in self._outcomes
            case Reference():
                return MOMENT in self._facts  # terms come into force and leave it
            case Named(name=name):
                window = self._program.condition_by_name[name].about.window
                return MOMENT in self._facts and window != ALL_TIME
            case _:
                return False
