"""How a command ends: its exit status, and one plain message for whatever stops it."""

from __future__ import annotations

import contextlib
import functools
import os
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, ParamSpec

import typer

from engagepolicy.__about__ import __version__
from engagepolicy.cli.colors import is_colored
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.display import render_visible_lines
from engagepolicy.diagnostics.render_text import render_text

CLEAN = 0
FINDINGS = 1
WRONG_CALL = 2
INTERNAL_ERROR = 70
INTERRUPTED = 130
CLOSED_PIPE = 141
DEBUG = "ENGAGEPOLICY_DEBUG"

P = ParamSpec("P")


class WrongCall(Exception):
    """The call itself was wrong: something that it names cannot be used. Ends a command with status 2."""

    def __init__(self, message: str, *helps: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        """Take the sentence, what to change, and the messages of a ruleset if it is about one."""
        super().__init__(message)
        self.message = message
        self.helps = helps
        self.diagnostics = tuple(diagnostics)


def say(text: str) -> None:
    """Write lines for people to standard error, made safe for a terminal."""
    for line in render_visible_lines(text):
        print(line, file=sys.stderr)


def describe_os_error(error: OSError) -> str:
    """Return why the system refused a file, in lower case and without numbers."""
    return (error.strerror or "the system refuses it").lower()


def _tell_wrong_call(error: WrongCall) -> None:
    if error.diagnostics:
        print(render_text(error.diagnostics, color=is_colored(sys.stderr)), file=sys.stderr)
    say(f"engagepolicy: {error.message}")
    for text in error.helps:
        say(f"  {text}")


def _tell_internal_error(error: Exception) -> None:
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
        return
    last = traceback.extract_tb(error.__traceback__)[-1]
    say(f"engagepolicy: internal error {type(error).__name__} in {Path(last.filename).stem}, line {last.lineno}")
    say("  This is a mistake in engagepolicy, not in your ruleset or your data. Please report it with:")
    say(f"  - engagepolicy {__version__}, Python {platform.python_version()}, {platform.system()}")
    say("  - the command, and the smallest ruleset and input that still show it, without anybody's private data")
    say(f"  - what the same command prints with {DEBUG}=1 set")


def _drop_output() -> None:
    """Send what is left of the output nowhere, so that Python does not try to write it when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave_closed_pipe() -> NoReturn:
    """End quietly: whoever read our output has gone."""
    _drop_output()
    raise typer.Exit(CLOSED_PIPE)


def _tell_refusal(error: OSError) -> None:
    """Tell what the system refused while it read or wrote, such as to a disk that is full."""
    _drop_output()
    what = f"{error.filename} cannot be read or written" if error.filename else "the system refuses to read or write"
    say(f"engagepolicy: {what}: {describe_os_error(error)}")


def ending(verb: Callable[P, int]) -> Callable[P, None]:
    """Return the verb as a command: what it returns is the exit status, and nothing that it raises becomes a traceback."""

    @functools.wraps(verb)
    def command(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            status = verb(*args, **kwargs)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except WrongCall as error:
            _tell_wrong_call(error)
            status = WRONG_CALL
        except BrokenPipeError:
            _leave_closed_pipe()
        except OSError as error:
            _tell_refusal(error)
            status = WRONG_CALL
        except KeyboardInterrupt:
            status = INTERRUPTED
        except Exception as error:  # noqa: BLE001 - the last net: whatever it is, people get a message and a way to report it
            _tell_internal_error(error)
            status = INTERNAL_ERROR
        raise typer.Exit(status)

    return command
