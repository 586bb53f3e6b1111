"""The specimens: small rulesets that are right, and small rulesets with one mistake beside the exact text of its message.

A specimen stands in `<chapter>/<feature>/good` or `.../bad`; files that several of them use stand in `shared` beside these, and a file
there called `together_with_NAME` is loaded together with the specimens of that name. A bad one has its message beside it, in a file
of the same name that ends in `.expect`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from engagepolicy.comparison.comparing import compare
from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.lints.base import Lint
from engagepolicy.lints.catalogue import select_lints
from engagepolicy.policy.loading import compile_files
from engagepolicy.policy.policy import Policy
from engagepolicy.policy.ratchet import find_refusals
from engagepolicy.report.difference_messages import find_messages
from engagepolicy.report.differences import Told
from engagepolicy.report.linting import Allowing, Looked, lint_compiled
from engagepolicy.report.proofs import prove
from engagepolicy.report.rulesets import tell_stop

FOLDER = Path(__file__).parent
TODAY = date(2026, 1, 15)
"""Specimens are checked as of this day."""
PROOFS = "proofs/"
"""The chapter whose specimens need a proof."""
STOPPED = "stopped/"
"""The chapter whose specimens are stopped at the first question for which a solver is needed."""
LINTS = "lints/"
"""The chapter whose features are lints: each looks at the specimens below its name, and no other does."""
RATCHET = "ratchet/"
"""The chapter whose specimens follow an older version, in a file `before_NAME` that stands in `shared`."""
DIFFERENCES = "differences/"
"""The chapter whose specimens are held against an older version, in such a file too."""
ALLOWS = "allows/"
"""The chapter about comments that allow what one lint finds."""
ALLOWED = "double_negative"
"""That lint."""


def find_specimens(kind: str) -> list[str]:
    """Return the specimens that are `good` or `bad`, as paths from the folder of this file."""
    found = FOLDER.glob(f"*/*/{kind}/*.engage")
    return sorted(path.relative_to(FOLDER).as_posix() for path in found)


def compile_specimen(name: str) -> Compiled:
    """Compile one specimen; the working directory is the folder of this file, so that messages name it shortly."""
    companion = Path(name).parent.parent / "shared" / f"together_with_{Path(name).name}"
    compiled = compile_files([name, *([companion.as_posix()] if (FOLDER / companion).is_file() else [])], today=TODAY)
    return complete(name, compiled)


@cache
def messages_of(name: str) -> tuple[Diagnostic, ...]:
    """Return the messages about a specimen, found once for all that is asked of them."""
    return compile_specimen(name).diagnostics


def complete(name: str, compiled: Compiled) -> Compiled:
    """Return the result with what the chapter of a specimen asks for besides: proofs, lints, or what its older version had."""
    if name.startswith(PROOFS):
        return with_proofs(compiled)
    if name.startswith(STOPPED):
        return stopped(compiled)
    if name.startswith((RATCHET, DIFFERENCES)):
        before = compile_files([(Path(name).parent.parent / "shared" / f"before_{Path(name).name}").as_posix()])
        return after(compiled, before) if name.startswith(RATCHET) else compared(compiled, before)
    if name.startswith(LINTS):
        return with_lints(compiled, select_lints([name.split("/")[1]]))
    return with_lints(compiled, select_lints([ALLOWED])) if name.startswith(ALLOWS) else compiled


def with_lints(compiled: Compiled, lints: Sequence[Lint]) -> Compiled:
    """Return the result with what the lints find among its messages, less what comments allow."""
    allowing = Allowing(TODAY, str, Looked(lints))
    left = allowing.sift(compiled, [*compiled.diagnostics, *lint_compiled(compiled, lints, TODAY)])
    return replace(compiled, diagnostics=(*left, *allowing.unused()))


def with_proofs(compiled: Compiled) -> Compiled:
    """Return the result with what was proved of it among its messages."""
    return replace(compiled, diagnostics=(*compiled.diagnostics, *prove(compiled).diagnostics))


def stopped(compiled: Compiled) -> Compiled:
    """Return the result with what is told of proofs for which there was no time, if any needed it."""
    proved = prove(compiled, is_interrupted=lambda: True)
    late = replace(proved, is_interrupted=False, is_out_of_time=proved.is_interrupted)
    return replace(compiled, diagnostics=(*compiled.diagnostics, *tell_stop(compiled, late)))


def compared(compiled: Compiled, before: Compiled) -> Compiled:
    """Return the result with what it decides otherwise than the other one."""
    if compiled.program is None or before.program is None:
        return compiled
    policies = Policy(before.program), Policy(compiled.program)
    told = Told(compare(before.program, compiled.program), *policies, ("old", "new"), None, (before.sources, compiled.sources))
    return replace(compiled, diagnostics=(*compiled.diagnostics, *find_messages(told)))


def after(compiled: Compiled, before: Compiled) -> Compiled:
    """Return the result with what the ratchet says of it, if the policy in use is the other one."""
    if compiled.program is None or before.program is None:
        return compiled
    return replace(compiled, diagnostics=(*compiled.diagnostics, *find_refusals(before.program, compiled.program, compiled.sources)))
