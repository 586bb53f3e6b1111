"""What the drafts made up for these tests are made of: authors, audiences, and a paid creator's draft to put facts over."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple

Draft = dict[str, Any]


class Case(NamedTuple):
    """One draft: its name, what it is, the verdict, and a pillar that a finding must have (none for what is allowed)."""

    name: str
    draft: Draft
    verdict: str
    pillar: str = ""


PAID: Draft = {
    "text": "",
    "channel": "instagram_post",
    "author": {"account": "creator", "human": True, "age": "adult"},
    "brand": "Tolva",
    "relationship": "paid_creator",
    "compensation": ["money"],
    "audience": {"countries": ["US"], "languages": ["en"], "children": False},
    "used_product": True,
    "holds_opinion": True,
}
GIFT: Draft = {"relationship": "gifted_creator", "compensation": ["free_product"]}
STAFF: Draft = {
    "relationship": "employee",
    "compensation": ["salary"],
    "author": {"account": "personal", "human": True, "age": "adult"},
    "channel": "linkedin_post",
}
CUSTOMER: Draft = {
    "relationship": "customer",
    "compensation": [],
    "author": {"account": "personal", "human": True, "age": "adult"},
}
BRAND: Draft = {
    "relationship": "brand",
    "compensation": [],
    "author": {"account": "brand_official", "human": True, "age": "adult"},
}
BOT: Draft = {**BRAND, "author": {"account": "bot", "human": False, "age": "adult"}, "automated": True, "channel": "dm"}
AFFILIATE: Draft = {"relationship": "affiliate", "compensation": ["commission"], "channel": "blog_post"}
GB: Draft = {"audience": {"countries": ["GB"], "languages": ["en"], "children": False}}
NOTHING_USED: tuple[str, ...] = ("used_product", "holds_opinion")


def readers(countries: str, languages: str = "en", *, children: bool = False) -> Draft:
    """Return an audience."""
    return {"audience": {"countries": countries.split(), "languages": languages.split(), "children": children}}


def draft(text: str, *parts: Draft, **facts: Any) -> Draft:  # noqa: ANN401
    """Return a paid creator's draft with the parts and facts put over it; a part without persona leaves none."""
    made = deepcopy(PAID)
    for part in (*parts, facts):
        made.update(deepcopy(part))
    made["text"] = text
    if made["relationship"] == "brand":
        for fact in NOTHING_USED:
            made.pop(fact, None)
    return made
