"""Whether a draft may go out: its verdict, what was found, and a text that cures it where one can be made mechanically.

In: facts of a draft that were checked, a moment. Out: a `Review`. Guaranteed: pure; what is not known never passes; a suggested
text was reviewed and cures what it was suggested for. Must not know: source text, files, terminals. Read `review` first.
"""

from engagepolicy.reviewing.computing import Compute, Computed, DisclosureFinder
from engagepolicy.reviewing.review import NO_MOMENT, Review, Verdict, replay_review, review_draft

__all__ = ["NO_MOMENT", "Compute", "Computed", "DisclosureFinder", "Review", "Verdict", "replay_review", "review_draft"]
