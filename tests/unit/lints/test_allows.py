"""What a comment for the checker is about: told by which of the findings of a ruleset it allows, before and after the formatter."""

from __future__ import annotations

from datetime import date

import pytest

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.formatter import format_text
from engagepolicy.lints.catalogue import select_lints
from engagepolicy.policy.loading import compile_text
from engagepolicy.report.linting import Allowing, Looked, lint_compiled
from engagepolicy.source import Span

TODAY = date(2026, 1, 15)
LINTS = select_lints(["double_negative"])
ALLOW = '# engage: allow double_negative because "The handbook says it so."'
HEADER = 'ruleset acme.care { timezone Europe/London }\n'
RULE = """
rule {0} {{
  when     not (author.relationship is not press)
  unless   not (channel is not x)
  tag      "a"
}}
"""


def look(text: str, today: date = TODAY) -> list[Diagnostic]:
    """Return what is left of the findings of a ruleset, and what is said of its comments."""
    compiled = compile_text(text)
    assert compiled.program is not None, compiled.diagnostics
    allowing = Allowing(today, str, Looked(LINTS))
    left = allowing.sift(compiled, [*compiled.diagnostics, *lint_compiled(compiled, LINTS)])
    return [*left, *allowing.unused()]


def found_in(text: str, today: date = TODAY) -> list[str]:
    """Return the first word of the line of each finding, with the rule that it stands in."""
    found = []
    for item in look(text, today):
        above = item.span.source.text[: item.span.start].rpartition("rule ")[2].split()
        found.append(f"{above[0]} {item.span.source.line_text(item.span.line).split()[0]}" if item.code == "EP1201" else item.code)
    return found


EVERYTHING = ["one when", "one unless", "two when", "two unless"]
TWO = HEADER + RULE.format("one") + RULE.format("two")


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("", "", EVERYTHING),
        ("ruleset acme", f"{ALLOW}\nruleset acme", []),
        ("\nrule one", f"\n{ALLOW}\nrule one", EVERYTHING[2:]),
        ("\nrule one", f"\n{ALLOW}\n\n# more to read\nrule one", EVERYTHING[2:]),
        ("rule one {", f"rule one {{  {ALLOW}", EVERYTHING[2:]),
        ('tag      "a"\n}\n', f'tag      "a"\n}}  {ALLOW}\n', EVERYTHING[2:]),
        ("not press)\n", f"not press)  {ALLOW}\n", ["one unless", *EVERYTHING[2:]]),
        ("  when", f"  {ALLOW}\n  when", ["one unless", *EVERYTHING[2:]]),
        ("  unless", f"  {ALLOW}\n  unless", ["one when", *EVERYTHING[2:]]),
        ("  tag", f"  {ALLOW}\n  tag", [*EVERYTHING, "EP1254"]),
        ('  tag      "a"\n', f'  tag      "a"\n  {ALLOW}\n', [*EVERYTHING, "EP1254"]),
        ("Europe/London }\n", f"Europe/London }}  {ALLOW}\n", [*EVERYTHING, "EP1254"]),
    ],
)
def test_what_a_comment_is_about(old: str, new: str, left: list[str]) -> None:
    text = TWO.replace(old, new, 1) if old else TWO

    assert found_in(text) == left
    assert found_in(format_text(text)) == left


def test_a_comment_behind_the_last_declaration_is_about_nothing() -> None:
    assert found_in(f"{TWO}\n{ALLOW}\n") == [*EVERYTHING, "EP1254"]


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("  rule two", f"  {ALLOW}\n  rule two", EVERYTHING[:2]),
        ("  rule one", f"  {ALLOW}\n  rule one", EVERYTHING[2:]),
        ("first of chart {", f"first of chart {{ {ALLOW}", []),
        ("first of", f"{ALLOW}\nfirst of", []),
        ("not press)\n", f"not press) {ALLOW}\n", ["one unless", *EVERYTHING[2:]]),
    ],
)
def test_a_rule_of_a_list_is_a_declaration_too(old: str, new: str, left: list[str]) -> None:
    inner = (RULE.format(name).replace("\n", "\n  ") for name in ("one", "two"))
    text = f"{HEADER}\nfirst of chart {{{''.join(inner)}\n}}\n".replace(old, new, 1)

    assert found_in(text) == left
    assert found_in(format_text(text)) == left


def test_a_condition_of_several_lines_is_allowed_from_any_of_them() -> None:
    rule = """
rule one {{
  when     message mentions "refund" or message mentions "money back" or message mentions "chargeback"
           or message mentions "compensation"{behind}
           or (channel is x and not (author.relationship is not press)){last}
  tag      "a"
}}
"""
    for place in ("behind", "last"):
        text = HEADER + rule.format(**{"behind": "", "last": "", place: f"  {ALLOW}"})
        assert found_in(text) == []
        assert found_in(format_text(text)) == []


def test_a_row_is_allowed_by_itself() -> None:
    row = "  | not (author.relationship is not {0}) => high |"
    table = f"{HEADER}table t {{\n  | when => severity |\n{row.format('press')}  {ALLOW}\n{row.format('customer')}\n}}\n"

    assert [item.span.source.line_text(item.span.line) for item in look(table)] == [row.format("customer")]
    assert len(look(format_text(table))) == 1


@pytest.mark.parametrize(("today", "left"), [(date(2026, 6, 30), []), (date(2026, 7, 1), ["EP1253", "x when"])])
def test_the_day_behind_until_is_the_first_on_which_nothing_is_allowed(today: date, left: list[str]) -> None:
    rule = 'rule x {\n  when not (author.relationship is not press)\n  tag "a"\n}\n'
    assert found_in(f"{HEADER}{ALLOW} until 2026-07-01\n{rule}", today) == left
    assert found_in(HEADER + ALLOW.replace(" because", " until 2026-07-01 because") + "\n" + rule, today) == left


def test_several_names_and_codes_stand_in_one_comment() -> None:
    allow = ALLOW.replace("double_negative", "EP0415, ep1201")
    text = HEADER + f"rule x {{ {allow}\n  when not (author.relationship is not press)\n}}\n"

    assert found_in(text) == []


@pytest.mark.parametrize(
    "comment",
    [
        "# engaged: allow what you like",
        "# see # engage: allow double_negative",
        "# Engage: allow",
    ],
)
def test_other_comments_are_none_of_our_business(comment: str) -> None:
    assert [each for each in found_in(TWO + comment + "\n") if each not in EVERYTHING] == []


@pytest.mark.parametrize(
    "tail",
    ["", "allow", "allow 12", "allow a,", "allow a b", 'allow a because', "allow a because us", 'allow a because "x" because "y"',
     "allow a until 1", 'allow a until 2026-01-01 until 2026-01-01', 'allow a "x"', "allow ,",
     'allow a because "open', "allow " + "a," * 5000],
)
def test_whatever_stands_behind_the_mark_gets_one_message(tail: str) -> None:
    assert [each for each in found_in(f"{TWO}# engage: {tail}\n") if each not in EVERYTHING] == ["EP1251"]


@pytest.mark.parametrize("is_decided", [True, False])
def test_what_no_proof_decided_is_not_said_to_be_absent(is_decided: bool) -> None:
    text = HEADER + '# engage: allow EP1105 because "It will matter next year."\nrule x { tag "a" }\n'
    compiled = compile_text(text)
    allowing = Allowing(TODAY, str, Looked(has_proofs=True))
    whole = Span(compiled.sources[0], 0, 1)
    allowing.sift(compiled, [] if is_decided else [NotDecided(whole, "whether `x` ever changes a decision", "it took too long")])

    assert [each.code for each in allowing.unused()] == (["EP1254"] if is_decided else [])
