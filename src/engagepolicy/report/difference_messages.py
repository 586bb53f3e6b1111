"""A comparison of two policies for CI services: a message at the rule that does it for all that differs, and JUnit XML."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engagepolicy.comparison.result import Change, Compared, Direction, Relation
from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.messages_differences import Difference, LooserThanBefore, OtherThanBefore, PerhapsOtherThanBefore
from engagepolicy.diagnostics.render_junit import legal
from engagepolicy.diagnostics.render_text import render_asides
from engagepolicy.ir.places import Place, span_of
from engagepolicy.ir.program import Program
from engagepolicy.report.differences import Told, render_side, render_witness, title_of
from engagepolicy.source import SourceText, Span

_ASKED = {
    None: "differs",
    Direction.LOOSER: "is ever looser",
    Direction.STRICTER: "is ever stricter",
    Direction.DIFFERENT: "is ever neither stricter nor looser",
}


def find_messages(told: Told) -> tuple[Diagnostic, ...]:
    """Return a message for each kind of change and for all that could not be decided, thing by thing."""
    return tuple(message for each in told.comparison.all for message in _messages_of(each, told))


def _messages_of(each: Compared, told: Told) -> Iterator[Diagnostic]:
    subject = f"`{title_of(each)}`" if each.kind == "outcome" else f"the {each.kind} `{each.name}`"
    for change in each.changes:
        place, gone = find_place(each, change, told.old.program, told.new.program)
        span = _span(place, told)
        sides = f"{render_side(change.old)} before, {render_side(change.new)} now"
        block = render_witness(each, change, told.old, told.new)
        is_looser = change.direction is Direction.LOOSER or (each.is_ordered and change.direction is Direction.DIFFERENT)
        of = LooserThanBefore if is_looser else OtherThanBefore
        yield of(span, subject, _difference(each, change.direction), sides, block, gone, each.note or "")
    span = _span(each.places[1] or each.places[0] or _find_edited(each, told), told)
    gone = each.name if each.places[0] is not None and each.places[1] is None else ""
    if not each.changes and each.relation not in (Relation.EQUAL, Relation.UNDECIDED):
        told_of = LooserThanBefore if each.may_be_looser else OtherThanBefore
        yield told_of(span, subject, _told_as(each.relation), each.note or "no example was found", "", gone)
    for direction, because in each.undecided:
        yield PerhapsOtherThanBefore(span, subject, _ASKED[direction], because)


def _difference(each: Compared, direction: Direction) -> Difference:
    if direction is not Direction.DIFFERENT:
        return "looser" if direction is Direction.LOOSER else "stricter"
    return "neither stricter nor looser" if each.is_ordered else "different"


def _told_as(relation: Relation) -> Difference:
    match relation:
        case Relation.LOOSER:
            return "looser"
        case Relation.STRICTER:
            return "stricter"
        case Relation.MIXED:
            return "neither stricter nor looser"
        case _:
            return "different"


# --- places


def find_place(each: Compared, change: Change, old: Program, new: Program) -> tuple[Place | None, str]:
    """Return where what makes the change stands, and its name if it stood there in the older policy and is gone.

    That is the constraint itself; else a rule of the newer policy that gives the new value, or gave the old one, and was edited; else
    a rule that gave the old value and is gone; else any rule that gives the new value, or gave the old.
    """
    if each.places[1] is not None:
        return each.places[1], ""
    if each.places[0] is not None:
        return each.places[0], each.name
    ours, theirs = old.rule_by_id, new.rule_by_id
    named = (*change.new.rules, *change.old.rules)
    edited = [(theirs[rule], "") for rule in named if rule in theirs and theirs[rule] != ours.get(rule)]
    gone = [(ours[rule], rule) for rule in change.old.rules if rule in ours and rule not in theirs]
    others = [(theirs[rule], "") for rule in named if rule in theirs]
    return next(((rule.place, name) for rule, name in (*edited, *gone, *others) if rule.place is not None), (None, ""))


def _find_edited(each: Compared, told: Told) -> Place | None:
    """Return where the first rule stands that gives the outcome and was added, edited or taken away."""
    old, new = told.old.program, told.new.program
    for here, there in ((new, old), (old, new)):
        for rule in here.rules:
            if there.rule_by_id.get(rule.id) != rule and any(given.outcome == each.name for given in rule.contributions):
                return rule.place
    return None


def _span(place: Place | None, told: Told) -> Span:
    """Return the line of the place in the texts of the newer policy, or of the older one if only that has the file."""
    old, new = told.texts
    if place is None and not new:
        return Span(SourceText(told.names[1], ""), 0, 0)
    is_new = place is None or any(each.name == place.file for each in new)
    return span_of(place, new if is_new else old)


# --- JUnit


def render_differences_junit(told: Told, findings: Collection[str]) -> str:
    """Return JUnit XML: a suite for decisions and one for drafts, a case for each thing that was compared.

    A case fails where something is looser or could not be decided, or has a message with one of the codes in `findings`.
    """
    suites = (("decisions", told.comparison.decisions), ("drafts", told.comparison.drafts))
    by_thing = {id(each): list(_messages_of(each, told)) for _, compared in suites for each in compared}
    failing = {id for id, found in by_thing.items() if any(each.level is not Level.NOTE or each.code in findings for each in found)}
    root = Element("testsuites", name="engagepolicy", tests=str(len(by_thing)), failures=str(len(failing)), errors="0")
    for name, compared in suites:
        failures = str(sum(id(each) in failing for each in compared))
        suite = SubElement(root, "testsuite", name=name, tests=str(len(compared)), failures=failures, errors="0", skipped="0")
        for each in compared:
            case = SubElement(suite, "testcase", classname=legal(told.names[1]), name=legal(title_of(each)))
            _add_messages(case, each, by_thing[id(each)], fails=id(each) in failing)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_messages(case: Element, each: Compared, found: list[Diagnostic], *, fails: bool) -> None:
    if not found:
        return
    lines = [line for message in found for line in (f"{_told_at(message.span)}: {message.message}", *render_asides(message))]
    text = "\n".join(legal(line) for told in lines for line in told.split("\n"))
    if fails:
        told = SubElement(case, "failure", type=each.relation.value, message=legal(found[0].message))
        told.text = text
    else:
        SubElement(case, "system-out").text = text


def _told_at(span: Span) -> str:
    return f"{span.source.name}:{span.line}"
