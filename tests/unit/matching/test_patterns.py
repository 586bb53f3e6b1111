"""Patterns: hits as spans of the original, and what is said of patterns that cannot be right."""

import builtins
import time
from collections.abc import Callable

import pytest

from engagepolicy.matching import (
    InvalidPattern,
    MaskKind,
    Match,
    PatternProblemKind,
    PatternUnavailable,
    check_pattern,
    compile_pattern,
    prepare,
)


def found(pattern: str, text: str, kinds: frozenset[MaskKind] = frozenset()) -> list[str]:
    prepared = prepare(text)
    return [text[match.start : match.end] for match in compile_pattern(pattern).find(prepared, prepared.masked(kinds))]


@pytest.mark.parametrize(
    ("pattern", "text", "hits"),
    [
        (r"order \d+", "Order 12, ORDER 345", ["Order 12", "ORDER 345"]),
        (r"x\pL+", "😀 ß xÉÑ 😀 x\u200bab", ["xÉÑ", "x\u200bab"]),
        ("😀+", "a😀😀b😀", ["😀😀", "😀"]),
        ("s", "ß", ["ß"]),
        (r"(re)(fund)", "Ｒefund", ["Ｒefund"]),
        (r"^hi", "hi hi", ["hi"]),
        (r"\bad\b", "ad glad ad", ["ad", "ad"]),
        ("a*", "baab", ["aa"]),
        ("é", "E\u0301", ["E\u0301"]),
        ("x", "", []),
        ("\ufffd", "a\ud800", ["\ud800"]),
    ],
)
def test_a_pattern_finds(pattern: str, text: str, hits: list[str]) -> None:
    assert found(pattern, text) == hits


def test_a_disguised_match_says_so() -> None:
    assert compile_pattern("ad").find(prepare("ad аd")) == (Match(0, 2, "ad"), Match(3, 5, "ad", obfuscated=True))


def test_matches_lie_wholly_in_the_unmasked_parts() -> None:
    quotes = frozenset({MaskKind.QUOTES})
    assert found("a.*z", 'a1z "a2z" a3z', quotes) == ["a1z", "a3z"]
    assert found("^a", '"x"a', quotes) == []
    assert found("é.", '"éx" éy "éz" éw', quotes) == ["éy", "éw"]


@pytest.mark.parametrize(
    ("pattern", "word", "part"),
    [
        ("(a", "opened and not closed", "(a"),
        ("a)", "not opened", "a)"),
        ("[a", "set is opened", "[a"),
        ("*a", "nothing before", "*"),
        ("a++", "follows another", "++"),
        (r"(a)\1", "referring back", r"\1"),
        ("(?=a)", "looking ahead", "(?="),
        ("(?!a)", "looking ahead", "(?!"),
        ("(?<!a)", "looking behind", "(?<!"),
        ("(?>a)", "kind of group", "(?>"),
        ("a{1001}", "too often", "{1001}"),
        ("[z-a]", "backwards", "z-a"),
        (r"\y", "escape", r"\y"),
        ("\\", "backslash", ""),
        ("((((a{9}){9}){9}){9}){9}", "too often", "{9}"),
        ("\ud800", "half of a character pair", ""),
        ("a" * 3000, "at most", ""),
        (r"(\pL{30}\pN{30}){10}", "too large", ""),
    ],
)
def test_a_wrong_pattern_is_refused_in_plain_words(pattern: str, word: str, part: str) -> None:
    with pytest.raises(InvalidPattern) as caught:
        compile_pattern(pattern)
    assert word in caught.value.reason
    assert caught.value.part == part
    assert [problem.kind for problem in check_pattern(pattern)] == [PatternProblemKind.INVALID]


@pytest.mark.parametrize("pattern", ["a*", "", "^", "$", "^$", r"\b", "(a|)", ".", ".+", "(?s).*", "a|.*?"])
def test_a_pattern_that_says_nothing_is_reported(pattern: str) -> None:
    assert [problem.kind for problem in check_pattern(pattern)] == [PatternProblemKind.MATCHES_EVERYTHING]


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("Foo", "F"),
        ("[A-Z]+x", "[A-Z]"),
        (r"\x41b", "A"),
        (r"\x{41}b", "A"),
        (r"\QaB\E", "B"),
        ("a\u200bd", "\u200b"),
        ("“a”?", "“"),
        ("\uff41", "\uff41"),
        ("ße", "ß"),
        ("👍\ufe0f", "\ufe0f"),
    ],
)
def test_a_pattern_that_no_text_can_match_is_reported(pattern: str, part: str) -> None:
    problem = check_pattern(pattern)[0]
    assert problem.kind is PatternProblemKind.NEVER_MATCHES
    assert problem.part == part


def test_a_pattern_written_with_loose_marks_is_reported() -> None:
    assert [problem.kind for problem in check_pattern("cafe\u0301")] == [PatternProblemKind.NEVER_MATCHES]


@pytest.mark.parametrize(
    "pattern",
    [
        "foo",
        "[Aa]b",
        "[À-ÿ]+x",
        "(?i)Foo",
        r"\pL+\PN\W\S\B",
        r"\p{Greek}+",
        "[^A-Z]x",
        "[[:upper:]]|x",
        "(?P<Name>x)",
        r"[\W]x",
        "👩\u200d💻",
        r"\.\*",
        "1\u20e3",
        r"\Qa.b\E",
        "[]A]x",
        "й",
    ],
)
def test_a_good_pattern_has_no_problem(pattern: str) -> None:
    assert check_pattern(pattern) == ()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("a*b|a", "a" * 1_000_000),
        ("a*b", "a" * 1_000_000),
        ("(x+x+)+y", "x" * 1_000_000),
        ("a*", "b" * 1_000_000),
        ("é|x*b", "éx" * 200_000),
    ],
)
def test_hostile_patterns_take_a_moment(pattern: str, text: str) -> None:
    begun = time.perf_counter()
    assert len(compile_pattern(pattern).find(prepare(text))) <= 1000
    assert time.perf_counter() - begun < 30


def test_many_masked_parts_take_a_moment() -> None:
    text = prepare('é "x" ' * 50_000)
    begun = time.perf_counter()
    assert not compile_pattern("x").matches(text, text.masked(frozenset({MaskKind.QUOTES})))
    assert time.perf_counter() - begun < 30


def test_without_the_library_patterns_are_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., object] = builtins.__import__

    def refuse(name: str, *rest: object, **named: object) -> object:
        if name == "re2":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(PatternUnavailable, match="google-re2"):
        compile_pattern("a")
