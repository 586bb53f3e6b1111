"""What a message is: a code, a level, a place, a sentence, and the fix wherever one can be computed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from typing_extensions import override

from engagepolicy.source import Span


class Level(StrEnum):
    """How grave a message is: an error stops a policy from loading, a warning does not, and a note is only good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Applicability(StrEnum):
    """How far a fix may be trusted: applied by a tool, looked at first, or completed by the author."""

    SAFE = "safe"
    MAYBE = "maybe"
    PLACEHOLDER = "placeholder"


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that cures the mistake: put `replacement` in place of `span` (an empty span inserts)."""

    title: str
    span: Span
    replacement: str
    applicability: Applicability = Applicability.MAYBE


@dataclass(frozen=True, slots=True)
class Note:
    """A second place that matters, with what to say of it."""

    span: Span
    text: str


REGISTRY: dict[str, type[Diagnostic]] = {}
"""Every diagnostic class by its code; filled as the classes are defined."""


@dataclass(frozen=True)
class Diagnostic(ABC):
    """One mistake at one place.

    A subclass is a frozen dataclass with its own fields, sets `code` (stable for ever), `title` (the class of mistake, for
    indexes) and, if it does not stop a policy from loading, `level`; it writes `message`, and overrides the rest as needed.
    """

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    level: ClassVar[Level] = Level.ERROR

    span: Span

    @override
    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if cls.code:
            other = REGISTRY.setdefault(cls.code, cls)
            if other.__qualname__ != cls.__qualname__:
                raise TypeError(f"{cls.__qualname__} and {other.__qualname__} share the code {cls.code}")

    @property
    @abstractmethod
    def message(self) -> str:
        """One sentence of what is wrong: lower case, no full stop."""

    @property
    def label(self) -> str:
        """What to write under the underlined place; empty when the message says it all."""
        return ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Context that helps to understand the message."""
        return ()

    @property
    def helps(self) -> tuple[str, ...]:
        """What to change."""
        return ()

    @property
    def related(self) -> tuple[Note, ...]:
        """Other places that matter."""
        return ()

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """Edits that cure the mistake, the best first."""
        return ()

    @property
    def page(self) -> str:
        """The documentation page of this code, relative to docs/."""
        return f"reference/diagnostics/{self.code}.md"


@dataclass
class Bag:
    """Messages in the order found; travels beside a result, and only the outermost call raises."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(self, item: Diagnostic) -> None:
        """Keep one message."""
        self.items.append(item)

    def extend(self, items: Iterable[Diagnostic]) -> None:
        """Keep several messages."""
        self.items.extend(items)

    @property
    def has_errors(self) -> bool:
        """Whether any message stops a policy from loading."""
        return any(item.level is Level.ERROR for item in self.items)

    def ordered(self) -> tuple[Diagnostic, ...]:
        """Return the messages by file, place and code, each once."""
        unique = dict.fromkeys(self.items)
        return tuple(sorted(unique, key=lambda item: (item.span.source.name, item.span.start, item.code, item.message)))
