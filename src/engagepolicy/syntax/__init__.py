"""Text to nodes: the grammar, the parser that recovers at declarations, comments, and the way back to text.

In: a `SourceText`. Out: a `ParsedRuleset` of nodes with spans, and the messages about what could not be read. Guaranteed: every
node lies inside its text, and nesting is bounded. Must not know: what a name refers to. Read `nodes` first, then
grammar/engage.lark, then `parser`; `allows` reads the comments that allow warnings.
"""
