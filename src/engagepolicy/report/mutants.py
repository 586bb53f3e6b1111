"""Small mistakes in rulesets that their examples do not notice, as text and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from engagepolicy.diagnostics.display import render_visible
from engagepolicy.diagnostics.render_json import Json
from engagepolicy.ir.places import Place
from engagepolicy.report.coverage import CoverageRun, Paint, no_paint
from engagepolicy.report.suggestions import render_block_visibly
from engagepolicy.testing.mutants import MutantResult, MutantRun, sample, try_mutants
from engagepolicy.testing.mutations import Mutant, find_mutants
from engagepolicy.testing.naming import shorten
from engagepolicy.testing.noticing import Notice, find_noticing

WIDTH = 90
"""How many characters of a mistake stand on one line."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many mistakes are tried at most, which ones of more, and for how long."""

    most: int | None = 1000
    seed: int = 0
    seconds: float | None = 120.0


@dataclass(frozen=True, slots=True)
class MutantReport:
    """What became of the mistakes in all rulesets, and by file the examples that would notice some, where they were asked for."""

    run: MutantRun
    bounds: Bounds
    examples: tuple[tuple[str, Notice], ...] = ()


def run_ruleset_mutants(run: CoverageRun, bounds: Bounds, *, suggests: bool = False) -> MutantReport:
    """Try mistakes in the files that were named. One in a file that several rulesets use is noticed where examples of one notice it.

    It `suggests` examples for those that are not, in as much time again.
    """
    ends_at = None if bounds.seconds is None else monotonic() + bounds.seconds
    started_at = monotonic()
    by_run = [{run.name_mutant(each): each for each in find_mutants(policy.program, run.files_of(policy))} for policy, _, _ in run.runs]
    named = list(dict.fromkeys(mutant for mutants in by_run for mutant in mutants))
    chosen = sample(named, bounds.most, bounds.seed)
    results: dict[Mutant, MutantResult] = {}
    examples_run = 0
    for (policy, watched, _), mutants in zip(run.runs, by_run, strict=True):
        pending = [each for each in chosen if each in mutants and (each not in results or results[each].killed_by is None)]
        left = None if ends_at is None else max(0.0, ends_at - monotonic())
        part = try_mutants(policy, watched, (mutants[each] for each in pending), left)
        examples_run += part.examples_run
        for each, result in zip(pending, part.results, strict=False):
            before = results.get(each)
            results[each] = replace(result, mutant=each, touched=result.touched + (0 if before is None else before.touched))
    found = tuple(results[each] for each in named if each in results)
    report = MutantReport(MutantRun(found, len(named) - len(found), examples_run, monotonic() - started_at), bounds)
    return _with_examples(report, run, by_run) if suggests else report


def _with_examples(report: MutantReport, run: CoverageRun, by_run: Sequence[Mapping[Mutant, Mutant]]) -> MutantReport:
    """Return the report with examples for what was not noticed, and without what is proved to change nothing."""
    ends_at = None if report.bounds.seconds is None else monotonic() + report.bounds.seconds
    pending = [each.mutant for each in report.run.survivors]
    examples: list[tuple[str, Notice]] = []
    equivalent: set[Mutant] = set()
    for file, (policy, _, _), mutants in zip(run.files, run.runs, by_run, strict=True):
        left = None if ends_at is None else max(0.0, ends_at - monotonic())
        found = find_noticing(policy, [mutants[each] for each in pending if each in mutants], seconds=left)
        examples += [(file, replace(each, mutants=tuple(map(run.name_mutant, each.mutants)))) for each in found.examples]
        equivalent |= {run.name_mutant(each) for each in found.equivalent}
        done = equivalent | {mutant for _, each in examples for mutant in each.mutants}
        pending = [each for each in pending if each not in done]
    return replace(report, run=replace(report.run, equivalent=frozenset(equivalent)), examples=tuple(examples))


# --- in a terminal


def render_mutants_text(report: MutantReport, paint: Paint = no_paint) -> str:
    """Return how many mistakes were noticed, and below it by place those that were not."""
    run = report.run
    lines = [_summary(report), ""]
    for place, owner, results in _by_place(run.survivors):
        lines.append(f"{place}: {paint(render_visible(owner), 'strong')}")
        for each in results:
            *before, last = _lay_out(each.mutant)
            lines += [*before, f"{last}{paint(f'  ({_why(each.touched)})', 'dim')}"]
    if run.equivalent:
        lines += ["", "proved to change nothing, so not counted:"]
        for place, owner, results in _by_place(tuple(each for each in run.results if each.mutant in run.equivalent)):
            lines += [f"{place}: {render_visible(owner)}", *(line for each in results for line in _lay_out(each.mutant))]
    for file in dict.fromkeys(file for file, _ in report.examples):
        blocks = [each.block for name, each in report.examples if name == file]
        count = "1 example" if len(blocks) == 1 else f"{len(blocks)} examples"
        lines += ["", paint(f"{file}: {count} to add, if what they expect is right", "strong"), ""]
        lines.append("\n".join(map(render_block_visibly, blocks)))
    return "\n".join(lines).rstrip("\n") + "\n"


def _lay_out(mutant: Mutant) -> list[str]:
    """Return a mistake on one line, or on two where it is long; what is longer still, such as a pattern, is cut in its middle."""
    words = render_visible(mutant.words)
    before, arrow, after = words.partition(" -> ")
    if not arrow or len(words) <= WIDTH:
        return [f"     {shorten(words, WIDTH)}"]
    return [f"     {shorten(before, WIDTH)}", f"       -> {shorten(after, WIDTH)}"]


def _summary(report: MutantReport) -> str:
    run = report.run
    told = f"mistakes: {len(run.results)} tried, {run.killed} noticed, {len(run.survivors)} not ({run.percent} %)"
    left = f"; {run.left_out} more were not tried (sample {report.bounds.seed})" if run.left_out else ""
    return told + left


def _why(touched: int) -> str:
    """Return how many examples a mistake touches that none noticed."""
    return f"met by {'no example' if touched == 0 else '1 example' if touched == 1 else f'{touched} examples'}"


def _by_place(results: tuple[MutantResult, ...]) -> list[tuple[str, str, list[MutantResult]]]:
    owners: dict[tuple[str, int, str], list[MutantResult]] = {}
    for each in results:
        place = each.mutant.place or Place("", 0)
        owners.setdefault((place.file, place.line, each.mutant.owner), []).append(each)
    return [(f"{file}:{line}", owner, found) for (file, line, owner), found in sorted(owners.items(), key=lambda item: item[0])]


def list_survivors(report: MutantReport) -> list[tuple[Place, str, str]]:
    """Return for each rule, condition or lexicon where it stands, what it is called, and the mistakes in it that were not noticed."""
    return [
        (results[0].mutant.place, owner, "; ".join(each.mutant.words for each in results))
        for _, owner, results in _by_place(report.run.survivors)
        if results[0].mutant.place is not None
    ]


# --- as data


def encode_mutants(report: MutantReport) -> Json:
    """Return `{"tried", "killed", "percent", "left_out", "seed", "survivors", "examples", "equivalent"}` as plain JSON data."""
    run = report.run
    survivors: list[Json] = [
        {**_encode(each.mutant), "touched": each.touched} for each in run.survivors
    ]
    examples: list[Json] = [
        {"file": file, "name": each.name, "block": each.block, "notices": [_encode(mutant) for mutant in each.mutants]}
        for file, each in report.examples
    ]
    return {
        "tried": len(run.results),
        "killed": run.killed,
        "percent": float(run.percent),
        "left_out": run.left_out,
        "seed": report.bounds.seed,
        "survivors": survivors,
        "examples": examples,
        "equivalent": [_encode(each.mutant) for each in run.results if each.mutant in run.equivalent],
    }


def _encode(mutant: Mutant) -> dict[str, Json]:
    place = mutant.place
    return {
        "kind": mutant.kind,
        "owner": mutant.owner,
        "file": None if place is None else place.file,
        "line": None if place is None else place.line,
        "before": mutant.before,
        "after": mutant.after,
    }
