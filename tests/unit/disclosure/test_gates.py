"""What counts as a disclosure, gate by gate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.disclosures import AFFILIATE, EMPLOYEE, GIFTED, find, find_at, passes

LABELS = [
    "#ad The roast is dark.",
    "Ad: the roast is dark.",
    "AD | The roast is dark",
    "(ad) The roast is dark",
    "[AD] The roast is dark",
    "AD My morning roast",
    "*Advertisement* The roast is dark",
    "\u2615 #Ad The roast is dark",
    "Ad for Marrow Coffee: the roast is dark",
    "Sponsored by Marrow. The roast is dark",
    "Paid partnership with @marrowcoffee, the roast is dark",
    "#PaidPartnership The roast is dark",
    "#paid_partnership The roast is dark",
    "Dark roast on a grey day.\nAd. Marrow Coffee made my morning so much better than usual.",
]
NO_LABELS = [
    "#advice on roasting beans, addicted to this",
    "#adidas and #adventure, glad to be a nomad",
    "ad astra per aspera with this roast",
    "Ad nauseam: the roast is dark",
    "AD 79 was a bad year for roasts",
    "This coffee is ad-free",
    "I saw an ad for soup and wanted coffee",
    "Link: https://marrow.example/ad/?utm_medium=ad",
    "Read https://marrow.example/#ad now",
    "Thanks @ad_handle and @ad for the tip",
    "Sponsored a puppy with my roast",
    "sponsored by Nordwind, this roast is dark",
    "Mail ad@marrow.example about the roast",
    'The box says "ad" in small letters',
    "RT @friend: #ad the roast is dark",
    "> #ad\nThe roast is dark",
    "The roast <!-- #ad --> is dark",
    '<span style="display: none">#ad</span> The roast is dark',
    "<p hidden>#ad</p> The roast is dark",
    ">!#ad!< The roast is dark",
    "||#ad|| The roast is dark",
    "`#ad` The roast is dark",
    "Is this an ad? You decide",
    "#adMarrow The roast is dark",
    "#MarrowAd The roast is dark",
    "mad-ad/ad.ad_ad The roast",
    "ＡＤ | The roast is dark",
    "#ａｄvert The roast is dark",
    "Ever since I saw the #ad I drink this roast",
    "I laughed at an #ad for this roast",
    "",
]


@pytest.mark.parametrize("text", LABELS)
def test_a_label_is_found_as_readers_write_it(text: str) -> None:
    assert passes(text) is True


@pytest.mark.parametrize("text", NO_LABELS)
def test_the_letters_of_a_label_are_not_a_label(text: str) -> None:
    found, _ = find(text)
    assert found["is_present"] is False
    assert found["is_clear"] is False


STATEMENTS = [
    ("I work at Marrow Coffee. The decaf is good.", EMPLOYEE, True),
    ("I work at @marrowcoffee, the decaf is good.", EMPLOYEE, True),
    ("I work for Marrow. The decaf is good.", EMPLOYEE, True),
    ("#MarrowCoffeeEmployee the decaf is good", EMPLOYEE, True),
    ("#marrow_employee the decaf is good", EMPLOYEE, True),
    ("I work for a hospital and the decaf is good.", EMPLOYEE, False),
    ("I work at Halden. The decaf is good.", EMPLOYEE, False),
    ("I work at Marrow Coffee. The decaf is good.", GIFTED, False),
    ("Marrow Coffee sent me this bag for free.", GIFTED, True),
    ("Marrow Coffee sent me an email about the closing hours.", GIFTED, False),
    ("Thanks @MarrowCoffee for the free beans", GIFTED, True),
    ("Thanks @MarrowCoffee for these beans", GIFTED, False),
    ("Marrow gave me this.", GIFTED, True),
    ("Marrow gave me this.", {}, False),
    ("My partner and I love the decaf", {"channel": "x_post"}, False),
    ("Marrow partner here: good decaf", {"channel": "x_post"}, True),
    ("Marrow partner here: good decaf", {"channel": "linkedin_post"}, False),
]


@pytest.mark.parametrize(("text", "facts", "wanted"), STATEMENTS)
def test_a_statement_names_this_brand_and_fits_the_tie(text: str, facts: dict[str, Any], wanted: bool) -> None:
    assert passes(text, **facts) is wanted


@pytest.mark.parametrize("text", ["#spon Good roast", "#gifted Good roast", "Gifted. Good roast"])
def test_a_vague_word_is_there_and_not_clear(text: str) -> None:
    found, evidence = find(text)
    assert (found["is_present"], found["is_clear"]) == (True, False)
    assert {each.fact for each in evidence} >= {"disclosure.is_clear"}


def test_words_are_those_in_force_at_the_moment() -> None:
    assert find_at(datetime(2012, 1, 1, tzinfo=UTC), "#promo good roast")[0]["is_clear"] is True
    assert find("#promo good roast")[0]["is_present"] is False


# --------------------------------------------------------------------------------------------------------------- turned round


@pytest.mark.parametrize(
    "text",
    [
        "not an ad, good roast",
        "This is not really an ad",
        "#notanad good roast",
        "This isn't an ad",
        "I wish this was an ad",
        "Never an #ad",
    ],
)
def test_a_negated_label_denies(text: str) -> None:
    found, _ = find(text)
    assert found["is_denied"] is True
    assert found["is_present"] is False


@pytest.mark.parametrize(
    "text",
    [
        "#ad Not gonna lie, good roast",
        "I never leave without it. #ad Good roast in a cup that keeps warm",
        "#ad I can't stop drinking this",
        "#ad No, really, good roast",
        "This isn't just an ad: good roast. #ad",
    ],
)
def test_a_negation_elsewhere_denies_nothing(text: str) -> None:
    found, _ = find(text)
    assert found["is_denied"] is False
    assert found["is_clear"] is True


@pytest.mark.parametrize("text", ["#ad jk", "#ad (just kidding) good roast", "#ad? good roast", "#ad not really"])
def test_a_joke_takes_the_label_back(text: str) -> None:
    assert find(text)[0]["is_contradicted"] is True


def test_own_money_denies_only_where_nothing_discloses() -> None:
    assert find("Bought with my own money", **EMPLOYEE)[0]["is_denied"] is True
    assert find("I work at Marrow. Bought with my own money", **EMPLOYEE)[0]["is_denied"] is False


def test_a_denial_of_somebody_else_denies_nothing() -> None:
    assert find("#ad No affiliation with Nordwind, good roast")[0]["is_denied"] is False


def test_posing_as_a_customer_is_told_unless_it_is_negated() -> None:
    assert find("An ordinary customer here")[0]["poses_as_independent"] is True
    assert find("I am not an ordinary customer")[0]["poses_as_independent"] is False


@pytest.mark.parametrize(
    "text",
    ["#\u0430d good roast", "#a\u200bd good roast", "\u202eda#\u202c good roast", "#\U0001d41a\U0001d41d good roast"],
)
def test_a_disguised_label_is_none(text: str) -> None:
    found, _ = find(text)
    assert found["is_present"] is False


def test_a_disguised_label_is_reported() -> None:
    assert find("#\u0430d good roast")[0]["is_obfuscated"] is True
    assert find("#ad good roast")[0]["is_obfuscated"] is False


# ------------------------------------------------------------------------------------------------------------------ placement


@pytest.mark.parametrize(
    ("text", "channel", "wanted"),
    [
        ("#ad " + "roast " * 60, "instagram_post", True),
        ("roast " * 60 + "#ad and more roast", "instagram_post", False),
        ("roast " * 60 + "#ad and more roast", "review_site", True),
        ("A\nB\nC\n#ad good roast", "instagram_post", False),
        ("A\nB\n#ad good roast", "instagram_post", True),
        ("What a good roast today. #ad", "instagram_post", False),
        ("Good roast #coffee #dark #ad #cup today", "instagram_post", False),
        ("Good roast #coffee #ad #cup today", "instagram_post", True),
        ("#ad #coffee #dark #cup good roast", "instagram_post", True),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467" * 100 + " #ad good roast", "instagram_post", True),
    ],
)
def test_a_label_stands_where_it_is_seen(text: str, channel: str, wanted: bool) -> None:
    assert find(text, channel=channel)[0]["is_placed"] is wanted


@pytest.mark.parametrize("place", ["bio", "first_comment", "alt_text", "description", "thread_first_post"])
def test_another_place_does_not_count(place: str) -> None:
    found, evidence = find("Good roast", **{f"elsewhere__{place}": "#ad"})
    assert (found["is_present"], found["is_clear"], found["is_placed"]) == (True, True, False)
    assert (f"elsewhere.{place}", "disclosure.is_placed") in {(each.field, each.fact) for each in evidence}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I earn a commission. https://shop.example/?tag=me", True),
        ("Beans https://shop.example/?tag=me (paid link)", True),
        ("Beans https://shop.example/?tag=me " + "roast " * 30 + "I earn a commission.", False),
        ("Beans https://shop.example/?tag=me", False),
    ],
)
def test_a_commission_is_told_near_the_link(text: str, wanted: bool) -> None:
    found, _ = find(text, channel="blog_post", **AFFILIATE)
    assert found["has_affiliate_link"] is True
    assert found["affiliate_link_is_labelled"] is wanted


# --------------------------------------------------------------------------------------------------------------------- media


def said(text: str, at: float | None = 0, seconds: float | None = 5, legible: bool | None = True) -> dict[str, Any]:
    return {"text": text, "at_s": at, "for_s": seconds, "legible": legible}


MEDIA = [
    ("video", {"on_screen": (said("AD"),), "spoken": (said("This is an ad"),)}, False),  # "this is an ad" is no term here
    ("video", {"on_screen": (said("AD"),), "spoken": (said("Sponsored by Marrow"),)}, True),
    ("video", {"on_screen": (said("AD"),), "spoken": ()}, True),
    ("video", {"on_screen": (), "spoken": (said("Sponsored by Marrow"),)}, False),
    ("video", {"on_screen": (said("AD"),)}, None),
    ("video", {}, None),
    ("audio", {"spoken": (said("Sponsored by Marrow"),)}, True),
    ("audio", {"spoken": ()}, False),
    ("audio", {}, None),
    ("story", {"on_screen": (said("AD paid by Marrow"),)}, True),
    ("story", {"on_screen": (said("AD", legible=False),)}, False),
    ("story", {"on_screen": (said("AD", legible=None),)}, None),
    ("story", {"on_screen": (said("AD", seconds=0.4),)}, False),
    ("story", {}, None),
]


@pytest.mark.parametrize(("modality", "facts", "wanted"), MEDIA)
def test_a_disclosure_is_in_each_medium(modality: str, facts: dict[str, Any], wanted: bool | None) -> None:
    assert find("", modality=modality, **facts)[0]["is_in_medium"] is wanted


def test_a_disclosure_comes_at_the_start() -> None:
    late = {"on_screen": (said("AD", at=55),), "spoken": (said("Ad.", at=55),), "duration_s": 60}
    assert find("", modality="video", **late)[0]["is_placed"] is False


@pytest.mark.parametrize(
    ("texts", "wanted"), [(["AD", "AD"], True), (["AD", "buy it"], False), (["AD", None], True)]
)
def test_every_promotional_frame_has_one(texts: list[str | None], wanted: bool) -> None:
    frames = tuple({"text": text or "my cat", "legible": True, "promotional": text is not None} for text in texts)
    assert find("", modality="story", frames=frames)[0]["is_repeated"] is wanted


@pytest.mark.parametrize(("moments", "wanted"), [((0, 900, 1800, 2700), True), ((0,), False), ((0, 3500), False)])
def test_a_live_stream_repeats_it(moments: tuple[int, ...], wanted: bool) -> None:
    spoken = tuple(said("Ad.", at=at) for at in moments)
    assert find("", modality="live", spoken=spoken, duration_s=3600)[0]["is_repeated"] is wanted


# ------------------------------------------------------------------------------------------------------ languages and countries


def test_a_label_is_in_the_language_of_the_audience() -> None:
    assert find("#ad Buen tueste", audience__languages=frozenset({"es"}), language="es")[0]["is_in_language"] is False
    assert find("#ad Buen tueste", audience__languages=frozenset({"es", "en-US"}), language="es")[0]["is_in_language"] is True


def test_a_word_of_another_language_is_no_label() -> None:
    turkish = {"language": "tr", "audience__languages": frozenset({"tr"})}
    assert find("Ad: Marrow. Harika kahve", **turkish)[0]["is_present"] is False
    assert find("Ad: Marrow. Harika kahve")[0]["is_present"] is True


def test_the_strictest_country_wins() -> None:
    both = {"audience__countries": frozenset({"US", "DE"}), "audience__languages": frozenset({"en", "de"})}
    assert find("#ad Good roast", **both)[0]["is_clear"] is False
    assert passes("#ad Werbung: Good roast", language="de", **both) is True


def test_a_country_without_words_is_named() -> None:
    found, _ = find("#ad Good roast", audience__countries=frozenset({"KE"}))
    assert found["uncovered_countries"] == {"KE"}
    assert found["is_clear"] is None
    found, _ = find("#ad Good roast", audience__countries=frozenset({"KE", "us"}))
    assert found["uncovered_countries"] == {"KE"}
    assert found["is_clear"] is True


def test_what_is_not_known_stays_not_known() -> None:
    found, _ = find(None)
    assert found["is_present"] is found["is_clear"] is found["is_denied"] is None
    assert find("Good roast", audience__countries=None)[0]["is_present"] is None


def test_every_payer_is_named() -> None:
    payers = ({"brand": name, "relationship": "paid_creator"} for name in ("Marrow Coffee", "Halden"))
    several: dict[str, Any] = {"connections": tuple(payers)}
    assert find("#ad Marrow in a Halden cup", **several)[0]["names_every_payer"] is True
    assert find("#ad Marrow in a good cup", **several)[0]["names_every_payer"] is False
    gifts: dict[str, Any] = GIFTED | several
    assert find("Marrow gave me this. The cup is by Halden.", **gifts)[0]["names_every_payer"] is False
