"""Reading rulesets from disk and from the package: bounded, UTF-8, each file once, and a message instead of an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_files import UnknownRuleset, UnreadableFile
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.resources import find_ruleset, ruleset_names
from engagepolicy.source import SourceText, Span, share_source

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes; a ruleset larger than this is refused before it is read."""


class Unreadable(Exception):
    """Why a file cannot be read, and what to do about it."""

    def __init__(self, reason: str, advice: str = "") -> None:
        """Take both."""
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Unreadable("it is a directory", "name the files in it, or let `engagepolicy check` look through the directory")
        if not path.is_file():
            raise Unreadable("there is no such file" if not path.exists() else "it is not a regular file")
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"it is larger than {LARGEST_FILE // 1024 // 1024} MiB", "split it into several files")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name is not a path"
        raise Unreadable(reason.lower()) from error


def _as_text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"it is not UTF-8 (line {line}, byte {error.start})", "save it as UTF-8") from error


@dataclass
class FileFinder:
    """Finds used rulesets; `folder` is where the paths in a text without a file begin, None if it has no place.

    `drafts` are texts, by resolved path, that are read in place of what stands in a file.
    """

    folder: Path | None = None
    drafts: Mapping[Path, str] = field(default_factory=dict)
    _read: dict[Path, SourceText] = field(default_factory=dict)
    _paths: dict[SourceText, Path] = field(default_factory=dict)
    _refused: set[Path] = field(default_factory=set)

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that was read, and every one that was asked for and could not be."""
        return (*self._read, *sorted(self._refused))

    @property
    def sources(self) -> tuple[SourceText, ...]:
        """The text of every file that was read, in the order in which they were asked for."""
        return tuple(self._read.values())

    def read_bytes(self, path: Path) -> bytes:
        """Return the bytes of a file; raise `Unreadable`."""
        return _read_bytes(path)

    def open(self, path: Path, shown: str, span: Span | None = None, *, is_shared: bool = False) -> SourceText | Diagnostic:
        """Return the text of a file, shown to people as `shown`; a message at `span` if it cannot be read.

        One that `is_shared` is parsed once for all who read it, as long as it stays as it is.
        """
        try:
            real = path.resolve()
            if real not in self._read:
                draft = self.drafts.get(real)
                text = _as_text(self.read_bytes(path)) if draft is None else draft
                source = share_source(shown, text) if is_shared else SourceText(shown, text)
                self._read[real] = source
                self._paths[source] = real
        except Unreadable as error:
            self._refused.add(path)
            place = span if span is not None else Span(SourceText(shown, ""), 0, 0)
            return UnreadableFile(place, shown, error.reason, error.advice)
        except (OSError, ValueError, RuntimeError):
            place = span if span is not None else Span(SourceText(shown, ""), 0, 0)
            return UnreadableFile(place, shown, "its name is not a path that this system can follow")
        return self._read[real]

    def find_shipped(self, name: str, span: Span) -> SourceText | Diagnostic:
        """Return a shipped ruleset by its dotted name."""
        path = find_ruleset(name)
        if path is None:
            return UnknownRuleset(span, name, find_suggestions(name, ruleset_names()))
        return self.open(path, f"rulesets/{name.replace('.', '/')}.engage", span, is_shared=True)

    def find_file(self, path: str, span: Span) -> SourceText | Diagnostic:
        """Return the file at a path that is relative to the file of `span`."""
        own = self._paths.get(span.source)
        folder = own.parent if own is not None else self.folder
        if folder is None:
            return UnreadableFile(span, path, "a text that is no file has no folder to look in", "load the ruleset from a file")
        shown = str(Path(span.source.name).parent / path) if own is not None else path
        return self.open(folder / path, shown, span)
