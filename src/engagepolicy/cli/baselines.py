"""The options for baselines: what was known before does not count, and what is known now can be written down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from engagepolicy.cli.endings import WrongCall, describe_os_error, say
from engagepolicy.cli.streams import write_whole
from engagepolicy.report.baselines import Known, NotABaseline, parse_baseline, render_baseline, settle_baseline
from engagepolicy.report.rulesets import Checked

MOST_SHOWN = 5

Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Count the warnings that this file knows; new ones are findings.")
]
WriteBaseline = Annotated[Path | None, typer.Option("--write-baseline", metavar="FILE", help="Write the warnings of this run there.")]


@dataclass(frozen=True, slots=True)
class Baselines:
    """What is known, if a baseline was named, and where to write another."""

    path: Path | None
    known: tuple[Known, ...]
    target: Path | None

    def settle(self, checked: Checked) -> None:
        """Take what is known out of a run, tell what is stale, and write what is to be known from here on."""
        if self.target is not None and checked.is_interrupted:
            say(f"{self.target} is not written: the run was interrupted")
        elif self.target is not None:
            write_whole(self.target, render_baseline(checked))
            say(f"{self.target} knows the warnings of this run")
        if self.path is None:
            return
        stale = settle_baseline(self.known, checked)
        if stale:
            counted = f"1 finding of {self.path} is" if len(stale) == 1 else f"{len(stale)} findings of {self.path} are"
            say(f"{counted} no longer there; write it anew with --write-baseline {self.path}")
        for each in stale[:MOST_SHOWN]:
            say(f"  {each.file}: {each.code}: {each.message}")
        if len(stale) > MOST_SHOWN:
            say(f"  and {len(stale) - MOST_SHOWN} more")


def find_baselines(path: Path | None, target: Path | None) -> Baselines:
    """Read the baseline that was named; raise `WrongCall` if it is none, or if one is to be read and written at once."""
    if path is None or target is not None:
        if path is not None:
            raise WrongCall("--baseline and --write-baseline exclude each other: compare first, then write")
        return Baselines(None, (), target)
    try:
        return Baselines(path, parse_baseline(path.read_text(encoding="utf-8")), None)
    except OSError as error:
        raise WrongCall(f"{path} cannot be read: {describe_os_error(error)}", "write it with --write-baseline") from None
    except UnicodeDecodeError:
        raise WrongCall(f"{path} is not UTF-8") from None
    except NotABaseline as error:
        raise WrongCall(f"{path} is no baseline: {error}", "write it with --write-baseline") from None
