"""`unasked_campaign`: a campaign during which nothing is otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import Finding, Lint, Linted
from engagepolicy.syntax import nodes


class UnaskedCampaign(Finding):
    """A campaign that no condition asks about."""

    code: ClassVar[str] = "EP1213"
    title: ClassVar[str] = "a campaign that no condition asks about"


def find_unasked_campaigns(ruleset: Linted) -> Iterator[Finding]:
    """Yield every campaign, in files with rules, that nothing is `during`."""
    for node in ruleset.every(nodes.Campaign):
        if ruleset.has_rules and ("campaign", node.name.text) not in ruleset.names_read:
            advice = (f"let a rule say `during {node.name.text}`",)
            yield UnaskedCampaign(node.name.span, f"nothing asks whether it is during `{node.name.text}`", advice=advice)


LINT = Lint("unasked_campaign", UnaskedCampaign, find_unasked_campaigns)
