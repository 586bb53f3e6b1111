"""What the parts of the compiler share: the resolved names, the bag for messages, and which names were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from engagepolicy.diagnostics.base import Bag
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.places import Place
from engagepolicy.semantics.resolved import INTERACTION, Field, OutcomeEntry, ResolvedRuleset
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import EnumType, SetType, Type, render_type

Kind = Literal[
    "fact", "outcome", "condition", "lexicon", "calendar", "holidays", "campaign", "objective", "rule", "constraint", "tier", "word"
]


@dataclass
class Uses:
    """The names that something reads or gives, by kind."""

    names: set[tuple[Kind, str]] = field(default_factory=set)

    def note(self, kind: Kind, name: str) -> None:
        """Remember that the name is used."""
        self.names.add((kind, name))


@dataclass(frozen=True)
class Scope:
    """Where a condition stands: which record its facts belong to, and whether the outcomes of a decision are there.

    `elements` are the fields of the record behind each variable of a quantifier around it.
    """

    resolved: ResolvedRuleset
    bag: Bag
    uses: Uses
    elements: dict[str, dict[str, Field]] = field(default_factory=dict)
    record: str = INTERACTION

    @property
    def facts(self) -> Mapping[str, Field]:
        """The facts that conditions may read, by dotted path."""
        return self.resolved.records.get(self.record, {})

    @property
    def outcomes(self) -> Mapping[str, OutcomeEntry]:
        """The outcomes that conditions may read: a draft has none."""
        return self.resolved.outcomes if self.record == INTERACTION else {}

    @property
    def conditions(self) -> Mapping[str, nodes.NamedCondition]:
        """The named conditions about the same record."""
        return {name: node for name, node in self.resolved.conditions.items() if record_of(node) == self.record}

    def on(self, record: str) -> Scope:
        """Return the scope of conditions about another record."""
        return replace(self, record=record)

    def inside(self, variable: str, record: str) -> Scope:
        """Return the scope of a quantifier's body."""
        return replace(self, elements={**self.elements, variable: dict(self.resolved.records.get(record, {}))})

    def require(self, kind: Kind, word: nodes.Word | nodes.Path, known: Iterable[str], noun: str = "") -> str | None:
        """Return the name if it is one of the known ones, else report it."""
        names = list(known)
        self.uses.note(kind, word.text)
        if word.text in names:
            return word.text
        self.bag.add(UnknownName(word.span, noun or kind, word.text, find_suggestions(word.text, names)))
        return None


def record_of(node: nodes.NamedCondition) -> str:
    """Return the record that a named condition speaks of."""
    return INTERACTION if node.subject is None else node.subject.text


def place_of(span: Span) -> Place:
    """Return where a span starts, for people."""
    return Place(span.source.name, span.line)


MOST_WORDS_SHOWN = 8
_TWO_WORDS = ("first_response", "next_response")

_PHRASES: dict[str, str] = {
    "bool": "true or false",
    "int": "a whole number",
    "string": "text",
    "datetime": "a moment",
    "target": "an amount of time",
    "set of string": "a set of texts",
    "set of int": "a set of whole numbers",
    "set of number": "a set of numbers",
    "set of duty": "a set of duties",
}


def describe_type(of: Type) -> str:
    """Return the type as a sentence has it: "a word of `severity`", "a whole number"."""
    match of:
        case EnumType(name=name):
            return f"a word of `{name}`"
        case SetType(of=EnumType(name=name)):
            return f"a set of words of `{name}`"
        case _:
            word = render_type(of)
            return _PHRASES.get(word, f"a {word}")


def describe_wanted(of: Type) -> str:
    """Return what a place of the type takes, with the words where these are few."""
    if isinstance(of, EnumType) and 0 < len(of.values) <= MOST_WORDS_SHOWN:
        return f"one of the words {', '.join(of.values)}"
    return describe_type(of)


def show_name(name: str) -> str:
    """Return an outcome's name as a ruleset writes it: `first response` stands for the word `first_response`."""
    return f"`{name.replace('_', ' ')}`" if name in _TWO_WORDS else f"`{name}`"


def text_of(node: nodes.Text | None) -> str | None:
    """Return the value of a string that may be missing."""
    return None if node is None else node.value
