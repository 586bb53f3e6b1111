"""Loading policies: from paths, several paths, texts, shipped names and compiled files; and what goes wrong."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
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


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ('# engage: allow EP0305 because "Kept for the spring."', ["never"]),
        ('# engage: allow ep0305, EP1105 because "Kept for the spring." until 2000-01-01', ["never"]),
        ('# engage: allow EP0306 because "Something else."', ["idle", "never"]),
        ("# nobody looks for these", ["idle", "never"]),
    ],
)
def test_warnings_that_a_comment_allows_are_left_out(comment: str, left: list[str]) -> None:
    policy = ep.loads(HEADER + RULE + f'{comment}\nlexicon idle "Never read" {{ "word" }}\nlexicon never "Nor this" {{ "word" }}\n')
    assert [(each.code, name) for each in policy.warnings for name in ("idle", "never") if f"`{name}`" in each.message] == [
        ("EP0305", name) for name in left
    ]


def test_a_comment_allows_warnings_of_its_own_file(tmp_path: Path) -> None:
    comment = '# engage: allow EP0305 because "Words for others."\n'
    write(tmp_path, "words.engage", comment + 'ruleset words { version "1" }\nlexicon idle "Never read" { "word" }\n')
    path = write(tmp_path, "acme.engage", HEADER + 'use "words.engage"\n' + RULE + 'lexicon never "Nor this" { "word" }\n')
    assert [each.span.source.name for each in ep.load(path).warnings] == [str(path)]


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


def test_a_compiled_policy_stands_alone(tmp_path: Path) -> None:
    compiled = write(tmp_path, "acme.json", ep.loads(HEADER + RULE).to_json())
    source = write(tmp_path, "more.engage", "ruleset more { }\n")
    with pytest.raises(ep.PolicyError) as caught:
        ep.load(compiled, source)
    assert codes(caught) == ["EP0201"]
    assert "compiled policy" in str(caught.value)


def test_a_policy_may_cross_processes_and_a_decision_as_its_record() -> None:
    warned = 'lexicon unused "Unused" { "never" }\n'
    example = 'test "a cry" {\n  given interaction { message "Help" received_at 2026-11-20 12:00 }\n  expect severity high\n}\n'
    policy = ep.loads(HEADER + RULE + warned + example)
    decision = policy.decide(INPUT)
    for again in (pickle.loads(pickle.dumps(policy)), copy.deepcopy(policy)):
        assert (again.identity, len(again.examples)) == (policy.identity, 1)
        assert [each.message for each in again.warnings] == [each.message for each in policy.warnings] != []
        assert again.decide(INPUT) == decision
        assert again.replay(decision.to_record()) == decision
    assert copy.deepcopy(decision) == copy.copy(decision) == decision
    with pytest.raises(TypeError, match="to_record"):
        pickle.dumps(decision)


def test_every_error_may_cross_processes() -> None:
    policy = ep.loads(HEADER + RULE)
    record = policy.decide(INPUT).to_record()

    def refuse(call: Callable[[], object]) -> Exception:
        try:
            call()
        except ValueError as error:
            return error
        pytest.fail("nothing was raised")

    errors = [
        refuse(lambda: ep.loads(HEADER + "rule x { severity hig }")),
        refuse(lambda: policy.decide({"message": 5})),
        refuse(lambda: ep.loads(HEADER).replay(record)),
        refuse(lambda: policy.replay({})),
        refuse(lambda: ep.Policy.from_json("{}")),
    ]
    assert [type(each) for each in errors] == [ep.PolicyError, ep.InvalidInput, ep.PolicyMismatch, ep.NotARecord, ep.NotAProgram]
    for error in errors:
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), sorted(vars(again))) == (type(error), str(error), sorted(vars(error)))


def test_what_becomes_of_unknown_fields_is_one_of_two_words() -> None:
    with pytest.raises(ValueError, match="forbid"):
        ep.loads(HEADER + RULE).decide({**INPUT, "mood": 1}, extra="allow")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["name", "version", "digest", "program", "examples", "warnings"])
def test_no_part_of_a_policy_can_be_replaced(name: str) -> None:
    policy = ep.loads(HEADER + RULE)
    with pytest.raises(AttributeError):
        setattr(policy, name, None)


def test_a_copy_of_the_prelude_is_the_prelude(tmp_path: Path) -> None:
    shipped = ep.load("std")
    text = (Path(ep.__file__).parents[2] / "rulesets" / "std.engage").read_text(encoding="utf-8")
    assert ep.load(write(tmp_path, "std.engage", text)).digest == shipped.digest


def test_the_text_of_an_error_is_bounded() -> None:
    with pytest.raises(ep.PolicyError) as caught:
        ep.loads('ruleset a "A" { version "1" }\n' + "".join(f"rule r{number} {{ tag }}\n" for number in range(250)))
    assert len(caught.value.diagnostics) == 250
    assert str(caught.value).endswith("the first 100 of 250 are shown; `diagnostics` has them all\n")
    assert str(caught.value).count("error[EP") == 100


def test_a_model_shows_no_private_value() -> None:
    policy = ep.loads('ruleset a "A" { version "1" }')
    given = {"message": "hi", "received_at": "2026-11-20T10:00:00Z", "author": {"name": "Xaver Geheim", "followers": 3}}
    shown = repr(policy.Interaction.model_validate(given))
    assert "Xaver" not in shown
    assert "followers=3" in shown
