"""The solver's view of a program: the same meaning as the interpreter, for all inputs at once.

In: a `runtime.Prepared` program and questions about a decision. Out: formulas over the facts, and models read back as values.
Guaranteed: every decision that the interpreter can make is a model of the formulas. What cannot be said exactly (what a text
test finds, when a calendar is open, where a calendar span ends) is left free within bounds that are true; so a question without
a model is proved to have no input, and one with a model has an input only once that has been replayed.

Were the encoding narrower than the interpreter anywhere, a contradiction could be called impossible that is not. Needs the
package z3 (extra `tools`), imported when first used. It must not know files, source text, or what a proof is for. Read `terms`
(how values become variables), then `conditions`, then `decisions`.
"""
