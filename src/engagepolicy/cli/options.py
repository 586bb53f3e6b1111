"""Options that several verbs share, so that they are called and explained alike."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class InputFormat(StrEnum):
    """How rows are written."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


class Answers(StrEnum):
    """Which messages of a conversation count as answers."""

    CONVERSATION = "conversation"
    OPENING = "opening"


class Torn(StrEnum):
    """What becomes of a conversation whose beginning is not in the input."""

    OPEN = "open"
    REJECT = "reject"


class ExtraColumns(StrEnum):
    """What becomes of columns that are no facts."""

    FORBID = "forbid"
    IGNORE = "ignore"


Policies = Annotated[
    list[str],
    typer.Option("--policy", "-p", metavar="POLICY", help="A ruleset file, or the name of a shipped one; several are one policy."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--map", "-m", metavar="FACT=COLUMN", help="Read a fact from a column, or give it to every row: FACT:=VALUE."),
]
RowFormat = Annotated[InputFormat | None, typer.Option("--input-format", help="How the rows are written, if the file's name does not say.")]
Unfold = Annotated[
    str | None, typer.Option("--unfold", metavar="KEY", help="Take each element of the list under this key of every row as a row.")
]
AnswersTo = Annotated[
    Answers, typer.Option("--answers", help="Of conversations: what counts as an answer, any of theirs or those to the opening message.")
]
TornThreads = Annotated[Torn, typer.Option("--torn", help="Of conversations that begin with a reply to what is missing: take or reject.")]
Events = Annotated[bool, typer.Option("--events", help="The rows are events that name their case, not cases.")]
RejectsFile = Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Write bad rows there, with line and reasons.")]
Records = Annotated[str | None, typer.Option("--records", metavar="KEY", help="Take the list under this key of a JSON object as the rows.")]
Extra = Annotated[ExtraColumns, typer.Option("--extra", help="What becomes of columns that are no facts of the ruleset.")]
Plain = Annotated[bool, typer.Option("--plain", help="No colours and no drawn lines, even on a terminal.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to standard output.")]
AllowEmpty = Annotated[bool, typer.Option("--allow-empty", help="Having nothing to do is no error.")]
