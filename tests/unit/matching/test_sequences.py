"""Templates of lexicons: words, choices, gaps and lexicons, one after another in one sentence."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.matching import (
    MaskKind,
    Match,
    SoughtTemplate,
    compile_lexicon,
    compile_templates,
    find_lexicon_marks,
    find_template_problem,
    prepare,
)

LEXICONS = {"hiding": compile_lexicon(["hide", "bury", "leave out", "conceal*"]), "labels": compile_lexicon(["#ad", "label*"])}


def find(template: str, text: str, reach: int | None = None, *, masks: Sequence[MaskKind] = (), is_longest: bool = False) -> list[str]:
    """Return the parts of the text that the template finds, in order."""
    prepared = prepare(text)
    masked = prepared.masked(frozenset(masks))

    def found(name: str) -> tuple[Match, ...]:
        return LEXICONS[name].find(prepared, masked)

    sought = SoughtTemplate(template, tuple(name for name, _, _ in find_lexicon_marks(template)), reach)
    hits = compile_templates([sought]).find(prepared, masked, found, is_longest=is_longest)
    return [text[each.start : each.end] for each in sorted(hits)]


@pytest.mark.parametrize(
    ("template", "text", "expected"),
    [
        ("{hiding} ... {labels}", "Please hide the silly #ad now", ["hide the silly #ad"]),
        ("{hiding} ... {labels}", "Leave out labels", ["Leave out labels"]),
        ("{hiding} ... {labels}", "Conceal\nthat label", ["Conceal\nthat label"]),
        ("{hiding} ... {labels}", "Hide it. The label stays", []),
        ("{hiding} ... {labels}", "Hide it\n\nThe label stays", []),
        ("{hiding} ... {labels}", "We hide\n- the label", []),
        ("{hiding} ... {labels}", "Hide it; label later", []),
        ("{hiding} ... {labels}", "Hide one two three four five six label", ["Hide one two three four five six label"]),
        ("{hiding} ... {labels}", "Hide one two three four five six seven label", []),
        ("{hiding} ... {labels}", "bury and hide the label", ["hide the label"]),
        ("hide [the|our own] label", "hide label, hide our own label", ["hide label", "hide our own label"]),
        ("hide [the|our own] label", "hide their label", []),
        ("hide [the] ... label", "hide the old label and hide old label", ["hide the old label", "hide old label"]),
        ("(hide|leave out) ({labels}|tag)", "leave out #ad or hide tag", ["leave out #ad", "hide tag"]),
        ("hide the label", "hide just really the label", ["hide just really the label"]),
        ("hide the label", "hide just really now the label", []),
        ("hide (the) label", 'hide, the "label"', ["hide, the \"label"]),
        ("don't hid*", "I don't hiding it, I do n't", ["don't hiding"]),
        ("hide #ad", "hide #ad hide ad", ["hide #ad"]),
        ("広告 ... 隠す", "広告を 隠す", ["広告を 隠す"]),
        ("hide the label", "hіde the lаbel", ["hіde the lаbel"]),
        ("hide the label", "h\u200bide the label", ["h\u200bide the label"]),
    ],
)
def test_a_template_is_found(template: str, text: str, expected: list[str]) -> None:
    assert find(template, text) == expected


def test_a_disguise_is_told() -> None:
    text = prepare("hіde the label")
    (hit,) = compile_templates([SoughtTemplate("hide the label")]).find(text, (), lambda name: ())
    assert hit.obfuscated


def test_within_says_how_far_a_gap_reaches() -> None:
    text = "hide one two label"
    assert find("hide ... label", text, 1) == []
    assert find("hide ... label", text, 2) == [text]


def test_a_template_does_not_reach_over_a_masked_part() -> None:
    text = 'hide "that thing" label, and hide my label'
    assert find("hide ... label", text) == ['hide "that thing" label', "hide my label"]
    assert find("hide ... label", text, masks=[MaskKind.QUOTES]) == ["hide my label"]


def test_an_open_end_is_the_rest_of_the_sentence() -> None:
    text = "Well, never ever hide it, please. Never mind"
    assert find("never ... hide ...", text, is_longest=True) == ["never ever hide it, please. "]
    assert find("... never ... hide", text, is_longest=True) == ["Well, never ever hide"]


@pytest.mark.parametrize(
    ("term", "part"),
    [
        ("(|a) b", "not whole"),
        ("[] b", "not whole"),
        ("{hid b", "not whole"),
        ("[a|b]", "needs a word"),
        ("... b", "stands between"),
        ("a ... ... b", "stands between"),
        ("a ... b ... c ... d ... e", "at most 3 times"),
        ("[a] [b] [c] [d] e", "at most 3 parts"),
        (f"({'|'.join(f'w{each}' for each in range(61))}) b", "at most 60"),
        (" ".join(["(a|b)"] * 25), "at most 24"),
        ("(a|...) b", "punctuation only"),
        ("(a|{brand}) b", "not `{brand}`"),
        ("(a|b {labels}) c", "not `b {labels}`"),
        ("｛labels｝ ... b", "plain ones"),
    ],
)
def test_what_cannot_be_meant_is_refused(term: str, part: str) -> None:
    assert part in (find_template_problem(term) or "")


WORDS = ("ab", "cd", "ef")


@given(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3),
    st.lists(st.sampled_from(("", "...", "[cd]", "[ef|ab]")), min_size=2, max_size=2),
    st.integers(1, 3),
    st.lists(st.sampled_from((*WORDS, *WORDS, "xy", ".")), max_size=9),
)
def test_templates_find_what_a_regular_expression_does(words: list[str], between: list[str], reach: int, said: list[str]) -> None:
    written, expected = words[0], words[0]
    for mark, word in zip(between, words[1:], strict=False):
        written += f" {mark} {word}" if mark else f" {word}"
        joint = {"": "", "...": rf"(?:\w+ ){{0,{reach}}}", "[cd]": "(?:cd )?", "[ef|ab]": "(?:(?:ef|ab) )?"}[mark]
        expected += f" {joint}{word}"
    text = " ".join(said)
    assert bool(find(written, text, reach)) == bool(re.search(rf"\b{expected}\b", text))


def test_the_time_is_linear() -> None:
    took = []
    for length in (5_000, 20_000):
        text = "hide the " * length + "label"
        started = time.perf_counter()
        find("{hiding} ... the ... {labels}", text, 30)
        took.append(time.perf_counter() - started)
    assert took[1] < 12 * took[0]
