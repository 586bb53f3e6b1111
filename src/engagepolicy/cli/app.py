"""The way into the command line: sets the streams up, asks for the extra that it needs, and hands over to the commands."""

from __future__ import annotations

import io
import sys
from typing import NoReturn

from engagepolicy.extras import MissingExtra, require_extra

NEEDED = ("typer", "rich")
INTERRUPTED = 130
WRONG_CALL = 2


def _write_utf8() -> None:
    """Make both output streams UTF-8 with plain line feeds, whatever the locale says; what cannot be encoded is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def main() -> NoReturn:
    """Run the command that the process was started with, and leave the process with its exit status."""
    _write_utf8()
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
