"""`diff`: what a newer policy decides otherwise than an older one, proved, and counted over history."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection
from contextlib import ExitStack
from enum import StrEnum
from typing import Annotated, TextIO

import typer
from rich.text import Text

from engagepolicy.adapters.column_map import ColumnMap
from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format
from engagepolicy.cli import options
from engagepolicy.cli.endings import CLEAN, FINDINGS, INTERRUPTED, WrongCall, say
from engagepolicy.cli.interruptions import noting_interruptions
from engagepolicy.cli.policies import MAP_GUIDE, read_map
from engagepolicy.cli.progress import following, open_rows, showing_progress
from engagepolicy.cli.refusals import refusing_input
from engagepolicy.cli.signals import open_signals
from engagepolicy.cli.streams import make_console, open_output, require_other_file
from engagepolicy.comparison.comparing import NOT_REACHED
from engagepolicy.comparison.result import Comparison
from engagepolicy.diagnostics.messages_differences import LooserThanBefore, OtherThanBefore, PerhapsOtherThanBefore
from engagepolicy.diagnostics.render_github import render_github
from engagepolicy.diagnostics.render_sarif import render_sarif
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.differences import diff as compare_policies
from engagepolicy.policy.differences import load_with_texts
from engagepolicy.policy.errors import PolicyError
from engagepolicy.policy.policy import Policy
from engagepolicy.policy.revisions import NoRevision, is_revision
from engagepolicy.report.difference_messages import find_messages, render_differences_junit
from engagepolicy.report.differences import STYLES, Told, render_lines, to_json
from engagepolicy.report.history import History, replay_both
from engagepolicy.source import SourceText


class DiffFormat(StrEnum):
    """How a comparison is shown."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


class FailOn(StrEnum):
    """What of a comparison is a finding."""

    LOOSER = "looser"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


CODES = {
    FailOn.LOOSER: (LooserThanBefore.code,),
    FailOn.DIFFERENT: (LooserThanBefore.code, OtherThanBefore.code),
    FailOn.UNDECIDED: (PerhapsOtherThanBefore.code,),
}
"""The messages that are findings."""


REASONS_SHOWN = 3


def _load(name: str, otherwise: str) -> tuple[Policy, tuple[SourceText, ...]]:
    try:
        return load_with_texts(name, otherwise)
    except PolicyError as error:
        then = [f"the messages are about the text of {name}, not about the files here"] if is_revision(name) else []
        raise WrongCall(f"the policy {name} cannot be used", *then, diagnostics=error.diagnostics) from None
    except NoRevision as error:
        raise WrongCall(str(error), *([error.advice] if error.advice else [])) from None


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", hidden=True)],
    new: Annotated[str, typer.Argument(metavar="NEW", hidden=True)],
    format: Annotated[DiffFormat, typer.Option("--format", "-f", help="How the comparison is shown.")] = DiffFormat.TEXT,
    fail_on: Annotated[
        list[FailOn] | None, typer.Option("--fail-on", help="What is a finding (status 1); may be given again. Nothing if not given.")
    ] = None,
    replay: Annotated[
        list[str] | None, typer.Option("--replay", metavar="FILE", help="Count what changes in these past rows; may be given again.")
    ] = None,
    columns: options.Columns = None,
    input_format: options.RowFormat = None,
    records: options.Records = None,
    extra: options.Extra = options.ExtraColumns.FORBID,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long one question may take.")] = 5.0,
    output: options.Output = None,
    plain: options.Plain = False,
) -> int:
    """Compare two policies.

    OLD and NEW are ruleset files, names of shipped ones or compiled policies. git:REV is the other's file as it stood at a revision,
    git:REV:PATH a file of one.

    Each outcome is equal, stricter, looser, stricter and looser, different (it has no stricter) or undecided, for all interactions that
    both accept; each kind of change comes with an interaction that both policies have decided. Exit status: 0, or 1 for what --fail-on
    names, or 2 if the call was wrong, or 130 if it was interrupted, with what was found until then.
    """
    require_other_file(output, [old, new, *(replay or [])])
    (older, old_texts), (newer, new_texts) = _load(old, new), _load(new, old)
    policies = (older, newer)
    row_format: Format | None = None if input_format is None else input_format.value
    history = _replay(policies, replay or [], columns, row_format, records, extra.value, is_quiet=plain)
    with noting_interruptions() as interruptions:
        comparison = compare_policies(*policies, timeout=timeout, is_interrupted=lambda: interruptions.is_noted)
        is_interrupted = any(because == NOT_REACHED for each in comparison.all for _, because in each.undecided)
        told = Told(comparison, *policies, (old, new), history, (old_texts, new_texts))
        with open_output(output) as stream:
            _write(told, format, stream, {code for each in fail_on or [] for code in CODES[each]}, is_plain=plain or output is not None)
    if is_interrupted:
        say("engagepolicy: interrupted: what was found until then is told, and what is undecided for that")
        return INTERRUPTED
    return FINDINGS if _is_finding(comparison, history, fail_on or []) else CLEAN


def _is_finding(comparison: Comparison, history: History | None, fail_on: list[FailOn]) -> bool:
    has_moved = history is not None and bool(history.changed)
    found = {
        FailOn.LOOSER: comparison.is_looser,
        FailOn.DIFFERENT: comparison.differs or has_moved,
        FailOn.UNDECIDED: comparison.is_undecided,
    }
    return any(found[each] for each in fail_on)


def _write(told: Told, format: DiffFormat, stream: TextIO, findings: Collection[str], *, is_plain: bool) -> None:
    match format:
        case DiffFormat.JSON:
            stream.write(json.dumps(to_json(told), ensure_ascii=False, indent=2) + "\n")
        case DiffFormat.SARIF:
            stream.write(render_sarif(find_messages(told), findings=findings))
        case DiffFormat.GITHUB:
            stream.write(render_github(find_messages(told), findings=findings))
        case DiffFormat.JUNIT:
            stream.write(render_differences_junit(told, findings))
        case DiffFormat.TEXT:
            console = make_console(stream, is_plain)
            for line in render_lines(told):
                text = Text(line.text)
                if line.mark:
                    text.stylize(STYLES.get(line.mark, ""), len(line.text) - len(line.mark))
                console.print(text)


def _replay(
    policies: tuple[Policy, Policy],
    files: list[str],
    pairs: list[str] | None,
    format: Format | None,
    records: str | None,
    extra: Extra,
    *,
    is_quiet: bool,
) -> History | None:
    """Return what both policies decide about every row of the files; None where there is no file."""
    if not files:
        if pairs:
            raise WrongCall("--map reads the rows of --replay", "name the file of past interactions: --replay FILE")
        return None
    columns: ColumnMap | None = read_map(pairs, policies[1])
    history, tally = History(), Tally()
    with ExitStack() as opened:
        progress = opened.enter_context(showing_progress(not is_quiet and sys.stderr.isatty()))
        observed = (opened.enter_context(open_signals(None, policies[0])), opened.enter_context(open_signals(None, policies[1])))
        for name in files:
            wanted: Format | None = "json" if records is not None and format is None else format
            with refusing_input(name, policies[1].name), open_rows(name, wanted) as rows:
                read = following(read_rows(rows.source, rows.format, records), progress, rows)
                shown = os.path.basename(name) if len(files) > 1 else ""
                replay_both(policies, read, tally, columns=columns, extra=extra, observed=observed, history=history, source=shown)
    tally.require_complete()
    if tally.read == 0:
        raise WrongCall("--replay: there was no row to decide about")
    if history.rejected == tally.read:
        reasons = [f"{count:,}  {reason}" for reason, count in history.reasons.most_common(REASONS_SHOWN)]
        raise WrongCall(f"--replay: every row was rejected by both, {tally.read:,} in all", *reasons, *([] if pairs else [MAP_GUIDE]))
    say(f"read {tally.read:,}, decided {history.decided:,} by both, rejected {history.rejected:,}")
    return history
