"""Times as people write them elsewhere: what is underlined, and what the text says when the best edit is made."""

from __future__ import annotations

import pytest

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.source import SourceText
from engagepolicy.syntax.parser import parse_ruleset

PLACES = {
    "calendar": "calendar office {{\n  {}\n}}\n",
    "rule": "rule r {{\n  first response {}\n}}\n",
    "ladder": "ladder care {{\n  tier a tier b\n  {}\n}}\n",
    "sla": "sla clocks {{\n  {}\n}}\n",
    "roster": "roster people {{\n  tier a\n  {}\n}}\n",
    "test": 'test "t" {{\n  given case {{ message "m" opened_at 2026-11-20 10:00 }}\n  {}\n}}\n',
}


def problems_of(text: str) -> tuple[Diagnostic, ...]:
    return parse_ruleset(SourceText("t.engage", text))[1]


MENDED = [
    ("calendar", "mon-fri 9-5", "mon-fri 09:00-17:00"),
    ("calendar", "mon-fri 9am-5pm", "mon-fri 09:00-17:00"),
    ("calendar", "mon-fri 9 am - 5:30 pm", "mon-fri 09:00-17:30"),
    ("calendar", "mon-fri 12am-12pm", "mon-fri 00:00-12:00"),
    ("calendar", "mon-fri 22-6", "mon-fri 22:00-06:00"),
    ("calendar", "mon-fri 09.00-17.00", "mon-fri 09:00-17:00"),
    ("calendar", "mon, tue 0900-1700", "mon, tue 09:00-17:00"),
    ("calendar", "mon-fri 09:00:00-17:30:00", "mon-fri 09:00-17:30"),
    ("calendar", "mon-fri 09:00–17:00", "mon-fri 09:00-17:00"),
    ("calendar", "mon-fri 09:00 to 17:00", "mon-fri 09:00 - 17:00"),
    ("calendar", "mon to fri 09:00-17:00", "mon - fri 09:00-17:00"),
    ("calendar", "24/7", "always open"),
    ("calendar", "24x7", "always open"),
    ("calendar", "weekdays 09:00-17:00", "mon-fri 09:00-17:00"),
    ("calendar", "weekend 09:00-17:00", "sat-sun 09:00-17:00"),
    ("calendar", "daily 09:00-17:00", "mon-sun 09:00-17:00"),
    ("calendar", "closed 24.12.2026", "closed 2026-12-24"),
    ("calendar", "closed 24-12-2026", "closed 2026-12-24"),
    ("calendar", "closed 12/24/2026", "closed 2026-12-24"),
    ("calendar", "closed on 2026-12-24", "closed 2026-12-24"),
    ("calendar", "closed Dec 25", "closed every 12-25"),
    ("calendar", "closed 25 December", "closed every 12-25"),
    ("calendar", "closed December 25, 2026", "closed 2026-12-25"),
    ("rule", "within 30 min", "within 30m"),
    ("rule", "within 1 hr", "within 1h"),
    ("rule", "within 90 mins", "within 90m"),
    ("rule", "within 1.5h", "within 1h30m"),
    ("rule", "within 2.25 hours", "within 2h15m"),
    ("rule", "within 2h30", "within 2h30m"),
    ("rule", "within 1d", "within 1 day"),
    ("rule", "within 2w", "within 2 weeks"),
    ("rule", "within 2 business hours on office", "within 2h on office"),
    ("rule", "within 2 working days on office", "within 2 business days on office"),
    ("rule", "within 2 days on office", "within 2 business days on office"),
    ("rule", "within 4 hours on the office", "within 4 hours on office"),
    ("rule", "within 4h in office", "within 4h on office"),
    ("rule", "within 4h office", "within 4h on office"),
    ("rule", "within next business day on office", "within 1 business day on office"),
    ("rule", "within same day", "within end of day"),
    ("rule", "within by 5pm", "within by 17:00"),
    ("rule", "by 5pm on office", "within by 17:00 on office"),
    ("rule", "in 4h", "within 4h"),
    ("ladder", "escalate a to b after 30 min", "escalate a to b after 30m"),
    ("ladder", "escalate a to b after 2 business hours on office", "escalate a to b after 2h on office"),
    ("ladder", "repeat twice every 30m", "repeat 2 times every 30m"),
    ("sla", "warn at 75", "warn at 75%"),
    ("sla", "warn at 0.75", "warn at 75%"),
    ("sla", "warn at 75 %", "warn at 75%"),
    ("sla", "warn first response before 2h", "warn first response 2h before"),
    ("sla", "count received after 4pm on office as the next business day", "count received after 16:00 on office as the next business day"),
    ("roster", 'mon-fri 9-17 "Ana"', 'mon-fri 09:00-17:00 "Ana"'),
    ("roster", 'Mon-Fri 09:00-17:00 "Ana"', 'mon-fri 09:00-17:00 "Ana"'),
    ("roster", 'weekend "Ana"', 'sat-sun "Ana"'),
    ("roster", "25.12.2026 nobody", "2026-12-25 nobody"),
    ("roster", 'rotate every week from 2026-01-05 "A", "B"', 'rotate weekly from 2026-01-05 "A", "B"'),
    ("roster", 'rotate biweekly from 2026-01-05 "A", "B"', 'rotate every 2 weeks from 2026-01-05 "A", "B"'),
    ("roster", 'rotate 2 weeks from 2026-01-05 "A", "B"', 'rotate every 2 weeks from 2026-01-05 "A", "B"'),
    ("roster", 'else "Agency"', 'otherwise "Agency"'),
    ("test", "after 30 min expect tier a", "after 30m expect tier a"),
    ("test", "expect first response due in 1h", "expect first response within 1h"),
]


@pytest.mark.parametrize(("place", "written", "meant"), MENDED)
def test_the_best_edit_gives_what_was_meant(place: str, written: str, meant: str) -> None:
    (found,) = problems_of(PLACES[place].format(written))
    edit = found.fixes[0]
    text = edit.span.source.text
    assert text[: edit.span.start] + edit.replacement + text[edit.span.end :] == PLACES[place].format(meant)
    if written not in ('weekend "Ana"',):
        assert problems_of(PLACES[place].format(meant)) == ()


@pytest.mark.parametrize(
    ("place", "written", "underlined", "help_"),
    [
        ("calendar", "closed 04/05/2026", "04/05/2026", "year, month, day"),
        ("calendar", "closed sat", "sat", "a weekday without hours is closed anyway"),
        ("calendar", "mon-fri 09:00-12:00 13:00-17:00", "09:00-12:00 13:00", "by comma"),
        ("calendar", "mon-fri: 09:00-17:00", "fri:", "without a colon"),
        ("calendar", "24x5", "24x5", "from sun 17:00 to fri 17:00"),
        ("calendar", "mon-fri 09:00:30-17:00:00", "09:00:30-17:00:00", "no seconds"),
        ("calendar", "mon-fri 25pm-26pm", "25pm-26pm", "24 hours and minutes"),
        ("rule", "within 4", "4", "a number needs a unit"),
        ("rule", "within 2 business hours", "2 business hours", "`4h on` and its name"),
        ("rule", "within 4h or 1 day", "4h or", "earlier of"),
        ("rule", "within 1.3333 minutes", "1.3333 minutes", "amounts of time are written"),
        ("test", "expect first response due 11:00", "due 11:00", "a moment has its date"),
        ("test", "after 1h expect first response is breached", "is breached", "no `is`"),
    ],
)
def test_where_several_things_may_be_meant_the_help_says_how_it_is_written(place: str, written: str, underlined: str, help_: str) -> None:
    (found,) = problems_of(PLACES[place].format(written))
    assert found.span.text == underlined
    assert help_ in " ".join(found.helps)
    assert found.fixes == ()


def test_an_effect_after_an_amount_is_no_calendar() -> None:
    for rest in ("resolution", "next response", "tag legal,", "queue"):
        (found,) = problems_of(PLACES["rule"].format(f"within 4h {rest}"))
        assert "4h on" not in " ".join(found.helps)


def test_what_stands_far_away_or_on_another_line_is_not_looked_at() -> None:
    (found,) = problems_of("rule r {\n  first response within\n  30" + " " * 200 + "min\n}\n")
    assert found.span.text == "30"
    many = "rule r { first response within " + "4h or " * 20_000 + "}"
    assert len(problems_of(many)) == 1
