"""Finds words, phrases, patterns and plain text in messages that strangers wrote.

What comes in: strings, and terms and patterns as written. What goes out: hits as spans of the original string (Python string
indices), problems of terms and patterns as values. Time is linear in the text and memory bounded by it.
What it must not know: rulesets, nodes, types, decisions, files.
Where to read first: `normal` (what is folded), then `words` (what a word is), `terms` and `lexicons`.
"""

from engagepolicy.matching.lexicons import LexiconMatcher, Match, compile_lexicon, is_masked
from engagepolicy.matching.masks import MaskKind, Spans
from engagepolicy.matching.normal import Normalised, normalise
from engagepolicy.matching.patterns import (
    InvalidPattern,
    Pattern,
    PatternProblem,
    PatternProblemKind,
    PatternUnavailable,
    check_pattern,
    compile_pattern,
)
from engagepolicy.matching.sequences import SoughtTemplate, TemplateMatcher, compile_templates
from engagepolicy.matching.templates import (
    find_lexicon_marks,
    find_template_problem,
    find_vocabulary_problem,
    has_gap,
    is_template,
    names_brand,
)
from engagepolicy.matching.terms import TermProblem, UnusableTerm, check_term, normal_form
from engagepolicy.matching.texts import Text, contains, ends_with, mask_spans, prepare, starts_with

__all__ = [
    "InvalidPattern",
    "LexiconMatcher",
    "MaskKind",
    "Match",
    "Normalised",
    "Pattern",
    "PatternProblem",
    "PatternProblemKind",
    "PatternUnavailable",
    "SoughtTemplate",
    "Spans",
    "TemplateMatcher",
    "TermProblem",
    "Text",
    "UnusableTerm",
    "check_pattern",
    "check_term",
    "compile_lexicon",
    "compile_pattern",
    "compile_templates",
    "contains",
    "ends_with",
    "find_lexicon_marks",
    "find_template_problem",
    "find_vocabulary_problem",
    "has_gap",
    "is_masked",
    "is_template",
    "mask_spans",
    "names_brand",
    "normal_form",
    "normalise",
    "prepare",
    "starts_with",
]
