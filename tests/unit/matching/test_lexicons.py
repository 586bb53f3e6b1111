"""Lexicons: stems, exclusions, masks, order, and size."""

import time

import pytest

from engagepolicy.matching import (
    MaskKind,
    Match,
    TermProblem,
    UnusableTerm,
    check_term,
    compile_lexicon,
    normal_form,
    prepare,
)


def found(terms: list[str], text: str, exclude: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    matches = compile_lexicon(terms, exclude).find(prepare(text))
    return [(match.term, text[match.start : match.end]) for match in matches]


def test_a_stem_finds_all_words_that_begin_with_it() -> None:
    assert found(["sue*"], "sue, sued, ensue, #suesthem") == [("sue*", "sue"), ("sue*", "sued"), ("sue*", "suesthem")]


def test_stems_inside_stems_are_all_reported() -> None:
    assert found(["a*", "ab*", "abc*", "b*"], "abd abcd") == [
        ("a*", "abd"),
        ("ab*", "abd"),
        ("a*", "abcd"),
        ("ab*", "abcd"),
        ("abc*", "abcd"),
    ]


def test_a_stem_may_end_a_phrase_a_hashtag_and_a_handle() -> None:
    text = "we go to court #acmelove @acme_care"
    assert [hit for _, hit in found(["to cou*", "#acme*", "@acme*"], text)] == ["to court", "#acmelove", "@acme_care"]


def test_an_excluded_term_hides_what_lies_inside_it() -> None:
    assert found(["sue*"], "suede shoes, I sue", ("suede",)) == [("sue*", "sue")]
    assert found(["fire"], "a fire stick on fire", ("fire stick",)) == [("fire", "fire")]
    assert found(["fire stick now"], "fire stick now", ("fire stick",)) == [("fire stick now", "fire stick now")]
    assert found(["fire"], "fire", ("fire",)) == []


def test_hits_may_overlap_and_come_in_order_once_each() -> None:
    assert found(["b c", "a b", "a", "A", "a b c"], "a b c") == [("a", "a"), ("a b", "a b"), ("a b c", "a b c"), ("b c", "b c")]


def test_a_hit_that_touches_a_masked_part_does_not_count() -> None:
    text = prepare('they say "no refund" refund https://acme.com/refund')
    masked = text.masked(frozenset({MaskKind.QUOTES, MaskKind.URLS}))
    matcher = compile_lexicon(["refund"])
    assert matcher.find(text, masked) == (Match(21, 27, "refund"),)
    assert not matcher.matches(prepare('"refund"'), ((0, 8),))


def test_only_so_many_hits_are_given_leftmost_first() -> None:
    text = prepare("#a x " * 50)
    assert [match.start for match in compile_lexicon(["#a", "x", "a"]).find(text, at_most=4)] == [0, 1, 3, 5]


def test_a_disguised_hit_says_so() -> None:
    text = prepare("аd ad a\u200bd")
    assert [match.obfuscated for match in compile_lexicon(["ad"]).find(text)] == [True, False, True]


def test_an_empty_lexicon_and_an_empty_text_match_nothing() -> None:
    assert compile_lexicon([]).find(prepare("x")) == ()
    assert compile_lexicon(["x"]).find(prepare("")) == ()
    assert not compile_lexicon(["x"]).matches(prepare("\u200b"))


@pytest.mark.parametrize(
    ("term", "problem"),
    [
        ("", TermProblem.EMPTY),
        ("\u200b", TermProblem.EMPTY),
        ("...", TermProblem.PUNCTUATION_ONLY),
        ("*", TermProblem.LONE_STAR),
        ("**", TermProblem.LONE_STAR),
        ("a*b", TermProblem.STAR_NOT_LAST),
        ("*a", TermProblem.STAR_NOT_LAST),
        ("a **", TermProblem.STAR_NOT_LAST),
        ("sue *", TermProblem.STAR_NOT_LAST),
        ("#ad!*", TermProblem.STAR_NOT_LAST),
        ("❤*", TermProblem.STAR_AFTER_SYMBOL),
        ("1\u20e3*", TermProblem.STAR_AFTER_SYMBOL),
        ("yes: no", TermProblem.PARTED),
        ("https://acme.com", TermProblem.PARTED),
        ("#ad now", TermProblem.HASHTAG_IN_PHRASE),
        ("#a #b", TermProblem.HASHTAG_IN_PHRASE),
        ("#ad ❤", TermProblem.HASHTAG_IN_PHRASE),
        ("a" * 500, TermProblem.TOO_LONG),
        ("a" * 5000, TermProblem.TOO_LONG),
        ("x " * 65, TermProblem.TOO_LONG),
        ("x\ud800", TermProblem.NOT_TEXT),
    ],
)
def test_a_term_that_could_never_match_is_refused(term: str, problem: TermProblem) -> None:
    assert check_term(term) is problem
    assert problem.is_fatal
    with pytest.raises(UnusableTerm) as caught:
        compile_lexicon([term])
    assert caught.value.problem is problem
    assert caught.value.term == term


@pytest.mark.parametrize(
    ("term", "problem"),
    [("a\u200bd", TermProblem.HIDDEN), ("аd", TermProblem.DISGUISED), ("x\u0378", TermProblem.UNASSIGNED)],
)
def test_a_doubtful_term_is_used_all_the_same(term: str, problem: TermProblem) -> None:
    assert check_term(term) is problem
    assert not problem.is_fatal
    compile_lexicon([term])


@pytest.mark.parametrize(
    "term",
    [
        "refund",
        "see you in court",
        "sue*",
        "#ad",
        "#ad*",
        "@acme",
        "❤\ufe0f",
        "*\ufe0f\u20e3",
        "환불",
        "返金",
        "返金*",
        "café",
        "Acme Inc.",
        "don’t",
        "می\u200cخواهم",
        "👩\u200d💻",
        "#1",
    ],
)
def test_a_good_term_has_no_problem(term: str) -> None:
    assert check_term(term) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Refund", "ｒefund"),
        ("❤\ufe0f", "❤"),
        ("sign-up", "Sign  up"),
        ("don’t", "don't"),
        ("CAFE\u0301", "café"),
        ("환불", "환불*"),
        ("返金*", "返金"),
        ("acme inc", "Acme Inc."),
    ],
)
def test_terms_that_mean_the_same_have_one_normal_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)
    assert compile_lexicon([one, other]).terms == (one,)


@pytest.mark.parametrize(
    ("one", "other"), [("refund", "refund*"), ("#ad", "ad"), ("👍", "👍🏽"), ("@acme", "acme"), ("返金", "返 金")]
)
def test_terms_that_differ_have_different_normal_forms(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)
    assert len(compile_lexicon([one, other]).terms) == 2


def test_terms_that_differ_by_skin_tone_can_be_told() -> None:
    assert normal_form("👍", with_tones=False) == normal_form("👍🏽", with_tones=False)


def test_terms_with_and_without_skin_tone_live_together() -> None:
    assert found(["👍", "👍🏽", "ok 👍🏽", "ok 👍"], "ok 👍🏽 ok 👍") == [
        ("ok 👍", "ok 👍🏽"),
        ("ok 👍🏽", "ok 👍🏽"),
        ("👍", "👍🏽"),
        ("👍🏽", "👍🏽"),
        ("ok 👍", "ok 👍"),
        ("👍", "👍"),
    ]


def test_a_hundred_thousand_terms_over_a_megabyte_take_a_moment() -> None:
    terms = [f"w{n}" if n % 3 else f"stem{n}*" if n % 2 else f"w{n} two {n}" for n in range(100_000)]
    begun = time.perf_counter()
    matcher = compile_lexicon(terms)
    text = prepare("w1 w3 two 6 stem9s nothing here " * 16_000)
    assert len(matcher.find(text)) == 10_000
    assert time.perf_counter() - begun < 30


@pytest.mark.parametrize("piece", ["a", "a ", "#a", "@a", "a.", "'", "n't", "返", "환", "👍🏽", "1.", " ,", "<a", "_"])
def test_hostile_texts_take_a_moment(piece: str) -> None:
    begun = time.perf_counter()
    text = prepare(piece * (100_000 // len(piece)))
    matcher = compile_lexicon(["a", "aa*", "a a a a", " ".join("a" * 60), "#a", "@a", "返返返", "환", "👍🏽"], ["zzz", "a a"])
    matcher.find(text)
    assert time.perf_counter() - begun < 20


def test_nested_stems_are_found_at_once() -> None:
    matcher = compile_lexicon([*("a" * n + "*" for n in range(1, 300)), "ab*"])
    assert len(matcher.find(prepare("a" * 1_000_000))) == 299
    assert len(matcher.find(prepare("a" * 5 + "z"))) == 5
