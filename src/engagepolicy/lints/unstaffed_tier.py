"""`unstaffed_tier`: a tier for which no roster names anybody, where others have one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.syntax import nodes


class UnstaffedTier(Finding):
    """A tier that nobody stands behind."""

    code: ClassVar[str] = "EP1238"
    title: ClassVar[str] = "a tier without a roster among tiers that have one"


def find_unstaffed_tiers(ruleset: Linted) -> Iterator[Finding]:
    """Yield the tiers of ladders that no roster is for, if some roster is for another."""
    named = {word.text for roster in ruleset.every_around(nodes.Roster) for word in roster.tiers}
    for ladder in ruleset.every(nodes.Ladder):
        left = [tier for tier in ladder.tiers if tier.name.text not in named]
        for tier in left if len(left) < len(ladder.tiers) else ():
            yield UnstaffedTier(tier.name.span, f"no roster says who stands behind `{tier.name.text}`")


LINT = Lint("unstaffed_tier", UnstaffedTier, find_unstaffed_tiers)
