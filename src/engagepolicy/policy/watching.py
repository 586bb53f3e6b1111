"""A holder that follows a ruleset's files: a good change is taken over, a bad one is told and the old policy stays."""

from __future__ import annotations

import os
from collections.abc import Mapping
from threading import Lock
from typing import TypeAlias

from engagepolicy.policy.errors import PolicyError
from engagepolicy.policy.files import FileFinder
from engagepolicy.policy.loading import load_files
from engagepolicy.policy.policy import Policy

Stamp: TypeAlias = tuple[int, int] | None
"""When a file was last written, in nanoseconds, and its size; None where there is no file."""


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


class Watched:
    """The newest good policy of a path. `policy` never fails; `error` has the messages of a newer text that is not taken over."""

    def __init__(self, *paths: str | os.PathLike[str], refuse_weaker: bool = False) -> None:
        """Load the policy; raise `PolicyError` if even the first text does not load.

        With `refuse_weaker` a newer policy is not taken over that weakens a locked rule or constraint of the one in use.
        """
        self._paths = tuple(os.fspath(path) for path in paths)
        self._refuses_weaker = refuse_weaker
        self._lock = Lock()
        self._seen: Mapping[str, Stamp] = {}
        self.error: PolicyError | None = None
        self._policy = self._load(None)

    def _load(self, in_use: Policy | None) -> Policy:
        """Load and return the policy, and keep the stamps from before: a change while files are read is seen at the next look."""
        before = {path: _stamp(path) for path in (*self._paths, *self._seen)}
        finder = FileFinder()
        try:
            loaded = load_files(self._paths, finder)
        finally:
            self._seen = {path: before.get(path, _stamp(path)) for path in (*self._paths, *map(str, finder.files))}
        if self._refuses_weaker and in_use is not None:
            _require_as_strong(in_use, loaded, finder)
        return loaded

    @property
    def policy(self) -> Policy:
        """The policy as it was last loaded without errors; no file is looked at."""
        return self._policy

    def refresh(self) -> bool:
        """Look at the files, load them if one has changed, and return whether there is a new policy.

        A text with errors, or one that is refused because it is weaker, changes nothing but `error`.
        """
        with self._lock:
            if all(_stamp(path) == stamp for path, stamp in self._seen.items()):
                return False
            before = self._policy
            try:
                self._policy = self._load(before)
            except PolicyError as error:
                self.error = error
                return False
            self.error = None
            return self._policy.digest != before.digest


def _require_as_strong(in_use: Policy, newer: Policy, finder: FileFinder) -> None:
    """Raise `PolicyError` where a locked rule or constraint of the policy in use is not known to be as strong in the newer one."""
    from engagepolicy.policy.ratchet import find_refusals

    refusals = find_refusals(in_use.program, newer.program, finder.sources)
    if refusals:
        raise PolicyError(refusals)


def watch(*paths: str | os.PathLike[str], refuse_weaker: bool = False) -> Watched:
    """Return a holder of the policy at the paths; call its `refresh()` from a timer or before use.

    With `refuse_weaker` a newer policy that removes, unlocks or weakens a locked rule or constraint of the one in use is not taken over,
    and `error` says why. What the text does not show is asked of the solver, if it is installed, for half a minute at the most.
    """
    return Watched(*paths, refuse_weaker=refuse_weaker)
