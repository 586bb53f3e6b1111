"""The ratchet: a newer policy that weakens what is locked in the one in use, told as messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from threading import Lock
from time import monotonic

from engagepolicy.backends.smt.terms import has_solver
from engagepolicy.comparison.decisions import Patience
from engagepolicy.comparison.locks import Weakening, find_weakenings
from engagepolicy.comparison.result import Change, Side
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_ratchet import LockWeakened
from engagepolicy.ir.constraints import Constraint
from engagepolicy.ir.places import span_of
from engagepolicy.ir.program import Program
from engagepolicy.policy.policy import DRAFT, INTERACTION
from engagepolicy.proving.expectations import expect_outcome, spoken
from engagepolicy.proving.prover import MILLISECONDS
from engagepolicy.proving.test_blocks import render_block, render_facts, render_facts_block
from engagepolicy.source import SourceText

SECONDS = 30.0
"""How long the solver may think about one newer policy; what it has not proved by then is refused."""

_SOLVING = Lock()
"""Policies may be followed by several threads, and the solver serves one at a time."""


def find_refusals(old: Program, new: Program, sources: Iterable[SourceText], seconds: float = SECONDS) -> tuple[Diagnostic, ...]:
    """Return a message for each locked rule and constraint that the newer program is not known to keep at full strength.

    `sources` are the texts that it was made of, that of the ruleset itself first; a compiled policy has none. What the text alone does
    not show is asked of the solver, if it is installed.
    """
    texts = list(sources)
    with _SOLVING:
        ends_at = monotonic() + seconds
        patience = Patience(min(MILLISECONDS, int(seconds * 1000)), has_solver(), lambda: monotonic() > ends_at)
        return tuple(_tell(each, old, new, texts) for each in find_weakenings(old, new, patience))


def _tell(weakening: Weakening, old: Program, new: Program, texts: list[SourceText]) -> Diagnostic:
    is_constraint = isinstance(weakening.old, Constraint)
    stood = weakening.old.place
    older = "" if stood is None else f"{stood.file}, line {stood.line}"
    span = span_of(None if weakening.new is None else weakening.new.place, texts)
    change = weakening.change
    told = LockWeakened(span, "constraint" if is_constraint else "rule", weakening.old.id, weakening.reasons, older, change is not None)
    if change is None or change.old.value == change.new.value:  # such as what is no longer locked, and could be overridden from now on
        return told
    lost = f"here {_subject(weakening)} was {_side(change.old)} and is {_side(change.new)}"
    return replace(told, example=_example(weakening, change, old), lost=lost)


def _subject(weakening: Weakening) -> str:
    return "the finding" if weakening.outcome is None else f"`{spoken(weakening.outcome)}`"


def _side(side: Side) -> str:
    return f"{side.written} ({', '.join(side.rules)})" if side.rules else side.written


def _example(weakening: Weakening, change: Change, old: Program) -> str:
    """Return the example as a test that the older policy passes; of a finding about a decision no test can speak."""
    name = f"{weakening.old.id} stays as it was"
    if weakening.outcome is not None:
        expected = [expect_outcome(weakening.outcome, old, change.old_trace)]
        return render_facts_block(old, INTERACTION, change.old_facts, name, expected)
    if isinstance(weakening.old, Constraint) and weakening.old.subject == "draft":
        return render_facts_block(old, DRAFT, change.old_facts, name, [f"finding {weakening.old.id}"])
    fields = old.schema_by_name[INTERACTION].fields
    return render_block(INTERACTION, name, list(render_facts(old, fields, change.old_facts)), ())
