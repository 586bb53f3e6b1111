"""What the shipped rulesets promise is proved, and nothing that can be proved of them is wrong."""

from __future__ import annotations

import pytest

from engagepolicy.policy.loading import compile_files
from engagepolicy.resources import find_ruleset, ruleset_names

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.report.proofs import prove

PROMISING = sorted(name for name in ruleset_names() if name.startswith(("brands.", "examples.", "womma.")) and ".common." not in name)
FEWEST_PROMISES = {"womma.honesty": 14, "brands.airline": 4, "brands.bank": 10, "examples.us_dot_airline_complaints": 3}


@pytest.mark.parametrize("name", PROMISING)
def test_a_shipped_ruleset_keeps_its_promises(name: str) -> None:
    path = find_ruleset(name)
    assert path is not None
    compiled = compile_files([str(path)])
    proved = prove(compiled, milliseconds=30_000)
    assert [each.message for each in proved.diagnostics] == []
    assert proved.promises_kept == len(compiled.promises) >= FEWEST_PROMISES.get(name, 0)
