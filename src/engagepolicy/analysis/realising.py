"""A model of the solver made into the facts of a real input: texts that hold what has to be found, and all that it must have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engagepolicy.analysis.texts import TextMaker
from engagepolicy.backends.smt.facts import MOMENT
from engagepolicy.backends.smt.models import FreeText, Model
from engagepolicy.ir.program import FactDeclaration
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.types import StringType

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
        maker = TextMaker(self._prepared, facts[MOMENT])
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
                facts[path] = tuple(self._completed(record, maker) for record in value)
        return self._required(facts, model), is_right

    def _completed(self, record: Mapping[str, Any], maker: TextMaker) -> Mapping[str, Any]:
        return {
            path: (maker.find_text(value.found, value.not_found) or "") if isinstance(value, FreeText) else value
            for path, value in record.items()
        }

    def _required(self, facts: dict[str, Any], model: Model) -> dict[str, Any]:
        """Return the facts with those that the question does not read and that an input has that says nothing of them."""
        schema = self._prepared.program.schema_by_name[self._prepared.record]
        unread = (each for each in schema.fields if each.path not in model.paths)
        missing = (each for each in unread if not each.is_optional or each.default is not None)
        return {each.path: _plain_value(each) for each in missing} | facts


def _plain_value(declaration: FactDeclaration) -> Any:  # noqa: ANN401
    if declaration.default is not None:
        return declaration.default
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
