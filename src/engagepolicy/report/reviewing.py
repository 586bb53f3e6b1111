"""A policy over drafts: each row that was read comes out once, reviewed or rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engagepolicy.adapters.column_map import ColumnMap
from engagepolicy.adapters.reading import RejectedRow, Tally, read_facts
from engagepolicy.adapters.row import Row
from engagepolicy.inputs.reader import Extra, Reader
from engagepolicy.ir.program import FactDeclaration
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import ID, Facts, Rejected, RowFacts
from engagepolicy.reviewing import Review, Verdict
from engagepolicy.runtime.findings import Finding

DRAFT = "draft"
GIVEN = "--text"
"""The source of a draft that was given as options, not read from a file."""
VERDICTS: tuple[Verdict, ...] = ("allow", "approve", "revise", "block")
"""What a review may come out as, the mildest first."""
CSV_COLUMNS = ("input.source", "input.line", "input.id", "as_of", "verdict", "rules", "missing", "suggested_text")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A draft with its review; `source` is the file it came from."""

    source: str
    row: Row
    facts: Facts
    review: Review

    def find_declaration(self, path: str) -> FactDeclaration | None:
        """Return how the policy declares a fact of drafts."""
        schema = self.review.prepared.program.schema_by_name.get(DRAFT)
        return None if schema is None else schema.find(path)

    def find_text(self, path: str) -> str | None:
        """Return a fact that is text, None if it is not given or the ruleset declares it private."""
        declaration = self.find_declaration(path)
        value = self.facts.get(path)
        return value if isinstance(value, str) and declaration is not None and not declaration.is_private else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, the most restrictive first."""
        order = ("block", "revise", "approve", "note")
        return tuple(sorted(self.review.findings, key=lambda each: order.index(each.verdict)))

    def to_record(self) -> dict[str, Any]:
        """Return the review's record, and in front of it, as `input`, which row it was made on."""
        return {"input": {"source": self.source, "line": self.row.line, ID: self.find_text(ID)}, **self.review.to_record()}


@dataclass(slots=True)
class Verdicts:
    """How many drafts were reviewed, by verdict."""

    counts: Counter[str]

    @classmethod
    def none(cls) -> Verdicts:
        """Return the count of no drafts."""
        return cls(Counter())

    def add(self, reviewed: Reviewed) -> None:
        """Count one draft."""
        self.counts[reviewed.review.verdict] += 1

    def reach(self, verdict: Verdict) -> bool:
        """Whether any draft got this verdict or a more restrictive one."""
        return any(self.counts[each] for each in VERDICTS[VERDICTS.index(verdict) :])

    def render(self) -> str:
        """Return the counts in words."""
        total = self.counts.total()
        each = ", ".join(f"{self.counts[verdict]:,} {verdict}" for verdict in VERDICTS)
        return f"{total:,} {'draft' if total == 1 else 'drafts'}: {each}"


def review_rows(
    policy: Policy,
    rows: Iterable[Row],
    tally: Tally,
    *,
    source: str = "",
    columns: ColumnMap | None = None,
    extra: Extra = "forbid",
    at: datetime | None = None,
) -> Iterator[Reviewed | Rejected]:
    """Yield every row reviewed or rejected, in order, and count it; `at` is the moment of drafts that have none, with a zone.

    Raises `UnknownColumns` or `BadColumnMap` where what is wrong with one row is wrong with all, and what the rows raise.
    """
    reader = RowFacts(Reader(policy.program.schema_by_name, DRAFT), extra)
    for row in tally.counting(rows):
        if columns is None:
            reader.require_columns(row)
        try:
            facts: Facts = read_facts(row, reader, columns)
        except RejectedRow as error:
            tally.rejected += 1
            yield Rejected(source, row, error.reasons)
        else:
            tally.decided += 1
            yield Reviewed(source, row, facts, policy.review_facts(facts, at))


def to_csv_record(reviewed: Reviewed) -> dict[str, Any]:
    """Return the record with the rules that found something and all missing facts as lists of their own."""
    findings = reviewed.findings
    missing = dict.fromkeys(path for each in findings for path in each.missing)
    return {**reviewed.to_record(), "rules": [each.rule for each in findings], "missing": list(missing)}
