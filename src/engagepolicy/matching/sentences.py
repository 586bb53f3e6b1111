"""Where the tokens of a text stand in the original, and which of them make one sentence.

A sentence ends at a full stop before a blank, at `!`, `?`, `;` or an ellipsis, at an empty line and before a line that begins with a
bullet. A line break alone ends none: letters are wrapped.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from engagepolicy.matching.masks import Spans
from engagepolicy.matching.texts import Text

_END = re.compile(
    r"[!?;\u2026\u3002\uff01\uff1f]|\.(?=[\"')\]]{0,4}\s)|\n[^\S\n]*\n|\n[^\S\n]*[-*\u2022\u2013][^\S\n]|\u2029",
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The tokens of one text: where each starts and ends in the original, and the first token of the sentence of each."""

    starts: Sequence[int]
    ends: Sequence[int]
    firsts: Sequence[int]
    length: int

    def tokens_in(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens, [first, last), that the part [start, end) of the original touches."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def reach_back(self, token: int) -> int:
        """Return where in the original the sentence of a token begins, what stands before its first word included."""
        first = self.firsts[token]
        return self.ends[first - 1] if first else 0

    def reach_on(self, token: int) -> int:
        """Return where in the original the sentence of a token ends, what stands behind its last word included."""
        following = bisect_right(self.firsts, self.firsts[token])
        return self.starts[following] if following < len(self.starts) else self.length


def find_sentences(text: Text, masked: Spans = ()) -> Sentences:
    """Find the sentences of a text; a masked part (a span of the original) parts them too."""
    normal, tokens = text.normal, text.tokens
    starts = [normal.starts[at] for at in tokens.starts]
    ends = [normal.ends[at - 1] for at in tokens.ends]
    begins = {bisect_right(ends, start) for start, _ in masked} | {bisect_left(starts, end) for _, end in masked}
    firsts: list[int] = []
    previous = first = 0
    for at, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        is_plain = start == previous or (start == previous + 1 and normal.text[previous] == " ")
        if at in begins or (not is_plain and _END.search(normal.text, previous, start) is not None):
            first = at
        firsts.append(first)
        previous = end
    return Sentences(starts, ends, firsts, len(text.original))
