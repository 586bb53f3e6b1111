"""The maps of the how-to read payloads of other tools: the invented ones beside it, and the real ones where they are at hand."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faces.running import run

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "how-to" / "map-columns.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("## Payloads of help desks")[2].partition("\n## ")[0]
COMMANDS = [shlex.split(block.replace("\\\n", " "))[1:] for block in re.findall(r"```console\n\$ (.*?)```", SECTION, re.DOTALL)]
SHARED = {
    "chat.json": "chatwoot_message_created.json",
    "tickets.json": "zendesk_incremental_tickets.json",
    "status.json": "mastodon_status.json",
}


def named(command: list[str]) -> str:
    return f"{command[0]} {sample_of(command).name}"


def sample_of(command: list[str]) -> Path:
    return ROOT / next(part for part in command if part.startswith("docs/samples/"))


def on(command: list[str], path: Path) -> list[str]:
    return [str(path) if part.startswith("docs/samples/") else part for part in command]


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_the_maps_of_the_guide_read_their_samples(command: list[str]) -> None:
    done = run(*on(command, sample_of(command)))
    assert (done.status, done.err.count("rejected 0")) == (0, 1), done.err


@pytest.mark.parametrize("command", [each for each in COMMANDS if sample_of(each).name in SHARED], ids=named)
def test_the_maps_of_the_guide_read_what_the_tools_send(command: list[str], shared_folder: Path) -> None:
    path = shared_folder / "cases" / "formats" / SHARED[sample_of(command).name]
    if not path.is_file():
        pytest.skip(f"the shared file {path.name} is not here")
    done = run(*on(command, path))
    assert (done.status, done.err.count("rejected 0")) == (0, 1), done.err


def test_there_are_maps_for_all_shapes() -> None:
    assert {sample_of(each).name for each in COMMANDS} >= SHARED.keys()


def test_inner_and_outer_times_of_one_payload_are_read_each_in_its_way() -> None:
    commands = {command[0]: command for command in COMMANDS if sample_of(command).name == "chat.json"}
    decided = json.loads(run(*on(commands["decide"], sample_of(commands["decide"])), "--format", "jsonl").out)
    assert datetime.fromisoformat(decided["as_of"]) == datetime(2026, 11, 20, 10, 40, 0, 250_000, tzinfo=UTC)
    followed = json.loads(run(*on(commands["track"], sample_of(commands["track"])), "--format", "jsonl").out)
    started = followed["clocks"]["first_response"]["started_at"]
    assert datetime.fromisoformat(started) == datetime(2026, 11, 20, 10, 10, tzinfo=UTC)


def test_a_page_is_read_without_its_tags() -> None:
    command = next(each for each in COMMANDS if sample_of(each).name == "status.json")
    shown = run(*on(command, sample_of(command)))
    assert "your app & website are down" in shown.out
    assert "<p>" not in shown.out
