"""Whether to colour: decided here, for every verb alike."""

from __future__ import annotations

import os
from typing import TextIO


def is_colored(stream: TextIO, plain: bool = False) -> bool:
    """Whether to colour what goes to the stream: only a terminal, and only where nobody asked for none."""
    return stream.isatty() and not plain and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
