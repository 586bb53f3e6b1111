"""The facts of two policies as those of one: what an interaction may say that both accept, and what only one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engagepolicy.comparison.agreement import reads_disclosures_alike
from engagepolicy.ir.expressions import Constant, Constantly, Expression, Fact, IsKnown, OrElse
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import FactDeclaration, Program, Schema
from engagepolicy.runtime.questions import Answers, Both, Either, NotSo, Question
from engagepolicy.values.types import EnumType, ListType, SetType, render_type

Reading = Fact | OrElse
OTHER_WORDS = "the two work out with different words what a draft discloses"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One fact of both: how it is declared for both, and what each policy reads where the other would read something else.

    `problem` says why the two cannot be held against each other where they read it.
    """

    declaration: FactDeclaration
    old: Reading | None = None
    new: Reading | None = None
    problem: str | None = None


@dataclass(frozen=True)
class SharedFacts:
    """The facts of two policies; `old_only` and `new_only` are the paths that one of them has, sorted."""

    record: str
    reconciled: Mapping[str, Reconciled]
    old_only: tuple[str, ...]
    new_only: tuple[str, ...]
    domains: Mapping[str, Question] = field(default_factory=dict)

    @property
    def schema(self) -> Schema:
        """The schema of interactions that both policies take."""
        return Schema(self.record, tuple(self.reconciled[path].declaration for path in sorted(self.reconciled)))

    @property
    def problems(self) -> Mapping[str, str]:
        """Why facts cannot be held against each other, by path."""
        return {path: each.problem for path, each in self.reconciled.items() if each.problem is not None}

    def readings(self, *, of_new: bool) -> dict[str, Reading]:
        """Return what one policy reads, by path, where that is not simply the fact."""
        told = ((path, each.new if of_new else each.old) for path, each in self.reconciled.items())
        return {path: reading for path, reading in told if reading is not None}


def _accepts_nothing(each: FactDeclaration) -> bool:
    return each.is_optional or each.default is not None


def _reconcile(old: FactDeclaration, new: FactDeclaration) -> Reconciled:
    joint = replace(old, is_optional=old.is_optional and new.is_optional, is_private=old.is_private or new.is_private)
    if old.type != new.type:
        problem = f"`{old.path}` is {render_type(old.type)} in the old one and {render_type(new.type)} in the new one"
        return Reconciled(joint, problem=problem)
    if old.is_computed != new.is_computed:
        return Reconciled(joint, problem=f"`{old.path}` is given in one of them and worked out in the other")
    fact = Fact(joint.path, joint.type, joint.is_optional)
    if old.default == new.default or not (_accepts_nothing(old) and _accepts_nothing(new)):
        default = old.default if old.default == new.default else None
        return Reconciled(replace(joint, default=default), fact, fact)
    if isinstance(old.type, SetType | ListType) or joint.is_optional:
        return Reconciled(replace(joint, default=None), problem=f"where `{old.path}` is not given, the two take it for something else")
    absent = Fact(joint.path, joint.type, True)
    readings = [absent if each.default is None else OrElse(absent, Constantly(each.default, each.type)) for each in (old, new)]
    return Reconciled(replace(joint, is_optional=True, default=None), readings[0], readings[1])


def reconcile_facts(old: Program, new: Program, before: tuple[Program, Program], record: str) -> SharedFacts:
    """Return the facts of two programs whose enums are matched; `before` are the programs as they were written."""
    ours, theirs = ({each.path: each for each in program.schema_by_name[record].fields} for program in (old, new))
    reconciled = {path: _reconcile(ours[path], theirs[path]) for path in sorted(ours.keys() & theirs.keys())}
    is_read_alike = reads_disclosures_alike(*before)
    for path, each in reconciled.items():
        if each.declaration.is_computed and not is_read_alike:
            reconciled[path] = replace(each, problem=OTHER_WORDS)
        of = each.declaration.type
        if isinstance(of, ListType) and each.problem is None and not _same_elements(of.of.name, before):
            reconciled[path] = replace(each, problem=f"the elements of `{path}` are declared otherwise in the new one")
    alone = {path: Reconciled(declared) for path, declared in {**ours, **theirs}.items() if path not in reconciled}
    domains = dict(_domains(reconciled, before, record))
    return SharedFacts(
        record,
        {**reconciled, **alone},
        tuple(sorted(ours.keys() - theirs.keys())),
        tuple(sorted(theirs.keys() - ours.keys())),
        domains,
    )


def _same_elements(record: str, before: tuple[Program, Program]) -> bool:
    """Whether the fields of the record that both have are the same; one that only one has must not be needed."""
    one, two = ({each.path: _without_words(each) for each in program.schema_by_name[record].fields} for program in before)
    alone = [each for path, each in {**one, **two}.items() if path not in one or path not in two]
    return all(one[path] == two[path] for path in one.keys() & two.keys()) and all(map(_accepts_nothing, alone))


def _without_words(declaration: FactDeclaration) -> FactDeclaration:
    return replace(declaration, description=None)


def _words_of(program: Program, record: str, path: str) -> tuple[str, ...]:
    found = program.schema_by_name[record].find(path)
    of = None if found is None else found.type.of if isinstance(found.type, SetType) else found.type
    return of.values if isinstance(of, EnumType) else ()


def _domains(reconciled: Mapping[str, Reconciled], before: tuple[Program, Program], record: str) -> Iterator[tuple[str, Question]]:
    """Yield, for each enum fact that one of the policies has more words for, that its value is a word of both."""
    for path, each in reconciled.items():
        one, two = (_words_of(program, record, path) for program in before)
        if set(one) == set(two) or each.problem is not None:
            continue
        alone = [word for word in each_word(each.declaration) if word not in one or word not in two]
        fact = Fact(path, each.declaration.type, each.declaration.is_optional)
        yield path, _says_none_of(fact, alone)


def each_word(declaration: FactDeclaration) -> tuple[str, ...]:
    """Return the words of an enum fact, or of what a set fact holds."""
    of = declaration.type.of if isinstance(declaration.type, SetType) else declaration.type
    return of.values if isinstance(of, EnumType) else ()


def _says_none_of(fact: Fact, words: list[str]) -> Question:
    tests: list[Expression] = []
    for word in words:
        if isinstance(fact.type, SetType):
            tests.append(apply("contains", fact, Constantly(word, fact.type.of)))
        else:
            tests.append(apply("equal", fact, Constantly(word, fact.type)))
    is_unknown = Answers(IsKnown(fact), truth=False)
    return Either((is_unknown, Both(tuple(NotSo(Answers(test, truth=True)) for test in tests))))


def facts_for(program: Program, record: str, shared: SharedFacts, facts: Mapping[str, Any]) -> dict[str, Constant]:
    """Return the facts of a joint input as this one of the two programs reads them: its own, with its defaults where nothing is given."""
    given: dict[str, Constant] = {}
    for declared in program.schema_by_name[record].fields:
        value = facts.get(declared.path)
        has_joint_default = shared.reconciled[declared.path].declaration.default is not None
        if value is not None:
            given[declared.path] = value
        elif declared.default is not None and not has_joint_default:
            given[declared.path] = declared.default
    return given
