"""Messages about constraints, about what they speak of, and about drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic, Fix, Note
from engagepolicy.diagnostics.phrases import did_you_mean, join_alternatives, offer_names
from engagepolicy.source import Span

_ARTICLES = {"interaction": "an interaction", "draft": "a draft"}


def _name_subject(record: str) -> str:
    return _ARTICLES.get(record, f"a {record}")


@dataclass(frozen=True)
class OfAnotherSubject(Diagnostic):
    """A name that is there, but belongs to something else than the condition speaks of."""

    code: ClassVar[str] = "EP1001"
    title: ClassVar[str] = "a name that belongs to something else"

    name: str
    record: str
    kind: str
    owner: str

    @property
    @override
    def message(self) -> str:
        is_fact = self.kind == "fact"
        told = f"is a fact of {_name_subject(self.owner)}" if is_fact else f"is {_article(self.kind)} of {_name_subject(self.owner)}"
        return f"this condition speaks of {_name_subject(self.record)}, and `{self.name}` {told}"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.owner == "draft":
            return ("begin the block with: on draft",)
        return ("a block that begins with `on draft` reads facts of drafts, and the segments and definitions about them",)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


@dataclass(frozen=True)
class UnknownSubject(Diagnostic):
    """A block that speaks of something that it cannot be about, or does not say what it is about."""

    code: ClassVar[str] = "EP1002"
    title: ClassVar[str] = "a block that does not say what it is about"

    what: str
    name: str
    subjects: tuple[str, ...]
    suggestions: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        known = join_alternatives(tuple(f"`on {each}`" for each in self.subjects))
        if not self.name:
            return f"the {self.what} does not say what it is about: {known}"
        return f"a {self.what} is about {known}, not about `{self.name}`"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        if self.name:
            return did_you_mean(self.suggestions)
        return ("write it first in the block",)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return offer_names(self.span, self.suggestions) if self.name else ()


@dataclass(frozen=True)
class NoDuty(Diagnostic):
    """A constraint that asks for nothing."""

    code: ClassVar[str] = "EP1003"
    title: ClassVar[str] = "a constraint that asks for nothing"

    name: str

    @property
    @override
    def message(self) -> str:
        return f"the constraint `{self.name}` says neither what must be nor what never may be"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("add a line such as `must disclosure.is_present` or `never claims_use`",)


@dataclass(frozen=True)
class NoVerdict(Diagnostic):
    """A constraint whose breach has no consequence."""

    code: ClassVar[str] = "EP1004"
    title: ClassVar[str] = "a constraint whose breach has no consequence"

    name: str

    @property
    @override
    def message(self) -> str:
        return f"the constraint `{self.name}` does not say what a breach gets"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ('add `else` with block, revise, approve or note: else revise "Say who you work for."',)


@dataclass(frozen=True)
class UnknownVerdict(Diagnostic):
    """A verdict that there is not, or an approver where nobody approves."""

    code: ClassVar[str] = "EP1005"
    title: ClassVar[str] = "a verdict that there is not"

    name: str
    verdicts: tuple[str, ...]
    suggestions: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        if self.name in self.verdicts:
            return f"only `approve` names who may say yes, `{self.name}` does not"
        return f"a breach gets {join_alternatives(tuple(f'`{each}`' for each in self.verdicts))}, not `{self.name}`"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return did_you_mean(self.suggestions)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return offer_names(self.span, self.suggestions)


@dataclass(frozen=True)
class LockedConstraint(Diagnostic):
    """A locked constraint that something else would set aside."""

    code: ClassVar[str] = "EP1006"
    title: ClassVar[str] = "a locked constraint that something would set aside"

    name: str
    locked: Span

    @property
    @override
    def message(self) -> str:
        return f"the constraint `{self.name}` is locked: nothing may override it, in any file"

    @property
    @override
    def related(self) -> tuple[Note, ...]:
        return (Note(self.locked, "locked here"),)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("remove this name",)


@dataclass(frozen=True)
class ConstraintsInACircle(Diagnostic):
    """Constraints that override one another, so that together they would demand nothing."""

    code: ClassVar[str] = "EP1007"
    title: ClassVar[str] = "constraints that override one another"

    names: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        shown = " overrides ".join(f"`{each}`" for each in self.names)
        return f"{shown}, so together they would demand nothing"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("remove one of the `overrides`",)


@dataclass(frozen=True)
class BadPlaceholder(Diagnostic):
    """A name in the braces of a fix that is no single fact of a draft."""

    code: ClassVar[str] = "EP1008"
    title: ClassVar[str] = "a fix with a name that no fact of a draft has"

    name: str
    suggestions: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"`{{{self.name}}}` in a fix stands for a fact of a draft, and no single fact is called so"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return did_you_mean(self.suggestions)


@dataclass(frozen=True)
class NoMatches(Diagnostic):
    """A fix of what was found in a text, in a constraint that looks for nothing there."""

    code: ClassVar[str] = "EP1009"
    title: ClassVar[str] = "a fix of matches where nothing is looked for"

    name: str

    @property
    @override
    def message(self) -> str:
        return f"the constraint `{self.name}` looks for no words in `text`, so there are no matches to change"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("name the words: never text mentions WORDS",)


@dataclass(frozen=True)
class MisplacedFix(Diagnostic):
    """A fix of a text in a constraint on decisions, which have no text to change."""

    code: ClassVar[str] = "EP1010"
    title: ClassVar[str] = "a fix that changes a text in a constraint on decisions"

    @property
    @override
    def message(self) -> str:
        return "a decision has no text that could be changed: only `fix ask` can stand in a constraint on decisions"


@dataclass(frozen=True)
class UnknownPillar(Diagnostic):
    """A pillar that the prelude does not list."""

    code: ClassVar[str] = "EP1011"
    title: ClassVar[str] = "a pillar that there is not"

    name: str
    pillars: tuple[str, ...]
    suggestions: tuple[str, ...]

    @property
    @override
    def message(self) -> str:
        return f"there is no pillar `{self.name}`"

    @property
    @override
    def notes(self) -> tuple[str, ...]:
        return (f"pillars are {', '.join(self.pillars)}",)

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return did_you_mean(self.suggestions)

    @property
    @override
    def fixes(self) -> tuple[Fix, ...]:
        return offer_names(self.span, self.suggestions)


@dataclass(frozen=True)
class NameInJsonTaken(Diagnostic):
    """A field whose name in JSON is another field's, or is no name."""

    code: ClassVar[str] = "EP1012"
    title: ClassVar[str] = "a name in JSON that cannot be used"

    name: str
    other: str

    @property
    @override
    def message(self) -> str:
        if not self.other:
            return "a field's name in JSON is one word or more without a dot, and not empty"
        return f"inputs already call `{self.other}` by the name `{self.name}`"


@dataclass(frozen=True)
class NotOfAReview(Diagnostic):
    """An expectation of a draft that no review answers."""

    code: ClassVar[str] = "EP1013"
    title: ClassVar[str] = "an expectation that no review answers"

    @property
    @override
    def message(self) -> str:
        return "a draft is reviewed, not decided about: expect its verdict, a finding or the suggested text"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("such as: expect verdict revise, finding relationship, no finding identity",)


@dataclass(frozen=True)
class GivenComputed(Diagnostic):
    """A test that gives a fact which is worked out from the others."""

    code: ClassVar[str] = "EP1014"
    title: ClassVar[str] = "a computed fact that is given"

    path: str

    @property
    @override
    def message(self) -> str:
        return f"`{self.path}` is worked out from the draft, so it cannot be given"

    @property
    @override
    def helps(self) -> tuple[str, ...]:
        return ("give the text and the other facts that it follows from",)
