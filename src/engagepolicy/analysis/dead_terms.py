"""Terms of lexicons that can never matter: what they find is always excluded or out of sight, or another term finds it too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engagepolicy.ir.about import Window
from engagepolicy.ir.constraints import Removal, Replacement
from engagepolicy.ir.expressions import Expression, Named, Reference, walk
from engagepolicy.ir.program import Lexicon, Program, Term
from engagepolicy.matching.terms import ParsedTerm, UnusableTerm, parse_term

LAST_LATIN = "\u024f"
"""Beyond it are scripts in which words end in other ways."""

WhyDeadTerm: TypeAlias = Literal["excluded", "masked", "covered", "spares nothing"]


@dataclass(frozen=True, slots=True)
class DeadTerm:
    """A term that can never matter, and the one because of which it does not; for a masked one the part of the text."""

    lexicon: Lexicon
    term: Term
    why: WhyDeadTerm
    because_of: str


def find_dead_terms(program: Program) -> Iterator[DeadTerm]:
    """Yield the plain terms that no decision or review depends on, by lexicon and term.

    A term that lies around another one still matters where a lexicon spares some hits, where a template counts the words around it, and
    where a fix takes out what was found: there only terms that are found at the same place are told.
    """
    delicate = _delicate_lexicons(program)
    for lexicon in program.lexicons:
        parsed = {term: found for term in lexicon.terms if (found := _parse(term)) is not None}
        for term, words in parsed.items():
            why: tuple[WhyDeadTerm, str] | None = None
            if not term.is_excluded:
                why = _why(lexicon, term, words, parsed, is_delicate=lexicon.name in delicate)
            elif _spares_nothing(lexicon, words, parsed):
                why = ("spares nothing", "")
            if why is not None:
                yield DeadTerm(lexicon, term, *why)


def _spares_nothing(lexicon: Lexicon, words: ParsedTerm, parsed: dict[Term, ParsedTerm]) -> bool:
    """Whether nothing that the lexicon looks for can lie in what the excluded term is found as; False where that is hard to see."""
    sought = [term for term in lexicon.terms if not term.is_excluded]
    if lexicon.includes or words.is_hashtag or any(term not in parsed or parsed[term].is_hashtag for term in sought):
        return False
    return not any(_may_lie_in(parsed[term], words) for term in sought)


def _may_lie_in(one: ParsedTerm, other: ParsedTerm) -> bool:
    """Whether the first term can be found inside something that the other one is found as."""
    *first, last = one.words
    for end in range(len(one.words), len(other.words) + 1):
        met, may_go_on = other.words[end - 1], other.is_stem and end == len(other.words)
        fits = met == last or (one.is_stem and met.startswith(last)) or (may_go_on and last.startswith(met))
        if fits and tuple(first) == other.words[end - len(one.words) : end - 1]:
            return True
    return False


def _why(
    lexicon: Lexicon, term: Term, words: ParsedTerm, parsed: dict[Term, ParsedTerm], *, is_delicate: bool
) -> tuple[WhyDeadTerm, str] | None:
    mask = "hashtags" if words.is_hashtag else "handles" if term.text.startswith("@") and len(words.words) == 1 else None
    if mask is not None and mask in lexicon.outside:
        return "masked", mask
    for other, its in parsed.items():
        if other is term or not _holds_whenever(other.window, term.window):
            continue
        if other.is_excluded and len(its.words) == len(words.words) and not its.is_hashtag and _finds(its, words):
            return "excluded", other.text
        is_told_of_other = its.key == words.key and other.text > term.text
        is_at_same_place = len(its.words) == len(words.words)
        if not other.is_excluded and not is_told_of_other and (is_at_same_place or not is_delicate) and _finds(its, words):
            return "covered", other.text
    return None


def _parse(term: Term) -> ParsedTerm | None:
    """Return the term in words, if it has nothing but plain words of an alphabet that parts them by blanks."""
    if term.is_pattern or term.is_template:
        return None
    try:
        found = parse_term(term.text)
    except UnusableTerm:
        return None
    is_plain = all(each.lstrip("#@").isalnum() and max(each) <= LAST_LATIN for each in found.words)
    return found if is_plain and not (found.has_tone or found.apart or found.close) else None


def _finds(one: ParsedTerm, other: ParsedTerm) -> bool:
    """Whether the first term is found inside whatever the other one is found as."""
    if one.is_hashtag or other.is_hashtag:
        same_kind = one.is_hashtag and other.is_hashtag
        is_longer = one.is_stem and len(one.words) == 1 and other.words[0].startswith(one.words[0])
        return same_kind and len(other.words) == 1 and is_longer and one != other
    count = len(one.words)
    return any(_matches_at(one, other, place) for place in range(len(other.words) - count + 1))


def _matches_at(one: ParsedTerm, other: ParsedTerm, place: int) -> bool:
    *first, last = one.words
    end = place + len(one.words)
    if tuple(first) != other.words[place : end - 1]:
        return False
    met, may_go_on = other.words[end - 1], other.is_stem and end == len(other.words)
    return met.startswith(last) if one.is_stem else met == last and not may_go_on


def _holds_whenever(one: Window, other: Window) -> bool:
    """Whether the first window holds at every moment of the other."""
    starts = one.start is None or (other.start is not None and one.start <= other.start)
    return starts and (one.end is None or (other.end is not None and other.end <= one.end))


# --- where a term matters although another one finds as much


def _delicate_lexicons(program: Program) -> frozenset[str]:
    """Return the lexicons of which it matters which term was found: they or those that include them spare hits, or are counted."""
    found = {each.name for each in program.lexicons if any(term.is_excluded for term in each.terms)}
    found |= {name for each in program.lexicons for term in each.terms for name in term.lexicons}
    found |= {line.lexicon for each in program.vocabularies for line in each.lines}
    mending = (each for each in program.constraints if any(isinstance(fix, Removal | Replacement) for fix in each.fixes))
    found |= {name for each in mending for duty in each.duties for name in _lexicons_in(duty, program)}
    pending = list(found)
    while pending:
        lexicon = program.lexicon_by_name.get(pending.pop())
        new = [] if lexicon is None else [name for name in lexicon.includes if name not in found]
        found.update(new)
        pending.extend(new)
    return frozenset(found)


def _lexicons_in(condition: Expression, program: Program) -> Iterator[str]:
    pending, seen = [condition], set[str]()
    while pending:
        for part in walk(pending.pop()):
            if isinstance(part, Reference):
                yield part.name
            elif isinstance(part, Named) and part.name not in seen:
                seen.add(part.name)
                pending.append(program.condition_by_name[part.name].expression)
