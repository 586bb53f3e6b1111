"""Objects of an input that may hold more than is declared: what is more is left out, unless it is a slip of the pen.

A misspelt name that was left out silently would make a fact look as if nobody had given it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engagepolicy.inputs.problems import Problem, join_path, shorten
from engagepolicy.inputs.shapes import Group, shape_of
from engagepolicy.ir.program import Schema
from engagepolicy.values.types import ListType

SHORTEST = 5
LONGEST = 64
"""Names of other lengths are too alike by chance, or too long to be any field's name."""

_JOINTS = re.compile(r"[^a-z0-9]+")


def is_slip(written: str, meant: str) -> bool:
    """Whether two names differ only by joints and capitals, or by one letter wrong, missing, too many or out of place."""
    if not SHORTEST <= len(written) <= LONGEST:
        return False
    one, two = _JOINTS.sub("", written.lower()), _JOINTS.sub("", meant.lower())
    if one == two:
        return True
    start = next((at for at, (left, right) in enumerate(zip(one, two, strict=False)) if left != right), min(len(one), len(two)))
    left, right = one[start:], two[start:]
    is_swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or is_swapped


class SlipFinder:
    """Looks through the open objects of inputs of one shape; made once."""

    def __init__(self, shape: Group, schemas: Mapping[str, Schema]) -> None:
        """Take the shape of the inputs, and the schemas of the records in their lists."""
        self._shape = shape
        self._schemas = schemas
        self._shapes: dict[str, Group] = {}

    def find(self, value: Mapping[str, object]) -> list[Problem]:
        """Return a problem for every name in an open object that is nearly a declared one."""
        return list(self._look(value, self._shape, "", 0))

    def _look(self, value: object, group: Group, path: str, depth: int) -> Iterator[Problem]:
        if not isinstance(value, Mapping) or depth > len(self._schemas) + LONGEST:
            return
        for name, inner in value.items():
            of = group.fields.get(name) if isinstance(name, str) else None
            here = join_path(path, shorten(str(name), LONGEST))
            if isinstance(of, Group):
                yield from self._look(inner, of, here, depth + 1)
            elif of is not None and isinstance(of.type, ListType) and isinstance(inner, list | tuple):
                record = self._shape_of(of.type.of.name)
                for place, item in enumerate(inner):
                    yield from self._look(item, record, f"{here}[{place}]", depth + 1)
            elif of is None and group.is_open and isinstance(name, str):
                near = next((each for each in group.fields if is_slip(name, each)), None)
                if near is not None:
                    yield Problem(here, "an unknown field", f"a declared fact; did you mean {join_path(path, near)}?")

    def _shape_of(self, record: str) -> Group:
        if record not in self._shapes:
            self._shapes[record] = shape_of(self._schemas[record])
        return self._shapes[record]
