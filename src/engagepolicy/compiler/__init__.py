"""The bridge: a resolved ruleset becomes a program, and whatever does not fit together becomes a message.

In: a `ResolvedRuleset`. Out: a `Program` with its examples, or messages that say why not. Types are checked while the typed form
is built, so nothing is checked twice and nothing unchecked gets through. Must not know: how a program is run.
Read `pipeline` first.
"""
