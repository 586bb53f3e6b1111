"""Whom constraints reach: the countries that a ruleset is for, and the kinds of authors, as questions about drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engagepolicy.analysis.reviews import Findings
from engagepolicy.ir.constraints import Constraint, breach_of
from engagepolicy.ir.expressions import Apply, Constantly, Expression, Fact, walk
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Program
from engagepolicy.runtime.questions import Answers, Both, Either, NotSo, Question
from engagepolicy.values.types import EnumType, SetType

PILLARS = ("relationship", "opinion", "identity")
"""The three pillars of the WOMMA code: honesty of relationship, of opinion, of identity."""
COUNTRIES = "audience.countries"
AUTHORS = (("relationship", "relationship"), ("author.account", "identity"))
"""The facts that tell what kind of author speaks, each with the pillar whose constraints have to reach every kind."""
WITHOUT_A_TIE = frozenset({"none", "customer", "brand"})
"""Relationships that are no tie to tell of by themselves: the brand itself speaks as such."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Constraints, and the drafts of which one of them is asked to be breached."""

    constraints: tuple[Constraint, ...]
    among: Question

    def ask_any(self, findings: Findings) -> Question:
        """Is any of the constraints breached by such a draft?"""
        return Both((Either(tuple(map(findings.is_breached, self.constraints))), self.among))

    def ask_each(self, findings: Findings) -> Iterator[Question]:
        """Yield the same of each constraint by itself."""
        yield from (Both((findings.is_breached(each), self.among)) for each in self.constraints)


def reach_country(program: Program, constraints: Iterable[Constraint], country: str, pillar: str) -> Reach | None:
    """Return the locked constraints of the pillar, and the drafts for this country alone; None where drafts have no countries."""
    among = _read_in(program, country)
    locked = tuple(each for each in constraints if each.is_locked and each.pillar == pillar)
    return None if among is None else Reach(locked, among)


def knows_words(program: Program, country: str) -> bool:
    """Whether a vocabulary says which words disclose a tie in the country."""
    return any(country in each.countries and any(line.role == "accept" for line in each.lines) for each in program.vocabularies)


def _read_in(program: Program, country: str) -> Question | None:
    schema = program.schema_by_name.get("draft")
    declared = None if schema is None else schema.find(COUNTRIES)
    if declared is None or not isinstance(declared.type, SetType):
        return None
    fact, of = Fact(COUNTRIES, declared.type, declared.is_optional), declared.type.of

    def has(code: str) -> Question:
        return Answers(apply("contains", fact, Constantly(code, of)), truth=True)

    others = sorted(_countries_named(program) - {country})
    return Both((has(country), *(NotSo(has(each)) for each in others)))


def _countries_named(program: Program) -> set[str]:
    """Return the countries that the policy tells apart."""
    named = {country for each in program.vocabularies for country in each.countries}
    expressions: list[Expression] = [breach_of(each) for each in program.constraints_on("draft")]
    expressions += [each.expression for each in program.conditions if each.record == "draft"]
    for part in (part for each in expressions for part in walk(each)):
        if isinstance(part, Apply) and any(isinstance(each, Fact) and each.path == COUNTRIES for each in part.operands):
            named.update(str(each.value) for each in part.operands if isinstance(each, Constantly) and isinstance(each.value, str))
    return named


def reach_authors(program: Program, constraints: Iterable[Constraint], path: str, pillar: str) -> Iterator[tuple[str, Reach]]:
    """Yield each kind of author that the fact tells of, with the constraints of the pillar and the drafts of such authors."""
    schema = program.schema_by_name.get("draft")
    declared = None if schema is None else schema.find(path)
    if declared is None or not isinstance(declared.type, EnumType):
        return
    concerned = tuple(each for each in constraints if each.pillar == pillar)
    fact = Fact(path, declared.type, declared.is_optional)
    for word in declared.type.values:
        if word not in WITHOUT_A_TIE:
            yield word, Reach(concerned, Answers(apply("equal", fact, Constantly(word, declared.type)), truth=True))
