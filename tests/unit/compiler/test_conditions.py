"""What conditions mean once they are compiled: words before facts, ranges, sets, segments, amounts of dates."""

from __future__ import annotations

from typing import Any

import pytest

from engagepolicy.policy.loading import compile_text
from tests.unit.compiler.compiling import HEADER, decide, problems_of

FACTS = """
extend interaction {
  plan    : enum(basic, plus, reach) optional
  reach   : enum(basic, plus, reach) optional
  urgency : enum(low < normal < high) optional
  day     : date optional
  at      : datetime optional
  waited  : duration optional
  score   : number optional
  vip     : bool optional
}
segment fans "Fans" { when likes > 100 }
segment press "Press" { when author.relationship is press }
calendar office { mon-fri 09:00-17:00 }
campaign sale { kind launch from 2026-11-20 until 2026-11-21 }
define liked { when likes > 10 }
"""
USES_ALL = """rule uses {
  when plan is plus and reach is plus and urgency is low and day is 2026-01-01 and at > 2026-01-01 00:00 and waited > 1m
    and score > 1 and vip and liked and received_at on office and during sale
  tag uses
}
"""


def holds(condition: str, facts: dict[str, Any]) -> bool | None:
    """Return whether a rule with that condition applies, None where that is not known."""
    text = f"{FACTS}{USES_ALL}rule asked {{ when {condition} tag asked }}\nrule denied {{ when not ({condition}) tag denied }}"
    tags = decide(text, HEADER, **facts).tags
    return True if "asked" in tags else False if "denied" in tags else None


@pytest.mark.parametrize(
    ("condition", "facts", "wanted"),
    [
        ("plan is plus", {"plan": "plus"}, True),
        ("plus is plan", {"plan": "plus"}, True),
        ("plan is not plus", {"plan": "basic"}, True),
        ("plan is reach", {"plan": "reach", "reach": "plus"}, True),  # the word of the enum comes before the fact
        ("plan is reach", {"plan": "plus", "reach": "plus"}, False),
        ("plan in (basic, reach)", {"plan": "reach"}, True),
        ("plan not in (basic, reach)", {"plan": "plus"}, True),
        ("plan is plus", {}, None),
        ("plan is plus or vip", {"vip": True}, True),
        ("urgency >= normal", {"urgency": "high"}, True),
        ("urgency between low and normal", {"urgency": "high"}, False),
        ("urgency between low and normal", {"urgency": "normal"}, True),
        ("likes in 10..20", {"likes": 10}, True),
        ("likes in 10..20", {"likes": 20}, True),
        ("likes in ..9", {"likes": 10}, False),
        ("likes in (1, 5..7)", {"likes": 6}, True),
        ("likes not in (1, 5..7)", {"likes": 4}, True),
        ("likes between 3 and 4", {"likes": 3}, True),
        ("score > 1", {"score": 1.5}, True),
        ("score is likes", {"score": 2.0, "likes": 2}, True),
        ("likes + 2 * shares - 1 >= 10", {"likes": 3, "shares": 4}, True),
        ("-likes < -5", {"likes": 6}, True),
        ("(likes or else 7) > 6", {}, True),
        ("plan or else basic is basic", {}, True),
        ("plan or else basic is basic", {"plan": "plus"}, False),
        ("urgency or else normal >= normal", {}, True),
        ("known likes", {}, False),
        ("not known likes", {}, True),
        ("known liked", {}, False),
        ("vip", {"vip": True}, True),
        ("vip is false", {"vip": False}, True),
        ("liked", {"likes": 11}, True),
        ("segment is fans", {"likes": 101}, True),
        ("segment is not fans", {"likes": 99}, True),
        ("segment in (fans, press)", {"likes": 101}, True),
        ("segment in (fans, press)", {"likes": 1, "author__relationship": "none"}, False),
        ("fans and not press", {"likes": 101, "author__relationship": "none"}, True),
        ("topics contains \"a\"", {"topics": ["a"]}, True),
        ("topics contains any of \"a\", \"b\"", {"topics": ["b"]}, True),
        ("topics contains all of \"a\", \"b\"", {"topics": ["b"]}, False),
        ("topics contains none of \"a\", \"b\"", {"topics": ["c"]}, True),
        ("message starts with \"hel\"", {}, True),
        ("message matches /l+o/", {}, True),
        ("message mentions \"hello\", \"bye\"", {}, True),
        ("day + 45 days < 2026-03-01", {"day": "2026-01-01"}, True),
        ("day - 1 month < 2026-01-01", {"day": "2026-02-01"}, False),
        ("at + 1h > received_at", {"at": "2026-11-20T09:30:00Z"}, True),
        ("at > 2026-11-20 10:00", {"at": "2026-11-20T10:00:00Z"}, False),
        ("at >= 2026-07-20 11:00", {"at": "2026-07-20T10:00:00Z"}, True),  # the ruleset is written in London
        ("at is 2026-07-20T12:00:00+02:00", {"at": "2026-07-20T10:00:00Z"}, True),
        ("at is 2026-07-20 19:00 Asia/Tokyo", {"at": "2026-07-20T10:00:00Z"}, True),
        ("waited > 30 minutes", {"waited": "PT31M"}, True),
        ("received_at on office", {}, True),
        ("during sale", {}, True),
        ("any a in assets where (a.kind is image)", {"assets": [{"kind": "image"}]}, True),
        ("all a in assets where (a.kind is image)", {"assets": [{"kind": "image"}, {"kind": "video"}]}, False),
        ("count a in assets >= 2", {"assets": [{"kind": "image"}, {"kind": "video"}]}, True),
        ("count a in topics > 0", {"topics": []}, False),
        ("count a in topics is 2", {"topics": ["a", "b"]}, True),
        ("any a in assets where (any b in assets where (a.kind is video and b.kind is image))",
         {"assets": [{"kind": "image"}, {"kind": "video"}]}, True),
    ],
)  # fmt: skip
def test_conditions_mean(condition: str, facts: dict[str, Any], wanted: bool | None) -> None:
    assert holds(condition, facts) is wanted


@pytest.mark.parametrize(
    ("condition", "code", "place"),
    [
        ("plan is premium", "EP0302", "premium"),
        ("premium is plan", "EP0302", "premium"),
        ('plan is "plus"', "EP0404", 'plan is "plus"'),
        ("plan in (plus, premium)", "EP0302", "premium"),
        ("plan in (plus, 3)", "EP0404", "3"),
        ("plan > plus", "EP0405", "plan > plus"),
        ("plan is urgency", "EP0404", "plan is urgency"),
        ("likes", "EP0407", "likes"),
        ("likes and vip", "EP0407", "likes"),
        ("liked > 3", "EP0404", "liked > 3"),
        ("liks > 3", "EP0301", "liks"),
        ('mesage is "a"', "EP0301", "mesage"),
        ("message is hello", "EP0312", "hello"),
        ("author is press", "EP0311", "author"),
        ("assets is 3", "EP0404", "assets is 3"),
        ('topics is "a"', "EP0404", 'topics is "a"'),
        ("any t in topics where (likes > 3)", "EP0406", "topics"),
        ("count t in topics where (likes > 3) > 1", "EP0406", "topics"),
        ("topics contains 3", "EP0404", "3"),
        ("likes contains 3", "EP0408", "likes contains 3"),
        ('likes mentions "a"', "EP0408", 'likes mentions "a"'),
        ("message contains likes", "EP0406", "likes"),
        ("message mentions nothing", "EP0301", "nothing"),
        ("received_at on nothing", "EP0301", "nothing"),
        ("likes on office", "EP0406", "likes"),
        ("during nothing", "EP0301", "nothing"),
        ("likes * shares > 3", "EP0414", "likes * shares"),
        ("likes + message > 3", "EP0408", "likes + message"),
        ("likes + 3 days > 3", "EP0408", "likes + 3 days"),
        ("-message > 3", "EP0408", "-message"),
        ("3 days", "EP0406", "3 days"),
        ("likes in 9..3", "EP0409", "9..3"),
        ("likes between 9 and 3", "EP0409", "9 and 3"),
        ("urgency between high and low", "EP0409", "high and low"),
        ("received_at in 2026-01-02 00:00..2026-01-01 00:00", "EP0409", "2026-01-02 00:00..2026-01-01 00:00"),
        ("known message", "EP0310", "known message"),
        ('(message or else "x") is "x"', "EP0310", 'message or else "x"'),
        ('(likes or else "x") > 3', "EP0406", '"x"'),
        ("(likes or else shares) > 3", "EP0406", "shares"),
        ("(plan or else bronze) is basic", "EP0302", "bronze"),
        ("segment is nobody", "EP0301", "nobody"),
        ('segment is "fans"', "EP0406", '"fans"'),
        ("segment in (fans, 3)", "EP0406", "3"),
        ("segment is liked", "EP0301", "liked"),
        ("any a in likes where (true)", "EP0406", "likes"),
        ("any a in assets where (a.kindd is image)", "EP0301", "a.kindd"),
        ("any a in assets where (a is image)", "EP0311", "a"),
        ("any a in assets where (a.kind)", "EP0407", "a.kind"),
        ("at > 2026-01-01", "EP0404", "at > 2026-01-01"),
        ("at > 2026-01-01 00:00 Mars/Base", "EP0504", "Mars/Base"),
        ("at > 0001-01-01 00:00 Asia/Tokyo", "EP0510", "0001-01-01 00:00 Asia/Tokyo"),
        ("at > 9999-12-31 23:59 America/New_York", "EP0510", "9999-12-31 23:59 America/New_York"),
    ],
)
def test_what_does_not_fit_is_told_once_at_the_smallest_place(condition: str, code: str, place: str) -> None:
    assert problems_of(f"{FACTS}{USES_ALL}rule asked {{ when {condition} tag asked }}") == [(code, place)]


def test_two_mistakes_of_one_condition_are_two_messages() -> None:
    assert [code for code, _ in problems_of("rule r { when liks > 3 and plam is x or likes > 1 tag a }")] == ["EP0301", "EP0301"]


def test_a_fact_of_the_decisions_first_and_last_moments() -> None:
    text = "rule r { when received_at > 0001-01-01 00:00 and received_at < 9999-12-31 23:59:59 tag a }"
    assert decide(text).tags == {"a"}


def test_a_moment_moved_out_of_the_calendar_is_no_exception() -> None:
    text = "rule r { when received_at + 9000 years > 2026-01-01 00:00 or received_at - 3000 years < 2026-01-01 00:00 tag a }"
    if not problems_of(text):
        decide(text)


def test_values_joined_by_or_are_told_how_a_list_is_written() -> None:
    (found,) = compile_text(HEADER + 'rule r { when message is "a" or "b" tag x }').diagnostics
    assert (found.code, found.span.text) == ("EP0407", '"b"')
    assert found.helps == ("several values that a fact may have are written `in (..., ...)`",)
