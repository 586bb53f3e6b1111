"""Finds templates in a cut-up text.

Templates are compiled once for all brands: where the brand is named in a text is worked out first, so a search is linear in the
text and the number of templates that begin with one word is all that it depends on otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engagepolicy.disclosure.brands import BrandPlaces
from engagepolicy.disclosure.readable import Readable
from engagepolicy.matching.templates import GAP_AT_MOST, Element, Stem, Template, Wild, parse_template, squeeze


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
class Templates:
    """Templates by what they begin with."""

    by_word: dict[str, list[Template]] = field(default_factory=dict)
    by_stem: list[Template] = field(default_factory=list)
    by_brand: list[Template] = field(default_factory=list)
    tags: dict[str, Template] = field(default_factory=dict)
    brand_tags: dict[tuple[str, str], Template] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, terms: Iterable[str], *, as_tags: bool = False) -> Templates:
        """Compile terms; with `as_tags` words count as a hashtag too, written together."""
        made = cls()
        for term in terms:
            template = parse_template(term)
            made.written.append(term)
            if template.tag is not None:
                made._add_tag(template)
                continue
            if not template.elements:
                continue
            made._add(template)
            if as_tags and all(isinstance(each, str) for each in template.elements):
                made._add_tag(Template(term, (), ("".join(str(each) for each in template.elements),)))
        return made

    def _add(self, template: Template) -> None:
        first = template.elements[0]
        if first is Wild.BRAND:
            self.by_brand.append(template)
        elif isinstance(first, Stem):
            self.by_stem.append(template)
        elif isinstance(first, str):
            self.by_word.setdefault(first, []).append(template)

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
        for word in self.by_word.keys() & places.keys():
            for place in places[word]:
                for template in self.by_word[word]:
                    yield from _matched(template, text, brand, place)
        for template in self.by_stem:
            stem = template.elements[0]
            for word, at in places.items():
                if isinstance(stem, Stem) and word.startswith(stem.start):
                    for place in at:
                        yield from _matched(template, text, brand, place)
        for place in brand.ends:
            for template in self.by_brand:
                yield from _matched(template, text, brand, place)

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


def _matched(template: Template, text: Readable, brand: BrandPlaces, place: int) -> Iterator[Found]:
    last = _match(template.elements, text, brand.ends, place)
    if last is not None:
        start, end = text.tokens.starts[place], text.tokens.ends[last - 1]
        yield Found(start, end, place, last, template.written, False, template.needs_brand)


def _match(elements: tuple[Element, ...], text: Readable, brand: Mapping[int, Sequence[int]], place: int) -> int | None:
    """Return the token behind the first way to match, None if there is none; the number of ways tried is bounded."""
    words = text.tokens.words
    pending = [(0, place)]
    while pending:
        at, position = pending.pop()
        if at == len(elements):
            return position
        if position >= len(words) or (position > place and text.breaks[position]):
            continue
        element = elements[at]
        if element is Wild.BRAND:
            pending.extend((at + 1, end) for end in brand.get(position, ()))
        elif element is Wild.GAP:
            stop = position
            while stop < len(words) and stop < position + GAP_AT_MOST and not text.breaks[stop]:
                stop += 1
            pending.extend((at + 1, skipped) for skipped in range(min(stop, len(words) - 1), position - 1, -1))
        elif words[position] == element or (isinstance(element, Stem) and words[position].startswith(element.start)):
            pending.append((at + 1, position + 1))
    return None
