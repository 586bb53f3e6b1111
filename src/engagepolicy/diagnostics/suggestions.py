"""Did you mean: nearest names by edit distance, and by the field's synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SYNONYMS: tuple[frozenset[str], ...] = (
    frozenset({"x", "twitter", "tweet"}),
    frozenset({"within", "deadline", "sla", "due", "target"}),
    frozenset({"severity", "priority", "urgency", "criticality"}),
    frozenset({"tier", "level", "line"}),
    frozenset({"queue", "team", "inbox", "group"}),
    frozenset({"tag", "tags", "label", "labels"}),
    frozenset({"message", "text", "body", "content", "post"}),
    frozenset({"received_at", "created_at", "posted_at", "timestamp", "date"}),
    frozenset({"followers", "followers_count", "reach"}),
    frozenset({"first_response", "first_reply", "reply_time", "response", "response_time"}),
    frozenset({"replied", "reply", "answered", "answer", "responded"}),
    frozenset({"resolved", "closed", "solved", "done"}),
    frozenset({"acknowledged", "ack", "accepted", "seen"}),
    frozenset({"breached", "late", "missed", "overdue"}),
    frozenset({"assigned", "reassigned", "taken"}),
    frozenset({"resolution", "resolve", "solved", "fix"}),
    frozenset({"critical", "urgent", "blocker", "emergency"}),
    frozenset({"when", "if", "where", "condition"}),
    frozenset({"unless", "except", "without"}),
    frozenset({"rule", "policy", "condition"}),
    frozenset({"lexicon", "keywords", "words", "terms", "dictionary"}),
    frozenset({"calendar", "schedule", "hours"}),
    frozenset({"escalate", "route", "assign", "handoff"}),
    frozenset({"mentions", "includes", "says"}),
    frozenset({"contains", "has", "include"}),
    frozenset({"customer", "consumer", "user", "client"}),
    frozenset({"direct_message", "dm", "private_message"}),
)
"""Words that people use for one another; each set is one meaning."""

_MEANINGS: dict[str, frozenset[str]] = {}
for _group in SYNONYMS:
    for _word in _group:
        _MEANINGS[_word] = _MEANINGS.get(_word, frozenset()) | _group

CLOSE_ENOUGH = 0.7
"""How alike two names must be, from 0 to 1, for one to be suggested for the other."""

SHORTEST_SWAPPED = 3
"""Names of at least this length that have the same letters are alike, however far the letters went: `adn` for `and`."""

LONGEST_COMPARED = 80
"""Names longer than this are not compared: edit distance is quadratic in their length."""


def find_suggestions(written: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return up to `most` of the `known` names that `written` may stand for, the likeliest first."""
    candidates = sorted(set(known))
    folded = written.casefold()
    synonyms = [name for name in candidates if name.rpartition(".")[2].casefold() in _MEANINGS.get(folded, ())]
    if len(written) > LONGEST_COMPARED:
        return tuple(synonyms[:most])
    by_tail = [name for name in candidates if name.rpartition(".")[2].casefold() == folded]
    short = [name for name in candidates if len(name) <= LONGEST_COMPARED]
    near = get_close_matches(folded, short, n=most, cutoff=CLOSE_ENOUGH)
    tails = get_close_matches(folded, {name.rpartition(".")[2] for name in short if "." in name}, n=most, cutoff=CLOSE_ENOUGH)
    letters = sorted(folded)
    swapped = [name for name in short if len(name) == len(folded) >= SHORTEST_SWAPPED and sorted(name) == letters]
    near_by_tail = [name for tail in tails for name in short if name.endswith(f".{tail}")]
    return tuple(dict.fromkeys([*by_tail, *synonyms, *near, *swapped, *near_by_tail]))[:most]
