"""Rulesets as they stood at a revision of a git repository, read from its objects: nothing is checked out, no hook is run."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.policy.files import LARGEST_FILE, FileFinder, Unreadable
from engagepolicy.policy.loading import RULESET_SUFFIX
from engagepolicy.source import SourceText, Span

PREFIX = "git:"
SECONDS = 60
LINK, FILE = "120000", "blob"
MOST_NAMED = 3


class NoRevision(ValueError):
    """What was named by `git:` cannot be read, for the reason that the text gives; `advice` says what to do, if anything."""

    def __init__(self, message: str, advice: str = "") -> None:
        """Take the sentence and the advice."""
        super().__init__(message)
        self.advice = advice


def is_revision(name: str) -> bool:
    """Whether a name asks for a revision: `git:REV` or `git:REV:PATH`."""
    return name.startswith(PREFIX)


def _git(folder: Path, *words: str) -> bytes:
    """Return what git prints; raise `NoRevision` where there is no git, and `CalledProcessError` where it refuses."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), "--literal-pathspecs", *words],
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
        ).stdout
    except FileNotFoundError:
        raise NoRevision("git is not installed, or not on the path") from None
    except subprocess.TimeoutExpired:
        raise NoRevision(f"git gave no answer within {SECONDS} seconds") from None
    except (OSError, ValueError) as error:
        raise NoRevision(f"git cannot be run: {error}") from None


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of a repository whose working tree begins at `root`; `name` is what people called it."""

    root: Path
    commit: str
    name: str

    @property
    def missing(self) -> str:
        """What is said of a file that the commit does not have."""
        return f"there is no such file at {self.name}"

    def find_named(self, name: str) -> list[str]:
        """Return the paths, from the root, of the commit's files that have a name, wherever they stand."""
        listed = _git(self.root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", self.commit).decode("utf-8", "replace").split("\0")
        return sorted(path for path in listed if path.rpartition("/")[2] == name)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, by its path from the root; None where the commit has no such file.

        Raises `Unreadable` where something else stands there.
        """
        listed = _git(self.root, "ls-tree", "-z", "-l", self.commit, "--", path).split(b"\0")[0].decode("utf-8", "replace")
        if not listed:
            return None
        mode, kind, blob, size = listed.partition("\t")[0].split()
        if kind != FILE or mode == LINK:
            raise Unreadable("it is a link" if mode == LINK else "it is a directory")
        if int(size) > LARGEST_FILE:
            raise Unreadable(f"it is larger than {LARGEST_FILE // 1024 // 1024} MiB", "split it into several files")
        return _git(self.root, "cat-file", "blob", blob)


def find_commit(revision: str, beside: Path) -> Revision:
    """Return the commit that a revision names in the repository around a file or folder; raise `NoRevision`."""
    folder = beside if beside.is_dir() else beside.parent
    if not folder.is_dir():
        raise NoRevision(f"there is no folder {folder} to look for a repository from")
    try:
        root = os.fsdecode(_git(folder, "rev-parse", "--show-toplevel")).removesuffix("\n")
    except subprocess.CalledProcessError:
        raise NoRevision(f"{folder.resolve()} is in no git repository") from None
    if not revision or revision.startswith("-"):
        raise NoRevision(f"`{revision}` is no revision", "write git:HEAD~1, git:main, git:v1.2 or a commit")
    try:
        found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except subprocess.CalledProcessError:
        advice = "write git:HEAD~1, git:main, git:v1.2 or a commit; a shallow clone lacks older ones"
        raise NoRevision(f"the repository has no revision `{revision}`", advice) from None
    return Revision(Path(root), found.decode("ascii").strip(), revision)


class RevisionFinder(FileFinder):
    """Finds used rulesets as they stood at a revision; shipped ones are those that are installed."""

    def __init__(self, revision: Revision) -> None:
        """Take the revision."""
        super().__init__()
        self._revision = revision
        self._is_shipped = False

    @override
    def find_shipped(self, name: str, span: Span) -> SourceText | Diagnostic:
        """Return a shipped ruleset by its dotted name."""
        self._is_shipped = True
        try:
            return super().find_shipped(name, span)
        finally:
            self._is_shipped = False

    @override
    def read_bytes(self, path: Path) -> bytes:
        """Return the bytes of the file at the revision; raise `Unreadable`."""
        if self._is_shipped:
            return super().read_bytes(path)
        try:
            inside = Path(os.path.abspath(path)).relative_to(self._revision.root)
        except ValueError:
            try:
                inside = path.resolve().relative_to(self._revision.root.resolve())
            except ValueError:
                raise Unreadable(f"it lies outside of the repository of {self._revision.name}") from None
        try:
            data = self._revision.read(inside.as_posix())
        except (NoRevision, subprocess.CalledProcessError) as error:
            raise Unreadable(f"git cannot read it ({error})") from error
        if data is None:
            raise Unreadable(self._revision.missing)
        return data


def open_revision(name: str, otherwise: str) -> tuple[str, RevisionFinder]:
    """Return the file of `git:REV:PATH`, or with `git:REV` the file `otherwise`, and what reads it and all that it uses at the revision.

    PATH is as git has it: from the root of the repository around the working folder, or from that folder if it begins with a dot.
    Raises `NoRevision`.
    """
    wanted, _, path = name.removeprefix(PREFIX).partition(":")
    if path:
        revision = find_commit(wanted, Path.cwd())
        file = path if path.startswith(("./", "../")) else os.path.relpath(revision.root / path)
    else:
        if is_revision(otherwise) or not (os.path.exists(otherwise) or os.sep in otherwise or otherwise.endswith(RULESET_SUFFIX)):
            raise NoRevision(f"{name} does not say which file, and {otherwise} is none", f"name the file: {name}:care/acme.engage")
        revision = find_commit(wanted, Path(otherwise).parent)
        file = otherwise
    finder = RevisionFinder(revision)
    try:
        finder.read_bytes(Path(file))
    except Unreadable as error:
        if error.reason == revision.missing:
            near = [f"{PREFIX}{revision.name}:{each}" for each in revision.find_named(Path(file).name)[:MOST_NAMED]]
            advice = f"it may have had another place: {' or '.join(near)}" if near else f"name a file of then: {PREFIX}{revision.name}:PATH"
            raise NoRevision(f"{file}: {revision.missing}", advice) from None
    return file, finder
