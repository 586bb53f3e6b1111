"""Commands that pages show with what they print print just that."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.docs.blocks import DOCS, blocks_of
from tests.faces.running import run

PAGES = (DOCS / "how-to" / "keep-a-ruleset-tidy.md", DOCS / "how-to" / "see-what-tests-leave-open.md")
"""Pages of which every command is run, in the order in which they stand, in a folder with the page's files."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for block in blocks_of(page):
        if block.language == "engage" and block.file is not None:
            Path(block.file).write_text(block.text, encoding="utf-8")
        if block.language == "console":
            for part in block.text.removeprefix("$ ").split("\n$ "):
                command, _, shown = part.partition("\n")
                done = run(*shlex.split(command)[1:])
                assert done.out + done.err == (shown if shown.endswith("\n") or not shown else f"{shown}\n"), block.place
                commands += 1
    assert commands
