"""What is asked of how many values a set holds is decided, and witnesses hold as many."""

from __future__ import annotations

import pytest

from engagepolicy.policy.loading import compile_text
from tests.spec.specimens import with_proofs

pytest.importorskip("z3")

ASKED = '''
ruleset t {{ version "1" }}
locked constraint approved "Somebody has agreed" {{
  on     draft
  when   ghostwritten
  must   count who in approved_by {test}
  never  approved_by contains "nobody"
  else   approve "Ask."
  pillar identity
  source "own"
}}
'''


@pytest.mark.parametrize("test", ["> 0", "is 0", ">= 2", "is 3"])
def test_a_constraint_on_the_size_of_a_set_can_be_breached_and_kept(test: str) -> None:
    assert [each.code for each in with_proofs(compile_text(ASKED.format(test=test), "t.engage")).diagnostics] == []
