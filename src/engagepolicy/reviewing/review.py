"""The face of a review, and how one is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NoReturn, TypeAlias, cast

from typing_extensions import override

from engagepolicy.backends.interpreter import Evaluation
from engagepolicy.ir.constraints import SEVERITIES
from engagepolicy.ir.expressions import Constant
from engagepolicy.reviewing.computing import Compute, Computed
from engagepolicy.reviewing.cures import TEXT, find_cure
from engagepolicy.reviewing.explaining import ReviewExplanation, explain_review
from engagepolicy.runtime.facts import facts_in_utc, in_utc
from engagepolicy.runtime.findings import Finding, Spans, TextSpan, find_findings, write_finding, write_span
from engagepolicy.runtime.prepared import PolicyIdentity, Prepared, Setting
from engagepolicy.runtime.record import LATEST, NotARecord, Recorded, read_record, write_evidence
from engagepolicy.runtime.trace import NO_TESTS, KnownTests, Trace

Verdict: TypeAlias = Literal["allow", "approve", "revise", "block"]
"""May go out; a person must say yes or give a missing fact; the text must change first; nothing cures it."""

KIND = "review"
NO_MOMENT = LATEST
"""A review as of no known moment is made as if it were the latest there is: what has no end holds, what has one is over."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a policy says of one draft; immutable, and equal to another that says the same.

    `verdict` is the most restrictive of the findings, `allow` where there is none or only notes. `as_of` is the moment of the
    review in UTC, None where nobody gave one. `suggested_text` is the draft's text changed so that it cures at least one finding
    and brings up no other; None where no fix does.
    """

    policy: PolicyIdentity
    as_of: datetime | None
    verdict: Verdict
    findings: tuple[Finding, ...]
    suggested_text: str | None
    prepared: Prepared = field(compare=False, repr=False)
    trace: Trace = field(compare=False, repr=False)
    spans: Spans = field(compare=False, repr=False)

    @property
    def is_allowed(self) -> bool:
        """Whether it may go out as it is."""
        return self.verdict == "allow"

    @property
    def pillars(self) -> frozenset[str]:
        """The pillars of the findings that ask for something."""
        return frozenset(each.pillar for each in self.findings if each.pillar is not None and each.verdict != "note")

    @override
    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: it holds private facts as they are, and the whole program."""
        raise TypeError("a review is not pickled: hand on its to_record(), of which policy.replay() makes it again")

    def __copy__(self) -> Review:
        """Return itself: nothing in it changes."""
        return self

    def __deepcopy__(self, memo: Mapping[int, object]) -> Review:
        """Return itself: nothing in it changes."""
        return self

    def explain(self) -> ReviewExplanation:
        """Return which tests made each finding."""
        return explain_review(self.prepared, self.trace, self.verdict, self.findings)

    def to_record(self) -> dict[str, Any]:
        """Return plain JSON data that is enough to make the same review again: the facts that were read, private ones masked."""
        return write_evidence(self.prepared, self.trace) | {
            "kind": KIND,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "verdict": self.verdict,
            "findings": [write_finding(each) for each in self.findings],
            "suggested_text": self.suggested_text,
            "computed_from": {path: [write_span(each) for each in spans] for path, spans in sorted(self.spans.items()) if spans},
        }


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Return the most restrictive verdict of the findings."""
    worst = max((each.verdict for each in findings), key=SEVERITIES.index, default="note")
    return cast(Verdict, "allow" if worst == "note" else worst)


def _trace(prepared: Prepared, facts: Mapping[str, object], as_of: datetime, tests: KnownTests = NO_TESTS) -> Trace:
    evaluation = Evaluation(Setting(prepared, as_of), facts_in_utc(facts), tests)
    return Trace(evaluation.facts, as_of, {}, {}, {}, evaluation.value, tests)


def _build(
    prepared: Prepared, trace: Trace, spans: Spans, suggest: Callable[[tuple[Finding, ...]], str | None]
) -> Review:
    findings = find_findings(prepared, trace, "draft", spans)
    moment = None if trace.as_of == NO_MOMENT else trace.as_of
    return Review(prepared.identity, moment, verdict_of(findings), findings, suggest(findings), prepared, trace, spans)


def review_draft(prepared: Prepared, facts: Mapping[str, Constant], as_of: datetime, compute: Compute) -> Review:
    """Review the facts of a draft as of a moment with a zone (`NO_MOMENT` where there is none)."""
    moment: datetime = as_of if in_utc(as_of) is None else in_utc(as_of)

    def look(text: str | None) -> tuple[Trace, Computed]:
        given = dict(facts) if text is None else {**facts, TEXT: text}
        computed = compute(facts_in_utc(given), moment)
        return _trace(prepared, {**given, **computed.facts}, moment), computed

    def judge(text: str) -> tuple[Finding, ...]:
        trace, computed = look(text)
        return find_findings(prepared, trace, "draft", computed.spans)

    trace, computed = look(None)
    own = facts.get(TEXT)
    return _build(
        prepared, trace, computed.spans, lambda findings: find_cure(own, findings, judge) if isinstance(own, str) else None
    )


def replay_review(prepared: Prepared, record: Mapping[str, Any]) -> Review:
    """Make a recorded review again; raise `PolicyMismatch` if another policy made it, `NotARecord` if it is no such record."""
    recorded: Recorded = read_record(prepared, record, KIND)
    try:
        spans = {path: tuple(_read_span(each) for each in listed) for path, listed in record["computed_from"].items()}
        suggested = record["suggested_text"]
    except (LookupError, TypeError, AttributeError) as error:
        raise NotARecord("this is not the record of a review, or a part of it was lost or changed") from error
    if suggested is not None and not isinstance(suggested, str):
        raise NotARecord("the suggested text of the record is no text")
    return _build(prepared, _trace(prepared, recorded.facts, recorded.as_of, recorded.tests), spans, lambda _: suggested)


def _read_span(data: Mapping[str, Any]) -> TextSpan:
    return TextSpan(str(data["field"]), int(data["start"]), int(data["end"]), str(data["sought"]))
