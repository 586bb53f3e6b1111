"""A small vocabulary for tests of the gates, and drafts to try it on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engagepolicy.disclosure import Evidence, Vocabularies, find_disclosures
from engagepolicy.ir.disclosure import DisclosureVocabulary, Fold, VocabularyLine
from engagepolicy.ir.program import Lexicon, Program, Term, Window

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def lexicon(name: str, *terms: str, exclude: tuple[str, ...] = ()) -> Lexicon:
    """Return a lexicon of plain terms."""
    return Lexicon(name, (*(Term(each) for each in terms), *(Term(each, is_excluded=True) for each in exclude)))


LEXICONS = (
    lexicon("labels", "ad", "advertisement", "sponsored", "paid partnership", exclude=("ad astra", "ad nauseam")),
    lexicon("short", "{brand} partner"),
    lexicon("jobs", "I work at {brand}", "I work for {brand}", "#{brand}Employee"),
    lexicon("gifts", "{brand} gave me", "{brand} sent me ... free", "thanks {brand} for the free"),
    lexicon("commission", "I earn a commission", "paid link"),
    lexicon("vague", "spon", "gifted"),
    lexicon("denials", "not sponsored", "#notanad", "no affiliation"),
    lexicon("own_money", "my own money"),
    lexicon("poses", "ordinary customer"),
    lexicon("negations", "not", "never", "nobody", "wish", "no"),
    lexicon("fillers", "a", "an", "this", "was", "really", "is"),
    lexicon("jokes", "just kidding", "jk", "not really"),
    Lexicon("links", (Term(r"[?&](?:tag|aff_id)=", is_pattern=True),)),
    Lexicon("dated", (Term("promo", window=Window(None, datetime(2013, 3, 12, tzinfo=UTC))),)),
    lexicon("german", "Werbung", "Anzeige"),
)

US = DisclosureVocabulary(
    "us",
    frozenset({"US"}),
    frozenset({"en"}),
    (
        VocabularyLine("accept", "labels", "labels"),
        VocabularyLine("accept", "labels", "dated"),
        VocabularyLine("accept", "statements", "short", channels=frozenset({"x_post"})),
        VocabularyLine("accept", "statements", "jobs", ties=frozenset({"employee"})),
        VocabularyLine("accept", "statements", "gifts", not_ties=frozenset({"money"})),
        VocabularyLine("accept", "statements", "commission", ties=frozenset({"affiliate"})),
        VocabularyLine("unclear", "labels", "vague"),
    ),
)
ENGLISH = DisclosureVocabulary(
    "english",
    languages=frozenset({"en"}),
    lines=(
        VocabularyLine("denials", "statements", "denials"),
        VocabularyLine("denials", "statements", "own_money", unless_disclosed=True),
        VocabularyLine("poses", "statements", "poses"),
        VocabularyLine("negations", "statements", "negations"),
        VocabularyLine("fillers", "statements", "fillers"),
        VocabularyLine("retractions", "statements", "jokes"),
        VocabularyLine("affiliate_links", "statements", "links"),
    ),
)
GERMANY = DisclosureVocabulary(
    "germany", frozenset({"DE"}), frozenset({"de"}), (VocabularyLine("accept", "labels", "german"),), first_hashtags=3
)
PROGRAM = Program(
    "small", "1", "UTC", lexicons=LEXICONS, vocabularies=(US, ENGLISH, GERMANY), folds=(Fold("instagram_post", 125, 3),)
)
VOCABULARIES = Vocabularies(PROGRAM)

PAID: dict[str, Any] = {
    "channel": "instagram_post",
    "brand": "Marrow Coffee",
    "relationship": "paid_creator",
    "compensation": frozenset({"money"}),
    "audience.countries": frozenset({"US"}),
    "audience.languages": frozenset({"en"}),
    "language": "en",
}
EMPLOYEE = {"relationship": "employee", "compensation": frozenset({"salary"})}
GIFTED = {"relationship": "gifted_creator", "compensation": frozenset({"free_product"})}
AFFILIATE = {"relationship": "affiliate", "compensation": frozenset({"commission"})}


def find_at(as_of: datetime, text: str | None, **facts: Any) -> tuple[dict[str, Any], tuple[Evidence, ...]]:  # noqa: ANN401
    """Return the facts about disclosures, without their prefix, and the evidence; `__` stands for a point in a path."""
    given = PAID | {path.replace("__", "."): value for path, value in facts.items()}
    found, evidence = find_disclosures(VOCABULARIES, given | ({} if text is None else {"text": text}), as_of)
    return {path.removeprefix("disclosure."): value for path, value in found.items()}, evidence


def find(text: str | None, **facts: Any) -> tuple[dict[str, Any], tuple[Evidence, ...]]:  # noqa: ANN401
    """Return what `find_at` does as of the moment of these tests."""
    return find_at(NOW, text, **facts)


def passes(text: str, **facts: Any) -> bool | None:  # noqa: ANN401
    """Return whether a disclosure passes every gate."""
    found, _ = find(text, **facts)
    gates = ("is_present", "is_clear", "is_placed", "is_in_medium", "is_in_language", "is_repeated")
    answers = [found[gate] for gate in gates]
    if False in answers or found["is_contradicted"] or found["is_denied"]:
        return False
    return None if None in answers else True
