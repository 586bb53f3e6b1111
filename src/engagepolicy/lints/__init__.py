"""Lints: opinions about rulesets that are right, off unless asked for; and the comments by which people allow what is found.

In: a compiled ruleset with its trees (`Linted`), and a date. Out: `Finding`s, which are diagnostics, and `Allow`s. A lint is data
(`base.Lint`): its name, its sets, the function that finds; each stands in a module of its own, and `catalogue` names them all.
Must not know: files on disk, the solver, how messages look, which of them somebody asked for. Read `base` first, then any lint.
"""
