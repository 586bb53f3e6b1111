"""Which rules change nothing: found by asking about a few others at a time, as if all of them had been asked about at once."""

from __future__ import annotations

import re

import pytest

from engagepolicy.policy.loading import compile_text

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.analysis.redundancy import Redundancy
from engagepolicy.proving.obligations import Impossible, Possible
from engagepolicy.proving.prover import Prover
from engagepolicy.runtime.prepared import Prepared

HEAD = """
ruleset acme.care { timezone Europe/London }
ladder care { tier frontline  tier specialist }
"""


def judged(rules: str) -> dict[str, tuple[str, ...] | None]:
    """For every rule that gives nothing that no other could give: who always gives as much, None where it matters."""
    compiled = compile_text(HEAD + rules)
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    redundancy = Redundancy(compiled.program, Prover(Prepared(compiled.program)))
    found: dict[str, tuple[str, ...] | None] = {}
    for rule in redundancy.candidates():
        answer, others = redundancy.answer(rule)
        assert isinstance(answer, Possible | Impossible)
        found[rule.id] = others if isinstance(answer, Impossible) else None
    return found


CASES = [
    ("rule a { when author.followers > 10 tag one }  rule b { when author.followers > 20 tag one }", {"a": None, "b": ("a",)}),
    ("rule a { when author.followers > 10 tag one }  rule b { when author.followers > 20 tag one, two }", {"a": None}),
    (
        "rule a { when author.followers > 10 severity high }  rule b { when author.followers > 20 severity normal }",
        {"b": ("a",)},
    ),
    (
        "rule a { when channel is x tag one } rule b { when channel is email tag one } rule c { when channel in (x, email) tag one }",
        {"a": ("c",), "b": ("c",), "c": ("a", "b")},
    ),
    (
        "rule a { when channel is x tag one, two } rule b { when channel is x tag one } rule c { when channel is x tag two }",
        {"b": ("a",), "c": ("a",)},
    ),
    (
        "rule a { tag one } rule b { when channel is x tag one } rule c { when channel is x escalate to frontline overrides a }",
        {"a": None, "b": ("a",)},
    ),
    (
        "rule a { tag one } rule b { when channel is x tag one } rule c { when channel is x tag three overrides a }",
        {"a": None, "b": None},
    ),
    (
        "rule a { first response within 1h } rule b { when channel is x first response within 1h } rule c { first response within 2h }",
        {"a": None, "b": ("a",), "c": ("a",)},
    ),
]


@pytest.mark.parametrize(("rules", "wanted"), CASES)
def test_rules_that_change_nothing(rules: str, wanted: dict[str, tuple[str, ...] | None]) -> None:
    quoted = re.sub(r"\b(one|two|three)\b", r'"\1"', rules)
    assert judged(quoted) == wanted
