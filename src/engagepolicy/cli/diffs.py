"""What a command would change in a file, as a unified diff."""

from __future__ import annotations

from difflib import unified_diff

SIGNS = {"+": "32", "-": "31", "@": "36"}


def render_diff(before: str, after: str, names: tuple[str, str], *, color: bool) -> str:
    """Return the lines that differ between two texts, which are called by `names`; an empty text where none do."""
    lines = list(unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), *names))
    ended = [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
    if not color:
        return "".join(ended)
    return "".join(f"\x1b[{SIGNS[line[0]]}m{line[:-1]}\x1b[0m\n" if line[0] in SIGNS else line for line in ended)
