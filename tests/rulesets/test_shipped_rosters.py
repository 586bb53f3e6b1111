"""Who is on duty by the shipped brands."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

import engagepolicy

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("brand", "tier", "moment", "people"),
    [
        ("airline", "duty_manager", "2026-01-05T06:59", ()),
        ("airline", "duty_manager", "2026-01-05T07:00", ("Ines",)),
        ("airline", "duty_manager", "2026-11-23T12:00", ("Omar",)),
        ("airline", "duty_manager", "2026-11-26T12:00", ("Head of social care",)),
        ("airline", "crisis_lead", "2026-11-22T03:00", ("Operations control, shift lead",)),
        ("airline", "counsel", "2026-11-22T03:00", ()),
        ("bank", "complaints_manager", "2026-11-20T10:00", ("Complaints office",)),
        ("bank", "complaints_manager", "2026-11-20T16:00", ("Care desk, shift lead",)),
        ("bank", "complaints_manager", "2026-11-26T10:00", ("Care desk, shift lead",)),
        ("bank", "complaints_manager", "2026-12-24T10:00", ("Care desk, shift lead",)),
        ("bank", "incident_lead", "2026-11-21T03:00", ("Incident line",)),
        ("bank", "incident_lead", "2026-11-20T10:00", ("Head of operations", "Incident line")),
        ("bank", "incident_lead", "2026-11-23T10:00", ("Head of fraud", "Incident line")),
    ],
)
def test_who_is_on_duty(brand: str, tier: str, moment: str, people: tuple[str, ...]) -> None:
    policy = engagepolicy.load(f"brands.{brand}")
    assert policy.on_duty(tier, datetime.fromisoformat(moment).replace(tzinfo=NEW_YORK)) == people
