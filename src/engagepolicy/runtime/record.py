"""What of a decision is logged, and how a log is read to decide again.

A record holds the facts that were read; a private one is `***`, and how each test of private facts came out stands beside it, so
that the same policy gives an equal decision without ever seeing the fact. Strings, numbers and lists only: `json.dumps` takes it
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from typing_extensions import override

from engagepolicy.runtime.facts import MASKED, Facts, Value
from engagepolicy.runtime.prepared import PolicyIdentity, Prepared
from engagepolicy.runtime.reading import Reading, conditions_in_force, private_tests, readings_of
from engagepolicy.runtime.trace import KnownTest, KnownTests, Trace
from engagepolicy.runtime.undetermined import find_missing
from engagepolicy.values import amounts
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    IntType,
    ListType,
    NumberType,
    SetType,
    Type,
)

Json: TypeAlias = Any
"""Plain JSON data: what `json.loads` gives; anything, until it was looked at."""

KIND = "decision"
LATEST = datetime.max.replace(tzinfo=UTC)
"""Stands for a moment that nobody knows: what has no end holds then, what has one is over."""
MASK = "***"
_SECOND = timedelta(seconds=1)
_DURATION = re.compile(r"(-?)PT([0-9]{1,16})(?:\.([0-9]{6}))?S", re.ASCII)


class NotARecord(ValueError):
    """The data is not a record of a decision, or lacks a part that is needed to make it again, or that part cannot be read."""


class PolicyMismatch(ValueError):
    """The record was made by another policy: `recorded` is its identity, `loaded` that of the policy asked."""

    def __init__(self, recorded: PolicyIdentity, loaded: PolicyIdentity) -> None:
        """Keep both."""
        super().__init__(recorded, loaded)
        self.recorded = recorded
        self.loaded = loaded

    @override
    def __str__(self) -> str:
        """Return which policy made the record, and which was asked."""
        return (
            f"the record was made by {self.recorded.name} {self.recorded.version} ({self.recorded.digest[:12]}), "
            f"this policy is {self.loaded.name} {self.loaded.version} ({self.loaded.digest[:12]})"
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record holds: enough to decide again."""

    facts: Facts
    as_of: datetime
    tests: KnownTests


def render_duration(value: timedelta) -> str:
    """Return elapsed time in ISO 8601, in seconds: `PT90S`, `-PT0.500000S`."""
    whole, rest = divmod(abs(value), _SECOND)
    fraction = f".{rest.microseconds:06}" if rest else ""
    return f"{'-' if value < timedelta(0) else ''}PT{whole}{fraction}S"


def encode(value: Value) -> Json:
    """Return a value as plain JSON data."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case timedelta():
            return render_duration(value)
        case frozenset():
            return sorted((encode(item) for item in value), key=lambda item: (str(type(item)), item))
        case tuple():
            return [{name: encode(inner) for name, inner in sorted(each.items())} for each in value]
        case _:
            return amounts.render_amount(value)


def _encode_fact(value: Value, reading: Reading) -> Json:
    if reading.is_private:
        return MASK
    if isinstance(reading.type, ListType) and isinstance(value, tuple):
        return [_encode_facts(each, reading.fields) for each in value]
    return encode(value)


def _encode_facts(facts: Facts, readings: Mapping[str, Reading]) -> dict[str, Any]:
    return {path: _encode_fact(facts[path], readings[path]) for path in sorted(readings) if path in facts}


def _decode_duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError("not a duration")
    sign, whole, fraction = found.groups()
    length = timedelta(seconds=int(whole), microseconds=int(fraction or 0))
    return -length if sign else length


def _decode_number(text: Json) -> Decimal:
    number = Decimal(_of(str)(text))
    if not number.is_finite():
        raise ValueError("not a number")
    return number


def _decode_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a zone")
    return moment.astimezone(UTC)


def _of(kind: type) -> Callable[[Json], Value]:
    def decode(data: Json) -> Value:
        if type(data) is not kind:
            raise TypeError(f"{data!r} is not {kind.__name__}")
        return data

    return decode


_DECODERS: dict[type, Callable[[Json], Value]] = {
    BoolType: _of(bool),
    IntType: _of(int),
    NumberType: _decode_number,
    DateType: date.fromisoformat,
    DateTimeType: _decode_moment,
    DurationType: _decode_duration,
}


def _decode(data: Json, reading: Reading) -> Value:
    if reading.is_private:
        return MASKED
    match reading.type:
        case ListType():
            return tuple(_decode_facts(each, reading.fields) for each in data)
        case SetType(of=of):
            return frozenset(_decode_scalar(item, of) for item in data)
        case of:
            return _decode_scalar(data, of)


def _decode_scalar(data: Json, of: Type) -> Value:
    return _DECODERS.get(type(of), _of(str))(data)


def _decode_facts(data: Mapping[str, Any], readings: Mapping[str, Reading]) -> Facts:
    return {path: _decode(value, readings[path]) for path, value in data.items()}


def write_evidence(prepared: Prepared, trace: Trace) -> dict[str, Any]:
    """Return what a record needs for the decision to be made again; keys and lists are in a fixed order."""
    program, policy = prepared.program, prepared.identity
    tests = private_tests(prepared, trace.as_of)
    truths = {key: trace.evaluate(tests[key]) for key in sorted(tests)}
    lacking = {key: find_missing(program, trace, tests[key]) for key, truth in truths.items() if truth is None}
    readings = readings_of(prepared, conditions_in_force(prepared, trace.as_of))
    return {
        "kind": KIND,
        "policy": {"name": policy.name, "version": policy.version, "digest": policy.digest},
        "as_of": trace.as_of.isoformat(),
        "facts": _encode_facts(trace.facts, readings),
        "tests": truths,
        "missing": {key: list(paths) for key, paths in lacking.items()},
    }


def read_record(prepared: Prepared, record: Mapping[str, Any], kind: str = KIND) -> Recorded:
    """Read a record, so that a backend can decide again from what it holds.

    Raises `PolicyMismatch` where another policy made it (another version is another policy), and `NotARecord` where the data is
    not a record of a decision or lacks a part of one.
    """
    try:
        recorded = PolicyIdentity(*(_of(str)(record["policy"][each]) for each in ("name", "version", "digest")))
        if record["kind"] != kind:
            raise NotARecord(f"this is a record of a {record['kind']}, not of a {kind}")
        if recorded.digest != prepared.identity.digest:
            raise PolicyMismatch(recorded, prepared.identity)
        as_of = LATEST if record["as_of"] is None and kind != KIND else _decode_moment(record["as_of"])
        expected = private_tests(prepared, as_of)
        tests = {expected[key]: _read_test(record, key) for key in expected}
        readings = readings_of(prepared, conditions_in_force(prepared, as_of))
        return Recorded(_decode_facts(record["facts"], readings), as_of, tests)
    except (NotARecord, PolicyMismatch):
        raise
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise NotARecord("this is not the record of a decision, or a part of it was lost or changed") from error


def _read_test(record: Mapping[str, Any], key: str) -> KnownTest:
    truth = record["tests"][key]
    if truth is not None and not isinstance(truth, bool):
        raise NotARecord(f"the test {key} is neither true, false nor null")
    missing = record["missing"][key] if truth is None else ()
    return KnownTest(truth, tuple(_of(str)(path) for path in missing))
