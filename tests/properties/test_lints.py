"""Why a fix needs no asking: programs that the laws make equal decide alike, and terms that say nothing new find nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engagepolicy.backends.interpreter import run
from engagepolicy.ir.expressions import And, Apply, Constantly, Expression, Not, Or
from engagepolicy.ir.program import Lexicon, Term
from engagepolicy.lints.laws import normalised
from engagepolicy.lints.terms import without_covered
from engagepolicy.matching import compile_lexicon, prepare
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.types import BoolType
from tests.programs import NOW, program
from tests.strategies_programs import conditions, facts_known

SLOW = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
TRUE, FALSE = (Constantly(value, BoolType()) for value in (True, False))
MIRRORED = {"less": "greater", "greater": "less", "at_most": "at_least", "at_least": "at_most", "equal": "equal"}


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[Expression, Expression]:
    """Draw a condition, and one that says the same in other words."""
    condition = draw(conditions(may_ask=False))
    other = condition
    for way in draw(st.lists(st.sampled_from(["twice not", "is true", "is false", "both", "either", "mirrored"]), min_size=1, max_size=4)):
        match way:
            case "twice not":
                other = Not(Not(other))
            case "is true":
                other = Apply("equal", (other, TRUE), BoolType())
            case "is false":
                other = Not(Apply("equal", (other, FALSE), BoolType()))
            case "both":
                other = And((other, other))
            case "either":
                other = Or((other,))
            case _:
                other = _mirror(other)
    return condition, other


def _mirror(of: Expression) -> Expression:
    match of:
        case Apply(operator=name, operands=(left, Constantly() as right)) if name in MIRRORED:
            return Apply(MIRRORED[name], (right, left), of.type)
        case _:
            return of


@SLOW
@given(conditions(may_ask=False), facts_known())
def test_the_normal_form_of_a_condition_has_the_same_truth(condition: Expression, facts: dict[str, Any]) -> None:
    running = run(Prepared(program()), facts, NOW)

    assert running.evaluate(normalised(condition)) is running.evaluate(condition)
    assert normalised(normalised(condition)) == normalised(condition)


@SLOW
@given(rewritten(), facts_known())
def test_what_is_said_in_other_words_has_one_normal_form(pair: tuple[Expression, Expression], facts: dict[str, Any]) -> None:
    condition, other = pair
    running = run(Prepared(program()), facts, NOW)

    assert running.evaluate(other) is running.evaluate(condition)
    assert normalised(other) == normalised(condition)


LETTERS = st.text("abé한국😀", min_size=1, max_size=4)
TERMS = st.builds("{}{}{}".format, st.sampled_from(["", "", "#"]), LETTERS, st.sampled_from(["", "*"]))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TERMS, min_size=2, max_size=6, unique=True), st.lists(TERMS, max_size=2, unique=True), st.text("ab é#한국😀*", max_size=20))
@example(["a*", "ab"], ["ab"], "ab abb")
def test_terms_that_say_nothing_new_find_nothing(terms: list[str], excluded: list[str], text: str) -> None:
    usable = [each for each in terms if _is_usable(each)]
    apart = [each for each in excluded if _is_usable(each)]
    lexicon = Lexicon("l", (*(Term(each) for each in usable), *(Term(each, is_excluded=True) for each in apart)))

    assert _places(without_covered(lexicon), text) == _places(lexicon, text)


def _is_usable(term: str) -> bool:
    try:
        compile_lexicon([term])
    except ValueError:
        return False
    return True


def _places(lexicon: Lexicon, text: str) -> set[tuple[int, int]]:
    included = [term.text for term in lexicon.terms if not term.is_excluded]
    matcher = compile_lexicon(included, [term.text for term in lexicon.terms if term.is_excluded])
    return {(hit.start, hit.end) for hit in matcher.find(prepare(text))}
