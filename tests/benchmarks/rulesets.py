"""Rulesets of any size for benchmarks: shaped like real ones, about eleven lines a rule."""

from __future__ import annotations

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
