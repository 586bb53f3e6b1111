"""What may stand at a place, told in groups of meaning: nobody is helped by the names of thirty tokens."""

from __future__ import annotations

from collections.abc import Set

from engagepolicy.syntax.vocabulary import MASKS, WEEK

MOST_GROUPS = 5

PHRASES = {
    "IN_FORCE": "in force",
    "ON_CONFLICT": "on conflict",
    "ESCALATE_TO": "escalate to",
    "EXCEPTION_TO": "exception to",
    "IF_UNKNOWN": "if unknown apply",
    "EACH_TIME": "each time",
    "NOT_BEFORE": "not before",
    "AS_NEXT_DAY": "as the next business day",
    "FROM_NEXT_OPENING": "from the next opening",
    "ROUNDS": "times",
    "MOST_RESTRICTIVE": "most restrictive",
    "SUGGESTED_TEXT": "suggested text",
}
"""Keywords of several words, by their terminal."""

CLAUSE_WORDS = (
    "WHEN UNLESS THEN MUST NEVER TYPE MERGE VERSION TIMEZONE TIER KIND GIVEN EXPECT INCLUDE EXCLUDE HOLIDAYS CLOSED OPEN ALWAYS RULE"
    " BECAUSE SOURCE"
    " SERVES OVERRIDES IN_FORCE EXCEPTION_TO IF_UNKNOWN ESCALATE_TO DEFAULT WRITTEN UNQUANTIFIED ON_CONFLICT OPTIONAL"
    " PRIVATE FROM ESCALATE REPEAT PAUSE WARN START STOP CANCEL RESUME REOPEN COUNT ROTATE OTHERWISE ELSE PILLAR FIX COMPUTED LOOSE NAMED"
).split()
"""Terminals that begin a clause; those that say most of a block stand first."""

_OPERANDS = frozenset(
    "NAME PATH STRING NUMBER DATE MOMENT DURATION DAYS TRUE FALSE LPAR KNOWN DURING ANY ALL COUNT MINUS NOT DOTS LBRACE".split()
)
_OPERATORS = frozenset(
    (
        "IS IN NOT BETWEEN MENTIONS STARTS ENDS MATCHES CONTAINS ON LESS LESS_EQUAL MORE MORE_EQUAL PLUS MINUS TIMES"
        " OR_ELSE DOTS"
    ).split()
)
_AMOUNTS = frozenset("DURATION DAYS BUSINESS_DAYS BY END_OF_DAY CHOICE NAME".split())
_SINGLE = {
    "NAME": "a name",
    "PATH": "a name",
    "STRING": "a text in double quotes",
    "NUMBER": "a number",
    "PATTERN": "a pattern such as `/refunds?/`",
    "DATE": "a date such as `2026-11-20`",
    "MOMENT": "a moment such as `2026-11-20 19:50`",
    "DURATION": "a length of time such as `1h`",
    "PERCENT": "a share such as `75%`",
    "TIME": "a time such as `17:00`",
    "MONTH_DAY": "a day of the year such as `12-24`",
    "ZONE": "a time zone such as `Europe/Berlin`",
    "REGION": "a region such as `US-NY`",
    "DAY": "a day such as `mon` or `mon-fri`",
    "MASK": "a kind of text such as `urls` or `quotes`",
    "ROW": "a row of the table",
    "ARROW": "`=>`",
    "BAR": "`|`",
    "COMMA": "`,`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "COLON": "`:`",
    "EQUALS": "`=`",
    "LESS": "`<`",
    "MINUS": "`-`",
    "DOTS": "`..`",
    "ON": "`on` and the name of a calendar",
    "$END": "the next declaration",
}


def describe_expected(accepted: Set[str]) -> tuple[str, ...]:
    """Return at most five groups for the terminals that a parser would accept."""
    left = set(accepted)
    groups: list[str] = []

    def take(members: Set[str], group: str) -> None:
        groups.append(group)
        left.difference_update(members)

    if {"KNOWN", "LPAR"} <= left:
        take(_OPERANDS, "a condition" if "NOT" in left else "a fact or a value")
        left.difference_update({*_OPERATORS, "PATTERN"})
    elif {"DURATION", "BY"} <= left and not {"STRING", "TRUE"} & left:
        take(_AMOUNTS, "an amount of time")
    elif {"STRING", "TRUE"} <= left:
        take(_OPERANDS | _AMOUNTS, "a value")
    elif {"DURATION", "DAYS"} <= left:
        take({"DURATION", "DAYS"}, "a length of time such as `1h` or `3 days`")
    if {"IS", "LESS"} <= left:
        take({*_OPERATORS, "AND", "OR"}, "an operator such as `is` or `and`")
    elif {"AND", "OR"} & left:
        take({*_OPERATORS, "AND", "OR"}, "`and`, `or`")
    elif {"PLUS", "TIMES"} & left:
        take(_OPERATORS, "an operator such as `+`")
    groups.extend(_describe_clauses(left))
    singles = dict.fromkeys(_SINGLE.get(name, f"`{_keyword(name)}`") for name in _in_order(left))
    return tuple([*groups, *singles][:MOST_GROUPS])


def _describe_clauses(left: set[str]) -> list[str]:
    clauses = [name for name in CLAUSE_WORDS if name in left]
    if len(clauses) < 2:
        return []
    left.difference_update(clauses)
    groups = []
    if "NAME" in left and "ESCALATE_TO" in clauses:
        left.discard("NAME")
        groups.append("an effect such as `severity critical`")
    examples = " or ".join(f"`{_keyword(name)}`" for name in clauses[:2])
    return [f"a clause such as {examples}", *groups]


def _in_order(names: Set[str]) -> list[str]:
    order = list(_SINGLE)
    return sorted(names, key=lambda name: (order.index(name) if name in order else -1, name))


def _keyword(terminal: str) -> str:
    return PHRASES.get(terminal, terminal.lower())


def keywords_among(accepted: Set[str]) -> tuple[str, ...]:
    """Return the words that a writer may have meant, for the terminals that a parser would accept."""
    words = [_keyword(name) for name in accepted if name not in _SINGLE and name.isupper()]
    words.extend(MASKS if "MASK" in accepted else ())
    words.extend(WEEK if "DAY" in accepted else ())
    return tuple(sorted(words))
