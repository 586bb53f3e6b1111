"""The commands with their help: every verb once. A verb is imported when it is called: most of the time of a short command is imports."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command
from typing_extensions import override

from engagepolicy.__about__ import __version__
from engagepolicy.cli.endings import ending

EXAMPLE = "\b\nExample:\n  $ "


class Verb:
    """Where a verb is written, as `module:function` below `verbs`, what it is for, and examples of calls."""

    def __init__(self, place: str, summary: str, *examples: str) -> None:
        """Take these."""
        self.module, _, self.function = place.partition(":")
        self.summary = summary
        self.examples = examples


VERBS: Mapping[str, Verb] = {
    "init": Verb(
        "init:init",
        "Write a starter ruleset.",
        "engagepolicy init care",
        "engagepolicy test care",
    ),
    "decide": Verb(
        "decide:decide",
        "Run a policy over rows of JSONL, JSON or CSV.",
        "engagepolicy decide --policy brands.bank docs/samples/cfpb_complaints.jsonl",
        "engagepolicy decide -p care.engage -m message=text -m 'received_at=sent@epoch' tickets.csv --format jsonl -o decisions.jsonl",
    ),
    "explain": Verb(
        "explain:explain",
        "Say why one interaction is decided so.",
        "engagepolicy explain -p brands.airline --message 'My bag is lost' --at 2026-11-20T19:50:00Z",
        "engagepolicy explain -p brands.bank docs/samples/cfpb_complaints.jsonl --line 3",
    ),
    "track": Verb(
        "track:track",
        "Follow cases over time: what is due, what was breached, who owns it.",
        "engagepolicy track --policy brands.bank docs/samples/cases.jsonl --at 2026-11-23T14:30:00Z",
        "engagepolicy track -p brands.bank docs/samples/cases.jsonl --at 2026-11-23T14:30:00Z --show L-1042",
        "engagepolicy track -p care.engage --events events.jsonl --format jsonl -o statuses.jsonl",
    ),
    "replay": Verb(
        "replay:replay",
        "Run a policy over past cases: attainment, waiting times, breaches, load.",
        "engagepolicy replay --policy brands.bank docs/samples/cases.jsonl",
        "engagepolicy replay -p brands.bank docs/samples/cases.jsonl --by channel --fail-under 0.95",
        "engagepolicy replay -p care.engage --events events.jsonl --format csv --section breaches -o breaches.csv",
    ),
    "review": Verb(
        "review:review",
        "Say of drafts whether they may go out, and what would cure them.",
        "engagepolicy review -p acme.engage drafts.csv",
        "engagepolicy review -p acme.engage --text 'Our balm cures all' --as employee --channel x_post --country US",
        "engagepolicy review -p acme.engage drafts.jsonl --format github --fail-on revise",
    ),
    "check": Verb(
        "check:check",
        "Give every message about rulesets.",
        "engagepolicy check care/",
        "engagepolicy check --format sarif -o check.sarif .",
        "engagepolicy check --explain EP0301",
    ),
    "test": Verb(
        "test:run_tests",
        "Run the test blocks of rulesets.",
        "engagepolicy test care/",
        "engagepolicy test --format junit -o tests.xml .",
    ),
    "diff": Verb(
        "diff:diff",
        "Compare two policies: which decisions change, proved, with an example of each change.",
        "engagepolicy diff git:HEAD care.engage",
        "engagepolicy diff git:main care.engage --fail-on looser --format github",
        "engagepolicy diff old.engage new.engage --replay history.jsonl",
    ),
    "fmt": Verb(
        "fmt:fmt",
        "Lay rulesets out in the one canonical way.",
        "engagepolicy fmt care/",
        "engagepolicy fmt --check --diff .",
    ),
    "schema": Verb(
        "schema:schema",
        "Print JSON Schema of inputs or decisions.",
        "engagepolicy schema -p care.engage",
        "engagepolicy schema -p brands.bank --of decision",
    ),
}


@cache
def _command_of(name: str) -> Any:  # noqa: ANN401 - the class of commands has another home in each version of typer
    verb = VERBS[name]
    run = getattr(import_module(f"engagepolicy.cli.verbs.{verb.module}"), verb.function)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, short_help=verb.summary, epilog=EXAMPLE + "\n  $ ".join(verb.examples))(ending(run))
    return get_command(alone)


class _Commands(UserDict[str, Any]):
    """The commands by name, each made when it is asked for."""

    @override
    def __getitem__(self, key: str) -> Any:
        return _command_of(super().__getitem__(key))


class _Group(TyperGroup):
    """All verbs, none of them imported before it is called or its help is shown."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401
        super().__init__(**attributes)
        self.commands = _Commands({name: name for name in VERBS})

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    rich_markup_mode=None,  # plain help and plain usage errors, the same for a terminal, a file and a screen reader
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
