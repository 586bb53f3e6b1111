"""Exclusions that a decision meets: which values it holds of those that cannot both be done, and by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engagepolicy.ir.exclusions import Excluded, Exclusion
from engagepolicy.ir.program import Program
from engagepolicy.runtime.questions import Answers, Both, Either, InForce, Question
from engagepolicy.runtime.settle import Settlement
from engagepolicy.runtime.trace import Trace


@dataclass(frozen=True, slots=True)
class Clash:
    """An exclusion with those of its members that a decision holds, two or more, each with its rules; none where it is a default."""

    exclusion: Exclusion
    held: tuple[tuple[Excluded, tuple[str, ...]], ...]


def ask_pair(exclusion: Exclusion, one: Excluded, other: Excluded) -> Question:
    """Are both members held, while the exclusion is in force?"""
    return Both((InForce(exclusion.about.window), Answers(one.is_given, truth=True), Answers(other.is_given, truth=True)))


def ask_clash(exclusion: Exclusion) -> Question:
    """Are two of the members held, while the exclusion is in force?"""
    return Either(tuple(ask_pair(exclusion, one, other) for one, other in exclusion.pairs))


def find_clashes(program: Program, trace: Trace) -> tuple[Clash, ...]:
    """Return the exclusions that the decision meets, by name."""
    found = (_clash(each, trace) for each in program.exclusions if each.about.window.holds_at(trace.as_of))
    return tuple(each for each in found if len(each.held) > 1)


def _clash(exclusion: Exclusion, trace: Trace) -> Clash:
    held = (each for each in exclusion.members if _holds(each, trace.settlements))
    return Clash(exclusion, tuple((each, find_givers(each, trace.settlements)) for each in held))


def _holds(member: Excluded, settlements: Mapping[str, Settlement]) -> bool:
    value = settlements[member.outcome.name].value
    return member.value in value if isinstance(value, frozenset) else bool(value == member.value)


def find_givers(member: Excluded, settlements: Mapping[str, Settlement]) -> tuple[str, ...]:
    """Return the rules that give the value and from which nobody takes it back, sorted."""
    standing = settlements[member.outcome.name].standing
    return tuple(
        claim.rule
        for claim in standing
        if (member.value in claim.value if isinstance(claim.value, frozenset) else claim.value == member.value)
    )
