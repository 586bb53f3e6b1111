"""From contributions to one value for an outcome: withdraw what is overridden, then join what is left.

Nothing here depends on the order of rules: withdrawals are looked up by id and the merges are joins (see `values.lattices`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engagepolicy.ir.program import OutcomeDeclaration, Rule
from engagepolicy.runtime.facts import Value, set_in_utc
from engagepolicy.values.lattices import join, strictest_amounts
from engagepolicy.values.types import SetType, TargetType, Type


@dataclass(frozen=True, slots=True)
class Claim:
    """What one rule gives to one outcome, and the rules that withdraw it, sorted."""

    rule: str
    value: Value
    withdrawn_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of an outcome: `value` is None where it is not known; `is_default` where no rule gave one."""

    outcome: str
    value: Value
    claims: tuple[Claim, ...] = ()
    is_default: bool = False
    is_conflict: bool = False

    @property
    def standing(self) -> tuple[Claim, ...]:
        """The claims that nobody withdrew."""
        return tuple(claim for claim in self.claims if not claim.withdrawn_by)


def _as_joined(of: Type, value: Value) -> Value:
    """Return a declared value as a join of contributions would give it."""
    if isinstance(of, TargetType) and value is not None:
        return strictest_amounts(value if isinstance(value, frozenset) else {value})
    return set_in_utc(value, of)


def withdraws(rule: Rule, other: Rule, outcome: str) -> bool:
    """Whether `rule`, where it applies, takes back what `other` gives to the outcome; a locked rule loses nothing."""
    if other.is_locked or rule.id == other.id:
        return False
    if other.id in rule.exception_to:
        return True
    return other.id in rule.overrides and any(each.outcome == outcome for each in rule.contributions)


def make_claims(outcome: str, applying: Mapping[str, Rule]) -> tuple[Claim, ...]:
    """Return what the applying rules give to the outcome, sorted by rule, each with who withdraws it."""
    against: dict[str, list[Rule]] = {}
    for rule in applying.values():
        for id in {*rule.overrides, *rule.exception_to}:
            against.setdefault(id, []).append(rule)
    claims = [
        Claim(
            id,
            contribution.value,
            tuple(sorted(rule.id for rule in against.get(id, ()) if withdraws(rule, applying[id], outcome))),
        )
        for id in sorted(applying)
        for contribution in applying[id].contributions
        if contribution.outcome == outcome
    ]
    return tuple(claims)


def settle_claims(declaration: OutcomeDeclaration, claims: Iterable[Claim]) -> Settlement:
    """Join the claims that stand.

    Without any the outcome has its default, an empty set where it is a set without one, or is not known. Values that cannot be
    joined are a conflict; then the outcome has its declared `on conflict` value, else the strictest safe one, else is not known.
    """
    name, of = declaration.name, declaration.type
    kept = tuple(claims)
    values = [_as_joined(of, claim.value) for claim in kept if not claim.withdrawn_by]
    if not values:
        unset = frozenset() if declaration.default is None and isinstance(of, SetType) else declaration.default
        return Settlement(name, _as_joined(of, unset), kept, is_default=True)
    joined = join(declaration.merge, of, values)
    if not joined.is_conflict:
        return Settlement(name, joined.value, kept)
    safe = joined.safe if declaration.on_conflict is None else declaration.on_conflict
    return Settlement(name, _as_joined(of, safe), kept, is_conflict=True)


def settle(declaration: OutcomeDeclaration, applying: Mapping[str, Rule]) -> Settlement:
    """Settle an outcome from the rules that apply, by id."""
    return settle_claims(declaration, make_claims(declaration.name, applying))
