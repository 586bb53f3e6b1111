"""`odd_name`: a name that is not written like all others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from engagepolicy.lints.base import RECOMMENDED, Finding, Lint, Linted
from engagepolicy.syntax import nodes


class OddName(Finding):
    """A name with capitals, or with underscores where none belong."""

    code: ClassVar[str] = "EP1234"
    title: ClassVar[str] = "a name that is not written like all others"


_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _names(ruleset: Linted) -> Iterator[nodes.Word]:
    for file in ruleset.files:
        for each in file.declarations:
            name = getattr(each, "name", None)
            if isinstance(name, nodes.Word):
                yield name
            if isinstance(each, nodes.FirstOf):
                yield from (rule.name for rule in each.rules)
            if isinstance(each, nodes.Ladder):
                yield from (tier.name for tier in each.tiers)


def find_odd_names(ruleset: Linted) -> Iterator[Finding]:
    """Yield the names that are not words in lower case with single underscores between them."""
    for name in _names(ruleset):
        if not _NAME.fullmatch(name.text) and name.text == name.span.text:
            better = re.sub("_+", "_", _BOUNDARY.sub("_", name.text).lower()).strip("_")
            advice = (f"call it `{better}`, here and wherever it is named",) if _NAME.fullmatch(better) else ()
            yield OddName(name.span, f"`{name.text}` is not written in lower case with single underscores", advice=advice)


LINT = Lint("odd_name", OddName, find_odd_names, frozenset({RECOMMENDED}))
