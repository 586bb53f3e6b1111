"""Rostering: who is on duty at a moment, and when that changes next.

In come lines of duty as plain values: opening hours as a `Calendar` of business time, rotations with an anchor in local time, names
as text. Out come sorted tuples of names and aware datetimes in UTC, or None where nothing changes any more. Every answer takes the
same few look-ups however far from the anchor it lies.

It knows no ruleset, no ladder, no case and no current time. Read `rotations` first (when a duty is handed over), then `rosters`.
"""

from __future__ import annotations

from engagepolicy.rostering.rosters import DutyLine, Roster
from engagepolicy.rostering.rotations import Rotation, resolve_hand_over

__all__ = ["DutyLine", "Roster", "Rotation", "resolve_hand_over"]
