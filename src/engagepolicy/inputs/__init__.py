"""What strangers hand in becomes facts: schemas in, a flat mapping of dotted paths to typed values out, or one clear error.

In: the schemas of a program and a dict, a pydantic model or JSON. Out: facts with defaults filled in, absent where not
known; every datetime is in UTC, every number exact. Must not know: rules, the runtime, files. Only `models` imports
pydantic, and it is imported when the first input is read. Read `reader` first, then `values`; `problems` has the error.
"""
