"""`missing_tests`: a ruleset that nobody tries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class MissingTests(Finding):
    """A file with several rules and no test."""

    code: ClassVar[str] = "EP1223"
    title: ClassVar[str] = "a ruleset without a test"


FEWEST_RULES = 3


def find_missing_tests(ruleset: Linted) -> Iterator[Finding]:
    """Yield the headers of files with rules or tables, if no file has a test."""
    has_tests = any(True for _ in ruleset.every_around(nodes.Test))
    for file in ruleset.files:
        count = sum(isinstance(each, nodes.Rule | nodes.Table | nodes.FirstOf) for each in file.declarations)
        header = next((each for each in file.declarations if isinstance(each, nodes.Header)), None)
        if header is not None and count >= FEWEST_RULES and not has_tests:
            said = f"`{header.name.text}` has {count} rules and tables, and no test says what they should give"
            yield MissingTests(header.name.span, said, advice=("write a `test` for each promise that matters",))


LINT = Lint("missing_tests", MissingTests, find_missing_tests, frozenset({RECOMMENDED}))
