"""Plain values that every layer shares: types of facts, amounts of time, merges, three-valued truth.

In: nothing but the standard library. Out: immutable values with their laws in the docstrings.
Must not know: source text, rulesets, clocks that run, third parties. Read `types` first, then `lattices`.
"""
