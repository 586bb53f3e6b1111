"""A case as a `test` block, ready to be pasted into its ruleset."""

from __future__ import annotations

from collections.abc import Iterable

from engagepolicy.ir.program import Program
from engagepolicy.proving.test_blocks import render_block, render_fact, render_facts, render_scalar
from engagepolicy.tracking import Case, Event
from engagepolicy.tracking.reading import MOMENT


def render_case_block(program: Program, case: Case, name: str, lines: Iterable[str]) -> str:
    """Return a case with its events as a `test` block; `lines` are what is expected, each as it is written there."""
    fields = [each for each in program.schema_by_name["interaction"].fields if each.path != MOMENT]
    facts = [*render_facts(program, fields, case.facts), ("opened_at", render_scalar(case.opened_at))]
    if case.opened_by != "requester":
        facts.append(("opened_by", case.opened_by))
    return render_block("case", name, facts, [*(_render_event(program, each) for each in case.events), *lines])


def _render_event(program: Program, event: Event) -> str:
    fields = {each.path: each for each in program.schema_by_name["interaction"].fields}
    told = []
    for path, value in event.facts.items():
        field = fields.get(path)
        shown = "unknown" if value is None else str(value) if field is None else render_fact(program, value, field.type)
        told.append(f"{path} {shown}")
    return f"at {render_scalar(event.at)} {event.kind}" + (f" {{{'  '.join(told)}}}" if told else "")
