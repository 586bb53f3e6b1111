"""Loading what `--policy` and `--map` name; whatever is wrong with it is a wrong call."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engagepolicy.adapters.column_map import BadColumnMap, ColumnMap, parse_column_map
from engagepolicy.cli.endings import WrongCall
from engagepolicy.policy.errors import PolicyError
from engagepolicy.policy.loading import load
from engagepolicy.policy.policy import Policy

MAP_GUIDE = "write FACT=COLUMN, then perhaps |html, |markup or |text, {from:to} and, last, @FORMAT@ZONE; or FACT:=VALUE for every row"


def load_policy(names: Sequence[str]) -> Policy:
    """Return the policy of all the names together; raise `WrongCall` with its messages if it does not load."""
    try:
        return load(*names)
    except PolicyError as error:
        raise WrongCall(f"the policy {', '.join(names)} cannot be used", diagnostics=error.diagnostics) from None


def read_map(pairs: Sequence[str] | None, policy: Policy, facts: Collection[str] | None = None) -> ColumnMap | None:
    """Return the map that the pairs describe, None if there are none; raise `WrongCall` for what no row could satisfy.

    `facts` are the paths that may be mapped, those of interactions if they are not given.
    """
    if not pairs:
        return None
    try:
        columns = parse_column_map(pairs)
        columns.require_facts(policy.fact_paths if facts is None else facts)
    except BadColumnMap as error:
        raise WrongCall(f"--map: {error}", MAP_GUIDE) from None
    return columns
