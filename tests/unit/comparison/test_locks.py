"""What a newer policy weakens of what is locked: refused where it is weaker, let through where it only says it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from unittest.mock import patch

import pytest

import engagepolicy as ep
from engagepolicy.comparison.locks import SURE
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.policy.ratchet import find_refusals
from engagepolicy.testing import run_examples

pytest.importorskip("z3", reason="the solver is not installed")

HEADER = """ruleset acme {{ version "1" timezone {zone} }}
extend interaction {{ plan : enum(basic, plus) optional urgent : bool default false }}
ladder care {{ tier frontline tier specialist tier counsel }}
calendar office {{ timezone America/New_York mon-fri 09:00-{close} }}
lexicon legal {{ "lawsuit", "attorney" {words} }}
segment many {{ when author.followers >= {many} }}
outcome desk {{ type string merge unique }}
"""
WORLD = {"zone": "America/New_York", "close": "17:00", "words": "", "many": "10_000"}
LOCK = "locked rule threat { when message mentions legal and many severity critical escalate to counsel first response within 1h }\n"
NARROW, WIDE = "message mentions legal and many", "message mentions legal"


@dataclass(frozen=True)
class Step:
    """A policy and the next one; `told` is a reason for which it is refused, and none where it is not.

    `needs_proof` says that only the solver can let it through; `changes` are those of the world that both stand in.
    """

    name: str
    new: str
    told: str | None = None
    old: str = LOCK
    needs_proof: bool = False
    changes: tuple[tuple[str, str], ...] = ()


def lock(when: str, gives: str = "severity critical") -> str:
    return f"locked rule threat {{ when {when} {gives} }}\n"


DESKS = 'locked rule threat { when many desk "Legal" }\n'
BILL = 'rule bill { when urgent desk "Bills" }\n'


def chart(first: str) -> str:
    return f"first of chart {{ {first} locked rule threat {{ when many tag threat }} }}\n"


STEPS = (
    Step("nothing changed", LOCK),
    Step("reasons and names alone", LOCK.replace("threat {", 'threat "A threat" {').replace("severity", 'because "x" severity')),
    Step("wider", LOCK.replace(NARROW, WIDE)),
    Step("more is given", LOCK.replace("within 1h", "within 30m").replace("severity critical", "severity critical tag legal")),
    Step("a word more", LOCK, changes=(("words", ', "solicitor"'),)),
    Step("a smaller segment bound", LOCK, changes=(("many", "5_000"),)),
    Step("another rule besides", LOCK + "rule calm { severity low }\n"),
    Step("under another name", LOCK.replace("threat", "menace")),
    Step("parts in another order", LOCK.replace(NARROW, "many and message mentions legal")),
    Step("negated twice", LOCK.replace(NARROW, "not (not many or not message mentions legal)"), needs_proof=False),
    Step(
        "split into two",
        lock(f"{NARROW} and urgent") + lock(f"{NARROW} and not urgent").replace("threat", "menace"),
        old=lock(NARROW),
        needs_proof=True,
    ),
    Step("numbers that say the same", lock("author.followers >= 5"), old=lock("author.followers > 4"), needs_proof=True),
    Step("gone", "rule calm { severity low }\n", "it is no longer there"),
    Step("unlocked", LOCK.replace("locked ", ""), "it is no longer locked"),
    Step("narrower", LOCK.replace(NARROW, f"{NARROW} and urgent"), "it is not known to apply whenever it did"),
    Step("an exception", LOCK.replace(NARROW, f"{NARROW} unless urgent"), "it is not known to apply whenever it did"),
    Step("a duty less", LOCK.replace("first response within 1h", ""), "it gave `first response` 1h and gives none"),
    Step("later", LOCK.replace("within 1h", "within 2h"), "it gave `first response` 1h and gives 2h"),
    Step("lower", LOCK.replace("critical", "high"), "it gave `severity` critical and gives high"),
    Step("a tier lower", LOCK.replace("counsel", "specialist"), "it gave `tier` counsel and gives specialist"),
    Step("a word less", LOCK.replace("legal", '"lawsuit"'), "it is not known to apply whenever it did"),
    Step("a segment of fewer", LOCK, "it is not known to apply whenever it did", changes=(("many", "20_000"),)),
    Step("not yet", LOCK.replace("severity", "in force from 2030-01-01 severity"), "it is not in force whenever it was"),
    Step(
        "unknown no longer counts",
        lock("plan is plus"),
        "it no longer applies where it is not known whether its condition holds",
        old=lock("plan is plus", "severity critical if unknown apply"),
    ),
    Step(
        "hours of a calendar",
        lock("many", "first response within 2h on office"),
        "counted on another calendar or in another time zone",
        old=lock("many", "first response within 2h on office"),
        changes=(("close", "15:00"),),
    ),
    Step("a row before it", chart("rule calm { when urgent tag calm }"), "`calm` is asked before it", chart("")),
    Step("a row that never answers", chart("rule calm { when urgent and not urgent tag c }"), None, chart(""), needs_proof=True),
    Step("a contradiction", DESKS + BILL, "`bill` may give `desk` a value that contradicts it", DESKS),
    Step(
        "another desk for others",
        DESKS + 'rule bill { when urgent unless many desk "Bills" }\n',
        None,
        DESKS + 'rule bill { when urgent unless author.followers >= 500 desk "Bills" }\n',
        needs_proof=True,
    ),
    Step("the same contradiction", DESKS + BILL, old=DESKS + BILL.replace("urgent", "urgent or segment is many")),
    Step("one that it overrides", DESKS.replace("many", "many overrides bill") + 'rule bill { desk "Bills" }\n', old=DESKS),
)


def loaded(text: str, **world: str) -> ep.Policy:
    return ep.loads(HEADER.format(**{**WORLD, **world}) + text)


def refusals(step: Step, *, has_solver: bool) -> tuple[Diagnostic, ...]:
    old, new = loaded(step.old), loaded(step.new, **dict(step.changes))
    with patch("engagepolicy.policy.ratchet.has_solver", return_value=has_solver):
        return find_refusals(old.program, new.program, ())


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_is_refused_where_it_weakens_something(step: Step) -> None:
    found = refusals(step, has_solver=True)
    if step.told is None:
        assert found == ()
        return
    (told,) = found
    assert told.code == "EP1140"
    assert "the locked rule `threat` is weaker than before" in told.message
    assert step.told in told.message or SURE.get(step.told, step.told) in told.message
    example = told.notes[0].partition(":\n")[2]
    assert bool(example) is (step.name not in ("unlocked", "hours of a calendar"))
    if not example:
        return
    assert [each.holds for each in run_examples(loaded(step.old + example))] == [True]
    assert [each.holds for each in run_examples(loaded(step.new + example, **dict(step.changes)))] == [False]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_without_the_solver_what_is_not_plain_is_refused(step: Step) -> None:
    found = refusals(step, has_solver=False)
    assert bool(found) is (step.told is not None or step.needs_proof)


def test_a_constraint_that_is_said_otherwise_passes_with_the_solver() -> None:
    def constraint(when: str) -> ep.Policy:
        return loaded(f'locked constraint c {{ on draft when {when} never text mentions "cures" else block "No." }}\n')

    old = constraint("brand is \"Acme\" and relationship is employee")
    new = constraint("not (relationship is not employee or brand is not \"Acme\")")
    less = constraint("brand is \"Acme\" and relationship is employee and text mentions \"now\"")
    assert find_refusals(old.program, new.program, ()) == ()
    (told,) = find_refusals(old.program, less.program, ())
    assert "here the finding was approve (c) and is nothing" in told.notes[0]


def test_no_time_is_no_proof() -> None:
    old, new = loaded(lock("author.followers > 4")), loaded(lock("author.followers >= 5"))
    (told,) = find_refusals(old.program, new.program, (), seconds=0)
    assert "there was no time left to ask the solver" in told.message
