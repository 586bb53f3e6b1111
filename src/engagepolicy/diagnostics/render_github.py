"""Messages as GitHub Actions workflow commands, which put a note on the line of a change that caused them.

The escapes are those of GitHub's own toolkit: `%`, CR and LF everywhere, `:` and `,` in properties too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.display import render_visible, render_visible_lines
from engagepolicy.diagnostics.render_text import render_asides


def render_github(diagnostics: Sequence[Diagnostic], *, findings: Collection[str] = ()) -> str:
    """Return one `::error …::…`, `::warning …::…` or `::notice …::…` line for each message, in the order given.

    Messages with one of the codes in `findings` are errors whatever their level, since somebody asked to stop at them.
    """
    return "".join(f"{_render_command(item, 'error' if item.code in findings else _COMMANDS[item.level])}\n" for item in diagnostics)


_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def _render_command(item: Diagnostic, command: str) -> str:
    span = item.span
    properties: dict[str, str] = {"file": render_visible(span.source.name), "line": str(span.line)}
    if span.line == span.end_line:
        # GitHub takes columns only for a place within one line.
        properties |= {"col": str(span.column), "endLine": str(span.line), "endColumn": str(span.end_column)}
    else:
        properties["endLine"] = str(span.end_line)
    properties["title"] = f"{item.code} {render_visible(item.title)}".rstrip()
    written = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items())
    message = item.message if not item.label else f"{item.message} ({item.label})"
    lines = [render_visible(message), *(line for aside in render_asides(item) for line in render_visible_lines(aside))]
    return f"::{command} {written}::{escape_data(chr(10).join(lines))}"


def escape_data(text: str) -> str:
    """Return the text as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Return the text as a property of a workflow command."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
