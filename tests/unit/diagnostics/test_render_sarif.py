"""SARIF logs: the shape that the standard asks for, and places that agree with the text."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from engagepolicy.diagnostics.base import Diagnostic, Fix
from engagepolicy.diagnostics.fingerprints import render_uri
from engagepolicy.diagnostics.render_sarif import render_sarif
from engagepolicy.source import SourceText, Span
from tests.unit.diagnostics.invented import CARE, InventedError, elsewhere, empty_rule, misspelt

Shape = dict[str, object]


def closed(required: Shape, **optional: object) -> Shape:
    """Return the schema of an object that has all of `required`, some of `optional` and nothing else."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def many(items: Shape, least: int = 0) -> Shape:
    """Return the schema of a list without repeats."""
    return {"type": "array", "items": items, "minItems": least, "uniqueItems": True}


STRING: Shape = {"type": "string"}
FROM_0: Shape = {"type": "integer", "minimum": 0}
FROM_1: Shape = {"type": "integer", "minimum": 1}
LEVEL: Shape = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = closed({"text": STRING})
URI: Shape = {"type": "string", "pattern": r"^([A-Za-z0-9._~/-]|file:|%[0-9A-F]{2})*$"}
ARTIFACT = closed({"uri": URI})
LINES = dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), FROM_1)
REGION = closed({**LINES}, byteOffset=FROM_0, byteLength=FROM_0)
LOCATION = closed({"physicalLocation": closed({"artifactLocation": ARTIFACT, "region": REGION})}, id=FROM_0, message=MESSAGE)
REPLACEMENT = closed({"deletedRegion": REGION}, insertedContent=closed({"text": STRING}))
CHANGE = closed({"artifactLocation": ARTIFACT, "replacements": many(REPLACEMENT, 1)})
RESULT = closed(
    {"message": MESSAGE, "ruleId": STRING, "ruleIndex": FROM_0, "level": LEVEL, "locations": many(LOCATION, 1)},
    partialFingerprints={"type": "object", "additionalProperties": STRING},
    relatedLocations=many(LOCATION),
    fixes=many(closed({"artifactChanges": many(CHANGE, 1)}, description=MESSAGE, properties={"type": "object"})),
)
RULE = closed({"id": STRING}, name=STRING, shortDescription=MESSAGE, help=MESSAGE, defaultConfiguration=closed({"level": LEVEL}))
DRIVER = closed({"name": STRING}, version=STRING, rules=many(RULE))
RUN = closed(
    {"tool": closed({"driver": DRIVER}), "results": {"type": "array", "items": RESULT}},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    defaultEncoding=STRING,
)
LOG = closed({"version": {"const": "2.1.0"}, "runs": {"type": "array", "items": RUN}}, **{"$schema": STRING})
"""What the standard allows in the objects that we write."""

EMPTY = InventedError(Span(SourceText("", ""), 0, 0), words="")
HOSTILE = InventedError(Span(SourceText("\x00\ud800 ü?#:[", "😀\r\n\ud800\x1b"), 1, 5), words="{0} [here](1) \x1b\ud800")


@pytest.mark.parametrize("messages", [(), (misspelt(), empty_rule(), elsewhere()), (EMPTY, HOSTILE), (misspelt(), misspelt())])
def test_a_log_has_the_shape_of_the_standard(messages: tuple[Diagnostic, ...]) -> None:
    log = json.loads(render_sarif(messages))

    Draft202012Validator(LOG).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [item.code for item in messages]


def test_messages_in_full(check_golden: Callable[[str, str], None]) -> None:
    check_golden("messages.sarif", render_sarif([misspelt(), empty_rule(), elsewhere()], version="1.2.3"))


def test_bytes_and_columns_lead_to_the_place() -> None:
    words = "author.folowers > 5"
    start = CARE.text.index(words)
    log = json.loads(render_sarif([InventedError(Span(CARE, start, start + len(words)))]))
    region = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]

    first = region["byteOffset"]
    assert CARE.text.encode()[first : first + region["byteLength"]].decode() == words
    line = CARE.text.split("\n")[region["startLine"] - 1].encode("utf-16-le")
    assert line[2 * region["startColumn"] - 2 : 2 * region["endColumn"] - 2].decode("utf-16-le") == words


def test_braces_are_doubled_as_the_standard_asks() -> None:
    log = json.loads(render_sarif([InventedError(Span(CARE, 0, 1), words="expected {} before {0}")]))

    assert log["runs"][0]["results"][0]["message"]["text"] == "expected {{}} before {{0}}"


def test_the_same_fix_is_offered_once() -> None:
    fix = Fix("write it", Span(CARE, 0, 1), "x")
    log = json.loads(render_sarif([InventedError(Span(CARE, 0, 1), edits=(fix, fix))]))

    assert len(log["runs"][0]["results"][0]["fixes"]) == 1


def fingerprints(*messages: Diagnostic) -> list[str]:
    (run,) = json.loads(render_sarif(messages))["runs"]
    return [result["partialFingerprints"]["engagepolicy/v2"] for result in run["results"]]


def test_a_fingerprint_survives_lines_above_and_a_new_indent() -> None:
    before, after = SourceText("t", "\twhen folowers\n"), SourceText("t", "# more\n\n  when folowers\n")

    assert fingerprints(InventedError(Span(before, 6, 14))) == fingerprints(InventedError(Span(after, 15, 23)))


def test_fingerprints_tell_messages_apart() -> None:
    one, two = SourceText("t", "a a\na a\n"), SourceText("u", "a a\na a\n")
    found = fingerprints(*(InventedError(Span(source, start, start + 1)) for source in (one, two) for start in (0, 2, 4)))

    assert len(set(found)) == 6


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("brands/care.engage", "brands/care.engage"),
        ("./brands//care.engage", "brands/care.engage"),
        ("../a b%.engage", "../a%20b%25.engage"),
        ("c:d.engage", "c%3Ad.engage"),
        ("<string>", "%3Cstring%3E"),
        ("漢.engage", "%E6%BC%A2.engage"),
        ("/srv/care.engage", "file:///srv/care.engage"),
    ],
)
def test_names_of_files_become_uris(name: str, uri: str) -> None:
    assert render_uri(name) == uri
