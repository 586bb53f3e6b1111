"""What is worth asking of a whole policy: contradictions, text that can never matter, gaps, orders turned round, promises.

In: a compiled program, and a prover where one answer leads to the next question. Out: *obligations* (what must hold, no solver named) and
what was found. It must not know the solver, source text, files or how messages look. Read `catalogue` first, then `parts`, `redundancy` and
`inversions`; `reviews` and `constraint_catalogue` for what is asked of drafts.
"""
