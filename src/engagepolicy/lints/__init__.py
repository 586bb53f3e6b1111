"""Lints: opinions about rulesets that are right, off unless asked for.

In: a compiled ruleset with its trees (`Linted`), and a date. Out: `Finding`s, which are diagnostics. A lint is data
(`base.Lint`): its name, its sets, the function that finds; each stands in a module of its own, and `catalogue` names them all.
Must not know: files on disk, the solver, how messages look, which of them somebody asked for. Read `base` first, then any lint.
"""
