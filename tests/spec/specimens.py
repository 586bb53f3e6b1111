"""The specimens: small rulesets that are right, and small rulesets with one mistake beside the exact text of its message.

A specimen stands in `<chapter>/<feature>/good` or `.../bad`; files that several of them use stand in `shared` beside these, and a file
there called `together_with_NAME` is loaded together with the specimens of that name. A bad one has its message beside it, in a file
of the same name that ends in `.expect`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.policy.loading import compile_files
from engagepolicy.report.proofs import prove

FOLDER = Path(__file__).parent
TODAY = date(2026, 1, 15)
"""Specimens are checked as of this day."""
PROOFS = "proofs/"
"""The chapter whose specimens need a proof."""


def find_specimens(kind: str) -> list[str]:
    """Return the specimens that are `good` or `bad`, as paths from the folder of this file."""
    found = FOLDER.glob(f"*/*/{kind}/*.engage")
    return sorted(path.relative_to(FOLDER).as_posix() for path in found)


def compile_specimen(name: str) -> Compiled:
    """Compile one specimen; the working directory is the folder of this file, so that messages name it shortly."""
    companion = Path(name).parent.parent / "shared" / f"together_with_{Path(name).name}"
    compiled = compile_files([name, *([companion.as_posix()] if (FOLDER / companion).is_file() else [])], today=TODAY)
    return with_proofs(compiled) if name.startswith(PROOFS) else compiled


def with_proofs(compiled: Compiled) -> Compiled:
    """Return the result with what was proved of it among its messages."""
    return replace(compiled, diagnostics=(*compiled.diagnostics, *prove(compiled).diagnostics))
