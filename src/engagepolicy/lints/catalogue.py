"""Every lint, and what people call several of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.lints import (
    aimless_rule,
    capitals_in_term,
    closed_anyway,
    compared_with_true,
    constant_first,
    covered_term,
    double_negative,
    gap_between_versions,
    hours_for_days,
    idle_column,
    included_term,
    lenient_catch_all,
    locked_without_source,
    long_rule,
    long_suggestion,
    loose_term,
    missing_description,
    missing_reason,
    missing_tests,
    missing_version,
    odd_name,
    one_row_table,
    past_exceptions,
    plain_pattern,
    repeated_condition,
    repeated_number,
    repeated_value,
    same_calendar,
    same_description,
    same_test_input,
    shared_term,
    short_stem,
    single_choice,
    unasked_campaign,
    unexplained_exception,
    unless_not,
    unread_segment,
    unread_word,
    unstaffed_tier,
    unused_record,
    unused_word,
    word_without_number,
)
from engagepolicy.lints.base import ALL, Finding, Lint, Linted

_MODULES = (
    aimless_rule,
    capitals_in_term,
    closed_anyway,
    compared_with_true,
    constant_first,
    covered_term,
    double_negative,
    gap_between_versions,
    hours_for_days,
    idle_column,
    included_term,
    lenient_catch_all,
    locked_without_source,
    long_rule,
    long_suggestion,
    loose_term,
    missing_description,
    missing_reason,
    missing_tests,
    missing_version,
    odd_name,
    one_row_table,
    past_exceptions,
    plain_pattern,
    repeated_condition,
    repeated_number,
    repeated_value,
    same_description,
    same_test_input,
    same_calendar,
    shared_term,
    short_stem,
    single_choice,
    unasked_campaign,
    unexplained_exception,
    unless_not,
    unread_segment,
    unread_word,
    unstaffed_tier,
    unused_record,
    unused_word,
    word_without_number,
)

LINTS: tuple[Lint, ...] = tuple(sorted((module.LINT for module in _MODULES), key=lambda lint: lint.code))
"""By code."""

LINT_BY_NAME = {lint.name: lint for lint in LINTS}
SETS: tuple[str, ...] = (*sorted({name for lint in LINTS for name in lint.sets}), ALL)


class NoSuchLint(ValueError):
    """A name that no lint and no set of lints has; `near` are names that look alike."""

    def __init__(self, name: str) -> None:
        """Take the name as it was given."""
        super().__init__(name)
        self.near = find_suggestions(name, [*SETS, *LINT_BY_NAME], 1)


def select_lints(names: Iterable[str]) -> tuple[Lint, ...]:
    """Return the lints that are called so, each once and by code: names and codes of lints, and names of sets.

    Raises `NoSuchLint`.
    """
    wanted: set[str] = set()
    for name in names:
        found = {lint.name for lint in LINTS if name in (lint.name, lint.code, ALL, *lint.sets)}
        if not found:
            raise NoSuchLint(name)
        wanted |= found
    return tuple(lint for lint in LINTS if lint.name in wanted)


def find_all(ruleset: Linted, lints: Sequence[Lint]) -> Iterator[Finding]:
    """Yield what the lints find."""
    for lint in lints:
        yield from lint.find(ruleset)
