"""Drafts near the boundaries of the honesty packs: a seed of each verdict with a few facts changed, and single breaches to add."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

Draft: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]

ADULT: Draft = {"account": "personal", "human": True, "age": "adult"}
READERS: Draft = {"countries": ["US"], "languages": ["en"], "children": False}
CUSTOMER: Draft = {
    "text": "The Quern mill grinds evenly, but it is loud.",
    "channel": "forum_post",
    "author": ADULT,
    "brand": "Quern",
    "relationship": "customer",
    "compensation": [],
    "audience": READERS,
    "used_product": True,
    "holds_opinion": True,
}
PAID: Draft = CUSTOMER | {
    "text": "#ad The Quern mill grinds evenly, but it is loud.",
    "channel": "instagram_post",
    "author": ADULT | {"account": "creator"},
    "relationship": "paid_creator",
    "compensation": ["money"],
}
BRAND: Draft = {
    "text": "New at Quern: a mill for small kitchens.",
    "channel": "facebook_post",
    "author": ADULT | {"account": "brand_official"},
    "brand": "Quern",
    "relationship": "brand",
    "compensation": [],
    "audience": READERS,
    "purpose": "sell",
}
REQUEST: Draft = BRAND | {"channel": "email", "purpose": "solicit_reviews", "recipient": {"group": "all_purchasers"}}
UNION: Draft = READERS | {"countries": ["DE"]}

SEEDS: dict[str, Draft] = {
    "customer": CUSTOMER,
    "creator": PAID,
    "creator, silent": PAID | {"text": "The Quern mill grinds evenly."},
    "creator, not used": PAID | {"text": "#ad I've used my Quern mill every day.", "used_product": False},
    "creator, script": PAID | {"scripted": True, "holds_opinion": None},
    "staff": PAID | {"text": "I work at Quern, and the mill is quick.", "relationship": "employee", "compensation": ["salary"]},
    "ghost": PAID | {"ghostwritten": True, "approved_by": []},
    "review": CUSTOMER | {"channel": "retailer_review"},
    "rewarded review": CUSTOMER | {"channel": "retailer_review", "compensation": ["points"], "review_incentivised": True},
    "brand": BRAND,
    "request": REQUEST | {"text": "Tell us how you find your mill, good or bad."},
    "rewarded request": REQUEST | {"text": "Review your mill, good or bad, for a voucher.", "review_incentivised": True},
    "bought request": REQUEST | {"text": "A 5-star review gets you a voucher.", "review_incentivised": True},
    "gate": REQUEST | {"text": "If you love your mill, please review it. If not, write to us instead."},
    "threat": BRAND | {"text": "Delete your review or we will sue.", "channel": "dm", "purpose": "reply"},
    "bot": BRAND | {"text": "I'm Quern's automated assistant. A mill?", "channel": "dm", "automated": True},
    "bot, silent": BRAND | {"text": "A mill for you?", "channel": "chatbot", "automated": True, "purpose": "reply"},
    "bot, asked": BRAND | {"text": "Yes, I am!", "channel": "chatbot", "automated": True, "in_reply_to": "Are you human?"},
    "brief": BRAND | {"text": "Start with #ad and say only what you think.", "channel": "email", "purpose": "brief_creators"},
    "brief, silent": BRAND | {"text": "Three pictures by Friday.", "channel": "email", "purpose": "brief_creators"},
    "brief, hiding": BRAND | {"text": "Please leave the ad tag out.", "channel": "email", "purpose": "brief_creators"},
    "invitation": BRAND
    | {"text": "Join us! Begin with #ad.", "channel": "dm", "purpose": "recruit_ambassador", "recipient": {"age": "teen"}},
    "fund": BRAND | {"sector": "finance", "approved_by": ["registered_principal"]},
    "clinic": BRAND | {"sector": "health", "approved_by": []},
    "passed on": BRAND | {"sector": "finance", "purpose": "reply", "passes_on": "others"},
    "testimonial": BRAND | {"text": '"It grinds evenly." Ana', "quote": {"of": "Ana", "verbatim": False, "permission": True}},
    "machine text": BRAND | {"audience": UNION, "purpose": "inform", "ai_generated": "full", "public_interest": True, "date": "2026-09-01"},
    "machine picture": BRAND | {"audience": UNION, "ai_generated": "full", "modality": "image", "date": "2026-09-01"},
    "wiki": CUSTOMER | {"channel": "wikipedia_edit", "purpose": "edit", "relationship": "employee", "edit_summary": "typo"},
    "forum": CUSTOMER | {"text": "I work at Quern. Try it.", "relationship": "employee", "venue": {"promotion": "forbidden"}},
    "child": PAID | {"features_minor": True, "parental_consent": True},
    "virtual": PAID | {"author": {"account": "virtual", "human": False}, "text": "#ad A virtual hello. The mill is blue."},
}

CHANGES: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("used_product", (True, False, None)),
    ("holds_opinion", (True, False, None)),
    ("scripted", (True, None)),
    ("ghostwritten", (True, None)),
    ("approved_by", ([], ["author"], ["principal"], None)),
    ("automated", (True, False, None)),
    ("purpose", ("endorse", "sell", "reply", "inform", "ask", "solicit_reviews", "brief_staff", "recruit_ambassador")),
    ("relationship", ("customer", "employee", "paid_creator", "brand", "competitor", "none", None)),
    ("compensation", ([], ["money"], ["free_product"], ["unknown"], None)),
    ("review_incentivised", (True, False, None)),
    ("incentive_condition", ("positive", None)),
    ("practice", ("review_gating", "neutral_moderation", None)),
    ("ai_generated", ("none", "assisted", "full", None)),
    ("ai_human_reviewed", (True, False, None)),
    ("editor", ("A. Bianchi", "", None)),
    ("public_interest", (True, None)),
    ("date", ("2026-08-01", "2026-08-02", None)),
    ("modality", ("image", "video", "text")),
    ("sector", ("finance", "health", "", None)),
    ("passes_on", ("others", "own", None)),
    ("platform_label", (True, False, None)),
    ("parental_consent", (True, False, None)),
    ("features_minor", (True, None)),
    ("product_changed", (True, None)),
    ("connection_obvious", (True, None)),
    ("cannot_disclose", (True, None)),
    ("speakers", ("actors", None)),
    ("edit_summary", ("I am paid by Quern", "", None)),
    ("in_reply_to", ("Are you a bot?", "", None)),
    ("persona", ({"presented_as": "customer", "true": True}, {"presented_as": "doctor", "relevant": None}, {"true": None})),
    ("claims", ([], [{"kind": "performance", "substantiated": None}], [{"kind": "health", "true": True, "typical": False}])),
    ("quote", ({"of": "Ana", "still_current": None}, {"of": "Ana", "verbatim": True, "permission": None})),
    ("venue", ({"promotion": "disclosed_only"}, {"promotion": None}, {"label_required": True}, {"prohibited_categories": ["finance"]})),
    ("recipient", ({"age": "under13"}, {"age": "teen", "parental_consent": None}, {"age": None}, {"group": "happy customers"})),
    ("audience", (READERS, UNION, READERS | {"countries": ["BR"]}, READERS | {"children": None}, READERS | {"countries": None})),
    ("author", (ADULT, ADULT | {"account": "bot", "human": False}, ADULT | {"age": "teen"}, ADULT | {"human": None})),
    ("author", (ADULT | {"account": "anonymous"}, ADULT | {"account": "virtual"}, ADULT | {"age": "under13"}, ADULT | {"age": None})),
)  # fmt: skip


class Breach(NamedTuple):
    """Facts that break one locked constraint of any draft, and the verdict that it asks for."""

    facts: Draft
    verdict: str


BREACHES: dict[str, Breach] = {
    "true_claims": Breach({"claims": [{"kind": "fact", "true": False}]}, "block"),
    "true_experience": Breach({"claims": [{"kind": "experience", "true": False}]}, "block"),
    "supported_claims": Breach({"claims": [{"kind": "performance", "substantiated": False}]}, "revise"),
    "typical_results": Breach({"claims": [{"kind": "performance", "typical": False}]}, "revise"),
    "organisation_endorses": Breach({"claims": [{"kind": "org_endorsement", "process_documented": False}]}, "block"),
    "lifted_average": Breach({"claims": [{"kind": "aggregate_rating", "lifts_average_materially": True}]}, "revise"),
    "quote_meaning": Breach({"quote": {"changes_meaning": True}}, "block"),
    "quote_permission": Breach({"quote": {"permission": False}}, "revise"),
    "no_bought_sentiment": Breach({"incentive_condition": "negative"}, "block"),
    "no_suppression": Breach({"practice": "hides_negative_reviews"}, "block"),
    "consent_refused": Breach({"features_minor": True, "parental_consent": False}, "block"),
}


def _merge(old: object, new: object) -> object:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | new
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *new]
    return new


def with_breach(draft: Draft, breach: Breach) -> Draft:
    """Return the draft with the facts added to its own: records get fields, lists get elements."""
    worse = deepcopy(draft)
    for fact, value in breach.facts.items():
        worse[fact] = _merge(worse.get(fact), deepcopy(value))
    return worse


def _paths(value: object, path: Path) -> Iterator[Path]:
    if path and path not in (("text",), ("author",), ("audience",)):
        yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _paths(each, (*path, key))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            if isinstance(each, dict):
                for key, inner in each.items():
                    yield from _paths(inner, (*path, place, key))


def paths_of(draft: Draft) -> list[Path]:
    """Return where the draft says something that need not be known: everything but its text."""
    return list(_paths(draft, ()))


def without_knowing(draft: Draft, path: Path) -> Draft:
    """Return the draft with null at the path."""
    less = deepcopy(draft)
    place: Any = less
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = None
    return less


@st.composite
def drafts_near(draw: st.DrawFn) -> Draft:
    """Return a seed with up to four facts changed."""
    draft = deepcopy(SEEDS[draw(st.sampled_from(sorted(SEEDS)))])
    for fact, values in draw(st.lists(st.sampled_from(CHANGES), max_size=4, unique_by=lambda each: each[0])):
        draft[fact] = deepcopy(draw(st.sampled_from(values)))
    return draft
