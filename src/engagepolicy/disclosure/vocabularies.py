"""The vocabularies of a program as they stand at a moment, their terms compiled: once for each set that is in force together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from engagepolicy.disclosure.templates import Templates
from engagepolicy.disclosure.turned import Turns
from engagepolicy.ir.disclosure import DisclosureVocabulary, Fold, VocabularyLine
from engagepolicy.ir.program import Program, Term, Window
from engagepolicy.runtime.texts import Matcher, compile_terms


@dataclass(frozen=True, slots=True, eq=False)
class ActiveLine:
    """A line of a vocabulary with its terms ready to be looked for; `patterns` are for links."""

    line: VocabularyLine
    vocabulary: DisclosureVocabulary
    templates: Templates
    excluded: Templates
    patterns: Matcher | None

    def holds_for(self, channel: str | None, ties: frozenset[str]) -> bool:
        """Whether the line holds on the channel and for the ties of the draft."""
        line = self.line
        if line.channels and channel not in line.channels:
            return False
        if line.not_ties & ties:
            return False
        return not line.ties or bool(line.ties & ties)


@dataclass(frozen=True, slots=True, eq=False)
class Active:
    """All that is in force at a moment."""

    lines: tuple[ActiveLine, ...]
    turns: Turns
    covered: frozenset[str]
    folds: dict[str, Fold]


class Vocabularies:
    """The vocabularies and folds of a program. What it keeps follows from the program alone, so threads may share it."""

    def __init__(self, program: Program) -> None:
        """Take the program; terms are compiled when they are first needed."""
        self._program = program
        self._lexicons = program.lexicon_by_name
        self._active: dict[tuple[bool, ...], Active] = {}
        self._compiled: dict[tuple[tuple[str, ...], bool], Templates] = {}

    @property
    def is_empty(self) -> bool:
        """Whether the program says nothing of disclosures."""
        return not self._program.vocabularies

    def at(self, moment: datetime) -> Active:
        """Return what is in force at the moment, in UTC."""
        key = tuple(each.holds_at(moment) for each in self._dated)
        if key not in self._active:
            self._active[key] = self._build(moment)
        return self._active[key]

    @cached_property
    def _dated(self) -> tuple[DisclosureVocabulary | Fold | Window, ...]:
        """All that holds at some moments only, each window once."""
        lexicons = self._program.lexicons
        windows = dict.fromkeys(each for one in lexicons for each in (one.about.window, *(term.window for term in one.terms)))
        declared: tuple[DisclosureVocabulary | Fold | Window, ...] = (*self._program.vocabularies, *self._program.folds, *windows)
        return tuple(each for each in declared if each.start is not None or each.end is not None)

    def _build(self, moment: datetime) -> Active:
        vocabularies = [each for each in self._program.vocabularies if each.holds_at(moment)]
        lines = tuple(self._line(line, each, moment) for each in vocabularies for line in each.lines)
        accepting = (each for each in vocabularies if any(line.role == "accept" for line in each.lines))
        folds: dict[str, Fold] = {}
        for fold in self._program.folds:
            if fold.holds_at(moment):
                folds[fold.channel] = _stricter(folds.get(fold.channel), fold)
        return Active(
            tuple(each for each in lines if each.line.role not in ("negations", "fillers")),
            self._turns(lines),
            frozenset(country for each in accepting for country in each.countries),
            folds,
        )

    def _line(self, line: VocabularyLine, vocabulary: DisclosureVocabulary, moment: datetime) -> ActiveLine:
        terms = list(self._terms(line.lexicon, moment))
        written = [term.text for term in terms if not term.is_pattern and not term.is_excluded]
        excluded = [term.text for term in terms if not term.is_pattern and term.is_excluded]
        patterns = [term for term in terms if term.is_pattern and not term.is_excluded]
        is_label = line.form == "labels"
        return ActiveLine(
            line,
            vocabulary,
            self._compile(written, is_label=is_label),
            self._compile(excluded, is_label=False),
            compile_terms(patterns) if patterns else None,
        )

    def _compile(self, terms: list[str], *, is_label: bool) -> Templates:
        key = (tuple(sorted(terms)), is_label)
        if key not in self._compiled:
            self._compiled[key] = Templates.of(key[0], as_tags=is_label)
        return self._compiled[key]

    def _terms(self, name: str, moment: datetime) -> Iterable[Term]:
        seen: set[str] = set()
        pending = [name]
        while pending:
            current = pending.pop()
            lexicon = self._lexicons.get(current)
            if current in seen or lexicon is None or not lexicon.about.window.holds_at(moment):
                continue
            seen.add(current)
            pending.extend(lexicon.includes)
            yield from (term for term in lexicon.terms if term.window.holds_at(moment))

    def _turns(self, lines: Iterable[ActiveLine]) -> Turns:
        words: dict[str, set[str]] = {"negations": set(), "fillers": set()}
        retractions: set[str] = set()
        for each in lines:
            if each.line.role in words:
                words[each.line.role].update(each.templates.first_words())
            elif each.line.role == "retractions":
                retractions.update(each.templates.written)
        found = self._compile(sorted(retractions), is_label=False) if retractions else None
        return Turns(frozenset(words["negations"]), frozenset(words["fillers"]), found)


def _stricter(one: Fold | None, other: Fold) -> Fold:
    """Return the smaller of each figure of two folds of one channel."""
    if one is None:
        return other
    characters = min((each for each in (one.characters, other.characters) if each is not None), default=None)
    lines = min((each for each in (one.lines, other.lines) if each is not None), default=None)
    return Fold(one.channel, characters, lines, other.source)
