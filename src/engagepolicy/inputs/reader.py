"""Reading an input by its schema: from a dict, a pydantic model, JSON or a row of cells to flat, typed facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.inputs.json_text import LONGEST_NAME, parse_json
from engagepolicy.inputs.open_groups import SlipFinder
from engagepolicy.inputs.problems import InvalidInput, Problem, describe, describe_kind, join_path, shorten, unfit
from engagepolicy.inputs.shapes import Group, dotted_paths, nest, shape_of
from engagepolicy.inputs.values import Cell, expected_of
from engagepolicy.ir.expressions import Constant
from engagepolicy.ir.program import FactDeclaration, Schema
from engagepolicy.values.types import ListType

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    from engagepolicy.inputs.models import Facts, Flattener

Extra = Literal["forbid", "ignore"]
MOST_SUGGESTED = 10


class Reader:
    """Reads inputs of one record of a policy; made once, used for every input, safe to share between threads."""

    def __init__(self, schemas: Mapping[str, Schema], record: str = "interaction") -> None:
        """Take the schemas of a program (`Program.schema_by_name`) and the name of the record that inputs are."""
        self._schemas = schemas
        self._schema = schemas[record]
        self._shape = shape_of(self._schema)
        self._dotted = frozenset(dotted_paths(self._shape))
        self.record = record
        self.paths: tuple[str, ...] = tuple(each.input_path for each in self._schema.fields if not each.is_computed)

    @cached_property
    def model(self) -> type[Facts]:
        """The pydantic model of the record; a field that is not declared is an error."""
        return self._build("forbid")

    @cached_property
    def _lenient_model(self) -> type[Facts]:
        return self._build("ignore")

    def _build(self, extra: Extra) -> type[Facts]:
        from engagepolicy.inputs.models import build_model

        return build_model(self._schemas, self.record, extra)

    @cached_property
    def _slips(self) -> SlipFinder:
        return SlipFinder(self._shape, self._schemas)

    @cached_property
    def _flatten(self) -> Flattener:
        from engagepolicy.inputs.models import flattener

        return flattener(self._schema, self._schemas)

    def read(self, value: object, extra: Extra = "forbid") -> dict[str, Constant]:
        """Return the facts of one input by dotted path, defaults filled in; what is not known is absent.

        `value` is a mapping (nested, or with dotted keys), any pydantic model, or JSON as bytes or text. Datetimes come out in
        UTC, numbers as exact `Decimal`, sets as frozensets, lists of records as tuples of flat mappings. Raises `InvalidInput`
        with every problem.
        """
        if isinstance(value, str | bytes | bytearray):
            value = parse_json(value)
        elif isinstance(value, self.model):
            return self._flatten(value)
        return self._read_fields(self._as_fields(value), extra)

    def read_row(self, values: Mapping[str, object], texts: Collection[str] = (), extra: Extra = "forbid") -> dict[str, Constant]:
        """Return the facts of a row: the keys in `texts` hold text to be read by the type of its fact, the others native values.

        An empty text is a fact that is not given. Raises `InvalidInput` with every problem of the row.
        """
        known = set(self.paths)
        cells = {
            key: Cell(value) if key in texts and isinstance(value, str) else value
            for key, value in values.items()
            if not (value == "" and key in texts and key in known)
        }
        return self._read_fields(cells, extra)

    def find_unknown(self, names: Collection[str]) -> tuple[Problem, ...]:
        """Return a problem, with a suggestion where there is one, for each of the names that is not a fact."""
        known = set(self.paths)
        return tuple(self._unknown(name, place) for place, name in enumerate(n for n in names if n not in known))

    def _as_fields(self, value: object) -> dict[Any, object]:
        from engagepolicy.inputs.models import as_fields

        return as_fields(value, self._shape.is_private)

    def _read_fields(self, fields: Mapping[str, object], extra: Extra) -> dict[str, Constant]:
        from pydantic import ValidationError

        nested: Mapping[str, object] = fields
        problems: list[Problem] = []
        if not self._dotted.isdisjoint(fields):
            nested, problems = nest(fields, self._dotted)
        problems += self._slips.find(nested)
        if extra not in get_args(Extra):
            raise ValueError(f'extra: {extra!r} is neither "forbid" nor "ignore"')
        model = self.model if extra == "forbid" else self._lenient_model
        read: BaseModel | None = None
        try:
            read = model.model_validate(nested)
        except ValidationError as error:
            problems += self._problems_of(error)
        if read is None or problems:
            raise InvalidInput(problems)
        return self._flatten(read)

    def _problems_of(self, error: ValidationError) -> Iterator[Problem]:
        unknown = 0
        for each in error.errors(include_url=False):
            place = each["loc"]
            path = _render_place(place)
            cause = each.get("ctx", {}).get("error")
            if isinstance(cause, InvalidInput):
                yield from self._masked(cause, place, each["input"]).at(path)
            elif each["type"] == "missing":
                declaration, _ = self._find(place)
                expected = expected_of(declaration.type) if declaration else "a value"
                yield Problem(path, "nothing", f"{expected}: the fact is not optional and has no default")
            elif each["type"] == "extra_forbidden":
                _, group = self._find(place[:-1])
                yield self._unknown(path, unknown, group)
                unknown += 1
            elif each["type"] == "recursion_loop":
                yield Problem(path, "an object that contains itself", "a finite input")
            elif each["type"] == "invalid_key":
                yield Problem(path, "a key that is not text", "names of facts as keys")
            else:
                declaration, _ = self._find(place)
                is_hidden = declaration is None or declaration.is_private or self._lies_in_private_list(place)
                shown = describe_kind(each["input"]) if is_hidden else describe(each["input"])
                yield Problem(path, shown, "an object with named fields")

    def _lies_in_private_list(self, place: tuple[int | str, ...]) -> bool:
        lists = (self._find(place[:end])[0] for end, part in enumerate(place) if isinstance(part, int))
        return any(each is not None and each.is_private for each in lists)

    def _masked(self, cause: InvalidInput, place: tuple[int | str, ...], value: object) -> InvalidInput:
        """Return the error, telling of the value no more than its kind where it lies in a private list."""
        declaration, _ = self._find(place)
        if declaration is None or value is None or not self._lies_in_private_list(place):
            return cause
        expected = "an object with named fields" if isinstance(place[-1], int) else expected_of(declaration.type)
        return unfit(describe_kind(value), expected)

    def _unknown(self, path: str, place: int, group: Group | None = None) -> Problem:
        """Return the problem of an undeclared field, the `place`th of its input; only the first ones get a suggestion."""
        outer, _, name = path.rpartition(".")
        near: tuple[str, ...] = ()
        if place < MOST_SUGGESTED:
            near = tuple(join_path(outer, each) for each in find_suggestions(name, (group or self._shape).fields, 1))
            near = near or find_suggestions(path, self.paths, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return Problem(shorten(path, LONGEST_NAME), "an unknown field", f"a declared fact{hint}")

    def _find(self, place: tuple[int | str, ...]) -> tuple[FactDeclaration | None, Group | None]:
        """Return the declared fact, or the group of facts, that a place in the input belongs to."""
        group, declaration = self._shape, None
        for part in place:
            if isinstance(part, int):
                continue
            inner = group.fields.get(part)
            declaration = None
            if isinstance(inner, Group):
                group = inner
            elif inner is None:
                return None, None
            elif isinstance(inner.type, ListType):
                declaration, group = inner, shape_of(self._schemas[inner.type.of.name])
            else:
                declaration = inner
        return declaration, group


def _render_place(place: tuple[int | str, ...]) -> str:
    path = ""
    for part in place:
        path = join_path(path, f"[{part}]" if isinstance(part, int) else shorten(part, LONGEST_NAME))
    return path
