"""What is called at least as true is so for every input tried, and what follows from how it is written is seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engagepolicy.backends.interpreter import run
from engagepolicy.comparison.implications import Implications
from engagepolicy.comparison.joint import Joint
from engagepolicy.ir.expressions import And, Constantly, Expression, Fact, Not, Or, Reference
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Lexicon, Program, Term, Window
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.values.truth import Truth
from engagepolicy.values.types import EnumType, IntType, SetType, StringType
from tests import programs
from tests.strategies_programs import conditions, facts_known

PROGRAM = programs.program()
IMPLICATIONS = Implications(Joint(PROGRAM, PROGRAM, "interaction"))
PREPARED = Prepared(PROGRAM)
TRIED = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RANK: dict[Truth, int] = {False: 0, None: 1, True: 2}


def mostly_true(one: Expression, other: Expression) -> list[Expression]:
    """Conditions that are at least as true as the first."""
    return [one, Or((other, one)), Not(And((Not(one), other))), Or((And((one, other)), one)), And((one, Or((one, other))))]


@TRIED
@given(conditions(), conditions(), st.lists(facts_known(), min_size=8, max_size=8))
def test_what_follows_is_at_least_as_true(one: Expression, other: Expression, inputs: list[dict[str, Any]]) -> None:
    pairs = [(one, other), (other, one), (And((one, other)), one), (one, Not(other)), *((one, each) for each in mostly_true(one, other))]
    traces = [run(PREPARED, facts, facts["received_at"]) for facts in inputs]
    for narrow, wide in pairs:
        if IMPLICATIONS.follows(narrow, wide):
            for trace in traces:
                assert RANK[trace.evaluate(narrow)] <= RANK[trace.evaluate(wide)], (narrow, wide)


@TRIED
@given(conditions(), conditions())
def test_what_is_wider_as_written_is_seen(one: Expression, other: Expression) -> None:
    for wider in mostly_true(one, other):
        assert IMPLICATIONS.follows(one, wider), wider
        assert IMPLICATIONS.follows(Not(wider), Not(one)), wider


BOUNDS = st.sampled_from(["less", "at_most", "greater", "at_least", "equal"])


def _bounds(of: Expression, values: list[Constantly]) -> st.SearchStrategy[Expression]:
    compared = st.builds(lambda operator, value: apply(operator, of, value), BOUNDS, st.sampled_from(values))
    kind = values[0].type
    assert isinstance(kind, IntType | EnumType)
    told: list[Any] = [each.value for each in values]
    sets: st.SearchStrategy[Any] = st.sets(st.sampled_from(told), min_size=1).map(frozenset)
    members = sets.map(lambda chosen: apply("member", of, Constantly(chosen, SetType(kind))))
    return st.one_of(compared, members)


WORDS = [Constantly(word, programs.SEVERITY) for word in programs.SEVERITY.values]
COUNTS = [Constantly(count, IntType()) for count in (0, 1, 2, 3)]
TESTS = st.one_of(
    st.tuples(*[_bounds(programs.fact("author.followers"), COUNTS)] * 2),
    st.tuples(*[_bounds(programs.fact("urgency"), WORDS)] * 2),
)


@settings(max_examples=80, deadline=None)
@given(TESTS)
def test_bounds_are_compared_as_numbers_and_words_are(tests: tuple[Expression, Expression]) -> None:
    one, two = tests
    follows = IMPLICATIONS.follows(one, two)
    event(str(follows))
    values = [*range(-1, 5), None] if "followers" in str(one) else [*programs.SEVERITY.values, None]
    path = "author.followers" if "followers" in str(one) else "urgency"
    if follows:
        for value in values:
            trace = run(PREPARED, {"received_at": programs.NOW, **({} if value is None else {path: value})}, programs.NOW)
            assert RANK[trace.evaluate(one)] <= RANK[trace.evaluate(two)], value


# --- lexicons

NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
PIECES = ["refund", "sue", "sue ellen", "sued", "law", "lawsuit", '"sue"', "a law suit"]
TERMS = st.builds(
    Term,
    st.sampled_from(["refund", "sue", "sue*", "sue ellen", "law*", "lawsuit", "law suit"]),
    is_excluded=st.sampled_from([False, False, False, True]),
    window=st.sampled_from([Window(), Window(), Window(end=NEXT_YEAR), Window(start=NEXT_YEAR)]),
)
MASKED = st.sampled_from([frozenset(), frozenset(), frozenset({"quotes"})])


def lexicons(name: str, includes: tuple[str, ...]) -> st.SearchStrategy[Lexicon]:
    kept = st.sampled_from([(), includes])
    return st.builds(Lexicon, st.just(name), st.lists(TERMS, max_size=3).map(tuple), kept, MASKED)


LEXICONS = st.tuples(lexicons("inner", ()), lexicons("outer", ("inner",)))


def _grown(pair: tuple[tuple[Lexicon, Lexicon], list[Term]]) -> tuple[Program, Program]:
    """A program with lexicons, and one whose lexicons have more terms."""
    (inner, outer), more = pair
    wider = (Lexicon("inner", (*inner.terms, *more), inner.includes, inner.outside), outer)
    return programs.program(lexicons=(inner, outer)), programs.program(lexicons=wider)


PAIRS = st.one_of(
    st.tuples(LEXICONS, LEXICONS).map(lambda pair: (programs.program(lexicons=pair[0]), programs.program(lexicons=pair[1]))),
    st.tuples(LEXICONS, st.lists(TERMS, max_size=2)).map(_grown),
)


def _asked_of_both(joint: Joint, name: str) -> tuple[Expression, Expression]:
    """Whether the message mentions the lexicon of the older program, and that of the newer one."""
    old, new = (half.names.lexicons.get(name, name) for half in (joint.old, joint.new))
    return apply("mentions", MESSAGE, Reference("lexicon", old), NOWHERE), apply("mentions", MESSAGE, Reference("lexicon", new), NOWHERE)


@settings(max_examples=80, deadline=None)
@given(PAIRS, st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join), min_size=6, max_size=6))
def test_a_lexicon_that_covers_another_finds_all_that_it_finds(pair: tuple[Program, Program], texts: list[str]) -> None:
    narrow, wide = pair
    joint = Joint(narrow, wide, "interaction")
    implications = Implications(joint)
    covering = [name for name in ("inner", "outer") if implications.follows(*_asked_of_both(joint, name))]
    event(str(len(covering)))
    for moment in (programs.NOW, NEXT_YEAR):
        settings_of = [Setting(Prepared(program), moment) for program in (narrow, wide)]
        for name in covering:
            for text in texts:
                found = [setting.mentions(text, name, frozenset()) for setting in settings_of]
                assert not found[0] or found[1], (name, text)


def test_more_words_are_seen_to_find_more() -> None:
    old = programs.program(lexicons=(Lexicon("inner", (Term("sue"),)), Lexicon("outer", (), ("inner",))))
    new = programs.program(lexicons=(Lexicon("inner", (Term("sue"), Term("law*"))), Lexicon("outer", (), ("inner",))))
    joint = Joint(old, new, "interaction")
    implications = Implications(joint)
    for name in ("inner", "outer"):
        few, many = _asked_of_both(joint, name)
        assert implications.follows(few, many)
        assert not implications.follows(many, few)


NOWHERE = Constantly(frozenset(), SetType(StringType()))
MESSAGE = Fact("message", StringType(), True)
