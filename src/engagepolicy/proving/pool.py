"""Decisions already made: what happens in one of them needs no solver to be possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from engagepolicy.proving.obligations import Witness
from engagepolicy.runtime.facts import Value
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
    holds,
)
from engagepolicy.runtime.trace import APPLYING, Trace

KEPT_AT_MOST = 64


class Made:
    """One decision of the whole program, with what stands in it looked up by outcome and value."""

    def __init__(self, witness: Witness) -> None:
        """Take the decision."""
        self.witness = witness
        self.standing: dict[str, dict[Value, set[str]]] = {}
        for outcome, settlement in witness.trace.settlements.items():
            by_value: dict[Value, set[str]] = self.standing.setdefault(outcome, {})
            for claim in settlement.standing:
                by_value.setdefault(claim.value, set()).add(claim.rule)
        self._givers = {outcome: set().union(*by_value.values()) for outcome, by_value in self.standing.items()}

    def stands(self, rule: str, outcome: str) -> bool:
        """Whether what the rule gives to the outcome stands."""
        return rule in self._givers[outcome]

    def holds(self, question: Question) -> bool:
        """Return what `questions.holds` does, faster."""
        trace = self.witness.trace
        match question:
            case Stands(rule=rule, outcome=outcome):
                return self.stands(rule, outcome)
            case Applies(rule=rule):
                return rule in trace.verdicts and trace.verdicts[rule].status in APPLYING
            case Both(parts=parts):
                return all(map(self.holds, parts))
            case Either(parts=parts):
                return any(map(self.holds, parts))
            case NotSo(part=part):
                return not self.holds(part)
            case Answers() | HasNothing() | InForce() | IsInConflict() | IsPromised():
                return holds(question, trace)


class Pool:
    """The decisions of one program that are kept, those first that were of use last."""

    def __init__(self, decide: Callable[[Mapping[str, Any], datetime], Trace]) -> None:
        """Take what makes a decision of facts as of a moment."""
        self._decide = decide
        self._made: list[Made] = []
        self._asked = 0
        self._found = 0

    def __iter__(self) -> Iterator[Made]:
        """Yield the decisions."""
        return iter(self._made)

    def add(self, facts: Mapping[str, Any], moment: Any) -> Made:  # noqa: ANN401
        """Decide on the facts with the whole program and keep the decision, in place of the one that was of use longest ago."""
        made = Made(Witness(facts, moment, self._decide(facts, moment)))
        self._made.insert(0, made)
        del self._made[KEPT_AT_MOST:]
        return made

    def offer(self, facts: Mapping[str, Any], moment: Any) -> None:  # noqa: ANN401
        """Keep the decision on the facts, unless so far those kept were of little use: deciding takes time too."""
        if len(self._made) < KEPT_AT_MOST or 2 * self._found > self._asked:
            self.add(facts, moment)

    def find(self, question: Question) -> Witness | None:
        """Return a decision in which the answer is yes; None where none of those kept is one."""
        self._asked += 1
        for place, made in enumerate(self._made):
            if made.holds(question):
                self._found += 1
                self._made.insert(0, self._made.pop(place))
                return made.witness
        return None
