"""`check`: every message about rulesets, in the form that people, editors and CI services read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from math import inf
from time import monotonic
from typing import Annotated

import typer

from engagepolicy.backends.smt.terms import has_solver, solver
from engagepolicy.cli import options
from engagepolicy.cli.baselines import Baseline, WriteBaseline, find_baselines
from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import CLEAN, FINDINGS, INTERRUPTED, WrongCall, say
from engagepolicy.cli.fixing import mend
from engagepolicy.cli.interruptions import Interruptions, noting_interruptions
from engagepolicy.cli.linting import Lints, read_lints
from engagepolicy.cli.pages import print_page
from engagepolicy.cli.paths import find_files
from engagepolicy.cli.streams import open_output, read_texts, require_other_file
from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.diagnostics.messages_stopped import NotLookedAt
from engagepolicy.diagnostics.render_github import render_github
from engagepolicy.diagnostics.render_json import render_json
from engagepolicy.diagnostics.render_junit import render_junit
from engagepolicy.diagnostics.render_sarif import render_sarif
from engagepolicy.diagnostics.render_text import render_plain, render_text
from engagepolicy.report.rulesets import Checked, Proved, check_rulesets

LEAST = 0.1
"""Seconds that one proof has, however little is left of a limit."""


class CheckFormat(StrEnum):
    """How messages are written."""

    TEXT = "text"
    PLAIN = "plain"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


def _render(checked: Checked, format: CheckFormat, *, color: bool, verbose: bool) -> str:
    found = checked.ordered()
    match format:
        case CheckFormat.TEXT:
            return render_text(found, color=color, verbose=verbose, files=checked.files) + _count_besides(checked)
        case CheckFormat.PLAIN:
            return render_plain(found)
        case CheckFormat.JSON:
            return render_json(found)
        case CheckFormat.SARIF:
            return render_sarif(found)
        case CheckFormat.GITHUB:
            return render_github(found)
        case CheckFormat.JUNIT:
            return render_junit(found, files=checked.files)


def _count_besides(checked: Checked) -> str:
    counted = (
        (checked.promises_kept, "promise", "proved"),
        (checked.allowed, "warning", "allowed by comments"),
        (checked.known, "warning", "known from the baseline"),
    )
    return "".join(f"{count} {noun}{'' if count == 1 else 's'} {what}\n" for count, noun, what in counted if count)


def _read_date(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongCall(f"--as-of: {text} is not a date such as 2026-11-20") from None


@dataclass(frozen=True, slots=True)
class _Limits:
    """How many seconds one proof may take, and all together, if that is limited."""

    proof: float
    run: float | None


def _find_prover(proofs: bool | None, limits: _Limits, interruptions: Interruptions) -> Callable[[Compiled], Proved] | None:
    """Return what proves a ruleset; None where it is not wanted, or not asked for and the solver is not installed."""
    if proofs is False or (proofs is None and not has_solver()):
        return None
    ends_at = inf if limits.run is None else monotonic() + limits.run
    solver()
    from engagepolicy.report.proofs import prove

    def prove_patiently(compiled: Compiled) -> Proved:
        seconds = min(limits.proof, max(LEAST, ends_at - monotonic()))
        proved = prove(compiled, int(seconds * 1000), lambda: interruptions.is_noted or monotonic() > ends_at)
        if proved.is_interrupted and not interruptions.is_noted:
            return replace(proved, is_interrupted=False, is_out_of_time=True)
        return proved

    return prove_patiently


def _say_if_stopped(checked: Checked) -> None:
    if checked.is_interrupted:
        say("engagepolicy: interrupted: what was found until then is told, and what was not looked at")
    elif checked.is_out_of_time:
        say(f"engagepolicy: the time limit was reached: {NotLookedAt.code} tells what was not looked at")


def check(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", hidden=True)] = None,
    format: Annotated[CheckFormat, typer.Option("--format", "-f", help="How messages are written.")] = CheckFormat.TEXT,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Report what is over by this date; today, in UTC, if not given.")
    ] = None,
    proofs: Annotated[
        bool | None, typer.Option("--proofs/--no-proofs", help="Prove that no input meets a contradiction; if z3 is installed, not given.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long one proof may take.")] = 5.0,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", metavar="SECONDS", min=0.1, help="Stop proving so long after the start, and tell what is left."),
    ] = None,
    lint: Lints = None,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the fixes that change no decision, then check.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="With --fix: write nothing; show what would change.")] = False,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are findings too.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name the page that explains each message.")] = False,
    code: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Explain a message by its code, or a lint by its name; check nothing.")
    ] = None,
    output: options.Output = None,
    plain: options.Plain = False,
) -> int:
    """Check rulesets.

    A PATH is a ruleset file, a folder, or the name of a shipped ruleset; - is standard input.

    Each file is checked by itself with all that it uses; folders are searched for .engage files. Every message is given once. Exit
    status: 0, or 1 if there are errors (with --strict: or warnings; with --baseline: or new warnings), or 2 if the call was wrong or
    there is nothing to check, or 130 if it was interrupted, with what was found until then and what was not looked at.
    """
    if code is not None:
        return print_page(code, plain=plain)
    names: Sequence[str] = find_files(paths or [], "check")
    today = _read_date(as_of)
    lints = read_lints(lint)
    known = find_baselines(baseline, write_baseline)
    require_other_file(output, names)
    texts = read_texts(names)
    if diff and not fix:
        raise WrongCall("--diff shows what --fix would change: give both")
    if fix and (ended := mend(names, texts, today, lints, diff=diff, plain=plain)) is not None:
        return ended
    with noting_interruptions() as interruptions:
        prove = _find_prover(proofs, _Limits(timeout, time_limit), interruptions)
        checked = check_rulesets(names, texts, today, prove, lints, interruptions.breakable)
        known.settle(checked)
        with open_output(output) as stream:
            color = is_colored(sys.stdout, plain) and output is None
            stream.write(_render(checked, format, color=color, verbose=verbose))
        sys.stdout.flush()
    _say_if_stopped(checked)
    if checked.is_interrupted:
        return INTERRUPTED
    return FINDINGS if checked.has_errors or ((strict or baseline) and checked.diagnostics) else CLEAN
