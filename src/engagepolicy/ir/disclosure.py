"""What a ruleset says of disclosures: which words readers of a country understand, and how much of a text they see at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

Role: TypeAlias = Literal["accept", "unclear", "denials", "retractions", "poses", "negations", "fillers", "affiliate_links"]
"""What the words of a line do: tell of a tie so that readers understand, or not clearly; deny it; take it back; pose as somebody
without one; turn the word behind them round, with fillers between; or lead to a shop that pays for the visit."""

Form: TypeAlias = Literal["labels", "statements"]
"""A label counts only where it stands by itself, a statement wherever it is said."""

ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class VocabularyLine:
    """One line of a vocabulary: what the terms of a lexicon are taken for.

    `channels` are those where it holds, empty for all. Of the words for ties (relationships and kinds of compensation) the draft
    has to have one of `ties`, empty for any, and none of `not_ties`. A denial that counts `unless_disclosed` is one only where
    nothing else discloses the tie.
    """

    role: Role
    form: Form
    lexicon: str
    channels: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()
    not_ties: frozenset[str] = frozenset()
    unless_disclosed: bool = False


@dataclass(frozen=True, slots=True)
class DisclosureVocabulary:
    """The words of a tie that readers in some countries understand, in some languages; no country is every country.

    Lines that accept need countries. `first_hashtags` is how far from the front of a row of hashtags a label is still seen there.
    `start` and `end` bound the moments at which it holds, in UTC, the end not included.
    """

    name: str
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    lines: tuple[VocabularyLine, ...] = ()
    first_hashtags: int = 0
    description: str | None = None
    because: str | None = None
    source: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the vocabulary is in force at the moment."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class Fold:
    """How much of a text a channel shows before a reader has to ask for more: characters as readers count them, and lines."""

    channel: str
    characters: int | None = None
    lines: int | None = None
    source: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the figures hold at the moment."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)
