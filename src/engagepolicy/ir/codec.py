"""Programs as JSON and back, and the digest: sha256 of the canonical JSON, the same on every machine.

The JSON is a format of its own: a program written by one version is read by the same `FORMAT`, or refused by name. Dataclasses are
written as `["ClassName", field, ...]` with their fields in order, so reading needs no guess about what a value was.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from engagepolicy.business_time import holiday_sets, starts
from engagepolicy.ir import about, clocks, constraints, disclosure, exclusions, expressions, places, program, rosters, signals, steps
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program
from engagepolicy.values import amounts, types
from engagepolicy.values.lattices import Merge

FORMAT = "engagepolicy-program/4"
_CLASSES: dict[str, type] = {
    each.__name__: each
    for module in (
        *(types, amounts, holiday_sets, starts, places, about, clocks, steps, rosters, constraints, disclosure, exclusions, signals),
        *(program, expressions),
    )
    for each in vars(module).values()
    if isinstance(each, type) and dataclasses.is_dataclass(each) and each.__module__ == module.__name__
}


class NotAProgram(ValueError):
    """The text is not a program of this format."""


def _encode_scalar(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return ["$decimal", str(value.normalize())]
        case datetime():
            return ["$datetime", value.astimezone(UTC).isoformat()]
        case date():
            return ["$date", value.isoformat()]
        case time():
            return ["$time", value.isoformat()]
        case timedelta():
            return ["$duration", value // timedelta(microseconds=1)]
        case _:
            raise TypeError(f"{type(value).__name__} cannot stand in a program")


def _encode(value: object, with_places: bool) -> object:
    if isinstance(value, Merge):
        return ["$merge", value.value]
    if isinstance(value, tuple):
        return ["$tuple", *(_encode(item, with_places) for item in value)]
    if isinstance(value, frozenset):
        items = [_encode(item, with_places) for item in value]
        return ["$set", *sorted(items, key=_canonical)]
    if isinstance(value, Place) and not with_places:
        return None
    if dataclasses.is_dataclass(value):
        fields = [getattr(value, each.name) for each in dataclasses.fields(value)]
        return [type(value).__name__, *(_encode(item, with_places) for item in fields)]
    return _encode_scalar(value)


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


_SCALARS: MappingProxyType[str, Callable[[Any], object]] = MappingProxyType(
    {
        "$decimal": Decimal,
        "$datetime": datetime.fromisoformat,
        "$date": date.fromisoformat,
        "$time": time.fromisoformat,
        "$duration": lambda count: timedelta(microseconds=count),
        "$merge": Merge,
    }
)


def _decode(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    tag, *rest = value
    if tag in _SCALARS:
        return _SCALARS[tag](*rest)
    parts = [_decode(item) for item in rest]
    if tag == "$tuple":
        return tuple(parts)
    if tag == "$set":
        return frozenset(parts)
    return _CLASSES[tag](*parts)


def encode_program(value: Program) -> str:
    """Return the program as JSON text, with the places of its rules."""
    return _canonical({"format": FORMAT, "digest": digest_of(value), "program": _encode(value, with_places=True)})


def decode_program(text: str) -> Program:
    """Read what `encode_program` wrote; raise `NotAProgram` for anything else, a changed program included."""
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise NotAProgram(f"the file is of format {document['format']}, this version reads {FORMAT}")
        value: object = _decode(document["program"])
        is_whole = isinstance(value, Program) and digest_of(value) == document["digest"]
    except NotAProgram:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, ArithmeticError) as error:
        raise NotAProgram("the file is not a compiled policy") from error
    if not isinstance(value, Program) or not is_whole:
        raise NotAProgram("the compiled policy was changed after it was written: compile it again")
    return value


def digest_of(value: Program) -> str:
    """Return the sha256, in hexadecimal, of the program's canonical JSON; places in files do not count."""
    return hashlib.sha256(_canonical(_encode(value, with_places=False)).encode()).hexdigest()
