"""Plain tests of texts: contains, starts with, ends with."""

import dataclasses
import time

import pytest

from engagepolicy.matching import contains, ends_with, prepare, starts_with


@pytest.mark.parametrize(
    ("text", "needle", "holds"),
    [
        ("I want a REFUND", "want a refund", True),
        ("Stra\u00dfe", "STRASSE", True),
        ("cafe\u0301s", "cafe", False),
        ("cafe\u0301s", "café", True),
        ("x\u0302y", "x", False),
        ("x\u0302y", "y", True),
        ("x\u0302y", "\u0302", False),
        ("👍🏽", "👍", False),
        ("👩\u200d💻", "💻", False),
        ("👩\u200d💻", "👩", False),
        ("🇩🇪🇺🇸", "🇪🇺", False),
        ("🇩🇪🇺🇸", "🇺🇸", True),
        ("a\x00b é", "\x00b", True),
        ("re\u200bfund", "refund", True),
        ("plain latin рау", "pay", True),
        ("plain latin рау", "рау", True),
        ("anything", "", True),
        ("", "a", False),
        ("a\ud800", "\ud800", True),
    ],
)
def test_contains(text: str, needle: str, holds: bool) -> None:
    assert contains(prepare(text), needle) is holds


@pytest.mark.parametrize(
    ("text", "needle", "starts", "ends"),
    [
        ("RT @who hi", "rt @", True, False),
        ("\ufeffHello", "hello", True, True),
        ("x\u0302y", "x", False, False),
        ("yx\u0302", "yx", False, False),
        ("👍🏽 ok", "👍", False, False),
        ("ok 👍🏽", "👍🏽", False, True),
        ("ok?", "?", False, True),
    ],
)
def test_starts_and_ends(text: str, needle: str, starts: bool, ends: bool) -> None:
    assert starts_with(prepare(text), needle) is starts
    assert ends_with(prepare(text), needle) is ends


def test_a_text_cannot_be_changed() -> None:
    text = prepare("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        text.original = "b"  # type: ignore[misc]
    assert text == prepare("a")


def test_a_repeating_needle_takes_a_moment() -> None:
    text = prepare("x\u0302a" * 200_000 + "\u0302")
    begun = time.perf_counter()
    assert not contains(text, "x\u0302a" * 100_000 + "x")
    assert time.perf_counter() - begun < 20
