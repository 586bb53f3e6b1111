"""From contributions to one value: withdrawals, merges, defaults, conflicts."""

from __future__ import annotations

from dataclasses import replace

from engagepolicy.backends.interpreter import decide
from engagepolicy.ir.program import OutcomeDeclaration, Rule
from engagepolicy.runtime.decision import Conflict, Decision
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.values.amounts import Elapsed
from engagepolicy.values.lattices import Merge
from engagepolicy.values.types import TargetType
from tests.programs import NOW, gives, program, within


def decided(*rules: Rule) -> Decision:
    return decide(Prepared(program(*rules)), {}, NOW)


def test_without_any_rule_outcomes_have_their_defaults() -> None:
    assert dict(decided().outcomes) == {
        "calm": None,
        "first_response": None,
        "owner": None,
        "queue": None,
        "severity": "normal",
        "tags": frozenset(),
        "tier": None,
        "verdict": "allow",
    }


def test_every_merge() -> None:
    one = gives(calm=5, severity="low", tags=frozenset({"a"}), verdict="revise", first_response=within(900), queue="cards")
    two = gives(calm=3, severity="high", tags=frozenset({"b"}), verdict="block", first_response=within(60), queue="cards")
    decision = decided(Rule("one", contributions=one), Rule("two", contributions=two))
    assert (decision.severity, decision.queue) == ("high", "cards")
    assert decision.tags == {"a", "b"}
    assert (decision.outcomes["calm"], decision.outcomes["verdict"]) == (3, "block")
    assert decision.targets["first_response"].amount == Elapsed(60)
    assert decision.conflicts == ()


def test_a_default_counts_only_where_no_rule_gave_anything() -> None:
    assert decided(Rule("calming", contributions=gives(severity="low"))).severity == "low"


def test_conflicts_are_settled_as_declared_else_safely_else_not_known() -> None:
    one = gives(queue="cards", owner="low", tier="care")
    two = gives(queue="loans", owner="high", tier="counsel")
    decision = decided(Rule("one", contributions=one), Rule("two", contributions=two))
    assert (decision.queue, decision.outcomes["owner"], decision.tier) == ("triage", "high", None)
    assert decision.conflicts[1] == Conflict("queue", (("cards", ("one",)), ("loans", ("two",))), "triage")


def test_overrides_withdraws_what_both_give_and_nothing_else() -> None:
    weak = Rule("weak", contributions=gives(queue="cards", calm=1))
    strong = Rule("strong", contributions=gives(queue="loans"), overrides=("weak",))
    decision = decided(weak, strong)
    assert (decision.queue, decision.outcomes["calm"]) == ("loans", 1)
    assert (decision.applied, decision.overridden) == (("strong", "weak"), ("weak",))


def test_an_exception_withdraws_everything() -> None:
    general = Rule("general", contributions=gives(queue="cards", calm=1))
    exception = Rule("exception", contributions=gives(severity="low"), exception_to=("general",))
    decision = decided(general, exception)
    assert (decision.queue, decision.outcomes["calm"], decision.severity) == (None, None, "low")


def test_a_rule_that_is_itself_overridden_still_overrides() -> None:
    rules = (
        Rule("a", contributions=gives(queue="a"), overrides=("b",)),
        Rule("b", contributions=gives(queue="b"), overrides=("c",)),
        Rule("c", contributions=gives(queue="c")),
    )
    assert decided(*rules).queue == "a"


def test_nothing_is_withdrawn_from_a_locked_rule() -> None:
    locked = Rule("locked", contributions=gives(severity="critical"), is_locked=True)
    others = (
        Rule("over", contributions=gives(severity="low"), overrides=("locked",)),
        Rule("past", contributions=gives(calm=1), exception_to=("locked",)),
    )
    assert decided(locked, *others).severity == "critical"


def test_a_declared_target_is_a_set_of_its_strictest_amounts() -> None:
    by_default = OutcomeDeclaration("resolution", TargetType(), Merge.STRICTEST, default=Elapsed(60))
    policy = program()
    decision = decide(Prepared(replace(policy, outcomes=(*policy.outcomes, by_default))), {}, NOW)
    assert decision.outcomes["resolution"] == {Elapsed(60)}
    assert decision.targets["resolution"].amount == Elapsed(60)
