"""The way into the command line: sets the streams up, asks for the extra that it needs, and hands over to the commands."""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

from engagepolicy.cli.interruptions import START
from engagepolicy.extras import MissingExtra, require_extra

NEEDED = ("typer", "rich")
TELLING = "check"
"""The verb that says what it did not come to when it is interrupted."""
INTERRUPTED = 130
WRONG_CALL = 2


def _open_closed() -> None:
    """Open the standard streams that whoever started us has closed: nothing comes in, and what goes out is dropped.

    The lowest number that is free is taken for each, in order, so that no file opened later is mistaken for one of them.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it stays open until the process ends


def _write_utf8() -> None:
    """Make both output streams UTF-8 with plain line feeds, whatever the locale says; what cannot be encoded is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def main() -> NoReturn:
    """Run the command that the process was started with, and leave the process with its exit status."""
    _open_closed()
    _write_utf8()
    if sys.argv[1:2] == [TELLING]:
        START.begin()
    try:
        for module in NEEDED:
            require_extra(module, "tools")
        from engagepolicy.cli.commands import app

        app(prog_name="engagepolicy")
    except MissingExtra:
        print('engagepolicy: the command line needs typer and rich: pip install "engagepolicy[tools]"', file=sys.stderr)
        sys.exit(WRONG_CALL)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(0)
