"""The parts of the reference that are made from the code: tables that would otherwise drift."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from engagepolicy.ir.operators import OPERATORS, Operator
from engagepolicy.ir.program import Program
from engagepolicy.lints.catalogue import LINTS
from engagepolicy.policy.loading import compile_files
from engagepolicy.resources import ruleset_names
from engagepolicy.semantics.files import PRELUDE
from engagepolicy.syntax.vocabulary import DECLARATIONS, MASKS, RESERVED
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    NumberType,
    SetType,
    StringType,
    TargetType,
    Type,
    render_type,
)

_SAMPLES: dict[str, Type] = {
    "bool": BoolType(),
    "int": IntType(),
    "number": NumberType(),
    "string": StringType(),
    "date": DateType(),
    "datetime": DateTimeType(),
    "duration": DurationType(),
    "enum": EnumType("e", ("a", "b")),
    "ordered enum": EnumType("o", ("a", "b"), (("a", "b"),)),
    "set of string": SetType(StringType()),
    "calendar span": TargetType(),
    "a name or pattern": BoolType(),
}
_MASKS = SetType(StringType())
_REFERENCES = {"mentions": "lexicon", "matches": "pattern", "on_calendar": "calendar", "during": "campaign"}
_TAKES = {
    "contains": "set; a value of its type",
    "size": "set",
    **dict.fromkeys(("contains_text", "starts_with", "ends_with"), "string; a text in quotation marks"),
    "mentions_words": "string; texts in quotation marks",
}
"""Operators whose operands are said best in words of their own."""


def _tuples_of(operator: Operator) -> list[tuple[str, ...]]:
    """Return the combinations of sample types that the operator takes, by what the samples are called."""
    names = [name for name in _SAMPLES if name != "a name or pattern"]
    if operator.name in _REFERENCES:
        middle = _SAMPLES["a name or pattern"]
        tail: tuple[Type, ...] = (_MASKS,) if operator.operand_count == 3 else ()
        return [(name, _REFERENCES[operator.name]) for name in names if operator.result((_SAMPLES[name], middle, *tail))]
    if operator.name in ("later_by", "earlier_by"):
        return [(name, "calendar span") for name in names if name != "calendar span" and operator.result((_SAMPLES[name], TargetType()))]
    plain = [name for name in names if name != "calendar span"]
    if operator.operand_count == 1:
        return [(name,) for name in plain if operator.result((_SAMPLES[name],))]
    return [(one, two) for one in plain for two in plain if operator.result((_SAMPLES[one], _SAMPLES[two]))]


def _operands(operator: Operator) -> str:
    """Return which types stand left of the operator, and for each group what stands right of it."""
    if operator.name == "member":
        of = [name for name in _SAMPLES if operator.result((_SAMPLES[name], SetType(_SAMPLES[name])))]  # type: ignore[arg-type]
        return ", ".join(name for name in of if name != "a name or pattern") + "; values of that type"
    if operator.name in _TAKES:
        return _TAKES[operator.name]
    by_left: dict[str, list[str]] = {}
    for left, *right in _tuples_of(operator):
        by_left.setdefault(left, []).extend(right)
    groups: dict[str, list[str]] = {}
    for left, rights in by_left.items():
        shown = "the same type" if rights == [left] else " or ".join(rights)
        groups.setdefault(shown, []).append(left)
    return "; ".join(", ".join(lefts) + (f" with {right}" if right else "") for right, lefts in groups.items())


def operator_table() -> str:
    """Return every operator with what it takes and means."""
    rows = ["| written | takes | means |", "| --- | --- | --- |"]
    rows += [f"| `{each.words}` | {_operands(each)} | {each.meaning} |" for each in OPERATORS.values()]
    return "\n".join(rows)


@cache
def _prelude() -> Program:
    program = compile_files([PRELUDE]).program
    assert program is not None
    return program


def _type_cell(of: Type) -> str:
    return f"`{render_type(of)}`"


def facts_table() -> str:
    """Return every standard fact of an interaction."""
    rows = ["| fact | type | when it is left out | private | meaning |", "| --- | --- | --- | --- | --- |"]
    for field in _prelude().schema_by_name["interaction"].fields:
        if field.default is not None:
            absent = f"`{field.default}`" if isinstance(field.default, str) else "empty"
        else:
            absent = "not known" if field.is_optional else "**refused**"
        private = "yes" if field.is_private else ""
        rows.append(f"| `{field.path}` | {_type_cell(field.type)} | {absent} | {private} | {field.description or ''} |")
    return "\n".join(rows)


def records_table() -> str:
    """Return the fields of the standard records that lists hold."""
    rows = ["| record | fact | type | when it is left out |", "| --- | --- | --- | --- |"]
    for schema in _prelude().schemas:
        if schema.name not in ("interaction", "author"):
            for field in schema.fields:
                absent = "not known" if field.is_optional else "**refused**"
                rows.append(f"| `{schema.name}` | `{field.path}` | {_type_cell(field.type)} | {absent} |")
    return "\n".join(rows)


def outcomes_table() -> str:
    """Return every standard outcome."""
    rows = ["| outcome | type | merge | a rule writes | meaning |", "| --- | --- | --- | --- | --- |"]
    for each in _prelude().outcomes:
        name = each.name.replace("_response", " response")
        verb = "`escalate to TIER`, `tier TIER`" if each.name == "tier" else f"`{each.verb or name} ...`"
        if isinstance(each.type, TargetType):
            verb = f"`{name} within AMOUNT`"
        merge = each.merge.value.replace("_", " ")
        rows.append(f"| `{each.name}` | {_type_cell(each.type)} | {merge} | {verb} | {each.description or ''} |")
    return "\n".join(rows)


def reserved_words() -> str:
    """Return the words that no fact and no name may have."""
    return ", ".join(f"`{word}`" for word in sorted(RESERVED))


def declaration_words() -> str:
    """Return the words that begin a declaration."""
    return ", ".join(f"`{'first of' if word == 'first' else word}`" for word in DECLARATIONS)


def mask_words() -> str:
    """Return the parts of a text that may be left out."""
    return ", ".join(f"`{word}`" for word in MASKS)


def lint_table() -> str:
    """Return every lint with its sets, its code, what it finds, and whether a tool may mend that."""
    rows = ["| lint | code | finds | sets | `--fix` |", "| --- | --- | --- | --- | --- |"]
    for lint in LINTS:
        sets = ", ".join(sorted(lint.sets)) or "-"
        mends = "yes" if lint.has_safe_fix else "-"
        rows.append(f"| `{lint.name}` | [{lint.code}](diagnostics/{lint.code}.md) | {lint.title} | {sets} | {mends} |")
    return "\n".join(rows)


def shipped_rulesets() -> str:
    """Return the names of the rulesets that come with the package, with what each says it is."""
    rows = ["| name | what it is |", "| --- | --- |"]
    for name in sorted(ruleset_names()):
        program = compile_files([name]).program
        assert program is not None, name
        rows.append(f"| `{name}` | {program.description or ''} |")
    return "\n".join(rows)


PARTS: dict[str, Callable[[], str]] = {
    "operators": operator_table,
    "standard facts": facts_table,
    "standard records": records_table,
    "standard outcomes": outcomes_table,
    "reserved words": reserved_words,
    "declarations": declaration_words,
    "masks": mask_words,
    "shipped rulesets": shipped_rulesets,
    "lints": lint_table,
}
"""What may stand between `<!-- begin NAME -->` and `<!-- end NAME -->`."""

MARKED = re.compile(r"<!-- begin ([a-z ]+) -->\n(.*?)\n<!-- end \1 -->", re.DOTALL)


def renew(text: str) -> str:
    """Return the page with every marked part made anew."""
    return MARKED.sub(lambda found: f"<!-- begin {found[1]} -->\n{PARTS[found[1]]()}\n<!-- end {found[1]} -->", text)
