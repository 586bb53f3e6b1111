"""How people write times elsewhere, and how the same is written here: `30 min`, `9-5`, `5pm`, `24/7`, `25.12.2026`."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from engagepolicy.syntax.vocabulary import CLAUSES


@dataclass(frozen=True, slots=True)
class Misread:
    """What was written from `start` to `end`, what was probably meant (nothing where that is open), and how such things are written."""

    start: int
    end: int
    meant: str | None
    hint: str | None = None


Answer: TypeAlias = tuple[str | None, str | None]

AMOUNTS = "amounts of time are written `30m`, `4h`, `1h30m`, `3 days` or `2 business days on` and a calendar"
HOURS = "hours are written with 24 hours and minutes: `mon-fri 09:00-17:00`"
DATES = "dates are written year, month, day: `2026-12-24`"
YEARLY = "what comes every year is written with month and day: `every 12-24`"
OPEN_TIME = "hours of a calendar are written `4h on` and its name"

_UNITS = {"s": "s", "m": "m", "h": "h", "d": " day", "w": " week"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_METRICS = ("first", "next", "resolution", "acknowledgement", "update")
_OFTEN = {"day": "daily", "week": "weekly", "month": "monthly"}


def _render_count(count: int, unit: str) -> str:
    return f"{count}{unit}" if len(unit) == 1 else f"{count}{unit}{'' if count == 1 else 's'}"


def _read_amount(found: re.Match[str]) -> Answer:
    return _render_count(int(found["count"]), _UNITS[found["unit"][0].lower()]), AMOUNTS


def _read_fraction(found: re.Match[str]) -> Answer:
    seconds = int(found["whole"]) * 3600 + int(found["part"]) * 3600 // 10 ** len(found["part"])
    if found["unit"][0].lower() == "m":
        seconds //= 60
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    exact = hours * 3600 + minutes * 60 == seconds
    return ("".join(f"{count}{unit}" for count, unit in ((hours, "h"), (minutes, "m")) if count) if exact else None), AMOUNTS


def _read_time(digits: str, half: str | None) -> str | None:
    """Return a time of day as this language writes it; None if there is none."""
    hour, _, minute = digits.replace(".", ":").partition(":")
    if not minute and len(hour) > 2:
        hour, minute = hour[:-2], hour[-2:]
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half[0].lower() == "p" else 0)
    return f"{number:02}:{minute or '00'}" if number <= 24 and int(minute or 0) < 60 else None


def _read_hours(found: re.Match[str]) -> Answer:
    opens, closes = _read_time(found["opens"], found["first"]), _read_time(found["closes"], found["second"])
    if opens is None or closes is None:
        return None, HOURS
    if not found["second"] and closes <= opens <= "12:00" and closes < "12:00":
        closes = f"{int(closes[:2]) + 12:02}{closes[2:]}"
    return f"{opens}-{closes}", HOURS


def _read_moment_of_day(found: re.Match[str]) -> Answer:
    return _read_time(found["time"], found["half"]), HOURS


def _read_with_seconds(found: re.Match[str]) -> Answer:
    if {found["one"], found["two"]} <= {"00", None}:
        return "-".join(each for each in (found["opens"], found["closes"]) if each), "hours of the day have no seconds"
    return None, "hours of the day have no seconds"


def _render_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _read_date(found: re.Match[str]) -> Answer:
    one, other, year = int(found["one"]), int(found["other"]), int(found["year"])
    readings = {_render_date(year, other, one)}
    if found["sep"] == "/":
        readings.add(_render_date(year, one, other))
    readings.discard(None)
    return (readings.pop() if len(readings) == 1 else None), DATES


def _read_named_day(found: re.Match[str]) -> Answer:
    day = int(found["day"] or found["after"])
    month = _MONTHS.index((found["month"] or found["before"])[:3].lower()) + 1
    year = found["year"]
    if year:
        return _render_date(int(year), month, day), DATES
    return (f"every {month:02}-{day:02}" if _render_date(2028, month, day) else None), YEARLY


def _read_words_on(found: re.Match[str]) -> Answer:
    name = found["name"]
    return (None, None) if name in CLAUSES or name in _METRICS else (f"{found['amount']} on {name}", OPEN_TIME)


def _read_next_day(found: re.Match[str]) -> Answer:
    return f"1 business day{found['on'] or ''}", AMOUNTS


def _read_by(found: re.Match[str]) -> Answer:
    time = _read_time(found["time"], found["half"])
    return (f"{found['metric']} within by {time}" if time else None), HOURS


def _says(meant: str | None, hint: str | None = None) -> Callable[[re.Match[str]], Answer]:
    return lambda found: (meant, hint)


def _read_turn(found: re.Match[str]) -> Answer:
    return _OFTEN[found["often"].lower()], None


def _read_percent(found: re.Match[str]) -> Answer:
    written = found["share"]
    if written.startswith("0."):
        percent = written[2:4].ljust(2, "0").lstrip("0")
        return (f"{percent}%" if percent and len(written) <= 4 else None), None
    return f"{written}%", None


Rule: TypeAlias = tuple[frozenset[str], re.Pattern[str], Callable[[re.Match[str]], Answer]]
"""Terminals of which the parser accepts one, what begins where it gave up, and what that means."""


def _rules(*rules: tuple[str, str, Callable[[re.Match[str]], Answer]]) -> tuple[Rule, ...]:
    return tuple((frozenset(accepted.split()), re.compile(pattern, re.IGNORECASE), read) for accepted, pattern, read in rules)


_END = r"(?![\w.:])"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_TIME = r"\d{1,2}(?:[:.]?\d{2})?"
_AT = _rules(
    ("DURATION", rf"(?P<count>\d{{1,6}}) ?(?P<unit>h|hr|hrs|m|min|mins|s|sec|secs|d|w|wk|wks)\.?{_END}", _read_amount),
    ("DURATION", rf"(?P<whole>\d{{1,4}})\.(?P<part>\d{{1,4}}) ?(?P<unit>h|hrs?|hours?|m|mins?|minutes?){_END}", _read_fraction),
    ("DURATION", rf"(?P<hours>\d{{1,4}}h)(?P<minutes>\d{{1,2}}){_END}", lambda found: (f"{found['hours']}{found['minutes']}m", AMOUNTS)),
    (
        "DURATION",
        rf"(?P<count>\d{{1,4}}) (?:business|working|office|work) (?:hours?|hrs?){_END}(?P<on> on\b)?",
        lambda found: (f"{found['count']}h on" if found["on"] else None, OPEN_TIME),
    ),
    (
        "DURATION",
        rf"(?P<count>\d{{1,4}}) ?(?:working|office|work|bank) ?days?{_END}",
        lambda found: (_render_count(int(found["count"]), " business day"), AMOUNTS),
    ),
    ("PERCENT", r"(?P<share>(?:0\.)?\d{1,2})(?: %|(?![\w.%]))", _read_percent),
    ("DURATION", rf"\d{{1,6}}{_END}(?!/| (?:business|day|week|month|year))", _says(None, "a number needs a unit: `30m`, `4h`, `3 days`")),
    ("TIME", rf"(?P<opens>{_TIME})(?: ?(?P<first>[ap]m))? ?[-–—] ?(?P<closes>{_TIME})(?: ?(?P<second>[ap]m))?{_END}", _read_hours),
    ("TIME", rf"(?P<opens>\d\d:\d\d):(?P<one>\d\d)(?:-(?P<closes>\d\d:\d\d):(?P<two>\d\d))?{_END}", _read_with_seconds),
    ("TIME", rf"(?P<time>{_TIME}) ?(?P<half>[ap]\.?m)\b\.?", _read_moment_of_day),
    ("ALWAYS", r"24 ?[/x] ?7\b", _says("always open")),
    ("ALWAYS", r"24 ?[/x] ?5\b", _says(None, "such hours are written `from sun 17:00 to fri 17:00`, or `mon-fri 00:00-24:00`")),
    ("DAY", r"(?:weekdays?|workdays?|workweek)\b", _says("mon-fri")),
    ("DAY", r"weekends?\b", _says("sat-sun")),
    ("DAY", r"(?:daily|everyday|every day)\b", _says("mon-sun")),
    ("DATE", r"(?P<one>\d{1,2})(?P<sep>[-./])(?P<other>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)", _read_date),
    (
        "DATE MONTH_DAY",
        rf"(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})|(?P<after>\d{{1,2}})\.? (?P<before>{_MONTH}))\b,?(?: (?P<year>\d{{4}}))?",
        _read_named_day,
    ),
    ("DATE", rf"on (?P<date>\d{{4}}-\d\d-\d\d){_END}", lambda found: (found["date"], None)),
    ("EVERY", r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", _says(None, "a date stands here; a weekday without hours is closed anyway")),
    (
        "DURATION",
        r"before (?P<amount>\d{1,4}[hms])\b",
        lambda found: (f"{found['amount']} before", "an amount that is counted back stands before `before`: warn 2h before"),
    ),
    ("MINUS", r"(?:to|until|till|–|—)(?=[ \d])", _says("-")),
    ("ROUNDS NUMBER", r"twice\b", _says("2 times")),
    ("ROUNDS NUMBER", r"once\b", _says("1 times")),
    ("DAILY", r"(?:biweekly|fortnightly|bi-weekly)\b", _says("every 2 weeks")),
    ("DAILY", r"(?P<count>[2-9]) (?P<unit>days|weeks|months)\b", lambda found: (f"every {found['count']} {found['unit']}", None)),
    ("OTHERWISE", r"(?:else|fallback|default)\b", _says("otherwise")),
)
"""Asked in this order; each looks ahead no further than a few words, so the time is constant."""

_METRIC = r"\b(?P<metric>response|resolution|acknowledgement|update)"
_AROUND = _rules(
    ("DAYS", r"\bevery (?P<often>day|week|month)\b", _read_turn),
    ("", r"\b(?:the )?(?:next|following) (?:business|working) day\b(?P<on> on\b)?", _read_next_day),
    ("", r"\b(?:the )?same day\b\s*", _says("end of day", AMOUNTS)),
    ("", r"\bend of business(?: day)?(?: on\b)?", _says("end of day", "write `end of day`, or `end of day on` and a calendar")),
    (
        "",
        r"\b(?P<count>\d{1,4}) days? on\b",
        lambda found: (f"{_render_count(int(found['count']), ' business day')} on", "days of a calendar are its business days"),
    ),
    ("", r"\b(?P<amount>\d{1,4}[hms]|\d{1,4} (?:hours?|minutes?)) (?:in|of|during|on the) (?P<name>[a-z]\w*)\s*", _read_words_on),
    ("WITHIN", r"\b(?P<amount>\d{1,4}[hms]|\d{1,4} (?:hours?|minutes?)) (?P<name>[a-z]\w*)\s*", _read_words_on),
    ("", rf"{_METRIC} in(?= \d)", lambda found: (f"{found['metric']} within", None)),
    ("", rf"{_METRIC} by (?P<time>{_TIME}) ?(?P<half>[ap]m)?{_END}", _read_by),
    (
        "",
        r"\b\d{1,4}(?:[hms]| days?| hours?| minutes?) (?:or|and)\b",
        _says(None, "of two amounts write `earlier of` or `later of`: earlier of 4h, 1 day"),
    ),
    ("TIME", r"\b(?:mon|tue|wed|thu|fri|sat|sun) ?:", _says(None, "hours follow their days without a colon: mon-fri 09:00-17:00")),
    ("DAY", rf"\d\d:\d\d-\d\d:\d\d {_TIME}", _says(None, "several hours of a day stand in one line, by comma: 09:00-12:00, 13:00-17:00")),
    ("MOMENT", r"\bdue in (?P<amount>\d{1,4}[hms])", lambda found: (f"within {found['amount']}", "`due` takes a moment")),
    ("MOMENT", r"\bdue (?:at )?\d{1,2}:\d\d", _says(None, "a moment has its date: due 2026-11-20 11:00")),
    ("AT", r"\bis (?:not )?\w+", _says(None, "expectations have no `is`: expect tier specialist, first response breached")),
)
"""Where the words before the place belong to the mistake: each finds it around the place, on its line."""

_FAR = 80
"""How far around the place words are looked at: more than any of them is long."""


def find_misread(text: str, place: int, accepted: Set[str]) -> Misread | None:
    """Return what the writer probably meant where the parser gave up at `place` and would have accepted these terminals."""
    end = _line_end(text, place)
    for needed, pattern, read in _AT:
        found = pattern.match(text, place, end) if not needed or needed & accepted else None
        if found is not None:
            return _answer(found, read)
    last = len(text[max(0, place - _FAR) : place].rstrip()) + max(0, place - _FAR)
    start = max(text.rfind("\n", max(0, last - _FAR), last) + 1, last - _FAR, 0)
    for needed, pattern, read in _AROUND:
        if needed and not needed & accepted:
            continue
        for found in pattern.finditer(text, start, end):
            if found.start() <= place and last <= found.end() and any(answer := read(found)):
                return Misread(found.start(), found.start() + len(found[0].rstrip()), *answer)
    return None


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place, place + _FAR)
    return min(len(text), place + _FAR) if end < 0 else end


def _answer(found: re.Match[str], read: Callable[[re.Match[str]], Answer]) -> Misread:
    return Misread(found.start(), found.end(), *read(found))
