"""From ladders' steps and `sla` blocks to the program: what they come to, and what they are refused for."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from engagepolicy.business_time import StartShift
from engagepolicy.ir.clocks import ClockChange, Share
from engagepolicy.ir.codec import decode_program, digest_of, encode_program
from engagepolicy.ir.program import Program
from engagepolicy.ir.steps import Repeat, Step
from engagepolicy.policy.loading import compile_text
from engagepolicy.tracking import DEFAULT_CLOCKS, rules_of
from engagepolicy.values.amounts import Elapsed, OpenTime
from tests.unit.compiler.compiling import HEADER, load, messages_of, problems_of

OFFICE = "calendar office { mon-fri 09:00-17:00 }\n"
TIERS = "tier a tier b tier c "


def program_of(text: str) -> Program:
    return load(text).program


def steps_of(clauses: str) -> tuple[Step, ...]:
    return program_of(f"{OFFICE}ladder care {{ {TIERS}{clauses} }}").ladders[0].steps


def change_of(metric: str, clauses: str) -> ClockChange:
    found = {each.metric: each for each in program_of(f"{OFFICE}sla s {{ {clauses} }}").clocks}
    return found.get(metric, ClockChange(metric))


@pytest.mark.parametrize(
    ("clause", "step"),
    [
        ("escalate a to b after 30m", Step("a", "b", after=Elapsed(1800))),
        ("escalate to c at 2h on office", Step(None, "c", at=OpenTime(7200, "office"))),
        ("escalate a to c on breach of first response", Step("a", "c", on_breach="first_response")),
        ("escalate b to c on warning of resolution", Step("b", "c", on_warning="resolution")),
        (
            "escalate a to b after 30m without first response until acknowledged",
            Step("a", "b", after=Elapsed(1800), without="first_response", until_acknowledged=True),
        ),
        ("escalate a to b at 1h without replied", Step("a", "b", at=Elapsed(3600), without="replied")),
    ],
)
def test_a_step(clause: str, step: Step) -> None:
    assert steps_of(clause) == (step,)


def test_reminders_hold_for_every_step() -> None:
    steps = steps_of("escalate a to b after 30m repeat 2 times every 10m until acknowledged escalate b to c after 1h")
    assert [step.repeat for step in steps] == [Repeat(2, Elapsed(600), True)] * 2
    assert steps_of("escalate a to b after 30m repeat 1 time every 10m")[0].repeat == Repeat(1, Elapsed(600), False)


def test_a_step_knows_its_line() -> None:
    program = program_of("ladder care {\n  tier a\n  tier b\n  escalate a to b after 30m\n}")
    place = program.ladders[0].steps[0].place
    assert place is not None
    assert place.line == 5


@pytest.mark.parametrize(
    ("clause", "change"),
    [
        ("start resolution when assigned, opened", ClockChange("resolution", start=frozenset({"assigned", "opened"}))),
        ("start resolution when received each time", ClockChange("resolution", start=frozenset({"received"}), cycle="each")),
        ("start resolution when received once", ClockChange("resolution", start=frozenset({"received"}), cycle="once")),
        ("start without first response", ClockChange("resolution", starts_alone=True)),
        ("stop when acknowledged", ClockChange("resolution", stop=frozenset({"acknowledged"}))),
        ("cancel resolution when merged, noted", ClockChange("resolution", cancel=frozenset({"merged", "noted"}))),
        ("resume resolution when replied", ClockChange("resolution", resume_on=frozenset({"replied"}))),
        ("pause while case.status is waiting", ClockChange("resolution", pause_while=frozenset({"waiting"}))),
        ('pause while case.status in (a, "b c")', ClockChange("resolution", pause_while=frozenset({"a", "b c"}))),
        ("reopen resolution as new cycle", ClockChange("resolution", reopen="new cycle")),
        ("reopen resolution as same cycle", ClockChange("resolution", reopen="resume")),
        ("reopen resolution as no cycle", ClockChange("resolution", reopen="nothing")),
        ("count from now", ClockChange("resolution", counts="from now")),
        ("count from start", ClockChange("resolution", counts="from start")),
        (
            "warn resolution 2h before warn resolution at 75.0% warn resolution 1h on office before",
            ClockChange("resolution", warnings=(OpenTime(3600, "office"), Elapsed(7200), Share(Decimal(75)))),
        ),
        ("warn first response at 75%", ClockChange("resolution")),
        (
            "count resolution received after 16:00 on office as the next business day",
            ClockChange("resolution", received_after=StartShift("office", time(16))),
        ),
        (
            "count received while closed on office from the next opening",
            ClockChange("resolution", received_closed=StartShift("office")),
        ),
    ],
)
def test_a_clause_of_a_clock(clause: str, change: ClockChange) -> None:
    assert change_of("resolution", clause) == change


def test_a_metric_by_name_stands_instead_of_all() -> None:
    clauses = "warn at 75% warn resolution 2h before stop when acknowledged"
    assert change_of("resolution", clauses) == ClockChange(
        "resolution", stop=frozenset({"acknowledged"}), warnings=(Elapsed(7200),)
    )
    assert change_of("update", clauses).warnings == (Share(Decimal(75)),)


def test_all_are_all_targets_of_the_house_too() -> None:
    own = "outcome call_back { type target merge strictest }\nrule r { call_back within 1h }\nsla s { warn at 75% }"
    assert {each.metric for each in program_of(own).clocks} == {*DEFAULT_CLOCKS, "call_back"}


def test_the_order_of_writing_means_nothing_and_what_is_said_does() -> None:
    one = f"ladder care {{ {TIERS} escalate a to b after 1h escalate b to c after 2h }} sla s {{ warn at 50% warn at 75% }}"
    other = f"sla s {{ warn at 75% warn at 50% }} ladder care {{ {TIERS} escalate b to c after 2h escalate a to b after 60m }}"
    assert load(one).digest == load(other).digest
    assert load(one).digest != load(one.replace("75%", "80%")).digest
    assert load(one).digest != load(one.replace("after 2h", "at 2h")).digest


def test_a_program_with_clocks_comes_back_equal() -> None:
    program = program_of(
        f"{OFFICE}ladder care {{ {TIERS} escalate a to b after 1h on office repeat 2 times every 5m }}"
        " sla s { warn at 70% warn 2h before pause while case.status is waiting"
        " count received after 16:00 on office as the next business day }"
    )
    again = decode_program(encode_program(program))
    assert again == program
    assert digest_of(again) == digest_of(program)
    assert again.ladders[0].steps[0].place == program.ladders[0].steps[0].place


def test_what_the_house_has_stays_where_nothing_is_said() -> None:
    rules = rules_of(program_of("sla s { pause resolution while case.status is waiting }"))
    assert rules.clocks["resolution"].pause_while == frozenset({"waiting"})
    assert rules.clocks["resolution"].stop == DEFAULT_CLOCKS["resolution"].stop
    assert rules.clocks["first_response"] == DEFAULT_CLOCKS["first_response"]


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        ("stop resolution when resolved stop resolution, update when replied", [("EP0801", "resolution")]),
        ("warn at 75% warn at 75%", [("EP0801", "warn at 75%")]),
        ("warn at 0%", [("EP0802", "0%")]),
        ("warn at 0.5%", [("EP0802", "0.5%")]),
        ("warn at 99.5%", [("EP0802", "99.5%")]),
        ("warn severity at 75%", [("EP0301", "severity")]),
        ("stop when opened", [("EP0301", "opened")]),
        ("start next response without resolution", [("EP0301", "resolution")]),
        ("warn 1h on nowhere before", [("EP0301", "nowhere")]),
        ("pause while message is waiting", [("EP0805", "message")]),
        ("in force from 2026-01-01", [("EP0101", "in")]),
    ],
)
def test_clauses_that_do_not_work(clauses: str, found: list[tuple[str, str]]) -> None:
    assert problems_of(f"sla s {{ {clauses} }}") == found


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        ("escalate b to b after 1h", [("EP0803", "b to b")]),
        ("escalate a to x after 1h escalate y to c after 1h", [("EP0804", "x"), ("EP0804", "y")]),
        ("escalate a to b on breach of severity", [("EP0301", "severity")]),
        ("escalate a to b after 0m", [("EP0109", "0m")]),
        ("escalate a to b after 1h repeat 1001 times every 5m", [("EP0806", "1001")]),
        ("escalate a to b after 1h repeat 1.5 times every 5m", [("EP0806", "1.5")]),
        ("escalate a to b after 1h repeat 2 times every 5m repeat 2 times every 5m", [("EP0118", "repeat 2 times every 5m")]),
    ],
)
def test_steps_that_do_not_work(clauses: str, found: list[tuple[str, str]]) -> None:
    assert problems_of(f"ladder care {{ {TIERS}{clauses} }}") == found


def test_a_next_response_may_include_the_first() -> None:
    text = f"{OFFICE}sla s {{ start next response without first response }}"
    clocks = rules_of(program_of(text)).clocks
    assert clocks["next_response"] == replace(DEFAULT_CLOCKS["next_response"], after=None)
    assert clocks["update"] == DEFAULT_CLOCKS["update"]
    assert decode_program(encode_program(program_of(text))) == program_of(text)


def test_two_blocks_are_read_together() -> None:
    assert messages_of("sla s { warn at 75% }\nsla t { warn at 75.0% }") == ["every clock is told twice to warn at 75%"]


def test_a_word_with_a_number_may_say_when() -> None:
    header = HEADER.replace("}", " soon means 30m }")
    assert compile_text(f"{header}ladder care {{ {TIERS} escalate a to b after soon }}").diagnostics == ()
