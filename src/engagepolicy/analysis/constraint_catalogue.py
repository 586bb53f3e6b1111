"""What is asked of the constraints of a policy, one at a time: each can be breached, and each can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engagepolicy.analysis.reviews import Findings
from engagepolicy.ir.constraints import Constraint, breach_of
from engagepolicy.ir.expressions import Expression, Fact, Named, OutcomeValue, walk
from engagepolicy.ir.program import Program
from engagepolicy.proving.obligations import Kind, Obligation
from engagepolicy.runtime.questions import Answers, Both

DRAFT = "draft"


def settled_constraints(findings: Findings, constraints: Iterable[Constraint]) -> Iterator[Obligation]:
    """Some input breaches each constraint, and one to which it applies keeps it, unless its duties are fixed by intent."""
    for each in constraints:
        yield Obligation(Kind.NEVER_BREACHED, (each.id,), findings.is_breached(each), "possible")
        if not all(map(_is_fixed, each.duties)):
            kept = Both((findings.applies(each), Answers(breach_of(each), truth=False)))
            yield Obligation(Kind.ALWAYS_BREACHED, (each.id,), kept, "possible")


def _is_fixed(duty: Expression) -> bool:
    """Whether the duty reads nothing, as `never true` does."""
    return not any(isinstance(part, Fact | Named | OutcomeValue) for part in walk(duty))


class Answerable:
    """Tells which constraints can be asked about in a program that may lack the words of every country."""

    def __init__(self, program: Program) -> None:
        """Take the program."""
        self._program = program
        schema = program.schema_by_name.get(DRAFT)
        self._computed = frozenset(each.path for each in (schema.fields if schema is not None else ()) if each.is_computed)
        self._knows_words = any(line.role == "accept" for each in program.vocabularies for line in each.lines)

    def is_about_words(self, constraint: Constraint) -> bool:
        """Whether the constraint reads what is computed of disclosures; without words of any country that is never known."""
        return constraint.subject == DRAFT and self.reads_words(breach_of(constraint))

    def reads_words(self, condition: Expression) -> bool:
        """Whether a condition on drafts reads what is computed of disclosures, through named conditions too."""
        pending, seen = [condition], set[str]()
        while pending:
            for part in walk(pending.pop()):
                match part:
                    case Fact(path=path, variable=None) if path in self._computed:
                        return True
                    case Named(name=name) if name not in seen:
                        seen.add(name)
                        pending.append(self._program.condition_by_name[name].expression)
                    case _:
                        pass
        return False

    def __call__(self, constraint: Constraint) -> bool:
        """Whether the constraint means anything in this program by itself."""
        return self._knows_words or not self.is_about_words(constraint)

    def may_ask(self, condition: Expression) -> bool:
        """Whether a condition on drafts means anything in this program by itself."""
        return self._knows_words or not self.reads_words(condition)
