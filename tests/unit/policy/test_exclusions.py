"""What a decision says of effects that exclude each other: both stand, and it is in conflict."""

from __future__ import annotations

import pytest

import engagepolicy as ep

RULESET = """ruleset acme.care { timezone UTC }
ladder care { tier frontline tier counsel }
exclusion hide_or_reply "A hidden comment gets no public answer" {
  require hide, reply_publicly
  because "Nobody can read it."
  in force from 2026-01-01
}
exclusion close_or_escalate {
  require close
  escalate to counsel
}
rule abuse { when message mentions "idiot" require hide }
rule broken { when message mentions "broken" require reply_publicly }
rule late { when message mentions "late" require reply_publicly }
rule thanks { when message mentions "thanks" require close }
rule lawyer { when message mentions "lawyer" escalate to counsel }
rule friend { when author.relationship is employee require call_back overrides abuse }
"""
DAY = "2026-11-20T10:00:00Z"


@pytest.fixture(scope="module")
def policy() -> ep.Policy:
    return ep.loads(RULESET)


def conflicts_of(policy: ep.Policy, message: str, received_at: str = DAY) -> list[tuple[str, tuple[tuple[object, tuple[str, ...]], ...]]]:
    decision = policy.decide({"message": message, "received_at": received_at})
    return [(each.outcome, each.claims) for each in decision.conflicts]


def test_both_effects_stand_and_each_has_its_rules(policy: ep.Policy) -> None:
    decision = policy.decide({"message": "idiot, late and broken", "received_at": DAY})
    (conflict,) = decision.conflicts
    assert (conflict.outcome, conflict.exclusion) == ("requires", "hide_or_reply")
    assert conflict.claims == (("hide", ("abuse",)), ("reply_publicly", ("broken", "late")))
    assert conflict.settled_as == decision.requires == {"hide", "reply_publicly"}


def test_effects_of_two_outcomes_are_a_conflict_on_each(policy: ep.Policy) -> None:
    told = conflicts_of(policy, "thanks to my lawyer")
    assert told == [("requires", (("close", ("thanks",)),)), ("tier", (("counsel", ("lawyer",)),))]


@pytest.mark.parametrize(
    ("message", "received_at"),
    [("idiot", DAY), ("broken and late", DAY), ("thanks, idiot", DAY), ("idiot, broken", "2025-11-20T10:00:00Z")],
    ids=["one", "the other twice", "of two exclusions", "before it is in force"],
)
def test_less_than_two_are_no_conflict(policy: ep.Policy, message: str, received_at: str) -> None:
    assert conflicts_of(policy, message, received_at) == []


def test_what_is_taken_back_excludes_nothing(policy: ep.Policy) -> None:
    facts = {"message": "idiot, broken", "received_at": DAY, "author": {"relationship": "employee"}}
    assert policy.decide(facts).conflicts == ()


def test_it_is_explained_recorded_and_replayed(policy: ep.Policy) -> None:
    decision = policy.decide({"message": "idiot, broken", "received_at": DAY})
    told = [line.strip() for line in decision.explain().text().splitlines()]
    place = told.index("hide_or_reply: A hidden comment gets no public answer")
    assert told[place - 1] == "cannot be done together"
    assert told[place + 1 : place + 4] == [
        "require hide, given by abuse",
        "require reply_publicly, given by broken",
        "because: Nobody can read it.",
    ]
    record = decision.to_record()
    assert record["conflicts"][0]["exclusion"] == "hide_or_reply"
    assert policy.replay(record) == decision


def test_a_program_keeps_its_exclusions_as_json(policy: ep.Policy) -> None:
    from engagepolicy.ir.codec import decode_program, encode_program

    assert decode_program(encode_program(policy.program)) == policy.program
