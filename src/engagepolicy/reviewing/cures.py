"""Texts changed by fixes, and the text that cures as many findings as can be cured mechanically."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from engagepolicy.ir.constraints import Fix, Insertion, Question, Removal, Replacement
from engagepolicy.runtime.findings import Finding, TextSpan

TEXT = "text"

Judge: TypeAlias = Callable[[str], tuple[Finding, ...]]
"""Reviews the draft with another text in place of its own."""


def apply_fix(text: str, fix: Fix, spans: Iterable[TextSpan]) -> str:
    """Return the text with the fix applied; `spans` are what was found in it."""
    match fix:
        case Insertion(text=inserted, at="start"):
            return f"{inserted.rstrip()} {text}".strip() if text.strip() else inserted.strip()
        case Insertion(text=inserted):
            return f"{text.rstrip()} {inserted.strip()}" if text.strip() else inserted.strip()
        case Removal():
            return _put_in_place(text, "", spans)
        case Replacement(text=new):
            return _put_in_place(text, new, spans)
        case Question():
            return text


def _put_in_place(text: str, new: str, spans: Iterable[TextSpan]) -> str:
    """Put `new` in place of the spans, which may touch; what is left empty leaves no double space behind."""
    kept: list[str] = []
    position = 0
    for span in sorted(each for each in spans if each.field == TEXT):
        if span.end <= position:
            continue
        before = text[position : max(span.start, position)]
        is_doubled = not new and before[-1:].isspace() and text[span.end : span.end + 1].isspace()
        kept += [before[:-1] if is_doubled else before, new]
        position = span.end
    return "".join([*kept, text[position:]]).strip()


def find_cure(text: str, findings: Sequence[Finding], judge: Judge) -> str | None:
    """Return the text with every fix that cures its finding and brings up no other; None where none does.

    Fixes are tried one after the other, each on the text as the ones before left it, so that one line is not added twice for two
    findings that it cures together.
    """
    current, left = text, tuple(findings)
    for rule in [each.rule for each in findings if each.verdict == "revise"]:
        finding = next((each for each in left if each.rule == rule), None)
        if finding is None:
            continue
        for fix in finding.fixes:
            changed = apply_fix(current, fix, finding.spans)
            if changed == current:
                continue
            after = judge(changed)
            rules = {each.rule for each in after}
            if rule not in rules and rules <= {each.rule for each in left}:
                current, left = changed, after
                break
    return None if current == text else current
