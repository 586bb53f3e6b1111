"""Messages about a newer policy that is weaker than the one in use, where that is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.phrases import indent_block


@dataclass(frozen=True)
class LockWeakened(Diagnostic):
    """Something locked that a newer policy lacks, unlocks, or is not known to keep at full strength.

    `older` is where it stood. It `is_sure` where it is known to be weaker. `example` is what both policies have decided, as a test that
    only the one in use passes, and `lost` says what becomes of it in the newer one; both are empty where there is none.
    """

    code: ClassVar[str] = "EP1140"
    title: ClassVar[str] = "a locked rule or constraint that is weaker than before"

    kind: Literal["rule", "constraint"]
    name: str
    reasons: tuple[str, ...]
    older: str
    is_sure: bool = False
    example: str = ""
    lost: str = ""

    @property
    @override
    def message(self) -> str:
        known = "is weaker than before" if self.is_sure else "is not known to be as strong as before"
        return f"the locked {self.kind} `{self.name}` {known}: {'; '.join(self.reasons)}"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        stays = f"the policy in use has it at {self.older}, and stays in use" if self.older else "the policy in use stays in use"
        return (f"{self.lost}:\n{indent_block(self.example)}", stays) if self.example else (stays,)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("put it back as it was, or let somebody who may decide that load the newer policy anew",)
