"""Messages about rulesets: each a frozen dataclass with a stable code; how it looks is the renderers' business.

In: spans and plain values. Out: `Diagnostic` objects, and their text, JSON, SARIF, GitHub and JUnit forms.
Must not know: how the mistake was found. Read `base` first, then any `messages_*` module.
"""
