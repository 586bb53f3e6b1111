"""The shipped ruleset of the City of Boston gives the due times that the city's own system computed in 2015."""

from __future__ import annotations

from pathlib import Path

from tests.rulesets.boston_due_times import Agreement, count_agreements

DOCS = Path(__file__).parents[2] / "docs"

AGREED: dict[str, dict[Agreement, int]] = {
    "Pick up Dead Animal": {
        "equal": 319,
        "the next opening": 1341,
        "opened cut to the minute": 438,
        "seconds apart": 145,
        "further apart": 4,
    },
    "Bed Bugs": {"equal": 102, "opened cut to the minute": 291, "seconds apart": 34},
    "Pest Infestation - Residential": {"equal": 63, "opened cut to the minute": 294, "seconds apart": 22},
}
"""Every class of agreement has its explanation in docs/explanation/how-right-the-due-times-are.md."""


def test_due_times_stand_to_the_citys_as_they_are_explained(shared_folder: Path) -> None:
    assert count_agreements(shared_folder / "data" / "boston311_animal_2015.csv.gz") == AGREED


def test_the_page_gives_the_figures_that_are_tested() -> None:
    page = (DOCS / "explanation" / "how-right-the-due-times-are.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("|")]
    told = {name: tuple(int(count.replace(",", "")) for count in counts) for name, *counts in rows if counts[0][:1].isdigit()}
    for agreement in ("equal", "the next opening", "opened cut to the minute", "seconds apart", "further apart"):
        assert told[agreement] == tuple(AGREED[name].get(agreement, 0) for name in AGREED)
    assert told["all"] == tuple(sum(each.values()) for each in AGREED.values())
