"""Messages about a newer policy that is weaker than the one in use, where that is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic


@dataclass(frozen=True)
class LockWeakened(Diagnostic):
    """A locked constraint that a newer policy lacks, unlocks, or is not known to keep at full strength; `older` is where it stood."""

    code: ClassVar[str] = "EP1140"
    title: ClassVar[str] = "a locked constraint that is weaker than before"

    constraint: str
    reasons: tuple[str, ...]
    older: str

    @property
    @override
    def message(self) -> str:
        return f"the locked constraint `{self.constraint}` is not known to be as strong as before: {'; '.join(self.reasons)}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"the policy in use has it at {self.older}, and stays in use",) if self.older else ("the policy in use stays in use",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("put it back as it was, or let somebody who may decide that load the newer policy anew",)
