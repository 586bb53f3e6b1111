"""Strategies of Hypothesis for the inputs of one policy, aimed at its own boundaries; whatever they give is accepted by it.

Imported only where Hypothesis is installed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from engagepolicy.business_time import due, load_zone
from engagepolicy.inputs.shapes import nest
from engagepolicy.ir.clocks import KINDS, STATUS
from engagepolicy.ir.program import FactDeclaration, Program
from engagepolicy.policy.policy import DRAFT, INTERACTION, Policy
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.testing.boundaries import Boundaries
from engagepolicy.testing.moments import MINUTE, SECOND
from engagepolicy.testing.texts import CHANGES, ORDINARY, SENTENCES, find_words, near_misses, place_word
from engagepolicy.tracking.reading import MOMENT
from engagepolicy.values.amounts import Amount, Written
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    ListType,
    NumberType,
    SetType,
    StringType,
    Type,
)

Input: TypeAlias = dict[str, Any]
"""Facts under the paths that inputs have, as `decide` takes them; None is a fact that is not known."""

MOST_EVENTS = 6
SHORTEST = 3
OTHER_WORD = "something_else"


class Inputs:
    """Draws the facts of one policy."""

    def __init__(self, policy: Policy) -> None:
        """Take the policy."""
        self._program: Program = policy.program
        self._boundaries = Boundaries(Prepared(policy.program))
        self._read = self._boundaries.paths

    def of_record(self, record: str, without: frozenset[str] = frozenset()) -> st.SearchStrategy[Input]:
        """Return a strategy for the facts of a record, those at the paths `without` left out."""
        fields = [each for each in self._program.schema_by_name[record].fields if not each.is_computed and each.path not in without]
        told = [each for each in fields if each.path in self._read or (not each.is_optional and each.default is None)]
        rest = [each for each in fields if each not in told]
        return st.fixed_dictionaries(
            {each.input_path: self._maybe(each) for each in told},
            optional={each.input_path: self._maybe(each) for each in rest},
        )

    def of_fact(self, field: FactDeclaration) -> st.SearchStrategy[Any]:
        """Return a strategy for what an input may say of the fact, None where that is allowed."""
        return self._maybe(field)

    def _maybe(self, field: FactDeclaration) -> st.SearchStrategy[Any]:
        value = self._value(field)
        return st.one_of(value, value, value, st.none()) if field.is_optional else value

    def _value(self, field: FactDeclaration) -> st.SearchStrategy[Any]:
        return self._of_type(field.type, field.path)

    def _of_type(self, of: Type, path: str) -> st.SearchStrategy[Any]:
        near = self._boundaries
        match of:
            case BoolType():
                return st.booleans()
            case IntType():
                return st.sampled_from(near.whole_numbers(path))
            case NumberType():
                return st.sampled_from(near.numbers(path))
            case StringType():
                return self._texts(path)
            case DateType():
                return st.sampled_from(near.dates(path))
            case DateTimeType():
                return st.sampled_from(near.moments_beside(path))
            case DurationType():
                return st.sampled_from(near.durations(path))
            case EnumType(values=words):
                return st.sampled_from(words)
            case SetType(of=inner):
                return self._sets(inner, path)
            case ListType(of=record):
                records = st.deferred(lambda: self.of_record(record.name)).map(_nested)
                return st.lists(records, max_size=near.longest_list(path))
            case _:
                raise ValueError(f"an input has no fact of the type of {path}")

    def _texts(self, path: str) -> st.SearchStrategy[str]:
        words = find_words(self._program, path)
        if not words:
            return st.sampled_from([ORDINARY, "", "en", "I want to thank you.\nBye"])
        word = st.builds(lambda each, change: change(each), st.sampled_from(words), st.sampled_from(CHANGES))
        said = st.builds(place_word, word, st.sampled_from(SENTENCES))
        return st.one_of(
            st.sampled_from([ORDINARY, ""]),
            st.sampled_from(words),
            st.builds(place_word, st.sampled_from(words), st.sampled_from(SENTENCES)),
            st.sampled_from(near_misses(words)),
            said,
            st.lists(said, min_size=2, max_size=SHORTEST).map(" ".join),
        )

    def _sets(self, inner: Type, path: str) -> st.SearchStrategy[list[Any]]:
        if isinstance(inner, StringType):
            words = list(dict.fromkeys([*self._boundaries.words(path), OTHER_WORD]))
            return st.lists(st.sampled_from(words), unique=True, max_size=min(len(words), MOST_EVENTS))
        return st.lists(self._of_type(inner, path), unique=True, max_size=MOST_EVENTS)


def _nested(record: Input) -> Input:
    """Return a record of a list with the objects in it that its dotted paths mean."""
    return nest(record, frozenset(path for path in record if "." in path))[0]


def interactions(policy: Policy) -> st.SearchStrategy[Input]:
    """Return a strategy for interactions that `policy.decide` accepts, at and beside everything that the policy distinguishes.

    Numbers are those that it compares with, one less and one more; texts have its words and what is nearly one of them; moments lie
    where something opens, closes, begins, ends or clocks are set. Optional facts are now and then None, which is not known, and
    those that the policy does not read are often left out.
    """
    return Inputs(policy).of_record(INTERACTION)


def drafts(policy: Policy) -> st.SearchStrategy[Input]:
    """Return a strategy for drafts that `policy.review` accepts, likewise."""
    return Inputs(policy).of_record(DRAFT)


def _lengths_of(policy: Policy) -> list[Amount]:
    """Return every amount of time by which something is due or a tier is left."""
    program = policy.program
    given = (each.value for rule in program.rules for each in rule.contributions if isinstance(each.value, frozenset))
    targets: list[Any] = [amount for value in given for amount in value if isinstance(amount, Written)]
    steps = [step for ladder in program.ladders for step in ladder.steps]
    waits = [wait for step in steps for wait in (step.after, step.at, step.repeat.every if step.repeat else None) if wait is not None]
    return list(dict.fromkeys([*sorted(targets, key=str), *waits]))


class CaseMoments:
    """When something may happen to a case: beside everything that falls due in it."""

    def __init__(self, policy: Policy) -> None:
        """Take the policy."""
        self._lengths = _lengths_of(policy)
        self._calendars = Prepared(policy.program).calendars
        self._zone = load_zone(policy.program.timezone)

    def after(self, opened_at: datetime) -> list[datetime]:
        """Return moments from the opening on, without repeats, soonest first."""
        found = {opened_at + length for length in (timedelta(0), MINUTE, timedelta(hours=1), timedelta(days=1), timedelta(days=9))}
        for length in self._lengths:
            moment = due(length, opened_at, calendars=self._calendars, zone=self._zone)
            if moment is not None:
                found |= {moment.astimezone(UTC) + step for step in (-SECOND, timedelta(0), SECOND)}
        return sorted(moment for moment in found if moment >= opened_at)


@st.composite
def _drawn_cases(draw: st.DrawFn, policy: Policy) -> Input:
    inputs, moments = Inputs(policy), CaseMoments(policy)
    fields = policy.program.schema_by_name[INTERACTION].fields
    opened_at = draw(st.sampled_from(Boundaries(Prepared(policy.program)).moments))
    times = moments.after(opened_at)
    statuses = _statuses_of(policy)
    plain = [each for each in fields if not each.is_computed and not isinstance(each.type, ListType)]
    changing = [each for each in plain if each.path not in (MOMENT, STATUS)]
    events = []
    for _ in range(draw(st.integers(0, MOST_EVENTS))):
        kind = draw(st.sampled_from(KINDS))
        changes: Input = {}
        if kind == "status_changed":
            changes[STATUS] = draw(st.sampled_from(statuses))
        if kind in ("reclassified", "received") and changing:
            changed = draw(st.sampled_from(changing))
            changes[changed.input_path] = draw(inputs.of_fact(changed))
        events.append({"kind": kind, "at": draw(st.sampled_from(times)), "facts": changes})
    facts = draw(inputs.of_record(INTERACTION, frozenset({MOMENT, STATUS})))
    opener = draw(st.sampled_from(["requester", "staff"]))
    return {"id": "case", "opened_at": opened_at, "opened_by": opener, "facts": facts, "events": events}


def _statuses_of(policy: Policy) -> Sequence[str]:
    declared = policy.program.schema_by_name[INTERACTION].find(STATUS)
    if declared is not None and isinstance(declared.type, EnumType):
        return declared.type.values
    pausing = {word for clock in policy.program.clocks for word in clock.pause_while or ()}
    return ["open", *sorted(pausing - {"open"}), OTHER_WORD]


def cases(policy: Policy) -> st.SearchStrategy[Input]:
    """Return a strategy for cases that `policy.track` accepts: opened at an edge of the policy's time, with up to six events.

    Events come when something falls due by the policy's targets and ladders, a second before or a second after; some change facts or
    the status.
    """
    return _drawn_cases(policy)


def moments_after(policy: Policy, case: Mapping[str, Any]) -> st.SearchStrategy[datetime]:
    """Return a strategy for moments at which to look at a case."""
    return st.sampled_from(CaseMoments(policy).after(case["opened_at"]))
