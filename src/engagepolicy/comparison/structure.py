"""What two programs say otherwise, declaration by declaration, whether or not any decision depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from engagepolicy.comparison.result import Edit
from engagepolicy.explanation.wording import render_expression
from engagepolicy.ir.constraints import Constraint
from engagepolicy.ir.expressions import ALWAYS
from engagepolicy.ir.program import Condition, FactDeclaration, Ladder, Lexicon, Program, Rule, Term
from engagepolicy.proving.expectations import spoken
from engagepolicy.values.amounts import Written
from engagepolicy.values.types import render_type

Named: TypeAlias = Mapping[str, Any]
_WORDS = {"about": "why, sources or when it is in force", "is_locked": "locked", "applies_if_unknown": "`if unknown apply`"}
_UNSAID = frozenset({"place", "stage", "position", "group"})
SHIPPED = "rulesets/"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of declaration: what people call it, and those of a program by name."""

    called: str
    of: Callable[[Program], Named]


def _by_name(items: Iterable[Any]) -> Named:
    return {each.name: each for each in items}


def _facts(program: Program) -> Named:
    return {f"{schema.name}.{each.path}": each for schema in program.schemas for each in schema.fields}


def _packs(program: Program) -> Named:
    placed = [each.place for each in program.rules] + [each.place for each in program.constraints]
    placed += [each.place for each in program.conditions]
    return {each.file: each.file for each in placed if each is not None and each.file.startswith(SHIPPED)}


_KINDS = (
    _Kind("shipped ruleset", _packs),
    _Kind("fact", _facts),
    _Kind("outcome", lambda program: program.outcome_by_name),
    _Kind("condition", lambda program: program.condition_by_name),
    _Kind("constraint", lambda program: {each.id: each for each in program.constraints}),
    _Kind("exclusion", lambda program: _by_name(program.exclusions)),
    _Kind("lexicon", lambda program: program.lexicon_by_name),
    _Kind("calendar", lambda program: program.calendar_by_name),
    _Kind("holidays", lambda program: _by_name(program.holidays)),
    _Kind("campaign", lambda program: program.campaign_by_name),
    _Kind("signal", lambda program: _by_name(program.signals)),
    _Kind("ladder", lambda program: _by_name(program.ladders)),
    _Kind("clock", lambda program: {each.metric: each for each in program.clocks}),
    _Kind("roster", lambda program: _by_name(program.rosters)),
    _Kind("disclosure words", lambda program: _by_name(program.vocabularies)),
    _Kind("fold", lambda program: {f"{each.channel}": each for each in program.folds}),
    _Kind("objective", lambda program: _by_name(program.objectives)),
)


def find_edits(old: Program, new: Program) -> Iterator[Edit]:
    """Yield every declaration that was added, removed or changed: the ruleset itself first, then kind by kind, by name."""
    header = [
        f"{word}: {getattr(old, word)} -> {getattr(new, word)}"
        for word in ("name", "version", "timezone")
        if getattr(old, word) != getattr(new, word)
    ]
    if header:
        yield Edit("changed", "ruleset", new.name, tuple(header))
    yield from _rule_edits(old, new)
    for kind in _KINDS:
        yield from _edits(kind.called, kind.of(old), kind.of(new))


def _edits(kind: str, old: Named, new: Named) -> Iterator[Edit]:
    for name in sorted(old.keys() | new.keys()):
        one, two = old.get(name), new.get(name)
        places = (getattr(one, "place", None), getattr(two, "place", None))
        called = getattr(one if two is None else two, "kind", kind) if kind == "condition" else kind
        if one is None or two is None:
            yield Edit("added" if one is None else "removed", called, name, (), *places)
        elif one != two:
            yield Edit("changed", called, name, tuple(_details(one, two)), *places)


# --- rules: rows that only moved are no edits


def _said(rule: Rule) -> Rule:
    group = None if rule.group is None else ""
    return replace(rule, id="", group=group, position=0, stage=0, overrides=(), exception_to=())


def _rule_edits(old: Program, new: Program) -> Iterator[Edit]:
    """Yield the edits of rules and rows; a row that stands at another place of its table is the same row."""
    ours, theirs = _ranked(old, new), _ranked(new, old)
    moved: dict[tuple[str, Rule], list[str]] = {}
    for id, rule in ours.items():
        if theirs.get(id) != rule and _is_row(rule):
            moved.setdefault((_table(id), _said(rule)), []).append(id)
    same = {id for id, rule in theirs.items() if ours.get(id) == rule}
    gone = {id for id in ours if theirs.get(id) != ours[id]}
    left = {}
    for id, rule in theirs.items():
        candidates = moved.get((_table(id), _said(rule)), [])
        if id in same:
            continue
        if candidates:
            gone.discard(candidates.pop(0))
        else:
            left[id] = rule
    yield from _edits("rule", {id: ours[id] for id in gone}, left)


def _ranked(program: Program, other: Program) -> dict[str, Rule]:
    """Return the rules with their places among those of their list that both programs have, and no stage: that follows from the rest."""
    found: dict[str, Rule] = {}
    ranks: dict[str, int] = {}
    for rule in sorted(program.rules, key=lambda each: each.position):
        rank = 0
        if rule.group is not None and rule.id in other.rule_by_id:
            rank = ranks[rule.group] = ranks.get(rule.group, 0) + 1
        found[rule.id] = replace(rule, position=rank, stage=0)
    return {rule.id: found[rule.id] for rule in program.rules}


def _is_row(rule: Rule) -> bool:
    return rule.id.endswith("]")


def _table(id: str) -> str:
    return id.partition("[")[0]


# --- what changed in one


def _details(one: Any, two: Any) -> Iterator[str]:  # noqa: ANN401
    match one, two:
        case Rule(), Rule():
            yield from _rule_details(one, two)
        case Constraint(), Constraint():
            yield from _condition_details(one.condition, two.condition, "when")
            if one.duties != two.duties:
                yield f"duty: {'; '.join(map(render_expression, one.duties))} -> {'; '.join(map(render_expression, two.duties))}"
            if one.severity != two.severity:
                yield f"breach: {one.severity} -> {two.severity}"
            yield from _others(one, two, {"condition", "duties", "severity"})
        case Condition(), Condition():
            yield from _condition_details(one.expression, two.expression, "when")
            yield from _others(one, two, {"expression"})
        case Lexicon(), Lexicon():
            yield from _signed(map(_term, one.terms), map(_term, two.terms))
            yield from _others(one, two, {"terms"})
        case Ladder(), Ladder():
            yield from _signed((f"tier {name}" for name, _ in one.tiers), (f"tier {name}" for name, _ in two.tiers))
            yield from _signed((each.text for each in one.steps), (each.text for each in two.steps))
            yield from _others(one, two, {"tiers", "steps"})
        case FactDeclaration(), FactDeclaration():
            if one.type != two.type:
                yield f"type: {render_type(one.type)} -> {render_type(two.type)}"
            yield from _others(one, two, {"type"})
        case _:
            yield from _others(one, two, set())


def _rule_details(one: Rule, two: Rule) -> Iterator[str]:
    yield from _condition_details(one.condition, two.condition, "when")
    given = [{each.outcome: each.value for each in rule.contributions} for rule in (one, two)]
    for name in sorted(given[0].keys() | given[1].keys()):
        values = [_written(each[name]) if name in each else "nothing" for each in given]
        if values[0] != values[1]:
            yield f"{spoken(name)}: {values[0]} -> {values[1]}"
    if one.group == two.group and one.position and two.position and one.position != two.position:
        yield "asked earlier than before" if two.position < one.position else "asked later than before"
    yield from _others(one, two, {"condition", "contributions", "id"})


def _condition_details(one: Any, two: Any, word: str) -> Iterator[str]:  # noqa: ANN401
    if one != two:
        written = ["always" if each == ALWAYS else render_expression(each) for each in (one, two)]
        yield f"{word}: {written[0]} -> {written[1]}" if written[0] != written[1] else f"{word}: {written[0]}"


def _others(one: Any, two: Any, told: set[str]) -> Iterator[str]:  # noqa: ANN401
    for each in fields(one):
        before, after = getattr(one, each.name), getattr(two, each.name)
        if before != after and each.name not in told | _UNSAID:
            word = _WORDS.get(each.name, each.name.removeprefix("is_").replace("_", " "))
            yield f"{word}: {_written(before)} -> {_written(after)}" if _is_short(before) and _is_short(after) else word


def _signed(one: Iterable[str], two: Iterable[str]) -> Iterator[str]:
    before, after = list(one), list(two)
    yield from (f"- {each}" for each in before if each not in after)
    yield from (f"+ {each}" for each in after if each not in before)


def _term(term: Term) -> str:
    written = f"/{term.text}/" if term.is_pattern else f'"{term.text}"'
    edges = (("from", term.window.start), ("until", term.window.end))
    window = ["" if edge is None else f" {word} {edge:%Y-%m-%d}" for word, edge in edges]
    reach = "" if term.reach is None else f" within {term.reach} words"
    return f"{'exclude ' if term.is_excluded else ''}{written}{reach}{''.join(window)}"


def _is_short(value: Any) -> bool:  # noqa: ANN401
    match value:
        case None | str() | bool() | int() | Written():
            return True
        case tuple() | frozenset():
            return all(map(_is_short, value))
        case _:
            return False


def _written(value: Any) -> str:  # noqa: ANN401
    if value is None or value == frozenset():
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(_written, value)) or "nothing"
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(_written, value)))
    return value if isinstance(value, str) else str(value)
