"""Messages for code-scanning services: SARIF 2.1.0 (OASIS standard, 27 March 2020).

Section numbers in the comments are those of the standard. Columns count UTF-16 units, which the run states (3.14.27), and every
region gives bytes as well (3.30.3 lets both stand side by side). Braces in messages are doubled, as 3.11.5 asks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engagepolicy.__about__ import __version__
from engagepolicy.diagnostics.base import Diagnostic, Fix
from engagepolicy.diagnostics.fingerprints import VERSION, fingerprints, render_uri
from engagepolicy.diagnostics.positions import Positions
from engagepolicy.diagnostics.render_json import Json, dump_json
from engagepolicy.diagnostics.render_text import render_asides
from engagepolicy.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_sarif(diagnostics: Sequence[Diagnostic], *, version: str = __version__, findings: Collection[str] = ()) -> str:
    """Return a SARIF log with one run, its results in the order given; ends in a line break.

    Args:
        diagnostics: what to report.
        version: the version of this package, as the log names it.
        findings: the codes of messages that are errors whatever their level, since somebody asked to stop at them.
    """
    by_code = {item.code: item for item in diagnostics}
    indexes = {code: index for index, code in enumerate(sorted(by_code))}
    rules = [_encode_rule(by_code[code]) for code in indexes]
    driver: dict[str, Json] = {"name": "engagepolicy", "version": version, "rules": rules}
    positions = Positions()
    marks = fingerprints(diagnostics)
    results: list[Json] = [
        _encode_result(item, indexes[item.code], positions, mark) | ({"level": "error"} if item.code in findings else {})
        for item, mark in zip(diagnostics, marks, strict=True)
    ]
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "defaultEncoding": "utf-8",
        "results": results,
    }
    return dump_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _encode_rule(item: Diagnostic) -> Json:
    return {
        "id": item.code,
        "name": type(item).__name__,
        "shortDescription": _encode_message(item.title or item.code),
        "help": _encode_message(f"See docs/{item.page}"),
        "defaultConfiguration": {"level": item.level.value},
    }


def _encode_result(item: Diagnostic, index: int, positions: Positions, mark: str) -> dict[str, Json]:
    place = _encode_place(item.span, positions)
    if item.label:
        place["message"] = _encode_message(item.label)
    result: dict[str, Json] = {
        "ruleId": item.code,
        "ruleIndex": index,
        "level": item.level.value,
        "message": _encode_message("\n".join([item.message, *render_asides(item)])),
        "locations": [place],
        "partialFingerprints": {VERSION: mark},
    }
    if item.related:
        result["relatedLocations"] = [
            {"id": number, **_encode_place(note.span, positions), "message": _encode_message(note.text)}
            for number, note in enumerate(item.related, start=1)
        ]
    if item.fixes:
        result["fixes"] = [_encode_fix(fix, positions) for fix in dict.fromkeys(item.fixes)]
    return result


def _encode_message(text: str) -> Json:
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _encode_place(span: Span, positions: Positions) -> dict[str, Json]:
    uri = render_uri(span.source.name)
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": _encode_region(span, positions)}}


def _encode_region(span: Span, positions: Positions) -> Json:
    start, end = positions.find_ends(span)
    return {
        "startLine": start.line,
        "startColumn": start.utf16_column,
        "endLine": end.line,
        "endColumn": end.utf16_column,
        "byteOffset": start.byte,
        "byteLength": end.byte - start.byte,
    }


def _encode_fix(fix: Fix, positions: Positions) -> Json:
    replacement: dict[str, Json] = {"deletedRegion": _encode_region(fix.span, positions)}
    if fix.replacement:
        replacement["insertedContent"] = {"text": fix.replacement}
    return {
        "description": _encode_message(fix.title),
        "artifactChanges": [{"artifactLocation": {"uri": render_uri(fix.span.source.name)}, "replacements": [replacement]}],
        "properties": {"applicability": fix.applicability.value},
    }
