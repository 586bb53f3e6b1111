"""Policies as apps hold them: loaded, immutable, asked.

In: paths, texts, shipped names or compiled programs. Out: a `Policy`. Must not know: terminals, rows, reports. Read `policy` first,
then `loading`.
"""
