"""Messages for programs: a JSON list whose shape is a promise.

Each message is an object with these members, all always there:

- `code`, `level` (`error`, `warning` or `note`), `title`, `message`, `file`, `label`, `page` (below docs/): strings
- `span`: `start` and `end`, each with `offset` and `byte` (from 0), `line`, `column` and `utf16_column` (from 1); `end` is the
  place just behind the last character, so that an empty span has both alike. `offset` and `column` count characters (Unicode
  code points), `byte` counts UTF-8
- `notes`, `helps`: lists of strings
- `related`: a list of `{"file", "span", "text"}`
- `fixes`: a list of `{"title", "applicability", "file", "span", "replacement"}`, where `applicability` is `safe`, `maybe` or
  `placeholder`

The text is pure ASCII; half a surrogate pair, which no file can hold, becomes U+FFFD.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TypeAlias

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.positions import Positions
from engagepolicy.source import Span

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def render_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the messages, in the order given, as a JSON list; ends in a line break."""
    return dump_json(encode_messages(diagnostics))


def encode_messages(diagnostics: Sequence[Diagnostic]) -> list[Json]:
    """Return the messages, in the order given, as the members of that list."""
    positions = Positions()
    return [_encode(item, positions) for item in diagnostics]


def dump_json(value: Json) -> str:
    """Return indented ASCII JSON that every parser takes; ends in a line break."""
    return json.dumps(_without_surrogates(value), indent=2) + "\n"


def _encode(item: Diagnostic, positions: Positions) -> dict[str, Json]:
    return {
        "code": item.code,
        "level": item.level.value,
        "title": item.title,
        "message": item.message,
        **_encode_place(item.span, positions),
        "label": item.label,
        "notes": list(item.notes),
        "helps": list(item.helps),
        "related": [{**_encode_place(note.span, positions), "text": note.text} for note in item.related],
        "fixes": [
            {
                "title": fix.title,
                "applicability": fix.applicability.value,
                **_encode_place(fix.span, positions),
                "replacement": fix.replacement,
            }
            for fix in item.fixes
        ],
        "page": item.page,
    }


def _encode_place(span: Span, positions: Positions) -> dict[str, Json]:
    start, end = positions.find_ends(span)
    return {"file": span.source.name, "span": {"start": asdict(start), "end": asdict(end)}}


def _without_surrogates(value: Json) -> Json:
    """Return the value with lone surrogates replaced; recursion is as deep as our own shapes, never as strangers' data."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_without_surrogates(item) for item in value]
        case dict():
            return {key: _without_surrogates(item) for key, item in value.items()}
        case _:
            return value
