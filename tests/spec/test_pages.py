"""Every message's page is true: its failing example gives that message and no other, its corrected one gives none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.lints.catalogue import select_lints
from engagepolicy.policy.loading import compile_files
from tests.architecture.test_diagnostics_documented import PAGES, messages
from tests.spec.specimens import ALLOWED, TODAY, after, compared, stopped, with_lints, with_proofs

INDEX = PAGES / "README.md"
FENCE = re.compile(r"(?:^<!-- (?P<mark>[^>]*) -->\n)?^```engage(?: file=(?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LEVELS = {
    Level.ERROR: "An error: a policy with it does not load.",
    Level.WARNING: "A warning: the policy loads.",
}
PROVED = "EP11"
READ = frozenset({"EP1110", "EP1122", "EP1123", "EP1138", "EP1139"})
"""What is told when a promise or an exclusion is read, and needs no proof."""
PROVED_LEVELS = {
    Level.ERROR: "An error of `engagepolicy check`, which proves it: the policy loads.",
    Level.WARNING: "A warning of `engagepolicy check`, which proves it: the policy loads.",
}
RATCHETED = "EP1140"
BEFORE = "before.engage"
"""The file of a page with the older version of its example."""
RATCHETED_LEVEL = "An error of `ep.watch` with `refuse_weaker`: the policy in use stays."
COMPARED = frozenset({"EP1146", "EP1147", "EP1148"})
COMPARED_LEVEL = "A {level} of `engagepolicy diff`: both policies load."
STOPPED = "EP1149"
STOPPED_LEVEL = "A warning of `engagepolicy check`: the policy loads."
LINTED = "EP12"
LINTED_LEVEL = "A warning of `engagepolicy check --lint {names}`: the policy loads."
ALLOWING = "EP125"
ALLOWING_LEVEL = "A warning of `engagepolicy check`: the policy loads."
MESSAGES = messages()
FEWEST_WORDS = 30


@dataclass
class Example:
    """One ruleset of a page, with the files that it uses."""

    mark: str
    text: str
    files: dict[str, str] = field(default_factory=dict)


def examples_of(code: str) -> list[Example]:
    found: list[Example] = []
    for block in FENCE.finditer(read_page(code)):
        if block["file"]:
            found[-1].files[block["file"]] = block["text"]
        else:
            found.append(Example(block["mark"] or "", block["text"]))
    return found


def read_page(code: str) -> str:
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


def codes_given_by(code: str, example: Example, folder: Path) -> list[str]:
    for name, text in {"page.engage": example.text, **example.files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    roots = ["page.engage", *(name for name in example.files if name.startswith("together_"))]
    compiled = compile_files([str(folder / name) for name in roots], TODAY)
    if code in COMPARED | {RATCHETED}:
        before = compile_files([str(folder / BEFORE)], TODAY)
        return [item.code for item in (after if code == RATCHETED else compared)(compiled, before).diagnostics]
    return [item.code for item in (stopped(compiled) if code == STOPPED else _complete(code, compiled)).diagnostics]


def _complete(code: str, compiled: Compiled) -> Compiled:
    if code.startswith(LINTED):
        return with_lints(compiled, select_lints([ALLOWED if code.startswith(ALLOWING) else code]))
    return with_proofs(compiled) if code.startswith(PROVED) else compiled


def level_of(code: str, of: type[Diagnostic]) -> str:
    if code == RATCHETED:
        return RATCHETED_LEVEL
    if code == STOPPED:
        return STOPPED_LEVEL
    if code in COMPARED:
        return COMPARED_LEVEL.format(level=of.level)
    if code.startswith(ALLOWING):
        return ALLOWING_LEVEL
    if code.startswith(LINTED):
        (lint,) = select_lints([code])
        return LINTED_LEVEL.format(names=lint.name)
    return (PROVED_LEVELS if code.startswith(PROVED) and code not in READ else LEVELS)[of.level]


@pytest.mark.parametrize("code", MESSAGES)
def test_a_page_has_a_failing_and_a_corrected_example(code: str) -> None:
    assert [example.mark for example in examples_of(code)] == [f"gives {code}", "clean"]


@pytest.mark.parametrize("code", MESSAGES)
def test_the_failing_example_gives_that_message_alone(code: str, tmp_path: Path) -> None:
    assert codes_given_by(code, examples_of(code)[0], tmp_path) == [code]


@pytest.mark.parametrize("code", MESSAGES)
def test_the_corrected_example_gives_none(code: str, tmp_path: Path) -> None:
    assert codes_given_by(code, examples_of(code)[1], tmp_path) == []


@pytest.mark.parametrize(("code", "of"), MESSAGES.items())
def test_a_page_begins_with_its_title_and_level_and_says_why(code: str, of: type[Diagnostic]) -> None:
    title, level, why, *_ = read_page(code).split("\n\n")
    assert title == f"# {code}: {of.title}"
    assert level == level_of(code, of)
    assert len(why.split()) >= FEWEST_WORDS


def render_index() -> str:
    """Return the text of the index: every message with its level and title, in order."""
    rows = [f"| [{code}]({code}.md) | {of.level.value} | {of.title} |" for code, of in MESSAGES.items()]
    head = """# Messages

Every message about a ruleset has a code that never changes and a page that says what it means, why it matters to a care team, and
how to put it right. An error stops a policy from loading; a warning does not.

| code | level | what it is about |
| --- | --- | --- |
"""
    return head + "\n".join(rows) + "\n"


def test_the_index_lists_every_message(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        INDEX.write_text(render_index(), encoding="utf-8", newline="")
    assert INDEX.read_text(encoding="utf-8") == render_index()
