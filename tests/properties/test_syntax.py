"""Laws of reading: it never fails, messages point into the text, and declarations do not depend on their order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engagepolicy.source import SourceText
from engagepolicy.syntax.parser import parse_ruleset
from tests.strategies_syntax import ruleset_texts

GOOD = (
    'ruleset acme.care "Acme" {\n  version "1"\n  timezone America/New_York\n}',
    "use womma.honesty",
    'extend interaction {\n  account.plan : enum(basic, plus) optional "what"\n  score : number default 0.5\n}',
    'outcome severity "How" { type enum(low < high) merge highest default low }',
    "segment vip { when author.followers >= 10_000 or author.relationship is press }",
    'lexicon legal outside quotes { "sue*", /class\\s+action/ exclude "suede" in force from 2020-01-01 source "s" }',
    'calendar office { timezone UTC mon-fri 08:00-12:00, 13:00-20:00 closed 2026-12-24 "Eve" }',
    'ladder care { tier frontline "F" tier counsel }',
    'objective protect "Protect"',
    "campaign sale { kind launch from 2026-03-01 until 2026-03-15 }",
    'locked rule a "A" {\n  when message mentions legal and not known author.id\n  first response within 1h\n  tag x, y\n}',
    "first of chart { rule b { when a is b tag x } rule c { tag y } }",
    'table t all matches {\n  | severity | when => first response | tag |\n  | any | known a.b => 4h on office | - |\n}',
    'test "t" {\n  given interaction { message "m" topics {"a"} }\n  expect severity high, tag x, y\n}',
)  # fmt: skip
SCRAPS = ("{", "}", "(", ")", '"', "/", "|", "=>", "==", "not ", "rule ", "\nrule x {", "when ", "\u202e", "\0", "\ud800",
          "\r", ",", "-", "#", "\\", "2026-02-30", "\n", "within ", "first of ", "'", "any ", "..", "é", "\u200b")  # fmt: skip
ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Good text with some of it cut out, doubled or replaced."""
    text = "\n".join(draw(st.lists(st.sampled_from(GOOD), min_size=1, max_size=4)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from(["", *SCRAPS, text[start:end] * 2])) + text[end:]
    return text


def check_reading(text: str) -> None:
    parsed, problems = parse_ruleset(SourceText("t.engage", text))
    for problem in problems:
        places = [problem.span, *(note.span for note in problem.related), *(fix.span for fix in problem.fixes)]
        assert all(0 <= place.start <= place.end <= len(text) for place in places)
        assert problem.span.start < problem.span.end
        assert problem.message
        assert problem.title
        assert problem.code.startswith("EP01")
        assert "\n" not in problem.message
        assert all(isinstance(said, str) for said in (problem.label, *problem.helps, *problem.notes))
    for node in (*parsed.declarations, *parsed.comments):
        assert 0 <= node.span.start < node.span.end <= len(text)
    starts = [declaration.span.start for declaration in parsed.declarations]
    assert starts == sorted(starts)


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_declarations_or_messages(text: str) -> None:
    check_reading(text)


@given(st.lists(st.sampled_from([*SCRAPS, *" abx1", "tag x ", "use a "]), max_size=60).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_heap_of_scraps_gives_declarations_or_messages(text: str) -> None:
    check_reading(text)


@given(mutated())
@settings(max_examples=300, deadline=None)
def test_damaged_text_gives_declarations_or_messages(text: str) -> None:
    check_reading(text)


@given(st.permutations(GOOD), st.sampled_from(["\n", "\n\n", " \r\n", "\n# between\n"]))
@settings(max_examples=60, deadline=None)
def test_declarations_are_the_same_in_any_order(texts: list[str], gap: str) -> None:
    parsed, problems = parse_ruleset(SourceText("t.engage", gap.join(texts)))
    assert problems == ()
    assert [declaration.span.text for declaration in parsed.declarations] == texts


@given(st.integers(0, len(GOOD) - 1), mutated())
@settings(max_examples=150, deadline=None)
def test_damage_does_not_reach_the_declarations_before_it(index: int, damage: str) -> None:
    parsed, _ = parse_ruleset(SourceText("t.engage", f"{GOOD[index]}\n\nuse kept.whole\n\n{damage}"))
    assert [declaration.span.text for declaration in parsed.declarations[:2]] == [GOOD[index], "use kept.whole"]


@given(ruleset_texts())
@settings(max_examples=80, deadline=None)
def test_the_whole_surface_is_read(text: str) -> None:
    assert parse_ruleset(SourceText("t.engage", text))[1] == ()
    check_reading(text)
