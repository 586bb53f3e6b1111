"""`check --fix`: writes the mended files, or shows what would change."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date

from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.diffs import render_diff
from engagepolicy.cli.endings import CLEAN, FINDINGS, WrongCall, say
from engagepolicy.cli.streams import STDIN, write_whole
from engagepolicy.lints.base import Lint
from engagepolicy.report.fixing import Mended, mend_rulesets


def mend(
    names: Sequence[str], texts: Mapping[str, str], today: date, lints: Sequence[Lint], *, diff: bool, plain: bool
) -> int | None:
    """Apply safe fixes to the files; return the exit status if that is all there is to do, None if they are to be checked now."""
    if STDIN in names and not diff:
        raise WrongCall("standard input cannot be mended in place: add --diff to see what would change")
    mended = mend_rulesets(names, texts, today, lints)
    changed = [each for each in mended if each.before != each.after]
    for each in changed:
        _finish(each, diff=diff, plain=plain)
    count = sum(each.count for each in mended)
    fixes = "1 fix" if count == 1 else f"{count} fixes"
    say(f"{fixes} in {len(changed)} of {len(names)} files" + (" would be applied" if diff else " applied"))
    refused = sum(each.refused for each in mended)
    if refused:
        say(f"{refused} left for you: applied by a tool, a comment would be lost, or a decision might change")
    return (FINDINGS if changed else CLEAN) if diff else None


def _finish(mended: Mended, *, diff: bool, plain: bool) -> None:
    if diff:
        shown = (f"{mended.name} (as it is)", f"{mended.name} (fixed)")
        sys.stdout.write(render_diff(mended.before, mended.after, shown, color=is_colored(sys.stdout, plain)))
    elif mended.path is not None:
        write_whole(mended.path, mended.after)
