"""`explain`: why a policy decides as it does about one input."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text
from rich.tree import Tree

from engagepolicy.adapters.column_map import BadColumnMap
from engagepolicy.adapters.reading import RejectedRow
from engagepolicy.adapters.row import Row
from engagepolicy.adapters.rows import read_rows
from engagepolicy.adapters.streams import Format, UnreadableRows
from engagepolicy.cli import options
from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import CLEAN, WrongCall, describe_os_error
from engagepolicy.cli.policies import MAP_GUIDE, load_policy, read_map
from engagepolicy.cli.streams import make_console, open_output, require_other_file
from engagepolicy.report.deciding import decide_one
from engagepolicy.report.reasons import Branch, reasons_tree, render_reasons


class ExplainFormat(StrEnum):
    """How the reasons are shown."""

    TEXT = "text"
    JSON = "json"


def _read_given(facts: Sequence[str], message: str | None, at: str | None) -> dict[str, str]:
    given: dict[str, str] = {}
    for fact in facts:
        name, equals, value = fact.partition("=")
        if not equals or not name.strip():
            raise WrongCall(f"--fact: {fact}: write FACT=VALUE, such as author.followers=12000")
        given[name.strip()] = value
    if message is not None:
        given["message"] = message
    if at is not None:
        given["received_at"] = at
    return given


def _find_row(name: str, line: int | None, format: Format | None, records: str | None) -> Row:
    try:
        for row in read_rows(name, "json" if records is not None and format is None else format, records):
            if line is None or row.line == line:
                return row
            if row.line > line:
                break
    except OSError as error:
        raise WrongCall(f"{name} cannot be read: {describe_os_error(error)}") from None
    except UnreadableRows as error:
        raise WrongCall(f"{name} cannot be read as rows: {error}") from None
    raise WrongCall(f"{name} has no row" if line is None else f"{name} has no row that begins on line {line}")


def _draw(branch: Branch, depth: int = 0) -> Tree:
    """Return the branch as a tree; its depth is that of an explanation, which is fixed."""
    tree = Tree(Text(branch["label"], ("bold", "bold cyan")[depth] if depth < 2 else ""), guide_style="dim")
    for child in branch["children"]:
        tree.children.append(_draw(child, depth + 1))
    return tree


def explain(
    policies: options.Policies,
    input: Annotated[str | None, typer.Argument(metavar="INPUT", hidden=True)] = None,
    line: Annotated[int | None, typer.Option("--line", min=1, metavar="N", help="The row that begins there, else the first.")] = None,
    message: Annotated[str | None, typer.Option("--message", metavar="TEXT", help="What the person wrote.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="MOMENT", help="When it came, with a zone: 2026-11-20T19:50:00Z.")] = None,
    facts: Annotated[
        list[str] | None, typer.Option("--fact", metavar="FACT=VALUE", help="Give a fact, in place of the row's if there is one.")
    ] = None,
    format: Annotated[ExplainFormat, typer.Option("--format", "-f", help="How the reasons are shown.")] = ExplainFormat.TEXT,
    columns: options.Columns = None,
    input_format: options.RowFormat = None,
    records: options.Records = None,
    extra: options.Extra = options.ExtraColumns.FORBID,
    shows_all: Annotated[bool, typer.Option("--all", help="Say of every other rule, too, why it did not apply.")] = False,
    output: options.Output = None,
    plain: options.Plain = False,
) -> int:
    """Explain one decision: which rule gave what, why, and what would have made the others apply.

    INPUT is a file of JSONL, JSON or CSV, gzip or not; - is standard input. What is explained is a row of it, or facts given as
    options, or both: options go before the row. Exit status: 0, or 2 if the call was
    wrong or the input cannot be decided about.
    """
    policy = load_policy(policies)
    given = _read_given(facts or [], message, at)
    if input is None and not given:
        raise WrongCall("nothing to explain: name a file, or give --message and --at")
    row_format: Format | None = None if input_format is None else input_format.value
    row = None if input is None else _find_row(input, line, row_format, records)
    require_other_file(output, [*policies, *([] if input is None else [input])])
    try:
        decision = decide_one(policy, row, given, columns=read_map(columns, policy), extra=extra.value)
    except RejectedRow as error:
        where = "the input" if row is None else f"line {row.line} of {input}"
        raise WrongCall(f"{where} cannot be decided about", *error.reasons) from None
    except BadColumnMap as error:
        raise WrongCall(f"--map: {error}", MAP_GUIDE) from None
    explanation = decision.explain()
    with open_output(output) as stream:
        if format is ExplainFormat.JSON:
            stream.write(json.dumps(explanation.to_json(), ensure_ascii=False, indent=2) + "\n")
            return CLEAN
        tree = reasons_tree(explanation, shows_all=shows_all)
        if output is None and is_colored(sys.stdout, plain):
            make_console(stream, plain).print(_draw(tree), soft_wrap=False)
        else:
            stream.writelines(f"{text}\n" for text in render_reasons(tree))
    return CLEAN
