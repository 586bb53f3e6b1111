"""Following one case over time: which clocks run, which promises were broken and when, who owns the case, when to look again.

In: a case (the facts it was opened with and its events, in any order), a moment, the house's clock and ladder rules as data, and
a way to decide on facts. Out: a `CaseStatus`. Guaranteed: pure; whatever was asked before, a later look agrees with an earlier one
about everything up to that earlier moment; nothing is stored, above all no due time.

It must not know the language, where rules come from, files, or what time it is. Read `events` first (what a case is and which
event of one instant comes first), then `rules` (the words that may differ by house), `countdowns` (what a pause does to a due
time), `clocks`, `escalation` and `following`, which goes from instant to instant.
"""

from __future__ import annotations

from engagepolicy.ir.clocks import Share
from engagepolicy.ir.steps import Repeat, Step
from engagepolicy.tracking.escalation import Ladder
from engagepolicy.tracking.events import Case, Event
from engagepolicy.tracking.following import track
from engagepolicy.tracking.reading import CaseReader
from engagepolicy.tracking.rules import DEFAULT_CLOCKS, ClockRules, TrackingRules, rules_of
from engagepolicy.tracking.status import CaseStatus, Clock, DueTime, HistoryEntry, StepAhead

__all__ = [
    "DEFAULT_CLOCKS",
    "Case",
    "CaseReader",
    "CaseStatus",
    "Clock",
    "ClockRules",
    "DueTime",
    "Event",
    "HistoryEntry",
    "Ladder",
    "Repeat",
    "Share",
    "Step",
    "StepAhead",
    "TrackingRules",
    "rules_of",
    "track",
]
