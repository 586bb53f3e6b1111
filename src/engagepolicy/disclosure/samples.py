"""Drafts whose disclosures come out differently: what a search for an example tries, one after the other.

Each is facts of a draft and words to put before and behind its text, made of the terms of the vocabularies. None is promised to
come out so: who asks looks at what is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engagepolicy.disclosure.draft import Draft
from engagepolicy.disclosure.vocabularies import Active, ActiveLine, Vocabularies
from engagepolicy.ir.disclosure import Role
from engagepolicy.runtime.facts import Facts

BRAND = "Acme"
NOWHERE = "ZZ"
"""A country that no vocabulary knows: the code is one that ISO 3166 leaves to its users."""
COUNTRIES_AT_MOST = 3
WORDS_AT_MOST = 2
LOOK_ALIKES = str.maketrans({"a": "\u0430", "e": "\u0435", "o": "\u043e"})
TIED: Mapping[str, Any] = {"relationship": "paid_creator", "compensation": frozenset({"money"}), "endorses": "yes"}
"""A tie that nearly every policy speaks of, with praise."""
FAR = "There is a lot to tell of it, and it takes a while to tell it all. " * 12
LINK = "https://shop.example/p?tag=acme-20"


@dataclass(frozen=True, slots=True)
class Sample:
    """Facts by path, and what stands before and behind the text."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""
    after: str = ""

    def apply(self, facts: Facts, text: str) -> dict[str, Any]:
        """Return the facts with those of the sample put over them, and with its words around the text."""
        pieces = (each for each in (self.before, text, self.after) if each)
        return {**facts, **self.facts, "text": " ".join(pieces)}


def make_samples(
    vocabularies: Vocabularies, facts: Facts, as_of: datetime, countries_at_most: int = COUNTRIES_AT_MOST
) -> Iterator[Sample]:
    """Yield samples for a draft with these facts (by path, its tie among them), the plain ones first."""
    active = vocabularies.at(as_of)
    draft = Draft(facts)
    told = draft.countries or frozenset()
    spoken = draft.language or "en"
    understood = {country for line in active.lines if spoken in line.vocabulary.languages for country in line.vocabulary.countries}
    found = sorted(active.covered & told or active.covered, key=lambda country: (country not in understood, country))
    countries = found[:countries_at_most] or [NOWHERE]
    around: dict[str, Any] = {"brand": draft.brand or BRAND}
    yield Sample()
    for country in countries:
        there = {**around, "audience.countries": told | {country}}
        yield Sample(there)
        yield from _told(active, draft, country, there)
    there = {**around, "audience.countries": told | {countries[0]}}
    yield from _spoilt(active, draft, countries[0], there)
    yield Sample({**around, "audience.countries": frozenset({NOWHERE})})
    yield from _unseen(active, draft, countries[0], there)


def _words(active: Active, draft: Draft, role: Role, country: str | None) -> Iterator[str]:
    """Yield terms that may play the role for the draft's readers, written for its brand: labels first."""
    fitting = (each for each in active.lines if each.line.role == role and _fits(each, draft, country))
    for line in sorted(fitting, key=lambda each: (each.line.form != "labels", not each.line.ties)):
        for term in line.templates.written[:1]:
            words = " ".join(term.replace("{brand}", draft.brand or BRAND).replace("...", "").replace("*", "").split())
            yield f"{words[:1].upper()}{words[1:]}: " if line.line.form == "labels" else f"{words}."


def _fits(line: ActiveLine, draft: Draft, country: str | None) -> bool:
    return line.holds_for(draft.channel, draft.ties) and (country is None or country in line.vocabulary.countries)


def _label(active: Active, draft: Draft, country: str) -> str:
    return next(_words(active, draft, "accept", country), "Ad: ").strip()


def _told(active: Active, draft: Draft, country: str, there: Mapping[str, Any]) -> Iterator[Sample]:
    """Yield disclosures as they should be, in each kind of words."""
    for role in ("accept", "unclear"):
        for words in list(dict.fromkeys(_words(active, draft, role, country)))[:WORDS_AT_MOST]:
            yield Sample(there, words.strip())


def _spoilt(active: Active, draft: Draft, country: str, there: Mapping[str, Any]) -> Iterator[Sample]:
    """Yield texts that deny the tie, take a disclosure back, disguise it, or lead to a shop that pays."""
    label = _label(active, draft, country)
    for role in ("denials", "poses"):
        for words in dict.fromkeys(_words(active, draft, role, None)):
            yield Sample(there, words)
            yield Sample(there, label, words)
    for words in list(dict.fromkeys(_words(active, draft, "retractions", None)))[:WORDS_AT_MOST]:
        yield Sample(there, f"{label.rstrip(':')}, {words}")
    disguised = label.rstrip(":").lower().translate(LOOK_ALIKES)
    yield Sample(there, f"#{disguised}")
    yield Sample(there, f"{disguised}:")
    yield Sample(there, "", LINK)
    yield Sample(there, label, LINK)


def _unseen(active: Active, draft: Draft, country: str, there: Mapping[str, Any]) -> Iterator[Sample]:
    """Yield disclosures that readers miss: late, in another language, in another medium or place; and several payers."""
    label = _label(active, draft, country)
    named = label.rstrip(":")
    yield Sample({**there, "elsewhere.bio": label})
    for channel in sorted(active.folds)[:WORDS_AT_MOST]:
        yield Sample({**there, "channel": draft.channel or channel}, FAR, f"#{named}")
    yield Sample({**there, "audience.languages": frozenset({"x-none"})}, label)
    silent = {"spoken": (), "on_screen": ()}
    shown = {"spoken": (), "on_screen": ({"at_s": 0, "for_s": 5, "text": named, "legible": True},)}
    for words in ("", label):
        yield Sample({**there, **silent, "modality": "video"}, words)
        yield Sample({**there, **shown, "modality": "video"}, words)
    yield Sample({**there, **shown, "modality": "live", "duration_s": 7200}, label)
    bare: dict[str, Any] = {"text": "", "legible": True, "promotional": True}
    told = {**bare, "text": named}
    yield Sample({**there, "modality": "story", "frames": (told,)}, label)
    yield Sample({**there, "modality": "story", "frames": (told, bare)}, label)
    payers = tuple({"brand": name, "relationship": "paid_creator", "compensation": frozenset({"money"})} for name in (BRAND, "Halden"))
    yield Sample({**there, "connections": payers}, label)
    required = f"Written for {BRAND}."
    yield Sample({**there, "venue.required_text": required})
    yield Sample({**there, "venue.required_text": required}, required)
