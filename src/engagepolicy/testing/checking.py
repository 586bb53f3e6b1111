"""`check_policy`: every property of a policy, tried on inputs at its own boundaries, as one call in a test.

Imported only where Hypothesis is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from engagepolicy.policy.policy import DRAFT, INTERACTION, Policy
from engagepolicy.proving.test_blocks import render_facts_block
from engagepolicy.testing.blocks import render_case_block
from engagepolicy.testing.properties import (
    check_case,
    check_conflict,
    check_deterministic,
    check_order,
    check_record,
    check_review,
    check_undetermined,
    find_droppable,
)
from engagepolicy.testing.strategies import Input, cases, drafts, interactions, moments_after

TOTAL = "total"
FEWER = 4
"""So many times fewer cases and drafts are tried than interactions: each is looked at more often."""

Check: TypeAlias = Callable[[], str | None]
Block: TypeAlias = Callable[[Policy, Input], str]


class PropertyBroken(AssertionError):
    """A property does not hold of a policy: its name, what is wrong, the smallest input found, and that as a `test` block."""

    def __init__(self, name: str, what: str, given: Mapping[str, Any], block: str) -> None:
        """Take the property's name, the sentence, the input and its block."""
        super().__init__(f"{what}\n\nThe property `{name}` does not hold of this input, the smallest one found:\n\n{block}")
        self.name = name
        self.what = what
        self.given = given
        self.block = block


class _Found(Exception):
    """Tells Hypothesis that an input is one to make smaller."""


class _Search:
    """One search for an input of which a property does not hold; what was found last is the smallest."""

    def __init__(self, policy: Policy, render: Block) -> None:
        self._policy = policy
        self._render = render
        self.broken: PropertyBroken | None = None
        self._name: str | None = None

    def check(self, name: str, given_input: Input, check: Check) -> None:
        """Run one check; the first property that was broken is the one whose input is made smaller."""
        try:
            what = check()
        except Exception as error:  # noqa: BLE001 - whatever is raised for an input that may come is what is looked for
            name, what = TOTAL, f"it is not answered: {type(error).__name__}: {error}"
        if what is None or self._name not in (None, name):
            return
        self._name = name
        self.broken = PropertyBroken(name, what, given_input, _rendered(self._render, self._policy, given_input))
        raise _Found

    def run(self, test: Callable[[], None], examples: int) -> None:
        """Run the search, and raise what was found."""
        limits = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        try:
            limits(test)()
        except (_Found, Flaky):
            assert self.broken is not None
            raise self.broken from None


def _rendered(render: Block, policy: Policy, given_input: Input) -> str:
    try:
        return render(policy, given_input)
    except Exception as error:  # noqa: BLE001 - an input that the policy cannot even read is shown as it is
        return f"{given_input!r}\n({type(error).__name__}: {error})"


def _render_interaction(policy: Policy, given_input: Input) -> str:
    return render_facts_block(policy.program, INTERACTION, policy.read(given_input), "found by check_policy", ())


def _render_draft(policy: Policy, given_input: Input) -> str:
    return render_facts_block(policy.program, DRAFT, policy.read_draft(given_input), "found by check_policy", ())


def _render_case(policy: Policy, given_input: Input) -> str:
    return render_case_block(policy.program, policy.read_case(given_input), "found by check_policy", ())


def check_policy(policy: Policy, *, examples: int = 200, allow_conflicts: bool = False) -> None:
    """Try every property of the policy on inputs at its own boundaries; raise `PropertyBroken` with the smallest input found.

    Every interaction gets a decision, the same one whenever and in whatever order it is given, and again from its record. Where
    nothing is undetermined, facts that are not known could change no outcome. Rules do not disagree, unless `allow_conflicts`.
    Cases stand the same however often they are looked at, and the next check is ahead and the next change. Drafts are reviewed the
    same twice and from their record. `examples` interactions are tried and a quarter as many cases and drafts, always the same ones.
    """
    _check_interactions(policy, examples, allow_conflicts=allow_conflicts)
    _check_cases(policy, max(1, examples // FEWER))
    if policy.program.constraints_on("draft"):
        _check_drafts(policy, max(1, examples // FEWER))


def _check_interactions(policy: Policy, examples: int, *, allow_conflicts: bool) -> None:
    search = _Search(policy, _render_interaction)
    twin = Policy(policy.program)
    paths = st.sampled_from(sorted(find_droppable(policy.program)) or [""])

    @given(interactions(policy), st.frozensets(paths, max_size=8))
    def test(given_input: Input, unknown: frozenset[str]) -> None:
        search.check("deterministic", given_input, lambda: check_deterministic(policy, twin, given_input))
        search.check("replayable", given_input, lambda: check_record(policy, given_input))
        search.check("order does not matter", given_input, lambda: check_order(policy, given_input))
        search.check("undetermined is sound", given_input, lambda: check_undetermined(policy, given_input, unknown))
        if not allow_conflicts:
            search.check("no conflict", given_input, lambda: check_conflict(policy, given_input))

    search.run(test, examples)


def _check_cases(policy: Policy, examples: int) -> None:
    search = _Search(policy, _render_case)

    @given(st.data())
    def test(data: st.DataObject) -> None:
        case = data.draw(cases(policy))
        moments = moments_after(policy, case)
        early, late = sorted((data.draw(moments), data.draw(moments)))
        search.check("cases over time", case, lambda: check_case(policy, case, early, late))

    search.run(test, examples)


def _check_drafts(policy: Policy, examples: int) -> None:
    search = _Search(policy, _render_draft)

    @given(drafts(policy))
    def test(draft: Input) -> None:
        search.check("reviews", draft, lambda: check_review(policy, draft))

    search.run(test, examples)
