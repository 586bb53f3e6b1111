"""`replay`: a policy over history: which promises were kept, how long people waited, what was late, what each tier carried."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from engagepolicy.adapters.reading import Tally
from engagepolicy.cli import options
from engagepolicy.cli.case_inputs import CaseInputs, follow_inputs, make_inputs, read_moment
from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import CLEAN, FINDINGS, WrongCall, say
from engagepolicy.cli.policies import load_policy
from engagepolicy.cli.progress import showing_progress
from engagepolicy.cli.rejects import Rejects
from engagepolicy.cli.replay_sinks import ReplayFormat, ReplaySink, Section, make_replay_sink
from engagepolicy.cli.replay_tables import render_share
from engagepolicy.cli.streams import make_console, open_output, require_other_file, require_two_files
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.policy.policy import Policy
from engagepolicy.report.breaches import BadLink, LinkTemplate
from engagepolicy.report.deciding import Rejected
from engagepolicy.report.following import Followed, render_metric
from engagepolicy.report.looking import Look, at_last_event
from engagepolicy.report.replay import Replay, UnknownGrouping

END, EACH = "end", "each"
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)(%?)")

At = Annotated[
    str, typer.Option("--at", metavar="MOMENT", help="When to look: a moment with a zone, or end (the inputs' last moment), or each.")
]
By = Annotated[list[str] | None, typer.Option("--by", metavar="NAME", help="Break the figures down by this outcome or fact, too.")]
Link = Annotated[str | None, typer.Option("--link", metavar="URL", help="The address of a case: https://desk.example/cases/{id}.")]
FailUnder = Annotated[
    str | None, typer.Option("--fail-under", metavar="SHARE", help="Status 1 if attainment is below, such as 0.95 or 95%.")
]


def replay(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", hidden=True)],
    policies: options.Policies,
    at: At = END,
    is_events: options.Events = False,
    by: By = None,
    link: Link = None,
    fail_under: FailUnder = None,
    format: Annotated[ReplayFormat, typer.Option("--format", "-f", help="How the report is shown.")] = ReplayFormat.TABLE,
    section: Annotated[Section | None, typer.Option("--section", help="The part that CSV has; summary if none is named.")] = None,
    columns: options.Columns = None,
    input_format: options.RowFormat = None,
    records: options.Records = None,
    unfold: options.Unfold = None,
    answers: options.AnswersTo = options.Answers.CONVERSATION,
    torn: options.TornThreads = options.Torn.OPEN,
    extra: options.Extra = options.ExtraColumns.FORBID,
    rejects: options.RejectsFile = None,
    output: options.Output = None,
    shows_all: Annotated[bool, typer.Option("--all", help="Show every breach and group, and the hours of every metric.")] = False,
    allow_empty: options.AllowEmpty = False,
    plain: options.Plain = False,
) -> int:
    """Run a policy over past cases: attainment of every promise, waiting times, breaches, and the load of every tier.

    An INPUT is a file of JSONL, JSON or CSV, gzip or not; - is standard input. A row is a case, or with --events one event that names
    its case or the message that it replies to.

    What is still open is neither kept nor broken, and counts in percentiles as at least its age. Bad rows are rejected with their line and
    reasons, good rows go on. Exit status: 0, or 1 if rows were rejected or attainment is below --fail-under, or 2 if the call was wrong.
    """
    if section is not None and format is not ReplayFormat.CSV:
        raise WrongCall(f"--section chooses a part for CSV, and the format is {format}", "give --format csv, too")
    look, least = _read_look(at), None if fail_under is None else _read_share(fail_under)
    policy = load_policy(policies)
    report = _make_replay(policy, by or [], link)
    read = make_inputs(inputs, policy, columns, input_format, records, unfold, extra, is_events, answers, torn)
    require_other_file(output, [*inputs, *policies])
    require_other_file(rejects, [*inputs, *policies])
    require_two_files(output, rejects)
    writing = _Writing(output, rejects, format, section or Section.SUMMARY, plain=plain, shows_all=shows_all, allow_empty=allow_empty)
    tally = writing.write(report, read, look)
    say(f"read {tally.read:,}, followed {tally.decided:,}{f' in {report.cases:,} cases' if is_events else ''}, rejected {tally.rejected:,}")
    is_below = least is not None and _tell_below(report, least)
    return FINDINGS if tally.rejected or is_below else CLEAN


@dataclass(frozen=True, slots=True)
class _Writing:
    """Where the report goes, and how."""

    output: Path | None
    rejects: Path | None
    format: ReplayFormat
    section: Section
    plain: bool
    shows_all: bool
    allow_empty: bool

    def write(self, report: Replay, inputs: CaseInputs, look: datetime | Look | None) -> Tally:
        """Follow the cases and write the report; tell which rows were rejected, and return how many there were."""
        tally = Tally()
        with ExitStack() as opened:
            told = Rejects(None if self.rejects is None else opened.enter_context(open_output(self.rejects)))
            stream = opened.enter_context(open_output(self.output))
            console = make_console(stream, self.plain or self.output is not None)
            is_drawn = self.output is None and is_colored(sys.stdout, self.plain)
            sink = make_replay_sink(self.format, self.section, stream, console, is_drawn=is_drawn, shows_all=self.shows_all)
            _run(report, inputs, look, tally, sink, told, shows_progress=not self.plain)
            tally.require_complete()
            if tally.read == 0 and not self.allow_empty:
                raise WrongCall("there was no row to follow", "an input without rows is usually a mistake; --allow-empty accepts it")
            sink.finish(report)
            stream.flush()
        told.tell()
        return tally


def _run(
    report: Replay, inputs: CaseInputs, look: datetime | Look | None, tally: Tally, sink: ReplaySink, told: Rejects, *, shows_progress: bool
) -> None:
    with showing_progress(shows_progress) as progress:
        for result in follow_inputs(report.policy, inputs, look, tally, progress):
            match result:
                case Followed():
                    for breach in report.add(result):
                        sink.add(breach)
                case Rejected():
                    told.add(result)


def _read_look(at: str) -> datetime | Look | None:
    """Return when to look, None for the last moment of the inputs."""
    if at == END:
        return None
    return at_last_event if at == EACH else read_moment(at)


def _read_share(text: str) -> Fraction:
    found = _SHARE.fullmatch(text)
    share = Fraction(-1) if found is None else Fraction(found[1]) / (100 if found[2] else 1)
    if not 0 <= share <= 1:
        raise WrongCall(f"--fail-under: {text} is no share", "expected a number from 0 to 1, such as 0.95, or a percentage, such as 95%")
    return share


def _make_replay(policy: Policy, by: list[str], link: str | None) -> Replay:
    try:
        return Replay(policy, tuple(dict.fromkeys(by)), None if link is None else LinkTemplate(link))
    except UnknownGrouping as error:
        name = str(error).partition(" ")[0]
        near = find_suggestions(name, error.names, 1)
        raise WrongCall(f"--by: {error}", *(f"did you mean {each}?" for each in near)) from None
    except BadLink as error:
        raise WrongCall(f"--link: {error}", "for example: --link https://desk.example/cases/{id}") from None


def _tell_below(report: Replay, least: Fraction) -> bool:
    """Tell which metrics stay below the share; say whether any does. One of which nothing is kept or broken yet does not."""
    is_below = False
    for metric in report.metric_order():
        share = report.metrics[metric].all.counts.attainment
        if share is not None and share < least:
            say(f"{render_metric(metric)}: attainment {render_share(share)} is below {render_share(least)}")
            is_below = True
    return is_below
