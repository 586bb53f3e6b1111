"""Names: who owns one, what is declared twice, what nothing uses, and what a broken declaration drags along: nothing."""

from __future__ import annotations

import pytest

from tests.unit.compiler.compiling import HEADER, decide, messages_of, problems_of

TWICE = {
    "define": "define x { when true }",
    "segment": "segment x { when true }",
    "lexicon": 'lexicon x { "a" }',
    "calendar": "calendar x { always open }",
    "holidays": "holidays x { 2026-01-02 }",
    "ladder": "ladder x { tier a }",
    "sla": "sla x { because \"x\" }",
    "metric": "metric x { warn at 75% }",
    "objective": "objective x",
    "campaign": "campaign x { kind launch from 2026-01-01 until 2026-02-01 }",
    "outcome": "outcome x { type string merge unique }",
    "rule": "rule x { tag a }",
    "table": "table x {\n| likes => tag |\n| 1 => a |\n}",
    "list": "first of x { rule y { tag a } }",
    "test": 'test "x" { given interaction { message "a" received_at 2026-01-01 00:00 } expect no tag }',
}


@pytest.mark.parametrize("text", TWICE.values(), ids=TWICE.keys())
def test_a_name_has_one_declaration(text: str) -> None:
    found = [code for code, _ in problems_of(f"{text}\n{text}")]
    assert "EP0303" in found
    assert set(found) <= {"EP0303"}


def test_two_tiers_of_one_name_in_two_ladders() -> None:
    assert problems_of("ladder a { tier one tier two } ladder b { tier two }") == [("EP0303", "two")]


def test_a_rule_of_a_list_shares_the_names_of_all_rules() -> None:
    assert problems_of("rule x { tag a } first of chart { rule x { tag b } }") == [("EP0303", "x")]


def test_two_outcomes_of_one_verb() -> None:
    text = "outcome labels { type set of string merge union written tag } rule r { labels x tags y }"
    assert [code for code, _ in problems_of(text)] == ["EP0303"]


@pytest.mark.parametrize(
    "text",
    [
        "define likes { when true } rule r { when likes > 3 tag a }",
        "segment severity { when true }",
        "define x { when true } segment x { when true }",
        "extend interaction { severity.level : int optional }",
    ],
)
def test_a_name_that_a_condition_could_read_two_ways(text: str) -> None:
    assert {code for code, _ in problems_of(text)} & {"EP0304", "EP0303"}


def test_lexicons_and_facts_are_asked_for_in_different_places_and_may_share_a_name() -> None:
    assert problems_of('lexicon likes { "like" } rule r { when message mentions likes and likes > 3 tag a }') == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('lexicon x { "a" } rule r { tag a }', "x"),
        ("define x { when true } rule r { tag a }", "x"),
        ("calendar x { always open } rule r { tag a }", "x"),
        ("objective x rule r { tag a }", "x"),
        ("outcome x { type string merge unique } rule r { tag a }", "x"),
        ("extend interaction { x : int optional } rule r { tag a }", "x"),
    ],
)
def test_what_nothing_uses_is_told(text: str, name: str) -> None:
    assert problems_of(text) == [("EP0305", name)]


@pytest.mark.parametrize(
    "text",
    [
        'lexicon x { "a" }',
        "extend interaction { x : int optional } calendar c { always open }",
        "segment x { when true } rule r { tag a }",
        "ladder x { tier a } rule r { tag a }",
        'lexicon x { "a" } lexicon y { include x } rule r { when message mentions y tag a }',
        "define x { when likes > 1 } define y { when x } rule r { when y tag a }",
        "objective x lexicon y { serves x \"a\" } rule r { when message mentions y tag a }",
        "calendar c { always open } rule r { first response within earlier of 1h on c, 2h }",
    ],
)  # fmt: skip
def test_what_is_used_or_meant_for_others_is_not(text: str) -> None:
    assert problems_of(text) == []


BROKEN = {
    "a lexicon": ('lexicon words { "a }', "rule r { when message mentions words tag a }"),
    "a definition": ("define words { when likes > }", "rule r { when words tag a }"),
    "a rule": ("rule base { when likes > tag a }", "rule r { when likes > 1 tag a overrides base }"),
    "a fact": ("extend interaction { plan : nothing }", 'rule r { when plan is "x" tag a }'),
    "a fact of a record that is held": (
        "record account { plan : nothing }",
        'extend interaction { account : account } rule r { when account.plan is "x" tag a }',
    ),
    "a record that is held": (
        "record account { plan string }",
        'extend interaction { account : account } rule r { when account.plan is "x" tag a }',
    ),
    "facts of nothing": ("extend nobody { plan : string }", 'rule r { when plan is "x" tag a }'),
    "an outcome": ("outcome mood { type nothing merge highest }", 'rule r { mood "x" } rule s { when mood is "x" tag a }'),
    "an outcome's merge": ("outcome mood { type string merge highest written feel }", 'rule r { feel "x" }'),
    "a ladder": ("ladder care { tier one tier }", "rule r { escalate to one }"),
    "a record": ("record strike { at datetime }", "extend interaction { strikes : list of strike default {} }"),
    "a calendar": ("calendar office { mon 08:00 }", "rule r { first response within 1h on office }"),
    "a rule that a test names": (
        "rule r { when likse > 3 tag a }",
        'test "t" { given interaction { message "a" received_at 2026-01-01 00:00 } expect rule r applied }',
    ),
    "a row that a test names": (
        "table r {\n| likes => tag |\n| nothing => a |\n}",
        'test "t" { given interaction { message "a" received_at 2026-01-01 00:00 } expect rule r[1] applied }',
    ),
}


@pytest.mark.parametrize(("broken", "user"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_declaration_is_told_once_and_its_users_are_left_in_peace(broken: str, user: str) -> None:
    alone = problems_of(broken)
    assert len(alone) == 1
    assert problems_of(f"{broken}\n{user}") == alone


def test_other_mistakes_are_told_beside_a_broken_declaration() -> None:
    found = problems_of('lexicon words { "a }\nrule r { when message mentions other tag a }')
    assert [code for code, _ in found] == ["EP0106", "EP0301"]


def test_a_misspelt_given_fact_is_not_a_missing_one_too() -> None:
    found = problems_of('test "t" { given interaction { mesage "a" received_at 2026-01-01 00:00 } expect no tag }')
    assert found == [("EP0301", "mesage")]


def test_a_word_without_a_number_and_its_house_number() -> None:
    header = "ruleset a { timezone UTC unquantified promptly, soon promptly means 2h }"
    text = "rule r { first response promptly resolution within soon }"
    targets = decide(text, header).targets
    assert targets["first_response"].due_at is not None
    assert targets["resolution"].due_at is None


@pytest.mark.parametrize(
    "meaning",
    ["promptly", "earlier of promptly, 1h", "later of 1h, earlier of 2h, soon"],
)
def test_a_word_means_an_amount_with_a_number(meaning: str) -> None:
    header = f"ruleset a {{ timezone UTC unquantified soon promptly means {meaning} }}"
    assert [code for code, _ in problems_of("rule r { first response promptly }", header)] == ["EP0406"]


def test_a_word_with_two_meanings() -> None:
    header = "ruleset a { timezone UTC soon means 1h soon means 2h }"
    assert problems_of("rule r { first response within soon }", header) == [("EP0303", "soon")]


def test_the_header_serves_objectives_that_there_are() -> None:
    assert problems_of("", "ruleset a { timezone UTC serves nothing }") == [("EP0301", "nothing")]


def test_every_mistake_of_a_ruleset_is_told_in_order() -> None:
    text = "rule a { severity x }\nrule b { severity y }\nrule c { severity z }"
    assert [said.split("`")[1] for said in messages_of(text)] == ["x", "y", "z"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\n\n", "\ufeff"])
def test_an_empty_file_has_no_header(text: str) -> None:
    assert [code for code, _ in problems_of(text, "")] == ["EP0204"]


def test_a_second_header_is_told_at_its_name() -> None:
    assert problems_of("ruleset other.name { timezone UTC }", HEADER) == [("EP0205", "other.name")]
