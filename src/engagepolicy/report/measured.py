"""What was measured beside whether examples hold, in every format: what they show of the rulesets, and what falls short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from engagepolicy.diagnostics.display import render_visible
from engagepolicy.diagnostics.render_json import Json
from engagepolicy.report.coverage import Paint, encode_coverage, list_missing, no_paint, render_coverage_text
from engagepolicy.report.mutants import MutantReport, encode_mutants, list_survivors, render_mutants_text
from engagepolicy.report.suggestions import Suggested, encode_suggestions, render_suggestions_text
from engagepolicy.testing.coverage import Coverage
from engagepolicy.testing.coverage_goals import Measure


@dataclass(frozen=True, slots=True)
class Measured:
    """What was asked for besides running the examples; None where it was not. `fail_under` is the least share in percent."""

    coverage: Coverage | None = None
    suggested: tuple[Suggested, ...] | None = None
    mutants: MutantReport | None = None
    fail_under: Decimal | None = None

    def shares(self) -> Iterator[tuple[str, Decimal]]:
        """Yield what was measured in percent, each with its name."""
        if self.coverage is not None:
            yield "coverage", self.coverage.percent()
        if self.mutants is not None:
            yield "mistakes noticed", self.mutants.run.percent

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What is less than it has to be, in words."""
        least = self.fail_under
        if least is None:
            return ()
        return tuple(f"{name} is {share} %, less than {least} %" for name, share in self.shares() if share < least)


NOTHING_MEASURED = Measured()


def render_measured_text(measured: Measured, paint: Paint = no_paint) -> str:
    """Return what was measured for a terminal, each part after an empty line."""
    parts = []
    if measured.coverage is not None:
        parts.append(render_coverage_text(measured.coverage, paint))
    if measured.suggested is not None:
        parts.append(render_suggestions_text(measured.suggested, paint))
    if measured.mutants is not None:
        parts.append(render_mutants_text(measured.mutants, paint))
    if measured.shortfalls:
        parts.append("".join(f"{paint(each, 'bad')}\n" for each in measured.shortfalls))
    return "".join(f"\n{part}" for part in parts if part)


def encode_measured(measured: Measured) -> dict[str, Json]:
    """Return the members that a result in JSON has besides."""
    found: dict[str, Json] = {}
    if measured.coverage is not None:
        found["coverage"] = encode_coverage(measured.coverage)
    if measured.suggested is not None:
        found["suggestions"] = encode_suggestions(measured.suggested)
    if measured.mutants is not None:
        found["mutants"] = encode_mutants(measured.mutants)
    if measured.fail_under is not None:
        found["shortfalls"] = list(measured.shortfalls)
    return found


def add_measured(root: Element, measured: Measured) -> None:
    """Add a suite to JUnit XML: what was measured as properties, and a case that fails for each share that is too low."""
    shares = dict(measured.shares())
    if not shares:
        return
    least, failed = measured.fail_under, len(measured.shortfalls)
    cases = len(shares) if least is not None else 0
    suite = SubElement(root, "testsuite", name="measured", tests=str(cases), failures=str(failed), errors="0")
    properties = SubElement(suite, "properties")
    for name, share in shares.items():
        SubElement(properties, "property", name=f"{name} percent", value=str(share))
    if measured.coverage is not None:
        for each in Measure:
            shown, total = measured.coverage.count(each)
            if total:
                SubElement(properties, "property", name=f"coverage of {each.value}", value=f"{shown}/{total}")
    for name, share in shares.items() if least is not None else ():
        case = SubElement(suite, "testcase", classname="measured", name=f"{name} of at least {least} %")
        if least is not None and share < least:
            SubElement(case, "failure", message=f"{name} is {share} %, less than {least} %")
    root.set("tests", str(int(root.get("tests", "0")) + cases))
    root.set("failures", str(int(root.get("failures", "0")) + failed))


def list_annotations(measured: Measured) -> Iterator[tuple[str, str, int, str]]:
    """Yield what to note beside the text: how bad it is, as GitHub says it, the file, the line and the words."""
    if measured.coverage is not None:
        for missing_at, owner, missing in list_missing(measured.coverage):
            if missing_at is not None:
                yield "notice", missing_at.file, missing_at.line, render_visible(f"{owner.words}: {'; '.join(missing)}")
    if measured.mutants is not None:
        for place, name, words in list_survivors(measured.mutants):
            yield "notice", place.file, place.line, render_visible(f"{name}: no example notices {words}")
    for each in measured.shortfalls:
        yield "error", "", 0, each
