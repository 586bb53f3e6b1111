"""Compiled policies: written, read back, and refused when they are not what was written."""

from __future__ import annotations

import json

import pytest

import engagepolicy as ep
from engagepolicy.ir.codec import NotAProgram, decode_program, digest_of, encode_program
from engagepolicy.resources import ruleset_names


@pytest.mark.parametrize("name", ruleset_names())
def test_every_shipped_ruleset_comes_back_equal(name: str) -> None:
    program = ep.load(name).program
    again = decode_program(encode_program(program))
    assert again == program
    assert digest_of(again) == digest_of(program)


def test_places_do_not_count() -> None:
    rule = 'rule a "A" { severity high }'
    one = ep.loads(f'ruleset a {{ version "1" }}\n{rule}')
    two = ep.loads(f'ruleset a {{ version "1" }}\n\n# said again\n\n{rule}', name="elsewhere.engage")
    assert one.digest == two.digest
    assert one.program.rules[0].place != two.program.rules[0].place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"format": "engagepolicy-program/2"}',
        '{"format": "engagepolicy-program/2", "digest": "", "program": ["Program"]}',
        '{"format": "engagepolicy-program/2", "digest": "", "program": ["Nothing", 1]}',
        '{"format": "engagepolicy-program/2", "digest": "", "program": ["$date", "yesterday"]}',
        '{"format": "engagepolicy-program/2", "digest": "", "program": []}',
        "[" * 100_000,
    ],
)
def test_what_is_no_compiled_policy_is_refused(text: str) -> None:
    with pytest.raises(NotAProgram):
        decode_program(text)


def test_a_changed_policy_is_refused() -> None:
    text = ep.loads('ruleset a { version "1" }\nrule r "R" { severity high }').to_json()
    assert '"high"' in text
    with pytest.raises(NotAProgram, match="changed"):
        decode_program(text.replace('"high"', '"low"', 1))


def test_another_format_is_refused_by_name() -> None:
    document = json.loads(ep.loads('ruleset a { version "1" }').to_json())
    document["format"] = "engagepolicy-program/999"
    with pytest.raises(NotAProgram, match="engagepolicy-program/999"):
        decode_program(json.dumps(document))
