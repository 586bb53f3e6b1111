"""From paths and texts to a policy, or one error with every message."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.messages_files import UnreadableFile
from engagepolicy.ir.codec import NotAProgram
from engagepolicy.policy.errors import PolicyError
from engagepolicy.policy.files import FileFinder
from engagepolicy.policy.policy import Policy
from engagepolicy.source import SourceText, Span

if TYPE_CHECKING:
    from engagepolicy.compiler.pipeline import Compiled

COMPILED_SUFFIX = ".json"
RULESET_SUFFIX = ".engage"


def _nowhere(name: str) -> Span:
    return Span(SourceText(name, ""), 0, 0)


def _open_root(name: str, finder: FileFinder) -> SourceText | Diagnostic:
    if name.endswith(COMPILED_SUFFIX):
        advice = "load it alone, or name the rulesets that it was made of"
        return UnreadableFile(_nowhere(name), name, "a compiled policy is no ruleset", advice)
    if not os.path.exists(name) and not name.endswith(RULESET_SUFFIX) and os.sep not in name:
        return finder.find_shipped(name, _nowhere(name))
    return finder.open(Path(name), name)


def compile_files(names: Iterable[str], today: date | None = None, finder: FileFinder | None = None) -> Compiled:
    """Compile the files at the paths (or shipped names) as one ruleset; every message is in the result, nothing is raised.

    With `today`, a date in UTC, windows that are over are reported too. A `finder` handed in knows afterwards which files were read.
    """
    from engagepolicy.compiler.pipeline import Compiled, compile_sources

    finder = finder or FileFinder()
    opened = [_open_root(name, finder) for name in names]
    problems = tuple(each for each in opened if isinstance(each, Diagnostic))
    if problems:
        return Compiled(None, (), problems)
    return compile_sources([each for each in opened if isinstance(each, SourceText)], finder, today)


def compile_text(text: str, name: str = "<string>", folder: Path | None = None, today: date | None = None) -> Compiled:
    """Compile one text as `compile_files` does files; paths that it uses begin at `folder`."""
    from engagepolicy.compiler.pipeline import compile_sources

    return compile_sources([SourceText(name, text)], FileFinder(folder), today)


def _require_policy(compiled: Compiled) -> Policy:
    if compiled.program is None:
        raise PolicyError(compiled.diagnostics)
    return Policy(compiled.program, compiled.examples, tuple(_not_allowed(compiled)))


def _not_allowed(compiled: Compiled) -> Iterator[Diagnostic]:
    """Yield the warnings that no comment allows; loading knows no date, so a comment allows whatever day it names."""
    if not compiled.diagnostics:
        return
    from engagepolicy.syntax.allows import read_allows

    allows = [allow for file in compiled.parsed for allow in read_allows(file)[0]]
    yield from (each for each in compiled.diagnostics if not any(allow.permits(each.code, each.span) for allow in allows))


def _load_compiled(path: str, finder: FileFinder) -> Policy:
    source = finder.open(Path(path), path)
    if isinstance(source, Diagnostic):
        raise PolicyError((source,))
    try:
        return Policy.from_json(source.text)
    except NotAProgram as error:
        advice = "write it again with `policy.to_json()`"
        raise PolicyError((UnreadableFile(_nowhere(path), path, str(error), advice),)) from error


def load_files(names: Sequence[str], finder: FileFinder) -> Policy:
    """Load a policy as `load` does; `finder` knows afterwards, even after an error, which files it depends on."""
    if len(names) == 1 and names[0].endswith(COMPILED_SUFFIX):
        return _load_compiled(names[0], finder)
    return _require_policy(compile_files(names, finder=finder))


def load(*paths: str | os.PathLike[str]) -> Policy:
    """Load a policy and return it.

    Each of `paths` is a ruleset file, or the dotted name of a shipped ruleset (`brands.airline`); several files are one policy, in any
    order. One path ending in `.json` is a compiled policy. Raises `PolicyError`, which carries every message.
    """
    names = [os.fspath(path) for path in paths]
    if not names:
        raise TypeError("load() wants at least one path or name of a ruleset")
    return load_files(names, FileFinder())


def loads(text: str, *, name: str = "<string>", folder: str | os.PathLike[str] | None = None) -> Policy:
    """Load a policy from the text of a ruleset.

    `name` is what messages call it; `folder` is where the paths that it uses begin. Raises `PolicyError`, which carries every message.
    """
    return _require_policy(compile_text(text, name, None if folder is None else Path(folder)))
