"""Terms of a lexicon that another one makes say nothing new."""

from __future__ import annotations

from engagepolicy.ir.about import ALL_TIME
from engagepolicy.ir.program import Term
from engagepolicy.matching.terms import ParsedTerm, UnusableTerm, parse_term


def _parse(term: Term) -> ParsedTerm | None:
    if term.is_pattern or term.is_template:
        return None
    try:
        return parse_term(term.text)
    except UnusableTerm:
        return None


def covering_stems(terms: tuple[Term, ...]) -> dict[Term, Term]:
    """Return, of every word, hashtag and stem that a shorter stem beside it finds at the same place and at all times, that stem.

    A stem finds whole words and whole hashtags, so the place of a hit stays what it was. Included and excluded terms are apart.
    """
    parsed = {term: found for term in terms if (found := _parse(term)) is not None and len(found.words) == 1 and not found.has_tone}
    stems = {(term.is_excluded, found.words[0]): term for term, found in parsed.items() if found.is_stem and term.window == ALL_TIME}
    covered = {}
    for term, found in parsed.items():
        word = found.words[0]
        longest = len(word) - 1 if found.is_stem else len(word)
        stem = next((stems[key] for length in range(1, longest + 1) if (key := (term.is_excluded, word[:length])) in stems), None)
        if stem is not None and not (found.is_hashtag and stem is term) and stem != term:
            covered[term] = stem
    return covered
