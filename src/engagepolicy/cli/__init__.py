"""The command line: one module for each verb, which reads options, calls, prints and gives an exit status.

In: the words after `engagepolicy`. Out: text on standard output, what people should know on standard error, and an exit status. Must
not know: how anything is computed; that is done by `report` and below. Read `app` first, then `commands`, then any verb. Verbs do not
import one another. Only `app` and `interruptions` may be imported where typer and rich are not installed.
"""
