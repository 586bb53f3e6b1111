"""`missing_version`: a policy whose decisions cannot be told apart by its version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class MissingVersion(Finding):
    """A ruleset with rules and without a version."""

    code: ClassVar[str] = "EP1222"
    title: ClassVar[str] = "a ruleset without a version"


def find_missing_versions(ruleset: Linted) -> Iterator[Finding]:
    """Yield the headers, of files with rules, that have no version."""
    for node in ruleset.every(nodes.Header):
        if ruleset.has_rules and node.version is None:
            said = f"every decision names the version of `{node.name.text}`, and it has none"
            yield MissingVersion(node.name.span, said, advice=('add `version "2026.11"`, and raise it with each release',))


LINT = Lint("missing_version", MissingVersion, find_missing_versions, frozenset({RECOMMENDED}))
