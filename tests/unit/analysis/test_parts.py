"""Parts of conditions: those that never matter are found, no others, and an impossible condition names what excludes what."""

from __future__ import annotations

import pytest

import engagepolicy as ep
from engagepolicy.explanation.wording import render_expression

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.analysis.parts import Parts
from engagepolicy.ir.expressions import Expression
from engagepolicy.proving.obligations import Impossible
from engagepolicy.proving.prover import Prover
from engagepolicy.runtime.prepared import Prepared

HOUSE = """ruleset acme.care {{ timezone Europe/London }}
extend interaction {{
  score     : number optional
  plan      : enum(basic, plus)
  is_member : bool
}}
lexicon refunds {{ "refund", "money back" }}
define reach {{ when author.followers > 1_000 }}
rule subject {{
  when {condition}
  tag found
}}
"""


def take_apart(condition: str) -> tuple[Parts, Expression]:
    policy = ep.loads(HOUSE.format(condition=condition))
    prepared = Prepared(policy.program)
    return Parts(policy.program, Prover(prepared)), policy.program.rule_by_id["subject"].condition


@pytest.mark.parametrize(
    ("condition", "idle"),
    [
        ("author.followers > 100 and author.followers > 50", ["author.followers > 50"]),
        ("author.followers > 50 and author.followers > 50", ["author.followers > 50"]),
        ("author.followers > 100 and score > 50", []),
        ("score >= 3 and score < 10", []),
        ("score between 3 and 10 and is_member", []),
        ("score >= 3 and score < 10 and score > 1", ["score > 1"]),
        ("score > 3 and not score > 10 and score <= 12", ["score <= 12"]),
        ("reach and author.followers > 10", ["author.followers > 10"]),
        ("reach or author.followers > 10", ["reach"]),
        ("plan in (basic, plus) and is_member", ["plan in (basic, plus)"]),
        ("plan in (basic, plus) or is_member", ["is_member"]),
        ("plan is basic and is_member", []),
        ("known score and score > 3", []),
        ("score > 3 and (score or else 0) > 3", ["score > 3"]),
        ("message mentions refunds and (is_member or not message mentions refunds)", ["not message mentions refunds"]),
        ("message mentions refunds and message mentions \"card\"", []),
        ("is_member and not (is_member and plan is plus)", ["is_member"]),
    ],
)
def test_parts_that_never_matter(condition: str, idle: list[str]) -> None:
    parts, whole = take_apart(condition)
    assert [render_expression(part) for part, answer in parts.find_idle(whole) if isinstance(answer, Impossible)] == idle


@pytest.mark.parametrize(
    ("condition", "clash"),
    [
        ("is_member and author.followers > 100 and author.followers < 50", {"author.followers > 100", "author.followers < 50"}),
        ("reach and is_member and author.followers < 50", {"reach", "author.followers < 50"}),
        ("plan is not basic and is_member and plan is not plus", {"plan is not basic", "plan is not plus"}),
        ("plan is basic and plan is not basic or is_member and not is_member", None),
    ],
)
def test_what_excludes_what(condition: str, clash: set[str] | None) -> None:
    parts, whole = take_apart(condition)
    found = parts.find_clash(whole)
    assert (len(found) == 1) if clash is None else {render_expression(part) for part in found} == clash
