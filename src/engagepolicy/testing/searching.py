"""Drafts that lead to something new, looked for by changing one fact at a time of those that did: nothing is proved here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from engagepolicy.inputs.problems import InvalidInput
from engagepolicy.ir.program import FactDeclaration
from engagepolicy.policy.policy import DRAFT, Policy
from engagepolicy.reviewing import Review
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.testing.boundaries import Boundaries
from engagepolicy.testing.coverage import find_shown_by
from engagepolicy.testing.coverage_goals import Goal
from engagepolicy.testing.inputs_of import as_input
from engagepolicy.testing.texts import find_words
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
)

REVIEWS_AT_MOST = 4_000
VALUES_AT_MOST = 24
"""How many values of one fact are tried."""
PLAIN = "Hello"


class DraftSearch:
    """Looks for drafts of one policy."""

    def __init__(self, policy: Policy, has_time: Callable[[], bool]) -> None:
        """Take the policy, and what tells whether there is time to go on."""
        self._policy = policy
        self._has_time = has_time
        boundaries = Boundaries(Prepared(policy.program))
        fields = [each for each in policy.program.schema_by_name[DRAFT].fields if not each.is_computed and each.path in boundaries.paths]
        self._values = {each.path: self._values_of(each, boundaries) for each in fields}

    def run(self, goals: Iterable[Goal]) -> Iterator[tuple[Mapping[str, Any], Review, frozenset[Goal]]]:
        """Yield the facts of drafts by path, each with its review and the goals that it shows and none before it did."""
        pending = set(goals)
        bases = list(self._bases())
        left = REVIEWS_AT_MOST
        while bases and pending and left > 0:
            facts = bases.pop(0)
            for changed in (facts, *self._changed(facts)):
                if left <= 0 or not pending or not self._has_time():
                    return
                left -= 1
                draft = as_input(self._policy.program, DRAFT, changed, is_whole=False)
                try:
                    review = self._policy.review(draft)
                except InvalidInput:
                    continue
                shown = find_shown_by(pending, review.trace, DRAFT)
                if shown:
                    pending -= shown
                    bases.append(changed)
                    yield self._policy.read_draft(draft), review, shown

    def _bases(self) -> Iterator[dict[str, Any]]:
        yield {"text": PLAIN}
        for example in self._policy.examples:
            if example.record == DRAFT:
                declared = {each.path: each.default for each in self._policy.program.schema_by_name[DRAFT].fields}
                facts = self._policy.read_draft(example.facts)
                yield {path: value for path, value in facts.items() if value != declared.get(path)}

    def _changed(self, facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for path, values in self._values.items():
            for value in values:
                if value != facts.get(path):
                    yield {**facts, path: value}

    def _values_of(self, field: FactDeclaration, near: Boundaries) -> list[Any]:
        values: list[Any] = []
        match field.type:
            case BoolType():
                values = [True, False]
            case EnumType(values=words):
                values = list(words)
            case StringType():
                values = [*find_words(self._policy.program, field.path), PLAIN]
            case IntType():
                values = near.whole_numbers(field.path)
            case NumberType():
                values = list(near.numbers(field.path))
            case DateTimeType():
                values = list(near.moments_beside(field.path))
            case DateType():
                values = list(near.dates(field.path))
            case DurationType():
                values = list(near.durations(field.path))
            case SetType():
                beside = near.constants_beside(field.path)
                values = [frozenset(), *(frozenset({each}) for each in beside), frozenset(beside)]
            case _:
                pass
        return [*values[:VALUES_AT_MOST], *([None] if field.is_optional else [])]
