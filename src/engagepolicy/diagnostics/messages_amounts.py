"""Messages about amounts of time that cannot both be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic


@dataclass(frozen=True)
class NeverInTime(Diagnostic):
    """A minimum delay that ends only when the target of the same rule is over."""

    code: ClassVar[str] = "EP0610"
    title: ClassVar[str] = "a minimum delay longer than its target"

    metric: str
    target: str
    delay: str

    @property
    @override
    def message(self) -> str:
        return f"{self.metric} is due within {self.target} and {self.delay}, so no answer can ever be in time"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("make the delay shorter than the target, or leave one of the two out",)
