"""Words of disclosures and folds: their lexicons, countries, languages, channels and ties looked up, their figures checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engagepolicy.compiler.lower_templates import check_in_vocabulary
from engagepolicy.compiler.lower_values import lower_about, lower_window
from engagepolicy.compiler.scope import Scope, text_of
from engagepolicy.diagnostics.messages_names import UnknownWord
from engagepolicy.diagnostics.messages_vocabularies import AcceptedAndUnclear, FoldOfNothing, NoCountries, NotACode, NothingInside
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir.disclosure import DisclosureVocabulary, Fold, Form, Role, VocabularyLine
from engagepolicy.syntax import nodes
from engagepolicy.values.types import EnumType, SetType, Type

DRAFT = "draft"
_CHANNEL = ("channel",)
_TIES = ("relationship", "compensation")
_ROLES: dict[nodes.LineWord, Role] = {
    "accept": "accept",
    "unclear": "unclear",
    "denials": "denials",
    "retractions": "retractions",
    "poses": "poses",
    "negations": "negations",
    "fillers": "fillers",
    "affiliate links": "affiliate_links",
}
_CODE_LENGTH = 2


def _words_of(of: Type) -> tuple[str, ...]:
    inner = of.of if isinstance(of, SetType) else of
    return inner.values if isinstance(inner, EnumType) else ()


def _lower_words(words: Iterable[nodes.Word], facts: tuple[str, ...], scope: Scope) -> frozenset[str]:
    """Return the words, reporting those that the facts of a draft cannot have."""
    fields = scope.resolved.records.get(DRAFT, {})
    known = tuple(word for fact in facts if fact in fields for word in _words_of(fields[fact].type))
    names = []
    for word in words:
        if known and word.text not in known:
            what = " or ".join(f"`{fact}` of a draft" for fact in facts)
            scope.bag.add(UnknownWord(word.span, word.text, what, known, find_suggestions(word.text, known)))
        else:
            names.append(word.text)
    return frozenset(names)


def lower_codes(words: tuple[nodes.Word, ...], noun: str, scope: Scope) -> frozenset[str]:
    """Return codes of countries or languages, having reported what is none."""
    codes = []
    for word in words:
        code = word.text.upper() if noun == "country" else word.text.lower()
        if len(code) != _CODE_LENGTH or code != word.text:
            scope.bag.add(NotACode(word.span, noun, word.text))
        codes.append(code)
    return frozenset(codes)


def _lower_count(number: nodes.Number | None, noun: str, scope: Scope) -> int | None:
    if number is None:
        return None
    if not number.is_whole or number.value < 1:
        scope.bag.add(FoldOfNothing(number.span, noun))
        return 1
    return int(number.value)


def _lower_line(node: nodes.WordLine, scope: Scope) -> VocabularyLine | None:
    lexicon = scope.require("lexicon", node.lexicon, scope.resolved.lexicons)
    channels = _lower_words(node.channels, _CHANNEL, scope)
    ties, not_ties = _lower_words(node.ties, _TIES, scope), _lower_words(node.not_ties, _TIES, scope)
    form: Form = node.form or "statements"
    if lexicon is None:
        return None
    check_in_vocabulary(node.lexicon.span, lexicon, scope)
    return VocabularyLine(_ROLES[node.word], form, lexicon, channels, ties, not_ties, node.unless_disclosed)


def _check_contradictions(node: nodes.DisclosureWords, scope: Scope) -> None:
    first: dict[tuple[object, ...], nodes.WordLine] = {}
    for line in node.lines:
        if line.word in ("accept", "unclear"):
            words = (tuple(sorted(each.text for each in names)) for names in (line.channels, line.ties, line.not_ties))
            other = first.setdefault((line.lexicon.text, *words), line)
            if other.word != line.word:
                scope.bag.add(AcceptedAndUnclear(line.span, line.lexicon.text, other.span))


def _line_key(line: VocabularyLine) -> tuple[object, ...]:
    return (line.role, line.form, line.lexicon, sorted(line.channels), sorted(line.ties), sorted(line.not_ties), line.unless_disclosed)


def _name_of(line: nodes.WordLine) -> str:
    return f"{line.word} {line.form} {line.lexicon.text}"


def _lower_vocabulary(node: nodes.DisclosureWords, scope: Scope) -> DisclosureVocabulary:
    lines = [line for line in (_lower_line(each, scope) for each in node.lines) if line is not None]
    countries = lower_codes(node.countries, "country", scope)
    placed = next((each for each in node.lines if each.word in ("accept", "unclear")), None)
    if placed is not None and not node.countries:
        scope.bag.add(NoCountries(node.name.span, node.name.text, _name_of(placed)))
    if not node.lines:
        scope.bag.add(NothingInside(node.name.span, "vocabulary", node.name.text, "accept labels my_labels"))
    _check_contradictions(node, scope)
    about = lower_about(node.about, scope)
    return DisclosureVocabulary(
        node.name.text,
        countries,
        lower_codes(node.languages, "language", scope),
        tuple(sorted(set(lines), key=_line_key)),
        _lower_count(node.first_hashtags, "hashtags", scope) or 0,
        text_of(node.description),
        about.because,
        about.source,
        about.window.start,
        about.window.end,
    )


def lower_vocabularies(scope: Scope) -> tuple[DisclosureVocabulary, ...]:
    """Return the vocabularies by name, their lines sorted."""
    return tuple(_lower_vocabulary(node, scope) for _, node in sorted(scope.resolved.vocabularies.items()))


def _lower_folds(node: nodes.Folds, scope: Scope) -> Iterator[Fold]:
    if not node.lines:
        scope.bag.add(NothingInside(node.name.span, "folds", node.name.text, "instagram_post 125 characters"))
    about = lower_about(node.about, scope)
    for line in node.lines:
        window = lower_window(line.window, scope)
        channels = _lower_words((line.channel,), _CHANNEL, scope)
        characters, lines = _lower_count(line.characters, "characters", scope), _lower_count(line.lines, "lines", scope)
        source = text_of(line.source) or about.source
        start = max((each for each in (window.start, about.window.start) if each is not None), default=None)
        end = min((each for each in (window.end, about.window.end) if each is not None), default=None)
        for channel in channels:
            yield Fold(channel, characters, lines, source, start, end)


def _fold_key(fold: Fold) -> tuple[object, ...]:
    moments = (each.isoformat() if each else "" for each in (fold.start, fold.end))
    return (fold.channel, fold.characters or 0, fold.lines or 0, fold.source or "", *moments)


def lower_folds(scope: Scope) -> tuple[Fold, ...]:
    """Return the folds of every channel, sorted."""
    found = {fold for _, node in sorted(scope.resolved.folds.items()) for fold in _lower_folds(node, scope)}
    return tuple(sorted(found, key=_fold_key))
