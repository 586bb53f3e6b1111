"""Faults put into a small ruleset one at a time: each is found, with its message and what it is about, and nothing else is said.

Beside most faults stands a change that looks much like it and is none: nothing may be said of that.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.policy.loading import compile_text

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.report.proofs import prove

CLEAN = """
ruleset acme.care "Acme: social care" {
  version  "1"
  timezone Europe/London
  every interaction has severity, tier, first response
}

extend interaction {
  order.value   : number optional
  order.late_by : duration optional
  bought_on     : date optional
  is_member     : bool default false
  parts         : list of part default {}
}

record part {
  price : number
  kind  : enum(screen, battery, other)
}

calendar office "Care desk" {
  mon-fri 09:00-17:00
}

campaign sale "Summer sale" {
  kind launch
  from 2026-06-01 until 2026-07-01
}

ladder care {
  tier frontline
  tier specialist
  tier manager
  escalate to manager after 4h
}

lexicon lawyers { "lawyer", "attorney" }
lexicon refunds { "refund", "money back" }
lexicon complaints { "broken*", "late"  exclude "brokenhearted", "of late" }

segment big "Big accounts" {
  when author.followers >= 10_000
}

segment members {
  when   is_member
  unless author.relationship is employee
}

define expensive {
  when order.value >= 500 or any p in parts where (p.price > 300)
}

rule everybody {
  severity low
  escalate to frontline
}

rule legal {
  when     message mentions lawyers
  severity critical
  escalate to specialist
  queue    "Legal"
  tag      "legal"
}

rule money {
  when      message mentions refunds
  unless    message mentions lawyers
  severity  normal
  queue     "Money"
  tag       "money"
  resolution within 5 days
}

rule press {
  when     author.relationship is press
  severity high
  tag      "press"
}

rule press_desk {
  when      author.relationship is press
  queue     "Press"
  overrides legal, money
}

rule costly {
  when     expensive
  severity high
  tag      "costly"
}

rule late_order {
  when     order.late_by > 48h
  severity high
  tag      "late"
}

rule old_order {
  when bought_on + 2 years < 2026-01-01
  tag  "old"
}

rule complaint {
  when message mentions complaints
  tag  "complaint"
}

rule in_the_sale {
  when during sale
  tag  "sale"
}

rule no_praise {
  when     segment is members and sentiment < 0
  tag      "unhappy"
}

table times {
  | severity | segment => first response | next response |
  | critical | any     => 30m            | 1h            |
  | high     | big     => 45m            | 2h            |
  | high     | any     => 1h             | 4h on office  |
  | any      | members => 4h             | 8h on office  |
  | any      | any     => 8h             | -             |
}

table languages all matches {
  | language | author.country => notify  |
  | "de"     | any            => "Anna"  |
  | any      | "FR"           => "Louis" |
}

prove "a critical case is answered within half an hour" {
  when severity is critical
  then first response within 30m
}

prove "members wait for four hours at most" {
  when segment is members
  then first response within 4h
}

prove "a lawyer is never low" {
  when message mentions lawyers
  then severity is critical
}

purpose "a member can get a specialist" {
  when segment is members
  then tier is specialist
}
"""


@dataclass(frozen=True)
class Seed:
    """A fault: what is replaced by what, the code that must be found and what its message names, and a change that is no fault."""

    name: str
    old: str
    fault: str
    code: str
    about: str
    harmless: str | None = None


TAG_OLD = 'rule old_order {\n  when bought_on + 2 years < 2026-01-01\n  tag  "old"\n}\n'
QUEUE = 'rule in_the_sale {\n  when during sale\n  tag  "sale"\n}\n'


def added(name: str, text: str, code: str, about: str, harmless: str | None = None) -> Seed:
    """A fault that is something new at the end of the rules."""
    return Seed(name, QUEUE, QUEUE + text, code, about, None if harmless is None else QUEUE + harmless)


FIRST_ROW = "  | critical | any     => 30m            | 1h            |\n"
LAST_ROW = "  | any      | any     => 8h             | -             |\n"
HIGH_ROW = "  | high     | any     => 1h             | 4h on office  |\n"

REFUNDS = '"refund", "money back"'
COMPLAINTS = '"broken*", "late"'
DESKS = """outcome desk { type string merge unique }
table desks all matches {
  | order.value => desk |
  | > 10        => "A"  |
  | FEW         => "B"  |
}
"""

SEEDS = [
    # contradictions
    Seed("override forgotten", "  overrides legal, money\n", "  overrides money\n", "EP1101", "`legal` and `press_desk`"),
    Seed("unless forgotten", "  unless    message mentions lawyers\n", "", "EP1101", "`legal` and `money`"),
    Seed("two desks of one press", "  overrides legal, money\n", "  overrides legal\n", "EP1101", "`money` and `press_desk`"),
    added(
        "a queue for the sale",
        'rule sale_desk { when during sale and channel is x  queue "Sale" }\n',
        "EP1101",
        "sale_desk",
        'rule sale_desk { when during sale and channel is x  queue "Sale" overrides legal, money, press_desk }\n',
    ),
    added(
        "a queue for members",
        'rule club { when is_member unless message mentions lawyers, refunds  queue "Club" }\n',
        "EP1101",
        "club",
        "rule club { when is_member unless message mentions lawyers, refunds unless author.relationship or else none is press"
        '  queue "Club" }\n',
    ),
    added(
        "a queue by a number",
        'rule rich { when order.value > 10_000  queue "Rich" }\n',
        "EP1101",
        "rich",
        'rule rich { when order.value > 10_000 overrides legal, money, press_desk queue "Rich" }\n',
    ),
    added("two rows of one table", DESKS.replace("FEW", "< 20"), "EP1101", "`desks[1]` and `desks[2]`", DESKS.replace("FEW", "<= 10")),
    # effects that exclude each other
    Seed(
        "what is taken away from counsel and press",
        "rule costly {",
        'exclusion quiet_or_loud { tag "legal", "press" }\n\nrule costly {',
        "EP1137",
        "`legal` gives `tag \"legal\"`, `press` gives `tag \"press\"`",
        'exclusion quiet_or_loud { tag "legal"  queue "Money" }\n\nrule costly {',
    ),
    added(
        "closed and handed on",
        'exclusion apart { escalate to specialist  require close }\nrule thanks { when message mentions "thanks" require close }\n',
        "EP1137",
        "`thanks` gives `require close`",
        "exclusion apart { escalate to specialist  require close }\n"
        'rule thanks { when message mentions "thanks" unless message mentions lawyers require close }\n',
    ),
    added(
        "only on some days",
        'exclusion apart { tag "sale", "old" in force from 2026-06-15 until 2026-06-16 }\n',
        "EP1137",
        "apart",
        'exclusion apart { tag "sale", "old" in force until 2026-06-01 }\n',
    ),
    # rules that never apply
    Seed(
        "a range turned round",
        "  when     order.late_by > 48h\n",
        "  when     order.late_by > 48h and order.late_by < 24h\n",
        "EP1102",
        "late_order",
        "  when     order.late_by > 48h and order.late_by < 96h\n",
    ),
    Seed(
        "a day before the first",
        "bought_on + 2 years < 2026-01-01",
        "bought_on + 2 years < 2026-01-01 and bought_on > 2025-06-01",
        "EP1102",
        "old_order",
        "bought_on + 2 years < 2026-01-01 and bought_on > 2020-06-01",
    ),
    Seed(
        "two channels at once",
        "when during sale",
        "when during sale and channel is x and channel is email",
        "EP1102",
        "in_the_sale",
        "when during sale and channel in (x, email)",
    ),
    Seed(
        "a window beside the campaign",
        '  when during sale\n  tag  "sale"\n',
        '  when during sale\n  tag  "sale"\n  in force from 2026-08-01\n',
        "EP1102",
        "in_the_sale",
        '  when during sale\n  tag  "sale"\n  in force from 2026-06-15\n',
    ),
    Seed("a row under a wider one", FIRST_ROW, "  | >= high  | any     => 30m            | 1h            |\n", "EP1102", "times[2]"),
    Seed("the last row first", FIRST_ROW, LAST_ROW.replace("8h", "5m").replace("| - ", "| 1h") + FIRST_ROW, "EP1102", "times[2]"),
    Seed("a row twice", HIGH_ROW, HIGH_ROW + HIGH_ROW, "EP1102", "times[4]"),
    Seed(
        "a low that nothing is", HIGH_ROW, HIGH_ROW + "  | critical | members => 15m            | 30m           |\n", "EP1102", "times[4]"
    ),
    Seed(
        "members who are colleagues",
        "  when     segment is members and sentiment < 0\n",
        "  when     segment is members and author.relationship is employee\n",
        "EP1102",
        "no_praise",
        "  when     segment is members and author.relationship is press\n",
    ),
    Seed(
        "more than everything",
        "  when     segment is members and sentiment < 0\n",
        "  when     segment is members and count p in parts < 0\n",
        "EP1102",
        "no_praise",
        "  when     segment is members and count p in parts > 1\n",
    ),
    added(
        "an outcome that is never so",
        'rule none { when severity is critical and severity is low  tag "none" }\n',
        "EP1102",
        "none",
        'rule none { when severity is critical and tier is specialist  tag "none" }\n',
    ),
    added(
        "all parts both",
        'rule both { when any p in parts where (p.price > 5 and p.price < 3) tag "both" }\n',
        "EP1102",
        "both",
        'rule both { when any p in parts where (p.price > 3 and p.price < 5) tag "both" }\n',
    ),
    added(
        "a text that is two",
        'rule two { when message is "a" and message is "b" tag "two" }\n',
        "EP1102",
        "two",
        'rule two { when message is "a" or message is "b" tag "two" }\n',
    ),
    added(
        "known and not",
        'rule known_one { when not known sentiment and sentiment > 0 tag "k" }\n',
        "EP1102",
        "known_one",
        'rule known_one { when known sentiment and sentiment > 0 tag "k" }\n',
    ),
    # conditions that are always or never true
    Seed(
        "an amount below itself",
        "  when author.followers >= 10_000\n",
        "  when author.followers >= 10_000 and author.followers < 10_000\n",
        "EP1103",
        "big",
    ),
    Seed(
        "a price of nothing",
        "order.value >= 500 or any p in parts where (p.price > 300)",
        "order.value >= 500 and order.value < 100 and any p in parts where (p.price > 300)",
        "EP1103",
        "expensive",
        "order.value >= 500 and order.value < 1_000 and any p in parts where (p.price > 300)",
    ),
    added(
        "a segment of nobody",
        "segment nobody { when is_member and not is_member }\n",
        "EP1103",
        "nobody",
        "segment some { when is_member and channel is x }\n",
    ),
    added(
        "a definition of all",
        'define anything { when is_member or not is_member }\nrule any_one { when anything and channel is x tag "any" }\n',
        "EP1103",
        "anything",
    ),
    # overrides of nothing
    Seed(
        "an override of the other",
        "  overrides legal, money\n",
        '  overrides legal, money\n}\n\nrule club {\n  when is_member and not message mentions lawyers\n  tag "club"\n  overrides legal\n',
        "EP1104",
        "`club` overrides `legal`",
        '  overrides legal, money\n}\n\nrule club {\n  when is_member and not message mentions lawyers\n  tag "club"\n  overrides money\n',
    ),
    added(
        "an override beside its base",
        'rule cheap { when order.late_by < 2h  tag "in time" overrides late_order }\n',
        "EP1104",
        "cheap",
        'rule cheap { when order.late_by < 72h  tag "in time" overrides late_order }\n',
    ),
    added(
        "an override of a campaign",
        'rule winter { when received_at >= 2026-12-01 00:00 UTC tag "winter" overrides in_the_sale }\n',
        "EP1104",
        "winter",
        'rule winter { when received_at >= 2026-06-20 00:00 UTC tag "winter" overrides in_the_sale }\n',
    ),
    # rules that change nothing
    added(
        "a rule within another",
        'rule very_late { when order.late_by > 96h severity high tag "late" }\n',
        "EP1105",
        "very_late",
        'rule very_late { when order.late_by > 96h severity high tag "very late" }\n',
    ),
    added(
        "a rule by another name",
        'rule attorneys { when message mentions lawyers tag "legal" }\n',
        "EP1105",
        "attorneys",
        'rule attorneys { when message mentions lawyers tag "attorneys" }\n',
    ),
    added(
        "less than everybody has",
        "rule quiet { when channel is x severity low }\n",
        "EP1105",
        "quiet",
        "rule quiet { when channel is x severity normal }\n",
    ),
    added(
        "lower than the lowest",
        "rule humble { when is_member escalate to frontline }\n",
        "EP1105",
        "humble",
        "rule humble { when is_member escalate to specialist }\n",
    ),
    added(
        "more time than all have",
        "rule slow { when channel is x first response within 24h }\n",
        "EP1105",
        "slow",
        "rule slow { when channel is x first response within 7h }\n",
    ),
    # terms that can never matter
    Seed("a term within a phrase", REFUNDS, f'{REFUNDS}, "my refund"', "EP1142", "my refund", f'{REFUNDS}, "fund"'),
    Seed("a term below a stem", COMPLAINTS, f'{COMPLAINTS}, "brokenness"', "EP1142", "brokenness", f'{COMPLAINTS}, "breaks"'),
    Seed("a term that is excluded", COMPLAINTS, f'{COMPLAINTS}, "of late"', "EP1142", "of late", f'{COMPLAINTS}, "never on time"'),
    Seed("an exclusion of another", '"of late"', '"of late", "sooner"', "EP1142", "sooner", '"of late", "late riser"'),
    Seed(
        "a label out of sight",
        "lexicon refunds {",
        'lexicon refunds outside hashtags { "#refundnow",',
        "EP1142",
        "#refundnow",
        'lexicon refunds outside handles { "#refundnow",',
    ),
    # duties that cannot be met together
    added(
        "told again before it is allowed",
        "rule again { when message mentions refunds update within 24h }\n"
        "rule cooling { when bought_on < 2026-01-01 update not before 3 days }\n",
        "EP1132",
        "`again` wants `update` within 24h",
        "rule again { when message mentions refunds update within 24h }\n"
        "rule cooling { when bought_on < 2026-01-01 unless message mentions refunds update not before 3 days }\n",
    ),
    # promises that fail, purposes that are impossible, promises about nothing
    Seed("an hour for half an hour", FIRST_ROW, FIRST_ROW.replace("30m", "40m"), "EP1106", "half an hour", FIRST_ROW.replace("30m", "20m")),
    Seed(
        "open time for real time",
        "members => 4h             | 8h on office",
        "members => 4h on office   | 8h on office",
        "EP1106",
        "members wait",
        "members => 3h             | 8h on office",
    ),
    Seed(
        "rows in another order",
        "  | any      | members => 4h             | 8h on office  |\n",
        "  | any      | big     => 7h             | 8h on office  |\n  | any      | members => 4h             | 8h on office  |\n",
        "EP1106",
        "members wait",
        "  | any      | big     => 3h             | 8h on office  |\n  | any      | members => 4h             | 8h on office  |\n",
    ),
    added(
        "a lawyer who writes for the press",
        "rule hush { when channel is x and is_member severity normal overrides legal }\n",
        "EP1106",
        "a lawyer is never low",
        "rule hush { when channel is x and is_member severity normal overrides money }\n",
    ),
    Seed(
        "a promise too many",
        "  then severity is critical\n}\n",
        '  then severity is critical\n  then queue is "Legal"\n}\n',
        "EP1106",
        "a lawyer is never low",
        "  then severity is critical\n  then tier >= specialist\n}\n",
    ),
    Seed(
        "a promise of everybody",
        "  when segment is members\n  then first response within 4h\n",
        "  then first response within 4h\n",
        "EP1106",
        "members wait",
        "  then first response within 8h\n",
    ),
    Seed(
        "nobody climbs",
        "  then tier is specialist\n",
        "  then tier is manager\n",
        "EP1107",
        "`tier is manager`",
        "  then tier >= specialist\n",
    ),
    Seed(
        "a member who is none",
        "  when segment is members\n  then tier is specialist\n",
        "  when segment is members and author.relationship is employee\n  then tier is specialist\n",
        "EP1107",
        "segment is members",
        "  when segment is members and author.relationship is press\n  then tier is specialist\n",
    ),
    Seed(
        "a lawyer who waits",
        "  when segment is members\n  then tier is specialist\n",
        "  when message mentions lawyers\n  then severity is low\n",
        "EP1107",
        "severity is low",
        "  when message mentions lawyers\n  then tier is specialist\n",
    ),
    Seed(
        "a promise to nobody",
        "  when segment is members\n  then first response within 4h\n",
        "  when segment is members and not is_member\n  then first response within 4h\n",
        "EP1108",
        "members wait",
        "  when segment is members and is_member\n  then first response within 4h\n",
    ),
    # what every interaction has
    Seed("no last row", LAST_ROW, "", "EP1111", "`first response`"),
    Seed(
        "a last row for some",
        LAST_ROW,
        LAST_ROW.replace("| any      | any     =>", "| any      | not members =>"),
        "EP1111",
        "first response",
    ),
    Seed("severity for some", "rule everybody {\n  severity low\n", "rule everybody {\n", "EP1111", "`severity`"),
    Seed("a tier for some", "  severity low\n  escalate to frontline\n", "  severity low\n", "EP1111", "`tier`"),
    Seed(
        "a tier without a way", "  escalate to manager after 4h\n", "", "EP1112", "`manager`", "  escalate specialist to manager after 4h\n"
    ),
    # times in the wrong order
    Seed("done before begun", "  resolution within 5 days\n", "  resolution within 10m\n", "EP1113", "`money`", "  resolution within 9h\n"),
]
"""No two of the same name."""


def said_of(text: str) -> tuple[Diagnostic, ...]:
    """What is said of a ruleset, once it loads without an error."""
    compiled = compile_text(text)
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    return (*compiled.diagnostics, *prove(compiled).diagnostics)


def changed(seed: Seed, to: str) -> str:
    assert CLEAN.count(seed.old) >= 1, seed.old
    return CLEAN.replace(seed.old, to, 1)


def test_the_ruleset_without_a_fault_is_clean() -> None:
    assert [each.message for each in said_of(CLEAN)] == []


def test_there_are_enough_faults_of_every_kind() -> None:
    assert len({seed.name for seed in SEEDS}) == len(SEEDS) >= 40
    codes = (1101, 1102, 1103, 1104, 1105, 1106, 1107, 1108, 1111, 1112, 1113, 1132, 1137, 1142)
    assert {seed.code for seed in SEEDS} == {f"EP{code}" for code in codes}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_the_fault_is_found_and_nothing_else(seed: Seed) -> None:
    found = said_of(changed(seed, seed.fault))
    assert {each.code for each in found} == {seed.code}, [(each.code, each.message) for each in found]
    assert any(seed.about in each.message for each in found), [each.message for each in found]


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed.harmless is not None], ids=lambda seed: seed.name)
def test_what_only_looks_like_it_is_not_told(seed: Seed) -> None:
    assert seed.harmless is not None
    assert [(each.code, each.message) for each in said_of(changed(seed, seed.harmless))] == []
