"""Orders turned round, cases that fall through and deadlines that nobody can meet are told; what only looks like one is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.policy.loading import compile_text
from engagepolicy.policy.policy import Policy
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.source import SourceText, Span
from engagepolicy.testing.examples import run_examples

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.proving.pairs import PairProver
from engagepolicy.proving.prover import Prover
from engagepolicy.report.climbs import judge_climbs
from engagepolicy.report.gaps import judge_bands, judge_deadlines, judge_overlaps, judge_rosters, judge_unanswered, judge_unknowns
from engagepolicy.report.inversions import judge_orders

HEAD = """
ruleset acme.care { timezone Europe/London }
extend interaction {
  amount : number optional
  parts  : int optional
  plan   : enum(basic, plus) optional
}
calendar office { mon-fri 09:00-17:00 }
calendar never_shut { always open }
segment press { when author.relationship is press }
rule lawyer { when message mentions "lawyer" severity critical }
rule angry { when message mentions "angry" severity high }
rule please { when message mentions "please" severity low }
"""
LADDER = "ladder care { tier frontline  tier specialist  tier counsel }\n"


def judged(text: str) -> list[Diagnostic]:
    compiled = compile_text(HEAD + text)
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    prepared = Prepared(compiled.program)
    start = Span(SourceText("", ""), 0, 0)
    one, two = Prover(prepared), PairProver(prepared)

    def place(_: object) -> Span:
        return start

    kinds: list[Callable[[], Iterator[Diagnostic]]] = [
        lambda: judge_orders(prepared, two, compiled.promises, place, start),
        lambda: judge_unknowns(prepared, two, place, start),
        lambda: judge_bands(prepared, one, place),
        lambda: judge_overlaps(prepared, one, place),
        lambda: judge_deadlines(prepared, one, place, start),
        lambda: judge_unanswered(prepared, one, place, start),
        lambda: judge_climbs(prepared.program, place, mind_resolutions=True),
        lambda: judge_rosters(prepared, place),
    ]
    return [each for kind in kinds for each in kind()]


def table(*rows: str, hit: str = "", result: str = "first response") -> str:
    columns = "severity | segment | parts"
    return f"table t {hit} {{\n| {columns} => {result} |\n" + "\n".join(f"| {row} |" for row in rows) + "\n}\n"


TOLD = {
    "a higher severity is answered later": (
        table("critical | any | any => 2h", "high | any | any => 1h", "any | any | any => 4h"), "EP1125", "t[1]",
    ),
    "only the last row is for the highest": (table("high | any | any => 1h", "any | any | any => 4h"), "EP1125", "t[2]"),
    "later on a calendar": (table("critical | any | any => 3h on office", "any | any | any => 2h on office"), "EP1125", "t[1]"),
    "of one segment alone": (
        table("critical | press | any => 5h", "critical | any | any => 1h", "any | any | any => 4h"), "EP1125", "t[1]",
    ),
    "a resolution": (table("critical | any | any => 3 days", "any | any | any => 2 days", result="resolution"), "EP1125", "t[1]"),
    "rules that give both": (
        "rule a { when parts is 1 severity critical resolution within 3 days } "
        "rule b { when parts is 2 severity low resolution within 2 days }",
        "EP1125", "`a`",
    ),
    "a higher tier": (
        LADDER + 'rule up { when message mentions "lawyer" escalate to counsel } rule down { escalate to frontline }\n'
        "table t {\n| tier => first response |\n| counsel => 4h |\n| any => 1h |\n}\n", "EP1125", "t[1]",
    ),
    "a segment sooner and later": (
        table("high | press | any => 15m", "high | any | any => 1h", "low | press | any => 4h", "low | any | any => 2h"), "EP1126", "press",
    ),
    "an override of a segment": (
        'rule a { when parts is 1 resolution within 2 days }'
        ' rule b { when parts is 1 and segment is press resolution within 1 day overrides a }'
        ' rule c { when parts is 2 resolution within 2 days }'
        ' rule d { when parts is 2 and segment is press resolution within 3 days overrides c }', "EP1126", "`d`",
    ),
    "an amount left out": ('rule r { when message mentions "fraud" and amount > 5 severity critical }', "EP1133", "`amount`"),
    "an exception not known": ('rule r { when message mentions "bomb" unless plan is plus severity critical }', "EP1133", "`plan`"),
    "by way of a definition": (
        'define dear { when amount > 5 } rule r { when message mentions "fraud" and dear severity critical }', "EP1133", "`amount`",
    ),
    "one value between bands": ('rule a { when amount < 5 queue "a" } rule b { when amount > 5 queue "b" }', "EP1129", "has 5"),
    "one whole number between bands": (
        'rule a { when parts <= 4 tag small } rule b { when parts between 6 and 9 tag big }', "EP1129", "has 5",
    ),
    "a stretch of a table": (table("any | any | 0..9 => 4h", "any | any | 20.. => 1h"), "EP1129", "at least 10 and at most 19"),
    "a stretch for one severity": (
        table("high | any | 0..9 => 4h", "high | any | 20.. => 1h", "low | any | any => 9h"), "EP1129", "at least 10 and at most 19",
    ),
    "one whole number in two rows": (table("any | any | ..5 => 4h", "any | any | 5.. => 1h"), "EP1143", "`parts` 5"),
    "a stretch in two rows": (table("any | any | 0..9 => 4h", "any | any | 5..20 => 1h"), "EP1143", "at least 5 and at most 9"),
    "a stretch for one severity twice": (
        table("any | any | > 90 => 30m", "high | any | 0..9 => 4h", "high | any | 8..20 => 1h"), "EP1143", "`t[2]` and `t[3]`",
    ),
    "in a list": (
        "first of l { rule a { when amount <= 5 tag low } rule b { when amount between 5 and 9 tag middle } }", "EP1143", "`amount` 5",
    ),
    "due before it is allowed": (
        'rule a { when parts is 1 update within 1h } rule b { when amount is 1 update not before 2h }', "EP1132", "`update`",
    ),
    "due in hours, allowed after days": (
        'rule a { when parts is 1 update within 24h } rule b { when amount is 1 update not before 3 days }', "EP1132", "`update`",
    ),
    "settled before an answer is allowed": (
        'rule a { when parts is 1 resolution within 2 days } rule b { when amount is 1 first response not before 3 days }',
        "EP1132", "allows `first response` not before 3 days",
    ),
    "settled before an answer is allowed, by one rule": (
        'rule a { when parts is 1 resolution within 2 days first response not before 3 days }', "EP1132", "`a` wants",
    ),
    "nobody approves on the hours of others": (
        LADDER + 'calendar support { mon-sun 08:00-22:00 } roster r { tier counsel  on office "Legal" }\n'
        "rule r { when parts is 1 require approval from counsel } rule s { when amount is 1 first response within 2h on support }",
        "EP1134", "within 2h on support",
    ),
    "nobody approves what is settled": (
        LADDER + 'roster r { tier counsel  on office "Legal" }\n'
        "rule r { when parts is 1 require approval from counsel resolution within 1 day }", "EP1134", "the resolution can be due",
    ),
    "nobody approves at night": (
        LADDER + 'roster r { tier counsel  on office "Legal" }\n'
        "rule r { when parts is 1 require approval from counsel } rule s { when amount is 1 first response within 12h }",
        "EP1134", "counsel",
    ),
    "nobody answers at night": (
        LADDER + 'roster r { tier specialist, counsel  on office "Desk" }\n'
        "rule r { when parts is 1 escalate to specialist } rule s { when amount is 1 first response within 2h }",
        "EP1144", "when nobody of specialist or a tier above it is on duty",
    ),
    "nobody answers between two desks": (
        LADDER + 'calendar late { mon-fri 12:00-22:00 }\n'
        'roster r { tier specialist  on office "Desk" } roster q { tier counsel on late "Q" }\n'
        "rule r { when parts is 1 escalate to specialist first response within 2 days }", "EP1144", "Fri 22:00 - Mon 09:00",
    ),
    "steps after the breach": (
        LADDER.replace("tier counsel", "tier counsel escalate to counsel after 2h without first response")
        + "rule r { first response within 1h }", "EP1127", "never taken before",
    ),
    "a slow ladder on a calendar": (
        LADDER.replace(
            "tier counsel", "tier counsel escalate to specialist after 4h on office escalate specialist to counsel after 5h on office"
        )
        + "rule r { resolution within 8h on office }", "EP1128", "9h on office",
    ),
    "a gap every night": (
        LADDER + 'roster r { tier counsel  mon-fri 06:00-24:00 "A"  sat 00:00-24:00 "A"  sun 00:00-24:00 "A" }',
        "EP1131", "Mon 00:00 - Mon 06:00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_it_is_told_and_shown_by_tests_that_pass(name: str) -> None:
    text, code, said = TOLD[name]
    (found,) = judged(text)
    assert found.code == code
    assert said in found.message
    blocks = "\n".join(note.partition("\n")[2] for note in found.notes)
    pasted = compile_text(HEAD + text + blocks)
    assert pasted.program is not None, [each.message for each in pasted.diagnostics]
    assert all(result.holds for result in run_examples(Policy(pasted.program, pasted.examples)))
    assert (code in ("EP1127", "EP1128", "EP1131")) is not bool(pasted.examples)


QUIET = {
    "a higher severity is answered sooner": table("critical | any | any => 15m", "high | any | any => 1h", "any | any | any => 4h"),
    "the same time": table("critical | any | any => 1h", "any | any | any => 1h"),
    "amounts that cannot be compared": table("critical | any | any => 20m on office", "any | any | any => 30m"),
    "another case": table("critical | any | 1 => 2h", "critical | any | any => 30m", "high | any | 2 => 1h", "any | any | any => 4h"),
    "rules that ask for two things": (
        "rule a { when parts is 1 severity critical resolution within 3 days } "
        "rule b { when amount is 2 severity low resolution within 2 days }"
    ),
    "a resolution that grows with the tier": (
        LADDER + 'rule up { when message mentions "lawyer" escalate to counsel } rule down { escalate to frontline }\n'
        "table t {\n| tier => resolution |\n| counsel => 4 days |\n| any => 1 day |\n}\n"
    ),
    "a segment that always comes later": table("high | press | any => 4h", "high | any | any => 1h", "low | any | any => 4h"),
    "a promise that tells of the order": (
        table("critical | any | any => 2h", "any | any | any => 1h") + 'prove "p" { then monotone first response in severity }'
    ),
    "decided: applies": 'rule r { when message mentions "fraud" and amount > 5 if unknown apply severity critical }',
    "decided: read as something": 'rule r { when message mentions "fraud" and amount or else 0 > 5 severity critical }',
    "decided: only where it is known": 'rule r { when message mentions "fraud" and known amount and amount > 5 severity critical }',
    "nothing but the fact": "rule r { when amount > 5 severity critical }",
    "nothing but facts that may be missing": "rule r { when amount > 5 and plan is plus severity critical }",
    "not the highest": 'rule r { when message mentions "fraud" and amount > 5 severity high }',
    "another rule catches it": (
        'rule r { when message mentions "fraud" and amount > 5 severity critical } rule s { when message mentions "fraud" severity high }'
    ),
    "bands that meet": 'rule a { when amount < 5 queue "a" } rule b { when amount >= 5 queue "b" }',
    "bands that meet in whole numbers": 'rule a { when parts <= 4 queue "a" } rule b { when parts >= 5 queue "b" }',
    "the value has a rule": (
        'rule a { when amount < 5 queue "a" } rule b { when amount is 5 queue "c" } rule c { when amount > 5 queue "b" }'
    ),
    "the value is in a list": (
        'rule a { when parts < 5 queue "a" } rule b { when parts in (5, 6) queue "c" } rule c { when parts > 5 queue "a" }'
    ),
    "single values": 'rule a { when parts is 1 queue "a" } rule b { when parts is 3 queue "b" }',
    "a special case first": table("any | any | 5..9 => 1h", "any | any | 0..20 => 4h"),
    "one limit after the other": table("any | any | < 5 => 1h", "any | any | < 10 => 2h", "any | any | any => 4h"),
    "whole numbers that meet": table("any | any | 0..9 => 1h", "any | any | 10..20 => 2h"),
    "all rows that fit": table("any | any | 0..9 => 1h", "any | any | 5..20 => 2h", hit="all matches"),
    "the same for both": table("any | any | 0..9 => 1h", "any | any | 5..20 => 1h"),
    "a row before both": table("any | any | 5..9 => 30m", "any | any | 0..9 => 1h", "any | any | 5..20 => 2h"),
    "of two severities": table("high | any | 0..9 => 1h", "low | any | 5..20 => 2h"),
    "a stretch for the last row": table("any | any | 0..9 => 4h", "any | any | 20.. => 1h", "any | any | any => 2h"),
    "tags for the ends": 'rule a { when amount < 3 tag low } rule b { when amount > 9 tag high }',
    "allowed before it is due": 'rule a { when parts is 1 update within 3h } rule b { when amount is 1 update not before 2h }',
    "never together": 'rule a { when parts is 1 update within 1h } rule b { when parts is 2 update not before 2h }',
    "hours that may take longer": (
        'rule a { when parts is 1 update within 4h on office } rule b { when amount is 1 update not before 6h }'
    ),
    "days that may be over": 'rule a { when parts is 1 update within 24h } rule b { when amount is 1 update not before 1 day }',
    "settled after an answer is allowed": (
        'rule a { when parts is 1 resolution within 4 days } rule b { when amount is 1 first response not before 3 days }'
    ),
    "approved on the hours of others": (
        LADDER + 'calendar desk { mon-fri 10:00-16:00 } roster r { tier counsel  on office "Legal" }\n'
        "rule r { require approval from counsel first response within 1h on desk }"
    ),
    "somebody always approves": (
        LADDER + 'roster r { tier counsel  on office "Legal"  otherwise "On call" }\n'
        "rule r { require approval from counsel first response within 1h }"
    ),
    "counted on the hours of who approves": (
        LADDER + 'roster r { tier counsel  on office "Legal" }\nrule r { require approval from counsel first response within 1h on office }'
    ),
    "a week to answer": (
        LADDER + 'roster r { tier counsel  on office "Legal" }\nrule r { require approval from counsel first response within 168h }'
    ),
    "somebody above answers": (
        LADDER + 'roster r { tier specialist  on office "Desk" }\nrule r { escalate to specialist first response within 2h }'
    ),
    "somebody answers on call": (
        LADDER + 'roster r { tier specialist, counsel  on office "Desk"  otherwise "On call" }\n'
        "rule r { escalate to specialist first response within 2h }"
    ),
    "answered on the hours of the desk": (
        LADDER + 'roster r { tier specialist, counsel  on office "Desk" }\n'
        "rule r { escalate to specialist first response within 2h on office }"
    ),
    "answered for another tier": (
        LADDER + 'roster r { tier specialist, counsel  on office "Desk" }\n'
        "rule r { when parts is 1 escalate to specialist } rule s { when parts is 2 escalate to frontline first response within 2h }"
    ),
    "steps before one of the breaches": (
        LADDER.replace("tier counsel", "tier counsel escalate to counsel after 2h without first response")
        + 'rule r { when parts is 1 first response within 1h } rule s { first response within 3h }'
    ),
    "an office that closes": LADDER + 'roster r { tier counsel  on office "Legal" }',
    "a roster that begins later": LADDER + 'roster r { tier counsel  rotate weekly from 2027-01-04 08:00 "A", "B" }',
}


@pytest.mark.parametrize("name", QUIET)
def test_nothing_is_said(name: str) -> None:
    assert [(each.code, each.message) for each in judged(QUIET[name])] == []
