"""Cases whose first response is due while nobody is on duty: neither of their tier nor of any above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from engagepolicy.analysis.deadlines import FIRST_RESPONSE, ask_late
from engagepolicy.analysis.duty_hours import WEEK, absences, ordinary_start
from engagepolicy.analysis.roster_gaps import find_gaps
from engagepolicy.ir.expressions import Constantly, OutcomeValue
from engagepolicy.ir.operators import apply
from engagepolicy.ir.program import Ladder
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.runtime.questions import Answers, Both, Either, Question
from engagepolicy.values.types import TIER


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A tier and a stretch of hours, in UTC, in which nobody of it or above is on duty.

    `question` is whether an input of these hours gets the tier and a first response that is due within them.
    """

    tier: str
    start: datetime
    end: datetime
    question: Question


def find_unanswered(prepared: Prepared) -> Iterator[Unanswered]:
    """Yield each tier that rules give and that may be empty together with all above it, for the longest such hours of two ordinary weeks.

    A tier without a roster always has somebody, and so has what passes to it. Rosters with a gap by mistake are told of by themselves.
    """
    program = prepared.program
    if not {TIER, FIRST_RESPONSE} <= set(program.outcome_by_name):
        return
    gaping = {tier for roster, _ in find_gaps(prepared) for tier in roster.tiers} if program.rosters else set()
    given = {each.value for rule in program.rules for each in rule.contributions if each.outcome == TIER}
    tiers = program.outcome_by_name[TIER].type
    for ladder in program.ladders:
        for tier, above in _suffixes(ladder):
            stretch = None if gaping & set(above) or tier not in given else _longest_shared_absence(prepared, above)
            late = [] if stretch is None else list(ask_late(prepared, FIRST_RESPONSE, *stretch))
            if stretch is not None and late:
                is_tier = Answers(apply("equal", OutcomeValue(TIER, tiers), Constantly(tier, tiers)), truth=True)
                yield Unanswered(tier, *stretch, Both((is_tier, Either(tuple(late)))))


def _suffixes(ladder: Ladder) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = tuple(name for name, _ in ladder.tiers)
    yield from ((name, names[place:]) for place, name in enumerate(names))


def _longest_shared_absence(prepared: Prepared, tiers: Iterable[str]) -> tuple[datetime, datetime] | None:
    """Return the longest stretch in which no roster of the tiers has anybody; None where there is none, or a tier has no roster."""
    rosters = {each.name: each for tier in tiers for each in prepared.program.rosters if tier in each.tiers}
    covered = {tier for each in rosters.values() for tier in each.tiers}
    if not set(tiers) <= covered:
        return None
    start = max(map(ordinary_start, rosters.values()))
    shared = [(start, start + 2 * WEEK)]
    for roster in rosters.values():
        away = list(absences(prepared.rosters[roster.tiers[0]], start, start + 2 * WEEK))
        shared = [(max(one[0], two[0]), min(one[1], two[1])) for one in shared for two in away if max(one[0], two[0]) < min(one[1], two[1])]
    return max(shared, key=lambda each: each[1] - each[0], default=None)
