"""Two policies held against each other, by whatever name they go."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeAlias

from engagepolicy.comparison.comparing import compare
from engagepolicy.comparison.result import Comparison
from engagepolicy.policy.files import FileFinder
from engagepolicy.policy.loading import COMPILED_SUFFIX, load_files
from engagepolicy.policy.policy import Policy
from engagepolicy.policy.revisions import is_revision, open_revision
from engagepolicy.proving.prover import MILLISECONDS
from engagepolicy.source import SourceText

AnyPolicy: TypeAlias = Policy | str | os.PathLike[str]


def load_one(name: AnyPolicy, otherwise: AnyPolicy) -> Policy:
    """Return a policy that was loaded already, or load it: from a path, by a shipped name, or as `git:REV` or `git:REV:PATH`.

    `git:REV` is the file `otherwise` as it stood at that revision. Raises `PolicyError` and `NoRevision`.
    """
    return name if isinstance(name, Policy) else load_with_texts(name, otherwise)[0]


def load_with_texts(name: str | os.PathLike[str], otherwise: AnyPolicy) -> tuple[Policy, tuple[SourceText, ...]]:
    """Load a policy as `load_one` does, and return with it the texts that it was made of, its own first; a compiled one has none."""
    path = os.fspath(name)
    finder = FileFinder()
    if is_revision(path):
        path, finder = open_revision(path, "a policy that was loaded" if isinstance(otherwise, Policy) else os.fspath(otherwise))
    loaded = load_files([path], finder)
    return loaded, () if path.endswith(COMPILED_SUFFIX) else finder.sources


def diff(
    old: AnyPolicy,
    new: AnyPolicy,
    *,
    timeout: float = MILLISECONDS / 1000,
    is_interrupted: Callable[[], bool] = lambda: False,
) -> Comparison:
    """Return what a newer policy decides otherwise than an older one, outcome by outcome, with an interaction for each kind of change.

    Each is a `Policy`, or what `load` takes, or `git:REV` for the other's file as it stood at a revision, or `git:REV:PATH`. `timeout`,
    in seconds, bounds how long the solver thinks about one question; without the extra `tools` less is decided and more is undecided.
    Once `is_interrupted` says so, what is left is undecided. Raises `PolicyError` and `NoRevision`.
    """
    older, newer = load_one(old, new), load_one(new, old)
    return compare(older.program, newer.program, milliseconds=int(timeout * 1000), is_interrupted=is_interrupted)
