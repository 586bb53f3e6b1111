"""Messages as JUnit XML, for CI services that show test results: a suite for each file, a failure for each message."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.display import render_visible
from engagepolicy.diagnostics.render_text import render_one

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (production 2, Char) cannot hold, not even escaped."""


def render_junit(diagnostics: Sequence[Diagnostic], *, files: Collection[str] = ()) -> str:
    """Return the messages as XML; a file of `files` without a message becomes a test that passed. Ends in a line break.

    Args:
        diagnostics: what to report.
        files: the names of all files that were looked at; files with messages need not be among them.
    """
    by_file: dict[str, list[Diagnostic]] = {name: [] for name in files}
    for item in diagnostics:
        by_file.setdefault(item.span.source.name, []).append(item)
    tests = sum(max(1, len(items)) for items in by_file.values())
    root = Element("testsuites", name="engagepolicy", tests=str(tests), failures=str(len(diagnostics)), errors="0")
    for name, items in by_file.items():
        suite = SubElement(
            root, "testsuite", name=legal(name), tests=str(max(1, len(items))), failures=str(len(items)), errors="0", skipped="0"
        )
        if not items:
            SubElement(suite, "testcase", classname=legal(name), name="check")
        for item in items:
            _add_failure(suite, item)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_failure(suite: Element, item: Diagnostic) -> None:
    span = item.span
    name = f"{item.code} at line {span.line}, column {span.column}"
    case = SubElement(suite, "testcase", classname=legal(span.source.name), name=name, line=str(span.line))
    failure = SubElement(case, "failure", type=f"{item.level.value}[{item.code}]", message=legal(item.message))
    failure.text = _ILLEGAL.sub("\ufffd", render_one(item))


def legal(text: str) -> str:
    """Return text for an attribute: controls shown, and nothing that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", render_visible(text))
