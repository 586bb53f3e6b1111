"""Where a disclosure has to be met in each medium, and whether it is: seen, heard, in every frame, again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from engagepolicy.disclosure.draft import Draft, Frame, Segment
from engagepolicy.disclosure.readable import read_text
from engagepolicy.disclosure.sightings import Search, Seen, Sighting
from engagepolicy.values.truth import Truth, kleene_and, kleene_or

SHORTEST_SHOWN = 2.0
"""Seconds for which words on a screen must stand to be read; the sources say "long enough" and give no number."""
EARLY_SECONDS = 30.0
EARLY_SHARE = 0.25
"""How far into a film a disclosure still comes at its start: so many seconds, and no more than this share of it ..."""
EARLY_AT_LEAST = 5.0
"""... though these many are always early enough."""
LONGEST_SILENCE = 1200.0
"""Seconds of a live stream without a disclosure; no source gives a number, practitioners say 15 to 20 minutes."""
SEGMENTS_AT_MOST = 500

Kept = Callable[[Sighting], bool]


@dataclass(frozen=True, slots=True)
class SeenSegment:
    """A segment with what was found in its words."""

    segment: Segment
    seen: Seen


@dataclass(frozen=True, slots=True)
class SeenFrame:
    """A frame with what was found in its words."""

    frame: Frame
    seen: Seen


@dataclass(slots=True)
class Places:
    """Every text of a draft with what was found in it; None for media of which nothing is known."""

    body: Seen | None = None
    spoken: list[SeenSegment] | None = None
    on_screen: list[SeenSegment] | None = None
    frames: list[SeenFrame] | None = None
    elsewhere: list[Seen] = field(default_factory=list)

    def all(self) -> list[Seen]:
        """Return what was found, text by text."""
        media = [each.seen for each in (*(self.spoken or ()), *(self.on_screen or ()))]
        frames = [each.seen for each in self.frames or ()]
        return [*([self.body] if self.body else []), *media, *frames, *self.elsewhere]

    def own(self) -> list[Seen]:
        """Return what was found in the message itself."""
        outside = {id(each) for each in self.elsewhere}
        return [each for each in self.all() if id(each) not in outside]


def find_places(draft: Draft, search: Search) -> Places:
    """Search every text of a draft."""
    places = Places()
    if draft.text is not None:
        places.body = search.find(read_text("text", draft.text))
    places.spoken = _segments("spoken", draft.spoken, search)
    places.on_screen = _segments("on_screen", draft.on_screen, search)
    if draft.frames is not None:
        places.frames = [
            SeenFrame(each, search.find(read_text(f"frames[{at}].text", each.text)))
            for at, each in enumerate(draft.frames[:SEGMENTS_AT_MOST])
        ]
    places.elsewhere = [search.find(read_text(place, words)) for place, words in draft.elsewhere()]
    return places


def _segments(name: str, segments: Sequence[Segment] | None, search: Search) -> list[SeenSegment] | None:
    if segments is None:
        return None
    return [
        SeenSegment(each, search.find(read_text(f"{name}[{at}].text", each.text)))
        for at, each in enumerate(segments[:SEGMENTS_AT_MOST])
    ]


def _has(seen: Seen | None, is_kept: Kept) -> bool:
    return seen is not None and any(map(is_kept, seen.told))


def _readable(each: SeenSegment) -> Truth:
    is_long = each.segment.seconds is None or each.segment.seconds >= SHORTEST_SHOWN
    return kleene_and((each.segment.is_legible, is_long))


def _shown(segments: Iterable[SeenSegment] | None, is_kept: Kept) -> Truth:
    if segments is None:
        return None
    return kleene_or(_readable(each) for each in segments if _has(each.seen, is_kept))


def _heard(segments: Iterable[SeenSegment] | None, is_kept: Kept) -> Truth:
    return None if segments is None else any(_has(each.seen, is_kept) for each in segments)


def _in_frames(frames: Sequence[SeenFrame] | None, is_kept: Kept) -> list[Truth]:
    """Return for every promotional frame whether it has a disclosure that can be read."""
    return [
        kleene_and((each.frame.is_legible, True)) if _has(each.seen, is_kept) else each.frame.is_promotional is None and None
        for each in frames or ()
        if each.frame.is_promotional is not False
    ]


def is_in_medium(draft: Draft, places: Places, is_kept: Kept) -> Truth:
    """Whether a disclosure is met in each medium of the draft."""
    shown, heard = _shown(places.on_screen, is_kept), _heard(places.spoken, is_kept)
    match draft.medium:
        case "video":
            return kleene_and((shown, True if places.spoken == [] else heard))
        case "audio":
            return heard
        case "live":
            return kleene_or((shown, heard))
        case "story":
            if places.frames:
                return kleene_or(_in_frames(places.frames, is_kept))
            if places.on_screen is not None:
                return shown
            return _has(places.body, is_kept) or None
        case "text" | "image" | "carousel":
            return True


def is_timely(draft: Draft, places: Places, is_kept: Kept) -> Truth:
    """Whether a disclosure that is said or shown comes at the start."""
    segments = [*(places.on_screen or ()), *(places.spoken or ())]
    moments = [each.segment.at for each in segments if _has(each.seen, is_kept)]
    if not moments:
        return True
    latest = EARLY_SECONDS
    if draft.seconds is not None:
        latest = max(EARLY_AT_LEAST, min(EARLY_SECONDS, EARLY_SHARE * draft.seconds))
    if draft.medium == "live":
        latest = max(latest, EARLY_SECONDS * 4)
    return kleene_or(None if at is None else at <= latest for at in moments)


def is_repeated(draft: Draft, places: Places, is_kept: Kept) -> Truth:
    """Whether every promotional frame has a disclosure, and a live stream has one often enough."""
    if places.frames and draft.medium in ("story", "carousel", "image"):
        return kleene_and(_in_frames(places.frames, is_kept))
    if draft.medium != "live":
        return True
    spans = []
    for each in (*(places.on_screen or ()), *(places.spoken or ())):
        if _has(each.seen, is_kept):
            if each.segment.at is None:
                return None
            spans.append((each.segment.at, each.segment.at + (each.segment.seconds or 0.0)))
    until = 0.0
    for start, end in sorted(spans):
        if start - until > LONGEST_SILENCE:
            return False
        until = max(until, end)
    if draft.seconds is None:
        return None
    return draft.seconds - until <= LONGEST_SILENCE
