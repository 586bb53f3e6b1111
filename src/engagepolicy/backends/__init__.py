"""Backends: each runs a program on facts and hands over the same trace.

In: a `runtime.Prepared` program, facts, the moment of the decision. Out: a `runtime.Trace`. Backends are siblings that do not
know one another; `interpreter` is the reference that the others are held against. Must not know: source text, files, inputs that
are not checked yet. Read `interpreter` first.
"""
