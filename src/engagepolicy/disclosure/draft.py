"""What a search for disclosures needs of a draft's facts; the only module that knows what those facts are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engagepolicy.runtime.facts import Facts, Value

Medium: TypeAlias = Literal["text", "image", "video", "audio", "live", "story", "carousel"]

ELSEWHERE = (
    "bio", "headline", "first_comment", "alt_text", "description", "show_notes", "thread_first_post", "user_page", "talk_page",
)  # fmt: skip
"""Places besides the message, in which a disclosure does not count."""

PAID_TIES = frozenset("money commission possible_payment paid_creator affiliate ambassador".split())
"""The words for ties of those who are paid for what they say."""

_MEDIA: dict[str, Medium] = {
    "instagram_story": "story",
    "tiktok_video": "video",
    "youtube_video": "video",
    "tv_ad": "video",
    "twitch_live": "live",
    "podcast": "audio",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """Words said or shown for a time; `seconds` is for how long, None where it is not known."""

    text: str
    at: float | None
    seconds: float | None
    is_legible: bool | None


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a story or slide of a carousel."""

    text: str
    is_legible: bool | None
    is_promotional: bool | None


def _number(value: Value) -> float | None:
    return None if value is None else float(value)


def _segments(value: Value) -> tuple[Segment, ...] | None:
    if value is None:
        return None
    return tuple(
        Segment(each.get("text") or "", _number(each.get("at_s")), _number(each.get("for_s")), each.get("legible")) for each in value
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """The facts of a draft by the names of this package; None is not known, or not said where that makes no difference."""

    facts: Facts

    @property
    def text(self) -> str | None:
        """The words of the message itself."""
        return self._text("text")

    def _text(self, path: str) -> str | None:
        value = self.facts.get(path)
        return value if isinstance(value, str) else None

    @property
    def channel(self) -> str | None:
        """Where it is to appear."""
        return self._text("channel")

    @property
    def brand(self) -> str | None:
        """The brand that it is about."""
        return self._text("brand")

    @property
    def language(self) -> str | None:
        """The language of the text, without its region."""
        language = self._text("language")
        return None if language is None else base_of(language)

    @property
    def audience_languages(self) -> frozenset[str]:
        """The languages of the audience, without regions; empty where they are not known."""
        return frozenset(map(base_of, self.facts.get("audience.languages") or ()))

    @property
    def countries(self) -> frozenset[str] | None:
        """The countries of the audience; None where they are not known."""
        countries = self.facts.get("audience.countries")
        return frozenset(each.upper() for each in countries) if countries else None

    @property
    def ties(self) -> frozenset[str]:
        """The words for the tie: the relationship and what is received."""
        relationship = self._text("relationship")
        return frozenset(self.facts.get("compensation") or ()) | ({relationship} if relationship else set())

    @property
    def medium(self) -> Medium:
        """What kind of thing it is; by the channel where the draft does not say."""
        given: Value = self.facts.get("modality")
        return given or _MEDIA.get(self.channel or "", "text")

    @property
    def seconds(self) -> float | None:
        """How long it runs."""
        return _number(self.facts.get("duration_s"))

    @property
    def spoken(self) -> tuple[Segment, ...] | None:
        """What is said; None where it is not known."""
        return _segments(self.facts.get("spoken"))

    @property
    def on_screen(self) -> tuple[Segment, ...] | None:
        """What is shown as words; None where it is not known."""
        return _segments(self.facts.get("on_screen"))

    @property
    def frames(self) -> tuple[Frame, ...] | None:
        """Its frames or slides; None where they are not known."""
        frames = self.facts.get("frames")
        if frames is None:
            return None
        return tuple(Frame(each.get("text") or "", each.get("legible"), each.get("promotional", True)) for each in frames)

    @property
    def payers(self) -> tuple[str, ...]:
        """The brands that the author is tied to, where there are several."""
        named = (each for each in self.facts.get("connections") or () if _is_tied(each))
        return tuple(dict.fromkeys(brand for brand in (each.get("brand") for each in named) if brand))

    def elsewhere(self) -> Iterator[tuple[str, str]]:
        """Yield the other places that have words, and the words."""
        for place in ELSEWHERE:
            words = self._text(f"elsewhere.{place}")
            if words:
                yield f"elsewhere.{place}", words


def _is_tied(connection: Facts) -> bool:
    return bool(connection.get("compensation")) or connection.get("relationship") not in ("none", "customer")


def base_of(language: str) -> str:
    """Return a language without its region or script: `en` for `en-GB`."""
    return language.replace("_", "-").partition("-")[0].lower()
