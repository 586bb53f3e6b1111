"""The laws of reviews with every pack loaded: what is not known never passes, and no disguise makes a label."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engagepolicy as ep

FEW = settings(max_examples=60, deadline=None)
PAID: dict[str, Any] = {
    "text": "The new backpack from Halden has a pocket for everything.",
    "channel": "instagram_post",
    "author": {"account": "creator", "human": True, "age": "adult"},
    "brand": "Halden",
    "relationship": "paid_creator",
    "compensation": ["money"],
    "audience": {"countries": ["US"], "languages": ["en"], "children": False},
    "used_product": True,
    "holds_opinion": True,
}
LABELLED = PAID | {"text": f"#ad {PAID['text']}"}
HIDDEN = ("\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u202e")
LETTERS = ("#advice", "#addicted", "glad", "nomad", "adventure", "#adidas", "ad-free")
CONTAINING = (*LETTERS, "https://shop.example/ad/1", "@ad_handle", "#notanad")


@cache
def policy() -> ep.Policy:
    return ep.load("honesty.all")


def test_what_the_laws_start_from() -> None:
    assert policy().review(PAID).verdict == "revise"
    assert policy().review(LABELLED).verdict == "allow"


@pytest.mark.parametrize("fact", ["relationship", "compensation", "used_product", "holds_opinion", "audience"])
def test_a_fact_that_is_not_known_never_turns_a_verdict_into_allow(fact: str) -> None:
    assert policy().review(PAID | {fact: None}).verdict != "allow"


@FEW
@given(st.data())
def test_hidden_characters_case_and_spaces_make_no_label(data: st.DataObject) -> None:
    text = PAID["text"]
    place = data.draw(st.integers(0, len(text)))
    changed = text[:place] + data.draw(st.sampled_from([*HIDDEN, " ", "  "])) + text[place:]
    changed = data.draw(st.sampled_from([changed, changed.upper(), changed.lower(), f"  {changed}  "]))
    assert policy().review(PAID | {"text": changed}).verdict in ("revise", "block")


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_label_with_something_hidden_in_it_is_no_label(hidden: str) -> None:
    assert policy().review(PAID | {"text": f"#a{hidden}dvice {PAID['text']}"}).verdict == "revise"


@pytest.mark.parametrize("word", CONTAINING)
def test_the_letters_of_a_label_are_no_label(word: str) -> None:
    assert policy().review(PAID | {"text": f"{word} {PAID['text']}"}).verdict in ("revise", "block")


def test_the_suggested_text_cures_what_it_was_suggested_for() -> None:
    review = policy().review(PAID)
    assert review.suggested_text is not None
    again = policy().review(PAID | {"text": review.suggested_text})
    assert again.verdict == "allow"
    assert not {each.rule for each in again.findings} & {each.rule for each in review.findings}
