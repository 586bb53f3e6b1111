"""Amounts of time as a policy writes them; different meanings are different types, and none turns into another silently.

`4h`, `4h on office`, `2 business days on office` and `3 days` are four promises with four due times. An amount says nothing of a
start; `engagepolicy.business_time` adds an amount to a moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import TypeAlias, assert_never

from typing_extensions import override

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600


class Written:
    """What all amounts share: `str()` of one is how the language writes it."""

    __slots__ = ()

    @override
    def __str__(self) -> str:
        """Return the amount as the language writes it, such as `4h on office`."""
        return render_amount(self)  # type: ignore[arg-type]  # every subclass is one of the union


@dataclass(frozen=True, slots=True)
class Elapsed(Written):
    """Real elapsed time in whole seconds (`15m`, `24h`): no calendar, no zone."""

    seconds: int


@dataclass(frozen=True, slots=True)
class OpenTime(Written):
    """So many seconds during which the named calendar is open (`4h on office`)."""

    seconds: int
    calendar: str


@dataclass(frozen=True, slots=True)
class BusinessDays(Written):
    """The close of the nth open date after the date it starts on (`2 business days on office`)."""

    days: int
    calendar: str


@dataclass(frozen=True, slots=True)
class CalendarSpan(Written):
    """Calendar time in a zone (`3 days`, `8 weeks`, `1 month`): the same local time, months clamped to their last day."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class ByTime(Written):
    """The next moment at which local clocks show `at` (`by 17:00`), on an open date of `calendar` where one is named."""

    at: time
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class EndOfDay(Written):
    """The end of the local day, or the next close of `calendar` where one is named (`end of day on office`)."""

    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class EarlierOf(Written):
    """All are computed and the earliest due time counts."""

    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class LaterOf(Written):
    """All are computed and the latest due time counts."""

    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Unquantified(Written):
    """A word such as `promptly` for which the policy gives no number: no due time, neither met nor breached."""

    word: str


@dataclass(frozen=True, slots=True)
class NotBefore(Written):
    """A minimum delay (`not before 30 days`): what it says is allowed once the amount has passed. It never falls due."""

    amount: Amount


Amount: TypeAlias = (
    Elapsed | OpenTime | BusinessDays | CalendarSpan | ByTime | EndOfDay | EarlierOf | LaterOf | Unquantified | NotBefore
)


def calendars_of(amount: Amount) -> Iterator[str]:
    """Yield the name of every calendar that the amount is counted on, in the order written."""
    match amount:
        case OpenTime(calendar=name) | BusinessDays(calendar=name):
            yield name
        case ByTime(calendar=name) | EndOfDay(calendar=name):
            if name is not None:
                yield name
        case EarlierOf(amounts=parts) | LaterOf(amounts=parts):
            for part in parts:
                yield from calendars_of(part)
        case NotBefore(amount=inner):
            yield from calendars_of(inner)
        case Elapsed() | CalendarSpan() | Unquantified():
            return
        case _:
            assert_never(amount)


def render_elapsed(seconds: int) -> str:
    """Return seconds as the language writes them: `5400` gives `1h30m`, `0` gives `0s`."""
    hours, rest = divmod(seconds, SECONDS_PER_HOUR)
    minutes, left = divmod(rest, SECONDS_PER_MINUTE)
    parts = ((hours, "h"), (minutes, "m"), (left, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def _plural(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _render_span(span: CalendarSpan) -> str:
    if span.months:
        return _plural(span.months, "month")
    if span.days % 7 == 0 and span.days:
        return _plural(span.days // 7, "week")
    return _plural(span.days, "day")


def render_amount(amount: Amount) -> str:
    """Return the amount as the language writes it, so that parsing the text gives an equal amount back."""
    match amount:
        case Elapsed(seconds=seconds):
            return render_elapsed(seconds)
        case OpenTime(seconds=seconds, calendar=name):
            return f"{render_elapsed(seconds)} on {name}"
        case BusinessDays(days=days, calendar=name):
            return f"{_plural(days, 'business day')} on {name}"
        case CalendarSpan():
            return _render_span(amount)
        case ByTime(at=at, calendar=name):
            return f"by {at:%H:%M}" + (f" on {name}" if name else "")
        case EndOfDay(calendar=name):
            return "end of day" + (f" on {name}" if name else "")
        case EarlierOf(amounts=parts):
            return "earlier of " + ", ".join(map(render_amount, parts))
        case LaterOf(amounts=parts):
            return "later of " + ", ".join(map(render_amount, parts))
        case Unquantified(word=word):
            return word
        case NotBefore(amount=inner):
            return f"not before {render_amount(inner)}"
        case _:
            assert_never(amount)
