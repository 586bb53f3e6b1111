"""Rules, rows, lists, overrides, exceptions and stages as they come out of the compiler."""

from __future__ import annotations

import pytest

from tests.unit.compiler.compiling import HEADER, decide, load, messages_of, problems_of

BASE = 'rule base { when likes > 10 queue "Base" tag base }\n'


def test_an_override_takes_back_what_both_give() -> None:
    decision = decide(BASE + 'rule vip { when author.is_verified queue "VIP" overrides base }', likes=11, author__is_verified=True)
    assert decision.queue == "VIP"
    assert decision.tags == {"base"}
    assert decision.overridden == ("base",)


def test_an_exception_stands_in_for_the_whole_rule_and_only_where_it_applies() -> None:
    text = BASE + 'rule vip { when author.is_verified queue "VIP" exception to base }'
    both = decide(text, likes=11, author__is_verified=True)
    assert (both.queue, both.tags) == ("VIP", frozenset())
    assert decide(text, likes=1, author__is_verified=True).queue is None
    assert decide(text, likes=11, author__is_verified=False).queue == "Base"


def test_an_exception_to_an_exception() -> None:
    text = BASE + """
    rule vip { when author.is_verified queue "VIP" exception to base }
    rule press { when author.relationship is press queue "Press" exception to vip }
    """
    facts = {"likes": 11, "author__is_verified": True, "author__relationship": "press"}
    assert decide(text, HEADER, **facts).queue == "Press"
    assert decide(text, HEADER, **{**facts, "author__is_verified": False}).queue == "Base"


def test_an_exception_speaks_only_while_its_base_is_in_force() -> None:
    text = """
    rule base { in force from 2026-01-01 until 2026-11-20 queue "Base" }
    rule later { in force from 2026-11-20 queue "Later" }
    rule vip { when author.is_verified tag vip exception to base }
    rule old { exception to vip tag old }
    rule any_base { when author.is_verified tag any_base exception to base, later }
    """
    ended = decide(text, author__is_verified=True)
    assert (ended.queue, ended.tags, ended.undetermined) == (None, frozenset({"any_base"}), ())
    before = load(text).decide({"message": "hello", "received_at": "2026-11-19T10:00:00Z", "author.is_verified": True})
    assert before.applied == ("any_base", "base", "old", "vip")


def test_an_exception_to_one_of_a_list_speaks_only_where_that_one_answers() -> None:
    text = """
    first of chart {
      rule troll { when message mentions "hello" unless author.is_bot tag ignore }
      rule old_troll { in force until 2020-01-01 tag ignore }
      rule mistaken { when likes > 10 tag correct }
    }
    rule vip { when author.is_verified queue "VIP" exception to mistaken }
    """
    facts = {"likes": 11, "author__is_verified": True}
    assert decide(text, HEADER, **facts, author__is_bot=False).applied == ("troll",)
    assert decide(text, HEADER, **facts, author__is_bot=True).applied == ("mistaken", "vip")
    unknown = decide(text, HEADER, **facts)
    assert unknown.applied == ("mistaken",)
    assert [each.rule for each in unknown.undetermined] == ["troll", "vip"]


def test_an_exception_to_a_table_is_one_to_all_its_rows() -> None:
    text = """
    table t { \n| likes => queue |\n| 1 => "One" |\n| 2 => "Two" |\n}
    rule vip { when author.is_verified queue "VIP" exception to t }
    """
    assert [decide(text, likes=likes, author__is_verified=True).queue for likes in (1, 2, 3)] == ["VIP", "VIP", None]


def test_an_override_of_a_list_is_one_of_all_its_rules() -> None:
    text = """
    first of chart { rule one { when likes is 1 queue "One" } rule rest { queue "Rest" } }
    rule vip { when author.is_verified queue "VIP" overrides chart }
    """
    assert [decide(text, likes=likes, author__is_verified=True).queue for likes in (1, 2)] == ["VIP", "VIP"]
    assert [decide(text, likes=likes, author__is_verified=False).queue for likes in (1, 2)] == ["One", "Rest"]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("rule a { tag x overrides missing }", "EP0301", "missing"),
        ("rule a { tag x exception to missing }", "EP0301", "missing"),
        ("rule a { tag x overrides a }", "EP0308", "a"),
        ("rule a { tag x overrides b } rule b { tag y overrides a }", "EP0308", "a"),
        ("rule a { tag x overrides b } rule b { tag y exception to a }", "EP0308", "a"),
        ("first of c { rule a { tag x overrides c } rule b { tag y } }", "EP0308", "a"),
        ("first of c { rule a { tag x exception to d } } rule d { tag y overrides c }", "EP0308", "a"),
        ("locked rule a { tag x } rule b { tag y overrides a }", "EP0309", "a"),
        ("first of c { rule a { tag x exception to d } rule b { tag y } } rule d { tag z exception to b }", "EP0308", "a"),
        ("locked rule a { tag x } rule b { tag y exception to a }", "EP0309", "a"),
        ("first of c { locked rule a { tag x } } rule b { tag y overrides c }", "EP0309", "c"),
        ("rule a { when likes > 1 }", "EP0415", "a"),
        ("rule a { severity low, high }", "EP0412", "low, high"),
        ('rule a { queue "a" queue "b" }', "EP0412", '"b"'),
        ("rule a { severity within 1h }", "EP0406", "1h"),
        ("rule a { resolution low }", "EP0301", "low"),
        ("rule a { nothing low }", "EP0301", "nothing"),
        ("rule a { require approval from nobody }", "EP0302", "nobody"),
        ("rule a { serves nothing tag x }", "EP0301", "nothing"),
        ("rule a { in force from 2026-02-01 until 2026-02-01 tag x }", "EP0501", "in force from 2026-02-01 until 2026-02-01"),
    ],
)
def test_what_does_not_fit_is_told_once(text: str, code: str, place: str) -> None:
    assert problems_of(text) == [(code, place)]


def test_every_circle_of_overrides_is_told() -> None:
    text = "rule a { tag x overrides b } rule b { tag y overrides a } rule c { tag x overrides d } rule d { tag y overrides c }"
    assert messages_of(text) == [
        "these rules override one another in a circle: a -> b -> a",
        "these rules override one another in a circle: c -> d -> c",
    ]


def test_rules_that_read_what_others_give_are_asked_later() -> None:
    text = """
    rule third { when tier is counsel tag reviewed }
    rule second { when severity is critical escalate to counsel }
    rule first_rule { when likes > 1 severity critical }
    ladder care { tier frontline tier counsel }
    """
    assert decide(text, likes=2).tags == {"reviewed"}
    stages = {rule.id: rule.stage for rule in load(text).program.rules}
    assert stages["first_rule"] < stages["second"] < stages["third"]


def test_an_outcome_behind_a_definition_counts_as_read() -> None:
    text = "define grave { when severity is critical } define worse { when grave } rule a { when worse severity critical }"
    (said,) = messages_of(text)
    assert said == "these rules and outcomes wait for one another: a -> severity -> a"


def test_rules_of_one_list_are_asked_together() -> None:
    text = "first of c { rule a { when severity is low tag x } rule b { severity low } }"
    assert [code for code, _ in problems_of(text)] == ["EP0307"]


def test_what_a_rule_says_of_a_set_in_several_lines_adds_up() -> None:
    assert decide("rule a { tag x tag y, z notify one, two }").tags == {"x", "y", "z"}


def test_verbs_and_merges_of_ones_own() -> None:
    text = """
    outcome mood { type enum(calm < tense < angry) merge highest written feel }
    outcome least { type int merge lowest }
    outcome verdict { type enum(approve < block) merge most restrictive default approve }
    rule a { feel tense least 3 verdict block }
    rule b { feel calm least 2 verdict approve }
    """
    outcomes = decide(text).outcomes
    assert (outcomes["mood"], outcomes["least"], outcomes["verdict"]) == ("tense", 2, "block")


def test_a_target_may_have_a_default() -> None:
    text = "outcome callback { type target merge strictest default 2 days } rule a { when likes > 1 callback within 1h }"
    assert str(decide(text).targets["callback"].due_at) == "2026-11-22 10:00:00+00:00"
    assert str(decide(text, likes=2).targets["callback"].due_at) == "2026-11-20 11:00:00+00:00"


@pytest.mark.parametrize(
    ("clauses", "code"),
    [
        ("merge unique", "EP0402"),
        ("type string", "EP0403"),
        ("type string merge sideways", "EP0403"),
        ("type set of string merge unique", "EP0403"),
        ("type target merge highest", "EP0403"),
        ("type enum(a, b) merge lowest", "EP0403"),
        ("type list of asset merge unique", "EP0402"),
        ("type asset merge unique", "EP0402"),
        ("type enum(a < b) merge highest default c", "EP0302"),
        ("type int merge highest on conflict \"x\"", "EP0406"),
        ("type target merge strictest default 5", "EP0406"),
    ],
)  # fmt: skip
def test_outcomes_that_do_not_fit(clauses: str, code: str) -> None:
    found = problems_of(f"outcome mine {{ {clauses} }} rule a {{ when likes > 1 tag a }}")
    assert [each for each, _ in found if each != "EP0305"] == [code]


def test_until_leaves_out_the_day_and_through_includes_it_in_the_rulesets_zone() -> None:
    header = "ruleset a { timezone America/New_York }\n"
    text = """
    rule until_rule { in force from 2026-11-19 until 2026-11-20 tag until }
    rule through_rule { in force from 2026-11-19 through 2026-11-20 tag through }
    """
    policy = load(text, header)
    moments = ("19T04:59:59Z", "19T05:00:00Z", "20T05:00:00Z", "21T04:59:59Z", "21T05:00:00Z")
    tags = [policy.decide({"message": "a", "received_at": f"2026-11-{moment}"}).tags for moment in moments]
    assert tags == [set(), {"until", "through"}, {"through"}, {"through"}, set()]


def test_columns_of_facts_segments_outcomes_and_whole_conditions() -> None:
    text = """
    segment fans "Fans" { when likes > 100 }
    rule grave { when message mentions "hello" severity high }
    table t all matches {
      | severity | segment  | author.followers | when               => tag   |
      | high     | fans     | any              | any                => one   |
      | not low  | not fans | 10..20           | any                => two   |
      | any      | any      | >= 15            | likes is 7 or true => three |
    }
    """
    assert decide(text, likes=101, author__followers=1).tags == {"one"}
    assert decide(text, likes=7, author__followers=15).tags == {"two", "three"}


@pytest.mark.parametrize(
    ("table", "code", "place"),
    [
        ("| liks => tag |\n| any => a |", "EP0301", "liks"),
        ("| liks => tag |\n| 3 => a |\n| 4 => b |", "EP0301", "liks"),
        ("| author => tag |\n| any => a |", "EP0311", "author"),
        ("| likes => taag |\n| 3 => a |", "EP0301", "taag"),
        ("| likes => tag | tags |\n| 3 => a | b |", "EP0303", "tags"),
        ('| likes => tag |\n| "x" => a |', "EP0404", '"x"'),
        ("| likes => severity |\n| 3 => loud |", "EP0302", "loud"),
        ("| likes => severity |\n| 3 => 4h on office |", "EP0406", "4h on office"),
        ("| likes => resolution |\n| 3 => soon |", "EP0301", "soon"),
        ('| likes => resolution |\n| 3 => "4h" |', "EP0406", '"4h"'),
        ("| segment => tag |\n| nobody => a |", "EP0301", "nobody"),
        ("| likes => tag |", "EP0415", "t"),
    ],
)
def test_tables_that_do_not_fit(table: str, code: str, place: str) -> None:
    found = [each for each in problems_of(f"table t {{\n{table}\n}}") if each[1] != "office"]
    assert found == [(code, place)]
