"""The six gates a disclosure has to pass, each by itself: present, clear, placed, in each medium, in the language, not taken back.

A gate is answered for every country of the audience, and the strictest answer stands. Passing one never makes up for another: a
gate is judged of the disclosures that passed the gates before it where there are any, else of those that are left, so that a
single disclosure has to pass all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from engagepolicy.disclosure.brands import NO_BRAND, parse_brand
from engagepolicy.disclosure.draft import PAID_TIES, Draft
from engagepolicy.disclosure.media import Places, find_places, is_in_medium, is_repeated, is_timely
from engagepolicy.disclosure.payers import names_every_payer
from engagepolicy.disclosure.placement import is_placed_in
from engagepolicy.disclosure.sightings import Search, Sighting
from engagepolicy.disclosure.vocabularies import Vocabularies
from engagepolicy.runtime.facts import Facts, Value
from engagepolicy.values.truth import Truth, kleene_and

Gate: TypeAlias = Literal[
    "is_present", "is_clear", "is_placed", "is_in_medium", "is_in_language", "is_repeated"
]  # fmt: skip

PREFIX = "disclosure."
EVIDENCE_AT_MOST = 20
"""How many parts of a draft are given for one fact."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A part of the draft that a fact was judged by: the path of the text, [start, end) in it, the term as written, and the fact."""

    field: str
    start: int
    end: int
    term: str
    fact: str


@dataclass(slots=True)
class _Judge:
    """One draft, what was found in it, and what is answered of it."""

    draft: Draft
    search: Search
    places: Places
    facts: dict[str, Value] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def told(self) -> list[Sighting]:
        """Every hit in any text that says what it seems to say."""
        return [each for seen in self.places.all() for each in seen.told if each.stands]

    @property
    def is_whole(self) -> bool:
        """Whether every text in which a disclosure could stand is known."""
        medium, places = self.draft.medium, self.places
        if places.body is None:
            return False
        if medium == "video":
            return places.spoken is not None and places.on_screen is not None
        if medium == "audio":
            return places.spoken is not None
        if medium == "live":
            return places.spoken is not None and places.on_screen is not None
        return medium != "story" or places.frames is not None or places.on_screen is not None

    def found_or(self, found: Sequence[Sighting]) -> Truth:
        """Return that something was found, or whether it is known that nothing is there."""
        return True if found else False if self.is_whole else None

    def is_accepted(self, sighting: Sighting, country: str) -> bool:
        """Whether readers in the country understand it."""
        line = sighting.line
        is_there = country in line.vocabulary.countries
        return line.line.role == "accept" and is_there and line.holds_for(self.draft.channel, self.draft.ties)

    def is_in_language(self, sighting: Sighting) -> Truth:
        """Whether it is in a language of the audience; by the language of the text where those are not known."""
        languages = sighting.line.vocabulary.languages
        if not languages:
            return True
        if self.draft.audience_languages:
            return bool(languages & self.draft.audience_languages)
        return None if self.draft.language is None else self.draft.language in languages

    def is_placed(self, sighting: Sighting) -> bool:
        """Whether a reader of its text cannot miss it."""
        if sighting.text.field.startswith("elsewhere."):
            return False
        body = self.places.body
        if body is None or sighting.text is not body.text:
            return True
        fold = self.search.active.folds.get(self.draft.channel or "")
        links = [link.end for link in body.links[:1]]
        return is_placed_in(body.text, sighting.found, fold, links, sighting.line)

    def judge(self, country: str, told: list[Sighting]) -> dict[Gate, Truth]:
        """Return what the gates say for the readers of one country."""
        accepted = [each for each in told if self.is_accepted(each, country)]
        answers: dict[Gate, Truth] = {"is_present": self.found_or(told), "is_clear": self.found_or(accepted)}
        left = accepted or told
        self._keep(left, "is_present")
        if not accepted:
            self._keep(told, "is_clear")
        answers["is_in_language"], left = self._sift(left, self.is_in_language, "is_in_language")
        placed, kept = self._sift(left, self.is_placed, "is_placed")
        in_media = [each for each in left if not each.text.field.startswith("elsewhere.") and each.text.field != "text"]
        if in_media and placed is False and self.draft.medium not in ("text", "image", "carousel"):
            placed, kept = True, in_media
        left = kept
        chosen = {id(each) for each in left}
        def is_kept(each: Sighting) -> bool:
            return id(each) in chosen
        answers["is_placed"] = kleene_and((placed, is_timely(self.draft, self.places, is_kept)))
        if told or self.is_whole:
            answers["is_in_medium"] = bool(left) and is_in_medium(self.draft, self.places, is_kept)
            answers["is_repeated"] = bool(left) and is_repeated(self.draft, self.places, is_kept)
        return answers

    def _sift(
        self, sightings: list[Sighting], passes: Callable[[Sighting], Truth], gate: Gate
    ) -> tuple[Truth, list[Sighting]]:
        """Return whether any passes, and those that do; all of them where none does."""
        answers = [passes(each) for each in sightings]
        passed = [each for each, answer in zip(sightings, answers, strict=True) if answer]
        if passed:
            return True, passed
        self._keep(sightings, gate)
        if None in answers:
            return None, sightings
        return self.found_or(()) if not sightings else False, sightings

    def _keep(self, sightings: Iterable[Sighting], fact: str) -> None:
        for each in list(sightings)[:EVIDENCE_AT_MOST]:
            start, end = each.span
            self.evidence.append(Evidence(each.text.field, start, end, each.found.term, PREFIX + fact))

    def tell(self) -> None:
        """Answer everything."""
        countries = self.draft.countries
        covered = None if countries is None else countries & self.search.active.covered
        told = self.told
        answers = [self.judge(country, told) for country in sorted(covered or ())]
        gates: tuple[Gate, ...] = ("is_present", "is_clear", "is_placed", "is_in_medium", "is_in_language", "is_repeated")
        for gate in gates:
            self.facts[gate] = kleene_and(each.get(gate) for each in answers) if answers else None
        self.facts["is_covered"] = None if countries is None else countries == covered
        self.facts["uncovered_countries"] = None if countries is None else countries - (covered or frozenset())
        self._tell_turned(told)
        self._tell_denials(told)
        self._tell_links(told)
        named = names_every_payer(self.draft, self.places, [each for each in told if each.line.line.role == "accept"])
        self.facts["names_every_payer"] = named

    def _tell_turned(self, told: list[Sighting]) -> None:
        everything = [each for seen in self.places.all() for each in seen.told]
        taken_back = [each for each in told if each.is_taken_back]
        disguised = [each for each in everything if each.is_obfuscated and not each.is_negated]
        self._answer("is_contradicted", taken_back)
        self._answer("is_obfuscated", [] if told else disguised)

    def _tell_denials(self, told: list[Sighting]) -> None:
        ties, channel = self.draft.ties, self.draft.channel
        is_told = any(map(self._is_said_of_tie, told))
        places = self.places.all()
        denials = [
            each
            for seen in places
            for each in seen.denials
            if not each.is_negated and each.line.holds_for(channel, ties) and not (is_told and each.line.line.unless_disclosed)
        ]
        negated = [each for seen in places for each in seen.told if each.is_negated and each.line.line.role == "accept"]
        negated = [each for each in negated if each.line.holds_for(channel, ties) and not self._is_of_another_tie(each, told)]
        self._answer("is_denied", [*denials, *negated])
        poses = [each for seen in places for each in seen.poses if not each.is_negated and each.line.holds_for(channel, ties)]
        self._answer("poses_as_independent", poses)

    def _is_of_another_tie(self, negated: Sighting, told: list[Sighting]) -> bool:
        """Whether words that are denied are those of pay, which there is none of, and the tie that there is has been told in a sentence.

        `Not a paid post, but Acme gave me this` denies nothing that is so.
        """
        line = negated.line.line
        if self.draft.ties & PAID_TIES or line.ties or line.not_ties:
            return False
        return any(each.line.line.form == "statements" and self._is_said_of_tie(each) for each in told)

    def _is_said_of_tie(self, sighting: Sighting) -> bool:
        """Whether words that stand tell, somewhere, of the tie that the draft has."""
        line = sighting.line
        return line.line.role == "accept" and not sighting.is_taken_back and line.holds_for(self.draft.channel, self.draft.ties)

    def _answer(self, fact: str, sightings: list[Sighting]) -> None:
        self._keep(sightings, fact)
        self.facts[fact] = True if sightings else False if self.places.body is not None else None

    def _tell_links(self, told: list[Sighting]) -> None:
        body = self.places.body
        if body is None:
            self.facts |= {"has_affiliate_link": None, "affiliate_link_is_labelled": None}
            return
        self.facts["has_affiliate_link"] = bool(body.links)
        for link in body.links[:1]:
            self.evidence.append(Evidence("text", link.start, link.end, link.sought, PREFIX + "has_affiliate_link"))
        labels = [each for each in told if each.line.line.role == "accept" and each.text is body.text]
        self.facts["affiliate_link_is_labelled"] = not body.links or any(map(self.is_placed, labels))


def find_disclosures(vocabularies: Vocabularies, facts: Facts, as_of: datetime) -> tuple[dict[str, Value], tuple[Evidence, ...]]:
    """Return the facts about disclosures in a draft, by their paths, and the parts of the draft that they were judged by.

    `facts` are those of a draft by path, `as_of` the moment in UTC as of which words and figures are in force. A fact is None where
    it is not known: because a text of the draft is not, or the audience, or because no vocabulary knows any of its countries.
    Sources: 16 CFR 255.0(f) and 255.5, FTC Disclosures 101 (2019), CMA and ASA guidance; what was not said there is written where
    it was decided. Time is linear in the texts.
    """
    draft = Draft(facts)
    brand = parse_brand(draft.brand) if draft.brand else NO_BRAND
    search = Search.of(vocabularies.at(as_of), draft, brand)
    judge = _Judge(draft, search, find_places(draft, search))
    judge.tell()
    return {PREFIX + name: value for name, value in judge.facts.items()}, tuple(sorted(set(judge.evidence)))
