"""`test`: run the examples that rulesets carry."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer

from engagepolicy.backends.smt.terms import solver
from engagepolicy.cli import options
from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import CLEAN, FINDINGS, WrongCall, say
from engagepolicy.cli.paths import find_files
from engagepolicy.cli.streams import open_output, read_texts, require_other_file
from engagepolicy.diagnostics.render_text import render_text
from engagepolicy.report.coverage import CoverageRun, no_paint
from engagepolicy.report.examples import (
    render_examples_github,
    render_examples_json,
    render_examples_junit,
    render_examples_summary,
    render_examples_text,
)
from engagepolicy.report.measured import Measured, render_measured_text
from engagepolicy.report.mutants import Bounds, run_ruleset_mutants
from engagepolicy.report.rulesets import Tested, run_ruleset_examples
from engagepolicy.report.suggestions import Suggested, suggest_for_rulesets

STYLES = {"good": "32", "bad": "1;31", "strong": "1", "dim": "2"}


class ResultFormat(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    GITHUB = "github"


def _paint(text: str, meaning: str) -> str:
    return f"\x1b[{STYLES[meaning]}m{text}\x1b[0m"


def _render(tested: Tested, measured: Measured, format: ResultFormat, *, color: bool, verbose: bool) -> str:
    match format:
        case ResultFormat.TEXT:
            paint = _paint if color else no_paint
            text = render_examples_text(tested, paint, verbose=verbose)
            summary = f"{text}\n{render_examples_summary(tested)}\n" if text else f"{render_examples_summary(tested)}\n"
            return summary + render_measured_text(measured, paint)
        case ResultFormat.JSON:
            return render_examples_json(tested, measured)
        case ResultFormat.JUNIT:
            return render_examples_junit(tested, measured)
        case ResultFormat.GITHUB:
            return render_examples_github(tested, measured)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be measured besides running the examples."""

    coverage: bool
    suggest: bool
    mutate: bool
    bounds: Bounds

    @property
    def is_anything(self) -> bool:
        return self.coverage or self.suggest or self.mutate


def _percent(given: float | None) -> Decimal | None:
    return None if given is None else Decimal(f"{given:g}")


def _measure(watching: CoverageRun, asked: _Asked, fail_under: float | None, fail_under_time: float | None) -> Measured:
    coverage = watching.coverage if asked.coverage else None
    suggested: tuple[Suggested, ...] | None = None
    if asked.suggest:
        solver()
        coverage, suggested = suggest_for_rulesets(watching, seconds=asked.bounds.seconds)
    mutants = run_ruleset_mutants(watching, asked.bounds, suggests=asked.suggest) if asked.mutate else None
    return Measured(coverage, suggested, mutants, _percent(fail_under), _percent(fail_under_time))


def run_tests(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", hidden=True)] = None,
    format: Annotated[ResultFormat, typer.Option("--format", "-f", help="How results are written.")] = ResultFormat.TEXT,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name the examples that hold too.")] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="Say what the examples show of the rulesets, and what they do not.")] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help="Write test blocks for what the examples do not show.")] = False,
    mutate: Annotated[bool, typer.Option("--mutate", help="Make small mistakes in the rulesets and say which no example notices.")] = False,
    mutants: Annotated[int, typer.Option("--mutants", metavar="N", min=1, help="How many mistakes are tried; of more, a sample.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Which sample is taken.")] = 0,
    seconds: Annotated[float, typer.Option("--seconds", min=0, help="How long examples are looked for, and mistakes tried.")] = 120,
    fail_under: Annotated[float | None, typer.Option("--fail-under", metavar="PERCENT", help="Fail if less of it is covered.")] = None,
    fail_under_time: Annotated[
        float | None, typer.Option("--fail-under-time", metavar="PERCENT", help="Fail if less of what happens over time is covered.")
    ] = None,
    allow_empty: options.AllowEmpty = False,
    output: options.Output = None,
    plain: options.Plain = False,
) -> int:
    """Run the test blocks of rulesets.

    A PATH is a ruleset file, a folder, or the name of a shipped ruleset; - is standard input.

    Exit status: 0, or 1 if an example does not hold, a ruleset has errors or there was no example at all, or 2 if the call was wrong.
    """
    asked = _Asked(coverage, suggest, mutate, Bounds(mutants, seed, seconds))
    if fail_under is not None and not asked.is_anything:
        raise WrongCall("there is nothing that --fail-under could be a share of", "ask for --coverage or --mutate")
    if fail_under_time is not None and not (coverage or suggest):
        raise WrongCall("there is nothing that --fail-under-time could be a share of", "ask for --coverage")
    names = find_files(paths or [], "test")
    require_other_file(output, names)
    watching = CoverageRun(names)
    tested = run_ruleset_examples(names, read_texts(names), watching.run if asked.is_anything else None)
    measured = _measure(watching, asked, fail_under, fail_under_time)
    color = is_colored(sys.stdout, plain) and output is None
    if tested.broken.diagnostics:
        print(render_text(tested.broken.ordered(), color=is_colored(sys.stderr, plain)), file=sys.stderr)
    with open_output(output) as stream:
        stream.write(_render(tested, measured, format, color=color, verbose=verbose))
    if not tested.results and not tested.broken.diagnostics and not allow_empty:
        say("engagepolicy: there is no test block in these rulesets; --allow-empty accepts that")
        return FINDINGS
    return FINDINGS if tested.failed or tested.broken.diagnostics or measured.shortfalls else CLEAN
