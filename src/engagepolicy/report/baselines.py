"""Baselines: the warnings that a ruleset had when somebody began to look, so that only new ones count.

The file is JSON, sorted and the same for the same warnings:

- `format`: `engagepolicy-baseline/1`
- `findings`: a list of `{"file", "code", "message", "fingerprint"}`, by file, code and fingerprint. What counts is the fingerprint,
  which is that of SARIF; `file` is a URI reference, `message` is there for people

Errors never stand in a baseline: a ruleset with errors has no meaning.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from urllib.parse import unquote

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.fingerprints import fingerprints, render_uri
from engagepolicy.diagnostics.render_json import dump_json
from engagepolicy.report.rulesets import Checked

FORMAT = "engagepolicy-baseline/1"


class NotABaseline(ValueError):
    """The text is no baseline, or one of another format."""


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One warning that was there before."""

    file: str
    code: str
    fingerprint: str
    message: str


_MEMBERS = tuple(each.name for each in fields(Known))


def _warnings(found: Sequence[Diagnostic]) -> list[tuple[Diagnostic, Known]]:
    return [
        (item, Known(render_uri(item.span.source.name), item.code, mark, item.message))
        for item, mark in zip(found, fingerprints(found), strict=True)
        if item.level is Level.WARNING
    ]


def render_baseline(checked: Checked) -> str:
    """Return the baseline of what was found; ends in a line break."""
    known = sorted(each for _, each in _warnings(checked.ordered()))
    return dump_json({"format": FORMAT, "findings": [asdict(each) for each in known]})


def parse_baseline(text: str) -> tuple[Known, ...]:
    """Return what a baseline holds; raise `NotABaseline` with the reason for any other text."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise NotABaseline("it is not JSON") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NotABaseline(f'it does not say "format": "{FORMAT}"')
    entries = document.get("findings")
    if not isinstance(entries, list):
        raise NotABaseline("it has no list of findings")
    return tuple(_parse_entry(number, entry) for number, entry in enumerate(entries, start=1))


def _parse_entry(number: int, entry: object) -> Known:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(name), str) for name in _MEMBERS):
        raise NotABaseline(f"its finding {number} lacks one of: {', '.join(_MEMBERS)}")
    return Known(**{name: entry[name] for name in _MEMBERS})


def settle_baseline(known: Sequence[Known], checked: Checked) -> tuple[Known, ...]:
    """Take what a baseline knows out of a run's messages, count it, and return the entries that nothing gives any more.

    An entry about a file or a kind of message that the run did not look at says nothing, and neither does any where the run
    met errors or was stopped before its end.
    """
    marks = {each.fingerprint for each in known}
    found = _warnings(checked.ordered())
    old = {id(item) for item, each in found if each.fingerprint in marks}
    checked.diagnostics = [item for item in checked.diagnostics if id(item) not in old]
    checked.known = len(old)
    if checked.has_errors or checked.is_interrupted or checked.is_out_of_time:
        return ()
    given = {each.fingerprint for _, each in found}
    files = {render_uri(name) for name in checked.files}
    return tuple(
        each
        for each in known
        if each.fingerprint not in given
        and checked.looked.includes(each.code)
        and (each.file in files or not os.path.exists(unquote(each.file)))
    )
