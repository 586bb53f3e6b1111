"""Cuts a normalised text into the pieces that terms are made of.

A *token* is a word, an emoji, a symbol, a @handle, or one letter (with its marks) of a script written without spaces. What
lies between two tokens is a *gap*: nothing, something a phrase may run over, or a barrier. Hashtags are a second layer: the
letters after `#` are ordinary words too, so that `refund` is found in `#refund`, while `#ad` is looked up among the whole
hashtags only.

Decisions:
- an apostrophe separates words (`l'avocat`, `Acme's`), but `n't` stays with its verb, so that `won` is not in `won't`;
- hyphens, slashes and underscores separate words: the phrase `sign up` is found in `sign-up` and the other way round, but not
  in `signup`; nothing makes `e-mail` and `email` the same;
- digits with their separators are one word (`3.5`, `1,000`, `10:30`); letters and digits together are one word (`24h`);
- a currency sign, `%`, `&`, `+` or another symbol is a token by itself, so `$5` is the phrase of `$` and `5`;
- a handle may have inner dots and hyphens and a server (`@name@example.social`); the words in it are no words of the text;
- Hangul is cut where it meets letters of another script, so that `apple` is found before a Korean particle.
"""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from engagepolicy.matching.characters import TOKEN_KINDS, TONES

ADJACENT, JOINED, BARRIER = 0, 1, 2
"""Kinds of gap: nothing between two tokens; something that a phrase may run over; something that parts phrases."""

_TOKEN = re.compile(
    r"""(?P<emoji>rr|[d#*]k|po?(?:zpo?)*g*|o)
    |(?P<tag>(?<![wntdmch_/@&=])\#(?=(?P<body>[d_]*[wntch][wntdmch_]*)))
    |(?P<handle>(?<![wntdmch])@[wntd_]+(?:[.\-][wntd_]+)*(?:@[wntd_]+(?:[.\-][wntd_]+)*)?)
    |(?P<word>d+(?:\.d+|:dd(?!d)|,ddd(?!d))*(?![wntdm])|[wntd][wntdm]*(?:(?<=n)'t(?![wntdm]))?|h[hm]*|cm*)
    |(?P<symbol>[sr&])""",
    re.VERBOSE,
)
_BETWEEN_WORDS = frozenset(["", ",", "\u060c", "-", "--", "_", "__", "/", "'", '"', "#", "*", "**", "\u00b7", "\u2013"])
_TONE = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in TONES) + "]")


@dataclass(frozen=True, slots=True)
class Hashtag:
    """A hashtag with its `#`, as [start, end) in the normalised text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a normalised text, in order.

    `words[i]` is what a term is compared with (emoji without skin tone), `starts` and `ends` where it stands in the
    normalised text, `gaps[i]` the kind of gap before token i. `at` has the places of each distinct word. `spaceless[i]`
    says whether the token is a letter of a spaceless script. `handles` are the places of handles.
    """

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    gaps: bytes
    spaceless: bytes
    at: dict[str, list[int]]
    hashtags: Sequence[Hashtag]
    handles: Sequence[int]


def _gap_kind(gap: str) -> int:
    if gap == " ":
        return JOINED
    if not gap:
        return ADJACENT
    if gap == ".":
        return JOINED
    parts = gap.split(maxsplit=2)
    if len(parts) == 2:
        # `rock 'n roll`: an opening or closing mark on either side of the space is one joint, not two.
        return JOINED if "".join(parts) in ("''", '""', "'\"", ",'", ',"', ",#", "'#", '"#') else BARRIER
    return JOINED if "".join(parts) in _BETWEEN_WORDS and len(parts) < 2 else BARRIER


def tokenise(text: str) -> Tokens:
    """Cut a normalised text into its tokens, in time linear in the text."""
    kinds = text.translate(TOKEN_KINDS)
    words: list[str] = []
    starts, ends = array("l"), array("l")
    gaps, spaceless = bytearray(), bytearray()
    at: dict[str, list[int]] = {}
    hashtags: list[Hashtag] = []
    handles: list[int] = []
    previous = 0
    for match in _TOKEN.finditer(kinds):
        start, end = match.span()
        group = match.lastgroup
        if group == "tag" or group == "body":
            hashtags.append(Hashtag("#" + text[start + 1 : match.end("body")], start, match.end("body")))
            continue
        word = text[start:end]
        if group == "emoji":
            word = without_tone(word)
        elif group == "handle":
            handles.append(len(words))
        gaps.append(_gap_kind(text[previous:start]))
        spaceless.append(kinds[start] == "c")
        places = at.get(word)
        if places is None:
            at[word] = [len(words)]
        else:
            places.append(len(words))
            word = words[places[0]]
        words.append(word)
        starts.append(start)
        ends.append(end)
        previous = end
    return Tokens(words, starts, ends, bytes(gaps), bytes(spaceless), at, hashtags, handles)


def without_tone(emoji: str) -> str:
    """Give an emoji without its skin tones; a skin tone by itself stays."""
    return _TONE.sub("", emoji) or emoji
