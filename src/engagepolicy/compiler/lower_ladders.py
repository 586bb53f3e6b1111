"""Ladders and their steps: which tier leads to which, when, and what holds a step off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engagepolicy.compiler.lower_values import lower_measured
from engagepolicy.compiler.scope import Scope, place_of, text_of
from engagepolicy.diagnostics.messages_clocks import NotOnTheLadder, RepeatOutOfRange, StepNotUp, ToldTwice
from engagepolicy.diagnostics.messages_names import UnknownName
from engagepolicy.diagnostics.messages_time import MissingPart
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.ir import program
from engagepolicy.ir.clocks import KINDS
from engagepolicy.ir.steps import MOST_REPEATS, Repeat, Step
from engagepolicy.source import Span
from engagepolicy.syntax import nodes
from engagepolicy.values.amounts import Amount
from engagepolicy.values.types import TargetType


def metrics_of(scope: Scope) -> tuple[str, ...]:
    """Return the outcomes that are promises of time, sorted: each has a clock."""
    return tuple(sorted(name for name, entry in scope.resolved.outcomes.items() if isinstance(entry.type, TargetType)))


def require_metric(word: nodes.Word, scope: Scope) -> str | None:
    """Return the metric of that name; None after reporting that there is none."""
    return scope.require("outcome", word, metrics_of(scope), "metric")


def _find_tier(word: nodes.Word, node: nodes.Ladder, scope: Scope) -> str | None:
    tiers = tuple(tier.name.text for tier in node.tiers)
    if word.text in tiers:
        return word.text
    owner = next(
        (
            (ladder.name.text, tier.name.span)
            for ladder in scope.resolved.ladders.values()
            for tier in ladder.tiers
            if tier.name.text == word.text
        ),
        None,
    )
    near = () if owner else find_suggestions(word.text, tiers)
    scope.bag.add(NotOnTheLadder(word.span, node.name.text, word.text, tiers, near, owner))
    return None


def _find_without(word: nodes.Word, scope: Scope) -> str | None:
    if word.text in KINDS:
        return word.text
    metrics = metrics_of(scope)
    if word.text in metrics:
        scope.uses.note("outcome", word.text)
        return word.text
    near = find_suggestions(word.text, (*metrics, *KINDS))
    scope.bag.add(UnknownName(word.span, "metric or event", word.text, near, "events are " + ", ".join(KINDS)))
    return None


def _leads_up(node: nodes.Step, ladder: nodes.Ladder, scope: Scope) -> bool:
    """Whether the step leads from one tier of the ladder to a higher one; what is wrong is reported."""
    origin = None if node.origin is None else _find_tier(node.origin, ladder, scope)
    to = _find_tier(node.to, ladder, scope)
    if to is None or (origin is None and node.origin is not None):
        return False
    tiers = tuple(tier.name.text for tier in ladder.tiers)
    if tiers.index(to) > (0 if origin is None else tiers.index(origin)):
        return True
    span = node.to.span if node.origin is None else node.origin.span.to(node.to.span)
    scope.bag.add(StepNotUp(span, ladder.name.text, origin, to, tiers))
    return False


def _lower_timing(node: nodes.Timing, scope: Scope) -> dict[str, Amount | str | None]:
    """Return the one side of a step that says when; its value is None after a report."""
    if isinstance(node.when, nodes.Word):
        return {f"on_{node.word}": require_metric(node.when, scope)}
    return {node.word: lower_measured(node.when, scope, "a step")}


def _lower_step(node: nodes.Step, ladder: nodes.Ladder, scope: Scope) -> Step | None:
    is_sound = _leads_up(node, ladder, scope)
    timing = _lower_timing(node.timing, scope)
    without = None if node.without is None else _find_without(node.without, scope)
    if not is_sound or None in timing.values() or (without is None and node.without is not None):
        return None
    return Step(
        None if node.origin is None else node.origin.text,
        node.to.text,
        **timing,  # type: ignore[arg-type]  # the words of a timing are the names of the sides
        without=without,
        until_acknowledged=node.until_acknowledged,
        place=place_of(node.span),
    )


def _lower_repeat(node: nodes.Ladder, scope: Scope) -> Repeat | None:
    said = node.repeat
    if said is None:
        return None
    if not node.steps:
        example = "escalate frontline to specialist after 30m without first response"
        scope.bag.add(MissingPart(said.span, f"the ladder `{node.name.text}`", "steps that could be repeated", example))
    every = lower_measured(said.every, scope, "a reminder")
    if not said.count.is_whole or not 1 <= said.count.value <= MOST_REPEATS:
        scope.bag.add(RepeatOutOfRange(said.count.span, MOST_REPEATS))
        return None
    return None if every is None else Repeat(int(said.count.value), every, said.until_acknowledged)


def _lower_steps(node: nodes.Ladder, scope: Scope) -> Iterator[tuple[Step, Span]]:
    repeat = _lower_repeat(node, scope)
    first: dict[Step, Span] = {}
    for each in node.steps:
        step = _lower_step(each, node, scope)
        if step is None:
            continue
        earlier = first.setdefault(step, each.span)
        if earlier is not each.span:
            scope.bag.add(ToldTwice(each.span, f"the ladder `{node.name.text}`", "to take this step", earlier))
        else:
            yield replace(step, repeat=repeat), each.span


@dataclass(frozen=True, slots=True)
class LoweredLadder:
    """A ladder, and where each of its steps is written, by the step's text."""

    ladder: program.Ladder
    spans: Mapping[str, Span]


def _lower_ladder(node: nodes.Ladder, scope: Scope) -> LoweredLadder:
    if not node.tiers:
        example = 'tier frontline "Community manager"'
        scope.bag.add(MissingPart(node.name.span, f"the ladder `{node.name.text}`", "tiers", example))
    tiers = tuple((tier.name.text, text_of(tier.description)) for tier in node.tiers)
    placed = sorted(_lower_steps(node, scope), key=lambda each: each[0].text)
    holding, deciding = node.holding, node.deciding
    ladder = program.Ladder(
        node.name.text,
        tiers,
        text_of(node.description),
        tuple(step for step, _ in placed),
        acknowledged_for=None if holding is None else lower_measured(holding.amount, scope, "an acknowledgement"),
        resumes_from=None if holding is None or holding.then_from is None else _find_tier(holding.then_from, node, scope),
        decisions="raise or lower" if deciding is not None and deciding.may_lower else "raise",
    )
    return LoweredLadder(ladder, {step.text: span for step, span in placed})


def lower_ladders(scope: Scope) -> tuple[LoweredLadder, ...]:
    """Return the ladders by name, their tiers in order, their steps by their text."""
    return tuple(_lower_ladder(node, scope) for _, node in sorted(scope.resolved.ladders.items()))
