"""Findings about drafts for CI services: GitHub workflow commands, SARIF and JUnit, each at the file and line of the draft's row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeAlias
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engagepolicy.__about__ import __version__
from engagepolicy.diagnostics.display import render_visible
from engagepolicy.diagnostics.fingerprints import render_uri
from engagepolicy.diagnostics.render_github import escape_data, escape_property
from engagepolicy.diagnostics.render_junit import legal
from engagepolicy.diagnostics.render_sarif import SCHEMA
from engagepolicy.report.draft_picture import ask_for
from engagepolicy.report.reviewing import VERDICTS, Reviewed
from engagepolicy.reviewing import Verdict
from engagepolicy.runtime.findings import Finding, describe_fix

Level: TypeAlias = Literal["error", "warning", "note"]
FINGERPRINT = "engagepolicy/draft/v1"


def level_of(finding: Finding, fails_on: Verdict) -> Level:
    """Return how grave a finding is where `fails_on` and all that is more restrictive stops a draft."""
    if finding.verdict == "note":
        return "note"
    return "error" if VERDICTS.index(finding.verdict) >= VERDICTS.index(fails_on) else "warning"


def message_lines(finding: Finding, reviewed: Reviewed) -> list[str]:
    """Return what is to be done about a finding, line by line: the reason first."""
    unknown = "It is not known whether this is kept. " if finding.is_unknown else ""
    lines = [f"{finding.verdict}: {unknown}{finding.reason}"]
    lines += [f"source: {finding.source}"] if finding.source else []
    lines += [f"ask: {ask_for(path, reviewed)}" for path in finding.missing]
    lines += [f"fix: {describe_fix(each)}" for each in finding.fixes] if not finding.is_unknown else []
    return [render_visible(line) for line in lines]


def render_github_draft(reviewed: Reviewed, fails_on: Verdict) -> str:
    """Return one workflow command for each finding of a draft; notes are notices."""
    commands = []
    for finding in reviewed.findings:
        level = level_of(finding, fails_on)
        name = reviewed.find_text("id")
        title = f"{finding.rule} ({name})" if name else finding.rule
        properties = {"file": reviewed.source, "line": str(reviewed.row.line), "title": title}
        written = ",".join(f"{key}={escape_property(render_visible(value))}" for key, value in properties.items())
        message = escape_data("\n".join(message_lines(finding, reviewed)))
        commands.append(f"::{'notice' if level == 'note' else level} {written}::{message}\n")
    return "".join(commands)


def render_sarif_drafts(drafts: Iterable[Reviewed], fails_on: Verdict) -> str:
    """Return a SARIF 2.1.0 log with one run: a rule for each constraint that found something, a result for each finding."""
    indexes: dict[str, int] = {}
    rules: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    for reviewed in drafts:
        for finding in reviewed.findings:
            index = indexes.setdefault(finding.rule, len(indexes))
            if index == len(rules):
                rules.append({"id": finding.rule, "shortDescription": _message(finding.reason)})
            results.append(_encode_result(finding, reviewed, index, fails_on))
    driver = {"name": "engagepolicy", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "defaultEncoding": "utf-8", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _encode_result(finding: Finding, reviewed: Reviewed, index: int, fails_on: Verdict) -> dict[str, Any]:
    uri = render_uri(reviewed.source)
    which = "\0".join([finding.rule, uri, reviewed.find_text("id") or str(reviewed.row.line)])
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": level_of(finding, fails_on),
        "message": _message("\n".join(message_lines(finding, reviewed))),
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": reviewed.row.line}}}],
        "partialFingerprints": {FINGERPRINT: hashlib.sha256(which.encode("utf-8", "surrogatepass")).hexdigest()},
    }


def _message(text: str) -> dict[str, str]:
    return {"text": "\n".join(map(render_visible, text.split("\n"))).replace("{", "{{").replace("}", "}}")}


def render_junit_drafts(drafts: Sequence[Reviewed], fails_on: Verdict) -> str:
    """Return JUnit XML: a suite for each input, a case for each draft, which fails where a finding stops it."""
    by_source: dict[str, list[Reviewed]] = {}
    for each in drafts:
        by_source.setdefault(each.source, []).append(each)
    failing = {id(each) for each in drafts if any(level_of(one, fails_on) == "error" for one in each.findings)}
    root = Element("testsuites", name="engagepolicy", tests=str(len(drafts)), failures=str(len(failing)), errors="0")
    for source, listed in by_source.items():
        failures = str(sum(id(each) in failing for each in listed))
        suite = SubElement(root, "testsuite", name=legal(source), tests=str(len(listed)), failures=failures, errors="0", skipped="0")
        for each in listed:
            name = each.find_text("id") or f"line {each.row.line}"
            case = SubElement(suite, "testcase", classname=legal(source), name=legal(name), line=str(each.row.line))
            if id(each) in failing:
                rules = ", ".join(one.rule for one in each.findings)
                failure = SubElement(case, "failure", type=each.review.verdict, message=legal(f"{each.review.verdict}: {rules}"))
                failure.text = "\n".join(legal(line) for one in each.findings for line in (one.rule, *message_lines(one, each)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
