"""What is said to be found wherever something else is, is found there by the matcher, in texts that do what they can against it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from engagepolicy.backends.smt.text_axioms import excludes
from engagepolicy.ir.about import About, Window
from engagepolicy.ir.expressions import Apply, Constantly, Fact, Reference, RegularExpression
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Lexicon, Program, Term
from engagepolicy.matching import UnusableTerm, compile_lexicon, prepare
from engagepolicy.matching.inclusion import SHORT_AT_MOST, WITHIN_ONE, WiderTerms, literals_of
from engagepolicy.matching.normal import fold_cluster
from engagepolicy.matching.terms import parse_term
from engagepolicy.runtime.operators import MEANINGS
from engagepolicy.runtime.prepared import Prepared, Setting
from engagepolicy.runtime.text_inclusions import TextInclusions
from engagepolicy.values.types import SetType, StringType
from tests.disguised_texts import write_near, write_text

PIECES = (
    "cat", "сор", "сорт", "a", "退", "退款", "환불", "👍🏽", "👍", "ok", "can't", "t", "can", "3.5", "5", "@acme", "$", "é", "ո", "ß",
    "sue", "n't", "👩🏽‍💻", "24h",
)  # fmt: skip
RANDOMS = st.integers(0, 2**32 - 1).map(Random)


def _terms_near(random: Random) -> tuple[str, list[str]]:
    """A term of a few pieces, and terms that may be found with it."""
    words = [random.choice(PIECES) for _ in range(random.randrange(1, 4))]
    gaps = [random.choice((" ", " ", "")) for _ in words]
    term = "".join(word + gap for word, gap in zip(words, gaps, strict=True)).strip() + random.choice(("", "", "*"))
    parts = [*words, *(word[: random.randrange(1, len(word) + 1)] for word in words), words[0] + gaps[0] + words[-1]]
    return term, [term, *parts, *(f"{part}*" for part in parts), f"#{words[0]}", f"#{words[0][0]}*"]


@settings(max_examples=250, deadline=None)
@given(RANDOMS)
def test_a_wider_term_is_found_within_each_place_of_a_term(random: Random) -> None:
    term, others = _terms_near(random)
    term = f"#{term}" if random.random() < 0.1 else term
    index: WiderTerms[str] = WiderTerms()
    try:
        parsed, matcher = parse_term(term), compile_lexicon([term])
    except UnusableTerm:
        return
    for other in others:
        try:
            index.add(parse_term(other), other)
        except UnusableTerm:
            continue
    wider = {found.of: (found.first, found.last) == (0, len(parsed.words)) for found in index.find(parsed)}
    event(f"{len(wider)} wider")
    for _ in range(12):
        text = prepare(write_near(random, term))
        places = {(hit.start, hit.end) for hit in matcher.find(text)}
        assert not places or all(literal in text.normal.text for literal in literals_of(parsed)), text.original
        for other, is_same_place in wider.items():
            found = {(hit.start, hit.end) for hit in compile_lexicon([other]).find(text)}
            for start, end in places:
                within = {(first, last) for first, last in found if start <= first and last <= end}
                assert within, (term, other, text.original)
                assert not is_same_place or (start, end) in within, (term, other, text.original)


def test_no_character_stands_for_a_long_word_beside_another() -> None:
    folded = (fold_cluster(char) for char in map(chr, range(0x110000)) if unicodedata.decomposition(char))
    several = [each for each in folded if len(re.findall(r"[a-z0-9]+|[^a-z0-9]", each)) > 1]
    longer = {run for each in several for run in re.findall("[a-z]+", each) if len(run) > SHORT_AT_MOST}
    assert longer == WITHIN_ONE


# --- tests of a program

NOW, NEXT_YEAR = datetime(2026, 1, 5, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
WINDOWS = (Window(), Window(), Window(), Window(end=NEXT_YEAR), Window(start=NEXT_YEAR))
TERMS = (
    "refund", "ref*", "sue", "sue*", "su*", "suede", "sue ellen", "ellen", "money back", "money back guarantee", "back*", "#sue", "#s*",
    "cat", "a cat", "cat sue", "cat сор", "сор", "сор*", "退款", "退", "환불 요청", "환불", "👍🏽 ok", "👍", "ok", "can't sue", "sue cat",
    "3.5", "@acme", "$5",
)  # fmt: skip
PATTERNS = ("sue", "s\\w+e", "su+ed?", "refund\\s+now", "^sue", "sue$", "\\bsue\\b", "[a-c]at", "(?:cat|can)", "\\d+", "ell.n")
NEEDLES = ("sue", "sue ellen", "su", "cat", "a", "refund", "SUE", "сор", "co", "é", "5", "👍", "ok", "ellen", "n")
TEMPLATES = ("sue ... ellen", "(sue|ref*) cat", "money [very] back", "{other} back", "{brand} sue", "(a|the) cat", "sue ...", "[can't] sue")
MASKS = ("quotes", "hashtags", "handles", "urls", "code", "retweets", "html", "emails")
MESSAGE = Fact("message", StringType(), False)
TEXTS = SetType(StringType())


def _masks(random: Random) -> frozenset[str]:
    return frozenset(mask for mask in MASKS if random.random() < 0.08)


def _lexicon(random: Random, name: str, others: list[str], pool: list[str]) -> Lexicon:
    terms = []
    for _ in range(random.randrange(4)):
        kind = random.random()
        is_pattern, is_template = kind < 0.15, kind > 0.85
        text = random.choice(PATTERNS if is_pattern else TEMPLATES if is_template else pool)
        named = (random.choice(others),) if "{" in text and others else ()
        if "{" not in text or named:
            terms.append(Term(text, is_pattern, random.random() < 0.3, random.choice(WINDOWS), None, is_template, named))
    about = About(window=random.choice(WINDOWS))
    includes = tuple(each for each in others if random.random() < 0.4)
    return Lexicon(name, tuple(terms), includes, _masks(random), about=about)


def _test(random: Random, lexicons: list[Lexicon], pool: list[str]) -> Apply:
    masks = Constantly(_masks(random), TEXTS)
    match random.randrange(8):
        case 0 | 1 | 2:
            return apply("mentions", MESSAGE, Reference("lexicon", random.choice(lexicons).name), masks)
        case 3 | 4 | 5:
            words = frozenset(random.sample(pool, random.randrange(1, 3)))
            return apply("mentions_words", MESSAGE, Constantly(words, TEXTS), masks)
        case 6:
            return apply("matches", MESSAGE, RegularExpression(random.choice(PATTERNS)), masks)
        case _:
            where = random.choice(("contains_text", "starts_with", "ends_with"))
            return apply(where, MESSAGE, Constantly(random.choice(NEEDLES), StringType()))


def _finds(setting: Setting, test: Apply, text: str) -> bool:
    operands = [each.value if isinstance(each, Constantly) else each for each in test.operands[1:]]
    return bool(MEANINGS[test.operator](setting, test, [text, *operands]))


@settings(max_examples=120, deadline=None)
@given(RANDOMS)
def test_what_is_said_of_text_tests_is_so_of_every_text(random: Random) -> None:
    pytest.importorskip("re2", reason="patterns need the matching library")
    pool = random.sample(TERMS, random.randrange(2, 8))
    lexicons: list[Lexicon] = []
    for number in range(random.randrange(1, 4)):
        lexicons.append(_lexicon(random, f"lexicon_{number}", [each.name for each in lexicons], pool))
    inclusions = TextInclusions({each.name: each for each in lexicons})
    tests = {inclusions.add(test): test for test in (_test(random, lexicons, pool) for _ in range(6))}
    told = {number: sets for number in tests if (sets := inclusions.find_wider(number)) is not None}
    times = {number: windows for number in tests if (windows := inclusions.find_times(number)) is not None}
    apart = [(one, two) for one in tests for two in tests if one < two and excludes(tests[one], tests[two])]
    event(f"{len(told)} told of, {len(apart)} apart")
    if not told and not apart and not times:
        return
    prepared = Prepared(Program("a", "1", "UTC", lexicons=tuple(lexicons)))
    for text in [write_text(random, pool) for _ in range(12)]:
        for moment in (NOW, NEXT_YEAR):
            setting = Setting(prepared, moment)
            found = {number: _finds(setting, test, text) for number, test in tests.items()}
            for number, sets in told.items():
                assert not found[number] or any(all(found[each] for each in every) for every in sets), (tests[number], sets, text)
            for number, windows in times.items():
                assert not found[number] or any(window.holds_at(moment) for window in windows), (tests[number], text)
            assert not any(found[one] and found[two] for one, two in apart), text
