"""Drafts of authors with a tie: told or not, denied, in each place, medium and country."""

from __future__ import annotations

from collections.abc import Iterator

from tests.rulesets.honesty_parts import AFFILIATE, CUSTOMER, GB, GIFT, STAFF, Case, Draft, draft, readers


def label_cases() -> Iterator[Case]:
    """Labels that readers in the United States understand."""
    clear = (
        "#ad The Tolva lamp finally lit my desk.",
        "Ad: the Tolva lamp finally lit my desk.",
        "AD | the Tolva lamp finally lit my desk",
        "[Ad] the Tolva lamp finally lit my desk",
        "Sponsored by Tolva. My desk has light again.",
        "#Sponsored My desk has light again thanks to the Tolva lamp.",
        "Paid partnership with @tolva: my desk has light again.",
        "Tolva paid me to try their lamp. It is bright and a bit loud.",
        "\u2728 #ad \u2728 The Tolva lamp finally lit my desk.",
        "This is a paid ad for Tolva. My desk has light again.",
        "#AD The Tolva lamp finally lit my desk.",
        "Advertisement. The Tolva lamp finally lit my desk.",
        "Thank you to Tolva for sponsoring this post. The lamp is bright.",
        "#PaidPartnership with Tolva. The lamp is bright.",
        "(ad) The Tolva lamp is bright.",
        "I got paid by Tolva for this: their lamp is bright.",
    )
    for at, text in enumerate(clear):
        yield Case(f"clear label {at}", draft(text), "allow")


def no_label_cases() -> Iterator[Case]:
    """What only looks like a label, and labels that say too little."""
    lookalikes = (
        "#advice for your desk: get the Tolva lamp.",
        "Addicted to my Tolva lamp #addicted",
        "Ad astra! The Tolva lamp shines like a star.",
        "Glad I met the Tolva lamp.",
        "An ad-free desk with my Tolva lamp.",
        "I saw an ad for soup and bought a lamp instead. Tolva is bright.",
        "Since AD 79 no lamp was brighter than Tolva.",
        "Tolva lamp https://tolva.example/lamp?utm_medium=ad",
        "Tolva lamp https://tolva.example/ad/lamp",
        "Tolva lamp https://tolva.example/#ad",
        "Thanks @ad_handle for the tip about the Tolva lamp.",
        "Sponsored a puppy today and bought a lamp.",
        "My partner and I love the Tolva lamp.",
        "Met the Norwegian ambassador under a Tolva lamp.",
        "Paid the ferryman and read by my Tolva lamp.",
        "My Tolva lamp #adventure #adore #adidas",
        "My Tolva lamp <!-- #ad --> is bright.",
        'My Tolva lamp <span style="display:none">#ad</span> is bright.',
        "RT @friend: #ad the Tolva lamp is bright",
        'The box says "ad". The Tolva lamp is bright.',
        "Nomad life with a Tolva lamp, ad nauseam.",
        "#adTolva the lamp is bright",
        "#TolvaLove the lamp is bright",
        "\u202eda#\u202c the Tolva lamp is bright",
        "#\u0430d the Tolva lamp is bright",
        "#a\u200bd the Tolva lamp is bright",
        "#\U0001d5ee\U0001d5f1 the Tolva lamp is bright",
        "`#ad` the Tolva lamp is bright",
        "||#ad|| the Tolva lamp is bright",
        "mail ad@tolva.example for the Tolva lamp",
        "Is it an ad? Who knows. The Tolva lamp is bright.",
        "#ad with Nordwind. The Tolva lamp is bright.",
    )
    for at, text in enumerate(lookalikes):
        yield Case(f"no label {at}", draft(text), "revise", "relationship")
    vague = (
        "#sp", "#spon", "#collab", "#ambassador", "#partner", "#thanks", "#gifted", "#aff", "#TolvaAd", "#promo", "#sweeps",
        "#ee", "#brandambassador", "#iworkwith", "Thanks Tolva!", "In partnership with Tolva.", "Made possible by Tolva.",
        "c/o Tolva.", "Collab with Tolva.",
    )  # fmt: skip
    for text in vague:
        yield Case(f"vague {text}", draft(f"{text} The lamp is bright."), "revise", "relationship")


def tie_cases() -> Iterator[Case]:
    """Ties of each kind, told and not told."""
    kinds: tuple[tuple[str, list[str], str], ...] = (
        ("employee", ["salary"], "I work at Tolva, and the new lamp is bright."),
        ("officer", ["salary", "equity"], "I'm the CEO of Tolva. The new lamp is bright."),
        ("owner", ["equity"], "I own Tolva. The new lamp is bright."),
        ("agency", ["salary"], "My employer is paid to promote Tolva. The new lamp is bright."),
        ("gifted_creator", ["free_product"], "Tolva gave me this lamp. It is bright."),
        ("gifted_creator", ["travel"], "Tolva flew me to see the lamp. It is bright."),
        ("gifted_creator", ["early_access"], "I got early access from Tolva. The lamp is bright."),
        ("affiliate", ["commission"], "I earn a commission if you buy this lamp. It is bright."),
        ("family", [], "My sister owns Tolva. The lamp is bright."),
        ("friend", [], "A friend of mine runs Tolva. The lamp is bright."),
        ("investor", ["equity"], "I own shares in Tolva. The lamp is bright."),
        ("contest_entrant", ["contest_entry"], "#TolvaContest The lamp is bright."),
        ("ambassador", ["money"], "Ad: I'm paid by Tolva. The lamp is bright."),
        ("paid_creator", ["possible_payment"], "#ad The Tolva lamp is bright."),
        ("customer", ["discount"], "Tolva gave me a discount. The lamp is bright."),
        ("competitor", [], "Full disclosure: I work for a competitor. The Tolva lamp is dim."),
    )
    for relationship, compensation, told in kinds:
        facts = {"relationship": relationship, "compensation": compensation}
        name = f"{relationship} {','.join(compensation)}"
        yield Case(f"told: {name}", draft(told, facts), "allow")
        yield Case(f"silent: {name}", draft("The Tolva lamp is bright.", facts), "revise", "relationship")


def other_tie_cases() -> Iterator[Case]:
    """Ties that are told in the wrong words, obvious, not known, or to several brands."""
    yield Case("gift told for pay", draft("Tolva sent me this lamp for free."), "revise", "relationship")
    yield Case("hospital", draft("I work for a hospital and like the Tolva lamp.", STAFF), "revise", "relationship")
    yield Case("another employer", draft("I work at Nordwind and like the Tolva lamp.", STAFF), "revise", "relationship")
    yield Case("former customer", draft("Tolva lamp: bought one, like it.", CUSTOMER), "allow")
    yield Case(
        "open to all", draft("Half price this week at Tolva!", CUSTOMER, compensation=["discount"], benefit_open_to_public=True), "allow"
    )
    yield Case("a pen", draft("Tolva gave out pens. Nice lamp too.", CUSTOMER, compensation=["trivial_gift"]), "allow")
    yield Case("obvious", draft("Our new lamp is out.", STAFF, connection_obvious=True), "allow")
    yield Case("no praise", draft("The shop opens at nine.", STAFF, purpose="inform"), "allow")
    yield Case("tie unknown", draft("The Tolva lamp is bright.", relationship="unknown", compensation=[]), "approve", "relationship")
    yield Case("tie null", draft("The Tolva lamp is bright.", relationship=None, compensation=[]), "approve", "relationship")
    yield Case("pay unknown", draft("The Tolva lamp is bright.", CUSTOMER, compensation=["unknown"]), "approve", "relationship")
    yield Case("thanks without free", draft("Thanks @tolva for this lamp!", GIFT), "revise", "relationship")
    yield Case("thanks with free", draft("Thanks @tolva for the free lamp!", GIFT), "allow")
    yield Case("ambassador on x", draft("Tolva ambassador here: the lamp is bright.", channel="x_post"), "allow")
    yield Case("ambassador on a blog", draft("Tolva ambassador here: the lamp is bright.", channel="blog_post"), "revise", "relationship")
    yield Case(
        "two payers, one named",
        draft("#ad The Tolva lamp is bright.", connections=[{"brand": "Tolva"}, {"brand": "Nordwind"}]),
        "revise",
        "relationship",
    )
    yield Case(
        "two payers named",
        draft("#ad The Tolva lamp on a Nordwind desk.", connections=[{"brand": "Tolva"}, {"brand": "Nordwind"}]),
        "allow",
    )
    yield Case(
        "funded research",
        draft("#ad A study shows that Tolva saves eyes.", claims=[{"kind": "research", "funded_by_brand": True}]),
        "revise",
        "relationship",
    )
    yield Case(
        "funded research told",
        draft("#ad A study paid for by Tolva shows less glare.", claims=[{"kind": "research", "funded_by_brand": True}]),
        "allow",
    )


def denial_cases() -> Iterator[Case]:
    """Ties that are denied, or taken back in a joke."""
    denials = (
        "Not sponsored, just love my Tolva lamp.",
        "#notsponsored The Tolva lamp is bright.",
        "#notanad The Tolva lamp is bright.",
        "This is not an ad. The Tolva lamp is bright.",
        "No affiliation with Tolva, the lamp is just bright.",
        "Nobody paid me to say that the Tolva lamp is bright.",
        "Bought with my own money: the Tolva lamp is bright.",
        "I'm not affiliated with Tolva, the lamp is bright.",
        "#ad Honestly, this isn't sponsored.",
        "I wasn't paid for this. The Tolva lamp is bright.",
    )
    for at, text in enumerate(denials):
        yield Case(f"denial {at}", draft(text), "block", "relationship")
        yield Case(f"true denial {at}", draft(text.replace("#ad ", ""), CUSTOMER), "allow")
    for text in ("#ad (just kidding) The Tolva lamp is bright.", "#ad jk The Tolva lamp is bright.", "#ad? not really. Bright lamp."):
        yield Case(f"joke {text[:12]}", draft(text), "revise", "relationship")
    benign = (
        "#ad Not gonna lie, the Tolva lamp is bright.",
        "#ad I can't stop looking at my Tolva lamp.",
        "#ad No more dark desks with the Tolva lamp.",
        "#ad I never work without my Tolva lamp.",
        "#ad Why not try the Tolva lamp?",
    )
    for at, text in enumerate(benign):
        yield Case(f"no denial {at}", draft(text), "allow")
    for at, text in enumerate(
        (
            "Ordinary customer here: bright lamp!",
            "Just a customer, but the Tolva lamp is bright.",
            "As an independent reviewer I say: bright.",
        )
    ):
        yield Case(f"pose {at}", draft(text, STAFF), "block", "identity")
    yield Case("customer says so", draft("Just a happy customer: the Tolva lamp is bright.", CUSTOMER), "allow")
    yield Case("employee denies", draft("I don't work for Tolva, but the lamp is bright.", STAFF), "block", "relationship")


def place_cases() -> Iterator[Case]:
    """Where the disclosure stands."""
    long = "The lamp lights my desk from edge to edge and I can read again at night. " * 4
    yield Case("behind the fold", draft(long + "#ad More tomorrow."), "revise", "relationship")
    yield Case("before the fold", draft("#ad " + long), "allow")
    yield Case("fourth line", draft("Bright.\nWarm.\nQuiet.\n#ad Tolva lamp"), "revise", "relationship")
    yield Case("last", draft("The Tolva lamp is bright and warm. #ad"), "revise", "relationship")
    yield Case("in a row", draft("Bright! #desk #lamp #ad #light #home"), "revise", "relationship")
    for place in ("bio", "first_comment", "alt_text", "description", "headline", "thread_first_post"):
        yield Case(f"only in {place}", draft("The Tolva lamp is bright.", elsewhere={place: "Ad: paid by Tolva"}), "revise", "relationship")
    yield Case("behind a link", draft("The Tolva lamp is bright. Disclosure: https://me.example/disclosure"), "revise", "relationship")
    yield Case("service label only", draft("The Tolva lamp is bright.", platform_label=True), "revise", "relationship")
    yield Case("service label and words", draft("#ad The Tolva lamp is bright.", platform_label=True), "allow")
    yield Case("service label off", draft("#ad The Tolva lamp is bright.", platform_label=False), "revise", "venue")
    link = "https://shop.example/lamp?tag=me-20"
    yield Case("commission first", draft(f"I earn a commission if you buy here: {link} Bright lamp.", AFFILIATE), "allow")
    yield Case("paid link beside", draft(f"Bright lamp: {link} (paid link)", AFFILIATE), "allow")
    yield Case("no word of commission", draft(f"Bright lamp: {link}", AFFILIATE), "revise", "relationship")
    yield Case("affiliate link only", draft(f"Bright lamp: {link} (affiliate link)", AFFILIATE), "revise", "relationship")
    yield Case(
        "commission in the footer", draft(f"Bright lamp: {link} " + long * 3 + "I earn a commission.", AFFILIATE), "revise", "relationship"
    )
    yield Case("code is no disclosure", draft("Bright lamp, 20% off with code ME20.", AFFILIATE), "revise", "relationship")
    yield Case("a customer's own tag", draft(f"Bright lamp: {link}", CUSTOMER, channel="blog_post"), "revise", "relationship")
    yield Case("plain link", draft("Bright lamp: https://shop.example/lamp?color=red", CUSTOMER, channel="blog_post"), "allow")


def said(text: str, at: float = 0, seconds: float = 5, *, legible: bool | None = True) -> Draft:
    """Return words said or shown."""
    return {"text": text, "at_s": at, "for_s": seconds, "legible": legible}


def media_cases() -> Iterator[Case]:
    """Films, sound, stories, streams."""
    film: Draft = {"channel": "tiktok_video", "duration_s": 60}
    both = {"on_screen": [said("AD")], "spoken": [said("This is an ad for Tolva.")]}
    yield Case("film, both", draft("Bright lamp", film, both), "allow")
    yield Case("film, only shown", draft("Bright lamp", film, both, spoken=[said("Look at this lamp.")]), "revise", "relationship")
    yield Case("film, silent", draft("Bright lamp", film, both, spoken=[]), "allow")
    yield Case("film, only said", draft("Bright lamp", film, both, on_screen=[]), "revise", "relationship")
    yield Case("film, caption only", draft("#ad Bright lamp", film, on_screen=[], spoken=[]), "revise", "relationship")
    yield Case("film, not told", draft("#ad Bright lamp", film), "approve", "relationship")
    late = {"on_screen": [said("AD", 55)], "spoken": [said("This is an ad for Tolva.", 55)]}
    yield Case("film, at its end", draft("Bright lamp", film, late), "revise", "relationship")
    yield Case("film, not legible", draft("Bright lamp", film, both, on_screen=[said("AD", legible=False)]), "revise", "relationship")
    yield Case("film, legible unknown", draft("Bright lamp", film, both, on_screen=[said("AD", legible=None)]), "approve", "relationship")
    yield Case("film, a flash", draft("Bright lamp", film, both, on_screen=[said("AD", seconds=0.3)]), "revise", "relationship")
    yield Case("podcast", draft("Show notes", channel="podcast", spoken=[said("Tolva is paying me to talk about their lamp.")]), "allow")
    yield Case(
        "podcast, notes only", draft("#ad Show notes", channel="podcast", spoken=[said("I like this lamp.")]), "revise", "relationship"
    )
    yield Case("podcast, unknown", draft("#ad Show notes", channel="podcast"), "approve", "relationship")
    yield Case("story", draft("", channel="instagram_story", on_screen=[said("Ad: Tolva")]), "allow")
    frames = [{"text": "AD Tolva", "legible": True}, {"text": "Look how bright", "legible": True}]
    yield Case("story, second frame", draft("", channel="instagram_story", frames=frames), "revise", "relationship")
    frames = [{"text": "AD Tolva", "legible": True}, {"text": "my cat", "legible": True, "promotional": False}]
    yield Case("story, cat", draft("", channel="instagram_story", frames=frames), "allow")
    live: Draft = {"channel": "twitch_live", "duration_s": 3600, "on_screen": []}
    once = {"spoken": [said("This stream is sponsored by Tolva.")]}
    often = {"spoken": [said("This stream is sponsored by Tolva.", at) for at in (0, 900, 1800, 2700)]}
    yield Case("live, once", draft("Lamp stream", live, once), "revise", "relationship")
    yield Case("live, often", draft("Lamp stream", live, often), "allow")


def country_cases() -> Iterator[Case]:
    """Countries, languages and dates."""
    yield Case("GB ad", draft("Ad: the Tolva lamp is bright.", GB), "allow")
    yield Case("GB advert", draft("Advert: the Tolva lamp is bright.", GB), "allow")
    for label in (
        "Sponsored:",
        "#gifted",
        "#spon",
        "#aff",
        "In partnership with Tolva.",
        "Tolva sent me this lamp for free.",
        "#TolvaAmbassador",
        "#collab",
    ):
        yield Case(
            f"GB {label}",
            draft(f"{label} The lamp is bright.", GB, GIFT if "sent" in label or "gift" in label else {}),
            "revise",
            "relationship",
        )
    yield Case("GB ad gifted", draft("Ad gifted. The lamp is bright.", GB, GIFT), "allow")
    yield Case("US and GB", draft("Sponsored: the Tolva lamp is bright.", readers("US GB")), "revise", "relationship")
    yield Case("IN collaboration", draft("#collaboration The Tolva lamp is bright.", readers("IN")), "allow")
    yield Case("IN sponsored", draft("Sponsored: the Tolva lamp is bright.", readers("IN")), "allow")
    yield Case("NZ sp", draft("#sp The Tolva lamp is bright.", readers("NZ")), "revise", "relationship")
    yield Case("NZ gifted for pay", draft("#gifted The Tolva lamp is bright.", readers("NZ")), "revise", "relationship")
    yield Case("DE Werbung", draft("Werbung: Die Lampe von Tolva ist hell.", readers("DE", "de"), language="de"), "allow")
    yield Case("DE Anzeige", draft("Anzeige | Die Lampe von Tolva ist hell.", readers("DE", "de"), language="de"), "allow")
    yield Case("DE ad", draft("#ad Die Lampe von Tolva ist hell.", readers("DE", "de"), language="de"), "revise", "relationship")
    yield Case(
        "DE keine Werbung",
        draft("Keine Werbung! Die Lampe von Tolva ist hell.", readers("DE", "de"), language="de"),
        "block",
        "relationship",
    )
    yield Case("FR", draft("Collaboration commerciale avec Tolva. Lampe claire.", readers("FR", "fr"), language="fr"), "allow")
    yield Case("FR liens", draft("Lampe claire. Liens affiliés.", readers("FR", "fr"), language="fr"), "revise", "relationship")
    yield Case("IT", draft("#adv Tolva. Che luce!", readers("IT", "it"), language="it"), "allow")
    yield Case("ES in the US", draft("#ad La lámpara Tolva brilla.", readers("US", "es"), language="es"), "revise", "relationship")
    yield Case("ES in the US, publicidad", draft("Publicidad: la lámpara Tolva brilla.", readers("US", "es"), language="es"), "allow")
    yield Case("TR name", draft("Ad: Tolva. Lamba çok parlak.", readers("US", "tr"), language="tr"), "revise", "relationship")
    yield Case("no pack", draft("#publi A lâmpada Tolva brilha.", readers("BR", "pt"), language="pt"), "approve", "relationship")
    yield Case("one country without a pack", draft("#ad The Tolva lamp is bright.", readers("US KE")), "approve", "relationship")
    yield Case("no pack, no tie", draft("The Tolva lamp is bright.", CUSTOMER, readers("KE")), "allow")
    yield Case("spon in 2011", draft("#spon The Tolva lamp is bright.", channel="x_post", publish_at="2011-05-01T12:00:00Z"), "allow")
    yield Case(
        "spon today",
        draft("#spon The Tolva lamp is bright.", channel="x_post", publish_at="2026-05-01T12:00:00Z"),
        "revise",
        "relationship",
    )
    ended = {"past_relationship": {"relationship": "employee", "months_ago": 4}}
    yield Case("ended in GB", draft("The Tolva lamp is bright.", CUSTOMER, GB, ended), "revise", "relationship")
    yield Case("ended in the US", draft("The Tolva lamp is bright.", CUSTOMER, ended), "approve", "relationship")
    yield Case("ended and told", draft("I used to work at Tolva. The lamp is bright.", CUSTOMER, GB, ended), "allow")
    yield Case(
        "long ended in GB",
        draft("The Tolva lamp is bright.", CUSTOMER, GB, past_relationship={"relationship": "employee", "months_ago": 30}),
        "allow",
    )
