"""`review`: whether drafts may go out, what was found in them, and what would cure them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.progress import Progress

from engagepolicy.adapters.column_map import ColumnMap
from engagepolicy.adapters.reading import Tally
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format
from engagepolicy.cli import options
from engagepolicy.cli.case_inputs import read_moment
from engagepolicy.cli.endings import CLEAN, FINDINGS, WrongCall, say
from engagepolicy.cli.policies import load_policy, read_map
from engagepolicy.cli.progress import following, open_rows, showing_progress
from engagepolicy.cli.refusals import refusing_input
from engagepolicy.cli.rejects import Rejects
from engagepolicy.cli.review_sinks import ReviewFormat, ReviewSink, make_review_sink
from engagepolicy.cli.streams import make_console, open_output, require_other_file, require_two_files
from engagepolicy.inputs.reader import Extra
from engagepolicy.policy.policy import Policy
from engagepolicy.report.deciding import Rejected, UnknownColumns
from engagepolicy.report.reviewing import GIVEN, Reviewed, Verdicts, review_rows


class FailOn(StrEnum):
    """From which verdict on drafts are findings."""

    APPROVE = "approve"
    REVISE = "revise"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the drafts are to be read; `given` are facts of the only draft, in place of inputs."""

    columns: ColumnMap | None
    format: Format | None
    records: str | None
    extra: Extra
    at: datetime | None
    given: Row | None


def _read_given(
    text: str | None, relationship: str | None, channel: str | None, brand: str | None, countries: Sequence[str], facts: Sequence[str]
) -> Row | None:
    """Return the draft that the options describe, None if none of them is given; raise `WrongCall` for one without a text."""
    named = {"text": text, "relationship": relationship, "channel": channel, "brand": brand}
    values: dict[str, object] = {name: value for name, value in named.items() if value is not None}
    if countries:
        values["audience.countries"] = list(countries)
    for fact in facts:
        name, equals, value = fact.partition("=")
        if not equals or not name.strip():
            raise WrongCall(f"--fact: {fact}: write FACT=VALUE, such as audience.children=true")
        values[name.strip()] = value
    if values and text is None:
        raise WrongCall("--as, --channel, --brand, --country and --fact describe the draft of --text", "give --text too")
    return Row(1, values, is_text=True) if values else None


def review(
    policies: options.Policies,
    inputs: Annotated[list[str] | None, typer.Argument(metavar="INPUT", hidden=True)] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Review this text in place of inputs.")] = None,
    relationship: Annotated[str | None, typer.Option("--as", metavar="WHO", help="Of --text: what its author is to the brand.")] = None,
    channel: Annotated[str | None, typer.Option("--channel", metavar="CHANNEL", help="Of --text: where it is to appear.")] = None,
    brand: Annotated[str | None, typer.Option("--brand", metavar="BRAND", help="Of --text: the brand that it is about.")] = None,
    countries: Annotated[
        list[str] | None, typer.Option("--country", metavar="CODE", help="Of --text: a country of its audience; may be given again.")
    ] = None,
    facts: Annotated[list[str] | None, typer.Option("--fact", metavar="FACT=VALUE", help="Of --text: any other fact.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="MOMENT", help="When drafts go out that do not say, with a zone.")] = None,
    format: Annotated[ReviewFormat, typer.Option("--format", "-f", help="How reviews are shown.")] = ReviewFormat.TEXT,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="The mildest verdict that is a finding.")] = FailOn.APPROVE,
    columns: options.Columns = None,
    input_format: options.RowFormat = None,
    records: options.Records = None,
    extra: options.Extra = options.ExtraColumns.FORBID,
    rejects: options.RejectsFile = None,
    output: options.Output = None,
    allow_empty: options.AllowEmpty = False,
    plain: options.Plain = False,
) -> int:
    """Review drafts: whether each may go out, what was found, what to ask, and a text that cures it where one can be made.

    An INPUT is a file of JSONL, JSON or CSV, gzip or not, with one draft in a row; - is standard input. Or review one --text.

    Exit status: 0 if every draft is below --fail-on, 1 if one is not or a row was rejected, or 2 if the call was wrong.
    """
    policy = load_policy(policies)
    _require_constraints(policy)
    given = _read_given(text, relationship, channel, brand, countries or [], facts or [])
    names = _require_one_way(inputs or [], given)
    row_format: Format | None = None if input_format is None else input_format.value
    mapped = read_map(columns, policy, policy.draft_paths)
    reading = _Reading(mapped, row_format, records, extra.value, None if at is None else read_moment(at), given)
    require_other_file(output, [*names, *policies])
    require_other_file(rejects, [*names, *policies])
    require_two_files(output, rejects)
    tally, verdicts = Tally(), Verdicts.none()
    with ExitStack() as opened:
        told = Rejects(None if rejects is None else opened.enter_context(open_output(rejects)))
        stream = opened.enter_context(open_output(output))
        sink = make_review_sink(format, stream, make_console(stream, plain or output is not None), verdicts, fail_on.value)
        shows_progress = not plain and (output is not None or not sys.stdout.isatty())
        _run(policy, names, reading, tally, verdicts, sink, told, shows_progress=shows_progress)
        tally.require_complete()
        if tally.read == 0 and not allow_empty:
            raise WrongCall("there was no draft to review", "an input without rows is usually a mistake; --allow-empty accepts it")
        sink.finish()
        stream.flush()
    told.tell()
    if given is None:
        say(f"read {tally.read:,}, reviewed {tally.decided:,}, rejected {tally.rejected:,}")
    return FINDINGS if tally.rejected or verdicts.reach(fail_on.value) else CLEAN


def _require_constraints(policy: Policy) -> None:
    """Refuse a policy with which every draft would pass: a gate that cannot close is a mistake."""
    if not policy.program.constraints_on("draft"):
        raise WrongCall(f"{policy.name} has no constraint on drafts, so nothing could be found", "name a policy that has, with --policy")


def _require_one_way(inputs: Sequence[str], given: Row | None) -> Sequence[str]:
    if inputs and given is not None:
        raise WrongCall("drafts are either in inputs or in --text, not in both")
    if not inputs and given is None:
        raise WrongCall("nothing to review: name a file, - for standard input, or give --text")
    return inputs or [GIVEN]


def _run(
    policy: Policy,
    names: Sequence[str],
    reading: _Reading,
    tally: Tally,
    verdicts: Verdicts,
    sink: ReviewSink,
    told: Rejects,
    *,
    shows_progress: bool,
) -> None:
    with showing_progress(shows_progress) as progress:
        for name in names:
            is_given = reading.given is not None
            for result in _review_given(policy, reading, tally) if is_given else _review_file(policy, name, reading, tally, progress):
                match result:
                    case Reviewed():
                        verdicts.add(result)
                        sink.add(result)
                    case Rejected():
                        told.add(result)


def _review_file(
    policy: Policy, name: str, reading: _Reading, tally: Tally, progress: Progress | None
) -> Iterator[Reviewed | Rejected]:
    """Yield what becomes of every row of an input; raise `WrongCall` where the input as a whole cannot be used."""
    format: Format | None = "json" if reading.records is not None and reading.format is None else reading.format
    with refusing_input(name, policy.name), open_rows(name, format) as opened:
        rows = following(read_rows(opened.source, opened.format, reading.records), progress, opened)
        yield from review_rows(policy, rows, tally, source=name, columns=reading.columns, extra=reading.extra, at=reading.at)


def _review_given(policy: Policy, reading: _Reading, tally: Tally) -> Iterator[Reviewed]:
    """Yield the review of the draft of the options; raise `WrongCall` where they describe none."""
    rows = [] if reading.given is None else [reading.given]
    try:
        for result in review_rows(policy, rows, tally, source=GIVEN, at=reading.at):
            if isinstance(result, Rejected):
                raise WrongCall("the draft cannot be reviewed", *result.reasons)
            yield result
    except UnknownColumns as error:
        raise WrongCall("the draft cannot be reviewed", *map(str, error.problems)) from None
