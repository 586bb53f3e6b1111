"""The inputs that are tried first are inputs that the policy takes, and between them they reach much."""

from __future__ import annotations

import pytest

from engagepolicy.policy.loading import compile_text, loads
from engagepolicy.resources import find_ruleset

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.proving.seeds import Seeds
from engagepolicy.proving.test_blocks import render_facts_block
from engagepolicy.runtime.prepared import Prepared

RULES = """
ruleset acme.care { timezone Europe/London }
extend interaction {
  score : number optional
  born : date optional
  waited : duration optional
  due : datetime optional
}
lexicon angry "Anger" { "furious", /wor+st/ }
rule a { when message mentions angry and author.followers >= 10_000 severity high }
rule b { when message mentions "lawyer" and score < 0.5 and born < 2000-01-01 severity normal }
rule c { when waited > 3h and due >= 2026-01-01 10:00 UTC tag "late" }
rule d { when topics contains "refund" and channel is email tag "refund" }
"""


def test_seeds_are_inputs() -> None:
    program = loads(RULES).program
    for facts in Seeds(Prepared(program)).make():
        block = render_facts_block(program, "interaction", facts, "a seed", ["no queue"])
        compiled = compile_text(RULES + block)
        assert compiled.program is not None, [each.message for each in compiled.diagnostics]


def test_the_words_of_many_rules_stand_in_one_text() -> None:
    texts = [facts["message"] for facts in Seeds(Prepared(loads(RULES).program)).make()]
    assert any("furious" in text and "lawyer" in text for text in texts)
    assert "Hello" in texts


def test_seeds_of_a_shipped_ruleset_are_few() -> None:
    path = find_ruleset("examples.us_dot_airline_complaints")
    assert path is not None
    program = loads(path.read_text(encoding="utf-8")).program
    assert 1 < len(list(Seeds(Prepared(program)).make())) <= 16
