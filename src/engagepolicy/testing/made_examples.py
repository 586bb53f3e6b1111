"""An example that was made to notice a mistake, with the others that it notices."""

from __future__ import annotations

from dataclasses import dataclass

from engagepolicy.ir.program import Example
from engagepolicy.testing.edits import Mutant


@dataclass(slots=True)
class MadeExample:
    """An example, its name, its `test` block, and the mistakes that it notices."""

    example: Example
    name: str
    block: str
    mutants: list[Mutant]
