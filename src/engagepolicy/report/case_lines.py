"""The lines of a case for people: what happened in it, and which steps of the ladder lie ahead, read both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from engagepolicy.diagnostics.display import render_visible
from engagepolicy.report.following import render_metric, render_span, render_weekday
from engagepolicy.tracking import HistoryEntry, StepAhead

UNDATED = "no date"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that happened, or is to happen: when, what, and by which rules or step; `is_bad` for a breach."""

    at: str
    text: str
    by: str
    is_bad: bool = False


def write_entry(entry: HistoryEntry, now: datetime, zone: tzinfo) -> HistoryLine:
    """Return the line of something that happened."""
    by = ", ".join([*([entry.step] if entry.step else []), *entry.rules])
    at = render_weekday(entry.at, now, zone)
    return HistoryLine(at, render_visible(_say_entry(entry)), render_visible(by), entry.what == "breached")


def _say_entry(entry: HistoryEntry) -> str:
    subject, detail = entry.subject or "", entry.detail or ""
    match entry.what:
        case "opened":
            return f"opened by {'staff' if detail == 'staff' else 'the requester'}"
        case "closed":
            return f"closed: {detail}"
        case "decided":
            return f"decided: {subject}" if subject else "decided"
        case "tier entered":
            return f"tier {subject}{_aside(detail)}"
        case "tier skipped":
            return f"tier {subject} skipped{_aside(detail)}"
        case "reminded" | "acknowledgement expired":
            return (f"{entry.what}: {subject}" if subject else entry.what) + _aside(detail)
        case "reopened" | "acknowledged":
            return entry.what
        case "target changed":
            return f"{render_metric(subject)} changed to {detail}"
        case _:
            return f"{render_metric(subject)} {entry.what}{_aside(detail)}"


def _aside(detail: str) -> str:
    return f" ({detail})" if detail else ""


def write_step(step: StepAhead, now: datetime, zone: tzinfo) -> HistoryLine:
    """Return the line of a step ahead: how long after its tier was entered, and how long after the opening."""
    if step.due_at is None or step.after is None or step.at is None:
        return HistoryLine(UNDATED, render_visible(f"to {step.to_tier}: {step.reason}"), render_visible(step.step))
    text = f"to {step.to_tier}: {render_span(step.after)} after {step.from_tier}, {render_span(step.at)} after the opening"
    return HistoryLine(render_weekday(step.due_at, now, zone), render_visible(text), render_visible(step.step))
