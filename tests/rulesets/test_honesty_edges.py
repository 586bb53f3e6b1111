"""Drafts at the edges of what the packs ask besides disclosure of ties: each with its verdict and a constraint that has to speak."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pytest

import engagepolicy as ep
from tests.rulesets.honesty_parts import BOT, BRAND, CUSTOMER, STAFF, Draft, draft, readers


class Edge(NamedTuple):
    """A draft, its verdict, and a constraint that asks for no less; none where nothing is wrong."""

    draft: Draft
    verdict: str
    rule: str = ""


def brief(text: str, **facts: Any) -> Draft:  # noqa: ANN401
    """A message of the brand to creators."""
    return draft(text, BRAND, {"channel": "email", "purpose": "brief_creators"}, **facts)


def request(text: str, **facts: Any) -> Draft:  # noqa: ANN401
    """A message of the brand to customers who might review."""
    return draft(text, BRAND, {"channel": "email", "purpose": "solicit_reviews"}, **facts)


def reply(text: str, **facts: Any) -> Draft:  # noqa: ANN401
    """An answer of the brand to somebody who wrote a review."""
    return draft(text, BRAND, {"channel": "dm", "purpose": "reply"}, **facts)


def bot(text: str, **facts: Any) -> Draft:  # noqa: ANN401
    """What an automated account sells."""
    return draft(text, BOT, {"purpose": "sell"}, **facts)


def fund(text: str, **facts: Any) -> Draft:  # noqa: ANN401
    """What a financial firm sells, approved."""
    return draft(text, BRAND, {"purpose": "sell", "sector": "finance", "approved_by": ["principal"]}, **facts)


GERMANS = readers("DE")
GHOST: Draft = {"ghostwritten": True}
MACHINE: Draft = {**BRAND, **GERMANS, "purpose": "inform", "ai_generated": "full", "public_interest": True, "date": "2026-08-02"}
PICTURE: Draft = {**BRAND, **GERMANS, "ai_generated": "full", "modality": "image", "date": "2026-08-02"}
CHAT: Draft = {**BOT, **GERMANS, "channel": "chatbot", "purpose": "inform", "date": "2026-08-02"}
MARIA: Draft = {"purpose": "sell", "persona": {"presented_as": "doctor", "true": True}}

EDGES = {
    "nobody approved": Edge(draft("#ad Bright lamp.", GHOST, approved_by=[]), "approve", "ghost_approved"),
    "nobody asked": Edge(draft("#ad Bright lamp.", GHOST), "approve", "ghost_approved"),
    "approval not known": Edge(draft("#ad Bright lamp.", GHOST, approved_by=None), "approve", "ghost_approved"),
    "approved": Edge(draft("#ad Bright lamp.", GHOST, approved_by=["Rita Holm"]), "allow"),
    "used, in other words": Edge(draft("#ad Our kids beg for the lamp.", used_product=False), "block", "told_use"),
    "never better": Edge(draft("#ad My desk has never looked brighter.", used_product=False), "block", "told_use"),
    "not used, and says so": Edge(draft("#ad I haven't switched it on yet.", used_product=False), "allow"),
    "not used, tells facts": Edge(draft("#ad The lamp has three colours.", used_product=False), "allow"),
    "product changed": Edge(draft("#ad Bright lamp.", product_changed=True), "approve", "renewed_after_change"),
    "title used to sell": Edge(draft("Dr Holm's lamp.", BRAND, MARIA | {"persona": {"relevant": False}}), "revise", "sold_by_title"),
    "expert who tested": Edge(draft("Dr Holm's lamp.", BRAND, MARIA), "allow"),
    "brief, off": Edge(brief("Please leave the sponsorship tag off."), "block", "asked_to_hide"),
    "brief, chance": Edge(brief("Viewers should think you found us by chance."), "block", "asked_to_hide"),
    "brief, German": Edge(brief("Bitte ohne Werbung posten.", language="de"), "block", "asked_to_hide"),
    "brief, first": Edge(brief("Disclose first, not last. Your view is yours."), "allow"),
    "brief, praise only": Edge(brief("Disclose it. Only positive things, please."), "revise", "brief_praise"),
    "message hides": Edge(reply("Don't mention that we paid you."), "block", "message_hides"),
    "message about payment": Edge(reply("Don't send us your payment details."), "allow"),
    "reward told by words alone": Edge(request("Write a review and get a voucher."), "revise", "reward_is_told"),
    "full marks": Edge(request("Give us full marks and win a bike.", review_incentivised=True), "block", "no_implied_sentiment"),
    "any mark": Edge(request("One star or five: mention your voucher.", review_incentivised=True), "allow"),
    "praise and sale": Edge(draft("A glowing review gets you 10% off.", BRAND, purpose="sell"), "block", "no_implied_sentiment"),
    "a sale": Edge(draft("Two lamps for the price of one.", BRAND, purpose="sell"), "allow"),
    "gate": Edge(request("Thrilled? Review us. Not thrilled? Tell our team."), "block", "no_gating"),
    "help and no gate": Edge(request("Trouble? Call us. And review us, whatever you say."), "allow"),
    "money for silence": Edge(reply("Pull the review and we refund you."), "block", "no_threats"),
    "refund and no threat": Edge(reply("We refunded you. Your review can stay as it is."), "allow"),
    "average told": Edge(draft("4.9 stars, including rewarded reviews.", BRAND, claims=[{"lifts_average_materially": True}]), "allow"),
    "machine, not a human": Edge(bot("I'm a machine, not a person. A lamp?"), "allow"),
    "machine that sells a robot": Edge(bot("Our robot lamp is half price."), "revise", "bot_says_so"),
    "machine, German": Edge(bot("Ich bin der Chatbot von Tolva.", language="de"), "allow"),
    "machine, asked": Edge(bot("Yes, I am!", purpose="reply", in_reply_to="Are you human?"), "block", "bot_asked"),
    "machine behind a person's account": Edge(
        draft("A lamp for you?", BRAND, purpose="sell", author={"account": "personal", "human": False}), "revise", "bot_says_so"
    ),
    "person or machine": Edge(
        draft("A lamp for you?", BRAND, purpose="sell", author={"account": "personal", "human": None}), "approve", "bot_says_so"
    ),
    "human": Edge(reply("No bots here: this is Sam."), "allow"),
    "chat in the Union": Edge(draft("We open at nine.", CHAT), "revise", "eu_bot_says_so"),
    "chat in the Union, earlier": Edge(draft("We open at nine.", CHAT, date="2026-08-01"), "allow"),
    "picture": Edge(draft("Our lamp on Etna.", PICTURE), "revise", "eu_made_by_machine"),
    "picture, earlier": Edge(draft("Our lamp on Etna.", PICTURE, date="2026-08-01"), "allow"),
    "picture, told": Edge(draft("Our lamp on Etna, made with AI.", PICTURE), "allow"),
    "nobody reviewed": Edge(draft("Prices rise.", MACHINE, ai_human_reviewed=False), "revise", "eu_public_text"),
    "somebody reviewed?": Edge(draft("Prices rise.", MACHINE, ai_human_reviewed=None), "approve", "eu_public_text"),
    "reviewed, by whom?": Edge(draft("Prices rise.", MACHINE, ai_human_reviewed=True), "approve", "eu_public_text"),
    "edited": Edge(draft("Prices rise.", MACHINE, ai_human_reviewed=True, editor="A. Rossi"), "allow"),
    "consent refused": Edge(draft("#ad Bright.", features_minor=True, parental_consent=False), "block", "consent_refused"),
    "children read": Edge(draft("We open at nine.", BRAND, readers("US", children=True), purpose="inform"), "approve", "child_audience"),
    "gain": Edge(fund("Double your savings."), "block", "no_certain_gains"),
    "no gain": Edge(fund("Returns are not guaranteed."), "allow"),
    "passed on": Edge(fund("What they say of us.", purpose="reply", approved_by=[], passes_on="others"), "approve", "passed_on_approved"),
    "answer": Edge(fund("Your card comes on Friday.", purpose="reply", approved_by=[]), "allow"),
    "staff at home": Edge(draft("Our office ran ten miles.", STAFF, sector="finance", purpose="inform"), "allow"),
    "clinic, not approved": Edge(draft("New pills.", BRAND, sector="health", approved_by=[]), "approve", "approval_given"),
    "clinic, nobody asked": Edge(draft("New pills.", BRAND, sector="health"), "allow"),
    "category": Edge(draft("#ad Amora.", sector="dating", venue={"prohibited_categories": ["dating"]}), "block", "barred_category"),
    "machine's review": Edge(
        draft("Bright.", CUSTOMER, channel="retailer_review", ai_generated="full"), "approve", "machine_reviews"
    ),
}


@cache
def policy() -> ep.Policy:
    return ep.load("womma.honesty")


@pytest.mark.parametrize("name", EDGES)
def test_a_draft_at_an_edge_gets_its_verdict(name: str) -> None:
    edge = EDGES[name]
    review = policy().review(edge.draft)
    told = {each.rule: each.verdict for each in review.findings}
    assert (review.verdict, not edge.rule or edge.rule in told) == (edge.verdict, True), told
