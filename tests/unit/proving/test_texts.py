"""Texts in which some tests find something and others, which look for much the same, do not."""

from __future__ import annotations

import re

import pytest

from engagepolicy.ir.expressions import Apply, walk
from engagepolicy.policy.loading import compile_text
from engagepolicy.proving.moments import ORDINARY
from engagepolicy.proving.texts import TextMaker
from engagepolicy.runtime.prepared import Prepared

MANY = ", ".join(f'"word{number}"' for number in range(300))
RULESET = f"""
ruleset acme.care {{ version "1" timezone UTC }}
lexicon wide {{ {MANY}, "refund", "sue*" exclude "suede" }}
lexicon narrow {{ {MANY} }}
lexicon said outside quotes {{ "refund" }}
lexicon old {{ "telegram" in force until 2020-01-01 "letter" "refund" }}
lexicon pairs {{ "(full|whole) refund" "money back" }}
"""


def _tests(condition: str) -> tuple[Prepared, list[Apply]]:
    compiled = compile_text(f"{RULESET}define asked {{ when {condition} }}\nrule everybody {{ when asked severity low }}")
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    asked = compiled.program.condition_by_name["asked"].expression
    return Prepared(compiled.program), [part for part in walk(asked) if isinstance(part, Apply)]


@pytest.mark.parametrize(
    ("found", "not_found", "written"),
    [
        ("mentions wide", "mentions narrow", "refund|sue.*"),
        ("mentions wide", 'mentions narrow, "refund", "sue", "sues"', "sued|suing|suer|sue[a-z]"),
        ("mentions wide", 'mentions narrow, "refund" and not message contains "sued"', "sue.*"),
        ('mentions "suede"', "mentions wide", "suede"),
        ('mentions "sue*"', "mentions wide", "suede"),
        ('mentions "refund"', "mentions said", '"refund"'),
        ('mentions "refund"', 'mentions "refund" outside hashtags', "#refund"),
        ('mentions "refund"', 'mentions "refund" outside code', "`refund`"),
        ("mentions old", "mentions wide", "letter"),
        ("mentions pairs", 'mentions "money back", "full refund"', "whole refund"),
        ("matches /re[fs]und/", "mentions wide", "re[fs]und.*"),
        ('contains "refund"', "mentions wide", ".*refund.*"),
        ('starts with "Dear all"', 'starts with "Dear all of you"', "Dear all"),
    ],
)
def test_what_two_tests_share_is_passed_over(found: str, not_found: str, written: str) -> None:
    prepared, (first, *others) = _tests(f"message {found} and not message {not_found}")
    text = TextMaker(prepared, ORDINARY).find_text([first], others)
    assert text is not None
    assert re.search(written, text), text


@pytest.mark.parametrize(
    ("found", "not_found"),
    [("mentions narrow", "mentions wide"), ("mentions said", 'mentions "refund"'), ('starts with "Dear all"', 'starts with "Dear"')],
)
def test_what_has_no_text_gets_none(found: str, not_found: str) -> None:
    prepared, (first, second) = _tests(f"message {found} and not message {not_found}")
    assert TextMaker(prepared, ORDINARY).find_text([first], [second]) is None


def test_the_longer_of_two_beginnings_comes_first() -> None:
    ends = ('starts with "Dear"', 'starts with "Dear all"', 'ends with "s"', 'ends with "ss"')
    prepared, tests = _tests(" and ".join(f"message {each}" for each in ends))
    text = TextMaker(prepared, ORDINARY).find_text(tests, [])
    assert text is not None
    assert text.startswith("Dear all")
    assert text.endswith("ss")
