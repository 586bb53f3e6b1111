"""The fields of a record as a tree: `author.followers` stands in the group `author`. The one place that knows how paths nest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from engagepolicy.inputs.problems import Problem, join_path
from engagepolicy.ir.program import FactDeclaration, Schema
from engagepolicy.values.types import ListType


@dataclass(slots=True)
class Group:
    """An object of the input: its fields by name, and the path at which it stands; one that is open may hold more."""

    path: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    is_open: bool = False

    @property
    def is_required(self) -> bool:
        """Whether an input must hold something of it."""
        return any(is_required(each) for each in self.fields.values())

    @property
    def is_private(self) -> bool:
        """Whether any fact in it is private."""
        return any(each.is_private for each in self.fields.values())


Field: TypeAlias = Group | FactDeclaration


def is_required(of: Field) -> bool:
    """Whether an input without the field is wrong."""
    return of.is_required if isinstance(of, Group) else not of.is_optional and of.default is None


def shape_of(schema: Schema) -> Group:
    """Return the schema as a tree of what inputs give; raise `ValueError` if a path is both a fact and a group of facts."""
    root = Group(is_open="" in schema.open_groups)
    for declaration in schema.fields:
        if declaration.is_computed:
            continue
        *outer, name = declaration.input_path.split(".")
        group = root
        for part in outer:
            path = join_path(group.path, part)
            inner = group.fields.setdefault(part, Group(path, is_open=path in schema.open_groups))
            if not isinstance(inner, Group):
                raise ValueError(f"{inner.path} is a fact, so {declaration.input_path} cannot stand in it")
            group = inner
        if name in group.fields:
            raise ValueError(f"{declaration.input_path} is declared twice, or is also a group of facts")
        group.fields[name] = declaration
    return root


def record_names(schema: Schema, schemas: Mapping[str, Schema]) -> tuple[str, ...]:
    """Return the names of all records that the schema's lists hold, also inside other records, each once."""
    names: dict[str, None] = {}
    waiting = [schema]
    while waiting:
        for declaration in waiting.pop().fields:
            of = declaration.type
            if isinstance(of, ListType) and of.of.name not in names:
                names[of.of.name] = None
                waiting.append(schemas[of.of.name])
    return tuple(names)


def dotted_paths(group: Group) -> Iterator[str]:
    """Yield every path with a dot in the tree: of facts and of groups."""
    for each in group.fields.values():
        path = each.path if isinstance(each, Group) else each.input_path
        if "." in path:
            yield path
        if isinstance(each, Group):
            yield from dotted_paths(each)


def nest(value: Mapping[str, object], known: frozenset[str]) -> tuple[dict[str, object], list[Problem]]:
    """Return the input with keys such as `author.followers` put into their objects, and what is given in both ways.

    Only keys among the `known` paths are taken apart; others stay as they are. The caller's objects are not changed.
    """
    dotted = sorted((key for key in value if key in known), key=lambda key: key.count("."))
    nested = {key: member for key, member in value.items() if key not in dotted}
    problems = []
    own: set[int] = set()
    for key in dotted:
        *outer, name = key.split(".")
        inside: dict[str, object] | None = nested
        for part in outer:
            inside = _open(inside, part, own) if inside is not None else None
        if inside is None or name in inside:
            problems.append(Problem(key, "the field twice, with dots and nested", "each field once"))
        else:
            inside[name] = value[key]
    return nested, problems


def _open(inside: dict[str, object], part: str, own: set[int]) -> dict[str, object] | None:
    found = inside.get(part, {})
    if not isinstance(found, Mapping):
        return None
    if id(found) not in own or not isinstance(found, dict):
        found = dict(found)
        own.add(id(found))
        inside[part] = found
    return found
