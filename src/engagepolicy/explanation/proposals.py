"""Values at the boundary of a test: what a fact could have been so that the test comes out otherwise.

Proposals need not be right, for each is tried; they need to be few, close to what the policy says, and valid for the fact. They
are shown, so nothing in them may come from the value of a private fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from engagepolicy.explanation.wording import TEXT_AT_MOST
from engagepolicy.ir.expressions import Apply, Expression, Fact, IsKnown, OrElse, Quantified, Reference
from engagepolicy.runtime.decision import Evidence
from engagepolicy.runtime.facts import Value
from engagepolicy.runtime.reading import is_private_chain
from engagepolicy.values.types import BoolType, EnumType, IntType, NumberType, SetType, StringType, Type

Proposal = tuple[Fact, Value]

_FIXED = "received_at"
_COMPARISONS = ("equal", "less", "at_most", "greater", "at_least")
_SAMPLES_AT_MOST = 12
_EXTENDED_AT_MOST = 1000
"""Texts longer than this are not extended: every proposal is tried, and trying one takes time in proportion to its text."""


def propose(evidence: Evidence, test: Expression) -> Iterator[Proposal]:
    """Yield facts of the input with values to try, the closest first; nothing where the test is too involved."""
    for fact, value in _propose(evidence, test):
        if fact.variable is None and fact.path != _FIXED and (value is not None or fact.is_optional):
            yield fact, value


def _propose(evidence: Evidence, test: Expression) -> Iterator[Proposal]:
    match test:
        case Fact(type=BoolType()):
            yield from ((test, value) for value in (True, False))
        case IsKnown(part=Fact() as fact):
            yield from ((fact, value) for value in (*_samples(fact.type), None))
        case OrElse(part=part):
            yield from _propose(evidence, part)
        case Quantified(source=fact):
            yield fact, ()
        case Apply(operator=name, operands=(left, right)) if name in _COMPARISONS:
            yield from _for_comparison(evidence, left, right)
            yield from _for_comparison(evidence, right, left)
        case Apply(operands=(left, *rest)):
            asked = _fact_in(left)
            if asked is not None:
                yield from ((asked, value) for value in _for_operator(evidence, test, asked, rest))
        case _:
            return


def _fact_in(expression: Expression) -> Fact | None:
    if isinstance(expression, OrElse):
        return _fact_in(expression.part)
    return expression if isinstance(expression, Fact) else None


def _for_comparison(evidence: Evidence, side: Expression, other: Expression) -> Iterator[Proposal]:
    fact, bound = _fact_in(side), evidence.trace.evaluate(other)
    if fact is not None and bound is not None:
        yield from ((fact, value) for value in _around(bound, fact.type))


def _around(bound: Value, of: Type) -> Iterator[Value]:
    """Yield the bound and its neighbours, as values of the fact's type."""
    match of:
        case EnumType(values=words):
            yield from sorted(words, key=lambda word: (word != bound, abs(of.compare(word, bound) or 0)))
        case IntType():
            yield from (int(bound), int(bound) - 1, int(bound) + 1)
        case NumberType():
            number = Decimal(bound)
            exponent = number.as_tuple().exponent
            step = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
            yield from (number, number - step, number + step)
        case StringType():
            yield from (bound, "", "other")
        case BoolType():
            yield from (True, False)
        case _:
            yield from _near_in_time(bound)


def _near_in_time(bound: Value) -> Iterator[Value]:
    step = timedelta(days=1) if isinstance(bound, date) and not isinstance(bound, datetime) else timedelta(seconds=1)
    yield bound
    for sign in (-1, 1):
        try:
            yield bound + sign * step
        except OverflowError:
            continue


def _samples(of: Type) -> tuple[Value, ...]:
    match of:
        case BoolType():
            return (True,)
        case EnumType(values=words):
            return words[:1]
        case IntType():
            return (0,)
        case NumberType():
            return (Decimal(0),)
        case StringType():
            return ("",)
        case SetType():
            return (frozenset(),)
        case _:
            return ()


def _for_operator(evidence: Evidence, test: Apply, fact: Fact, rest: list[Expression]) -> Iterator[Value]:
    current = None if is_private_chain(evidence.prepared, (fact,)) else evidence.trace.facts.get(fact.path)
    operand = evidence.trace.evaluate(rest[0]) if rest else None
    match test.operator:
        case "member" if operand:
            yield from _members(operand, fact.type)
        case "contains" if operand is not None:
            held = current or frozenset()
            yield from (held | {operand}, held - {operand})
        case "contains_text" | "starts_with" | "ends_with" if operand is not None:
            yield from _texts([operand], current)
        case "mentions" | "mentions_words" | "matches":
            yield from _texts(_terms(evidence, operand), current)
        case "during" if isinstance(operand, Reference):
            window = evidence.prepared.program.campaign_by_name[operand.name].window
            yield from (moment for moment in (window.start, window.end) if moment is not None)
        case "on_calendar" if isinstance(operand, Reference) and current is not None:
            calendar = evidence.prepared.calendars[operand.name]
            moments = (calendar.next_open(current), calendar.next_close(current))
            yield from (moment for moment in moments if moment is not None)


def _members(listed: frozenset[Value], of: Type) -> Iterator[Value]:
    if isinstance(of, EnumType):
        yield from sorted(of.values, key=lambda word: word not in listed)
        return
    ordered = sorted(listed)[:_SAMPLES_AT_MOST]
    yield from ordered
    if isinstance(of, IntType | NumberType):
        yield max(listed) + 1
    elif isinstance(of, StringType):
        yield ""


def _terms(evidence: Evidence, sought: Value) -> list[str]:
    if isinstance(sought, frozenset):
        return sorted(sought)[:_SAMPLES_AT_MOST]
    if isinstance(sought, Reference):
        terms = evidence.prepared.vocabulary.terms_at(sought.name, evidence.trace.as_of)
        return [term.text for term in terms if not term.is_pattern and not term.is_template][:_SAMPLES_AT_MOST]
    return []


def _texts(terms: Iterable[str], current: str | None) -> Iterator[str]:
    """Yield texts with one of the terms beside what is there, alone, and a text without any.

    Where the text is cut when it is shown, a term after it would not be seen.
    """
    words = [term.removesuffix("*") for term in terms]
    for word in words:
        if current and len(current) <= _EXTENDED_AT_MOST:
            if len(current) + len(word) < TEXT_AT_MOST:
                yield f"{current} {word}"
            yield f"{word} {current}"
        yield word
    yield ""
