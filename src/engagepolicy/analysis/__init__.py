"""What can be proved of a whole policy: that no input meets a contradiction, or an input that does.

In: a compiled program. Out: *obligations* (what must hold, no solver named), an answer for each (holds, fails, undecided because)
and, where an input shows it, a *witness*: real facts, replayed through the interpreter before anybody sees them and printed as a
`test` block. Guaranteed: whatever is called impossible has no input; whatever is shown happens.

Reviews of drafts are asked about in the same way, with computed facts left free (`drafts`, `reviews`).

It must not know source text, files or how messages look. Read `obligations` first, then `prover`, `realising` and `catalogue`.
"""
