"""Whether every brand that pays is named where the tie is told (16 CFR 255.5(a))."""

from __future__ import annotations

from collections.abc import Sequence

from engagepolicy.disclosure.brands import find_brand, parse_brand
from engagepolicy.disclosure.draft import Draft
from engagepolicy.disclosure.media import Places
from engagepolicy.disclosure.readable import Readable
from engagepolicy.disclosure.sightings import Sighting
from engagepolicy.values.truth import Truth


def names_every_payer(draft: Draft, places: Places, accepted: Sequence[Sighting]) -> Truth:
    """Whether each brand is named: anywhere in the message under a label without a name, else in the sentence that tells of a tie.

    True where there are no several brands; not known where the message is not.
    """
    payers = draft.payers
    if len(payers) < 2:
        return True
    own = [each for each in accepted if not each.text.field.startswith("elsewhere.")]
    if not own:
        return None if places.body is None else False
    is_label = any(not each.found.names_brand for each in own)
    texts = [seen.text for seen in places.own()]
    for payer in payers:
        brand = parse_brand(payer)
        found = [(text, place) for text in texts for place in find_brand(text, brand).ends]
        if not any(is_label or _is_told(text, place, own) for text, place in found):
            return False
    return True


def _is_told(text: Readable, place: int, accepted: Sequence[Sighting]) -> bool:
    """Whether the brand named at a token stands in a sentence that tells of a tie, and not behind a colon or bar that ends the telling."""
    return any(
        each.text is text
        and not any(text.breaks[min(place, each.found.first) + 1 : max(place, each.found.first) + 1])
        and not _is_parted(text, each, place)
        for each in accepted
    )


def _is_parted(text: Readable, told: Sighting, place: int) -> bool:
    between = text.text.normal.text[told.found.end : text.tokens.starts[place]]
    return ":" in between or "|" in between
