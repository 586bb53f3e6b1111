"""Facts over small domains, with everything that can be asked of them: what rulesets are made of that can be tried on all inputs.

An aspect is a few facts, the conditions that may be asked of them, and values for them. The values are complete: any two inputs
whatever that the conditions tell apart are told apart by two of them. So what holds for all values holds for all inputs, and that
can be said without asking anything that proves it.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations_with_replacement, product
from typing import Any, TypeAlias

Facts: TypeAlias = Mapping[str, Any]
"""Facts by dotted path; one that is not there is not known."""

MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)
ORDINARY: Facts = {"message": "Hello", "received_at": MONDAY}
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Aspect:
    """A few facts: their values, all together; conditions; cells of a table by heading; what has to be declared for them.

    No two aspects of one ruleset may share a word of their `claim`. `windows` are clauses that may stand in rules where moments are tried.
    """

    name: str
    values: tuple[Facts, ...]
    tests: tuple[str, ...]
    fields: tuple[str, ...] = ()
    declarations: str = ""
    cells: Mapping[str, tuple[str, ...]] | None = None
    claim: str = ""
    windows: tuple[str, ...] = ()
    timezone: str = "UTC"

    @property
    def claims(self) -> frozenset[str]:
        """What it alone may decide."""
        return frozenset(self.claim.split() or [self.name])


def _each(path: str, *values: object) -> tuple[Facts, ...]:
    """One fact with each of the values; None is not known."""
    return tuple({} if value is None else {path: value} for value in values)


MEMBER = Aspect(
    "member",
    _each("is_member", False, True),
    ("is_member", "not is_member", "is_member is false"),
    ("is_member : bool default false",),
    cells={"is_member": ("true", "false", "any")},
)
VIP = Aspect(
    "vip",
    _each("is_vip", False, True, None),
    ("is_vip", "not is_vip", "known is_vip", "is_vip or else true", "is_vip or else false", "not known is_vip"),
    ("is_vip : bool optional",),
    cells={"is_vip": ("true", "false", "any")},
)
PRIVATE = Aspect(
    "private",
    _each("is_quiet", False, True, None),
    ("is_quiet", "not is_quiet", "known is_quiet"),
    ("is_quiet : bool optional private default true",),
)
PLAN = Aspect(
    "plan",
    _each("account.plan", "basic", "plus", "premier"),
    ("account.plan is basic", "account.plan is not plus", "account.plan in (basic, premier)", "account.plan not in (plus)"),
    ("account.plan : enum(basic, plus, premier)",),
    cells={"account.plan": ("basic", "plus, premier", "not plus", "any", "is not basic")},
)
URGENCY = Aspect(
    "urgency",
    _each("urgency", "low", "normal", "high", None),
    (
        "urgency is high", "urgency >= normal", "urgency < high", "urgency > low", "urgency <= low", "known urgency",
        "urgency or else normal >= normal", "urgency is not normal",
    ),
    ("urgency : enum(low < normal < high) optional",),
    cells={"urgency": ("low", "high, normal", ">= normal", "< high", "not low", "any")},
)  # fmt: skip
VISITS = Aspect(
    "visits",
    _each("visits", -1, 0, 1, 2, 3, 4, None),
    (
        "visits >= 2", "visits < 2", "visits between 1 and 2", "visits in (1, 3..)", "visits is 3", "visits * 2 > 3", "visits + 1 <= 2",
        "visits not in (0..1)", "visits or else 2 >= 2", "known visits", "-visits >= 0", "visits not between 1 and 3",
    ),
    ("visits : int optional",),
    cells={"visits": ("1..2", "3..", "..1", ">= 2", "not 2", "any", "1, 3")},
)  # fmt: skip
SPEND = Aspect(
    "spend",
    _each("spend", *map(Decimal, ("0", "0.5", "0.6", "0.75", "0.9", "1", "2"))),
    ("spend > 0.5", "spend <= 1", "2 * spend >= 1", "spend is 0.75", "spend between 0.5 and 1", "spend - 0.25 < 0.5", "spend not in (1..)"),
    ("spend : number default 0",),
    cells={"spend": ("0.5..1", "> 1", "<= 0.5", "0.75", "any")},
)
BALANCE = Aspect(
    "balance",
    tuple({"gained": gained, "lost": lost} for gained, lost in product(range(-3, 7), repeat=2)),
    (
        "gained > lost", "gained - lost >= 2", "gained + lost < 3", "gained is lost", "2 * gained > 3", "lost <= 1",
        "gained between 1 and 2", "gained - 2 * lost > 0",
    ),
    ("gained : int", "lost : int"),
)  # fmt: skip
LANGUAGE = Aspect(
    "language",
    _each("language", "de", "fr", "dx", "zz", None),
    (
        'language is "de"', 'language is not "fr"', 'language in ("de", "fr")', "known language", 'language or else "de" is "de"',
        'language starts with "d"',
    ),
    cells={"language": ('"de"', '"de", "fr"', 'not "de"', "any", 'starts with "d"')},
)  # fmt: skip
TOPICS = Aspect(
    "topics",
    _each("topics", *map(frozenset, ("", "a", "b", "ab", "c", "ac", "bc", "abc", "cd"))),
    (
        'topics contains "a"', 'topics contains all of "a", "b"', 'topics contains none of "a", "b"', 'topics contains "a", "b"',
        "count t in topics > 1", "count t in topics is 0",
    ),
    cells={"topics": ('contains "a"', 'contains none of "a", "b"', "any")},
)  # fmt: skip
_PARTS = tuple(
    {"is_big": is_big, **({} if kind is None else {"kind": kind})} for is_big in (False, True) for kind in ("screen", "case", None)
)
PARTS = Aspect(
    "parts",
    tuple({"parts": each} for count in range(4) for each in combinations_with_replacement(_PARTS, count)),
    (
        "any p in parts where (p.is_big)", "all p in parts where (p.kind is screen)", "count p in parts > 1",
        "count p in parts where (p.is_big) >= 2", "count p in parts is 0", "any p in parts where (p.is_big and p.kind is case)",
        "all p in parts where (known p.kind)", "count p in parts where (p.kind is case) < 1",
    ),
    ("parts : list of part default {}",),
    "record part {\n  is_big : bool\n  kind : enum(screen, case) optional\n}\n",
)  # fmt: skip
BOUGHT = Aspect(
    "bought",
    _each(
        "bought_on",
        *(date.fromisoformat(f"2026-{each}") for each in ("01-15", "01-29", "01-30", "02-01", "02-15", "02-28", "03-01")),
        date.min, date.max, None,
    ),
    (
        "bought_on < 2026-03-01", "bought_on + 1 month < 2026-03-01", "bought_on + 30 days >= 2026-03-01",
        "bought_on - 1 month > 2026-01-31", "bought_on is 2026-02-28", "2026-03-01 - bought_on > 14",
        "bought_on + 1 month is 2026-02-28", "bought_on + 1 year is 2027-02-28", "bought_on + 1 month + 1 day in (2026-03-01)",
    ),
    ("bought_on : date optional",),
)  # fmt: skip
LATE = Aspect(
    "late",
    _each("late_by", *(timedelta(minutes=each) for each in (30, 60, 75, 90, 120, 180)), timedelta.max, None),
    ("late_by > 1h", "late_by <= 2h", "late_by + 30m < 2h", "late_by is 2h", "late_by between 1h and 2h", "known late_by"),
    ("late_by : duration optional",),
    cells={"late_by": ("> 1h", "<= 2h", "1h..2h", "any")},
)
CHANNEL = Aspect(
    "channel",
    _each("channel", "x", "email", "sms", None),
    ("channel is x", "channel in (x, email)", "known channel", "channel is not email"),
    cells={"channel": ("x", "x, email", "not x", "any")},
)
FOLLOWERS = Aspect(
    "followers",
    _each("author.followers", 0, 1_000, 5_000, 10_000, None),
    ("author.followers >= 10_000", "author.followers in (1_000..9_999)", "author.followers < 1_000", "author.followers or else 0 >= 1_000"),
    cells={"author.followers": ("1_000..9_999", ">= 10_000", "..999", "any")},
)

# --- words


def _texts(*words: str, whole: tuple[str, ...] = (), starts: str = "") -> tuple[Facts, ...]:
    """A text with each choice of the words, behind the start and without it, and those that are a text by themselves."""
    picked = product((False, True), repeat=len(words))
    said = [" and ".join(each for each, is_said in zip(words, chosen, strict=True) if is_said) for chosen in picked]
    texts = {f"{start}{each or 'Hello'}" for each in said for start in ("", starts)}
    return tuple({"message": each} for each in (*sorted(texts), *whole))


WORDS = Aspect(
    "words",
    _texts("awful", "lawyer", whole=("Thanks",)),
    (
        "message mentions anger", "message mentions law", "not message mentions anger", 'message is "Thanks"',
        "message mentions anger and not message mentions law",
    ),
    (),
    'lexicon anger { "awful", "horrible" }\nlexicon law { "lawyer", "attorney" }\n',
    cells={"message": ("mentions anger", "mentions law", "any")},
    claim="message",
)  # fmt: skip
PHRASES = Aspect(
    "phrases",
    _texts("refund", "ref 2024", starts="Dear all: "),
    ('message mentions "refund"', "message matches /ref [0-9]{4}/", 'message starts with "Dear"', 'not message mentions "refund"'),
    claim="message",
)
NESTED = Aspect(
    "nested",
    _texts("awful", "broken"),
    ("message mentions anger", "message mentions trouble"),
    (),
    'lexicon anger { "awful" }\nlexicon trouble { include anger "broken" }\n',
    claim="message",
)
OVERLAPPING = Aspect(
    "overlapping",
    _texts("refund", "big refund", "cash", "sue", "sued"),
    (
        "message mentions narrow", "message mentions broad", "message mentions courts", 'message mentions "sue"',
        'message mentions "big refund"', 'message mentions "cash", "sue*"', "message mentions broad and not message mentions narrow",
        "not message mentions broad",
    ),
    (),
    'lexicon narrow { "refund" }\nlexicon broad { include narrow "cash" }\nlexicon courts { "sue*" exclude "suede" }\n',
    cells={"message": ("mentions narrow", "mentions broad", 'mentions "big refund"', "any")},
    claim="message",
)  # fmt: skip
_REFUNDS = ("refunds", '"refund"', "refund")
QUOTED = Aspect(
    "quoted",
    tuple(
        {"message": f"{start}{' and '.join(piece for piece, is_said in zip(_REFUNDS, said, strict=True) if is_said) or 'nothing'}"}
        for start in ("", "Dear all: ", "Dearly: ", "Thanks: ")
        for said in product((False, True), repeat=3)
    ),
    (
        'message mentions "refund"', 'message mentions "refund" outside quotes', "message matches /ref[a-z]+/",
        'message starts with "Dear"', 'message starts with "Dearl"', 'message starts with "Thanks"',
    ),
    claim="message",
)  # fmt: skip

# --- moments


def _moments(*edges: datetime, between: tuple[tuple[int, int, int], ...] = ()) -> tuple[datetime, ...]:
    """Each edge, and moments (month, day, hour) between them: before and after each an hour when all is open and one when all is closed."""
    usual = ((1, 7, 15), (1, 11, 4), (4, 8, 15), (4, 12, 4), (7, 8, 15), (7, 12, 4))
    return tuple(sorted({*edges, *(datetime(2026, *each, tzinfo=UTC) for each in (*usual, *between))}))


LAST = (datetime(9999, 12, 30, 4, tzinfo=UTC), datetime(9999, 12, 30, 15, tzinfo=UTC))
"""Three days after them there is no moment: sums are not known."""


SPRING = datetime(2026, 3, 1, tzinfo=UTC)
SUMMER = datetime(2026, 6, 1, 12, tzinfo=UTC)
_OFFICE = "calendar office {\n  mon-fri 09:00-17:00\n}\n"
_CAMPAIGN = "campaign sale {\n  kind launch\n  from 2026-03-01 until 2026-06-01\n}\n"
MOMENTS = Aspect(
    "moments",
    tuple(
        {"received_at": each}
        for each in _moments(
            SPRING, SUMMER - 72 * HOUR, SUMMER - 12 * HOUR, SUMMER, *LAST, between=((5, 29, 15), (5, 30, 15), (6, 1, 10), (6, 1, 4))
        )
    ),
    (
        "received_at on office", "not received_at on office", "during sale", "received_at >= 2026-03-01 00:00 UTC",
        "received_at < 2026-06-01 12:00 UTC", "received_at + 72h < 2026-06-01 12:00 UTC", "not during sale",
    ),
    (),
    _OFFICE + _CAMPAIGN,
    claim="received_at",
    windows=("from 2026-03-01", "until 2026-03-01", "from 2026-06-01", "until 2026-06-01", "from 2026-03-01 until 2026-06-01"),
)  # fmt: skip
_IN_NEW_YORK = (datetime(2026, 3, 1, 5, tzinfo=UTC), datetime(2026, 6, 1, 4, tzinfo=UTC))
NEW_YORK = Aspect(
    "moments in New York",
    tuple({"received_at": each} for each in _moments(*_IN_NEW_YORK, SPRING)),
    ("during sale", "received_at >= 2026-03-01 00:00 UTC", "received_at on office"),
    (),
    _OFFICE + _CAMPAIGN,
    claim="received_at",
    windows=("from 2026-03-01", "until 2026-03-01", "from 2026-03-01 through 2026-05-31", "from 2026-06-01"),
    timezone="America/New_York",
)
TERMS = Aspect(
    "terms",
    tuple({**text, "received_at": at} for text in _texts("sue", "lawyer") for at in _moments(SPRING)[:4]),
    ("message mentions law", "not message mentions law", 'message mentions "lawyer"', "received_at < 2026-03-01 00:00 UTC"),
    (),
    'lexicon law { "lawyer" "sue" in force from 2026-03-01 }\n',
    claim="received_at message",
    windows=("from 2026-03-01", "until 2026-03-01"),
)
WAITING = Aspect(
    "waiting",
    (
        *({"received_at": MONDAY, "sent_at": MONDAY - hours * HOUR} for hours in (-1, 0, 1, 2, 3)),
        {"received_at": MONDAY, "sent_at": datetime.max.replace(tzinfo=UTC)},
        {"received_at": datetime.max.replace(tzinfo=UTC), "sent_at": datetime.max.replace(tzinfo=UTC) - HOUR / 2},
        {"received_at": datetime.max.replace(tzinfo=UTC), "sent_at": datetime.max.replace(tzinfo=UTC)},
        {"received_at": MONDAY},
    ),
    ("received_at - sent_at > 2h", "sent_at + 1h <= received_at", "sent_at > received_at", "known sent_at", "received_at - sent_at is 2h"),
    ("sent_at : datetime optional",),
    claim="received_at",
)

ASPECTS = (
    MEMBER, VIP, PRIVATE, PLAN, URGENCY, VISITS, SPEND, BALANCE, LANGUAGE, TOPICS, PARTS, BOUGHT, LATE, CHANNEL, FOLLOWERS, WORDS, PHRASES,
    NESTED, OVERLAPPING, QUOTED, MOMENTS, NEW_YORK, TERMS, WAITING,
)  # fmt: skip


def all_inputs(aspects: tuple[Aspect, ...]) -> list[Facts]:
    """Every input that the aspects tell apart."""
    return [dict(ChainMap(*map(dict, chosen), dict(ORDINARY))) for chosen in product(*(aspect.values for aspect in aspects))]
