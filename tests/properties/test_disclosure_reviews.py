"""The laws of disclosures over generated drafts: no disguise makes one, letters are none, and a fact that is lost excuses nothing."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import engagepolicy as ep

FEW = settings(max_examples=25, deadline=None)
TIES: tuple[tuple[str, list[str]], ...] = (
    ("paid_creator", ["money"]),
    ("gifted_creator", ["free_product"]),
    ("affiliate", ["commission"]),
    ("employee", ["salary"]),
    ("family", []),
    ("investor", ["equity"]),
    ("contest_entrant", ["contest_entry"]),
)
SILENT = (
    "The lamp from Halden is bright.",
    "Ad hoc and ad libitum: the lamp from Halden is bright.",
    "Ad blindness is real, my lamp is from Halden.",
    "I saw an ad for Halden and its lamp is bright.",
    "The founder of Halden is a genius, bright lamp.",
    "#sp #collab Halden, bright lamp",
    "Not sponsored, Halden is just bright.",
)
HIDDEN = ("\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u202e", "\u2066", " ", "  ", "\t")
FACTS = ("brand", "channel", "relationship", "compensation", "audience", "author", "used_product", "holds_opinion")
LETTERS = st.text("abcdeghilmnorstuvwy", min_size=1, max_size=5)
WIDE = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}


@cache
def policy() -> ep.Policy:
    return ep.load("honesty.all")


@st.composite
def tied_drafts(draw: st.DrawFn) -> dict[str, Any]:
    """Give a draft of somebody with a tie of which the text tells nothing."""
    relationship, compensation = draw(st.sampled_from(TIES))
    return {
        "text": draw(st.sampled_from(SILENT)),
        "channel": draw(st.sampled_from(["instagram_post", "x_post", "blog_post", "linkedin_post"])),
        "author": {"account": "personal", "human": True, "age": "adult"},
        "brand": "Halden",
        "relationship": relationship,
        "compensation": compensation,
        "audience": {"countries": [draw(st.sampled_from(["US", "GB"]))], "languages": ["en"], "children": False},
        "used_product": True,
        "holds_opinion": True,
    }


@FEW
@given(tied_drafts(), st.data())
def test_no_disguise_turns_what_is_silent_into_a_disclosure(draft: dict[str, Any], data: st.DataObject) -> None:
    text = draft["text"]
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + data.draw(st.sampled_from(HIDDEN)) + text[place:]
    recased = data.draw(st.sampled_from([text, text.upper(), text.lower(), text.swapcase(), text.translate(WIDE)]))
    assert policy().review(draft | {"text": recased}).verdict in ("revise", "block")


@FEW
@given(tied_drafts(), LETTERS, st.sampled_from(["ad", "advert", "sponsored", "paidpartnership"]), LETTERS, st.booleans())
def test_a_word_that_has_the_letters_of_a_label_is_none(
    draft: dict[str, Any], before: str, label: str, behind: str, is_tag: bool
) -> None:
    mark = "#" if is_tag else ""
    for word in (before + label + behind, label + behind + "xq", "xq" + before + label):
        assert policy().review(draft | {"text": f"{mark}{word} {draft['text']}"}).verdict in ("revise", "block"), word


@FEW
@given(tied_drafts(), st.sampled_from(FACTS))
def test_a_fact_that_is_lost_never_turns_a_verdict_into_allow(draft: dict[str, Any], fact: str) -> None:
    assert policy().review(draft).verdict in ("revise", "block")
    assert policy().review(draft | {fact: None}).verdict != "allow"
