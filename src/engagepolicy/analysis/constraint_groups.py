"""Three and four constraints that may exclude each other although any two of them can be kept together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from engagepolicy.analysis.reads import Atoms
from engagepolicy.ir.constraints import Constraint
from engagepolicy.ir.expressions import And, Apply, Named, Not, Or
from engagepolicy.runtime.prepared import Prepared

GROUPS_AT_MOST = 60
"""How many groups are looked at in one policy."""
LARGEST = 4


class Groups:
    """The groups of one program that are worth asking about."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the program."""
        self._program = prepared.program
        self._atoms = Atoms(prepared)

    def find(self, pairs: Iterable[tuple[Constraint, Constraint]]) -> Iterator[tuple[Constraint, ...]]:
        """Yield groups of constraints, smaller ones first, given the pairs whose duties speak of one thing.

        Each is about a constraint that can be kept in several ways, and others that speak of all these ways and may bar them: where
        nothing can be kept in several ways, what excludes each other does so two by two.
        """
        beside: dict[str, dict[str, Constraint]] = {}
        by_id: dict[str, Constraint] = {}
        for pair in pairs:
            for one, other in (pair, pair[::-1]):
                beside.setdefault(one.id, {})[other.id] = other
                by_id[one.id] = one
        told: set[frozenset[str]] = set()
        choices = {id: list(self._choices(by_id[id])) for id in sorted(beside)}
        for size in range(2, LARGEST):
            for centre in (id for id in choices if choices[id]):
                for others in combinations(sorted(beside[centre]), size):
                    names = frozenset({centre, *others})
                    group = tuple(by_id[id] for id in (centre, *others))
                    if names not in told and len(told) < GROUPS_AT_MOST and self._may_bar(group[1:], choices[centre]):
                        told.add(names)
                        yield group

    def _may_bar(self, others: tuple[Constraint, ...], choices: list[list[frozenset[str]]]) -> bool:
        """Whether the duties of the others speak of every way in some choice, and each of the others of some way."""
        read = [frozenset().union(*map(self._atoms, each.duties)) for each in others]
        return any(
            all(any(way & each for each in read) for way in ways) and all(any(way & each for way in ways) for each in read)
            for ways in choices
        )

    def _choices(self, constraint: Constraint) -> Iterator[list[frozenset[str]]]:
        """Yield for each choice that the duties leave what each of its ways reads; a list of words is one way by itself."""
        pending = [(duty, True) for duty in constraint.duties]
        seen: set[tuple[str, bool]] = set()
        while pending:
            part, is_wanted = pending.pop()
            match part:
                case Not(part=inner):
                    pending.append((inner, not is_wanted))
                case And(parts=parts) | Or(parts=parts):
                    if len(parts) > 1 and isinstance(part, Or) is is_wanted:
                        yield list(map(self._atoms, parts))
                    pending.extend((each, is_wanted) for each in parts)
                case Named(name=name) if (name, is_wanted) not in seen:
                    seen.add((name, is_wanted))
                    pending.append((self._program.condition_by_name[name].expression, is_wanted))
                case Apply(operator="member") if is_wanted:
                    yield [self._atoms(part)]
                case _:
                    pass
