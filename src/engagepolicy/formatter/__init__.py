"""One canonical layout for ruleset files.

In: a `ParsedRuleset`, or text that parses without an error. Out: text. Guaranteed: the text parses to an
equal tree, formatting it again changes nothing, and every comment is in it exactly once. Must not know:
what a name refers to, files, options. Read `layout` first, then `pieces`, which attaches the comments.
"""

from engagepolicy.formatter.layout import FormatRefused, format_ruleset, format_text

__all__ = ["FormatRefused", "format_ruleset", "format_text"]
