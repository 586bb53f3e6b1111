"""Every kind of declaration except tables and tests, as pieces in canonical order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from engagepolicy.formatter.clauses import (
    Clause,
    about_clauses,
    block,
    block_header,
    condition_clauses,
    effect_clause,
    precedence_clauses,
    reach_of,
    set_clauses,
    set_phrase,
    text_clause,
    titled,
    word_clause,
    words_clause,
)
from engagepolicy.formatter.clocks import set_ladder, set_sla
from engagepolicy.formatter.conditions import render_outside
from engagepolicy.formatter.constraints import set_constraint
from engagepolicy.formatter.exclusions import set_exclusion
from engagepolicy.formatter.holidays import render_day, set_holidays
from engagepolicy.formatter.hours import CALENDAR_ALIGNED_UP_TO, render_hours, render_weekdays
from engagepolicy.formatter.literals import (
    render_amount_node,
    render_number,
    render_pattern,
    render_text,
    render_type,
    render_value,
    render_window,
    render_word,
)
from engagepolicy.formatter.pieces import INDENT, Blank, Page, Piece
from engagepolicy.formatter.promises import set_promise
from engagepolicy.formatter.rosters import set_roster
from engagepolicy.formatter.signals import set_signal
from engagepolicy.formatter.tables import IF_UNKNOWN, set_table
from engagepolicy.formatter.tests import set_test
from engagepolicy.formatter.vocabularies import set_folds, set_vocabulary
from engagepolicy.formatter.widths import display_width, pad, wrap_list
from engagepolicy.matching import is_template, names_brand
from engagepolicy.syntax.nodes import (
    Calendar,
    Campaign,
    Constraint,
    DatedException,
    Declaration,
    DisclosureWords,
    Exclusion,
    Extend,
    FieldDeclaration,
    FirstOf,
    Folds,
    Header,
    HolidaySet,
    Include,
    Ladder,
    Lexicon,
    Metric,
    NamedCondition,
    Objective,
    Outcome,
    Promise,
    Roster,
    Rule,
    Signal,
    Sla,
    Table,
    Term,
    Test,
    Text,
    Use,
    Value,
)


def set_declaration(node: Declaration, page: Page) -> list[Piece]:
    """Return the pieces of one declaration."""
    match node:
        case Header():
            return _set_header(node, page)
        case Use():
            target = node.target
            text = render_text(target.value) if isinstance(target, Text) else target.text
            return [Piece(node.span.start, node.span.end, 0, f"use {text}", Blank.ONE)]
        case Extend():
            return _set_extend(node)
        case Outcome():
            return _set_outcome(node, page)
        case NamedCondition():
            header = block_header(node.kind, node.name, node.description, node.span)
            clauses = [*word_clause("on", node.subject), *condition_clauses(node.when, node.unless), *about_clauses(node.about)]
            return block(header, set_clauses(clauses, INDENT, page), node.span.end)
        case Lexicon():
            return _set_lexicon(node, page)
        case Calendar():
            return _set_calendar(node, page)
        case HolidaySet():
            return set_holidays(node, page)
        case Ladder():
            return set_ladder(node)
        case Sla() | Metric():
            return set_sla(node, page)
        case Signal():
            return set_signal(node, page)
        case Roster():
            return set_roster(node, page)
        case Rule():
            return _set_rule(node, page, 0)
        case FirstOf():
            return _set_first_of(node, page)
        case Table():
            return set_table(node, page)
        case Constraint():
            return set_constraint(node, page)
        case Exclusion():
            return set_exclusion(node, page)
        case Promise():
            return set_promise(node, page)
        case Objective():
            return _set_objective(node, page)
        case Campaign():
            return _set_campaign(node, page)
        case DisclosureWords():
            return set_vocabulary(node, page)
        case Folds():
            return set_folds(node, page)
        case Test():
            return set_test(node, page)
        case _:
            assert_never(node)


def _set_header(node: Header, page: Page) -> list[Piece]:
    header = block_header("ruleset", node.name, node.description, node.span)
    clauses = [
        *text_clause("version", node.version),
        *word_clause("timezone", node.timezone),
        *_meaning_clauses(node),
        *words_clause("every interaction has", node.every, is_aligned=False),
        *words_clause("countries", node.countries),
        *about_clauses(node.about),
    ]
    return block(header, set_clauses(clauses, INDENT, page), node.span.end)


def _meaning_clauses(node: Header) -> Iterator[Clause]:
    for is_bare, meanings in groupby(node.words, key=lambda meaning: meaning.amount is None):
        if is_bare:
            yield from words_clause("unquantified", tuple(meaning.word for meaning in meanings), is_aligned=False)
            continue
        for meaning in meanings:
            if meaning.amount is not None:
                reach = reach_of([meaning.word.span, meaning.amount.span])
                yield Clause(f"{render_word(meaning.word)} means", render_amount_node(meaning.amount), *reach, False)


def _set_extend(node: Extend) -> list[Piece]:
    keyword = "record" if node.is_new else "extend"
    width = max((display_width(field.path.text) for field in node.fields), default=0)
    fields = []
    for field in node.fields:
        opening = f"{pad(field.path.text, width)} : "
        text = wrap_list(opening + _render_field(field), INDENT, INDENT + display_width(opening))
        fields.append(Piece(field.span.start, field.span.end, INDENT, text))
    tail = " open" if node.is_open else ""
    return block(block_header(keyword, node.record, None, node.span, tail=tail), fields, node.span.end)


def _render_field(field: FieldDeclaration) -> str:
    parts = (
        render_type(field.type),
        "optional" if field.is_optional else "",
        "private" if field.is_private else "",
        "computed" if field.is_computed else "",
        "loose" if field.is_loose else "",
        "" if field.json_name is None else f"named {render_text(field.json_name.value)}",
        "" if field.default is None else f"default {render_value(field.default)}",
        "" if field.description is None else render_text(field.description.value),
    )
    return " ".join(filter(None, parts))


def _set_outcome(node: Outcome, page: Page) -> list[Piece]:
    header = block_header("outcome", node.name, node.description, node.span)
    clauses: list[Clause] = []
    if node.type is not None:
        clauses.append(Clause("type", render_type(node.type), node.type.span.start, node.type.span.end))
    if node.merge is not None:
        merge = "most restrictive" if node.merge.text == "most_restrictive" else node.merge.text
        clauses.append(Clause("merge", merge, node.merge.span.start, node.merge.span.end))
    clauses += [
        *_value_clause("default", node.default),
        *_value_clause("on conflict", node.on_conflict, is_aligned=False),
    ]
    clauses += word_clause("written", node.verb)
    return block(header, set_clauses(clauses, INDENT, page), node.span.end)


def _value_clause(keyword: str, value: Value | None, *, is_aligned: bool = True) -> Iterable[Clause]:
    if value is not None:
        yield Clause(keyword, render_value(value), value.span.start, value.span.end, is_aligned)


def _set_lexicon(node: Lexicon, page: Page) -> list[Piece]:
    header = block_header(
        "lexicon",
        node.name,
        node.description,
        node.span,
        tail=render_outside([word for word, _ in node.outside]),
        tail_end=max((span.end for _, span in node.outside), default=0),
    )
    pieces = set_clauses(about_clauses(node.about), INDENT, page)
    for kind, items in groupby(node.items, key=_kind_of):
        pieces += _set_terms(kind, list(items))
    return block(header, pieces, node.span.end)


def _kind_of(item: Term | Include) -> str:
    if isinstance(item, Include):
        return "include"
    if item.window is not None or item.source is not None or item.reach is not None:
        return "annotated"
    return "excluded" if item.is_excluded else "term"


def _has_line(item: Term | Include) -> bool:
    """Whether the term is a template of several parts, which is read as a line."""
    return isinstance(item, Term) and isinstance(item.value, Text) and is_template(item.value.value) and not names_brand(item.value.value)


def _set_terms(kind: str, items: list[Term | Include]) -> Iterator[Piece]:
    """Plain terms fill the lines; a term that says more of itself, or an inclusion, has a line of its own."""
    for index, item in enumerate(items):
        text, start, end = _render_item(item), item.span.start, item.span.end
        if kind in {"include", "annotated"}:
            yield Piece(start, end, INDENT, text)
            continue
        is_first, comma = index == 0, "" if index == len(items) - 1 else ","
        flows = not is_first and not _has_line(item) and not _has_line(items[index - 1])
        if kind == "excluded":
            hang = INDENT if is_first else INDENT + len("exclude ")
            yield Piece(start, end, hang, ("exclude " if is_first else "") + text + comma, flows=flows)
        else:
            yield Piece(start, end, INDENT, text + comma, flows=flows)


def _render_item(item: Term | Include) -> str:
    if isinstance(item, Include):
        return f"include {render_word(item.lexicon)}"
    parts = [render_text(item.value.value) if isinstance(item.value, Text) else render_pattern(item.value)]
    if item.reach is not None:
        noun = "word" if item.reach.value == 1 else "words"
        parts.append(f"within {render_number(item.reach.value)} {noun}")
    if item.window is not None:
        parts.append(f"in force {render_window(item.window)}")
    if item.source is not None:
        parts.append(f"source {render_text(item.source.value)}")
    is_annotated_exclusion = item.is_excluded and len(parts) > 1
    return ("exclude " if is_annotated_exclusion else "") + " ".join(parts)


def _set_calendar(node: Calendar, page: Page) -> list[Piece]:
    header = block_header("calendar", node.name, node.description, node.span)
    before = list(word_clause("timezone", node.timezone))
    after = [
        Clause(
            render_weekdays([day.text for day in weekly.days]),
            render_hours(weekly.hours),
            weekly.span.start,
            weekly.span.end,
        )
        for weekly in node.weekly
    ]
    after += [
        Clause(
            "from",
            f"{window.start_day.text} {window.start} to {window.end_day.text} {window.end}",
            window.span.start,
            window.span.end,
            is_aligned=False,
        )
        for window in node.windows
    ]
    after += [*words_clause("holidays", node.holidays), *map(_exception_clause, node.exceptions)]
    pieces = set_clauses(before + after, INDENT, page, CALENDAR_ALIGNED_UP_TO)
    if node.is_always_open:
        phrase = set_phrase("always open", r"always\s+open", node.span, INDENT, page, [header, *pieces])
        pieces.insert(len(before), phrase)
    return block(header, pieces, node.span.end)


def _exception_clause(node: DatedException) -> Clause:
    parts = (
        render_day(node.day),
        render_hours(node.hours),
        "" if node.description is None else render_text(node.description.value),
    )
    content = " ".join(filter(None, parts))
    return Clause("open" if node.is_open else "closed", content, node.span.start, node.span.end)


def _set_rule(node: Rule, page: Page, indent: int) -> list[Piece]:
    keyword = "locked rule" if node.is_locked else "rule"
    header = block_header(keyword, node.name, node.description, node.span, indent=indent)
    clauses = [
        *condition_clauses(node.when, node.unless),
        *map(effect_clause, node.effects),
        *about_clauses(node.about),
        *precedence_clauses(node),
    ]
    pieces = set_clauses(clauses, indent + INDENT, page)
    if node.applies_if_unknown:
        pieces.append(set_phrase("if unknown apply", IF_UNKNOWN, node.span, indent + INDENT, page, [header, *pieces]))
    return block(header, pieces, node.span.end)


def _set_first_of(node: FirstOf, page: Page) -> list[Piece]:
    header = block_header("first of", node.name, node.description, node.span)
    pieces = set_clauses(about_clauses(node.about), INDENT, page)
    for rule in node.rules:
        pieces += _set_rule(rule, page, INDENT)
    return block(header, pieces, node.span.end)


def _set_objective(node: Objective, page: Page) -> list[Piece]:
    pieces = set_clauses(about_clauses(node.about), INDENT, page)
    if not pieces:
        text = titled("objective", render_word(node.name), node.description)
        return [Piece(node.span.start, node.span.end, 0, text, Blank.ONE)]
    return block(block_header("objective", node.name, node.description, node.span), pieces, node.span.end)


def _set_campaign(node: Campaign, page: Page) -> list[Piece]:
    header = block_header("campaign", node.name, node.description, node.span)
    clauses = list(word_clause("kind", node.kind))
    if node.window is not None:
        keyword, _, content = render_window(node.window).partition(" ")
        clauses.append(Clause(keyword, content, node.window.span.start, node.window.span.end))
    clauses += about_clauses(node.about)
    return block(header, set_clauses(clauses, INDENT, page), node.span.end)
