"""Answers to questions about all inputs: no input says yes, here is one that does, or it is not known why.

In: a compiled program and a question about a decision, a review, or two decisions at once. Out: an answer; with yes comes a *witness*, real
facts that the interpreter decided on before anybody sees them. Guaranteed: whatever is called impossible has no input; whatever is shown
happens. It must not know what is worth asking, source text, files or how messages look.

Read `obligations` first, then `prover` (the ways to an answer, shortest first), `deriving` (inputs worked out without a solver),
`slices` (what a question can leave out) and `realising` (models made inputs); `pairs` is the same of two inputs, `drafts` of reviews.
"""
