"""The fenced blocks of the documentation pages: where each stands, in which language, and what its page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^(`{3,})(\S*)[ \t]*(.*)$")
_FILE = re.compile(r"\bfile=(\S+)")
_GIVES = re.compile(r"^<!-- gives ((?:EP\d{4}[ ,]*)+)-->$")
_CODE = re.compile(r"EP\d{4}")


@dataclass(frozen=True)
class Block:
    """One fenced block: `line` is that of its fence, `info` what follows the language, `gives` the codes that it is said to get."""

    page: Path
    line: int
    language: str
    info: str
    text: str
    gives: frozenset[str]

    @cached_property
    def file(self) -> str | None:
        """The name under which the block is written to a file."""
        found = _FILE.search(self.info)
        return found.group(1) if found else None

    @property
    def place(self) -> str:
        """Where the block is, for a test's name."""
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def pages() -> list[Path]:
    """Return every page but those of single messages, which have a test of their own."""
    found = [path for path in DOCS.rglob("*.md") if "diagnostics" not in path.relative_to(DOCS).parts]
    readme = ROOT / "README.md"
    return sorted([*found, readme] if readme.is_file() else found)


def blocks_of(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page in order."""
    lines = page.read_text(encoding="utf-8").split("\n")
    before = ""
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if fence is None:
            before = lines[at].strip() or before
            at += 1
            continue
        ticks, language, info = fence.groups()
        end = next((place for place in range(at + 1, len(lines)) if lines[place] == ticks), len(lines))
        gives = _GIVES.match(before)
        codes = frozenset(_CODE.findall(gives.group(1))) if gives else frozenset[str]()
        yield Block(page, at + 1, language, info, "".join(f"{line}\n" for line in lines[at + 1 : end]), codes)
        before = ""
        at = end + 1


def blocks(language: str) -> list[Block]:
    """Return the blocks of all pages in a language."""
    return [block for page in pages() for block in blocks_of(page) if block.language == language]


def prose_of(page: Path) -> str:
    """Return a page without what stands between fences; its lines keep their numbers."""
    lines = page.read_text(encoding="utf-8").split("\n")
    for block in blocks_of(page):
        for place in range(block.line - 1, block.line + block.text.count("\n") + 1):
            lines[place] = ""
    return "\n".join(lines)
