"""Ctrl-C noted instead of raised, for work that ends by itself at a safe place and tells what it has."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

SECONDS = 0.5
"""A second signal that comes so soon is the first one once more, sent by whoever started us to the whole group of processes."""


class Interruptions:
    """Whether Ctrl-C was pressed, and where it may raise."""

    def __init__(self) -> None:
        """Begin with nothing pressed."""
        self.is_noted = False
        self._is_breakable = False
        self._noted_at = 0.0

    def note(self, number: int, frame: FrameType | None) -> None:
        """Take a signal: the first is noted, or raised where work is breakable; a further one is raised."""
        if self.is_noted and monotonic() - self._noted_at < SECONDS:
            return
        was_noted, self.is_noted, self._noted_at = self.is_noted, True, monotonic()
        if was_noted or self._is_breakable:
            raise KeyboardInterrupt

    @contextmanager
    def breakable(self) -> Iterator[None]:
        """Let Ctrl-C raise KeyboardInterrupt inside the block, at once if it was pressed before."""
        self._is_breakable = True
        try:
            if self.is_noted:
                raise KeyboardInterrupt
            yield
        finally:
            self._is_breakable = False


class Start:
    """What is noted between the start of a process and the verb that it is for."""

    def __init__(self) -> None:
        """Begin with nothing noted."""
        self._interruptions: Interruptions | None = None

    def begin(self) -> None:
        """Note Ctrl-C from now on, in a process whose verb tells what it did not come to: loading it takes as long as many a check."""
        self._interruptions = Interruptions()
        signal.signal(signal.SIGINT, self._interruptions.note)

    def take(self) -> Interruptions:
        """Return what was noted so far, for the verb to go on with."""
        taken, self._interruptions = self._interruptions or Interruptions(), None
        return taken


START = Start()


@contextmanager
def noting_interruptions() -> Iterator[Interruptions]:
    """Give what knows whether Ctrl-C was pressed meanwhile, or since the start; pressed once more it interrupts as ever.

    An exception raised in the midst of a solver's callbacks would be lost, and one raised while a report is written would cut it off.
    Outside the main thread nothing is noted.
    """
    interruptions = START.take()
    if threading.current_thread() is not threading.main_thread():
        yield interruptions
        return
    signal.signal(signal.SIGINT, interruptions.note)
    try:
        yield interruptions
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
