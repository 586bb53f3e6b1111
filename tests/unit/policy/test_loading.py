"""Loading policies: from paths, several paths, texts, shipped names and compiled files; and what goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import engagepolicy as ep

HEADER = 'ruleset acme.care "Acme" {\n  version "7"\n  timezone Europe/London\n}\n'
RULE = 'rule shout "Shouting" {\n  when message mentions "help"\n  severity high\n}\n'
INPUT = {"message": "Help!", "received_at": "2026-11-20T12:00:00+00:00"}


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def codes(error: pytest.ExceptionInfo[ep.PolicyError]) -> list[str]:
    return [each.code for each in error.value.diagnostics]


def test_a_file(tmp_path: Path) -> None:
    policy = ep.load(write(tmp_path, "acme.engage", HEADER + RULE))
    assert (policy.name, policy.version) == ("acme.care", "7")
    assert policy.decide(INPUT).severity == "high"
    assert "acme.care" in repr(policy)


def test_a_shipped_name() -> None:
    assert ep.load("brands.airline").name == "brands.airline"


def test_several_files_are_one_policy_in_any_order(tmp_path: Path) -> None:
    one = write(tmp_path, "one.engage", HEADER + RULE)
    two = write(tmp_path, "two.engage", HEADER + 'rule rest "The rest" {\n  severity low\n}\n')
    whole = ep.loads(HEADER + RULE + 'rule rest "The rest" {\n  severity low\n}\n')
    assert ep.load(one, two).digest == ep.load(two, one).digest == whole.digest


def test_a_used_file_is_found_beside_the_file_that_uses_it(tmp_path: Path) -> None:
    write(tmp_path, "common/words.engage", 'ruleset acme.words { version "1" }\nlexicon cries "Cries" { "help" }\n')
    text = HEADER + 'use "common/words.engage"\nrule shout "S" {\n  when message mentions cries\n  severity high\n}\n'
    assert ep.load(write(tmp_path, "acme.engage", text)).decide(INPUT).severity == "high"


def test_a_text_finds_used_files_in_its_folder(tmp_path: Path) -> None:
    write(tmp_path, "words.engage", 'ruleset acme.words { version "1" }\nlexicon cries "Cries" { "help" }\n')
    text = HEADER + 'use "words.engage"\nrule shout "S" {\n  when message mentions cries\n  severity high\n}\n'
    assert ep.loads(text, folder=tmp_path).decide(INPUT).severity == "high"
    with pytest.raises(ep.PolicyError) as error:
        ep.loads(text)
    assert codes(error)[0] == "EP0201"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "EP0204"),
        (b"# nothing but a comment\n", "EP0204"),
        (b"ruleset \xff\xfe", "EP0201"),
        (b"\x00\x00\x00", "EP01"),
    ],
)
def test_files_that_are_no_rulesets(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ep.PolicyError) as error:
        ep.load(write(tmp_path, "bad.engage", content))
    assert codes(error)[0].startswith(said)
    assert "bad.engage" in str(error.value)


def test_a_directory_a_missing_file_and_an_unknown_name(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "missing.engage", "brands.airlime", "a\0b", "x" * 5000):
        with pytest.raises(ep.PolicyError) as error:
            ep.load(wrong)
        assert codes(error) in (["EP0201"], ["EP0202"])


def test_files_that_use_one_another(tmp_path: Path) -> None:
    write(tmp_path, "a.engage", 'ruleset a { version "1" }\nuse "b.engage"\n')
    write(tmp_path, "b.engage", 'ruleset b { version "1" }\nuse "a.engage"\n')
    with pytest.raises(ep.PolicyError) as error:
        ep.load(tmp_path / "a.engage")
    assert codes(error) == ["EP0203"]


def test_nothing_to_load_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        ep.load()


def test_warnings_do_not_stop_a_policy() -> None:
    policy = ep.loads(HEADER + RULE + 'lexicon idle "Never read" { "word" }\n')
    assert [each.code for each in policy.warnings] == ["EP0305"]


def test_a_compiled_policy_decides_alike(tmp_path: Path) -> None:
    policy = ep.loads(HEADER + RULE)
    again = ep.load(write(tmp_path, "acme.json", policy.to_json()))
    assert again.digest == policy.digest
    assert again.decide(INPUT) == policy.decide(INPUT)


def test_a_broken_compiled_policy_is_a_policy_error(tmp_path: Path) -> None:
    with pytest.raises(ep.PolicyError, match="compiled policy"):
        ep.load(write(tmp_path, "acme.json", "{}"))


def test_a_compiled_policy_decides_without_the_parser_or_any_extra(tmp_path: Path) -> None:
    path = write(tmp_path, "airline.json", ep.load("brands.airline").to_json())
    code = (
        "import sys, engagepolicy as ep\n"
        f"policy = ep.load({str(path)!r})\n"
        f"policy.decide({INPUT!r})\n"
        "print(sorted({'lark', 'typer', 'rich', 'hypothesis'} & set(sys.modules)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_are_there_and_others_are_not() -> None:
    assert all(getattr(ep, name) is not None for name in ep.__all__)
    assert dir(ep) == sorted(ep.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = ep.nothing
