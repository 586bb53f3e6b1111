"""How examples came out, as text, JSON, JUnit XML and GitHub annotations."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engagepolicy.diagnostics.display import render_visible
from engagepolicy.diagnostics.render_github import render_github
from engagepolicy.diagnostics.render_json import Json, dump_json, encode_messages
from engagepolicy.report.measured import NOTHING_MEASURED, Measured, add_measured, encode_measured, list_annotations
from engagepolicy.report.rulesets import Tested
from engagepolicy.testing.examples import ExampleResult
from engagepolicy.testing.judging import Failure

Paint = Callable[[str, str], str]
"""Colours a text by what it means: `good`, `bad`, `strong` or `dim`."""


def _no_paint(text: str, meaning: str) -> str:
    return text


def _place(file: str, result: ExampleResult, failure: Failure | None = None) -> str:
    place = (failure.place if failure is not None else None) or result.place
    return file if place is None else f"{place.file}:{place.line}"


def _moment(failure: Failure) -> str:
    return "" if failure.moment is None else f", {failure.moment}"


def _told(failure: Failure) -> str:
    when = "" if failure.moment is None else f" {failure.moment}"
    return f"expected {failure.expected}{when}, found {failure.found}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def render_examples_summary(tested: Tested) -> str:
    """Return one line such as `41 examples passed, 1 failed in 2 rulesets`."""
    passed = len(tested.results) - tested.failed
    failed = f", {tested.failed} failed" if tested.failed else ""
    broken = f"; {_count(len(tested.broken.diagnostics), 'error')} in the rulesets" if tested.broken.diagnostics else ""
    return f"{_count(passed, 'example')} passed{failed} in {_count(tested.files, 'ruleset')}{broken}"


def render_examples_text(tested: Tested, paint: Paint = _no_paint, *, verbose: bool = False) -> str:
    """Return the examples that do not hold, what each expected and what was found; with `verbose` those that hold too."""
    lines: list[str] = []
    for file, result in tested.results:
        if result.holds:
            if verbose:
                lines.append(f"{paint('ok  ', 'good')} {_place(file, result)}: {render_visible(result.name)}")
            continue
        lines.append(f"{paint('FAIL', 'bad')} {_place(file, result)}: {paint(render_visible(result.name), 'strong')}")
        for failure in result.failures:
            lines.append(f"     {paint(_place(file, result, failure) + _moment(failure), 'dim')}")
            lines.append(f"       expected  {paint(render_visible(failure.expected), 'good')}")
            lines.append(f"       found     {paint(render_visible(failure.found), 'bad')}")
    return "".join(f"{line}\n" for line in lines)


def render_examples_json(tested: Tested, measured: Measured = NOTHING_MEASURED) -> str:
    """Return `{"passed", "failed", "examples": [{"name", "file", "line", "holds", "failures"}], "errors"}`.

    A failure is `{"expected", "found", "line", "moment"}`; `moment` says when in a case it was, and is null for a decision.
    `errors` are the messages that kept rulesets from loading, as `render_json` writes them. What was measured besides has members of
    its own.
    """
    examples: list[Json] = [_encode(file, result) for file, result in tested.results]
    errors = encode_messages(tested.broken.ordered())
    told: dict[str, Json] = {"passed": len(tested.results) - tested.failed, "failed": tested.failed, "examples": examples, "errors": errors}
    return dump_json(told | encode_measured(measured))


def _encode(file: str, result: ExampleResult) -> Json:
    failures: list[Json] = [
        {
            "expected": each.expected,
            "found": each.found,
            "line": each.place.line if each.place else None,
            "moment": each.moment,
        }
        for each in result.failures
    ]
    line = result.place.line if result.place else None
    return {"name": result.name, "file": file, "line": line, "holds": result.holds, "failures": failures}


def render_examples_junit(tested: Tested, measured: Measured = NOTHING_MEASURED) -> str:
    """Return JUnit XML: a suite for each file, a test case for each example; a ruleset that does not load is an error."""
    files: dict[str, list[ExampleResult]] = {name: [] for name in tested.broken.files}
    for file, result in tested.results:
        files[file].append(result)
    for each in tested.broken.diagnostics:
        files.setdefault(each.span.source.name, [])
    broken = len(tested.broken.diagnostics)
    total = str(len(tested.results) + broken)
    root = Element("testsuites", name="engagepolicy", tests=total, failures=str(tested.failed), errors=str(broken))
    for file, results in files.items():
        errors = [each for each in tested.broken.diagnostics if each.span.source.name == file]
        failed = sum(not each.holds for each in results)
        count = str(len(results) + len(errors))
        suite = SubElement(root, "testsuite", name=_legal(file), tests=count, failures=str(failed), errors=str(len(errors)))
        for each in errors:
            case = SubElement(suite, "testcase", classname=_legal(file), name=f"{each.code} at line {each.span.line}")
            SubElement(case, "error", type=each.code, message=_legal(each.message))
        for result in results:
            _add_case(suite, file, result)
    add_measured(root, measured)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_case(suite: Element, file: str, result: ExampleResult) -> None:
    case = SubElement(suite, "testcase", classname=_legal(file), name=_legal(result.name))
    if result.place is not None:
        case.set("line", str(result.place.line))
    if not result.holds:
        texts = list(map(_told, result.failures))
        failure = SubElement(case, "failure", message=_legal(texts[0]))
        failure.text = "\n".join(map(_legal, texts))


def _legal(text: str) -> str:
    """Return text that XML 1.0 can hold: controls and lone surrogates are shown, not sent."""
    return render_visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def render_examples_github(tested: Tested, measured: Measured = NOTHING_MEASURED) -> str:
    """Return an annotation for each expectation that does not hold, each error of a ruleset, and what was measured and falls short."""
    lines = [render_github(tested.broken.ordered())]
    for file, result in tested.results:
        for failure in result.failures:
            place = failure.place or result.place
            where = f"file={_property(place.file if place else file)},line={place.line if place else 1}"
            text = _data(f"{render_visible(result.name)}: {_told(failure)}")
            lines.append(f"::error {where},title=test::{text}\n")
    for level, file, line, words in list_annotations(measured):
        where = f" file={_property(file)},line={line},title=test" if file else " title=test"
        lines.append(f"::{level}{where}::{_data(words)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(render_visible(text)).replace(":", "%3A").replace(",", "%2C")
