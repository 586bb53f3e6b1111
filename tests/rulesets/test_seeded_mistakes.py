"""More faults put into a ruleset one at a time: slips of the pen, clocks, ladders, calendars, honesty, and faults of several parts.

As in `test_seeded_faults`, each is found, with its code and what it is about, and nothing else is said; the change beside it that
looks like it and is none is not told.
"""

from __future__ import annotations

import pytest

from engagepolicy.policy.loading import compile_text
from tests.rulesets.test_seeded_faults import SEEDS as PLAIN_SEEDS
from tests.rulesets.test_seeded_faults import Seed

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.report.proofs import prove

CLEAN = """
ruleset acme.desk "Acme: the desk" {
  version  "1"
  timezone Europe/London
}

extend interaction {
  order.value : number optional
  bought_on   : date optional
  waited      : duration optional
  is_member   : bool default false
  mood        : enum(calm < cross < furious) optional
}

calendar office "The desk" {
  mon-fri  09:00-17:00
  holidays GB-ENG
  closed   2026-12-24 "Christmas Eve"
}

campaign sale "Summer sale" {
  kind launch
  from 2026-06-01 until 2026-07-01
}

lexicon lawyers { "lawyer", "attorney", /solicitor[s]?/ }

ladder care {
  tier frontline
  tier specialist
  tier manager
  escalate frontline to specialist after 30m on office without first response
  escalate specialist to manager after 2h on office without first response
  repeat 2 times every 30m until acknowledged
}

sla clocks {
  pause resolution while case.status is waiting_on_customer
  warn first response 10m before
  warn resolution at 75%
}

segment whales {
  when order.value >= 1_000
}

define upset {
  when mood >= cross or message mentions lawyers
}

rule everybody {
  severity low
  escalate to frontline
  first response within 4h
}

rule lawyer_letter {
  when     message mentions lawyers
  severity critical
  queue    "Legal"
}

rule upset_whale {
  when      segment is whales and upset
  unless    message mentions lawyers
  severity  high
  queue     "Rescue"
}

rule warranty {
  when bought_on + 1 year > 2026-06-01 and bought_on <= 2026-06-01
  tag  "warranty"
}

rule winter_hours {
  when received_at on office
  tag  "winter"
  in force from 2026-11-01 until 2027-02-01
}

rule waited_long {
  when   waited > 48h
  unless mood is calm
  tag    "waited"
}

first of handling {
  rule handling_sale {
    when during sale
    tag  "sale"
  }
  rule handling_member {
    when is_member
    tag  "member"
  }
  rule handling_rest {
    tag  "rest"
  }
}

table times {
  | severity | segment => next response | resolution |
  | critical | any     => 30m           | 4h         |
  | high     | whales  => 1h            | 8h         |
  | any      | any     => 8h on office  | -          |
}

constraint no_cures "Nobody promises a cure" {
  on    draft
  never text mentions "cures"
  else  block "Do not promise a cure."
}

constraint staff_say_so "Staff say that they work here" {
  on     draft
  when   relationship is employee
  unless connection_obvious
  must   text mentions "I work"
  else   revise "Say that you work here."
}

prove "who is worse off hears no later from us again" {
  then monotone next response in severity
}

prove "lawyers are critical" {
  when message mentions lawyers
  then severity is critical
}

test "a solicitor's letter" {
  given interaction {
    message     "My solicitors will write."
    received_at 2026-11-20 10:00
  }
  expect severity critical, queue "Legal"
  expect rule lawyer_letter applied
}
"""

SPOKEN = 'rule waited_long {\n  when   waited > 48h\n  unless mood is calm\n  tag    "waited"\n}\n'
CHART_FIRST = '  rule handling_sale {\n    when during sale\n    tag  "sale"\n  }\n'
CHART_SECOND = '  rule handling_member {\n    when is_member\n    tag  "member"\n  }\n'
STEP = "  escalate specialist to manager after 2h on office without first response\n"
TIMES = "  | critical | any     => 30m           | 4h         |\n"
TEST = "  expect rule lawyer_letter applied\n"


def added(name: str, text: str, code: str, about: str, harmless: str | None = None) -> Seed:
    """A fault that is something new behind the rules."""
    return Seed(name, SPOKEN, SPOKEN + text, code, about, None if harmless is None else SPOKEN + harmless)


SLIPS = [
    # slips of the pen
    Seed("a word nobody knows", "severity critical\n  queue", "sevrity critical\n  queue", "EP0301", "sevrity"),
    Seed("a sign of programmers", "waited > 48h", "waited == 48h", "EP0112", "=="),
    Seed("a fact misspelt", "when   waited > 48h", "when   waitd > 48h", "EP0301", "waitd"),
    Seed("a word of the list misspelt", "mood >= cross", "mood >= crosss", "EP0302", "crosss"),
    Seed("one rule twice", "rule warranty {", "rule waited_long {", "EP0303", "waited_long"),
    Seed("a lexicon without use", "segment whales", 'lexicon praise { "thanks" }\n\nsegment whales', "EP0305", "praise"),
    Seed("definitions in a circle", "mood >= cross or message", "upset or message", "EP0306", "upset"),
    added(
        "rules in a circle",
        'rule one { when tags contains "b"  queue "One" }\nrule two { when queue is "One"  tag "b" }\n',
        "EP0307",
        "two",
        'rule one { when tags contains "warranty"  notify "One" }\n',
    ),
    added(
        "overrides in a circle",
        'rule one { when is_member  notify "A" overrides two }\nrule two { when channel is x  notify "B" overrides one }\n',
        "EP0308",
        "one",
        'rule one { when is_member  notify "A" overrides two }\nrule two { when channel is x  notify "B" }\n',
    ),
    Seed(
        "a locked rule overridden",
        SPOKEN,
        SPOKEN + 'locked rule law { when channel is phone notify "Law" }\nrule soft { when is_member notify "Soft" overrides law }\n',
        "EP0309",
        "law",
        SPOKEN + 'rule law { when channel is phone notify "Law" }\nlocked rule soft { when is_member notify "Soft" overrides law }\n',
    ),
    Seed("a date for a length", "waited > 48h", "waited > 2026-01-01", "EP0404", "duration"),
    Seed("an order of channels", "waited > 48h", "waited > 48h and channel > x", "EP0405", "channel", "waited > 48h and channel is x"),
    Seed("a number for a word", "  severity  high\n", "  severity  3\n", "EP0406", "whole number"),
    Seed("a range upside down", "order.value >= 1_000", "order.value between 9 and 1", "EP0409", "9"),
    Seed("a rule that gives nothing", '  unless mood is calm\n  tag    "waited"\n', "  unless mood is calm\n", "EP0415", "waited_long"),
    Seed("a row too short", TIMES, "  | critical => 30m           | 4h         |\n", "EP0115", "row"),
    # times, calendars
    Seed("a campaign that ends first", "from 2026-06-01 until 2026-07-01", "from 2026-07-01 until 2026-06-01", "EP0501", "2026-07-01"),
    Seed("a zone that is a city", "timezone Europe/London", "timezone London", "EP0504", "London"),
    Seed("a region nobody knows", "holidays GB-ENG", "holidays GB-QQQ", "EP0505", "GB-QQQ", "holidays GB-SCT"),
    Seed("hours without a length", "mon-fri  09:00-17:00", "mon-fri  09:00-09:00", "EP0506", "09:00", "mon-fri  09:00-09:30"),
    Seed(
        "one day closed twice",
        '"Christmas Eve"\n',
        '"Christmas Eve"\n  open     2026-12-24 09:00-12:00\n',
        "EP0507",
        "2026-12-24",
        '"Christmas Eve"\n  open     2026-12-31 09:00-12:00\n',
    ),
    Seed("one term twice", '"lawyer", "attorney"', '"lawyer", "Lawyer"', "EP0604", "Lawyer", '"lawyer", "lawyers"'),
    Seed("a pattern that finds all", "/solicitor[s]?/", "/s*/", "EP0606", "no characters", "/s+olicitor/"),
    Seed(
        "a wait beyond its target",
        "first response within 4h",
        "first response within 4h\n  first response not before 6h",
        "EP0610",
        "6h",
        "first response within 4h\n  first response not before 2h",
    ),
    # clocks and ladders
    Seed(
        "a pause twice",
        "  warn resolution at 75%\n",
        "  warn resolution at 75%\n  pause resolution while case.status is waiting\n",
        "EP0801",
        "pause",
        "  warn resolution at 75%\n  pause next response while case.status is waiting\n",
    ),
    Seed("a warning after the end", "at 75%", "at 175%", "EP0802", "175%", "at 90%"),
    Seed("a step down", STEP, STEP.replace("specialist to manager", "manager to specialist"), "EP0803", "specialist"),
    Seed("a step to nobody", STEP, STEP.replace("to manager", "to director"), "EP0804", "director"),
    Seed("no reminder at all", "repeat 2 times", "repeat 0 times", "EP0806", "0", "repeat 1 time"),
    Seed("a warning from the start", "response 10m before", "response 5h before", "EP0807", "5h", "response 3h before"),
    # tests
    Seed("a test of nothing", '  expect severity critical, queue "Legal"\n' + TEST, "", "EP0701", "solicitor"),
    Seed("a fact told twice", '    message     "My', '    received_at 2026-11-20 11:00\n    message     "My', "EP0705", "received_at"),
    # honesty
    Seed("a constraint of nothing", '  never text mentions "cures"\n', "", "EP1003", "no_cures"),
    Seed("a constraint without an end", '  else  block "Do not promise a cure."\n', "", "EP1004", "no_cures"),
    Seed("a verdict of its own", 'else  block "Do', 'else  forbid "Do', "EP1005", "forbid", 'else  revise "Do'),
]
"""What is told without a proof, or stops a ruleset from loading."""

PROVED = [
    # honesty
    Seed(
        "staff who are none",
        "  unless connection_obvious\n",
        "  unless relationship in (employee, contractor)\n",
        "EP1114",
        "staff_say_so",
        "  unless relationship in (agency, contractor)\n  unless connection_obvious\n",
    ),
    Seed(
        "a duty against its condition",
        'must   text mentions "I work"',
        "must   relationship is contractor",
        "EP1115",
        "staff_say_so",
        'must   text mentions "I am an employee"',
    ),
    Seed(
        "a constraint within another",
        'constraint no_cures "Nobody',
        'constraint no_cures_in_replies {\n  on draft\n  when purpose is reply\n  never text mentions "cures"\n  else revise "No."\n}\n\n'
        'constraint no_cures "Nobody',
        "EP1116",
        "no_cures_in_replies",
        'constraint no_cures_in_replies {\n  on draft\n  when purpose is reply\n  never text mentions "heals"\n  else revise "No."\n}\n\n'
        'constraint no_cures "Nobody',
    ),
    Seed(
        "a word that must and must not be",
        'never text mentions "cures"',
        'never text mentions "I work"',
        "EP1117",
        "staff_say_so",
        'never text mentions "we work"',
    ),
    # promises of two
    Seed("worse off and later", TIMES, TIMES.replace("30m", "2h "), "EP1124", "hears no later", TIMES.replace("30m", "45m")),
    # faults of several parts
    Seed(
        "a segment behind a definition behind an outcome",
        "  unless    message mentions lawyers\n",
        "  unless    message mentions lawyers\n  unless    mood is cross or mood is furious\n",
        "EP1102",
        "upset_whale",
        "  unless    message mentions lawyers\n  unless    mood is cross\n",
    ),
    Seed("an exception that is not made", "  unless    message mentions lawyers\n", "", "EP1101", "`lawyer_letter` and `upset_whale`"),
    Seed(
        "a row that only a definition kills",
        TIMES,
        TIMES + "  | critical | whales  => 20m           | 2h         |\n",
        "EP1102",
        "times[2]",
        "  | critical | whales  => 20m           | 5h         |\n" + TIMES,
    ),
    Seed(
        "an anniversary beside a day",
        "bought_on + 1 year > 2026-06-01 and bought_on <= 2026-06-01",
        "bought_on + 1 year > 2026-06-01 and bought_on <= 2025-06-01",
        "EP1102",
        "warranty",
        "bought_on + 1 year > 2026-06-01 and bought_on <= 2025-06-02",
    ),
    Seed(
        "sums that never meet",
        "  when   waited > 48h\n",
        "  when   waited > 48h and waited + 2h < 50h\n",
        "EP1102",
        "waited_long",
        "  when   waited > 48h and waited + 2h < 51h\n",
    ),
    Seed(
        "unknown and calm",
        "  unless mood is calm\n",
        "  unless known mood\n  unless not (mood is calm)\n",
        "EP1102",
        "waited_long",
        "  unless known mood\n  unless is_member\n",
    ),
    Seed(
        "a window that ends as the sale begins",
        CHART_FIRST,
        CHART_FIRST.replace('tag  "sale"\n', 'tag  "sale"\n    in force until 2026-06-01\n'),
        "EP1102",
        "handling_sale",
        CHART_FIRST.replace('tag  "sale"\n', 'tag  "sale"\n    in force through 2026-06-01\n'),
    ),
    Seed(
        "a month that the zone ends an hour sooner",
        CHART_FIRST,
        CHART_FIRST.replace("when during sale", "when during sale and received_at >= 2026-06-30 23:00 UTC"),
        "EP1102",
        "handling_sale",
        CHART_FIRST.replace("when during sale", "when during sale and received_at >= 2026-06-30 22:59 UTC"),
    ),
    Seed(
        "closed on a holiday",
        "  when received_at on office\n",
        "  when received_at on office and received_at >= 2026-12-25 00:00 and received_at < 2026-12-26 00:00\n",
        "EP1102",
        "winter_hours",
        "  when received_at on office and received_at >= 2026-12-22 00:00 and received_at < 2026-12-23 00:00\n",
    ),
    Seed(
        "the list answered before",
        CHART_FIRST + CHART_SECOND,
        CHART_SECOND.replace("when is_member", "when is_member or not is_member") + CHART_FIRST,
        "EP1102",
        "handling_sale",
        CHART_SECOND + CHART_FIRST,
    ),
    Seed(
        "more than a whale and less",
        "  when order.value >= 1_000\n",
        "  when order.value >= 1_000 and order.value - 500 < 400\n",
        "EP1103",
        "whales",
    ),
    Seed(
        "an override that its own unless keeps away",
        SPOKEN,
        SPOKEN + 'rule calm_law { when mood is calm unless message mentions lawyers queue "Calm" overrides lawyer_letter }\n',
        "EP1104",
        "calm_law",
        SPOKEN + 'rule calm_law { when mood is calm queue "Calm" overrides lawyer_letter }\n',
    ),
    added(
        "a rule inside a definition",
        'rule furious { when mood is furious and message mentions lawyers  severity critical }\n',
        "EP1105",
        "furious",
        'rule furious { when mood is furious and not message mentions lawyers  severity critical }\n',
    ),
    Seed(
        "a promise that an override breaks",
        SPOKEN,
        SPOKEN + "rule forgiving { when is_member and message mentions lawyers severity normal overrides lawyer_letter }\n",
        "EP1106",
        "lawyers are critical",
        SPOKEN + 'rule forgiving { when is_member and message mentions lawyers queue "Us" overrides lawyer_letter }\n',
    ),
    Seed("an hour before the first", TIMES, TIMES.replace("4h ", "1h "), "EP1113", "times[1]", TIMES.replace("4h ", "5h ")),
    Seed(
        "a part that says it again",
        "  when   waited > 48h\n",
        "  when   waited > 48h and waited > 24h\n",
        "EP1150",
        "waited_long",
        "  when   waited > 48h and waited < 96h\n",
    ),
]
"""What is proved, or shown by an example."""


def codes_and_messages(text: str) -> list[tuple[str, str]]:
    """What is said of a ruleset, proofs and all."""
    compiled = compile_text(text)
    return [(each.code, each.message) for each in (*compiled.diagnostics, *prove(compiled).diagnostics)]


def changed(seed: Seed, to: str) -> str:
    assert CLEAN.count(seed.old) >= 1, seed.old
    return CLEAN.replace(seed.old, to, 1)


def test_the_ruleset_without_a_fault_is_clean() -> None:
    assert codes_and_messages(CLEAN) == []


def test_there_are_enough_faults_of_every_kind() -> None:
    names = [seed.name for seed in (*PLAIN_SEEDS, *SLIPS, *PROVED)]
    codes = {seed.code for seed in (*PLAIN_SEEDS, *SLIPS, *PROVED)}
    assert len(set(names)) == len(names) >= 100
    assert len(codes) >= 50


@pytest.mark.parametrize("seed", [*SLIPS, *PROVED], ids=lambda seed: seed.name)
def test_the_fault_is_found_and_nothing_else(seed: Seed) -> None:
    found = codes_and_messages(changed(seed, seed.fault))
    assert {code for code, _ in found} == {seed.code}, found
    assert any(seed.about in message for _, message in found), found


@pytest.mark.parametrize("seed", [seed for seed in (*SLIPS, *PROVED) if seed.harmless is not None], ids=lambda seed: seed.name)
def test_what_only_looks_like_it_is_not_told(seed: Seed) -> None:
    assert seed.harmless is not None
    assert codes_and_messages(changed(seed, seed.harmless)) == []
