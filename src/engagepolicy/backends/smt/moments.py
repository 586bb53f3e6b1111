"""The moment of a review: a variable of its own, bound to what a draft says of when it goes out."""

from __future__ import annotations

from collections.abc import Mapping

from engagepolicy.backends.smt.terms import EPOCH, FIRST_DATE, LAST_DATE, Formula, Scalar, solver, variable
from engagepolicy.values.types import DateTimeType, DateType

AS_OF = "as of"
"""Where the variable stands among the facts; no fact has a space in its path."""
PUBLISHED, DAY = "publish_at", "date"
MOMENTS_TOLD = frozenset({PUBLISHED, DAY})
_EPOCH_DAY = EPOCH.toordinal()
DAY_LENGTH = 24 * 3600 * 1_000_000
EDGE = 2
"""In days: so near the years 1 and 9999 a day may have no moment in UTC, and nothing is said."""


def moment_of_review(told: Mapping[str, object]) -> tuple[Scalar, list[Formula]]:
    """Return the variable, and that it is the moment at which the draft goes out, else lies within a day of its day, where known.

    `told` are the variables of those facts of the draft, by path, that it declares.
    """
    z3 = solver()
    value, bounds = variable(AS_OF, DateTimeType())
    published, day = told.get(PUBLISHED), told.get(DAY)
    is_published = z3.BoolVal(False)
    if isinstance(published, Scalar) and isinstance(published.type, DateTimeType):
        is_published = published.known
        bounds.append(z3.Implies(published.known, value == published.value))
    if isinstance(day, Scalar) and isinstance(day.type, DateType):
        midnight = (day.value - _EPOCH_DAY) * DAY_LENGTH
        is_plain = z3.And(day.value > FIRST_DATE + EDGE, day.value < LAST_DATE - EDGE)
        is_near = z3.And(value >= midnight - DAY_LENGTH, value <= midnight + DAY_LENGTH)
        bounds.append(z3.Implies(z3.And(day.known, z3.Not(is_published), is_plain), is_near))
    return Scalar(z3.BoolVal(True), value, DateTimeType()), bounds
