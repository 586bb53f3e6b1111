"""`init`: write the files that a new ruleset begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engagepolicy.cli.endings import CLEAN, WrongCall, describe_os_error
from engagepolicy.cli.streams import write_whole
from engagepolicy.report.starter import starter_files


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", hidden=True)] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> int:
    """Write a starter ruleset with examples, a few interactions to try it on, and a workflow that checks it on GitHub.

    DIR is the folder to write into, the current one if not given; it is made if there is none. Nothing is replaced without --force.
    Exit status: 0, or 2 if a file is there already or cannot be written.
    """
    files = {folder / place: text for place, text in starter_files().items()}
    present = [path for path in files if path.exists()]
    if present and not force:
        are = "is" if len(present) == 1 else "are"
        raise WrongCall(f"{', '.join(map(str, present))} {are} there already; nothing was written", "--force replaces it")
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongCall(f"{path.parent} cannot be made: {describe_os_error(error)}") from None
        write_whole(path, text)
        print(f"wrote {path}")
    ruleset, interactions = folder / "care.engage", folder / "interactions.jsonl"
    print(f"\nTry it:\n  engagepolicy test {folder}\n  engagepolicy decide --policy {ruleset} {interactions}")
    return CLEAN
