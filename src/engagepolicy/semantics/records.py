"""What records hold: the fields of every record by dotted path, and types as they are written resolved to types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter

from engagepolicy.diagnostics.base import Bag
from engagepolicy.diagnostics.messages_constraints import NameInJsonTaken
from engagepolicy.diagnostics.messages_names import AmbiguousName, DeclaredTwice, UnknownName
from engagepolicy.diagnostics.messages_types import MisplacedType, RecordCycle, UnknownType, WordListedTwice
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.semantics.cycles import find_cycle
from engagepolicy.semantics.resolved import Field
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.types import (
    SIMPLE_TYPES,
    TIER,
    DutyType,
    EnumType,
    ListType,
    RecordType,
    SetType,
    TargetType,
    Type,
)

_ELSEWHERE = {
    **dict.fromkeys(("float", "double", "decimal", "money"), "number"),
    **dict.fromkeys(("integer", "long", "count"), "int"),
    **dict.fromkeys(("text", "str", "varchar"), "string"),
    **dict.fromkeys(("boolean", "flag", "yesno"), "bool"),
    **dict.fromkeys(("timestamp", "moment", "time"), "datetime"),
}
"""What the types are called elsewhere."""

DEEPEST_RECORD = 32
MOST_FACTS = 10_000
"""A record holds at most this many facts, those of the records in it counted: records in records would multiply without end."""


@dataclass
class TypeScope:
    """What a type name may refer to."""

    bag: Bag
    records: frozenset[str] = frozenset()
    tiers: EnumType | None = None

    def resolve(self, written: nodes.TypeName, owner: str) -> Type | None:
        """Return the type, or None after reporting why there is none; `owner` names the enums declared inside."""
        match written.kind:
            case "simple":
                return self._resolve_simple(written)
            case "enum":
                return self._resolve_enum(written, owner)
            case "set":
                return self._resolve_set(written, owner)
            case "list":
                return self._resolve_list(written)

    def _resolve_simple(self, written: nodes.TypeName) -> Type | None:
        assert written.name is not None
        name = written.name.text
        if name == TIER and self.tiers is not None:
            return self.tiers
        if name in SIMPLE_TYPES:
            return SIMPLE_TYPES[name]
        if name in self.records:
            return RecordType(name)
        meant = _ELSEWHERE.get(name.lower())
        near = (meant,) if meant else find_suggestions(name, {*SIMPLE_TYPES, *self.records, TIER})
        self.bag.add(UnknownType(written.span, name, near))
        return None

    def _resolve_enum(self, written: nodes.TypeName, owner: str) -> EnumType:
        words: dict[str, Span] = {}
        for word in written.values:
            first = words.setdefault(word.text, word.span)
            if first != word.span:
                self.bag.add(WordListedTwice(word.span, word.text, first))
        values = tuple(words)
        return EnumType(owner, values, (values,) if written.is_ordered else ())

    def _resolve_set(self, written: nodes.TypeName, owner: str) -> Type | None:
        assert written.inner is not None
        inner = self.resolve(written.inner, owner)
        if inner is None:
            return None
        if isinstance(inner, SetType | ListType | RecordType | TargetType):
            self.bag.add(MisplacedType(written.inner.span, written.inner.span.text, "a set holds single values"))
            return None
        return SetType(inner)

    def _resolve_list(self, written: nodes.TypeName) -> Type | None:
        assert written.inner is not None
        inner = self.resolve(written.inner, "")
        if inner is None:
            return None
        if not isinstance(inner, RecordType):
            self.bag.add(MisplacedType(written.inner.span, written.inner.span.text, "a list holds records; a set holds values"))
            return None
        return ListType(inner)


@dataclass
class _Records:
    bag: Bag
    broken: set[str]
    own: dict[str, dict[str, Field]] = field(default_factory=dict)
    declared: dict[str, nodes.Word] = field(default_factory=dict)
    is_too_large: bool = False
    opened: set[str] = field(default_factory=set)
    groups: dict[str, dict[str, str]] = field(default_factory=dict)

    def declare(self, extends: Iterable[nodes.Extend]) -> None:
        for extend in extends:
            if extend.is_open:
                self.opened.add(extend.record.text)
            if extend.is_new:
                first = self.declared.setdefault(extend.record.text, extend.record)
                if first is not extend.record:
                    self.bag.add(DeclaredTwice(extend.record.span, "record", extend.record.text, first.span))

    def enter(self, extend: nodes.Extend, scope: TypeScope) -> None:
        name = extend.record.text
        if name not in self.declared:
            near = find_suggestions(name, self.declared)
            advice = f"declare it with: record {name} {{ ... }}"
            self.bag.add(UnknownName(extend.record.span, "record", name, near, advice))
            self.broken.update(each.path.text for each in extend.fields)
            return
        fields = self.own.setdefault(name, {})
        for declaration in extend.fields:
            self._enter_field(fields, declaration, scope)

    def _enter_field(self, fields: dict[str, Field], node: nodes.FieldDeclaration, scope: TypeScope) -> None:
        path = node.path.text
        of = scope.resolve(node.type, path)
        if isinstance(of, TargetType | DutyType):
            self.bag.add(MisplacedType(node.type.span, node.type.span.text, "only outcomes have this type"))
            of = None
        if of is None:
            self.broken.add(path)
            return
        if isinstance(of, RecordType) and node.default is not None:
            self.bag.add(
                MisplacedType(node.default.span, node.default.span.text, "a record has no default, its facts may have one")
            )
        if path.count(".") >= DEEPEST_RECORD:
            shown = ".".join(path.split(".", 3)[:3]) + "..."
            self.bag.add(MisplacedType(node.path.span, shown, f"records nest at most {DEEPEST_RECORD} deep"))
            self.broken.add(path)
            return
        description = node.description.value if node.description else None
        json_path = None if node.json_name is None else ".".join((*node.path.parts[:-1], node.json_name.value))
        new = Field(
            path,
            of,
            node.is_optional,
            node.is_private,
            node.default,
            description,
            node.path.span,
            json_path=json_path,
            is_computed=node.is_computed,
            is_loose=node.is_loose,
        )
        first = fields.setdefault(path, new)
        if first is not new:
            self.bag.add(DeclaredTwice(node.path.span, "fact", path, first.span))

    def flatten(self) -> dict[str, dict[str, Field]]:
        """Return the fields of every record, with those of the records that it holds under their dotted paths, sorted."""
        flat: dict[str, dict[str, Field]] = {}
        depths: dict[str, int] = {}
        for name in self._inner_first():
            depths[name] = 1 + max((depths[inner] for inner in self._held_by(name) if inner in depths), default=0)
            flat[name] = dict(sorted(self._flatten_one(name, flat, depths).items()))
        return {name: flat[name] for name in sorted(self.declared)}

    def _inner_first(self) -> tuple[str, ...]:
        """Return the records, each after those it holds; a field that closes a circle is reported and left out."""
        holds = {name: self._held_by(name) for name in sorted(self.declared)}
        while (circle := find_cycle(holds)) is not None:
            place = next(each for each in self.own[circle[0]].values() if each.type == RecordType(circle[1]))
            self.bag.add(RecordCycle(place.span, circle))
            self.is_too_large = True
            for path, each in list(self.own[circle[0]].items()):
                if each.type == RecordType(circle[1]):
                    del self.own[circle[0]][path]
                    self.broken.add(path)
            holds[circle[0]].remove(circle[1])
        return tuple(TopologicalSorter(holds).static_order())

    def _held_by(self, name: str) -> list[str]:
        return sorted({each.type.name for each in self.own.get(name, {}).values() if isinstance(each.type, RecordType)})

    def _flatten_one(self, name: str, flat: Mapping[str, Mapping[str, Field]], depths: Mapping[str, int]) -> dict[str, Field]:
        found: dict[str, Field] = {}
        groups = self.groups.setdefault(name, {"": name})
        for path, each in self.own.get(name, {}).items():
            if not isinstance(each.type, RecordType):
                self._add(found, each)
                continue
            inner = flat[each.type.name]
            if depths[each.type.name] >= DEEPEST_RECORD or len(found) + len(inner) > MOST_FACTS:
                self._report_too_large(each, each.type.name)
                continue
            groups.update({f"{path}.{tail}".rstrip("."): of for tail, of in self.groups[each.type.name].items()})
            for below in inner.values():
                self._add(found, _put_into(below, each))
        _check_prefixes(found, self.bag)
        _check_json_names(found, self.bag)
        return found

    def _report_too_large(self, place: Field, held: str) -> None:
        """Report the first such field; whatever holds it in turn is too large for the same reason, as is what held a circle."""
        if not self.is_too_large:
            reason = f"records nest at most {DEEPEST_RECORD} deep and hold at most {MOST_FACTS:_} facts"
            self.bag.add(MisplacedType(place.span, held, reason))
        self.is_too_large = True
        self.broken.add(place.path)

    def _add(self, found: dict[str, Field], new: Field) -> None:
        first = found.setdefault(new.path, new)
        if first is not new:
            place, other = (new, first) if new.holder is None else (first, new)
            self.bag.add(DeclaredTwice(place.holder or place.span, "fact", new.path, other.span))


def _put_into(below: Field, holder: Field) -> Field:
    """Return the field of a record as it is under the path at which the record is held."""
    return replace(
        below,
        path=f"{holder.path}.{below.path}",
        is_optional=below.is_optional or holder.is_optional,
        is_private=below.is_private or holder.is_private,
        is_computed=below.is_computed or holder.is_computed,
        json_path=None if below.json_path is None else f"{holder.path}.{below.json_path}",
        holder=holder.span,
    )


def _check_json_names(fields: Mapping[str, Field], bag: Bag) -> None:
    """Report a field's own name in JSON that is none, or by which inputs already call another field."""
    owners = {path: path for path, each in fields.items() if each.json_path is None}
    for path, each in fields.items():
        if each.json_path is None or each.holder is not None:
            continue
        name = each.json_path[path.rfind(".") + 1 :]
        other = owners.setdefault(each.json_path, path)
        if not name or "." in name:
            bag.add(NameInJsonTaken(each.span, name, ""))
        elif other != path:
            bag.add(NameInJsonTaken(each.span, name, other))


def _check_prefixes(fields: Mapping[str, Field], bag: Bag) -> None:
    """Report a fact that would at once be a record; below a record that holds another, that one has reported it."""
    for path, each in fields.items():
        parts = path.split(".")
        for length in range(1, len(parts)):
            prefix = ".".join(parts[:length])
            if prefix in fields and (each.holder is None or fields[prefix].holder != each.holder):
                bag.add(AmbiguousName(each.span, prefix, "a record", "a fact", fields[prefix].span))


@dataclass(frozen=True, slots=True)
class ResolvedRecords:
    """The fields of every record by dotted path, sorted; and of every record the objects in it that are open, by path."""

    fields: dict[str, dict[str, Field]]
    open_groups: dict[str, tuple[str, ...]]


def resolve_records(extends: Iterable[nodes.Extend], bag: Bag, broken: set[str]) -> ResolvedRecords:
    """Return what the records hold; report unknown types, repeats and records without end.

    The names of fields that could not be read are added to `broken`.
    """
    ordered = list(extends)
    records = _Records(bag, broken)
    records.declare(ordered)
    scope = TypeScope(bag, frozenset(records.declared))
    for extend in ordered:
        records.enter(extend, scope)
    flat = records.flatten()
    opened = {name: tuple(sorted(path for path, of in groups.items() if of in records.opened)) for name, groups in records.groups.items()}
    return ResolvedRecords(flat, opened)
