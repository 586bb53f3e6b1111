"""Inputs worked out from what a question asks: what its rules want of facts is looked up, and for each fact a value taken that does.

Most questions are that simple, and a solver takes far longer over them. What is made here proves nothing until the interpreter has
repeated it; where nothing is made, nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any, TypeAlias

from engagepolicy.backends.interpreter import Evaluation
from engagepolicy.backends.smt.facts import MOMENT
from engagepolicy.ir.expressions import And, Apply, Constantly, Expression, Fact, IsKnown, Named, Not, Or, OutcomeValue, walk
from engagepolicy.ir.program import ALL_TIME, Rule, Window
from engagepolicy.proving.moments import ORDINARY
from engagepolicy.proving.sketches import Sketch, Sketcher
from engagepolicy.runtime.allowed import Values
from engagepolicy.runtime.givers import Givers
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.runtime.questions import Answers, Applies, Both, Either, NotSo, Question, Stands
from engagepolicy.runtime.sought import TEXT_TESTS
from engagepolicy.runtime.trace import NO_TESTS
from engagepolicy.values.truth import Truth

STEPS_AT_MOST = 10_000
DEAD_ENDS_AT_MOST = 40
INPUTS_AT_MOST = 3
GIVERS_AT_MOST = 8

Goal: TypeAlias = tuple[Expression | Rule | Window | Question, Truth]
"""What has to come out, and how: an expression, a rule that is to apply or not to, a window, a question."""
Way: TypeAlias = tuple[Goal, ...]
"""Goals that together do."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """A sketch, with the goals and then the choices between ways that are still to be worked into it."""

    sketch: Sketch
    goals: Way
    choices: tuple[tuple[Way, ...], ...] = ()


class Deriver:
    """Works out inputs of one program."""

    def __init__(self, prepared: Prepared, givers: Givers) -> None:
        """Take the program, and its rules by what they give."""
        self._prepared = prepared
        self._program = prepared.program
        self._givers = givers
        self._sketcher = Sketcher(prepared)
        self._setting = Setting(prepared, ORDINARY)
        self._paths: dict[int, tuple[str | None, Expression]] = {}
        self._answers: dict[tuple[int, Any], Truth] = {}

    def derive(self, question: Question) -> Iterator[Mapping[str, Any]]:
        """Yield the facts, by path, of a few inputs that may answer the question with yes."""
        pending = [_Pending(Sketch(), ((question, True),))]
        made = dead_ends = 0
        for _ in range(STEPS_AT_MOST):
            if not pending or made == INPUTS_AT_MOST or dead_ends == DEAD_ENDS_AT_MOST:
                return
            current = pending.pop()
            if current.goals:
                further = list(self._work_in(current))
                dead_ends += not further
                pending.extend(further)
            elif current.choices:
                ways, *others = current.choices
                pending.extend(_Pending(current.sketch, way, tuple(others)) for way in reversed(ways))
            else:
                facts = self._sketcher.finish(current.sketch)
                if facts is not None:
                    made += 1
                    yield facts

    def _work_in(self, current: _Pending) -> Iterator[_Pending]:
        (of, truth), *left = current.goals
        goals = tuple(left)
        if isinstance(of, Apply | Fact | IsKnown | Window) and not _is_of_outcome(of):
            sketch = self._narrowed(current.sketch, of, truth)
            if sketch is not None:
                yield _Pending(sketch, goals, current.choices)
            return
        ways = self._ways(of, truth, current.sketch)
        if len(ways) == 1:
            yield _Pending(current.sketch, ways[0] + goals, current.choices)
        elif ways:
            yield _Pending(current.sketch, goals, (*current.choices, ways))

    # --- goals that are reached by others

    def _ways(self, of: Expression | Rule | Window | Question, truth: Truth, sketch: Sketch) -> tuple[Way, ...]:
        """Return the ways to reach a goal; one without goals where nothing is known of how to."""
        match of:
            case And(parts=parts) if truth is True:
                return (tuple((part, True) for part in parts),)
            case Or(parts=parts) if truth is False:
                return (tuple((part, False) for part in parts),)
            case And(parts=parts) | Or(parts=parts) if truth is None:
                neutral = isinstance(of, And)
                return tuple(tuple((each, None if each is part else neutral) for each in parts) for part in parts)
            case And(parts=parts) | Or(parts=parts):
                return tuple(((part, truth),) for part in parts)
            case Not(part=part):
                return (((part, None if truth is None else not truth),),)
            case Named(name=name):
                return self._ways_named(name, truth)
            case Rule():
                return self._ways_rule(of, is_applying=bool(truth))
            case Applies(rule=id) | Stands(rule=id):
                return (((self._program.rule_by_id[id], truth),),)
            case Answers(expression=expression, truth=wanted) if truth:
                return (((expression, wanted),),)
            case Both(parts=parts) | Either(parts=parts):
                is_joint = isinstance(of, Both) is truth
                return (tuple((part, truth) for part in parts),) if is_joint else tuple(((part, truth),) for part in parts)
            case NotSo(part=part):
                return (((part, not truth),),)
            case Apply(operands=operands) if truth is True:
                return self._ways_given(of, operands, sketch)
            case _:
                return ((),)

    def _ways_given(self, of: Apply, operands: tuple[Expression, ...], sketch: Sketch) -> tuple[Way, ...]:
        """Return how a test of an outcome comes out true: by its default, or by a rule that gives what does."""
        outcome = next(each for each in operands if isinstance(each, OutcomeValue))
        if not all(isinstance(each, Constantly) or each is outcome for each in operands):
            return ((),)

        def is_enough(value: Any) -> bool:  # noqa: ANN401
            given = [each.value if isinstance(each, Constantly) else value for each in operands]
            return value is not None and bool(MEANINGS[of.operator](self._setting, of, given))

        usual: tuple[Way, ...] = ((),) if is_enough(self._program.outcome_by_name[outcome.name].default) else ()
        told_apart = ((path, values) for path, values in sketch.values.items() if path in self._givers.paths)
        facts = {path: Values(frozenset(values) - {None}) for path, values in told_apart}
        rules = (self._program.rule_by_id[id] for id in sorted(self._givers.of(outcome.name, facts)))
        giving = (rule for rule in rules if any(each.outcome == outcome.name and is_enough(each.value) for each in rule.contributions))
        return (*usual, *(((rule, True),) for rule in islice(giving, GIVERS_AT_MOST)))

    def _ways_named(self, name: str, truth: Truth) -> tuple[Way, ...]:
        named = self._program.condition_by_name[name]
        window = named.about.window
        if window == ALL_TIME:
            return (((named.expression, truth),),)
        inside: Way = ((named.expression, truth), (window, True))
        return (inside,) if truth is not False else (inside, ((window, False),))

    def _ways_rule(self, rule: Rule, *, is_applying: bool) -> tuple[Way, ...]:
        """Return how the rule comes to apply, no row before it doing so; or how it does not, by its condition."""
        if not is_applying:
            return (((rule.condition, False),),) if rule.applies_if_unknown else (((rule.condition, False),), ((rule.condition, None),))
        window: Way = () if rule.about.window == ALL_TIME else ((rule.about.window, True),)
        return (((rule.condition, True), *window, *((each, False) for each in self._before(rule))),)

    def _before(self, rule: Rule) -> list[Rule]:
        """Return the rows before this one that may apply where its condition is true, in their order."""
        if rule.group is None:
            return []
        near = self._givers.beside(rule.id)
        rows = self._groups[rule.group]
        return [each for each in rows if each.id in near and each.position < rule.position and each.stage == rule.stage]

    @cached_property
    def _groups(self) -> dict[str, list[Rule]]:
        groups: dict[str, list[Rule]] = {}
        for rule in self._program.rules:
            if rule.group is not None:
                groups.setdefault(rule.group, []).append(rule)
        return groups

    # --- goals that ask one fact

    def _narrowed(self, sketch: Sketch, of: Apply | Fact | IsKnown | Window, truth: Truth) -> Sketch | None:
        """Return the sketch with the goal worked in; as it is where the goal speaks of more than one fact, None where it cannot be."""
        if isinstance(of, Window):
            among = tuple(each for each in (of.start, of.end) if each is not None)
            return self._sketcher.narrow(sketch, MOMENT, (of.holds_at, truth), among=among)
        path = self._path_of(of)
        if path is None:
            return sketch
        if isinstance(of, Apply) and of.operator in TEXT_TESTS and truth is not None and path not in sketch.values:
            return sketch.seek(path, of, found=truth)
        return self._sketcher.narrow(sketch, path, (partial(self._answer, of, path), truth), of)

    def _path_of(self, of: Expression) -> str | None:
        """Return the path of the one fact that the expression reads; None where it reads none or several, or one that nobody gives."""
        if id(of) not in self._paths:
            paths = {part.path for part in walk(of) if isinstance(part, Fact) and part.variable is None}
            is_one = len(paths) == 1 and paths <= self._sketcher.fields.keys()
            self._paths[id(of)] = (paths.pop() if is_one else None, of)  # kept, so that no other has its number
        return self._paths[id(of)][0]

    def _answer(self, of: Expression, path: str, value: Any) -> Truth:  # noqa: ANN401
        key = (id(of), value)
        if key not in self._answers:
            self._answers[key] = Evaluation(self._setting, {path: value}, NO_TESTS).value(of)
        return self._answers[key]


def _is_of_outcome(of: Expression | Window) -> bool:
    return isinstance(of, Apply) and any(isinstance(each, OutcomeValue) for each in of.operands)

