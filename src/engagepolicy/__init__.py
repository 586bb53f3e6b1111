"""Policy as code for community management: decisions on what comes in, and cases followed over time, by rules people can read.

    import engagepolicy as ep
    policy = ep.load("acme.engage")
    decision = policy.decide({"message": "...", "received_at": "2026-11-20T19:50:00Z"})

Everything is imported when it is first used, so that `import engagepolicy` costs an app next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from engagepolicy.__about__ import __version__

if TYPE_CHECKING:
    from engagepolicy.business_time import Calendar, HolidaySet
    from engagepolicy.comparison.result import Comparison
    from engagepolicy.diagnostics.base import Diagnostic
    from engagepolicy.inputs.problems import InvalidInput
    from engagepolicy.ir.codec import NotAProgram
    from engagepolicy.policy.differences import diff
    from engagepolicy.policy.errors import PolicyError
    from engagepolicy.policy.loading import load, loads
    from engagepolicy.policy.policy import Policy
    from engagepolicy.policy.watching import watch
    from engagepolicy.reviewing import Review
    from engagepolicy.runtime.decision import Decision
    from engagepolicy.runtime.findings import Finding
    from engagepolicy.runtime.record import NotARecord, PolicyMismatch
    from engagepolicy.runtime.targets import Target
    from engagepolicy.tracking import Case, CaseStatus, Clock, Event

__all__ = [
    "Calendar",
    "Case",
    "CaseStatus",
    "Clock",
    "Comparison",
    "Decision",
    "Diagnostic",
    "Event",
    "Finding",
    "HolidaySet",
    "InvalidInput",
    "NotAProgram",
    "NotARecord",
    "Policy",
    "PolicyError",
    "PolicyMismatch",
    "Review",
    "Target",
    "__version__",
    "diff",
    "load",
    "loads",
    "watch",
]

_HOMES = {
    "Calendar": "business_time",
    "Case": "tracking",
    "CaseStatus": "tracking",
    "Clock": "tracking",
    "Comparison": "comparison.result",
    "Decision": "runtime.decision",
    "Diagnostic": "diagnostics.base",
    "Event": "tracking",
    "Finding": "runtime.findings",
    "HolidaySet": "business_time",
    "InvalidInput": "inputs.problems",
    "NotAProgram": "ir.codec",
    "NotARecord": "runtime.record",
    "Policy": "policy.policy",
    "PolicyError": "policy.errors",
    "PolicyMismatch": "runtime.record",
    "Review": "reviewing",
    "Target": "runtime.targets",
    "diff": "policy.differences",
    "load": "policy.loading",
    "loads": "policy.loading",
    "watch": "policy.watching",
}


def __getattr__(name: str) -> object:
    """Import a public name from where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
