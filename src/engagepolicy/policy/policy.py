"""A policy: a program that can be asked, and nothing that changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, assert_never

from typing_extensions import override

from engagepolicy.backends.interpreter import decide
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.inputs.problems import InvalidInput, Problem
from engagepolicy.inputs.reader import Extra, Reader
from engagepolicy.ir.codec import decode_program, encode_program
from engagepolicy.ir.expressions import Constant
from engagepolicy.ir.program import Example, Program
from engagepolicy.policy.readings import with_readings
from engagepolicy.reviewing import NO_MOMENT, DisclosureFinder, Review, replay_review, review_draft
from engagepolicy.runtime.decision import Decision, Explanation
from engagepolicy.runtime.prepared import PolicyIdentity, Prepared
from engagepolicy.runtime.record import Json, read_record
from engagepolicy.tracking import Case as TrackedCase
from engagepolicy.tracking import CaseReader, CaseStatus, TrackingRules, rules_of, track

if TYPE_CHECKING:
    from engagepolicy.inputs.models import Facts
    from engagepolicy.signals.observing import Observer, Readings
    from engagepolicy.signals.store import SignalStore

INTERACTION = "interaction"
MOMENT = "received_at"
DRAFT = "draft"
SchemaOf: TypeAlias = Literal["interaction", "draft", "case", "decision", "review", "status"]
PUBLISHED, DAY = "publish_at", "date"


def _explain(decision: Decision) -> Explanation:
    """Return the decision's reasons; most decisions are never explained, so what explains them is imported here."""
    from engagepolicy.explanation import explain

    return explain(decision)


def _moment_of(facts: Mapping[str, object]) -> datetime:
    moment = facts.get(MOMENT)
    if not isinstance(moment, datetime):
        raise InvalidInput((Problem(MOMENT, "nothing", "a moment with a zone"),))
    return moment


def _explain_case(status: CaseStatus) -> Explanation:
    """Return why a case stands as it stands; imported here for the same reason."""
    from engagepolicy.tracking.case_explanation import explain_case

    return explain_case(status)


class Policy:
    """A loaded ruleset with all that it uses. Immutable; threads and asyncio tasks may share it."""

    def __init__(self, program: Program, examples: tuple[Example, ...] = (), warnings: tuple[Diagnostic, ...] = ()) -> None:
        """Take a program made by the compiler or read from JSON; `load` and `loads` are the usual ways to a policy."""
        self._program = program
        self._examples = examples
        self._warnings = warnings
        self._prepared = Prepared(program)
        self._reader = Reader(program.schema_by_name, INTERACTION)

    @override
    def __repr__(self) -> str:
        """Show which policy it is."""
        return f"<Policy {self.name} {self.version}>"

    @override
    def __reduce__(self) -> tuple[type[Policy], tuple[Program, tuple[Example, ...], tuple[Diagnostic, ...]]]:
        """Pickle as what it was made of: what is worked out from that is worked out again where it is unpickled."""
        return type(self), (self.program, self.examples, self.warnings)

    @property
    def program(self) -> Program:
        """The compiled program; its shape may change between versions."""
        return self._program

    @property
    def examples(self) -> tuple[Example, ...]:
        """The ruleset's `test` blocks."""
        return self._examples

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The messages that did not stop it from loading, less those that a comment in the ruleset allows."""
        return self._warnings

    @property
    def name(self) -> str:
        """The ruleset's dotted name."""
        return self.program.name

    @property
    def version(self) -> str:
        """The ruleset's version, as its author wrote it."""
        return self.program.version

    @cached_property
    def identity(self) -> PolicyIdentity:
        """Name, version and digest together, as every decision carries them."""
        return self._prepared.identity

    @property
    def digest(self) -> str:
        """The sha256 of the canonical policy in hexadecimal, the same on every machine and for any order of declarations."""
        return self.identity.digest

    @property
    def Interaction(self) -> type[Facts]:
        """The pydantic model of an incoming interaction, made from the ruleset's own schema."""
        return self._reader.model

    def read(self, interaction: object, extra: Extra = "forbid") -> dict[str, Constant]:
        """Return the facts of an interaction by dotted path, as `decide` sees them; raise `InvalidInput` with every problem."""
        return self._reader.read(interaction, extra)

    def read_row(self, values: Mapping[str, object], texts: frozenset[str] = frozenset()) -> dict[str, Constant]:
        """Return the facts of a row whose keys in `texts` hold text to be read by type; raise `InvalidInput`."""
        return self._reader.read_row(values, texts)

    @property
    def fact_paths(self) -> tuple[str, ...]:
        """The dotted paths of every fact that an interaction may have."""
        return self._reader.paths

    def decide(self, interaction: object, *, signals: Mapping[str, object] | None = None, extra: Extra = "forbid") -> Decision:
        """Return what the policy decides about an incoming interaction.

        `interaction` is a mapping (nested, or with dotted keys), a pydantic model, or JSON as text or bytes. The decision is made as of
        its `received_at`, which carries a zone. `signals` are the readings that `observe` gave; one that the interaction gives too must
        be the same. `extra="ignore"` drops fields that the ruleset does not declare; otherwise they are errors. Pure: the same input
        gives an equal decision on every machine. Raises `InvalidInput`, with every problem of the input.
        """
        facts = self._reader.read(interaction, extra)
        return self.decide_facts(self.with_readings(facts, signals) if signals else facts)

    def decide_facts(self, facts: Mapping[str, object]) -> Decision:
        """Return the decision on facts that `read` gave."""
        return decide(self._prepared, facts, _moment_of(facts), explain=_explain)

    @property
    def signals(self) -> tuple[str, ...]:
        """The names of the ruleset's signals, sorted."""
        return tuple(each.name for each in self.program.signals)

    @cached_property
    def _observer(self) -> Observer:
        from engagepolicy.signals.observing import Observer

        return Observer(self._prepared)

    def observe(self, interaction: object, store: SignalStore, *, extra: Extra = "forbid") -> Readings:
        """Add an interaction to a store and return what each signal reads as of its `received_at`, by name.

        A signal that is not known, because the interaction lacks a fact that makes its groups, is not among them; what the interaction
        says of signals itself is not looked at. To observe it again changes nothing. Private values are hashed before they reach the
        store. Raises `InvalidInput`, and `StoreUnavailable` of `engagepolicy.signals`.
        """
        return self.observe_facts(self._reader.read(interaction, extra), store)

    def observe_facts(self, facts: Mapping[str, Constant], store: SignalStore) -> Readings:
        """Return the readings for facts that `read` gave, as `observe` does."""
        return self._observer.observe(facts, _moment_of(facts), store)

    def with_readings(self, facts: Mapping[str, Constant], readings: Mapping[str, object]) -> dict[str, Constant]:
        """Return facts that `read` gave with the readings of signals among them; raise `InvalidInput` where the two differ."""
        return with_readings(facts, readings, self.program, INTERACTION)

    @cached_property
    def _draft_reader(self) -> Reader:
        return Reader(self.program.schema_by_name, DRAFT)

    @cached_property
    def _prepared_for_drafts(self) -> Prepared:
        return Prepared(self._program, DRAFT)

    @cached_property
    def _disclosure_finder(self) -> DisclosureFinder:
        return DisclosureFinder(self._program)

    @property
    def Draft(self) -> type[Facts]:
        """The pydantic model of a draft, made from the ruleset's own schema."""
        return self._draft_reader.model

    def review(self, draft: object, at: datetime | None = None, *, extra: Extra = "forbid") -> Review:
        """Return whether a draft may go out, what was found, and a text that cures it where one can be made.

        `draft` is a mapping (nested, or with dotted keys), a pydantic model, or JSON as text or bytes. The review is made as of the
        draft's `publish_at`, else the first moment of its `date` in the policy's zone, else `at`, which carries a zone. Where there is
        no moment at all, terms and constraints without an end are in force and those with an end are over. Pure. Raises `InvalidInput`.
        """
        return self.review_facts(self._draft_reader.read(draft, extra), at)

    def review_facts(self, facts: Mapping[str, Constant], at: datetime | None = None) -> Review:
        """Return the review of facts that `read_draft` gave."""
        if at is not None and at.utcoffset() is None:
            raise InvalidInput((Problem("at", "a moment without a zone", "a moment with a zone"),))
        moment, day = facts.get(PUBLISHED), facts.get(DAY)
        if isinstance(day, date) and not isinstance(moment, datetime):
            moment = datetime.combine(day, time(), self._prepared_for_drafts.zone)
        as_of = moment if isinstance(moment, datetime) else at or NO_MOMENT
        return review_draft(self._prepared_for_drafts, facts, as_of, self._disclosure_finder)

    def read_draft(self, draft: object, extra: Extra = "forbid") -> dict[str, Constant]:
        """Return the facts of a draft by dotted path, as `review` sees them; raise `InvalidInput` with every problem."""
        return self._draft_reader.read(draft, extra)

    def read_draft_row(self, values: Mapping[str, object], texts: frozenset[str] = frozenset()) -> dict[str, Constant]:
        """Return the facts of a draft in a row whose keys in `texts` hold text to be read by type; raise `InvalidInput`."""
        return self._draft_reader.read_row(values, texts)

    @property
    def draft_paths(self) -> tuple[str, ...]:
        """The dotted paths of every fact that a draft may have."""
        return self._draft_reader.paths

    @cached_property
    def _case_reader(self) -> CaseReader:
        return CaseReader(self.program.schema_by_name, INTERACTION)

    @cached_property
    def _tracking_rules(self) -> TrackingRules:
        return rules_of(self.program)

    @property
    def Case(self) -> type[Facts]:
        """The pydantic model of a case: `id`, `opened_at`, `opened_by`, the interaction's `facts`, and `events`."""
        return self._case_reader.model

    def track(self, case: object, now: datetime, *, extra: Extra = "forbid") -> CaseStatus:
        """Return how a case stands at `now`, a moment with a zone: its clocks, its tier, what happened when, when to ask again.

        `case` is a mapping, a `Case` of this policy or of `tracking`, or JSON as text or bytes; its events may come in any order and
        twice. Decisions are made on the facts as they are after each event, as of the moment at which the case was opened. Pure: the
        same case and moment give an equal status whatever was asked before. Raises `InvalidInput`, with every problem of the case.
        """
        if now.utcoffset() is None:
            raise InvalidInput((Problem("now", "a moment without a zone", "a moment with a zone"),))
        return self.track_case(self.read_case(case, extra=extra), now)

    def read_case(self, case: object, *, extra: Extra = "forbid") -> TrackedCase:
        """Return a case, in any shape that `track` takes, with its facts checked; raise `InvalidInput`, with every problem of it."""
        return self._case_reader.read(case, extra)

    def read_event_facts(
        self, values: Mapping[str, object], texts: frozenset[str] = frozenset(), *, extra: Extra = "forbid"
    ) -> dict[str, Constant]:
        """Return the facts that a row of an event gives, by dotted path, none required; keys in `texts` hold text to be read by type.

        Raises `InvalidInput` with every problem.
        """
        return self._case_reader.read_event_facts(values, texts, extra)

    def track_case(self, case: TrackedCase, now: datetime) -> CaseStatus:
        """Return how a case that `read_case` gave stands at `now`, a moment with a zone."""
        return track(
            case,
            now,
            prepared=self._prepared,
            rules=self._tracking_rules,
            decide=lambda facts: decide(self._prepared, facts, case.opened_at, explain=_explain),
            explain=_explain_case,
        )

    def on_duty(self, tier: str, at: datetime) -> tuple[str, ...]:
        """Return who is on duty for a tier at a moment with a zone: sorted names, none where its roster has nobody or it has no roster.

        Raises `InvalidInput` for a tier that no ladder has, and for a moment without a zone.
        """
        if at.utcoffset() is None:
            raise InvalidInput((Problem("at", "a moment without a zone", "a moment with a zone"),))
        tiers = [each for ladder in self.program.ladders for each, _ in ladder.tiers]
        if tier not in tiers:
            wanted = f"one of {', '.join(tiers)}" if tiers else "a tier: the policy has no ladder"
            raise InvalidInput((Problem("tier", repr(tier), wanted),))
        roster = self._prepared.rosters.get(tier)
        return () if roster is None else roster.on_duty(at)

    def replay(self, record: Mapping[str, Any]) -> Decision | Review:
        """Make a recorded decision or review again and return it.

        `record` is what `Decision.to_record()` or `Review.to_record()` gave. Raises `PolicyMismatch` if another policy made it and
        `NotARecord` if it is no such record.
        """
        if record.get("kind") == "review":
            return replay_review(self._prepared_for_drafts, record)
        recorded = read_record(self._prepared, record)
        return decide(self._prepared, recorded.facts, recorded.as_of, recorded.tests, explain=_explain)

    def json_schema(self, of: SchemaOf = "interaction") -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of the policy's inputs, or of the records of what it says of them."""
        match of:
            case "decision":
                from engagepolicy.inputs.decision_schema import decision_schema

                return decision_schema(self.program)
            case "review":
                from engagepolicy.inputs.review_schema import review_schema

                return review_schema(self.program)
            case "status":
                from engagepolicy.tracking.status_schema import status_schema

                return status_schema(self.program)
            case "case":
                return self._case_reader.json_schema()
            case "interaction" | "draft":
                from engagepolicy.inputs.models import json_schema

                return json_schema(self.program.schema_by_name, of)
            case _:
                assert_never(of)

    def to_json(self) -> str:
        """Return the compiled policy as JSON text, to be loaded without the language's parser: `Policy.from_json`."""
        return encode_program(self.program)

    @classmethod
    def from_json(cls, text: str) -> Policy:
        """Return the policy that `to_json` wrote; raise `NotAProgram` if the text is no compiled policy or was changed."""
        return cls(decode_program(text))
