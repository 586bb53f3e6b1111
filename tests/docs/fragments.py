"""What a fragment of a ruleset takes for granted: the header and the declarations that complete it to a whole one."""

from __future__ import annotations

import re

_HEADER = """\
ruleset docs.fragment "A fragment completed" {
  version  "1"
  timezone Europe/London
  unquantified promptly
}
"""

_PARTS: dict[str, str] = {
    "calendar office": """\
calendar office "Care desk" {
  timezone Europe/London
  mon-fri 09:00-17:00
  holidays GB-ENG
}
""",
    "ladder care": """\
ladder care "Who owns the conversation" {
  tier frontline "Community manager"
  tier specialist "Care specialist"
  tier manager "Care manager"
  tier counsel "Legal counsel"
}
""",
    "lexicon legal_threat": 'lexicon legal_threat "Words of a legal threat" { "lawsuit", "lawyer", "court" }\n',
    "lexicon complaint_words": 'lexicon complaint_words "Words of a complaint" { "broken", "refund" }\n',
    "segment influencer": 'segment influencer "People with a large audience" { when author.followers >= 10_000 }\n',
    "objective protect_customers": 'objective protect_customers "Protect customers"\n',
    "campaign spring_sale": 'campaign spring_sale "Spring sale" { kind launch from 2026-03-01 until 2026-03-15 }\n',
}
"""What stands in for a declaration that a fragment does not have, by its kind and name."""

_DECLARED = re.compile(r"^(?:locked )?(ruleset|\w+ \w+)", re.MULTILINE)


def is_whole(text: str) -> bool:
    """Whether the text is a ruleset by itself."""
    return "ruleset" in _DECLARED.findall(text)


def complete(text: str) -> str:
    """Return the fragment with a header and all that it does not declare itself, after its own lines."""
    if is_whole(text):
        return text
    declared = set(_DECLARED.findall(text))
    return text + _HEADER + "".join(part for name, part in _PARTS.items() if name not in declared)
