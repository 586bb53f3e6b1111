"""The commands with their help: every verb, registered once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from engagepolicy.__about__ import __version__
from engagepolicy.cli.endings import ending
from engagepolicy.cli.verbs.check import check
from engagepolicy.cli.verbs.decide import decide
from engagepolicy.cli.verbs.diff import diff
from engagepolicy.cli.verbs.explain import explain
from engagepolicy.cli.verbs.fmt import fmt
from engagepolicy.cli.verbs.init import init
from engagepolicy.cli.verbs.replay import replay
from engagepolicy.cli.verbs.review import review
from engagepolicy.cli.verbs.schema import schema
from engagepolicy.cli.verbs.test import run_tests
from engagepolicy.cli.verbs.track import track

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,  # plain help and plain usage errors, the same for a terminal, a file and a screen reader
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

EXAMPLE = "\b\nExample:\n  $ "


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"engagepolicy {__version__}")
        raise typer.Exit


@app.callback()
def engagepolicy(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """Policy as code for community management.

    Exit status: 0 clean, 1 findings, 2 the call itself was wrong. Every verb has an example: engagepolicy VERB --help.
    """


def _register(name: str, verb: Callable[..., int], summary: str, *examples: str) -> None:
    app.command(name, short_help=summary, epilog=EXAMPLE + "\n  $ ".join(examples))(ending(verb))


_register("init", init, "Write a starter ruleset.", "engagepolicy init care", "engagepolicy test care")
_register(
    "decide",
    decide,
    "Run a policy over rows of JSONL, JSON or CSV.",
    "engagepolicy decide --policy brands.bank docs/samples/cfpb_complaints.jsonl",
    "engagepolicy decide -p care.engage -m message=text -m 'received_at=sent@epoch' tickets.csv --format jsonl -o decisions.jsonl",
)
_register(
    "explain",
    explain,
    "Say why one interaction is decided so.",
    "engagepolicy explain -p brands.airline --message 'My bag is lost' --at 2026-11-20T19:50:00Z",
    "engagepolicy explain -p brands.bank docs/samples/cfpb_complaints.jsonl --line 3",
)
_register(
    "track",
    track,
    "Follow cases over time: what is due, what was breached, who owns it.",
    "engagepolicy track --policy brands.bank docs/samples/cases.jsonl --at 2026-11-23T14:30:00Z",
    "engagepolicy track -p brands.bank docs/samples/cases.jsonl --at 2026-11-23T14:30:00Z --show L-1042",
    "engagepolicy track -p care.engage --events events.jsonl --format jsonl -o statuses.jsonl",
)
_register(
    "replay",
    replay,
    "Run a policy over past cases: attainment, waiting times, breaches, load.",
    "engagepolicy replay --policy brands.bank docs/samples/cases.jsonl",
    "engagepolicy replay -p brands.bank docs/samples/cases.jsonl --by channel --fail-under 0.95",
    "engagepolicy replay -p care.engage --events events.jsonl --format csv --section breaches -o breaches.csv",
)
_register(
    "review",
    review,
    "Say of drafts whether they may go out, and what would cure them.",
    "engagepolicy review -p acme.engage drafts.csv",
    "engagepolicy review -p acme.engage --text 'Our balm cures all' --as employee --channel x_post --country US",
    "engagepolicy review -p acme.engage drafts.jsonl --format github --fail-on revise",
)
_register(
    "check",
    check,
    "Give every message about rulesets.",
    "engagepolicy check care/",
    "engagepolicy check --format sarif -o check.sarif .",
    "engagepolicy check --explain EP0301",
)
_register(
    "test", run_tests, "Run the test blocks of rulesets.", "engagepolicy test care/", "engagepolicy test --format junit -o tests.xml ."
)
_register(
    "diff",
    diff,
    "Compare two policies: which decisions change, proved, with an example of each change.",
    "engagepolicy diff git:HEAD care.engage",
    "engagepolicy diff git:main care.engage --fail-on looser --format github",
    "engagepolicy diff old.engage new.engage --replay history.jsonl",
)
_register("fmt", fmt, "Lay rulesets out in the one canonical way.", "engagepolicy fmt care/", "engagepolicy fmt --check --diff .")
_register(
    "schema",
    schema,
    "Print JSON Schema of inputs or decisions.",
    "engagepolicy schema -p care.engage",
    "engagepolicy schema -p brands.bank --of decision",
)
