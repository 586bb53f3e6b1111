"""What `--map` says: which column each fact is read from, which words are translated, how times are written."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engagepolicy.adapters.row import Row
from engagepolicy.adapters.times import TimeFormat, UnreadableTime
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.inputs.problems import describe, shorten

FALLBACK = "*"
ABSENT = ""
"""The word that stands for a value which is not there."""

READINGS = ("html", "markup", "text")
"""What may follow a column and a bar: how its value is to be read."""

_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*+|!)[^<>]*+>")
_BREAKS = frozenset("br p /p div /div li /li h1 h2 h3 h4 h5 h6 tr blockquote /blockquote".split())
_FACT = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*")
_PLACE = re.compile(r"[0-9]{1,9}")


class BadColumnMap(ValueError):
    """A column map is wrong in itself, or names a fact or column that there is not; the text names the part."""


class UnmappedRow(ValueError):
    """A row cannot be mapped, for these reasons."""

    def __init__(self, reasons: Iterable[str]) -> None:
        """Keep the reasons, one for each fact that could not be read."""
        self.reasons = tuple(reasons)
        super().__init__("; ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Column:
    """Where one fact comes from: a column by name, or by a dotted path in JSON, and what is done with its value.

    `is_quoted` takes the name as it stands, never as a path. `words` translates values, with `*` for all others; a translation
    that is empty means that the fact is not given. `reading` is one of `READINGS`: characters for `&amp;` and its like, the same with tags
    taken out, or the digits of a whole number.
    """

    fact: str
    name: str
    is_quoted: bool = False
    reading: str | None = None
    words: Mapping[str, str] | None = None
    time: TimeFormat | None = None

    def read(self, row: Mapping[str, object]) -> object:
        """Return what the row has at the column, None if nothing."""
        if self.is_quoted or self.name in row:
            return row.get(self.name)
        value: object = row
        for part in self.name.split("."):
            if isinstance(value, Mapping):
                value = value.get(part)
            elif isinstance(value, list) and _PLACE.fullmatch(part) and int(part) < len(value):
                value = value[int(part)]
            else:
                return None
        return value


@dataclass(frozen=True, slots=True)
class Cells:
    """The facts of a row before they are typed: `texts` names those whose value is text to be read by type."""

    values: dict[str, object]
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns that facts are read from, and the facts that are the same in every row. Other columns are left out.

    `kinds` has the facts that are read from rows of certain kinds of events alone: `agent[replied]=author`.
    """

    columns: tuple[Column, ...]
    constants: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the map gives."""
        return (*self.constants, *(each.fact for each in self.columns))

    def choose(self, facts: Collection[str]) -> ColumnMap:
        """Return the map with these facts alone."""
        columns = tuple(each for each in self.columns if each.fact in facts)
        constants = {fact: text for fact, text in self.constants.items() if fact in facts}
        return ColumnMap(columns, constants, {fact: kinds for fact, kinds in self.kinds.items() if fact in facts})

    def require_facts(self, known: Collection[str]) -> None:
        """Raise `BadColumnMap` for the first fact that is not among the `known` ones."""
        for fact in self.facts:
            if fact not in known:
                raise BadColumnMap(f"there is no fact {shorten(fact)}{_hint(fact, known)}")

    def apply(self, row: Row) -> Cells:
        """Return the facts of a row that could be read.

        Raises `UnmappedRow` with every value that has no translation or is not written as the map says, `BadColumnMap` if a CSV
        file lacks a column that the map names.
        """
        values: dict[str, object] = dict(self.constants)
        texts, reasons = set(self.constants), list[str]()
        for each in self.columns:
            try:
                value, is_text = read_column(each, row)
            except (UnreadableTime, UnknownWord) as error:
                reasons.append(f"{each.fact}: {error}")
                continue
            if value is not None:
                values[each.fact] = value
                texts |= {each.fact} if is_text else set()
        if reasons:
            raise UnmappedRow(reasons)
        return Cells(values, frozenset(texts))


class UnknownWord(ValueError):
    """A value is not among the translated ones."""


def _hint(name: str, known: Collection[str]) -> str:
    near = find_suggestions(name, known, 1)
    return f"; did you mean {near[0]}?" if near else ""


def read_column(column: Column, row: Row) -> tuple[object, bool]:
    """Return the value for a column's fact, None if it is not given, and whether it is text still to be read by type.

    Raises `UnreadableTime`, `UnknownWord`, and `BadColumnMap` if a CSV file lacks the column.
    """
    columns, is_text = row.values or {}, row.is_text
    if is_text and column.name not in columns:
        raise BadColumnMap(f"{column.fact}: the file has no column {shorten(column.name)}{_hint(column.name, columns)}")
    value = column.read(columns)
    if value is None or (is_text and value == ""):
        absent = (column.words or {}).get(ABSENT, "")
        return (absent, True) if absent else (None, False)
    if column.reading is not None:
        value = _read_as(column.reading, value)
    if column.words is not None:
        value, is_text = _translate(value, column.words), True
        if value == "":
            return None, False
    if column.time is not None:
        return column.time.read(value), False
    return value, is_text


def _read_as(reading: str, value: object) -> object:
    if reading == "text":
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(value, str):
        return value
    return html.unescape(value if reading == "html" else _without_tags(value))


def _without_tags(text: str) -> str:
    """Return the text with its tags taken out; where a tag begins or ends a line, a line begins."""
    plain = _TAG.sub(lambda tag: "\n" if tag[1].lower() in _BREAKS else "", text)
    return re.sub(r"\n{2,}", "\n\n", plain).strip("\n")


def _translate(value: object, words: Mapping[str, str]) -> str:
    match value:
        case bool():
            written = "true" if value else "false"
        case str():
            written = value
        case int() | Decimal():
            written = str(value)
        case _:
            raise UnknownWord(f"{describe(value)} cannot be translated")
    found = words.get(written, words.get(FALLBACK))
    if found is None:
        listed = ", ".join(shorten(word) for word in list(words)[:12])
        raise UnknownWord(
            f"the map has no word for {describe(value)}; it has {listed}, and could have {FALLBACK}:WORD for all others"
        )
    return found


def to_cells(row: Row, columns: ColumnMap | None = None) -> Cells:
    """Return the facts of a readable row by the map, or without one each column as the fact of its name."""
    if columns is not None:
        return columns.apply(row)
    values = dict(row.values or {})
    return Cells(values, frozenset(values) if row.is_text else frozenset())


def parse_column_map(pairs: Iterable[str]) -> ColumnMap:
    """Return the map that the pairs describe, each `FACT=COLUMN` or `FACT:=VALUE`; see the how-to on columns.

    Of rows of events the kinds that give the fact may follow it: `FACT[replied, noted]=COLUMN`. After the column may come `|html`,
    `|markup` or `|text`, `{word:word, *:word}` and, last, `@FORMAT` or `@FORMAT@ZONE`. A column in double quotes is taken as it
    stands. Raises `BadColumnMap`, which names the pair and the part that is wrong.
    """
    columns: dict[str, Column] = {}
    constants: dict[str, str] = {}
    kinds: dict[str, frozenset[str]] = {}
    for pair in pairs:
        left, equals, right = pair.partition("=")
        is_constant = left.endswith(":")
        fact, said = _split_kinds(left.removesuffix(":").strip())
        if not equals or not _FACT.fullmatch(fact):
            raise BadColumnMap(f"{shorten(pair)}: write FACT=COLUMN, such as message=text, or FACT:=VALUE, such as channel:=x")
        if fact in columns or fact in constants:
            raise BadColumnMap(f"{shorten(pair)}: the fact {fact} is mapped twice")
        if said is not None:
            kinds[fact] = said
        if is_constant:
            constants[fact] = right
        else:
            columns[fact] = _parse_column(fact, right, pair)
    return ColumnMap(tuple(columns.values()), constants, kinds)


def _split_kinds(left: str) -> tuple[str, frozenset[str] | None]:
    """Return the fact and the kinds of events in brackets after it, None without brackets."""
    if not left.endswith("]") or "[" not in left:
        return left, None
    fact, _, inside = left.removesuffix("]").partition("[")
    return fact.strip(), frozenset(each.strip() for each in inside.split(","))


_NAME = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*|([^{|@]*)')
_WORD = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^",:{}]*))\s*')
_READING = re.compile(rf"\|({'|'.join(READINGS)})\b\s*")
_ESCAPED = re.compile(r"\\(.)")


def _parse_column(fact: str, text: str, pair: str) -> Column:
    found = _NAME.match(text)
    quoted, bare = found.groups() if found else (None, "")
    name = bare.strip() if quoted is None else _ESCAPED.sub(r"\1", quoted)
    if not name:
        raise BadColumnMap(f"{shorten(pair)}: the column has no name")
    rest = text[found.end() if found else 0 :]
    reading, words, time = None, None, None
    while rest:
        found = _READING.match(rest)
        if found and reading is None:
            reading, rest = found[1], rest[found.end() :]
        elif rest.startswith("{") and words is None:
            words, rest = _parse_words(rest, pair)
        elif rest.startswith("@"):
            time, rest = _parse_time(rest[1:], pair), ""
        else:
            raise BadColumnMap(
                f"{shorten(pair)}: {shorten(rest)} cannot stand after a column: |html, |markup or |text, {{from:to}} and, last, @FORMAT can"
            )
    return Column(fact, name, quoted is not None, reading, words, time)


def _parse_time(text: str, pair: str) -> TimeFormat:
    try:
        return TimeFormat.parse(text)
    except ValueError as error:
        raise BadColumnMap(f"{shorten(pair)}: {error}") from None


def _parse_word(text: str, start: int) -> tuple[str, int]:
    found = _WORD.match(text, start)
    if found is None:
        return "", start
    return (found[2].strip() if found[1] is None else _ESCAPED.sub(r"\1", found[1])), found.end()


def _parse_words(text: str, pair: str) -> tuple[dict[str, str], str]:
    words: dict[str, str] = {}
    at = 0
    while text[at : at + 1] in ("{", ","):
        word, colon = _parse_word(text, at + 1)
        is_absent = word == ABSENT and '"' in text[at:colon]
        meaning, at = _parse_word(text, colon + 1)
        if text[colon : colon + 1] != ":" or (not word and not is_absent):
            raise BadColumnMap(
                f"{shorten(pair)}: between the braces stand from:to, separated by commas; quote a word that has one of ,:{{}}"
            )
        if word in words:
            raise BadColumnMap(f"{shorten(pair)}: the word {shorten(word)} is translated twice")
        words[word] = meaning
    if text[at : at + 1] != "}":
        raise BadColumnMap(f"{shorten(pair)}: the words have no closing brace")
    return words, text[at + 1 :].lstrip()
