"""When each case is looked at: all at one moment, or each when the last thing happened to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from engagepolicy.tracking import Case

Look: TypeAlias = Callable[[Case], datetime]
"""Gives the moment, with a zone, at which a case is looked at."""


def at_moment(moment: datetime) -> Look:
    """Look at every case at one moment, with a zone."""
    return lambda _: moment


def at_last_event(case: Case) -> datetime:
    """Return when the last thing happened to a case: its latest event, or its opening."""
    return max((case.opened_at, *(each.at for each in case.events)))
