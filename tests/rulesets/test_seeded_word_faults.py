"""Faults of words that other words are found with, and of dates that months lead to, put into the same small ruleset one at a time."""

from __future__ import annotations

import pytest

pytest.importorskip("z3", reason="the solver is not installed")
from tests.rulesets.test_seeded_faults import Seed, added, changed, said_of

SUITS = 'lexicon suits { "sue*", "lawsuit" exclude "suede" }\n'
LAW = SUITS + 'lexicon law { include suits "judge*" }\n'

SEEDS = [
    added(
        "words without wider words",
        LAW + 'rule court { when message mentions suits and not message mentions law tag "court" }\n',
        "EP1102",
        "court",
        LAW + 'rule court { when message mentions law and not message mentions suits tag "court" }\n',
    ),
    added(
        "a phrase without its word",
        'rule big { when message mentions "full refund" and not message mentions "refund" tag "full" }\n',
        "EP1102",
        "big",
        'rule big { when message mentions "refund" and not message mentions "full refund" tag "full" }\n',
    ),
    added(
        "two lists that make one",
        LAW + 'rule court { when message mentions law unless message mentions suits, "judge*" tag "court" }\n',
        "EP1102",
        "court",
        LAW + 'rule court { when message mentions law unless message mentions suits, "judge" tag "court" }\n',
    ),
    added(
        "words outside quotes but nowhere",
        SUITS + 'rule court { when message mentions suits outside quotes and not message mentions suits tag "court" }\n',
        "EP1102",
        "court",
        SUITS + 'rule court { when message mentions suits and not message mentions suits outside quotes tag "court" }\n',
    ),
    added(
        "a word that is spared nowhere",
        SUITS + 'rule court { when message mentions "sued" and not message mentions suits tag "court" }\n',
        "EP1102",
        "court",
        SUITS + 'rule court { when message mentions "suede" and not message mentions suits tag "court" }\n',
    ),
    added(
        "a greeting of two kinds",
        'rule polite { when message starts with "Dear" and message starts with "Hello" tag "polite" }\n',
        "EP1102",
        "polite",
        'rule polite { when message starts with "Dear" and message ends with "Hello" tag "polite" }\n',
    ),
    added(
        "a definition of words without wider words",
        LAW + 'define odd { when message mentions suits and not message mentions law }\nrule court { when odd or is_member tag "court" }\n',
        "EP1103",
        "odd",
        LAW + 'define odd { when message mentions law and not message mentions suits }\nrule court { when odd or is_member tag "court" }\n',
    ),
    added(
        "words beside wider words",
        LAW + 'rule court { when message mentions law or message mentions suits tag "court" }\n',
        "EP1150",
        "message mentions suits",
        LAW + 'rule court { when message mentions law or message mentions "fine" tag "court" }\n',
    ),
    # dates that months and years lead to
    Seed(
        "a day that no month leads to",
        "bought_on + 2 years < 2026-01-01",
        "bought_on + 1 month is 2026-02-28 and bought_on > 2026-01-31",
        "EP1102",
        "old_order",
        "bought_on + 1 month is 2026-02-28 and bought_on > 2026-01-30",
    ),
    Seed(
        "a leap day a year later",
        "bought_on + 2 years < 2026-01-01",
        "bought_on + 1 year is 2028-02-29",
        "EP1102",
        "old_order",
        "bought_on + 2 years is 2026-03-01",
    ),
]
"""No two of the same name."""


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_the_fault_is_found_and_nothing_else(seed: Seed) -> None:
    found = said_of(changed(seed, seed.fault))
    assert {each.code for each in found} == {seed.code}, [(each.code, each.message) for each in found]
    assert any(seed.about in each.message for each in found), [each.message for each in found]


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed.harmless is not None], ids=lambda seed: seed.name)
def test_what_only_looks_like_it_is_not_told(seed: Seed) -> None:
    assert seed.harmless is not None
    assert [(each.code, each.message) for each in said_of(changed(seed, seed.harmless))] == []
