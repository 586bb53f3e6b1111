"""Ctrl-C noted instead of raised, for work that ends by itself at a safe place and tells what it has."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def noting_interruptions() -> Iterator[Callable[[], bool]]:
    """Give what says whether Ctrl-C was pressed meanwhile; pressed once more it interrupts as ever.

    An exception raised in the midst of a solver's callbacks would be lost. Outside the main thread nothing is noted.
    """
    noted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield noted.is_set
        return
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        noted.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield noted.is_set
    finally:
        signal.signal(signal.SIGINT, before)
