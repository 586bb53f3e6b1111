"""The verbs, one to a module: each reads its options, calls what does the work, prints, and returns an exit status.

In: options that typer has read. Out: an exit status. Must not know: one another.
"""
