"""Good specimens compile without a word; bad ones give exactly the message that stands beside them, and its fix cures them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engagepolicy.diagnostics.base import Applicability, Diagnostic
from engagepolicy.diagnostics.render_text import render_text
from engagepolicy.policy.loading import compile_text
from tests.spec.specimens import FOLDER, TODAY, compile_specimen, complete, find_specimens, messages_of

GOOD = find_specimens("good")
BAD = find_specimens("bad")
NUMBERS = {"ten": 10}
HOST_WORDS = re.compile(r"\b(?:None|Traceback|Exception|Error|dataclass|frozenset|int|str|NoneType)\b|[A-Z]{3,}_|<class")


@pytest.fixture(autouse=True)
def _in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


def test_there_are_specimens() -> None:
    assert GOOD
    assert BAD


@pytest.mark.parametrize("name", GOOD)
def test_a_good_specimen_compiles_without_a_word(name: str) -> None:
    compiled = compile_specimen(name)
    assert render_text(compiled.diagnostics) == "no errors or warnings\n"
    assert compiled.program is not None


@pytest.mark.parametrize("name", BAD)
def test_a_bad_specimen_gives_the_text_beside_it(name: str, request: pytest.FixtureRequest) -> None:
    text = render_text(messages_of(name))
    golden = Path(name).with_suffix(".expect")
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(text, encoding="utf-8", newline="")
    assert golden.is_file(), f"{golden} is missing; write it with --rewrite-golden"
    with golden.open(encoding="utf-8", newline="") as stream:
        assert text == stream.read()


@pytest.mark.parametrize("name", BAD)
def test_one_mistake_gives_one_message(name: str) -> None:
    wanted = NUMBERS.get(Path(name).name.partition("_")[0], 1)
    assert len(messages_of(name)) == wanted


def test_every_expectation_belongs_to_a_specimen() -> None:
    orphans = [path for path in FOLDER.rglob("*.expect") if not path.with_suffix(".engage").is_file()]
    assert orphans == []


@pytest.mark.parametrize("name", BAD)
def test_messages_are_plain_sentences(name: str) -> None:
    for item in messages_of(name):
        said = [item.message, item.label, *item.notes, *item.helps, *(note.text for note in item.related)]
        for sentence in said:
            assert not sentence.endswith("."), sentence
            assert not HOST_WORDS.search(sentence.partition("types are ")[0]), sentence
            assert "``" not in sentence
        assert item.message[0] in "`" or item.message[0].islower()


def best_fix_applied(item: Diagnostic) -> str | None:
    """Return the text of the message's file with its best fix applied, None where a tool has nothing to apply."""
    fixes = [fix for fix in item.fixes if fix.applicability is not Applicability.PLACEHOLDER]
    if not fixes:
        return None
    span = fixes[0].span
    return span.source.text[: span.start] + fixes[0].replacement + span.source.text[span.end :]


@pytest.mark.parametrize("name", BAD)
def test_the_best_fix_removes_its_message(name: str) -> None:
    for item in messages_of(name):
        mended = best_fix_applied(item)
        if mended is None:
            continue
        after = complete(name, compile_text(mended, name, Path(name).parent, TODAY)).diagnostics
        assert (item.code, item.message) not in [(each.code, each.message) for each in after]
