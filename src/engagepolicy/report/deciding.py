"""A policy over rows: each row that was read comes out once, decided or rejected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from engagepolicy.adapters.column_map import ColumnMap, UnmappedRow, to_cells
from engagepolicy.adapters.reading import RejectedRow, Tally, read_facts
from engagepolicy.adapters.row import Row
from engagepolicy.inputs.problems import InvalidInput, Problem
from engagepolicy.inputs.reader import Extra, Reader
from engagepolicy.ir.expressions import Constant
from engagepolicy.policy.policy import INTERACTION, Policy
from engagepolicy.runtime.decision import Decision
from engagepolicy.signals.store import SignalStore
from engagepolicy.values.types import TargetType

ID = "id"
Facts: TypeAlias = Mapping[str, Constant]


class UnknownColumns(ValueError):
    """Columns of a file without a map that are no facts of the ruleset, so that no row of it can be right."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep one problem for each column."""
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Decided:
    """A row with its decision; `source` is the file it came from."""

    source: str
    row: Row
    facts: Facts
    decision: Decision

    def to_record(self) -> dict[str, Any]:
        """Return the decision's record, and in front of it, as `input`, which row it was made on."""
        origin = {"source": self.source, "line": self.row.line, ID: public_fact(self.decision, self.facts, ID)}
        return {"input": origin, **self.decision.to_record()}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be decided, for these reasons."""

    source: str
    row: Row
    reasons: tuple[str, ...]


def public_fact(decision: Decision, facts: Facts, path: str) -> str | None:
    """Return a fact that is text, None if it is not given or the ruleset declares it private."""
    declaration = decision.evidence.prepared.program.schema_by_name[INTERACTION].find(path)
    value = facts.get(path)
    return value if isinstance(value, str) and declaration is not None and not declaration.is_private else None


@dataclass(frozen=True, slots=True)
class RowFacts:
    """Types the facts of rows for one policy; `extra` says what becomes of columns that are no facts."""

    reader: Reader
    extra: Extra = "forbid"

    @classmethod
    def of(cls, policy: Policy, extra: Extra = "forbid") -> RowFacts:
        """Return what reads rows for a policy."""
        return cls(Reader(policy.program.schema_by_name, INTERACTION), extra)

    def read_row(self, values: Mapping[str, object], texts: Collection[str] = ()) -> dict[str, Constant]:
        """Return the facts, or raise `InvalidInput`."""
        return self.reader.read_row(values, texts, self.extra)

    def require_columns(self, row: Row) -> None:
        """Raise `UnknownColumns` for a row of named columns, some of which are no facts."""
        if row.is_text and row.values is not None and self.extra == "forbid":
            problems = self.reader.find_unknown(tuple(row.values))
            if problems:
                raise UnknownColumns(problems)


@dataclass(frozen=True, slots=True)
class Observed:
    """Where the rows are counted; `given_stands` where a signal that a row gives itself is taken, whatever the store says."""

    store: SignalStore
    given_stands: bool = False

    def read(self, policy: Policy, facts: Facts) -> Facts:
        """Count a row and return its facts with the signals among them; raise `InvalidInput`, `StoreUnavailable`."""
        readings: Mapping[str, object] = policy.observe_facts(facts, self.store)
        if self.given_stands:
            readings = {name: value for name, value in readings.items() if name not in facts}
        return policy.with_readings(facts, readings)


def decide_rows(
    policy: Policy,
    rows: Iterable[Row],
    tally: Tally,
    *,
    source: str = "",
    columns: ColumnMap | None = None,
    extra: Extra = "forbid",
    observed: Observed | None = None,
) -> Iterator[Decided | Rejected]:
    """Yield every row decided or rejected, in order, and count it; what is `observed` has its signals read from a store.

    Raises `UnknownColumns` or `BadColumnMap` where what is wrong with one row is wrong with all, and what the rows raise.
    """
    reader = RowFacts.of(policy, extra)
    for row in tally.counting(rows):
        if columns is None:
            reader.require_columns(row)
        try:
            facts: Facts = read_facts(row, reader, columns)
            facts = facts if observed is None else observed.read(policy, facts)
            decision = policy.decide_facts(facts)
        except RejectedRow as error:
            tally.rejected += 1
            yield Rejected(source, row, error.reasons)
        except InvalidInput as error:
            tally.rejected += 1
            yield Rejected(source, row, tuple(map(str, error.problems)))
        else:
            tally.decided += 1
            yield Decided(source, row, facts, decision)


def decide_one(
    policy: Policy, row: Row | None, given: Mapping[str, str], *, columns: ColumnMap | None = None, extra: Extra = "forbid"
) -> Decision:
    """Return the decision on a row, or on nothing, with the `given` facts as text in place of the row's.

    Raises `RejectedRow` with every reason why there is none, and `BadColumnMap`.
    """
    if row is not None and row.values is None:
        raise RejectedRow([row.problem or "the row is empty"])
    try:
        cells = to_cells(row, columns) if row is not None else None
        values = {**(cells.values if cells else {}), **given}
        texts = frozenset(given) | (cells.texts if cells else frozenset())
        return policy.decide_facts(RowFacts.of(policy, extra).read_row(values, texts))
    except UnmappedRow as error:
        raise RejectedRow(error.reasons) from None
    except InvalidInput as error:
        raise RejectedRow(map(str, error.problems)) from None


def csv_columns(policy: Policy) -> tuple[str, ...]:
    """Return the columns of decisions as CSV, as paths into `Decided.to_record()`: which row, every outcome, when each target is due."""
    program = policy.program
    outcomes = tuple(f"outcomes.{each.name}" for each in program.outcomes)
    due = tuple(f"targets.{each.name}.due_at" for each in program.outcomes if isinstance(each.type, TargetType))
    return ("input.source", "input.line", "input.id", "as_of", *outcomes, *due, "segments", "applied", "conflicts")
