"""Words of disclosures by country and channel, and how much of a text a channel shows at first, as they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.rules import About, Window
from engagepolicy.syntax.nodes.values import Number, Text, Word

LineWord: TypeAlias = Literal["accept", "unclear", "denials", "retractions", "poses", "negations", "fillers", "affiliate links"]


@dataclass(frozen=True, slots=True)
class WordLine:
    """`accept statements us_gifts for gifted_creator not for money on x_post`; `form` is None where the words have only one."""

    word: LineWord
    form: Literal["labels", "statements"] | None
    lexicon: Word
    channels: tuple[Word, ...]
    ties: tuple[Word, ...]
    not_ties: tuple[Word, ...]
    unless_disclosed: bool
    span: Span


@dataclass(frozen=True, slots=True)
class DisclosureWords:
    """`vocabulary us_disclosure "Labels that readers in the United States understand" { countries US  languages en  accept ... }`."""

    name: Word
    description: Text | None
    countries: tuple[Word, ...]
    languages: tuple[Word, ...]
    lines: tuple[WordLine, ...]
    first_hashtags: Number | None
    about: About
    span: Span


@dataclass(frozen=True, slots=True)
class FoldLine:
    """`instagram_post 125 characters, 3 lines source "..." in force from 2026-04-18`."""

    channel: Word
    characters: Number | None
    lines: Number | None
    source: Text | None
    window: Window | None
    span: Span


@dataclass(frozen=True, slots=True)
class Folds:
    """`folds feeds "What is seen before more" { instagram_post 125 characters, 3 lines }`."""

    name: Word
    description: Text | None
    lines: tuple[FoldLine, ...]
    about: About
    span: Span
