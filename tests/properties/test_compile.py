"""The laws of compiling: the order of declarations and their spread over files mean nothing, and no text raises."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagepolicy.diagnostics.base import REGISTRY
from engagepolicy.diagnostics.render_text import render_text
from engagepolicy.policy.loading import compile_files, compile_text
from engagepolicy.policy.policy import Policy
from engagepolicy.resources import find_ruleset, ruleset_names
from engagepolicy.source import SourceText
from engagepolicy.syntax import nodes as n
from engagepolicy.syntax.parser import parse_ruleset
from tests import strategies_syntax as written

PRELUDE = "std"
NAMES = [name for name in ruleset_names() if name != PRELUDE]
INTERACTIONS: tuple[dict[str, Any], ...] = (
    {"message": "Hello", "received_at": "2026-11-20T10:00:00Z"},
    {"message": "My attorney will sue you over the refund!", "received_at": "2026-11-21T23:30:00Z", "channel": "x"},
    {"message": "cancelled flight, stuck at the gate", "received_at": "2026-12-25T08:00:00Z", "author": {"followers": 250_000}},
    {"message": "fraud on my card", "received_at": "2027-03-28T01:30:00Z", "is_public": True, "likes": 4000},
)


def read(name: str) -> tuple[Path, n.ParsedRuleset]:
    path = find_ruleset(name)
    assert path is not None
    return path, parse_ruleset(SourceText(name, path.read_text(encoding="utf-8")))[0]


def write_shuffled(name: str, folder: Path, parts: int, random: Random) -> list[str]:
    """Write the declarations of a shipped ruleset in another order into files of one folder, each with what a header must say."""
    path, parsed = read(name)
    (header,) = [each for each in parsed.declarations if isinstance(each, n.Header)]
    others = [each.span.text for each in parsed.declarations if each is not header]
    random.shuffle(others)
    version = f"version {header.version.span.text}" if header.version else ""
    timezone = f"timezone {header.timezone.text}" if header.timezone else ""
    short = f"ruleset {header.name.text} {{ {version} {timezone} }}"
    paths = []
    for at in range(parts):
        pieces = [header.span.text if at == 0 else short, *others[at::parts]]
        random.shuffle(pieces)
        target = folder / path.relative_to(path.parents[len(name.split(".")) - 1]).parent / f"part_{at}.engage"
        target.write_text("\n\n".join(pieces) + "\n", encoding="utf-8")
        paths.append(str(target))
    random.shuffle(paths)
    return paths


@pytest.fixture(scope="module")
def rulesets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    prelude = find_ruleset(PRELUDE)
    assert prelude is not None
    return Path(shutil.copytree(prelude.parent, tmp_path_factory.mktemp("copy") / "rulesets"))


def policy_of(paths: list[str]) -> Policy:
    compiled = compile_files(paths)
    assert compiled.program is not None, render_text(compiled.diagnostics)
    return Policy(compiled.program, compiled.examples)


@cache
def whole_policy(name: str) -> Policy:
    """A shipped ruleset as it is."""
    return policy_of([name])


@settings(max_examples=16, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(NAMES), parts=st.integers(1, 4), random=st.randoms(use_true_random=False))
def test_order_and_files_change_nothing(rulesets: Path, name: str, parts: int, random: Random) -> None:
    whole, spread = whole_policy(name), policy_of(write_shuffled(name, rulesets, parts, random))
    assert spread.digest == whole.digest
    for interaction in INTERACTIONS:
        assert spread.decide(interaction) == whole.decide(interaction)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(written.ruleset_texts(4))
def test_no_text_that_reads_raises(text: str) -> None:
    compiled = compile_text(text)
    assert (compiled.program is None) == any(item.level == "error" for item in compiled.diagnostics)
    assert render_text(compiled.diagnostics)
    assert {item.code for item in compiled.diagnostics} <= set(REGISTRY)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(written.declaration, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_same_mistakes_are_found_in_any_order(declarations: list[list[str]], random: Random) -> None:
    texts = ["ruleset a { timezone UTC }", *(" ".join(tokens) for tokens in declarations)]
    shuffled = list(texts)
    random.shuffle(shuffled)
    one, two = (compile_text("\n\n".join(each)) for each in (texts, shuffled))
    assert (one.program is None) == (two.program is None)
    if one.program is not None and two.program is not None:
        assert Policy(one.program).digest == Policy(two.program).digest
