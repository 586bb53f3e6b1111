"""Drafts that are about opinions, reviews, identities, venues, minors, briefs and money, and what is said every day."""

from __future__ import annotations

from collections.abc import Iterator

from tests.rulesets.honesty_parts import BOT, BRAND, CUSTOMER, STAFF, Case, Draft, draft, readers


def opinion_cases() -> Iterator[Case]:
    """What is believed, used, claimed and quoted."""
    told = "#ad The Tolva lamp is bright."
    yield Case("not believed", draft(told, holds_opinion=False), "block", "opinion")
    yield Case("belief unknown", draft(told, holds_opinion=None), "approve", "opinion")
    yield Case("not used", draft("#ad I've used my Tolva lamp for weeks.", used_product=False), "block", "opinion")
    yield Case("use unknown", draft("#ad I've used my Tolva lamp for weeks.", used_product=None), "approve", "opinion")
    yield Case("facts, not used", draft("#ad The Tolva lamp has three colours.", used_product=False), "allow")
    for kind in ("fact", "performance", "health", "comparative"):
        yield Case(f"{kind} false", draft(told, claims=[{"kind": kind, "true": False}]), "block", "opinion")
        yield Case(f"{kind} unsupported", draft(told, claims=[{"kind": kind, "substantiated": False}]), "revise", "opinion")
        yield Case(f"{kind} unchecked", draft(told, claims=[{"kind": kind, "substantiated": None}]), "approve", "opinion")
        yield Case(f"{kind} fine", draft(told, claims=[{"kind": kind, "true": True, "substantiated": True}]), "allow")
    yield Case("experience false", draft(told, claims=[{"kind": "experience", "true": False}]), "block", "opinion")
    yield Case("experience unknown", draft(told, claims=[{"kind": "experience", "true": None}]), "approve", "opinion")
    yield Case("not typical", draft(told, claims=[{"kind": "performance", "typical": False}]), "revise", "opinion")
    yield Case(
        "not typical, usual told", draft(told, claims=[{"kind": "performance", "typical": False, "expected_result_stated": True}]), "allow"
    )
    yield Case("organisation", draft(told, claims=[{"kind": "org_endorsement", "process_documented": False}]), "block", "opinion")
    yield Case("organisation unknown", draft(told, claims=[{"kind": "org_endorsement", "process_documented": None}]), "approve", "opinion")
    yield Case("scripted, belief unknown", draft(told, scripted=True, holds_opinion=None), "approve", "opinion")
    yield Case("scripted, believed", draft(told, scripted=True), "allow")
    quote = {"of": "Ann", "verbatim": True, "changes_meaning": False, "permission": True, "still_current": True}
    said_by_ann = 'Ann says: "The lamp is bright."'
    yield Case("quote", draft(said_by_ann, BRAND, quote=quote), "allow")
    yield Case("quote twisted", draft(said_by_ann, BRAND, quote={**quote, "changes_meaning": True}), "block", "opinion")
    yield Case("quote reworded", draft(said_by_ann, BRAND, quote={**quote, "verbatim": False}), "revise", "opinion")
    yield Case("reworded, no marks", draft("Ann says the lamp is bright.", BRAND, quote={**quote, "verbatim": False}), "allow")
    yield Case("quote stale", draft(said_by_ann, BRAND, quote={**quote, "still_current": None}), "approve", "opinion")
    yield Case("view given up", draft(said_by_ann, BRAND, quote={**quote, "still_current": False}), "block", "opinion")


def review_cases() -> Iterator[Case]:
    """Requests for reviews, and what is said to reviewers."""
    ask: Draft = {**BRAND, "purpose": "solicit_reviews", "channel": "email"}
    yield Case("neutral request", draft("Tell us what you think of the lamp, good or bad.", ask), "allow")
    yield Case("five stars for a gift", draft("Give us 5 stars and get a gift card.", ask, review_incentivised=True), "block", "opinion")
    yield Case(
        "condition",
        draft("Write a review, get a voucher.", ask, review_incentivised=True, incentive_condition="positive"),
        "block",
        "opinion",
    )
    yield Case(
        "negative condition",
        draft("Review Nordwind, get a voucher.", ask, review_incentivised=True, incentive_condition="negative"),
        "block",
        "opinion",
    )
    yield Case(
        "love for points",
        draft("Tell everyone how much you love the lamp and win a prize.", ask, review_incentivised=True),
        "block",
        "opinion",
    )
    yield Case(
        "reward told",
        draft("Review the lamp, good or bad, and get a voucher. Please say so in your review.", ask, review_incentivised=True),
        "allow",
    )
    yield Case(
        "reward not told", draft("Review the lamp, good or bad, and get a voucher.", ask, review_incentivised=True), "revise", "opinion"
    )
    for practice in ("review_gating", "review_threat", "hides_negative_reviews"):
        yield Case(practice, draft("About your review.", BRAND, purpose="moderate", practice=practice), "block", "opinion")
    yield Case(
        "neutral moderation", draft("We removed a post with an address.", BRAND, purpose="moderate", practice="neutral_moderation"), "allow"
    )
    yield Case(
        "threat", draft("Remove your review or we will sue.", BRAND, purpose="reply", channel="retailer_review_reply"), "block", "opinion"
    )
    yield Case(
        "kind reply",
        draft("Sorry about your lamp, we have sent a new one.", BRAND, purpose="reply", channel="retailer_review_reply"),
        "allow",
    )
    yield Case("fake likes", draft("2,000 likes please.", BRAND, purpose="order", practice="buy_fake_engagement"), "block", "identity")


def reviewer_cases() -> Iterator[Case]:
    """Reviews that customers, and those who pose as customers, write."""
    place: Draft = {"channel": "retailer_review"}
    yield Case(
        "rewarded review",
        draft(
            "I received a voucher from Tolva for this review. Bright lamp.",
            CUSTOMER,
            place,
            compensation=["points"],
            review_incentivised=True,
        ),
        "allow",
    )
    yield Case(
        "rewarded and silent",
        draft("Bright lamp.", CUSTOMER, place, compensation=["points"], review_incentivised=True),
        "revise",
        "opinion",
    )
    yield Case("honest review", draft("Bright lamp, weak switch.", CUSTOMER, place), "allow")
    yield Case("bad review", draft("Broke after a week. Avoid.", CUSTOMER, place), "allow")
    yield Case(
        "invented reviewer",
        draft("Best lamp ever! Rita", CUSTOMER, place, persona={"presented_as": "customer", "true": False, "name_real": False}),
        "block",
        "identity",
    )
    yield Case("review without use", draft("Best lamp ever!", CUSTOMER, place, used_product=False), "block", "opinion")
    yield Case(
        "rival",
        draft(
            "Terrible lamp, avoid.", place, relationship="competitor", compensation=[], persona={"presented_as": "customer", "true": False}
        ),
        "block",
        "identity",
    )
    yield Case(
        "lifted average",
        draft("4.9 stars!", BRAND, claims=[{"kind": "aggregate_rating", "lifts_average_materially": True}]),
        "revise",
        "opinion",
    )


def identity_cases() -> Iterator[Case]:
    """Who speaks: bots, machines, experts, aliases, sites."""
    sell: Draft = {**BOT, "purpose": "sell"}
    yield Case("bot says so", draft("I'm Tolva's automated assistant. Need a lamp?", sell), "allow")
    yield Case("bot, AI", draft("AI assistant here. Need a lamp?", sell), "allow")
    yield Case("bot silent", draft("Hi, I'm Mia. Need a lamp?", sell), "revise", "identity")
    yield Case("bot says human", draft("I'm a real person, not a bot. Need a lamp?", sell), "block", "identity")
    yield Case("bot answers", draft("Your parcel comes tomorrow.", BOT, purpose="reply"), "revise", "identity")
    yield Case("bot answers, said", draft("Automated reply: your parcel comes tomorrow.", BOT, purpose="reply"), "allow")
    yield Case(
        "bot as human persona",
        draft("Automated? No, I'm human.", sell, persona={"presented_as": "human", "true": False}),
        "block",
        "identity",
    )
    virtual: Draft = {"author": {"account": "virtual", "human": False, "age": "adult"}}
    yield Case(
        "virtual says so", draft("#ad I'm a virtual character. The Tolva lamp has three colours.", virtual, used_product=False), "allow"
    )
    yield Case("virtual silent", draft("#ad The Tolva lamp has three colours.", virtual), "revise", "identity")
    yield Case("virtual lived it", draft("#ad I'm virtual and I've used my Tolva lamp for weeks.", virtual), "block", "identity")
    for value, verdict in ((False, "block"), (None, "approve"), (True, "allow")):
        persona = {"presented_as": "doctor", "true": value, "relevant": True, "evaluated": True}
        yield Case(f"doctor {value}", draft("#ad As a doctor I say: bright.", persona=persona), verdict, "" if value else "identity")
    persona = {"presented_as": "doctor", "true": True, "relevant": False, "field": "history"}
    yield Case("doctor of history", draft("#ad As a doctor I say: bright.", persona=persona), "revise", "identity")
    persona = {"presented_as": "doctor", "true": True, "relevant": None}
    yield Case("doctor of what", draft("#ad As a doctor I say: bright.", persona=persona), "approve", "identity")
    alias: Draft = {"author": {"account": "anonymous", "human": True, "age": "adult"}, "channel": "forum_post"}
    yield Case("alias of staff", draft("Tolva is the best, trust me.", STAFF, alias), "block", "identity")
    yield Case("alias of a customer", draft("Tolva is the best, trust me.", CUSTOMER, alias), "allow")
    site: Draft = {**BRAND, "author": {"account": "brand_controlled", "human": True, "age": "adult"}, "channel": "website_page"}
    yield Case(
        "site poses",
        draft("Independent reviewer: Tolva wins.", site, persona={"presented_as": "independent_reviewer", "true": False}),
        "block",
        "identity",
    )
    yield Case("site says whose", draft("This site is owned by Tolva. Our lamp wins.", site), "allow")
    yield Case("ghost", draft("#ad The Tolva lamp is bright.", ghostwritten=True, holds_opinion=None), "approve", "identity")
    yield Case(
        "actors", draft("Real people love Tolva.", BRAND, speakers="actors", persona={"presented_as": "customers"}), "revise", "identity"
    )
    yield Case(
        "actors said",
        draft("Actors, not customers. Love for Tolva.", BRAND, speakers="actors", persona={"presented_as": "customers"}),
        "allow",
    )
    public = {"ai_generated": "full", "public_interest": True, "ai_human_reviewed": False, "publish_at": "2026-10-01T10:00:00Z"}
    de = readers("DE", "en")
    yield Case("machine text in the Union", draft("Energy prices will rise.", BRAND, de, public, purpose="inform"), "revise", "identity")
    yield Case("machine text said", draft("AI-generated: energy prices will rise.", BRAND, de, public, purpose="inform"), "allow")
    yield Case(
        "before the act", draft("Energy prices will rise.", BRAND, de, public, purpose="inform", publish_at="2026-05-01T10:00:00Z"), "allow"
    )


def place_rule_cases() -> Iterator[Case]:
    """Venues, minors, briefs, money."""
    staff = draft("I work at Tolva. The lamp is bright.", STAFF, channel="forum_post")
    for promotion, verdict in (("forbidden", "block"), ("allowed", "allow"), ("disclosed_only", "allow"), ("unknown", "approve")):
        yield Case(f"venue {promotion}", {**staff, "venue": {"promotion": promotion}}, verdict, "" if verdict == "allow" else "venue")
    yield Case("venue, customer", draft("The lamp is bright.", CUSTOMER, channel="forum_post", venue={"promotion": "forbidden"}), "allow")
    yield Case("flair", {**staff, "venue": {"promotion": "disclosed_only", "flair_set": False}}, "revise", "venue")
    yield Case("label required", draft("#ad Bright lamp.", venue={"label_required": True}, platform_label=False), "revise", "venue")
    yield Case("label required, on", draft("#ad Bright lamp.", venue={"label_required": True}, platform_label=True), "allow")
    yield Case("text required", draft("Ad: bright lamp.", channel="x_post", venue={"required_text": "#ad"}), "revise", "venue")
    yield Case("category", draft("#ad Good gin.", sector="alcohol", venue={"prohibited_categories": ["alcohol"]}), "block", "venue")
    edit: Draft = {"channel": "wikipedia_edit", "purpose": "edit", "relationship": "agency", "compensation": ["money"]}
    yield Case("paid edit", draft("Tolva was founded in 1990.", edit), "revise", "venue")
    yield Case("paid edit told", draft("Tolva was founded in 1990.", edit, edit_summary="Paid edit for my client Tolva"), "allow")
    yield Case("secret edit", draft("Tolva was founded in 1990.", edit, cannot_disclose=True), "block", "venue")
    recruit: Draft = {**BRAND, "purpose": "recruit_ambassador", "channel": "dm"}
    invite = "Join our crew! Always start with #ad and say what you think."
    yield Case("recruit a child", draft(invite, recruit, recipient={"age": "under13"}), "block", "minors")
    yield Case("recruit a teen", draft(invite, recruit, recipient={"age": "teen", "parental_consent": None}), "approve", "minors")
    yield Case("recruit with consent", draft(invite, recruit, recipient={"age": "teen", "parental_consent": True}), "allow")
    yield Case("recruit an adult", draft(invite, recruit, recipient={"age": "adult"}), "allow")
    yield Case("children read", draft("#ad The Tolva night lamp is bright.", readers("US", children=True)), "approve", "minors")
    yield Case("minor shown", draft("#ad Bright lamp.", features_minor=True, parental_consent=None), "approve", "minors")
    brief: Draft = {**BRAND, "purpose": "brief_creators", "channel": "email"}
    yield Case("brief", draft("Start with #ad, show and say it, and only say what you think.", brief), "allow")
    yield Case("brief silent", draft("Post three pictures of the lamp by Friday.", brief), "revise", "downstream")
    for text in (
        "Post the lamp, but please no #ad, it should look organic.",
        "Don't mention that we paid you.",
        "Put #ad at the very end where nobody sees it.",
        "No need to disclose, it's just a lamp.",
        "Post as if you were a normal customer.",
    ):
        yield Case(f"brief: {text[:20]}", draft(text, brief), "block", "downstream")
    yield Case("staff brief", draft("Please like our posts. Say that you work here.", brief, purpose="brief_staff"), "allow")
    yield Case(
        "staff brief hides",
        draft("Comment from your personal accounts, do not reveal that you work here.", brief, purpose="brief_staff"),
        "block",
        "downstream",
    )
    money: Draft = {**BRAND, "sector": "finance"}
    yield Case("fund", draft("Our fund is open to savers.", money), "approve", "regulated")
    yield Case("fund approved", draft("Our fund is open to savers.", money, approved_by=["compliance"]), "allow")
    yield Case("fund guaranteed", draft("Guaranteed returns of 9%!", money, approved_by=["compliance"]), "block", "regulated")


def benign_cases() -> Iterator[Case]:
    """What customers and brands say every day."""
    customers = (
        "Third Tolva lamp in the house. Still bright.",
        "Not sponsored, I just like light. Tolva!",
        "Paid 40 euros for the Tolva lamp and do not regret it.",
        "My partner gave me a Tolva lamp for my birthday.",
        "I work for a hospital and read under my Tolva lamp at night.",
        "Ad blockers should exist for lamps. Mine is by Tolva.",
        "The Tolva ad on TV made me laugh.",
        "Returned my Tolva lamp, support was kind.",
        "Why is my Tolva lamp flickering? Love it otherwise.",
        "Got the Tolva lamp as a gift from my mum.",
    )
    for at, text in enumerate(customers):
        yield Case(f"customer {at}", draft(text, CUSTOMER), "allow")
    posts = (
        "Our shop opens at nine.",
        "The new Tolva lamp is here, in three colours.",
        "Thanks to everyone who came to our launch!",
        "We love our customers. Free delivery this week.",
        "20% off all lamps until Sunday.",
        "We are hiring designers.",
    )
    for at, text in enumerate(posts):
        yield Case(f"brand {at}", draft(text, BRAND), "allow")
    for at, text in enumerate(("Sorry to hear that! Please send us your order number.", "Yes, it ships to Canada.", "Thank you!")):
        yield Case(f"reply {at}", draft(text, BRAND, purpose="reply", channel="x_reply"), "allow")


def wording_cases() -> Iterator[Case]:
    """Briefs and requests that hide a tie, or threaten, in other words; and good ones that sound like them."""
    brief: Draft = {**BRAND, "purpose": "brief_creators", "channel": "email"}
    for text in (
        "You can skip the hashtag ad this time.",
        "Please keep our deal confidential from your followers.",
        "Write #ad in white on white.",
        "Never mention us paying. Just be natural.",
    ):
        yield Case(f"hides: {text[:24]}", draft(text, brief), "block", "downstream")
    for text in (
        "Never hide that we paid you: start with Ad and only say what you think.",
        "Don't put #ad at the end, put it first. Only say what you think.",
        "Always disclose that you work here. Never pretend to be a customer.",
        "Keep the launch date secret until Monday. Start with #ad.",
    ):
        yield Case(f"tells: {text[:24]}", draft(text, brief), "allow")
    ask: Draft = {**BRAND, "purpose": "solicit_reviews", "channel": "email"}
    yield Case("gate", draft("Unhappy? Contact support instead. Happy? Review us!", ask), "block", "opinion")
    yield Case("no gate", draft("Happy customers make our day! Leave a review, good or bad.", ask), "allow")
    reply: Draft = {**BRAND, "purpose": "reply", "channel": "dm"}
    yield Case("attorneys", draft("Remove this review today or our attorneys will contact you.", reply), "block", "opinion")
    yield Case("no threat", draft("You can edit or delete your review at any time.", reply), "allow")
    yield Case("proud staff", draft("Proud to work at Tolva! Our new lamp is out.", STAFF), "allow")
