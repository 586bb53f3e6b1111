"""`unused_record`: a record that nothing holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes
from engagepolicy.values.types import ListType, RecordType, Type


class UnusedRecord(Finding):
    """A record that is the type of no field."""

    code: ClassVar[str] = "EP1217"
    title: ClassVar[str] = "a record that nothing holds"


def _held(of: Type) -> str:
    inner = of.of if isinstance(of, ListType) else of
    return inner.name if isinstance(inner, RecordType) else ""


def find_unused_records(ruleset: Linted) -> Iterator[Finding]:
    """Yield every record, in files with rules, that no field of another holds."""
    held = {_held(field.type) for fields in ruleset.resolved.records.values() for field in fields.values()}
    held |= {each.name.text for each in ruleset.every_around(nodes.TypeName) if each.name is not None}
    for node in ruleset.every(nodes.Extend):
        if node.is_new and ruleset.has_rules and node.record.text not in held:
            yield UnusedRecord(node.record.span, f"no fact holds a `{node.record.text}` or a list of them")


LINT = Lint("unused_record", UnusedRecord, find_unused_records, frozenset({RECOMMENDED}))
