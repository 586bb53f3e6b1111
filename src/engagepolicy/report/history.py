"""Two policies over the same past interactions: how many decisions come out otherwise, from what to what, with examples.

Nothing is kept of a row but its line and id, and of those no more than a few for each change; so memory does not grow with the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from engagepolicy.adapters.column_map import ColumnMap
from engagepolicy.adapters.reading import RejectedRow, Tally, read_facts
from engagepolicy.adapters.row import Row
from engagepolicy.explanation.wording import render_value
from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import ID, Facts, Observed, RowFacts, public_fact
from engagepolicy.runtime.decision import Decision
from engagepolicy.runtime.facts import Value

EXAMPLES_AT_MOST = 3
TRANSITIONS_AT_MOST = 200
"""How many different changes of one outcome are told apart; the rest are counted together."""
SHOWN_AT_MOST = 8
_SPOKEN = {"first_response": "first response", "next_response": "next response"}
OTHERS = ("other values", "other values")


@dataclass(slots=True)
class Transition:
    """How often an outcome went from one value to another, and the first rows for which it did."""

    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Moved:
    """What became of one outcome over all rows: how often it differs, and from what to what, as people read values."""

    count: int = 0
    transitions: dict[tuple[str, str], Transition] = field(default_factory=dict)

    def add(self, old: str, new: str, example: str) -> None:
        """Count one decision that differs."""
        self.count += 1
        key = (old, new)
        if key not in self.transitions and len(self.transitions) >= TRANSITIONS_AT_MOST:
            key = OTHERS
        found = self.transitions.setdefault(key, Transition())
        found.count += 1
        if len(found.examples) < EXAMPLES_AT_MOST:
            found.examples.append(example)

    def ordered(self) -> list[tuple[tuple[str, str], Transition]]:
        """Return the transitions, the most frequent first."""
        return sorted(self.transitions.items(), key=lambda each: (-each[1].count, each[0]))


@dataclass(slots=True)
class History:
    """How two policies decided the same rows; `only_old` and `only_new` are rows that just one of them accepts."""

    decided: int = 0
    changed: int = 0
    rejected: int = 0
    only_old: int = 0
    only_new: int = 0
    outcomes: dict[str, Moved] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """Yield what was counted, as lines for people."""
        share = f" ({self.changed / self.decided:.1%})" if self.decided else ""
        yield f"of {self.decided:,} interactions, {self.changed:,} are decided otherwise{share}"
        for name, moved in sorted(self.outcomes.items(), key=lambda each: (-each[1].count, each[0])):
            yield f"  {speak(name)}: {moved.count:,}"
            for (old, new), transition in moved.ordered()[:SHOWN_AT_MOST]:
                yield f"    {transition.count:,}  {old} -> {new}  such as {', '.join(transition.examples)}"
            if len(moved.transitions) > SHOWN_AT_MOST:
                yield f"    and {len(moved.transitions) - SHOWN_AT_MOST} other changes"
        if self.only_old or self.only_new:
            yield f"  {self.only_old:,} more are accepted by the old policy only, {self.only_new:,} by the new one only"
        if self.rejected:
            yield f"  {self.rejected:,} {'row was' if self.rejected == 1 else 'rows were'} rejected by both"
        yield from (f"    {count:,}  {reason}" for reason, count in self.reasons.most_common(3))

    def to_json(self) -> dict[str, Any]:
        """Return what was counted as plain JSON data."""
        return {
            "decided": self.decided,
            "changed": self.changed,
            "rejected": self.rejected,
            "only_old": self.only_old,
            "only_new": self.only_new,
            "outcomes": {
                name: {
                    "changed": moved.count,
                    "transitions": [
                        {"old": old, "new": new, "count": each.count, "examples": each.examples} for (old, new), each in moved.ordered()
                    ],
                }
                for name, moved in sorted(self.outcomes.items())
            },
        }


@dataclass(slots=True)
class _Reader:
    """One of the policies, and how it reads rows."""

    policy: Policy
    rows: RowFacts
    observed: Observed | None

    def decide(self, row: Row, columns: ColumnMap | None) -> tuple[Decision, Facts] | str:
        """Return the decision and the facts, or why there is none."""
        try:
            facts: Facts = read_facts(row, self.rows, columns)
            facts = facts if self.observed is None else self.observed.read(self.policy, facts)
            return self.policy.decide_facts(facts), facts
        except RejectedRow as error:
            return error.reasons[0]
        except InvalidInput as error:
            return str(error.problems[0])


def replay_both(
    policies: tuple[Policy, Policy],
    rows: Iterable[Row],
    tally: Tally,
    *,
    columns: ColumnMap | None = None,
    extra: Extra = "forbid",
    observed: tuple[Observed | None, Observed | None] = (None, None),
    history: History | None = None,
    source: str = "",
) -> History:
    """Decide every row with both policies and count what differs; `history` is added to where it is given."""
    counted = history or History()
    old, new = (_Reader(policy, RowFacts.of(policy, extra), seen) for policy, seen in zip(policies, observed, strict=True))
    for row in tally.counting(rows):
        found = (old.decide(row, columns), new.decide(row, columns))
        match found:
            case (str() as reason, str()):
                tally.rejected += 1
                counted.rejected += 1
                _note(counted, reason)
            case (str(), _):
                tally.decided += 1
                counted.only_new += 1
            case (_, str()):
                tally.decided += 1
                counted.only_old += 1
            case ((Decision() as one, facts), (Decision() as two, _)):
                tally.decided += 1
                _count(counted, one, two, _name(one, facts, row, source))
    return counted


def _note(history: History, reason: str) -> None:
    if reason in history.reasons or len(history.reasons) < TRANSITIONS_AT_MOST:
        history.reasons[reason] += 1


def _name(decision: Decision, facts: Facts, row: Row, source: str) -> str:
    """Return what a row is called: its id if that is no secret, else its line."""
    called = public_fact(decision, facts, ID)
    line = f"{source}:{row.line}" if source else f"line {row.line}"
    return line if called is None else f"{called} ({line})"


def _count(history: History, old: Decision, new: Decision, example: str) -> None:
    history.decided += 1
    before, after = _told(old), _told(new)
    moved = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    history.changed += bool(moved)
    for name in moved:
        history.outcomes.setdefault(name, Moved()).add(before.get(name, "nothing"), after.get(name, "nothing"), example)


def _told(decision: Decision) -> dict[str, str]:
    """Return what a decision says, as people read it: outcomes with a value, segments, findings."""
    declared = decision.evidence.prepared.program.outcome_by_name
    told = {name: render_value(value, declared[name].type) for name, value in decision.outcomes.items() if _is_said(value)}
    told |= {f"{each.outcome} in conflict": "yes" for each in decision.conflicts}
    told |= {f"segment {name}": "yes" for name in decision.segments}
    told |= {f"segment {name}": "not known" for name in decision.undetermined_segments}
    return told | {f"constraint {each.rule}": each.verdict for each in decision.findings}


def speak(outcome: str) -> str:
    """Return the name of an outcome as people write it."""
    return _SPOKEN.get(outcome, outcome)


def _is_said(value: Value) -> bool:
    return value is not None and value != frozenset()
