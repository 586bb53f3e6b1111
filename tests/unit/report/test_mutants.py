"""How mistakes read in a terminal: long ones on two lines, patterns cut in their middle."""

from __future__ import annotations

from engagepolicy.report.mutants import WIDTH, Bounds, MutantReport, render_mutants_text
from engagepolicy.testing.mutants import MutantResult, MutantRun
from engagepolicy.testing.mutations import Edit, Mutant


def render(before: str, after: str) -> list[str]:
    mutant = Mutant("kind", "rule `x`", None, before, after, Edit())
    return render_mutants_text(MutantReport(MutantRun((MutantResult(mutant, None, 0),)), Bounds())).splitlines()[3:]


def test_a_short_mistake_is_one_line() -> None:
    assert render("`a`", "`b`") == ["     `a` -> `b`  (met by no example)"]


def test_a_long_one_has_its_two_sides_below_one_another() -> None:
    one, two = "x" * 60, "y" * 60

    assert render(one, two) == [f"     {one}", f"       -> {two}  (met by no example)"]


def test_a_pattern_is_cut_in_its_middle() -> None:
    (line,) = render("`/" + "a" * 300 + "/`", "")

    assert line.startswith("     without `/aaa")
    assert line.endswith("aaa/`  (met by no example)")
    assert len(line) <= WIDTH + 35
    assert "…" in line
