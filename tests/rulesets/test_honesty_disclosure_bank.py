"""Drafts about ties, told and not told, in many words: one group a test, all of our own making."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

import engagepolicy as ep
from tests.rulesets.honesty_parts import AFFILIATE, CUSTOMER, GB, GIFT, PAID, STAFF, Draft, draft, readers

FAMILY: Draft = {**CUSTOMER, "relationship": "family"}
INVESTOR: Draft = {**CUSTOMER, "relationship": "investor", "compensation": ["equity"]}
AGENCY: Draft = {**STAFF, "relationship": "agency"}
GERMAN: Draft = {**readers("DE", "de"), "language": "de"}
FRENCH: Draft = {**readers("FR", "fr"), "language": "fr"}
ITALIAN: Draft = {**readers("IT", "it"), "language": "it"}
LINK = "https://shop.example/lamp?tag=me-20"

GROUPS: dict[str, tuple[Draft, str, str]] = {
    "pay, told": (
        PAID,
        "allow",
        """
        Heads up: Tolva is paying me to talk about this lamp. It hums.
        AD lighting my desk again
        Ad: From Monday on I read by Tolva only.
        #ad In Lisbon with my Tolva lamp.
        Ad // Tolva lamps are bright
        They paid me, so weigh my words: the Tolva lamp is bright.
        A word from our sponsor: Tolva lamps last for years.
        Tolva, who sponsor me, make bright lamps.
        Tolva asked me to write this and paid my fee. Bright lamp.
        I'm a paid Tolva ambassador. Bright lamp.
        Here's an ad for Tolva: bright lamps.
        This reel is sponsored by @tolva. Bright lamp.
        Tolva is sponsoring my desk week, and here is day one.
        Tolva kindly and personally paid me. Bright lamp.
        #ad I have no affiliation with Nordwind. Tolva for me.
        #ad If you're not paid on time, write by the light of a Tolva lamp.
        Ad. Paid by Tolva, but not paid to like it: the switch is poor.
        """,
    ),
    "pay, not told": (
        PAID,
        "revise",
        """
        I saw an ad for Tolva and bought two lamps.
        Saw the #ad for Tolva, bought three lamps.
        You know that #ad with the goat? Tolva is that bright.
        The tour was sponsored by Tolva and the lamps were bright.
        We sponsored a puppy and named it after Tolva.
        I've been paid in full and bought a Tolva lamp.
        She paid me a compliment on my Tolva lamp.
        AD BLINDNESS IS REAL, MY LAMP IS TOLVA.
        /ad/ Tolva lamps are bright
        #ａｄvert Tolva lamps are bright
        ＡＤ | Tolva lamps are bright
        #ad_venture by the light of a Tolva lamp
        s p o n s o r e d lamp light by Tolva
        The #adage says: light your desk. Tolva!
        #TolvaPartner desk light
        Powered by Tolva, desk light
        Tolva creator since 2024. Bright lamp.
        Collab alert! Tolva lamps
        Grateful for Tolva's support! Bright lamp.
        Tolva sent me this lamp for free. Bright.
        """,
    ),
    "pay, denied": (
        PAID,
        "block",
        """
        Zero sponsorship here, simply a bright lamp: Tolva.
        Tolva isn't paying me a cent. Bright lamp.
        This is in no way sponsored. Tolva, bright lamp.
        Never been paid by Tolva. Bright lamp.
        Independent and unpaid: Tolva is bright.
        I have no connections to Tolva. Bright lamp.
        not sp\u200bonsored: Tolva, bright lamp
        """,
    ),
    "a gift, told": (
        GIFT,
        "allow",
        """
        Tolva mailed me the lamp at no charge. It hums.
        Tolva very kindly sent me this lamp. It hums.
        The folks at Tolva gave me this lamp. It hums.
        Tolva was kind enough to give me this lamp. It hums.
        Review unit provided by Tolva. It hums.
        I was sent this lamp by Tolva. It hums.
        I received this Tolva lamp at no cost in exchange for my honest review. It hums.
        I didn't pay for this lamp, Tolva did. It hums.
        Lamp courtesy of Tolva, free of charge. It hums.
        Not a paid post, but Tolva gave me the lamp. It hums.
        Not sponsored, but Tolva did send me this lamp for free. It hums.
        Nobody paid me, though Tolva did give me the lamp. It hums.
        """,
    ),
    "a gift, not told": (
        GIFT,
        "revise",
        """
        Tolva gave me all the feels. Bright lamp.
        Tolva gave me a boost this winter. Bright lamp.
        Tolva sent me into raptures. Bright lamp.
        Tolva sent me an email about the new lamp, bright!
        Feel free to order from Tolva, bright lamps.
        Free shipping from Tolva this week, bright lamps.
        Get a free bulb from Tolva with every lamp!
        The perfect gift from Tolva for dads. Bright lamp.
        Lucky me: Tolva lamp, so bright
        """,
    ),
    "a gift, denied": (
        GIFT,
        "block",
        """
        I paid for this Tolva lamp myself and adore it.
        Tolva didn't send me this, I promise. Bright lamp.
        Not sponsored, just a bright Tolva lamp.
        """,
    ),
    "work, told": (
        STAFF,
        "allow",
        """
        I'm an engineer at Tolva, and this lamp took us two years.
        Tolva pays my salary, so take this with salt: bright lamp.
        Day job: designer at Tolva. This lamp is our best.
        I design lamps at Tolva. This one is our best.
        My employer, Tolva, just launched its brightest lamp.
        As head of design at Tolva I love this lamp.
        Bea from Tolva here: brightest lamp yet.
        """,
    ),
    "work, not told": (
        STAFF,
        "revise",
        """
        Tolva employees are the nicest, and the lamp is bright.
        The CEO of Tolva is a genius, bright lamp.
        A friend who works at Tolva says the lamp is bright, and I agree.
        I'm a huge fan of Tolva, bright lamp.
        I'm a regular at Tolva's shop, bright lamp.
        I work best by a Tolva lamp.
        Tolva hired the best designer, look at this lamp.
        """,
    ),
    "agency, told": (AGENCY, "allow", "We do PR for Tolva. Bright lamp.\nTolva is a client of our agency. Bright lamp."),
    "family, told": (
        FAMILY,
        "allow",
        """
        My husband founded Tolva. Bright lamp.
        Tolva is my mum's company. Bright lamp.
        The owner of Tolva is a close friend of mine. Bright lamp.
        """,
    ),
    "family, not told": (
        FAMILY,
        "revise",
        """
        I borrowed my sister's Tolva. Bright lamp.
        My favourite brand Tolva has a bright lamp.
        I enjoyed my sister's company and a Tolva lamp.
        A friend of mine told me about Tolva. Bright lamp.
        """,
    ),
    "stake, told": (INVESTOR, "allow", "Disclosure: I hold Tolva stock. Bright lamp.\nI've put money into Tolva. Bright lamp."),
    "stake, not told": (INVESTOR, "revise", "Tolva shares my love of light.\nI invested a weekend in my Tolva lamp."),
    "commission, told": (
        AFFILIATE,
        "allow",
        f"Commissions earned on this link: {LINK} bright lamp\nBuying through my link earns me a commission: {LINK}",
    ),
    "commission, not told": (AFFILIATE, "revise", f"My link helps the channel: {LINK}\nCommission-free joy: {LINK}"),
    "no tie": (
        CUSTOMER,
        "allow",
        """
        Tolva gave me a refund without fuss.
        Wish I was sponsored by Tolva, ha.
        Paid 80 for this Tolva lamp. Worth it.
        #ad-free zone, just me and my Tolva lamp
        My own money, my own lamp: Tolva.
        """,
    ),
    "Britain": (
        GB,
        "revise",
        "Tolva paid me for this. Bright lamp.\n#paidpartnership Tolva, bright lamp\nFunded by Tolva. Bright lamp.",
    ),
    "Britain, work": ({**STAFF, **GB}, "revise", "I work at Tolva. Bright lamp."),
    "Britain, work as an ad": ({**STAFF, **GB}, "allow", "Ad: I work at Tolva. Bright lamp."),
    "Germany, denied": (GERMAN, "block", "Unbezahlte Werbung! Tolva leuchtet.\nDas ist keine bezahlte Werbung, Tolva leuchtet."),
    "Germany, told": (GERMAN, "allow", "Dieser Beitrag enthält Werbung für Tolva. Helle Lampe."),
    "Germany, a gift": ({**GIFT, **GERMAN}, "revise", "Unbezahlte Werbung! Tolva leuchtet.\nPR-Muster: Tolva leuchtet."),
    "France, denied": (FRENCH, "block", "Aucune publicité ici, juste Tolva.\nCeci n'est pas une publicité : Tolva brille."),
    "Italy, denied": (ITALIAN, "block", "Questo non è un adv: Tolva, che luce."),
}


@cache
def policy() -> ep.Policy:
    return ep.load("honesty.all")


def judged(base: Draft, texts: str) -> Iterator[tuple[str, str, list[str]]]:
    for text in (each.strip() for each in texts.strip().splitlines()):
        review = policy().review(draft(text, base))
        yield text, review.verdict, [finding.rule for finding in review.findings]


@pytest.mark.parametrize("group", GROUPS)
def test_the_drafts_of_a_group_get_its_verdict(group: str) -> None:
    base, verdict, texts = GROUPS[group]
    assert [each for each in judged(base, texts) if each[1] != verdict] == []


def test_a_brand_behind_a_colon_is_no_payer_that_was_named() -> None:
    connections = [{"brand": "Tolva"}, {"brand": "Nordwind"}]
    told = draft("Paid by Tolva and Nordwind: lamp and desk, both fine.", connections=connections)
    silent = draft("Paid by Tolva: lamp and the Nordwind desk, both fine.", connections=connections)
    assert (policy().review(told).verdict, policy().review(silent).verdict) == ("allow", "revise")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Do not post without #ad. Say only what you think.", "allow"),
        ('Put "Ad" first and say it aloud. Never hide it among hashtags.', "allow"),
        ("You can skip the #ad, nobody checks.", "block"),
        ("Don't worry, leave out the disclosure.", "block"),
    ],
)
def test_a_brief_that_forbids_hiding_does_not_hide(text: str, verdict: str) -> None:
    author = {"account": "brand_official", "human": True, "age": "adult"}
    brief = draft(text, relationship="brand", compensation=[], author=author, channel="email", purpose="brief_creators")
    assert policy().review(brief).verdict == verdict
