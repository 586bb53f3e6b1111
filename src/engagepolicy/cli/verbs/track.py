"""`track`: follow cases over time: which clocks run, what was breached, who owns each, when to look again."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Annotated

import typer

from engagepolicy.adapters.reading import Tally
from engagepolicy.cli import options
from engagepolicy.cli.case_inputs import CaseInputs, follow_inputs, make_inputs, read_moment
from engagepolicy.cli.case_sinks import CaseFormat, CaseSink, Wanted, make_case_sink
from engagepolicy.cli.case_tables import PictureDrawer
from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import CLEAN, FINDINGS, WrongCall, say
from engagepolicy.cli.policies import load_policy
from engagepolicy.cli.progress import showing_progress
from engagepolicy.cli.rejects import Rejects
from engagepolicy.cli.streams import make_console, open_output, require_other_file, require_two_files
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import Rejected
from engagepolicy.report.following import Followed

At = Annotated[str | None, typer.Option("--at", metavar="MOMENT", help="When to look, with a zone: 2026-11-23T14:30:00Z; else now.")]
Show = Annotated[str | None, typer.Option("--show", metavar="CASE_ID", help="Draw the life of this case.")]
Explain = Annotated[str | None, typer.Option("--explain", metavar="CASE_ID", help="Say why this case stands as it stands.")]


def track(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", hidden=True)],
    policies: options.Policies,
    at: At = None,
    is_events: options.Events = False,
    show: Show = None,
    explain: Explain = None,
    format: Annotated[CaseFormat, typer.Option("--format", "-f", help="How cases are shown.")] = CaseFormat.TABLE,
    columns: options.Columns = None,
    input_format: options.RowFormat = None,
    records: options.Records = None,
    unfold: options.Unfold = None,
    answers: options.AnswersTo = options.Answers.CONVERSATION,
    torn: options.TornThreads = options.Torn.OPEN,
    extra: options.Extra = options.ExtraColumns.FORBID,
    rejects: options.RejectsFile = None,
    output: options.Output = None,
    shows_all: Annotated[bool, typer.Option("--all", help="Show every case of the table, and the whole history of a picture.")] = False,
    allow_empty: options.AllowEmpty = False,
    plain: options.Plain = False,
) -> int:
    """Follow cases over time: how each stands at a moment, what is due next, what was breached, who owns it.

    An INPUT is a file of JSONL, JSON or CSV, gzip or not; - is standard input.

    A row is a case with its events, or with --events one event that names its case. Bad rows are rejected with their line and reasons,
    good rows go on; a bad event rejects its whole case. An only case is drawn. Exit status: 0, or 1 if rows were rejected, or 2 if the
    call was wrong or there was no row at all.
    """
    wanted = _read_wanted(show, explain, format)
    now = datetime.now(UTC) if at is None else read_moment(at)
    policy = load_policy(policies)
    read = make_inputs(inputs, policy, columns, input_format, records, unfold, extra, is_events, answers, torn)
    require_other_file(output, [*inputs, *policies])
    require_other_file(rejects, [*inputs, *policies])
    require_two_files(output, rejects)
    tally = Tally()
    with ExitStack() as opened:
        told = Rejects(None if rejects is None else opened.enter_context(open_output(rejects)))
        stream = opened.enter_context(open_output(output))
        console = make_console(stream, plain or output is not None)
        drawer = PictureDrawer(console, is_drawn=output is None and is_colored(sys.stdout, plain), shows_all=shows_all)
        sink = make_case_sink(format, stream, console, policy, now, drawer, wanted=wanted, shows_all=shows_all)
        cases = _run(policy, read, now, tally, sink, told, shows_progress=format is CaseFormat.TABLE and not plain)
        tally.require_complete()
        if tally.read == 0 and not allow_empty:
            raise WrongCall("there was no row to follow", "an input without rows is usually a mistake; --allow-empty accepts it")
        if tally.read or wanted is None:
            _finish(sink, told)
        stream.flush()
    told.tell()
    say(f"read {tally.read:,}, followed {tally.decided:,}{f' in {cases:,} cases' if is_events else ''}, rejected {tally.rejected:,}")
    return FINDINGS if tally.rejected else CLEAN


def _read_wanted(show: str | None, explain: str | None, format: CaseFormat) -> Wanted | None:
    """Return the one case that is asked for; raise `WrongCall` for options that do not go together."""
    if show is not None and format is not CaseFormat.TABLE:
        raise WrongCall(f"--show draws a case, which {format} cannot hold", "leave out --format, or --show")
    if show is not None and explain is not None:
        raise WrongCall("--show draws a case and --explain explains one: give one of the two")
    named = show if explain is None else explain
    return None if named is None else Wanted(named, is_explained=explain is not None)


def _run(
    policy: Policy, inputs: CaseInputs, now: datetime, tally: Tally, sink: CaseSink, told: Rejects, *, shows_progress: bool
) -> int:
    """Follow every case of the inputs; return how many could be followed."""
    cases = 0
    with showing_progress(shows_progress) as progress:
        for result in follow_inputs(policy, inputs, now, tally, progress):
            match result:
                case Followed():
                    cases += 1
                    sink.add(result)
                case Rejected():
                    told.add(result)
    return cases


def _finish(sink: CaseSink, told: Rejects) -> None:
    """Write what comes at the end; where that cannot be, tell first which rows were rejected, since they may be why."""
    try:
        sink.finish()
    except WrongCall:
        told.tell()
        raise
