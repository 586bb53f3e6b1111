"""Effects that exclude each other and that rules can ask for together, as messages with the interaction that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_exclusions import BothAsked, ExcludedTogether
from engagepolicy.diagnostics.messages_proofs import NotDecided
from engagepolicy.explanation.wording import render_excluded
from engagepolicy.ir.exclusions import Excluded, Exclusion
from engagepolicy.ir.places import Place
from engagepolicy.ir.program import Program
from engagepolicy.policy.policy import INTERACTION
from engagepolicy.proving.obligations import Possible, Undecided, Witness
from engagepolicy.proving.prover import Prover
from engagepolicy.proving.test_blocks import render_test_block
from engagepolicy.runtime.exclusions import ask_pair, find_givers
from engagepolicy.runtime.questions import Both, NotSo, Question, Stands
from engagepolicy.source import Span

SHOWN_AT_MOST = 10
"""How many pairs of rules are shown for two effects that exclude each other."""


def judge_exclusion(
    exclusion: Exclusion, program: Program, prover: Prover, place: Callable[[Place | None], Span]
) -> Iterator[Diagnostic]:
    """Yield a message for each two rules that can apply together and ask for what excludes each other."""
    for pair in exclusion.pairs:
        yield from _judge_pair(exclusion, pair, program, prover, place)


def _judge_pair(
    exclusion: Exclusion, pair: tuple[Excluded, Excluded], program: Program, prover: Prover, place: Callable[[Place | None], Span]
) -> Iterator[Diagnostic]:
    told: list[Question] = []
    while len(told) < SHOWN_AT_MOST:
        answer = prover.answer(Both((ask_pair(exclusion, *pair), *map(NotSo, told))))
        if isinstance(answer, Undecided) and not told:
            effects = " and ".join(f"`{render_excluded(each, program)}`" for each in pair)
            yield NotDecided(place(exclusion.place), f"whether rules can ask for {effects} together", answer.because)
        if not isinstance(answer, Possible):
            return
        rules = [_first_giver(each, answer.witness) for each in pair]
        yield _excluded_together(exclusion, pair, rules, answer.witness, program, place)
        given = [Stands(rule, each.outcome.name) for rule, each in zip(rules, pair, strict=True) if rule is not None]
        told.append(Both(tuple(given)))


def _first_giver(member: Excluded, witness: Witness) -> str | None:
    return next(iter(find_givers(member, witness.trace.settlements)), None)


def _excluded_together(
    exclusion: Exclusion,
    pair: tuple[Excluded, Excluded],
    rules: list[str | None],
    witness: Witness,
    program: Program,
    place: Callable[[Place | None], Span],
) -> Diagnostic:
    one, other = (BothAsked(render_excluded(each, program), rule) for each, rule in zip(pair, rules, strict=True))
    applied = dict.fromkeys(rule for rule in rules if rule is not None)
    outcomes = dict.fromkeys(each.outcome.name for each in pair)
    expected = [*(f"rule {rule} applied" for rule in applied), *(f"conflict on {name}" for name in outcomes)]
    block = render_test_block(program, INTERACTION, witness, f"{exclusion.name}: {' and '.join(applied)}", expected)
    first = next(iter(applied), None)
    span = place(exclusion.place if first is None else program.rule_by_id[first].place)
    return ExcludedTogether(span, exclusion.name, (one, other), len(outcomes) == 1, place(exclusion.place), block)
