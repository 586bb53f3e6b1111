"""Rows in and out: files of JSONL, JSON and CSV become rows with their line numbers; decisions and rejects become files.

In: a path or a binary stream and a column map. Out: one `Row` for every row of the file, with its values or with the reason why
it cannot be read. Must not know: schemas, rules, how facts are typed; that is asked of a `RowReader`, which is given. Read `rows`
first, then `column_map`.
"""
