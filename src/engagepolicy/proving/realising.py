"""A model of the solver made into the facts of a real input: texts that hold what has to be found, and all that it must have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engagepolicy.backends.smt.models import FreeText, Model
from engagepolicy.ir.program import FactDeclaration
from engagepolicy.proving.texts import TextMaker
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.types import EnumType, ListType, StringType

NOTHING: Mapping[str, Any] = {}


class Realiser:
    """Makes models of one program real."""

    def __init__(self, prepared: Prepared) -> None:
        """Take the program."""
        self._prepared = prepared

    def make_real(self, model: Model, shared: Mapping[str, Any] = NOTHING) -> tuple[dict[str, Any] | None, bool]:
        """Return the model as the facts of an input, None where no text was found; and whether its texts are as they have to be.

        Facts that are `shared` with another input are taken as they are there.
        """
        facts = {**model.facts(), **shared}
        is_right = True
        maker = TextMaker(self._prepared, model.moment())
        for path, value in facts.items():
            if isinstance(value, FreeText):
                text = maker.find_text(value.found, value.not_found)
                if text is None:
                    is_right = False
                    text = maker.find_text(value.found, ())
                if text is None:
                    return None, False
                facts[path] = text
            elif isinstance(value, tuple):
                facts[path] = tuple(self._completed(path, record, maker, model) for record in value)
        return self._required(facts, self._prepared.record, model), is_right

    def _completed(self, path: str, record: Mapping[str, Any], maker: TextMaker, model: Model) -> Mapping[str, Any]:
        """Return one record of the list at the path as an input has it."""
        written = {
            name: (maker.find_text(value.found, value.not_found) or "") if isinstance(value, FreeText) else value
            for name, value in record.items()
        }
        declared = self._prepared.program.schema_by_name[self._prepared.record].find(path)
        assert declared is not None
        assert isinstance(declared.type, ListType)
        return self._required(written, declared.type.of.name, model, f"{path}[0].")

    def _required(self, facts: dict[str, Any], record: str, model: Model, place: str = "") -> dict[str, Any]:
        """Return the facts of a record with those that the question does not read and that an input has that says nothing of them."""
        schema = self._prepared.program.schema_by_name[record]
        unread = (each for each in schema.fields if f"{place}{each.path}" not in model.paths)
        return plain_facts(unread) | facts


def plain_facts(fields: Iterable[FactDeclaration]) -> dict[str, Any]:
    """Return, by path, those of the facts that an input has which says nothing of them."""
    return {each.path: plain_value(each) for each in fields if not each.is_optional or each.default is not None}


def plain_value(declaration: FactDeclaration) -> Any:  # noqa: ANN401
    """Return the value of a fact that an input has which says nothing of it."""
    if declaration.default is not None:
        return declaration.default
    if isinstance(declaration.type, EnumType):
        return declaration.type.values[0]
    return "Hello" if isinstance(declaration.type, StringType) else _PLAIN[type(declaration.type).__name__]


_PLAIN: Mapping[str, Any] = {
    "BoolType": False,
    "IntType": 0,
    "NumberType": 0,
    "DateType": datetime(2026, 1, 5, tzinfo=UTC).date(),
    "DateTimeType": datetime(2026, 1, 5, 10, tzinfo=UTC),
    "DurationType": timedelta(seconds=1),
    "SetType": frozenset(),
    "ListType": (),
}
