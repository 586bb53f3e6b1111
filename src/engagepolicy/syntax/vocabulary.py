"""The words of the language by the places where they stand: for recovery, for messages and for names that are not allowed."""

from __future__ import annotations

DEEPEST = 100
"""How deep brackets and conditions may nest: more than anybody writes, and few enough for any stage to walk recursively."""

OPERATOR_WORDS = frozenset("and or is in between on mentions contains starts ends matches outside where".split())
"""Words that join or follow operands; found where an operand should begin, they say that it is missing."""

RESERVED = OPERATOR_WORDS | frozenset("not any all count known during true false unknown".split())
"""Words that no fact and no name may have, because a condition could not be read. `none` is not among them: only `contains`
gives it a meaning, and it is what people call the absence of a relationship."""

MASKS = ("urls", "emails", "handles", "hashtags", "quotes", "retweets", "code")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

BLOCKLESS = frozenset({"use", "objective"})
"""Declarations that may stand without braces, on one line."""

MEASURING = "signal"
"""The declaration that has no braces and may stand on several lines: it ends after the words that give its window."""

MEASURING_WORDS = OPERATOR_WORDS | frozenset("count growth of interactions distinct by within against not".split())
"""Words that go on with a signal even where they stand at the margin."""

DECLARATIONS = (
    "ruleset",
    "use",
    "extend",
    "record",
    "outcome",
    "define",
    "segment",
    "lexicon",
    "calendar",
    "holidays",
    "ladder",
    "sla",
    "metric",
    "roster",
    "objective",
    "campaign",
    "vocabulary",
    "folds",
    "locked",
    "rule",
    "first",
    "table",
    "constraint",
    "exclusion",
    "prove",
    "purpose",
    "test",
    "signal",
)
"""Words that begin a declaration; `first` does as `first of`."""

CLAUSES = frozenset(
    (
        "when unless because source serves overrides exception escalate require tag notify queue suggest severity tier"
        " expect given version timezone unquantified type merge default written holidays closed open include exclude kind in if"
        " at after from until repeat pause warn start stop cancel resume reopen rotate otherwise decisions"
        " countries languages accept unclear must never else pillar fix then"
    ).split()
)
"""Words that begin a clause inside a block; at the outside they say that a block was closed too early."""

FOREIGN_DECLARATIONS = {
    "policy": ("rule",),
    "if": ("rule",),
    "when": ("rule",),
    "permit": ("rule",),
    "forbid": ("rule",),
    "import": ("use",),
    "include": ("use",),
    "require": ("use",),
    "from": ("use",),
    "package": ("ruleset",),
    "module": ("ruleset",),
    "namespace": ("ruleset",),
    "def": ("define",),
    "let": ("define",),
    "function": ("define",),
    "audience": ("segment",),
    "group": ("segment",),
    "class": ("record", "extend"),
    "struct": ("record",),
    "type": ("record", "outcome"),
    "fact": ("extend",),
    "facts": ("extend",),
    "words": ("lexicon",),
    "keywords": ("lexicon",),
    "list": ("lexicon",),
    "schedule": ("calendar",),
    "holiday": ("holidays",),
    "hours": ("calendar",),
    "tiers": ("ladder",),
    "escalation": ("ladder",),
    "clock": ("sla",),
    "rota": ("roster",),
    "oncall": ("roster",),
    "rotation": ("roster",),
    "exclusive": ("exclusion",),
    "conflict": ("exclusion",),
    "goal": ("objective", "purpose"),
    "property": ("prove",),
    "promise": ("prove",),
    "assert": ("prove",),
    "concern": ("prove",),
    "event": ("campaign",),
    "decision": ("table",),
    "counter": ("signal",),
    "spike": ("signal",),
    "case": ("test",),
    "example": ("test",),
}
"""Words that begin declarations in other languages and in people's habits, with what they are called here."""
