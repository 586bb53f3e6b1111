"""Templates: choices between words, words that are passed over, and where a sentence ends."""

from __future__ import annotations

import pytest

from engagepolicy.disclosure.brands import find_brand, parse_brand
from engagepolicy.disclosure.readable import read_text
from engagepolicy.disclosure.templates import Templates
from engagepolicy.matching import find_template_problem, find_vocabulary_problem, is_template


def found(template: str, text: str) -> list[str]:
    """Return the parts of the text in which the template is found."""
    read = read_text("text", text)
    hits = Templates.of([template]).find(read, find_brand(read, parse_brand("Marrow Coffee")))
    return [text[each.start : each.end] for each in hits]


@pytest.mark.parametrize(
    ("template", "text", "expected"),
    [
        ("{brand} (gave|sent) me", "Marrow sent me beans", ["Marrow sent me"]),
        ("{brand} (gave|sent) me", "Marrow sold me beans", []),
        ("(a|an honest) review", "This is an honest review", ["an honest review"]),
        ("(a|an honest) review", "An. Honest review", []),
        ("I (work|am employed) (at|by) {brand}", "I am employed by @marrow today", ["I am employed by @marrow"]),
        ("{brand} gave me", "Marrow very kindly gave me beans", ["Marrow very kindly gave me"]),
        ("{brand} gave me", "Marrow very very kindly gave me beans", []),
        ("{brand} gave me", "Marrow. Gave me beans", []),
        ("{brand} ... (free|gratis)", "Marrow sent the whole bag free", ["Marrow sent the whole bag free"]),
        ("{brand} ... (free|gratis)", "Marrow sent it. Feel free", []),
    ],
)
def test_a_template_is_found(template: str, text: str, expected: list[str]) -> None:
    assert found(template, text) == expected


@pytest.mark.parametrize("term", ["{brand} (a|{brand}) me", "(spons*|ad) this", "(|a) this", "(a|...) this"])
def test_a_choice_is_between_plain_words(term: str) -> None:
    if is_template(term):
        assert find_template_problem(term) or find_vocabulary_problem(term)


def test_a_choice_makes_a_template() -> None:
    assert is_template("(gave|sent) me")
    assert not is_template("gave (or sent) me")
    assert find_template_problem("(gave|sent) me") is None
