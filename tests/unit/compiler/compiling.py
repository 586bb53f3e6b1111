"""Short ways from a few lines of a ruleset to its messages and decisions."""

from __future__ import annotations

import engagepolicy
from engagepolicy.policy.loading import compile_text
from engagepolicy.policy.policy import Policy
from engagepolicy.runtime.decision import Decision

HEADER = "ruleset acme.care { timezone Europe/London }\n"


def problems_of(text: str, header: str = HEADER) -> list[tuple[str, str]]:
    """Return the code and the underlined text of every message."""
    return [(item.code, item.span.text) for item in compile_text(header + text).diagnostics]


def messages_of(text: str, header: str = HEADER) -> list[str]:
    """Return the sentences of the messages."""
    return [item.message for item in compile_text(header + text).diagnostics]


def load(text: str, header: str = HEADER) -> Policy:
    """Return the policy of the text, which has no errors."""
    return engagepolicy.loads(header + text)


def decide(text: str, header: str = HEADER, **facts: object) -> Decision:
    """Return the decision on a message about which only `facts` are known; `__` in a name stands for a dot."""
    given = {name.replace("__", "."): value for name, value in facts.items()}
    return load(text, header).decide({"message": "hello", "received_at": "2026-11-20T10:00:00Z", **given})
