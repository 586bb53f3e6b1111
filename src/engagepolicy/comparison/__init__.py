"""Two compiled policies held against each other: what the newer decides otherwise, more strictly or less.

In: two programs. Out: a `Comparison`: for every outcome, segment and constraint one of equal, stricter, looser, mixed, different or
undecided, with interactions that both policies have decided, and the declarations that were added, removed or changed. Guaranteed:
what is called equal never differs, what is called stricter is never looser, and whatever is shown happens.

It must not know source text, files, rows or how results look. Read `measures` (what stricter means) first, then `joint` (two programs
as one), `decisions`; and `locks` for what may not get weaker.
"""
