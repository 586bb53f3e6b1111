"""Warnings that leave no time, and those of which nobody can be certain."""

from __future__ import annotations

import pytest

from tests.unit.compiler.compiling import problems_of

OFFICE = (
    "calendar office { mon-fri 09:00-17:00 }\ncalendar desk { mon-fri 09:00-17:00 }\n"
    "rule r { when received_at on desk or received_at on office  tag x }\n"
)


@pytest.mark.parametrize(
    ("promised", "warning", "wanted"),
    [
        ("first response within 1h", "warn first response 2h before", ["EP0807"]),
        ("first response within 1h", "warn first response 1h before", ["EP0807"]),
        ("first response within 1h", "warn first response 59m before", []),
        ("first response within 1h", "warn 2h before", ["EP0807"]),
        ("first response within 1h  resolution within 1h", "warn 2h before  warn resolution 5m before", ["EP0807"]),
        ("first response within 1h  resolution within 3h", "warn 2h before", []),
        ("first response within 1h  resolution within 3h", "warn first response 2h before", ["EP0807"]),
        ("first response within 2h on office", "warn first response 2h on office before", ["EP0807"]),
        ("first response within 2h on office", "warn first response 2h on desk before", []),
        ("first response within 1h", "warn first response 2h on office before", ["EP0807"]),
        ("first response within 1h on office", "warn first response 2h before", []),
        ("first response within 1 business day on office", "warn first response 20h on office before", []),
        ("first response within 1h", "warn at 75%", []),
        ("first response within 1h", "warn resolution 2h before", []),
    ],
)
def test_a_warning_as_long_as_all_promises(promised: str, warning: str, wanted: list[str]) -> None:
    found = problems_of(f"{OFFICE}rule p {{ {promised} }} sla c {{ {warning} }}")
    assert [code for code, _ in found] == wanted
