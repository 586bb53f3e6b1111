"""What cannot be read: broken snippets beside the codes of their messages and the text that each underlines."""

from __future__ import annotations

import re

import pytest

from engagepolicy.diagnostics.base import Applicability, Diagnostic
from engagepolicy.source import SourceText
from engagepolicy.syntax.parser import parse_ruleset


def problems_of(text: str) -> tuple[Diagnostic, ...]:
    return parse_ruleset(SourceText("t.engage", text))[1]


BROKEN = [
    # declarations
    ("rulle x { when a is b }", [("EP0102", "rulle")]),
    ("policy x { }", [("EP0102", "policy")]),
    ("if x { }", [("EP0102", "if")]),
    ("import x", [("EP0102", "import")]),
    ("rule a { when x }\n  tag legal\n  because \"x\"\n}\nrule b { tag x }", [("EP0102", "tag")]),
    ("123 abc\nrule x { tag y }", [("EP0101", "123 abc")]),
    ("règle x { tag y }", [("EP0102", "règle")]),
    ("rule x", [("EP0121", "x")]),
    ("use", [("EP0121", "use")]),
    ("rule { tag x }", [("EP0101", "{")]),
    # clauses
    ("rule x { wehn author.followers >= 10_000 tag legal }", [("EP0103", "wehn")]),
    ("rule x { wehn message mentions legal and not known author.id }", [("EP0103", "wehn")]),
    ("rule x { wehn message is b tag c }", [("EP0103", "wehn")]),
    ("rule x { wehn not known a }", [("EP0103", "wehn")]),
    ("rule x { tag y unles author.followers < 5 }", [("EP0103", "unles")]),
    ("segment x { wehn a is b }", [("EP0103", "wehn")]),
    ("segment x { whenx > 3 }", [("EP0103", "whenx")]),
    ("ruleset x { verson \"1\" }", [("EP0103", "verson")]),
    ("calendar x { monday 08:00-09:00 }", [("EP0103", "monday")]),
    ("rule x { when a is b when c is d }", [("EP0117", "when c is d")]),
    ('ruleset x { version "1" version "2" }', [("EP0118", 'version "2"')]),
    ("calendar x { timezone UTC timezone UTC }", [("EP0118", "timezone UTC")]),
    ("outcome x { type tier type string }", [("EP0118", "type string")]),
    ("outcome x { merge highest merge lowest }", [("EP0118", "merge lowest")]),
    ("extend a { b : string optional optional }", [("EP0118", "optional")]),
    ("lexicon x outside ulrs { \"a\" }", [("EP0101", "ulrs")]),
    ("rule x { tag }", [("EP0101", "}")]),
    ("rule x { tag legal, }", [("EP0101", "}")]),
    ("rule x { first response 4h }", [("EP0122", "first response")]),
    ("rule x { first response within }", [("EP0101", "}")]),
    ("rule x { first response within 2 business days }", [("EP0101", "}")]),
    ("rule x { in force 2024-10-10 }", [("EP0101", "2024-10-10")]),
    ("campaign x { from tomorrow }", [("EP0101", "tomorrow")]),
    ("extend interaction { a string }", [("EP0101", "string")]),
    ("outcome x { type enum(a < b, c) }", [("EP0101", ",")]),
    ('test "t" { given interactoin { } expect a b }', [("EP0101", "interactoin")]),
    ('test "t" { given interaction { } given interaction { } }', [("EP0118", "given interaction { }")]),
    ('test "t" { given interaction { a: 10 } }', [("EP0101", ":")]),
    ('test "t" { expect legal }', [("EP0101", "legal")]),
    ('test "t" { expect rule r[0] applied }', [("EP0109", "0")]),
    # conditions
    ("rule x { when }", [("EP0101", "}")]),
    ("rule x { when a is b and }", [("EP0101", "}")]),
    ("segment x { when not and b }", [("EP0101", "and")]),
    ("rule x { when a < b < c }", [("EP0113", "< b < c")]),
    ("rule x { when a >= 10k }", [("EP0101", "10k")]),
    ("rule x { when a in () }", [("EP0101", ")")]),
    ("rule x { when a mentions }", [("EP0101", "}")]),
    ("rule x { when a = b }", [("EP0112", "=")]),
    ("rule x { when a == b && c }", [("EP0112", "=="), ("EP0112", "&&")]),
    ("rule x { when a != b || !c }", [("EP0112", "!="), ("EP0112", "||"), ("EP0112", "!")]),
    ("rule x { tag y; }", [("EP0112", ";")]),
    ("rule x { tag 'legal' }", [("EP0112", "'legal'")]),
    ("rule x { tag “legal” }", [("EP0112", "“legal”")]),
    ("// hello\nrule x { tag y }", [("EP0112", "//")]),
    ("rule x { when a >= 10,000 tag y }", [("EP0112", "10,000")]),
    ("rule x { when a in (1,250,000.50, 3) tag y }", [("EP0112", "1,250,000.50")]),
    ("table t {\n| a => b |\n| 10,000 => c |\n}", [("EP0112", "10,000")]),
    # names
    ("rule any { tag x }", [("EP0119", "any")]),
    ("extend interaction { on : string }", [("EP0119", "on")]),
    ("ladder l { tier starts }", [("EP0119", "starts")]),
    # brackets
    ("rule x {\n when a is b\n\nrule y { when b is c }", [("EP0104", "{")]),
    ("rule x { when (a is b\n tag c }\nrule y { tag d }", [("EP0104", "(")]),
    ("first of f {\n  rule a {\n    tag x\n\n  rule b {\n    tag y\n  }\n}\nuse z", [("EP0104", "{")]),
    ("rule x { when a ] }", [("EP0105", "]")]),
    ("rule x { tag y } }\nuse a", [("EP0105", "}")]),
    ("}", [("EP0105", "}")]),
    ("define x { when " + "(" * 101 + "a" + ")" * 101 + " }", [("EP0110", "(")]),
    # texts, patterns, values
    ('rule x { tag "abc }\nrule y { tag d }', [("EP0106", '"abc }')]),
    ('rule x { tag "abc\\', [("EP0106", '"abc\\')]),
    ("lexicon x { /abc }", [("EP0107", "/abc }")]),
    ('rule x { tag "a\\q" }', [("EP0108", "\\q")]),
    ('rule x { tag "\\u{D800}" }', [("EP0108", "\\u{D800}")]),
    ('rule x { tag "\\u{}" }', [("EP0108", "\\u{}")]),
    ("define x { when d is 2026-02-30 }", [("EP0109", "2026-02-30")]),
    ("define x { when d is 2026-02-28 25:00 }", [("EP0109", "2026-02-28 25:00")]),
    ("calendar x { mon 08:00-25:00 }", [("EP0109", "25:00")]),
    ("calendar x { mon 24:00-24:00 }", [("EP0109", "24:00")]),
    ("rule x { first response within by 12:60 }", [("EP0109", "12:60")]),
    ("rule x { score " + "9" * 41 + " }", [("EP0109", "9" * 41)]),
    ("rule x { score " + "9" * 9000 + " }", [("EP0109", "9" * 9000)]),
    ("rule x { first response within 0m }", [("EP0109", "0m")]),
    ("rule x { first response within " + "9" * 5000 + "h }", [("EP0109", "9" * 5000 + "h")]),
    ("rule x { first response within 101 years }", [("EP0109", "101 years")]),
    # hidden characters
    ("rule x { when a is\u200b b }", [("EP0111", "\u200b")]),
    ("rule x { when a\u00a0is b }", [("EP0111", "\u00a0")]),
    ('rule x { because "a\u202eb" }', [("EP0111", "\u202e")]),
    ("# a\u2066b\nuse x", [("EP0111", "\u2066")]),
    ("lexicon x { /a\u202eb/ }", [("EP0111", "\u202e")]),
    ("use a\x00\x00\x00", [("EP0111", "\x00\x00\x00")]),
    ('rule x { because "\ud800" }', [("EP0111", "\ud800")]),
    ("# one\rrule x { tag y }", [("EP0111", "\r")]),
    # tables
    ("table t {\n| a => b |\n| x | y => z |\n}", [("EP0115", "y")]),
    ("table t {\n| a => b |\n| x => y | z |\n}", [("EP0115", "z")]),
    ("table t {\n| a | b => c |\n| x |  | => c |\n}", [("EP0115", " ")]),
    ("table t {\n| a | b => c |\n| x |  => c |\n}", [("EP0114", "  ")]),
    ("table t {\n| a | b => c |\n|| x => c |\n}", [("EP0114", "||")]),
    ("table t {\n| a |  => c |\n| x | y => c |\n}", [("EP0114", "  ")]),
    ("table t { | a => b |\n| x => y |\n}", [("EP0116", "|")]),
    ("table t {\n| a => b |\n| x => y | | x => z |\n}", [("EP0116", "=>")]),
    ("table t {\n| a | b |\n| x => y |\n}", [("EP0116", "|")]),
    ("table t {\n| a => b |\n| x | y |\n}", [("EP0116", "}")]),
    ("table t {\n| a => b |\n| x is y and z is y => b |\n}", [("EP0120", "x is y and z is y")]),
    ("table t {\n| when => b |\n| >= 10 => b |\n}", [("EP0120", ">= 10")]),
    ("table t { }", [("EP0101", "}")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), BROKEN, ids=[text[:40] for text, _ in BROKEN])
def test_one_message_for_each_mistake(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(problem.code, problem.span.text) for problem in problems_of(text)] == wanted


@pytest.mark.parametrize("text", [text for text, _ in BROKEN], ids=[text[:40] for text, _ in BROKEN])
def test_messages_are_plain_sentences(text: str) -> None:
    for problem in problems_of(text):
        said = [problem.message, problem.label, *problem.helps, *problem.notes, *(note.text for note in problem.related)]
        for sentence in said:
            assert not re.search(r"[A-Z]{3}_|_(?:plus|star)|\b(?:LBRACE|NAME|Token|None|lark)\b", sentence), sentence
            assert not sentence.endswith("."), sentence
        assert problem.title
        assert problem.message[0] in "`aftcv" or problem.message[0].islower()
        assert len(problem.message) < 400


def test_ten_broken_declarations_give_ten_messages() -> None:
    broken = [
        "rulle a { tag x }",
        "rule b { wehn author.followers >= 10 tag x }",
        "rule c {\n  when (a is b\n  tag x\n}",
        'rule d {\n  because "no end\n}',
        "rule e { when a == b }",
        "table f {\n  | a => b |\n  | x | y => z |\n}",
        "lexicon g { /never closed }",
        "calendar h { mon 08:00-99:00 }",
        "segment i { when a is b and }",
        "rule j {\n  when a is b\n",
    ]
    good = "rule good_{} {{ tag x }}"
    text = "\n".join(part for index, item in enumerate(broken) for part in (item, good.format(index)))
    parsed, problems = parse_ruleset(SourceText("t.engage", text))
    assert len(problems) == 10
    names = [item.name.text for item in parsed.declarations if item.name.text.startswith("good_")]  # type: ignore[union-attr]
    assert names == [f"good_{index}" for index in range(10)]


def apply_safe_fixes(text: str) -> str:
    fixes = [fix for problem in problems_of(text) for fix in problem.fixes if fix.applicability is Applicability.SAFE]
    for fix in sorted(fixes, key=lambda item: item.span.start, reverse=True):
        text = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    return text


@pytest.mark.parametrize(
    ("text", "cured"),
    [
        ("rule x { when a==b&&c!=d tag 'y'; }", 'rule x { when a is b and c is not d tag "y" }'),
        ("rule x { when !a || b =< 3 }", "rule x { when not a or b <= 3 }"),
        ("rule x { tag “y” }  // why", 'rule x { tag "y" }  # why'),
        ("rule x { first response 4h }", "rule x { first response within 4h }"),
        ("rule x { when a\u00a0is\u200b b }", "rule x { when a is b }"),
        ('rule x { because "a\u202eb" }', 'rule x { because "a\\u{202E}b" }'),
    ],
)
def test_safe_fixes_cure(text: str, cured: str) -> None:
    once = apply_safe_fixes(text)
    assert apply_safe_fixes(once) == cured
    assert problems_of(cured) == ()


@pytest.mark.parametrize(
    ("text", "help_text"),
    [
        ("rulle x { }", "did you mean `rule`?"),
        ("first f { }", "did you mean `first of`?"),
        ("if x { }", "did you mean `rule`?"),
        ("rule x { wehn a >= 1 }", "did you mean `when`?"),
        ("lexicon x outside ulrs { }", "did you mean `urls`?"),
        ("rule x { when a >= 10,000 }", "thousands are parted by `_`, as in `10_000`; in a list a blank follows the comma"),
        ("rule x { severity = high }", "values are compared with `is`; an effect has nothing between its outcome and its value"),
        ("rule x {\n  severity = high }", "values are compared with `is`; an effect has nothing between its outcome and its value"),
        ("calendar x { monday-friday 08:00-09:00 }", "did you mean `mon-fri`?"),
        ("calendar x { Mon 08:00-09:00 }", "did you mean `mon`?"),
        ("calendar x { Sat-Sun 08:00-09:00 }", "did you mean `sat-sun`?"),
        (
            "rule x { queue Private Clients }",
            "`Clients` is read as the start of another clause; text of several words stands in quotation marks",
        ),
        (
            "rule x { severity is high }",
            "what a rule gives is written without `is`, as in `severity critical`; a condition begins with `when`",
        ),
        ("rule x { message mentions y severity high }", "a condition begins with `when`"),
        ("rule x { author.followers > 3 severity high }", "a condition begins with `when`"),
        ("rule x { when a during office }", "the hours of a calendar are asked with `on`, as in `received_at on office`"),
        ("rule legal-threat { severity high }", "names have no hyphen: write `legal_threat`"),
        ("ladder x { tier a tier b after 30m in a escalate to b }", "a step is written `escalate frontline to specialist after 30m`"),
        ('prove "x" { monotone first response in severity }', "write `then monotone ...`"),
        ("roster x { tier a mon-fri 09:00-17:00 anna }", "text stands in double quotes"),
        ("rule x { because somebody may be in danger }", "text stands in double quotes"),
        ("rule x { when a in (low..high) }", "words are compared with `between low and high`, `>=` or `<=`; `..` stands between numbers"),
        ("rule x { when a is in (b, c) }", "write `in` and `not in` without `is`"),
        ("rule x { when a is > 3 }", "write `>` without `is`"),
        ("rule x { first response within 1.5h }", "did you mean `1h30m`?"),
        ("rule x { when a >= 10k }", "durations are written `15m`, `4h` or `1h30m`, and spans `3 days` or `2 weeks`"),
    ],
)
def test_helps(text: str, help_text: str) -> None:
    assert help_text in problems_of(text)[0].helps


def test_expectations_are_told_in_groups() -> None:
    (problem,) = problems_of("rule x { when a 10 }")
    assert problem.message == (
        "found `10` where an operator such as `is` or `and`, a clause such as `when` or `unless`, "
        "an effect such as `severity critical` or `}` is expected"
    )


def test_the_unclosed_block_is_named_with_the_place_where_it_should_end() -> None:
    (problem,) = problems_of("locked rule x {\n  tag y\n\nuse a")
    assert problem.message == "the `{` of this `locked rule` is never closed"
    assert [(note.span.line, note.text) for note in problem.related] == [(4, "a `}` is missing before this")]


HOSTILE = {
    "brackets": "define x { when " + "(" * 100_000 + "a" + ")" * 100_000 + " }",
    "nots": "define x { when " + "not " * 100_000 + "a }",
    "minus signs": "define x { when " + "- " * 100_000 + "a > 3 }",
    "a sum": "define x { when " + "a + " * 100_000 + "a > 3 }",
    "choices": "rule x { first response within " + "earlier of 1h, " * 10_000 + "2h }",
    "sets": "extend a { b : " + "set of " * 10_000 + "string }",
    "other brackets": "rule x { " + "(" * 50_000 + "]" * 50_000,
    "bars": "table t {\n" + "|" * 50_000 + "\n}",
    "quotation marks": '"' * 100_001,
    "slashes": "/" * 100_001,
    "zeros": "\0" * 100_000,
    "unclosed rules": "rule a {\n" * 2_000,
    "unended text": 'rule x { because "' + "a" * 1_000_000,
    "dots": "rule x { tag " + "a." * 100_000 + " }",
    "halves": "\ud800" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_get_a_message(text: str) -> None:
    assert problems_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "lexicon x { " + ", ".join(['"abc"'] * 100_000) + " }",
        'rule x { because "' + "a" * 1_000_000 + '" }',
        'rule x { because "' + "\\n" * 300_000 + '" }',
        "define x { when " + " or ".join(["a"] * 20_000) + " }",
        "# only comments\n" * 20_000,
        "define x { when " + "(" * 99 + "a" + ")" * 99 + " }",
    ],
    ids=["terms", "long text", "escapes", "alternatives", "comments", "brackets within the limit"],
)
def test_large_texts_are_read(text: str) -> None:
    assert problems_of(text) == ()


def test_every_message_of_this_kind_is_reached() -> None:
    reached = {code for _, wanted in BROKEN for code, _ in wanted}
    assert reached == {f"EP{number:04}" for number in range(101, 123)}
