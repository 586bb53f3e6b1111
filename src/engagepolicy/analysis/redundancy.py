"""Whether a rule ever changes a decision: does what it gives ever stand where no other rule gives it, or more?

The rules that give as much may be many, so that a question about all of them would be as long as the policy. The solver is
asked about a few of them, one more each time an input is found in which those few stand aside. That ends: either in an input
where none of the others stands, or with a few that always do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from engagepolicy.analysis.implying import is_implied, is_looser
from engagepolicy.ir.expressions import Apply, walk
from engagepolicy.ir.program import ALL_TIME, Contribution, Program, Rule
from engagepolicy.proving.obligations import Answer, Impossible, Possible, Undecided, Witness
from engagepolicy.proving.pool import Made
from engagepolicy.proving.prover import Prover
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.questions import Applies, Both, Either, NotSo, Question, Stands
from engagepolicy.values.lattices import join
from engagepolicy.values.types import SetType

ROUNDS_AT_MOST = 40
GROUP_AT_MOST = 200
"""How many rules are decided on together in a search for one that gives as much."""
TOO_MANY = "too many other rules give as much"


class Redundancy:
    """Finds the rules of one program that change no decision."""

    def __init__(self, program: Program, prover: Prover) -> None:
        """Take the program and whom to ask."""
        self._program = program
        self._prover = prover
        self._absorbing: dict[tuple[str, Value], tuple[Value, ...]] = {}
        self._by_member: dict[str, dict[Value, list[Value]]] = {}
        self._tests_of: dict[str, tuple[Apply, ...]] = {}
        self._seen: dict[frozenset[str], list[Made]] = {}

    def candidates(self) -> Iterator[Rule]:
        """Yield the rules that do nothing but give, each contribution of which some other rule gives too, or more."""
        for rule in self._program.rules:
            is_plain = rule.contributions and rule.group is None and not rule.overrides and not rule.exception_to
            if is_plain and all(self._has_absorber(rule, each) for each in rule.contributions):
                yield rule

    def answer(self, rule: Rule) -> tuple[Answer, tuple[str, ...]]:
        """Return whether the rule changes some decision; and the rules that always give as much where none does."""
        for made in self._prover.pool:
            if self._matters(rule, made):
                return Possible(made.witness), ()
        return self._ask_each(rule) or self._ask_together(rule)

    def _ask_each(self, rule: Rule) -> tuple[Answer, tuple[str, ...]] | None:
        """Look for one rule that gives as much in every decision; None where each of them stands aside somewhere."""
        group = self._group(rule)
        left = [each for each in self._dominators(rule) if each in group]
        seen = self._seen.setdefault(group, [])
        for made in [*self._prover.pool, *seen]:
            left = [each for each in left if self._is_dominated(rule, each, made)]
        while left:
            if self._is_plainly_dominated(rule, self._program.rule_by_id[left[0]]):
                return Impossible(), (left[0],)
            question = self._question(rule, {each.outcome: [left[0]] for each in rule.contributions})
            answer = self._prover.ask(question)
            match answer:
                case Possible(witness=witness):
                    made = self._decide_group(group, witness)
                    seen.append(made)
                    if self._matters(rule, made, group):
                        return answer, ()
                    left = [each for each in left[1:] if self._is_dominated(rule, each, made)]
                case Impossible():
                    return answer, (left[0],)
                case Undecided():
                    return answer, ()
        return None

    def _ask_together(self, rule: Rule) -> tuple[Answer, tuple[str, ...]]:
        """Look for several rules, one of which gives as much in every decision."""
        absorbers: dict[str, list[str]] = {each.outcome: [] for each in rule.contributions}
        for made in [*self._prover.pool, *self._seen[self._group(rule)]]:
            self._choose(rule, made, absorbers)
        for _ in range(ROUNDS_AT_MOST):
            answer = self._prover.ask(self._question(rule, absorbers))
            match answer:
                case Possible(witness=witness):
                    if self._is_decisive(rule, witness, absorbers):
                        return answer, ()
                case Impossible():
                    return answer, tuple(sorted({each for others in absorbers.values() for each in others}))
                case Undecided():
                    return answer, ()
        return Undecided(TOO_MANY), ()

    def _is_decisive(self, rule: Rule, witness: Witness, absorbers: dict[str, list[str]]) -> bool:
        """Whether the rule matters in the decision on these facts; if not, somebody who stands in it becomes an absorber.

        The group is decided on first, and the whole program only where that is not enough to tell.
        """
        group = self._group(rule)
        made = self._decide_group(group, witness)
        if self._matters(rule, made, group):
            return True
        if not self._choose(rule, made, absorbers):
            made = self._prover.pool.add(witness.facts, witness.as_of)
            if self._matters(rule, made):
                return True
            self._choose(rule, made, absorbers)
        return False

    def _decide_group(self, group: frozenset[str], witness: Witness) -> Made:
        return self._prover.decide_part(Either(tuple(Applies(each) for each in sorted(group))), witness)

    def _question(self, rule: Rule, absorbers: Mapping[str, Sequence[str]]) -> Question:
        """Return whether a contribution of the rule stands where none of its absorbers does."""
        asides = ((each.outcome, tuple(Stands(other, each.outcome) for other in absorbers[each.outcome])) for each in rule.contributions)
        return Either(tuple(Both((Stands(rule.id, outcome), NotSo(Either(others)))) for outcome, others in asides))

    # --- who gives as much

    @cached_property
    def _givers(self) -> dict[str, dict[Value, list[str]]]:
        givers: dict[str, dict[Value, list[str]]] = {each.name: {} for each in self._program.outcomes}
        for rule in self._program.rules:
            for each in rule.contributions:
                givers[each.outcome].setdefault(each.value, []).append(rule.id)
        return givers

    def _values(self, outcome: str, value: Value) -> tuple[Value, ...]:
        """Return the values that rules give and that make the value of the outcome no different where they stand too."""
        key = (outcome, value)
        if key not in self._absorbing:
            declared = self._program.outcome_by_name[outcome]
            found = []
            for other in self._holding(outcome, value):
                joined = join(declared.merge, declared.type, [value, other])
                if not joined.is_conflict and joined.value == join(declared.merge, declared.type, [other]).value:
                    found.append(other)
            self._absorbing[key] = tuple(found)
        return self._absorbing[key]

    def _holding(self, outcome: str, value: Value) -> Iterable[Value]:
        """Return values among which are all that make this one no different: of sets those that hold its rarest member."""
        if not isinstance(self._program.outcome_by_name[outcome].type, SetType) or not value:
            return self._givers[outcome]
        return min((self._sets_with(outcome)[member] for member in value), key=len)

    def _sets_with(self, outcome: str) -> dict[Value, list[Value]]:
        """Return, by member, the sets that rules give to the outcome and that hold it."""
        if outcome not in self._by_member:
            found: defaultdict[Value, list[Value]] = defaultdict(list)
            for each in self._givers[outcome]:
                for member in each:
                    found[member].append(each)
            self._by_member[outcome] = found
        return self._by_member[outcome]

    def _has_absorber(self, rule: Rule, given: Contribution) -> bool:
        return next(self._absorbers(rule, given), None) is not None

    def _standing(self, rule: Rule, given: Contribution, made: Made) -> Iterator[str]:
        """Yield the other rules that give as much in the decision."""
        by_value = made.standing[given.outcome]
        for value in self._values(given.outcome, given.value):
            yield from (other for other in by_value.get(value, ()) if other != rule.id)

    def _absorbers(self, rule: Rule, given: Contribution) -> Iterator[str]:
        """Yield the other rules that give as much, wherever they stand."""
        for value in self._values(given.outcome, given.value):
            yield from (other for other in self._givers[given.outcome][value] if other != rule.id)

    def _matters(self, rule: Rule, made: Made, known: frozenset[str] | None = None) -> bool:
        """Whether a contribution stands and no other as great does; of a decision of a part only where all that could are in it."""
        return any(
            made.stands(rule.id, each.outcome)
            and next(self._standing(rule, each, made), None) is None
            and (known is None or all(other in known for other in self._absorbers(rule, each)))
            for each in rule.contributions
        )

    # --- which of them to ask about

    def _rarest(self, rule: Rule) -> Contribution:
        """Return the contribution that fewest others give."""
        return min(rule.contributions, key=lambda given: sum(1 for _ in islice(self._absorbers(rule, given), GROUP_AT_MOST + 1)))

    def _group(self, rule: Rule) -> frozenset[str]:
        """Return the rule and those that give as much as the rarest thing that it gives, up to a bound."""
        return frozenset({rule.id, *islice(self._absorbers(rule, self._rarest(rule)), GROUP_AT_MOST)})

    def _dominators(self, rule: Rule) -> list[str]:
        """Return the rules that give as much as all of the rule, the likeliest to apply whenever it does first."""
        found = [
            other
            for other in self._absorbers(rule, self._rarest(rule))
            if all(self._gives(other, each.outcome, self._values(each.outcome, each.value)) for each in rule.contributions)
        ]
        return sorted(found, key=lambda other: (-self._likeness(rule.id, other), other))

    def _gives(self, rule: str, outcome: str, values: tuple[Value, ...]) -> bool:
        return any(each.outcome == outcome and each.value in values for each in self._program.rule_by_id[rule].contributions)

    def _is_dominated(self, rule: Rule, other: str, made: Made) -> bool:
        return all(made.stands(other, each.outcome) for each in rule.contributions if made.stands(rule.id, each.outcome))

    def _is_plainly_dominated(self, rule: Rule, other: Rule) -> bool:
        """Whether it is written that the other rule, which gives as much, stands wherever the rule does."""
        is_free = other.group is None and (other.is_locked or other.id not in self._withdrawn)
        is_in_force = other.about.window in (ALL_TIME, rule.about.window)
        return is_free and is_in_force and not rule.applies_if_unknown and is_implied(other.condition, rule.condition)

    @cached_property
    def _withdrawn(self) -> frozenset[str]:
        """The rules that another may withdraw something from."""
        return frozenset(base for rule in self._program.rules for base in (*rule.overrides, *rule.exception_to))

    def _likeness(self, rule: str, other: str) -> int:
        """Return how many tests of the other rule are no stricter than one of the rule."""
        tests = self._tests(rule)
        return sum(1 if any(is_looser(test, each) for each in tests) else -1 for test in self._tests(other))

    def _tests(self, rule: str) -> tuple[Apply, ...]:
        if rule not in self._tests_of:
            condition = self._program.rule_by_id[rule].condition
            self._tests_of[rule] = tuple(part for part in walk(condition) if isinstance(part, Apply))
        return self._tests_of[rule]

    def _choose(self, rule: Rule, made: Made, absorbers: dict[str, list[str]]) -> bool:
        """Add to the absorbers of each contribution one that stands in the decision, if none of them does; False if none stands."""
        is_accounted_for = True
        for each in rule.contributions:
            chosen = absorbers[each.outcome]
            if made.stands(rule.id, each.outcome) and not any(made.stands(other, each.outcome) for other in chosen):
                standing = sorted(self._standing(rule, each, made))
                chosen += standing[:1]
                is_accounted_for = is_accounted_for and bool(standing)
        return is_accounted_for
