"""Schemas as pydantic models and as JSON Schema: the only module of the package that imports pydantic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Annotated, Any, ForwardRef, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema, create_model

from engagepolicy.inputs import lexical
from engagepolicy.inputs.json_text import parse_json
from engagepolicy.inputs.problems import describe, describe_kind, unfit
from engagepolicy.inputs.shapes import Field as ShapeField
from engagepolicy.inputs.shapes import Group, is_required, record_names, shape_of
from engagepolicy.inputs.values import Cell, expected_of, fact_reader
from engagepolicy.ir.expressions import Constant
from engagepolicy.ir.program import FactDeclaration, Schema
from engagepolicy.values.types import (
    BoolType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    IntType,
    ListType,
    NumberType,
    ScalarType,
    SetType,
    StringType,
    render_type,
)

Extra = Literal["forbid", "ignore"]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Facts(BaseModel):
    """What every model made from a schema is: frozen, strict, silent about the values in its own errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, protected_namespaces=(), serialize_by_alias=True
    )


_PYTHON_TYPES: dict[type, type] = {
    BoolType: bool,
    IntType: int,
    NumberType: Decimal,
    StringType: str,
    DateType: date,
    DateTimeType: datetime,
    DurationType: timedelta,
}
_JSON_TYPES: dict[type, dict[str, Any]] = {
    BoolType: {"type": "boolean"},
    IntType: {"type": "integer"},
    NumberType: {"type": "number"},
    StringType: {"type": "string"},
    DateType: {"type": "string", "format": "date"},
    DateTimeType: {"type": "string", "format": "date-time"},
    DurationType: {"type": "string", "pattern": lexical.DURATION_PATTERN, "examples": ["PT1H30M", "1h30m"]},
}


def _json_type(of: ScalarType | SetType) -> dict[str, Any]:
    match of:
        case SetType(of=inner):
            return {"type": "array", "items": _json_type(inner)}
        case EnumType(values=words):
            return {"type": "string", "enum": list(words)}
        case _:
            return dict(_JSON_TYPES[type(of)])


def _jsonable(value: object) -> object:
    """Return a fact as JSON data that is read back as the same fact."""
    match value:
        case Decimal():
            if value == value.to_integral_value():
                return int(value)
            return float(value) if Decimal(repr(float(value))) == value else str(value)
        case datetime() | date():
            return value.isoformat().replace("+00:00", "Z")
        case timedelta():
            return lexical.render_duration(value)
        case frozenset():
            items: list[Any] = [_jsonable(each) for each in value]
            return sorted(items)
        case _:
            return value


def _fact_schema(declaration: FactDeclaration, of: ScalarType | SetType) -> dict[str, Any]:
    schema = _json_type(of)
    if declaration.is_optional:
        schema = {"anyOf": [schema, {"type": "null"}]}
    if declaration.default is not None:
        schema["default"] = _jsonable(declaration.default)
    if declaration.description:
        schema["description"] = declaration.description
    return schema


def _python_type(of: ScalarType | SetType) -> object:
    match of:
        case SetType(of=inner):
            return frozenset.__class_getitem__(_python_type(inner))
        case EnumType(values=words):
            return Literal[words]
        case _:
            return _PYTHON_TYPES[type(of)]


def _require_list(value: object, declaration: FactDeclaration) -> object:
    if value is None and declaration.is_optional:
        return None
    if isinstance(value, Cell):
        value = parse_json(value.text)
    if isinstance(value, list | tuple):
        return tuple(value)
    raise unfit(describe_kind(value) if declaration.is_private else describe(value), expected_of(declaration.type))


def _list_annotation(declaration: FactDeclaration, record: str) -> object:
    reading = BeforeValidator(partial(as_fields, is_private=declaration.is_private))
    items: Any = tuple.__class_getitem__((Annotated[ForwardRef(record), reading], ...))
    of = items | None if declaration.is_optional else items
    return Annotated[of, BeforeValidator(partial(_require_list, declaration=declaration))]


def _annotation(declaration: FactDeclaration) -> object:
    of = declaration.type
    if isinstance(of, ListType):
        return _list_annotation(declaration, _record_name(of.of.name))
    reading = PlainValidator(fact_reader(declaration))
    if not isinstance(of, SetType | ScalarType):
        raise ValueError(f"the fact {declaration.path} cannot be of the type {render_type(of)}")
    python: Any = _python_type(of)
    return Annotated[
        python | None if declaration.is_optional else python,
        reading,
        PlainSerializer(_jsonable, when_used="json"),
        WithJsonSchema(_fact_schema(declaration, of)),
    ]


def _class_name(path: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in path.replace(".", "_").split("_") if word) or "Facts"


def _record_name(record: str) -> str:
    """Return a class name that no other record has and no built-in class: pydantic looks names up among those first."""
    return f"{record}_record"


def attribute_names(names: Iterable[str]) -> dict[str, str]:
    """Return the attribute under which a model holds each field: its name, or where pydantic uses that, the name and `_`."""
    taken = set(names)
    chosen = {}
    for name in sorted(taken):
        attribute = name
        while hasattr(BaseModel, attribute) or (attribute != name and attribute in taken):
            attribute += "_"
        chosen[name] = attribute
    return chosen


def _read_group(value: object, group: Group, own: type[BaseModel]) -> object:
    """Return what stands for an object: null is null in each of its fields, foreign models are taken as their fields."""
    if isinstance(value, own):
        return value
    if value is None:
        return {name: {} if isinstance(each, Group) and not each.fields else None for name, each in group.fields.items()}
    return as_fields(value, group.is_private)


def as_fields(value: object, is_private: bool = False) -> dict[Any, object]:
    """Return the fields of a mapping or of any pydantic model; raise `InvalidInput` for what has no fields."""
    if type(value) is dict:
        return value  # the same object, by which pydantic notices an input that contains itself
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Cell):
        value = value.text
    if isinstance(value, BaseModel):
        try:
            return value.model_dump(by_alias=isinstance(value, Facts), warnings=False)
        except ValueError:
            raise unfit("a model that cannot be written out, perhaps since it contains itself", "plain fields") from None
    raise unfit(describe_kind(value) if is_private else describe(value), "an object with named fields")


def _amend_schema(schema: dict[str, Any], _model: type[Facts], *, group: Group) -> None:
    """Say in JSON Schema what reading does with objects: required where a fact in them is, else null is allowed."""
    required = [name for name, each in group.fields.items() if is_required(each)]
    if required:
        schema["required"] = required
    properties: dict[str, Any] = schema.get("properties", {})
    for name, each in group.fields.items():
        if isinstance(each, FactDeclaration) and each.default is not None:
            properties[name]["default"] = _jsonable(each.default)
        if isinstance(each, Group) and all(_may_be_null(inner) for inner in each.fields.values()):
            properties[name] = {"anyOf": [properties[name], {"type": "null"}]}


def _may_be_null(of: ShapeField) -> bool:
    return all(map(_may_be_null, of.fields.values())) if isinstance(of, Group) else of.is_optional


class _Builder:
    """Makes one model with the models of its groups and of the records in its lists."""

    def __init__(self, schemas: Mapping[str, Schema], extra: Extra) -> None:
        self.schemas = schemas
        self.extra = extra

    def build(self, schema: Schema, name: str) -> type[Facts]:
        records = {
            _record_name(record): self.build_group(shape_of(self.schemas[record]), _record_name(record), None)
            for record in record_names(schema, self.schemas)
        }
        for each in records.values():
            each.model_rebuild(_types_namespace=records)
        return self.build_group(shape_of(schema), name, records)

    def build_group(self, group: Group, name: str, records: dict[str, type[Facts]] | None) -> type[Facts]:
        attributes = attribute_names(group.fields)
        fields: dict[str, Any] = {
            attributes[each]: self.field(each, inner, attributes[each], name, records) for each, inner in group.fields.items()
        }
        body = {"__module__": __name__, "model_config": self.config(group), "__doc__": f"What an input gives as {name}."}
        base = type(f"{name}Base", (Facts,), body)
        model: type[Facts] = create_model(name, __base__=base, __module__=__name__, **fields)
        if records is not None:
            model.model_rebuild(_types_namespace=records)
        return model

    def config(self, group: Group) -> ConfigDict:
        return ConfigDict(extra="ignore" if group.is_open else self.extra, json_schema_extra=partial(_amend_schema, group=group))

    def field(
        self, name: str, of: ShapeField, attribute: str, outer: str, records: dict[str, type[Facts]] | None
    ) -> tuple[Any, Any]:
        alias: dict[str, Any] = {} if attribute == name else {"alias": name}
        if isinstance(of, Group):
            model = self.build_group(of, _class_name(of.path) if outer == "" else f"{outer}{_class_name(name)}", records)
            reading = BeforeValidator(partial(_read_group, group=of, own=model))
            return Annotated[model, reading], Field(default_factory=dict, validate_default=True, **alias)
        default: Any = of.default if of.default is not None else None if of.is_optional else ...
        if isinstance(of.type, ListType) and of.default is not None:
            default = ()
        return _annotation(of), Field(default=default, description=of.description, repr=not of.is_private, **alias)


def build_model(schemas: Mapping[str, Schema], name: str, extra: Extra = "forbid") -> type[Facts]:
    """Return a frozen, strict pydantic model of the record `name`, with a model inside for each group of dotted paths.

    `extra` says whether fields that are not declared are refused or left out. Raises `ValueError` if the schema is not one of
    an input: a path that is a fact and a group, or a type that no fact can have.
    """
    return _Builder(schemas, extra).build(schemas[name], _class_name(name))


def json_schema(schemas: Mapping[str, Schema], name: str) -> dict[str, Any]:
    """Return JSON Schema 2020-12 for inputs of the record `name`, ready for `json.dumps`."""
    return {"$schema": DIALECT, **build_model(schemas, name).model_json_schema()}


Flattener = Callable[[BaseModel], dict[str, Constant]]


def flattener(schema: Schema, schemas: Mapping[str, Schema]) -> Flattener:
    """Return the function that takes a model of the record apart into facts by dotted path; what is not known is left out."""
    return _flattener_of(schema, schemas, {})


def _attribute_path(path: str, root: Group) -> str:
    parts, group = [], root
    for name in path.split("."):
        parts.append(attribute_names(group.fields)[name])
        inner = group.fields[name]
        group = inner if isinstance(inner, Group) else group
    return ".".join(parts)


def _flattener_of(schema: Schema, schemas: Mapping[str, Schema], made: dict[str, Flattener]) -> Flattener:
    root = shape_of(schema)
    plain: list[tuple[str, attrgetter[Any]]] = []
    lists: list[tuple[str, attrgetter[Any], str]] = []
    for each in schema.fields:
        if each.is_computed:
            continue
        get = attrgetter(_attribute_path(each.input_path, root))
        if isinstance(each.type, ListType):
            lists.append((each.path, get, each.type.of.name))
        else:
            plain.append((each.path, get))

    def flatten(model: BaseModel) -> dict[str, Constant]:
        facts: dict[str, Any] = {}
        for path, get in plain:
            value = get(model)
            if value is not None:
                facts[path] = value
        for path, get, record in lists:
            items = get(model)
            if items is not None:
                facts[path] = tuple(map(made[record], items))
        return facts

    made[schema.name] = flatten
    for _, _, record in lists:
        if record not in made:
            _flattener_of(schemas[record], schemas, made)
    return flatten
