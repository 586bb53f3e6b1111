"""Opening what rows are read from: a path, `-` or a stream, gzip or not, never more than a bounded part in memory."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from typing_extensions import override

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Source: TypeAlias = str | Path | BinaryIO
Format: TypeAlias = Literal["jsonl", "json", "csv"]
ByteStream: TypeAlias = "io.BufferedReader[_Prefixed] | gzip.GzipFile"

BOM = b"\xef\xbb\xbf"

GZIP_MAGIC = b"\x1f\x8b"
LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of the longest line that is read; a longer one is skipped, and rejected."""

PEEKED = 4096
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)
DAMAGED = "the compressed data end too early or are damaged"
_SUFFIXES: dict[str, Format] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv"}


class UnreadableRows(ValueError):
    """The source as a whole cannot be read as rows, for the reason that the text gives."""


class BrokenStream(ValueError):
    """The compressed data end too early or are damaged; what was read before is right."""


class _Prefixed(io.RawIOBase):
    """A stream whose first bytes were already taken: it gives them out again, then the rest."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first = first
        self._rest = rest

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._first[: len(view)] if self._first else self._rest.read(len(view))
        self._first = self._first[len(data) :]
        view[: len(data)] = data
        return len(data)


@contextmanager
def _sound() -> Iterator[None]:
    """Say what damaged compressed data are in one way."""
    try:
        yield
    except DAMAGE:
        raise BrokenStream(DAMAGED) from None


class Lines:
    """The lines of a binary stream, split at line feeds alone, counted from 1."""

    def __init__(self, stream: ByteStream, longest: int = LONGEST_LINE) -> None:
        """Take the stream; lines of more than `longest` bytes are not kept."""
        self._stream = stream
        self._longest = longest
        self.number = 0
        """The line that was read last."""

    def next(self) -> bytes | None:
        """Return the next line with its line feed; None for one that is too long; `b""` after the last.

        Raises `BrokenStream` where compressed data are damaged.
        """
        try:  # not `_sound`: a context costs more than reading the line
            line = self._stream.readline(self._longest + 1)
            self.number += 1
            if len(line) <= self._longest or line.endswith(b"\n"):
                return line
            while line and not line.endswith(b"\n"):
                line = self._stream.readline(PEEKED * 16)
            return None
        except DAMAGE:
            raise BrokenStream(DAMAGED) from None


def read_whole(stream: ByteStream, longest: int) -> bytes | None:
    """Return all that is left of the stream, or None if that is more than `longest` bytes."""
    with _sound():
        data = stream.read(longest + 1)
    return data if len(data) <= longest else None


@contextmanager
def open_source(source: Source) -> Iterator[tuple[bytes, ByteStream]]:
    """Open a path, `-` for standard input or a binary stream, unpacked if it is gzip; yields its first bytes and all of it.

    A stream that was given is left open. Raises `OSError` for a file that cannot be opened, `BrokenStream` for damaged gzip.
    """
    if isinstance(source, str | Path) and source != "-":
        with Path(source).open("rb") as file:
            yield _unpacked(file)
    else:
        yield _unpacked(sys.stdin.buffer if isinstance(source, str | Path) else source)


def _unpacked(stream: BinaryIO) -> tuple[bytes, ByteStream]:
    magic = stream.read(len(GZIP_MAGIC))
    whole = io.BufferedReader(_Prefixed(magic, stream))
    if magic != GZIP_MAGIC:
        return whole.peek(PEEKED), whole
    packed = gzip.GzipFile(fileobj=whole)
    with _sound():
        return packed.peek(PEEKED), packed


def format_of(source: Source, first: bytes, otherwise: Format = "csv") -> Format:
    """Return the format by the name's ending, `.gz` left aside, or else by the first bytes.

    `[` begins a JSON list; `{` begins JSONL where the first line closes it, else one JSON object; nothing at all is JSONL without a
    row; anything else is `otherwise`.
    """
    if isinstance(source, str | Path):
        path = Path(source)
        known = _SUFFIXES.get((path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower())
        if known is not None:
            return known
    text = first.removeprefix(BOM).lstrip()
    if text.startswith(b"["):
        return "json"
    if not text:
        return "jsonl"
    if text.startswith(b"{"):
        line, feed, _ = text.partition(b"\n")
        return "json" if feed and not line.rstrip().endswith(b"}") else "jsonl"
    return otherwise
