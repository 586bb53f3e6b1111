"""Every disclosure in one text of a draft: what was found, by which vocabulary, and what spoils it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engagepolicy.disclosure.brands import NO_BRAND, Brand, BrandPlaces, find_brand
from engagepolicy.disclosure.draft import Draft
from engagepolicy.disclosure.labels import is_disguised, is_label, is_word_whole, tells_of_another
from engagepolicy.disclosure.readable import Readable
from engagepolicy.disclosure.templates import Found, Templates
from engagepolicy.disclosure.turned import Turns, find_jokes, find_retraction, is_asked, is_negated
from engagepolicy.disclosure.vocabularies import Active, ActiveLine
from engagepolicy.runtime.texts import find_terms

HITS_AT_MOST = 2_000
"""How many hits of one line in one text are judged, leftmost first."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One hit: where, by which line, and whether it is disguised, turned round by a negation, or taken back."""

    text: Readable
    found: Found
    line: ActiveLine
    is_obfuscated: bool = False
    is_negated: bool = False
    is_taken_back: bool = False

    @property
    def stands(self) -> bool:
        """Whether it says what it seems to say."""
        return not (self.is_obfuscated or self.is_negated)

    @property
    def span(self) -> tuple[int, int]:
        """Where it is in the original text."""
        return self.text.text.normal.span(self.found.start, self.found.end)


@dataclass(frozen=True, slots=True)
class Link:
    """An affiliate link, as [start, end) in the original."""

    start: int
    end: int
    sought: str


@dataclass(slots=True)
class Seen:
    """All that was found in one text."""

    text: Readable
    brand: BrandPlaces
    told: list[Sighting] = field(default_factory=list)
    denials: list[Sighting] = field(default_factory=list)
    poses: list[Sighting] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: the words in force, the draft's brand, channel, ties and language."""

    active: Active
    brand: Brand
    channel: str | None
    ties: frozenset[str]
    language: str | None

    @classmethod
    def of(cls, active: Active, draft: Draft, brand: Brand) -> Search:
        """Return the search for the words in force in a draft."""
        return cls(active, brand, draft.channel, draft.ties, draft.language)

    def find(self, text: Readable) -> Seen:
        """Find all that one text tells of ties."""
        places = find_brand(text, self.brand)
        seen = Seen(text, places)
        jokes = find_jokes(text, self.active.turns, places)
        kept: dict[tuple[int, bool], list[Found]] = {}
        for line in self.active.lines:
            if line.line.role == "affiliate_links":
                seen.links.extend(_find_links(line, text))
                continue
            for sighting in self._sightings(line, text, places, jokes, kept):
                if line.line.role in ("accept", "unclear"):
                    seen.told.append(sighting)
                elif line.line.role == "denials":
                    seen.denials.append(sighting)
                elif line.line.role == "poses":
                    seen.poses.append(sighting)
        seen.links.sort(key=lambda link: link.start)
        return seen

    def _sightings(
        self,
        line: ActiveLine,
        text: Readable,
        places: BrandPlaces,
        jokes: list[Found],
        kept: dict[tuple[int, bool], list[Found]],
    ) -> Iterator[Sighting]:
        key = (id(line.templates), False)
        if key not in kept:
            kept[key] = self._usable(line.templates, line.excluded, text, places)
        has_brand = self.brand is not NO_BRAND
        for found in kept[key][:HITS_AT_MOST]:
            if line.line.form == "labels":
                if not found.is_tag and not self._is_in_language(line):
                    continue
                if not is_label(text, found, places, has_brand=has_brand) and not is_negated(text, found, self.active.turns):
                    continue
            elif not is_word_whole(text, found) or tells_of_another(text, found, places, has_brand=has_brand):
                continue
            yield _judge(line, text, found, self.active.turns, jokes)

    def _is_in_language(self, line: ActiveLine) -> bool:
        """Whether a word can be a label in the language of the text: `Ad:` is none in Turkish, where it means a name."""
        languages = line.vocabulary.languages
        return self.language is None or not languages or self.language in languages

    def _usable(self, templates: Templates, excluded: Templates, text: Readable, places: BrandPlaces) -> list[Found]:
        found = templates.find(text, places)
        if not found:
            return found
        covers = [each for each in excluded.find(text, places) if _is_unbroken(text, each)] if excluded.written else []
        kept = []
        furthest, at = -1, 0
        for each in found:
            while at < len(covers) and covers[at].start <= each.start:
                furthest = max(furthest, covers[at].end)
                at += 1
            if furthest < each.end and not text.is_hidden(*text.text.normal.span(each.start, each.end)):
                kept.append(each)
        return kept


def _is_unbroken(text: Readable, found: Found) -> bool:
    """Whether only letters, space and hyphens lie in the hit: `Ad: space heaters` is no `ad space`."""
    return not any(not (char.isalnum() or char.isspace() or char in "-'") for char in text.text.normal.text[found.start : found.end])


def _judge(line: ActiveLine, text: Readable, found: Found, turns: Turns, jokes: list[Found]) -> Sighting:
    return Sighting(
        text,
        found,
        line,
        is_obfuscated=is_disguised(text, found),
        is_negated=is_negated(text, found, turns),
        is_taken_back=is_asked(text, found) or find_retraction(text, found, jokes) is not None,
    )


def _find_links(line: ActiveLine, text: Readable) -> Iterator[Link]:
    if line.patterns is None:
        return
    for hit in find_terms(line.patterns, text.text, frozenset())[:HITS_AT_MOST]:
        end = hit.end
        while end < len(text.original) and not text.original[end].isspace():
            end += 1
        yield Link(hit.start, end, hit.sought)
