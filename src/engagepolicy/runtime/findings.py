"""What the constraints of a policy find: each breach, and each constraint of which it is not known whether it is kept.

Not known never passes: where a breach would ask for more than a person's yes, not knowing asks for that, and for the missing facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from engagepolicy.ir.constraints import (
    PLACEHOLDER,
    SEVERITIES,
    Constraint,
    Fix,
    Insertion,
    Question,
    Removal,
    Replacement,
    Severity,
    Subject,
    breach_of,
)
from engagepolicy.ir.expressions import Apply, Expression, Fact, walk
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.hits import decisive_tests, find_hits
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.trace import Trace
from engagepolicy.runtime.undetermined import find_missing


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """A part of a text fact, from `start` up to `end` in characters, and what was found there, as the policy writes it."""

    field: str
    start: int
    end: int
    sought: str = ""


Spans = Mapping[str, tuple[TextSpan, ...]]
"""By the path of a computed fact, the parts of the texts that it was worked out from."""
NO_SPANS: Spans = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """What one constraint says: `rule` is its name, `verdict` what it asks for.

    `missing` are the facts that would settle it where it is not known whether it is kept. `fixes` are ready to be applied or
    asked, the best first. `approver` is the tier whose yes is wanted, where the constraint names one.
    """

    rule: str
    verdict: Severity
    reason: str
    pillar: str | None = None
    source: str | None = None
    because: str | None = None
    fixes: tuple[Fix, ...] = ()
    spans: tuple[TextSpan, ...] = ()
    missing: tuple[str, ...] = ()
    approver: str | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether it is not known if the constraint is kept."""
        return bool(self.missing)

    @property
    def fix(self) -> str | None:
        """The best fix in words; None where there is none."""
        return describe_fix(self.fixes[0]) if self.fixes else None


def describe_fix(fix: Fix) -> str:
    """Return what to do, in words."""
    match fix:
        case Insertion(text=text, at=at):
            return f'put "{text}" at the {at}'
        case Removal():
            return "remove what was found"
        case Replacement(text=text):
            return f'write "{text}" instead of what was found'
        case Question(facts=facts):
            return f"say what is known of {', '.join(facts)}"


def find_findings(prepared: Prepared, trace: Trace, subject: Subject, spans: Spans = NO_SPANS) -> tuple[Finding, ...]:
    """Return what the constraints in force find, by name; `spans` are the evidence of computed facts."""
    in_force = [each for each in prepared.program.constraints_on(subject) if each.about.window.holds_at(trace.as_of)]
    withdrawn = _withdrawn(in_force, trace)
    found = (_judge(each, prepared, trace, spans) for each in in_force if each.id not in withdrawn)
    return tuple(each for each in found if each is not None)


def _withdrawn(constraints: Iterable[Constraint], trace: Trace) -> frozenset[str]:
    """Return the ids that give way to a constraint whose condition surely holds."""
    return frozenset(id for each in constraints if each.overrides and trace.evaluate(each.condition) is True for id in each.overrides)


def _judge(constraint: Constraint, prepared: Prepared, trace: Trace, spans: Spans) -> Finding | None:
    breach = breach_of(constraint)
    truth = trace.evaluate(breach)
    if truth is False:
        return None
    missing = find_missing(prepared.program, trace, breach) if truth is None else ()
    severity = constraint.severity if truth else min("approve", constraint.severity, key=SEVERITIES.index)
    return Finding(
        rule=constraint.id,
        verdict=severity,
        reason=_reason(constraint, prepared, trace),
        pillar=constraint.pillar,
        source=constraint.about.source,
        because=constraint.about.because,
        fixes=tuple(_fixes(constraint, prepared, trace)) if truth else _questions(missing),
        spans=tuple(sorted(set(_spans(prepared, trace, breach, spans)))) if truth else (),
        missing=missing,
        approver=constraint.approver,
    )


def _reason(constraint: Constraint, prepared: Prepared, trace: Trace) -> str:
    """Return why, with the facts filled in; one that is not known, or private, is called by its name."""
    told = constraint.reason or constraint.description or f"{constraint.id} is not kept"
    return PLACEHOLDER.sub(lambda found: _fill(found[0], prepared, trace) or f"the {found[1].rpartition('.')[2]}", told)


def _questions(missing: tuple[str, ...]) -> tuple[Fix, ...]:
    return (Question(missing),) if missing else ()


def _spans(prepared: Prepared, trace: Trace, breach: Expression, spans: Spans) -> Iterable[TextSpan]:
    for test in decisive_tests(prepared, trace, breach):
        match test:
            case Apply(operands=(Fact(path=path, variable=None), *_)):
                yield from (TextSpan(path, hit.start, hit.end, hit.sought) for hit in find_hits(prepared, trace, test))
            case _:
                pass
        for part in walk(test):
            if isinstance(part, Fact) and part.variable is None:
                yield from spans.get(part.path, ())


def _fixes(constraint: Constraint, prepared: Prepared, trace: Trace) -> Iterable[Fix]:
    """Yield the fixes with the facts filled in; one that needs a fact which is not known, or private, is left out."""
    for fix in constraint.fixes:
        match fix:
            case Insertion(text=text, at=at):
                filled = _fill(text, prepared, trace)
                if filled is not None:
                    yield Insertion(filled, at)
            case Replacement(text=text):
                filled = _fill(text, prepared, trace)
                if filled is not None:
                    yield Replacement(filled)
            case _:
                yield fix


def _fill(template: str, prepared: Prepared, trace: Trace) -> str | None:
    schema = prepared.program.schema_by_name.get(prepared.record)
    values: dict[str, str] = {}
    for found in PLACEHOLDER.finditer(template):
        declared = None if schema is None else schema.find(found[1])
        value = trace.facts.get(found[1])
        if declared is None or declared.is_private or value is None:
            return None
        values[found[1]] = _render(value)
    return PLACEHOLDER.sub(lambda found: values[found[1]], template)


def _render(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


# -------------------------------------------------------------------------------------------------------------------- records


def write_finding(finding: Finding) -> dict[str, Any]:
    """Return the finding as plain JSON data."""
    return {
        "rule": finding.rule,
        "pillar": finding.pillar,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "source": finding.source,
        "because": finding.because,
        "fixes": [_write_fix(each) for each in finding.fixes],
        "spans": [write_span(each) for each in finding.spans],
        "missing": list(finding.missing),
        "approver": finding.approver,
    }


def write_span(span: TextSpan) -> dict[str, Any]:
    """Return the part of a text as plain JSON data."""
    return {"field": span.field, "start": span.start, "end": span.end, "sought": span.sought}


def _write_fix(fix: Fix) -> dict[str, Any]:
    match fix:
        case Insertion(text=text, at=at):
            return {"do": "insert", "text": text, "at": at}
        case Removal():
            return {"do": "remove"}
        case Replacement(text=text):
            return {"do": "replace", "text": text}
        case Question(facts=facts):
            return {"do": "ask", "facts": list(facts)}
