"""Finds templates in a cut-up text.

Templates are compiled once for all brands: where the brand is named in a text is worked out first, so a search is linear in the
text and the number of templates that begin with one word is all that it depends on otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engagepolicy.disclosure.brands import BrandPlaces
from engagepolicy.disclosure.readable import Readable
from engagepolicy.matching.sequences import PASSED_OVER
from engagepolicy.matching.templates import GAP_AT_MOST, Choice, Element, Stem, Template, Wild, parse_templates, squeeze


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Where a template was found: tokens from `first` up to `last` (not included) and [start, end) in the normal form."""

    start: int
    end: int
    first: int
    last: int
    term: str = field(compare=False)
    is_tag: bool = field(default=False, compare=False)
    names_brand: bool = field(default=False, compare=False)


@dataclass(slots=True)
class _Node:
    """Templates that begin alike, as far as they do; `ending` are those that end here."""

    words: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    choices: dict[Choice, _Offers] = field(default_factory=dict)
    brand: _Node | None = None
    gap: _Node | None = None
    ending: list[Template] = field(default_factory=list)

    def add(self, element: Element) -> _Node:
        """Return what follows the element, made if need be."""
        if element is Wild.BRAND:
            self.brand = self.brand or _Node()
            return self.brand
        if element is Wild.GAP:
            self.gap = self.gap or _Node()
            return self.gap
        if isinstance(element, Stem):
            return self.stems.setdefault(element.start, _Node())
        if isinstance(element, Choice):
            return self.choices.setdefault(element, _Offers.of(element)).behind
        return self.words.setdefault(element, _Node())


@dataclass(slots=True)
class _Offers:
    """The phrases of a choice by their first word, each without it, and what follows the choice."""

    phrases: dict[str, list[tuple[str, ...]]]
    behind: _Node = field(default_factory=_Node)

    @classmethod
    def of(cls, choice: Choice) -> _Offers:
        """Sort the phrases of a choice."""
        phrases: dict[str, list[tuple[str, ...]]] = {}
        for first, *rest in choice.phrases:
            phrases.setdefault(first, []).append(tuple(rest))
        return cls(phrases)

    def find_ends(self, text: Readable, position: int) -> Iterator[int]:
        """Yield where phrases that begin at a token end; a phrase does not run over the end of a sentence."""
        words = text.tokens.words
        for rest in self.phrases.get(words[position], ()):
            end = position + 1 + len(rest)
            if tuple(words[position + 1 : end]) == rest and not any(text.breaks[position + 1 : end]):
                yield end


@dataclass(slots=True)
class Templates:
    """Templates by what they begin with."""

    root: _Node = field(default_factory=_Node)
    tags: dict[str, Template] = field(default_factory=dict)
    brand_tags: dict[tuple[str, str], Template] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, terms: Iterable[str], *, as_tags: bool = False) -> Templates:
        """Compile terms; with `as_tags` words count as a hashtag too, written together."""
        made = cls()
        for term in terms:
            made.written.append(term)
            for template in parse_templates(term):
                made._add_way(template, as_tags=as_tags)
        return made

    def _add_way(self, template: Template, *, as_tags: bool) -> None:
        if template.tag is not None:
            self._add_tag(template)
        elif template.elements:
            self._add(template)
            if as_tags and all(isinstance(each, str) for each in template.elements):
                self._add_tag(Template(template.written, (), ("".join(str(each) for each in template.elements),)))

    def first_words(self) -> Iterable[str]:
        """Return the words that templates begin with."""
        return self.root.words

    def _add(self, template: Template) -> None:
        node = self.root
        for element in template.elements:
            node = node.add(element)
        node.ending.append(template)

    def _add_tag(self, template: Template) -> None:
        parts = template.tag or ("",)
        if len(parts) == 1:
            self.tags.setdefault(parts[0], template)
        else:
            self.brand_tags.setdefault((parts[0], parts[1]), template)

    def find(self, text: Readable, brand: BrandPlaces) -> list[Found]:
        """Find the templates in a text, in order; of those that begin at one place the longest comes last."""
        found = [*self._find_words(text, brand), *self._find_tags(text, brand)]
        return sorted(set(found))

    def _find_words(self, text: Readable, brand: BrandPlaces) -> Iterator[Found]:
        places = text.tokens.at
        for word in self.root.words.keys() & places.keys():
            for place in places[word]:
                yield from _follow(self.root.words[word], text, brand.ends, place, (place + 1,))
        for offers in self.root.choices.values():
            for word in offers.phrases.keys() & places.keys():
                for place in places[word]:
                    behind = list(offers.find_ends(text, place))
                    if behind:
                        yield from _follow(offers.behind, text, brand.ends, place, behind)
        for start, node in self.root.stems.items():
            for word, at in places.items():
                if word.startswith(start):
                    for place in at:
                        yield from _follow(node, text, brand.ends, place, (place + 1,))
        if self.root.brand is not None:
            for place, ends in brand.ends.items():
                yield from _follow(self.root.brand, text, brand.ends, place, ends)

    def _find_tags(self, text: Readable, brand: BrandPlaces) -> Iterator[Found]:
        for tag in text.tokens.hashtags:
            body = squeeze(tag.word)
            template = self.tags.get(body)
            names_brand = template is None
            if template is None and self.brand_tags:
                template = self._brand_tag(body, brand.joined)
            if template is not None:
                first = text.token_at(tag.start)
                yield Found(tag.start, tag.end, first, text.token_at(tag.end), template.written, True, names_brand)

    def _brand_tag(self, body: str, joined: Sequence[str]) -> Template | None:
        for name in joined:
            at = body.find(name)
            if at >= 0:
                template = self.brand_tags.get((body[:at], body[at + len(name) :]))
                if template is not None:
                    return template
        return None


def _follow(node: _Node, text: Readable, brand: Mapping[int, Sequence[int]], place: int, behind: Sequence[int]) -> Iterator[Found]:
    """Find the templates that begin with a token, each up to where it first ends; the number of ways tried is bounded.

    `node` is what may follow the first element, `behind` the places where that element ends.
    """
    ends: dict[str, tuple[int, Template]] = {}
    pending = [(node, position) for position in behind]
    seen = {(id(node), position) for position in behind}
    while pending:
        current, position = pending.pop()
        for template in current.ending:
            if template.written not in ends or position < ends[template.written][0]:
                ends[template.written] = (position, template)
        for step in _steps(current, text, brand, position):
            if (id(step[0]), step[1]) not in seen:
                seen.add((id(step[0]), step[1]))
                pending.append(step)
    tokens = text.tokens
    for last, template in ends.values():
        yield Found(tokens.starts[place], tokens.ends[last - 1], place, last, template.written, False, template.needs_brand)


def _steps(node: _Node, text: Readable, brand: Mapping[int, Sequence[int]], position: int) -> Iterator[tuple[_Node, int]]:
    """Yield what may follow a node at a token of the same sentence."""
    words = text.tokens.words
    if position >= len(words) or text.breaks[position]:
        return
    word = words[position]
    if word in node.words:
        yield node.words[word], position + 1
    for offers in node.choices.values():
        for end in offers.find_ends(text, position):
            yield offers.behind, end
    for start, following in node.stems.items():
        if word.startswith(start):
            yield following, position + 1
    if node.brand is not None:
        for end in brand.get(position, ()):
            yield node.brand, end
    if node.gap is not None:
        for skipped in range(position, min(position + GAP_AT_MOST, len(words) - 1) + 1):
            if text.breaks[skipped]:
                break
            yield node.gap, skipped
    if _is_passed_over(words, position):
        yield node, position + 1


def _is_passed_over(words: Sequence[str], position: int) -> bool:
    """Whether the word says nothing, as the second of two at most."""
    return words[position] in PASSED_OVER and not (
        position > 1 and words[position - 1] in PASSED_OVER and words[position - 2] in PASSED_OVER
    )
