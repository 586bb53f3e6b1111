"""Rulesets of constraints on drafts as text, and drafts, as Hypothesis strategies: small pools, so that they meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

HEADER = """
ruleset acme.care { timezone Europe/London }

lexicon labels { "ad", "sponsored" }
lexicon lines { "I work at {brand}" }
lexicon no_ties { "not sponsored" }

vocabulary words {
  countries GB, US
  languages en
  accept labels     labels
  accept statements lines for employee
  denials           no_ties
}

folds feeds { instagram_post 60 characters }
"""
TESTS = (
    "relationship is employee",
    "relationship in (paid_creator, affiliate)",
    "endorses is yes",
    "channel is instagram_post",
    "scripted",
    "used_product",
    "known used_product",
    'text mentions "sponsored"',
    'text mentions "damn", "heck" outside quotes',
    'text starts with "Hello"',
    'brand is "Acme"',
    'audience.countries contains "GB"',
    "compensation contains any of money, salary",
    "any claim in claims where (claim.is_true)",
    "count claim in claims where (claim.kind is fact) >= 1",
    "publish_at < 2026-06-01 00:00 UTC",
    "disclosure.is_present",
    "disclosure.is_clear",
    "disclosure.is_placed",
    "disclosure.is_denied",
    "disclosure.is_covered",
)
VERDICTS = ("note", "approve", "revise", "block")
WINDOWS = ("", "", "", "in force from 2026-06-01", "in force until 2026-06-01")
FACTS: dict[str, tuple[Any, ...]] = {
    "text": (
        "Hello",
        "Ad: a new bag",
        "Hello, damn it, not sponsored",
        'He said "heck". I work at Acme',
        "A long way to tell of the bag before it comes to a word of it. #ad",
    ),
    "relationship": ("employee", "paid_creator", "customer", None),
    "endorses": ("yes", "no"),
    "channel": ("instagram_post", "x_post", None),
    "scripted": (True, False),
    "used_product": (True, False, None),
    "brand": ("Acme", None),
    "audience.countries": (["GB"], ["US", "FR"], ["FR"], None),
    "compensation": ([], ["money"]),
    "claims": ([], [{"kind": "fact", "true": True}], [{"kind": "fact", "true": None}, {"true": False}]),
    "publish_at": ("2026-02-01T10:00:00Z", "2026-11-20T10:00:00Z", None),
    "date": ("2026-05-31", None),
}


def conditions() -> st.SearchStrategy[str]:
    """Conditions of drafts, as text."""
    return st.recursive(
        st.sampled_from(TESTS),
        lambda inner: st.one_of(
            inner.map(lambda part: f"not ({part})"),
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
        ),
        max_leaves=3,
    )


@st.composite
def rulesets(draw: st.DrawFn) -> str:
    """A ruleset with a few constraints; those that are not locked may be overridden by ones before them."""
    count = draw(st.integers(1, 4))
    locked = [draw(st.booleans()) for _ in range(count)]
    written = []
    for number in range(count):
        free = [f"c{later}" for later in range(number + 1, count) if not locked[later]]
        overridden = draw(st.sampled_from(["", *free]))
        lines = [
            "on draft",
            f"when {draw(conditions())}" if draw(st.booleans()) else "",
            f"unless {draw(conditions())}" if draw(st.booleans()) else "",
            f"{draw(st.sampled_from(['must', 'never']))} {draw(conditions())}",
            f'else {draw(st.sampled_from(VERDICTS))} "Mend it."',
            f"overrides {overridden}" if overridden else "",
            draw(st.sampled_from(WINDOWS)),
        ]
        body = "\n".join(f"  {line}" for line in lines if line)
        written.append(f"{'locked ' if locked[number] else ''}constraint c{number} {{\n{body}\n}}\n")
    return HEADER + "\n".join(written)


def drafts() -> st.SearchStrategy[dict[str, Any]]:
    """Drafts as inputs; None is not known."""
    return st.fixed_dictionaries({path: st.sampled_from(values) for path, values in FACTS.items()})
