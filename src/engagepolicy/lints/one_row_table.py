"""`one_row_table`: a table that is a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class OneRowTable(Finding):
    """A table with a single row."""

    code: ClassVar[str] = "EP1228"
    title: ClassVar[str] = "a table with one row"


def find_one_row_tables(ruleset: Linted) -> Iterator[Finding]:
    """Yield tables with one row."""
    for node in ruleset.every(nodes.Table):
        if len(node.rows) == 1:
            said = f"the table `{node.name.text}` has one row"
            yield OneRowTable(node.name.span, said, advice=("write it as a rule, or add the rows that are missing",))


LINT = Lint("one_row_table", OneRowTable, find_one_row_tables, frozenset({RECOMMENDED}))
