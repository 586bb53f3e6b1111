"""Laws of matching: normal forms are stable, offsets lead back, disguises hide nothing, and a naive search agrees."""

import re
import unicodedata

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from engagepolicy.matching import (
    MaskKind,
    compile_lexicon,
    compile_pattern,
    contains,
    mask_spans,
    normalise,
    prepare,
)

_ODD = st.sampled_from(
    [
        "\u200b",
        "\u200d",
        "\ufe0f",
        "\u0301",
        "\u0336",
        "а",
        "Р",
        "Ν",
        "ß",
        "İ",
        "ı",
        "ﬁ",
        "ｶ",
        "ﾞ",
        "ㅎ",
        "ㅏ",
        "ㄴ",
        "한",
        "하",
        "ำ",
        "👩",
        "🏽",
        "🇩",
        "🏴",
        "\U000e0067",
        "1",
        "\u20e3",
        "#",
        "@",
        "'",
        '"',
        "«",
        "\u202e",
        "\ud800",
        "\n",
        " ",
        "a",
        "N",
        "ά",
        "ͅ",
        "½",
        "™",
        "ᾳ",
        "漢",
        "ก",
        "`",
        "<",
        ">",
        ".",
        "RT @a",
    ]
)
anything = st.one_of(st.text(max_size=30), st.lists(_ODD, max_size=14).map("".join), st.text("ab #@'-.\n", max_size=20))
hidden = st.sampled_from("\u200b\u200c\u2060\ufeff\u00ad\u200e\ufe0f\u034f")
_TERMS = ("refund", "small claims", "sue*", "#ad", "@acme", "don't", "café", "返金", "환불", "❤", "straße")
messages = st.lists(st.sampled_from([*_TERMS[:2], "sued", *_TERMS[3:], ",", "x", "not", "😀", "ok."]), max_size=8).map(" ".join)
_LEXICON = compile_lexicon(_TERMS)


@given(anything)
@settings(max_examples=400, deadline=None)
@example("e\u0301\u200b\u0316")
@example("i\u0307\u0323")
@example("\u1100\u0334\u1161")
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(anything)
@settings(max_examples=400, deadline=None)
def test_offsets_are_monotone_and_within_the_text(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.plain) == len(normal.starts) == len(normal.ends)
    assert list(normal.starts) == sorted(normal.starts)
    assert list(normal.ends) == sorted(normal.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(normal.starts, normal.ends, strict=True))


@given(anything)
@settings(max_examples=200, deadline=None)
def test_composed_and_decomposed_texts_have_one_normal_form(text: str) -> None:
    assume(not any("\ud800" <= char <= "\udfff" for char in text))
    assert normalise(unicodedata.normalize("NFC", text)).text == normalise(unicodedata.normalize("NFD", text)).text


@given(messages, st.lists(st.tuples(st.integers(0, 80), hidden), max_size=6))
@settings(max_examples=200, deadline=None)
def test_hidden_characters_never_remove_a_hit(text: str, inserted: list[tuple[int, str]]) -> None:
    changed = text
    for at, char in inserted:
        changed = changed[:at] + char + changed[at:]
    assert [match.term for match in _LEXICON.find(prepare(changed))] == [match.term for match in _LEXICON.find(prepare(text))]


@given(messages, st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str.casefold]))
@settings(max_examples=200, deadline=None)
def test_case_never_removes_a_hit(text: str, change: object) -> None:
    assert callable(change)
    expected = [match.term for match in _LEXICON.find(prepare(text))]
    assert [match.term for match in _LEXICON.find(prepare(change(text)))] == expected


@given(messages)
@settings(max_examples=100, deadline=None)
def test_width_never_removes_a_hit(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    assert [match.term for match in _LEXICON.find(prepare(wide))] == [match.term for match in _LEXICON.find(prepare(text))]


@given(st.one_of(messages, anything))
@settings(max_examples=200, deadline=None)
def test_the_slice_of_every_hit_has_a_hit_of_the_same_term(text: str) -> None:
    for match in _LEXICON.find(prepare(text)):
        piece = text[match.start : match.end]
        assert match.term in [again.term for again in _LEXICON.find(prepare(piece))]


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=8), st.text("abc ABC!?\n", max_size=40))
@settings(max_examples=300, deadline=None)
def test_plain_words_agree_with_a_naive_search(terms: list[str], text: str) -> None:
    naive = {
        (found.start(), found.end(), term) for term in terms for found in re.finditer(rf"(?<![a-z]){term}(?![a-z])", text, re.IGNORECASE)
    }
    matches = compile_lexicon(terms).find(prepare(text))
    assert [(match.start, match.end, match.term) for match in matches] == sorted(naive)
    assert not any(match.obfuscated for match in matches)


@given(
    st.lists(st.lists(st.sampled_from("ab"), min_size=1, max_size=4), min_size=1, max_size=6),
    st.lists(st.sampled_from("abc"), max_size=20),
)
@settings(max_examples=200, deadline=None)
def test_phrases_agree_with_a_naive_search(phrases: list[list[str]], words: list[str]) -> None:
    text = " ".join(words)
    naive = {
        (2 * at, 2 * (at + len(phrase)) - 1, " ".join(phrase))
        for phrase in phrases
        for at in range(len(words) - len(phrase) + 1)
        if words[at : at + len(phrase)] == phrase
    }
    matches = compile_lexicon(map(" ".join, phrases)).find(prepare(text))
    assert [(match.start, match.end, match.term) for match in matches] == sorted(naive)


@given(
    st.lists(st.sampled_from(["ab", "a*", "abc*", "b", "a b", "b a"]), max_size=4),
    st.lists(st.sampled_from(["ab c", "a", "b*"]), max_size=3),
    st.lists(st.sampled_from(["a", "b", "ab", "abc", "c"]), max_size=8).map(" ".join),
)
@settings(max_examples=200, deadline=None)
def test_excluded_hits_hide_exactly_what_lies_inside(terms: list[str], exclude: list[str], words: str) -> None:
    text = prepare(words)
    hiding = compile_lexicon(exclude).find(text)
    left = [
        match
        for match in compile_lexicon(terms).find(text)
        if not any(other.start <= match.start and match.end <= other.end for other in hiding)
    ]
    assert list(compile_lexicon(terms, exclude).find(text)) == left


@given(anything, st.frozensets(st.sampled_from(list(MaskKind))))
@settings(max_examples=300, deadline=None)
def test_masks_are_in_order_and_within_the_text(text: str, kinds: frozenset[MaskKind]) -> None:
    end = -1
    for span in mask_spans(text, kinds):
        assert end < span[0] < span[1] <= len(text)
        end = span[1]


@given(anything, st.frozensets(st.sampled_from(list(MaskKind)), max_size=2))
@settings(max_examples=150, deadline=None)
def test_no_pattern_hit_touches_a_masked_part(text: str, kinds: frozenset[MaskKind]) -> None:
    prepared = prepare(text)
    masked = prepared.masked(kinds)
    for match in compile_pattern(r"\S+").find(prepared, masked):
        assert all(match.end <= start or end <= match.start for start, end in masked)
        assert 0 <= match.start < match.end <= len(text)


@given(anything, anything)
@settings(max_examples=150, deadline=None)
def test_a_text_contains_its_parts_between_spaces(left: str, right: str) -> None:
    assume(right and not unicodedata.category(right[0]).startswith("M"))
    assume(
        normalise(right).text
        and not unicodedata.category(normalise(right).text[0]).startswith("M")
        and normalise(f"{left} {right} x").text.startswith(f"{normalise(left).text} {normalise(right).text} ")
    )
    assert contains(prepare(f"{left} {right} x"), right)
