"""The program: one typed intermediate form that every backend runs and every proof is about.

In: calls of the checked constructors, or the JSON of `codec`. Out: a `Program`, total by construction: every expression is well typed,
every name in it is declared in it, named conditions and stages have no cycle. Must not know: source text, Lark, how anything is
evaluated. Read `expressions` first, then `operators`, then `program`.
"""
