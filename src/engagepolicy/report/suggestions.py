"""Examples suggested for rulesets, as text to paste and as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import monotonic

from engagepolicy.diagnostics.display import render_visible
from engagepolicy.diagnostics.render_json import Json
from engagepolicy.proving.prover import MILLISECONDS
from engagepolicy.report.coverage import CoverageRun, Paint, encode_goal, no_paint
from engagepolicy.testing.coverage import Coverage
from engagepolicy.testing.coverage_goals import Goal
from engagepolicy.testing.suggesting import Suggestions, suggest_examples


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested for the ruleset of one file."""

    file: str
    suggestions: Suggestions


def suggest_for_rulesets(
    run: CoverageRun, *, milliseconds: int = MILLISECONDS, seconds: float | None = None
) -> tuple[Coverage, tuple[Suggested, ...]]:
    """Return the coverage less what no input can show, and examples for the rest, each thing once.

    The solver may think about one question for so many `milliseconds`, and all of it takes about so many `seconds`.
    """
    coverage = run.coverage
    ends_at = None if seconds is None else monotonic() + seconds
    done: set[Goal] = set(coverage.shown)
    unreachable: set[Goal] = set()
    found: list[Suggested] = []
    for file, (policy, _, own) in zip(run.files, run.runs, strict=True):
        missing = replace(own, shown=frozenset(each for each in own.goals if run.name_goal(each) in done))
        if missing.missing:
            left = None if ends_at is None else max(0.0, ends_at - monotonic())
            given = suggest_examples(policy, missing, milliseconds=milliseconds, seconds=left)
            found.append(Suggested(file, _named(given, run.name_goal)))
            unreachable |= {run.name_goal(each) for each in given.unreachable}
            done |= {run.name_goal(each) for each in missing.missing}
    return replace(coverage, unreachable=frozenset(unreachable)), tuple(found)


def _named(given: Suggestions, name: Callable[[Goal], Goal]) -> Suggestions:
    examples = tuple(replace(each, goals=tuple(map(name, each.goals))) for each in given.examples)
    return Suggestions(examples, tuple(map(name, given.unreachable)), tuple((name(goal), because) for goal, because in given.undecided))


def render_suggestions_text(suggested: tuple[Suggested, ...], paint: Paint = no_paint) -> str:
    """Return the blocks of each ruleset, ready to be pasted, then what no example was found for, and why."""
    parts: list[str] = []
    for each in suggested:
        count = len(each.suggestions.examples)
        examples = "1 example" if count == 1 else f"{count} examples"
        parts.append(paint(f"{each.file}: {examples} to add, if what they expect is right", "strong") + "\n")
        parts += [render_block_visibly(one.block) for one in each.suggestions.examples]
        if each.suggestions.undecided:
            parts.append("".join(f"{line}\n" for line in _undecided(each.suggestions)))
    return "\n".join(parts)


def _undecided(suggestions: Suggestions) -> Iterator[str]:
    """Yield what no example was found for, by why."""
    for why in dict.fromkeys(because for _, because in suggestions.undecided):
        yield f"no example was found: {why}"
        goals = (goal for goal, because in suggestions.undecided if because == why)
        yield from (f"     {render_visible(f'{goal.owner.words}: {goal.missing}')}" for goal in goals)


def render_block_visibly(block: str) -> str:
    """Return a block as a terminal can show it; it holds no controls, since strings in it are written with escapes."""
    return "".join(f"{render_visible(line)}\n" for line in block.splitlines())


def encode_suggestions(suggested: tuple[Suggested, ...]) -> Json:
    """Return a list of `{"file", "examples": [{"name", "block", "covers"}], "undecided"}` as plain JSON data."""
    found: list[Json] = []
    for each in suggested:
        examples: list[Json] = [
            {"name": one.name, "block": one.block, "covers": [encode_goal(goal) for goal in one.goals]} for one in each.suggestions.examples
        ]
        undecided: list[Json] = [{**encode_goal(goal), "because": because} for goal, because in each.suggestions.undecided]
        found.append({"file": each.file, "examples": examples, "undecided": undecided})
    return found
