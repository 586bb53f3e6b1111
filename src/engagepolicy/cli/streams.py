"""Where a command reads and writes: standard input as UTF-8, files that appear only when they are whole, terminals."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.console import Console
from typing_extensions import override

from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import WrongCall, describe_os_error

STDIN = "-"
NARROWEST, WIDEST = 60, 200


class _PipeConsole(Console):
    """A console that leaves a closed pipe to whoever ends the command."""

    @override
    def on_broken_pipe(self) -> None:
        """Pass the error on."""
        raise BrokenPipeError


def make_console(stream: TextIO, plain: bool) -> Console:
    """Return a console on the stream that adds nothing of its own: no markup, no emoji names, no highlights."""
    color = is_colored(stream, plain)
    console = _PipeConsole(
        file=stream,
        color_system="auto" if color else None,
        no_color=not color,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=True,
        legacy_windows=False,
    )
    console.width = max(NARROWEST, min(WIDEST, console.width))
    return console


def read_stdin_text() -> str:
    """Return all of standard input, which must be UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise WrongCall(f"standard input is not UTF-8 (byte {error.start})") from None


def read_texts(names: Iterable[str]) -> dict[str, str]:
    """Return the text of standard input under the name `-` if it is among the names, else nothing."""
    return {STDIN: read_stdin_text()} if STDIN in names else {}


def require_two_files(output: Path | None, rejects: Path | None) -> None:
    """Refuse one file for what was made and for what was rejected: the later writer would take the place of the other."""
    if output is not None and rejects is not None and os.path.realpath(output) == os.path.realpath(rejects):
        raise WrongCall(f"--output and --rejects both name {output}: rejected rows need a file of their own")


def require_other_file(output: Path | None, inputs: Iterable[str]) -> None:
    """Raise `WrongCall` where an output is one of the inputs."""
    for name in inputs:
        if output is not None and name != STDIN and output.exists() and Path(name).exists() and output.samefile(name):
            raise WrongCall(f"{output} would be written over while it is read")


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that there is the old one or the new one, never half of it; keeps its mode and follows links."""
    with open_output(path) as stream:
        stream.write(text)


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Open a file for text, or standard output for None. The file appears when all went well; devices are written to directly.

    Raises `WrongCall` where the file cannot be written.
    """
    if path is None:
        yield sys.stdout
        return
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file() and not real.is_dir():
        with real.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        return
    yield from _replacing(path, real)


def _replacing(path: Path, real: Path) -> Iterator[TextIO]:
    try:
        if real.is_dir():
            raise WrongCall(f"{path} cannot be written: it is a directory")
        number, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    except OSError as error:
        raise WrongCall(f"{path} cannot be written: {describe_os_error(error)}") from None
    draft = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        _copy_mode(real, draft)
        draft.replace(real)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _copy_mode(real: Path, draft: Path) -> None:
    if real.exists():
        shutil.copymode(real, draft)
        return
    mask = os.umask(0)
    os.umask(mask)
    draft.chmod(0o666 & ~mask)
