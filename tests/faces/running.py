"""Runs the command line in this process, as a terminal-less shell would: words in, two texts and a status out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from engagepolicy.cli.commands import app

COLUMNS = "100"


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def transcript(self) -> str:
        """What a person would have seen, standard error below standard output."""
        parts = [self.out, *(f"[standard error]\n{self.err}" for _ in [0] if self.err), f"[exit status {self.status}]\n"]
        return "".join(part if part.endswith("\n") or not part else f"{part}\n" for part in parts)


def _stream(data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="\n", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


def run(*words: str, stdin: bytes = b"", columns: str = COLUMNS) -> Run:
    out, err = _stream(), _stream()
    status = 0
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch("sys.stdin", _stream(stdin)),
        patch.dict("os.environ", {"COLUMNS": columns}),
    ):
        try:
            app(list(words), prog_name="engagepolicy")
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else 0
    return Run(status, _text(out), _text(err))


def run_process(*words: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    whole = {**os.environ, "COLUMNS": COLUMNS, **(env or {})}
    return subprocess.run([sys.executable, "-m", "engagepolicy", *words], input=stdin, capture_output=True, env=whole, check=False)
