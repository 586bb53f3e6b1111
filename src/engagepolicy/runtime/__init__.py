"""What a decision means, whichever backend makes it: operators on values, settling, what is undetermined, the record.

In: a `Program`, facts that were checked, a moment. Out: a `Decision`, or the pieces that a backend makes its `Trace` of.
Guaranteed: no exception for well-typed facts, the same result for the same input, no dependence on the order of rules. Must not
know: which backend runs, source text, files, clocks that run. Read `trace` first, then `settle`, `decision`, `undetermined`.
"""
