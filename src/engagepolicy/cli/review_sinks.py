"""Where reviews go: a picture of each draft with its findings, records, or messages for CI services."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, TextIO

from rich.console import Console
from rich.text import Text

from engagepolicy.adapters.writers import CsvWriter, JsonlWriter
from engagepolicy.cli.sinks import JsonListSink, RecordSink
from engagepolicy.report.draft_messages import render_github_draft, render_junit_drafts, render_sarif_drafts
from engagepolicy.report.draft_picture import draw_draft
from engagepolicy.report.reviewing import CSV_COLUMNS, Reviewed, Verdicts, to_csv_record
from engagepolicy.reviewing import Verdict

WIDEST_TEXT = 120
STYLES = {"allow": "green", "note": "dim", "approve": "bold yellow", "revise": "bold yellow", "block": "bold red", "sign": "bold red"}


class ReviewFormat(StrEnum):
    """How reviews are shown."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


class ReviewSink(Protocol):
    """Takes reviews as they are made."""

    def add(self, reviewed: Reviewed, /) -> None:
        """Take one review."""

    def finish(self) -> None:
        """Write what comes at the end."""


class PictureSink:
    """Prints each draft with its findings as it comes, an empty line around each that has any, and at the end how many there were."""

    def __init__(self, console: Console, verdicts: Verdicts) -> None:
        """Take the console, and the count that whoever adds reviews keeps."""
        self._console = console
        self._verdicts = verdicts
        self._is_first = True
        self._was_long = False

    def add(self, reviewed: Reviewed) -> None:
        """Print one draft."""
        is_long = bool(reviewed.findings)
        if not self._is_first and (is_long or self._was_long):
            self._console.print()
        for line in draw_draft(reviewed, min(self._console.width, WIDEST_TEXT)):
            self._console.print(Text(line.text, STYLES.get(line.style, "")))
        self._is_first, self._was_long = False, is_long

    def finish(self) -> None:
        """Print how many drafts there were, by verdict."""
        if not self._is_first:
            self._console.print()
        self._console.print(Text(self._verdicts.render()))


class GitHubSink:
    """Writes the workflow commands of every draft as it comes."""

    def __init__(self, stream: TextIO, fails_on: Verdict) -> None:
        """Take an open text stream, and the verdict from which on a finding is an error."""
        self._stream = stream
        self._fails_on = fails_on

    def add(self, reviewed: Reviewed) -> None:
        """Write one draft's."""
        self._stream.write(render_github_draft(reviewed, self._fails_on))

    def finish(self) -> None:
        """Write nothing more."""


class DocumentSink:
    """Keeps the reviews and writes them as one document at the end."""

    def __init__(self, stream: TextIO, render: Callable[[list[Reviewed], Verdict], str], fails_on: Verdict) -> None:
        """Take an open text stream, what makes the document, and the verdict from which on a finding is an error."""
        self._stream = stream
        self._render = render
        self._fails_on = fails_on
        self._kept: list[Reviewed] = []

    def add(self, reviewed: Reviewed) -> None:
        """Keep one review."""
        self._kept.append(reviewed)

    def finish(self) -> None:
        """Write the document."""
        self._stream.write(self._render(self._kept, self._fails_on))


class CsvSink:
    """Writes one row for each draft."""

    def __init__(self, stream: TextIO) -> None:
        """Write the header to an open text stream."""
        self._writer = CsvWriter(stream, CSV_COLUMNS)

    def add(self, reviewed: Reviewed) -> None:
        """Write one draft's row."""
        self._writer.write(to_csv_record(reviewed))

    def finish(self) -> None:
        """Write nothing more."""


def make_review_sink(format: ReviewFormat, stream: TextIO, console: Console, verdicts: Verdicts, fails_on: Verdict) -> ReviewSink:
    """Return the sink of a format; the picture goes to `console`, all else to `stream`."""
    match format:
        case ReviewFormat.TEXT:
            return PictureSink(console, verdicts)
        case ReviewFormat.JSON:
            return JsonListSink(stream)
        case ReviewFormat.JSONL:
            return RecordSink(JsonlWriter(stream))
        case ReviewFormat.CSV:
            return CsvSink(stream)
        case ReviewFormat.GITHUB:
            return GitHubSink(stream, fails_on)
        case ReviewFormat.SARIF:
            return DocumentSink(stream, render_sarif_drafts, fails_on)
        case ReviewFormat.JUNIT:
            return DocumentSink(stream, render_junit_drafts, fails_on)
