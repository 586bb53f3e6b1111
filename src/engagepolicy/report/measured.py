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
from engagepolicy.testing.coverage_goals import OVER_TIME, Measure


@dataclass(frozen=True, slots=True)
class Share:
    """A share in percent with its name; `least` is what it is to be, None where nothing was said."""

    name: str
    percent: Decimal
    least: Decimal | None

    @property
    def is_short(self) -> bool:
        """Whether it is less than it is to be."""
        return self.least is not None and self.percent < self.least

    @property
    def words(self) -> str:
        """By how much it is less."""
        return f"{self.name} is {self.percent} %, less than {self.least} %"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was asked for besides running the examples; None where it was not. `fail_under` is the least share in percent.

    `fail_under_time` is that of what happens as time passes, which `fail_under` leaves out.
    """

    coverage: Coverage | None = None
    suggested: tuple[Suggested, ...] | None = None
    mutants: MutantReport | None = None
    fail_under: Decimal | None = None
    fail_under_time: Decimal | None = None

    def shares(self) -> Iterator[Share]:
        """Yield what was measured in percent, each with its name and the least that it is to be."""
        if self.coverage is not None:
            yield Share("coverage", self.coverage.percent(), self.fail_under)
            if self.coverage.count(OVER_TIME)[1]:
                yield Share("coverage over time", self.coverage.percent(OVER_TIME), self.fail_under_time)
        if self.mutants is not None:
            yield Share("mistakes noticed", self.mutants.run.percent, self.fail_under)

    @property
    def is_held(self) -> bool:
        """Whether a least share was asked for."""
        return self.fail_under is not None or self.fail_under_time is not None

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What is less than it has to be, in words."""
        return tuple(each.words for each in self.shares() if each.is_short)


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
    if measured.is_held:
        found["shortfalls"] = list(measured.shortfalls)
    return found


def add_measured(root: Element, measured: Measured) -> None:
    """Add a suite to JUnit XML: what was measured as properties, and a case that fails for each share that is too low."""
    shares = list(measured.shares())
    if not shares:
        return
    held = [each for each in shares if each.least is not None]
    failed = len(measured.shortfalls)
    suite = SubElement(root, "testsuite", name="measured", tests=str(len(held)), failures=str(failed), errors="0")
    properties = SubElement(suite, "properties")
    for share in shares:
        SubElement(properties, "property", name=f"{share.name} percent", value=str(share.percent))
    if measured.coverage is not None:
        for each in Measure:
            shown, total = measured.coverage.count(each)
            if total:
                SubElement(properties, "property", name=f"coverage of {each.value}", value=f"{shown}/{total}")
    for share in held:
        case = SubElement(suite, "testcase", classname="measured", name=f"{share.name} of at least {share.least} %")
        if share.is_short:
            SubElement(case, "failure", message=share.words)
    root.set("tests", str(int(root.get("tests", "0")) + len(held)))
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
