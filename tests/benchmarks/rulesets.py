"""Rulesets of any size for benchmarks: shaped like real ones, about eleven lines a rule."""

from __future__ import annotations

import re

_HEAD = """ruleset large.care "A large ruleset" {
  version "1"
  timezone UTC
}

ladder care "Who owns it" {
  tier frontline "Community manager"
  tier specialist "Care specialist"
}
"""

_LEXICON = """
lexicon words_{n} "Words of subject {n}" {{ "alpha{n}", "beta gamma{n}", "stem{n}*", "#tag{n}" }}
"""

_RULE = """
rule rule_{n} "Rule number {n}" {{
  when message mentions words_{lexicon} and author.followers >= {followers}
    or channel in (x, instagram) and sentiment < -0.{tenth}
  unless author.relationship is employee
  severity high
  escalate to specialist
  first response within {hours}h
  tag topic_{topic}
  because "Reason {n}."
}}
"""

LEXICONS = 20


def make_ruleset(rules: int) -> str:
    """Return the text of a ruleset with so many rules."""
    lexicons = "".join(_LEXICON.format(n=n) for n in range(LEXICONS))
    body = "".join(
        _RULE.format(n=n, lexicon=n % LEXICONS, followers=1000 + n, tenth=n % 9 + 1, hours=1 + n % 5, topic=n % 50) for n in range(rules)
    )
    return _HEAD + lexicons + body


INTERACTION: dict[str, object] = {
    "message": "Where is my alpha3 parcel? I have asked for beta gamma7 three times now and nobody has answered me.",
    "received_at": "2026-11-20T12:00:00Z",
    "channel": "x",
    "sentiment": -0.5,
    "author": {"followers": 1200},
}

_VARIED_HEAD = """ruleset large.varied "A large ruleset of many kinds of rules" {
  version "1"
  timezone Europe/London
  every interaction has severity
}

extend interaction {
  order.value   : number optional
  order.late_by : duration optional
  product       : string optional
  bought_on     : date optional
}

calendar office {
  mon-fri 08:00-20:00
  sat     09:00-13:00
}

ladder care {
  tier frontline
  tier specialist
  tier manager
}

segment big {
  when author.followers >= 50_000
}

segment members {
  when   author.is_verified and order.value > 0
  unless author.relationship is employee
}

rule everybody {
  severity low
}
"""

_VARIED_LEXICON = """
lexicon subject_{n} {{ {terms} }}
"""

_PLAIN = """
rule plain_{n} {{
  when     message mentions subject_{lexicon} and product is "product {product}"
  unless   author.relationship in (employee, agency)
  severity {severity}
  tag      topic_{n}
}}
"""

_OVERRIDING = """
rule special_{n} {{
  when      message mentions subject_{lexicon} and product is "product {product}" and order.value >= {value}
  queue     "Desk {n}"
  overrides {base}
}}
"""

_BASE = """
rule desk_{n} {{
  when   message mentions subject_{lexicon} and product is "product {product}"
  unless segment is big
  queue  "Desk of {n}"
}}
"""

_DATED = """
rule dated_{n} {{
  when     product is "product {product}" and bought_on + {months} months < 2026-06-01 and received_at on office
  notify   "team {n}"
  in force from 2026-{month:02}-01
}}
"""

_TABLE = """
table answers_{n} {{
  | product              | severity | segment | order.value => first response | resolution       |
  | "product {product}"  | critical | any     | any         => 15m            | 4h on office     |
  | "product {product}"  | high     | big     | any         => 30m            | 8h on office     |
  | "product {product}"  | high     | any     | >= {value}  => 45m            | 8h on office     |
  | "product {product}"  | high     | any     | any         => 1h             | 2 business days on office |
  | "product {product}"  | any      | members | any         => 4h on office   | 3 business days on office |
  | "product {product}"  | any      | any     | any         => 8h on office   | 5 business days on office |
}}
"""

_CHART = """
first of chart_{n} {{
  rule chart_{n}_angry {{
    when message mentions subject_{lexicon} and sentiment < -0.5 and product is "product {product}"
    tag  chart_{n}_angry
  }}
  rule chart_{n}_sad {{
    when sentiment < 0 and product is "product {product}"
    tag  chart_{n}_sad
  }}
  rule chart_{n}_rest {{
    when product is "product {product}"
    tag  chart_{n}_rest
  }}
}}
"""
VARIED_LEXICONS, TERMS = 60, 30
SEVERITIES = ("normal", "high", "critical")


def _varied(number: int) -> tuple[str, int]:
    """Return a piece of a varied ruleset, and how many rules and rows it has."""
    words = {
        "n": number,
        "product": number // 7,
        "lexicon": number % VARIED_LEXICONS,
        "severity": SEVERITIES[number % 3],
        "value": 100 + number % 400,
        "base": f"desk_{number}",
        "months": 1 + number % 24,
        "month": 1 + number % 12,
    }
    pieces = (_PLAIN, _BASE + _OVERRIDING, _TABLE, _CHART, _DATED, _PLAIN, _PLAIN)
    counts = (1, 2, 6, 3, 1, 1, 1)
    kind = number % len(pieces)
    return pieces[kind].format(**words), counts[kind]


def make_varied_ruleset(rules: int) -> str:
    """Return the text of a ruleset with about so many rules and rows: rules of many kinds, lists, tables, overrides, dates, lexicons."""
    terms = ", ".join(f'"term {{n}} {each}", "stem{{n}}x{each}*"' for each in range(TERMS // 2))
    parts = [_VARIED_HEAD, *(_VARIED_LEXICON.format(n=n, terms=terms.format(n=n)) for n in range(VARIED_LEXICONS))]
    count = number = 0
    while count < rules:
        text, more = _varied(number)
        parts.append(text)
        count, number = count + more, number + 1
    return "".join(parts)


def make_ranged_ruleset(rules: int) -> str:
    """Return a varied ruleset whose rules are told apart by ranges of a number instead of words."""
    text = make_varied_ruleset(rules).replace("product       : string optional", "order.lines : int optional")
    text = re.sub(r"\| product +\|", "| order.lines |", text)
    text = re.sub(r'\| "product (\d+)"', r"| \g<1>0..\g<1>9", text)
    return re.sub(r'product is "product (\d+)"', r"order.lines between \g<1>0 and \g<1>9", text)
