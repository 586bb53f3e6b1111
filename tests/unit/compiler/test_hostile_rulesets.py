"""Rulesets that are huge, deep or tangled get a message or a right answer, and never an exception."""

from __future__ import annotations

from datetime import date

import pytest

from engagepolicy.policy.loading import compile_text
from tests.unit.compiler.compiling import HEADER, decide, problems_of

MANY = 3_000


def chain(form: str, last: str, count: int = MANY) -> str:
    """Return declarations numbered from 0, in which `{this}` and `{next}` are a number and the one after it."""
    lines = (form.replace("{this}", str(at)).replace("{next}", str(at + 1)) for at in range(count))
    return "\n".join([*lines, last.replace("{this}", str(count))])


def circle(form: str, count: int = MANY) -> str:
    """Return declarations of which each names the next, and the last the first."""
    return "\n".join(form.replace("{this}", str(at)).replace("{next}", str((at + 1) % count)) for at in range(count))


def test_a_long_chain_of_definitions_is_decided_and_explained() -> None:
    text = chain("define d{this} { when d{next} }", 'define d{this} { when message is "hello" }') + "rule r { when d0 tag a }"
    decision = decide(text)
    assert decision.tags == {"a"}
    assert decision.explain().text()


def test_a_long_chain_of_definitions_that_read_an_outcome() -> None:
    text = chain("define d{this} { when d{next} }", "define d{this} { when severity is high }")
    assert decide(text + "rule r { when d0 tag a } rule s { severity high }").tags == {"a"}


def test_a_long_chain_of_lexicons_finds_the_last_ones_words() -> None:
    text = chain('lexicon l{this} { "word{this}" include l{next} }', 'lexicon l{this} { "hello" }', 1_000)
    assert decide(text + "rule r { when message mentions l0 tag a }").tags == {"a"}


def test_a_long_chain_of_overrides() -> None:
    text = chain('rule r{this} { queue "Q{this}" overrides r{next} }', 'rule r{this} { queue "last" }', 1_000)
    assert decide(text).queue == "Q0"


def test_a_long_chain_of_stages() -> None:
    outcome = "outcome o{this} { type bool merge unique } "
    text = chain(f"{outcome} rule r{{this}} {{ when o{{next}} o{{this}} true }}", f"{outcome} rule r{{this}} {{ o{{this}} true }}", 300)
    assert decide(text + "rule seen { when o0 tag a }").tags == {"a"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (circle("define d{this} { when d{next} }") + "rule r { when d0 tag a }", "EP0306"),
        (circle('lexicon l{this} { "a" include l{next} }') + "rule r { when message mentions l0 tag a }", "EP0306"),
        (circle("rule r{this} { tag a overrides r{next} }"), "EP0308"),
        (chain("rule r{this} { tag a exception to r{next} }", "rule r{this} { tag a }"), "EP0313"),
    ],
    ids=["definitions", "lexicons", "overrides", "exceptions"],
)
def test_a_tangle_of_any_size_is_one_message(text: str, code: str) -> None:
    assert [each for each, _ in problems_of(text)] == [code]


def test_exceptions_that_double_are_refused_before_they_grow() -> None:
    text = "rule r0 { tag a }\nrule r1 { tag a exception to r0 }\n"
    text += "\n".join(f"rule r{at} {{ when likes > {at} tag a exception to r{at - 1}, r{at - 2} }}" for at in range(2, 200))
    assert [code for code, _ in problems_of(text)] == ["EP0313"]


def test_exceptions_a_few_deep_are_fine() -> None:
    text = chain('rule r{this} { queue "Q{this}" exception to r{next} }', 'rule r{this} { queue "last" }', 15)
    assert decide(text).queue == "Q0"


def test_a_large_lexicon_is_read_and_searched() -> None:
    terms = ", ".join(f'"term{at}"' for at in range(20_000))
    assert decide(f'lexicon big {{ {terms}, "hello" }} rule r {{ when message mentions big tag a }}').tags == {"a"}


def test_a_thousand_rules() -> None:
    text = "\n".join(f"rule r{at} {{ when likes > {at} severity high tag t{at} }}" for at in range(1_000))
    assert len(decide(text, likes=500).applied) == 500


def test_an_enum_of_five_thousand_words() -> None:
    words = " < ".join(f"w{at}" for at in range(5_000))
    text = f"extend interaction {{ w : enum({words}) optional }} rule r {{ when w >= w2500 tag a }} rule s {{ when w is w1 tag b }}"
    assert decide(text, w="w3000").tags == {"a"}


def test_a_misspelt_word_of_five_thousand() -> None:
    words = ", ".join(f"w{at}" for at in range(5_000))
    assert problems_of(f"extend interaction {{ w : enum({words}) optional }} rule r {{ when w is x1 tag a }}") == [("EP0302", "x1")]


def test_everything_twice() -> None:
    text = (
        'define d { when true }\nlexicon l { "a" }\nrule r { when d and message mentions l tag a }\n'
        "calendar c { always open }\nrule s { first response within 1h on c }\n"
    )
    assert [code for code, _ in problems_of(text + text)] == ["EP0303"] * 5


@pytest.mark.parametrize("edge", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Adak"])
@pytest.mark.parametrize(
    "form",
    [
        "rule r {{ in force from {0} tag a }}",
        "rule r {{ in force until {0} tag a }}",
        "rule r {{ in force through {0} tag a }}",
        "rule r {{ in force through {0} 23:59:59 tag a }}",
        "rule r {{ when received_at > {0} 00:00 tag a }}",
        "rule r {{ when received_at + 3 days > {0} 00:00 tag a }}",
        "rule r {{ tag a }} campaign c {{ kind launch from {0} through {0} }}",
        'rule r {{ tag a }} test "t" {{ given interaction {{ message "a" received_at {0} 23:59 }} expect tag a }}',
        "rule r {{ first response within 2 days on c }} calendar c {{ always open closed {0} }}",
    ],
)
def test_the_first_and_the_last_day_of_the_calendar(form: str, edge: str, zone: str) -> None:
    compiled = compile_text(f"ruleset a {{ timezone {zone} }}\n{form.format(edge)}", today=date(2026, 1, 15))
    assert {item.code for item in compiled.diagnostics} <= {"EP0101", "EP0502", "EP0510"}


def test_time_that_is_over_is_told_only_when_a_day_is_given() -> None:
    text = HEADER + """
    rule old { in force until 2020-01-01 tag a }
    first of chart { in force through 2020-01-01 rule one { tag a } rule two { in force from 2021-01-01 tag b } }
    first of other { rule three { in force until 2020-02-01 tag a } rule four { tag b } }
    table rows { in force until 2020-03-01 \n| likes => tag |\n| 1 => a |\n}
    campaign gone { kind launch from 2019-01-01 until 2020-04-01 }
    rule now { in force from 2020-01-01 tag a }
    """
    assert compile_text(text).diagnostics == ()
    found = compile_text(text, today=date(2026, 1, 15)).diagnostics
    assert [item.message for item in found] == [
        "`old` is over: it was in force until 2020-01-01",
        "`chart` is over: it was in force through 2020-01-01",
        "`three` is over: it was in force until 2020-02-01",
        "`rows` is over: it was in force until 2020-03-01",
        "the campaign `gone` is over: it was in force until 2020-04-01",
    ]
    assert compile_text(text, today=date(2019, 6, 1)).diagnostics == ()
