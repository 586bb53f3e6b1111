"""From files to one resolved ruleset: which files belong together, which name means what, what the facts and outcomes are.

In: `ParsedRuleset`s. Out: a `ResolvedRuleset` in which every declaration has one owner, plus messages. Guaranteed where there are
no errors: `use` has no cycle, records are finite, outcomes merge by a merge that their type has. Must not know: the intermediate
form, how conditions are compiled.
Read `resolved` first, then `declarations`.
"""
