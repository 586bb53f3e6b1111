"""What people are told about a run: decisions as rows and counts, rulesets checked, examples run.

In: policies, rows of files, paths of rulesets. Out: plain data and text that a face only has to print. Must not know: terminals,
colours, options, exit statuses. Read `deciding` first, then `overview`.
"""
