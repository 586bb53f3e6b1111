"""Why a decision came out as it did: what each rule gave, what made it apply, and what would have made the others apply.

In: a `Decision` with its evidence. Out: an `Explanation`, as text, plain JSON data or a tree to draw. Guaranteed: a change that
is shown as enough to make a rule apply was tried and does. Must not know: source text, terminals, colours. Read `reasons` first.
"""

from engagepolicy.explanation.changes import Change
from engagepolicy.explanation.leaves import Leaf, Read
from engagepolicy.explanation.reasons import Explanation, OutcomeReason, RuleReason, SegmentReason, explain

__all__ = ["Change", "Explanation", "Leaf", "OutcomeReason", "Read", "RuleReason", "SegmentReason", "explain"]
