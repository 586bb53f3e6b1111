"""The lexicons of a program as they stand at a moment: terms come into force and leave it, lexicons include one another.

A matcher is made once for every set of terms that is ever in force together, and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from graphlib import TopologicalSorter
from typing import TypeAlias

from engagepolicy.ir.about import ALL_TIME
from engagepolicy.ir.program import Lexicon, Term
from engagepolicy.matching import Text
from engagepolicy.runtime.texts import Hit, Matcher, compile_terms, find_templates, find_terms

NO_MASKS: frozenset[str] = frozenset()
FoundIn: TypeAlias = dict[tuple[str, frozenset[str]], frozenset[Hit]]
"""What lexicons find in one text at one moment, outside masked parts."""


def _outside(hits: Iterable[Hit], exclusions: tuple[Hit, ...]) -> frozenset[Hit]:
    """Return the hits that do not lie wholly inside an exclusion; both are walked once, in order."""
    kept: list[Hit] = []
    furthest, waiting = -1, sorted(exclusions, reverse=True)
    for hit in sorted(hits):
        while waiting and waiting[-1].start <= hit.start:
            furthest = max(furthest, waiting.pop().end)
        if furthest < hit.end:
            kept.append(hit)
    return frozenset(kept)


def _wider(hits: Iterable[Hit]) -> frozenset[Hit]:
    """Return the hits of a template in which another hit of the same template lies: the shortest says all."""
    wider: set[Hit] = set()
    nearest: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda each: (-each.start, each.end)):
        inner = nearest.get(hit.sought)
        if inner is not None and inner.end <= hit.end:
            wider.add(hit)
        else:
            nearest[hit.sought] = hit
    return frozenset(wider)


class Vocabulary:
    """The lexicons by name. What it keeps follows from them alone, so threads may share it."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        """Take the lexicons; none is made of itself."""
        self._lexicons = lexicons
        self._orders: dict[tuple[str, frozenset[str]], tuple[tuple[str, frozenset[str]], ...]] = {}
        self._matchers: dict[tuple[str, bool, frozenset[int]], Matcher] = {}
        self._dated = {name: [term for term in each.terms if term.window != ALL_TIME] for name, each in lexicons.items()}

    @cached_property
    def _wholes_first(self) -> tuple[str, ...]:
        below = {name: sorted(self._lexicons[name].made_of) for name in sorted(self._lexicons)}
        return tuple(reversed(tuple(TopologicalSorter(below).static_order())))

    def _matcher(self, lexicon: Lexicon, moment: datetime, *, of_excluded: bool) -> Matcher:
        """Return the matcher of the terms in force; which dated terms are is all that can differ from moment to moment."""
        dated = self._dated[lexicon.name]
        out_of_force = frozenset(number for number, term in enumerate(dated) if not term.window.holds_at(moment))
        key = (lexicon.name, of_excluded, out_of_force)
        if key not in self._matchers:
            active = [term for term in lexicon.terms if term.window.holds_at(moment)]
            sought = tuple(term for term in active if term.is_excluded is of_excluded)
            exclude = () if of_excluded else tuple(term for term in active if term.is_excluded)
            self._matchers[key] = compile_terms(sought, exclude)
        return self._matchers[key]

    def terms_at(self, name: str, moment: datetime) -> tuple[Term, ...]:
        """Return the terms that the lexicon looks for at the moment, those of the lexicons that it includes last."""
        included = {name}
        for each in self._wholes_first:
            if each in included:
                included.update(self._lexicons[each].includes)
        lexicons = [self._lexicons[each] for each in self._wholes_first if each in included]
        return tuple(
            term
            for lexicon in lexicons
            if lexicon.about.window.holds_at(moment)
            for term in lexicon.terms
            if not term.is_excluded and term.window.holds_at(moment)
        )

    def find(self, name: str, text: Text, masks: frozenset[str], moment: datetime, known: FoundIn | None = None) -> tuple[Hit, ...]:
        """Return what the lexicon finds in the text at the moment, in the order of the text.

        Its own terms and those of the lexicons that it includes, each outside its masked parts, those of its includers and
        `masks`; without the hits that lie wholly inside a hit of its own excluded terms. A lexicon that is not in force has no
        terms. `known` is what was found in this text at this moment before; what is found now is added.
        """
        found: FoundIn = {} if known is None else known
        for each, outer in self._order_of(name, masks):
            if (each, outer) not in found:
                lexicon = self._lexicons[each]
                found[each, outer] = self._find_one(lexicon, text, outer | lexicon.outside, moment, found)
        return tuple(sorted(found[name, masks]))

    def _order_of(self, name: str, masks: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
        """Return what has to be found for a lexicon outside masked parts, itself last, each after what it is made of."""
        key = (name, masks)
        if key not in self._orders:
            asked: dict[str, set[frozenset[str]]] = {name: {masks}}
            order = [each for each in self._wholes_first if self._is_asked(each, asked)]
            self._orders[key] = tuple((each, outer) for each in reversed(order) for outer in asked[each])
        return self._orders[key]

    def _is_asked(self, name: str, asked: dict[str, set[frozenset[str]]]) -> bool:
        """Whether the lexicon is needed; if so, ask for those it is made of, inside its own masks; excluded templates know no masks."""
        lexicon = self._lexicons[name]
        for outer in asked.get(name, ()):
            for part in lexicon.made_of:
                asked.setdefault(part, set()).add(outer | lexicon.outside)
            for named in (each for term in lexicon.terms if term.is_excluded for each in term.lexicons):
                asked.setdefault(named, set()).add(NO_MASKS)
        return name in asked

    def _find_one(
        self,
        lexicon: Lexicon,
        text: Text,
        masks: frozenset[str],
        moment: datetime,
        found: FoundIn,
    ) -> frozenset[Hit]:
        if not lexicon.about.window.holds_at(moment):
            return frozenset()
        sought = self._matcher(lexicon, moment, of_excluded=False)
        stretches = find_templates(sought, text, masks, lambda named: found[named, masks])
        hits = frozenset((*find_terms(sought, text, masks), *stretches)).union(*(found[included, masks] for included in lexicon.includes))
        if not hits:
            return hits
        excluded = self._matcher(lexicon, moment, of_excluded=True)
        spared = find_templates(excluded, text, NO_MASKS, lambda named: found[named, NO_MASKS], is_longest=True)
        kept = _outside(hits, (*find_terms(excluded, text, NO_MASKS), *spared))
        return kept - _wider(kept.intersection(stretches))
