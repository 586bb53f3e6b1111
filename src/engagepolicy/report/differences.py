"""A comparison of two policies as lines for people, and as JSON data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from engagepolicy.comparison.result import Change, Compared, Comparison, Direction, Edit, Relation, Side
from engagepolicy.ir.places import Place
from engagepolicy.policy.policy import DRAFT, INTERACTION, Policy
from engagepolicy.proving.expectations import expect_outcome
from engagepolicy.proving.test_blocks import render_facts, render_facts_block
from engagepolicy.report.history import History, speak
from engagepolicy.runtime.record import encode
from engagepolicy.source import SourceText

RULES_AT_MOST = 3
NAMES_PER_LINE = 100
WORDS = {
    Relation.EQUAL: "equal",
    Relation.STRICTER: "stricter",
    Relation.LOOSER: "looser",
    Relation.MIXED: "stricter and looser",
    Relation.DIFFERENT: "different",
    Relation.UNDECIDED: "undecided",
}
STYLES = {"looser": "bold red", "stricter and looser": "bold red", "stricter": "green", "different": "yellow", "undecided": "magenta"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line for people; `mark` is the part of its end that says how things stand, for whoever colours."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A comparison with what is needed to tell it: both policies, what people called them, and what their history showed.

    `texts` are those that each was made of, none for a compiled policy.
    """

    comparison: Comparison
    old: Policy
    new: Policy
    names: tuple[str, str]
    history: History | None = None
    texts: tuple[Sequence[SourceText], Sequence[SourceText]] = ((), ())


# --- as lines


def render_lines(told: Told) -> Iterator[Line]:
    """Yield the comparison as lines: how each thing stands, the examples, what was edited, what history showed."""
    comparison = told.comparison
    named = [f"{policy.name} {policy.version}".strip() for policy in (told.old, told.new)]
    old, new = (f"{name} ({policy})" for name, policy in zip(told.names, named, strict=True))
    yield Line(f"{old} -> {new}")
    if comparison.is_same:
        yield Line("the same policy: both have the digest " + told.new.digest[:16])
        yield from _history_lines(told)
        return
    changed = [each for each in comparison.all if each.relation is not Relation.EQUAL]
    yield from _overview(changed)
    yield from _equal_names(comparison)
    for each in changed:
        yield Line("")
        yield from _compared_lines(each, told)
    yield from _edit_lines(comparison.edits)
    if comparison.notes:
        yield Line("")
        yield from (Line(f"note: {each}") for each in comparison.notes)
    yield from _history_lines(told)


def _overview(changed: Sequence[Compared]) -> Iterator[Line]:
    if not changed:
        return
    yield Line("")
    width = max(len(title_of(each)) for each in changed)
    for each in changed:
        mark = WORDS[each.relation]
        yield Line(f"  {title_of(each).ljust(width)}  {mark}", mark)


def title_of(each: Compared) -> str:
    """Return what people call it: outcomes by their name alone."""
    return speak(each.name) if each.kind == "outcome" else f"{each.kind} {each.name}"


def _equal_names(comparison: Comparison) -> Iterator[Line]:
    names = [title_of(each) for each in comparison.all if each.relation is Relation.EQUAL]
    if not names:
        return
    yield Line("")
    line = "equal: "
    for place, name in enumerate(names):
        piece = name if place == len(names) - 1 else f"{name}, "
        if len(line) + len(piece) > NAMES_PER_LINE:
            yield Line(line.rstrip())
            line = "       "
        line += piece
    yield Line(line)


def _compared_lines(each: Compared, told: Told) -> Iterator[Line]:
    mark = WORDS[each.relation]
    note = "" if each.note is None else f" ({each.note})"
    yield Line(f"{title_of(each)}: {mark}{note}", mark if not note else "")
    for change in each.changes:
        word = f"{change.direction.value}: " if each.is_ordered else ""
        yield Line(f"  {word}{render_side(change.old)} -> {render_side(change.new)}")
        block = render_witness(each, change, told.old, told.new)
        yield from (Line(f"    {line}") for line in block.splitlines())
    for direction, because in each.undecided:
        asked = "whether it differs" if direction is None else _ASKED[direction]
        yield Line(f"  undecided {asked}: {because}")


_ASKED = {
    Direction.LOOSER: "whether it is ever looser",
    Direction.STRICTER: "whether it is ever stricter",
    Direction.DIFFERENT: "whether it is ever neither stricter nor looser",
}


def render_side(side: Side) -> str:
    """Return what one of the policies says, with the rules that do."""
    told = side.written + (" (in conflict)" if side.is_conflict else " (the default)" if side.is_default and side.value else "")
    if not side.rules:
        return told
    more = len(side.rules) - RULES_AT_MOST
    named = ", ".join(side.rules[:RULES_AT_MOST]) + (f" and {more} more" if more > 0 else "")
    return f"{told} ({named})"


def render_witness(compared: Compared, change: Change, old: Policy, new: Policy) -> str:
    """Return the interaction of a change as a `test` block: it passes in the newer policy, or in the older if only that has the outcome.

    No test expects what constraints find of a decision: there it is the interaction alone.
    """
    program, trace, facts = new.program, change.new_trace, change.new_facts
    name = f"{speak(compared.name)}: {change.direction.value}"
    match compared.kind:
        case "outcome":
            if compared.name not in program.outcome_by_name:
                program, trace, facts = old.program, change.old_trace, change.old_facts
            return render_facts_block(program, INTERACTION, facts, name, [expect_outcome(compared.name, program, trace)])
        case "segment":
            expected = f"{'' if change.new.value else 'no '}segment {compared.name}"
            return render_facts_block(program, INTERACTION, facts, name, [expected])
        case "constraint" if compared.record == DRAFT:
            return _render_draft(compared, change, old, new, name)
        case "constraint":
            given = render_facts(program, program.schema_by_name[INTERACTION].fields, facts)
            return "".join(["given interaction {\n", *(f"  {path} {value}\n" for path, value in given), "}\n"])
        case _:
            assert_never(compared.kind)


def _render_draft(compared: Compared, change: Change, old: Policy, new: Policy, name: str) -> str:
    """Return a draft as a `test` block that expects what the newer policy says of it; the older, where only that has the constraint."""
    is_there = any(each.id == compared.name for each in new.program.constraints)
    policy, facts, side = (new, change.new_facts, change.new) if is_there else (old, change.old_facts, change.old)
    verdict = policy.review_facts(facts).verdict
    finding = f"{'no ' if side.value is None else ''}finding {compared.name}"
    return render_facts_block(policy.program, DRAFT, facts, name, [f"verdict {verdict}", finding])


def _edit_lines(edits: Sequence[Edit]) -> Iterator[Line]:
    if edits:
        yield Line("")
        yield Line("what was edited")
    for each in edits:
        where = each.new_place or each.old_place
        placed = "" if where is None else f"  {where.file}:{where.line}" + (" (old)" if each.new_place is None else "")
        yield Line(f"  {each.fate} {each.kind} {each.name}{placed}")
        yield from (Line(f"    {detail}") for detail in each.details)


# --- what history showed


def _history_lines(told: Told) -> Iterator[Line]:
    if told.history is None:
        return
    yield Line("")
    yield from (Line(line) for line in told.history.lines())


# --- as data


def to_json(told: Told) -> dict[str, Any]:
    """Return the comparison as plain JSON data."""
    comparison = told.comparison
    policies = [
        {"source": name, "name": policy.name, "version": policy.version, "digest": policy.digest}
        for name, policy in zip(told.names, (told.old, told.new), strict=True)
    ]
    return {
        "old": policies[0],
        "new": policies[1],
        "same": comparison.is_same,
        "differs": comparison.differs,
        "looser": comparison.is_looser,
        "undecided": comparison.is_undecided,
        "decisions": [_compared_json(each, told) for each in comparison.decisions],
        "drafts": [_compared_json(each, told) for each in comparison.drafts],
        "edits": [_edit_json(each) for each in comparison.edits],
        "notes": list(comparison.notes),
        "history": None if told.history is None else told.history.to_json(),
    }


def _compared_json(each: Compared, told: Told) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "name": each.name,
        "relation": each.relation.value,
        "note": each.note,
        "changes": [_change_json(each, change, told) for change in each.changes],
        "undecided": [
            {"direction": None if direction is None else direction.value, "because": because} for direction, because in each.undecided
        ],
    }


def _change_json(each: Compared, change: Change, told: Told) -> dict[str, Any]:
    return {
        "direction": change.direction.value,
        "old": _side_json(change.old),
        "new": _side_json(change.new),
        "as_of": change.as_of.isoformat(),
        "test": render_witness(each, change, told.old, told.new),
    }


def _side_json(side: Side) -> dict[str, Any]:
    return {
        "value": encode(side.value),
        "rules": list(side.rules),
        "default": side.is_default,
        "conflict": side.is_conflict,
    }


def _place_json(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line}


def _edit_json(each: Edit) -> dict[str, Any]:
    return {
        "fate": each.fate,
        "kind": each.kind,
        "name": each.name,
        "details": list(each.details),
        "old": _place_json(each.old_place),
        "new": _place_json(each.new_place),
    }
