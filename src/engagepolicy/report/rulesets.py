"""Rulesets on disk: which files a run means, and what the compiler says of each, everything said once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.messages_stopped import NotLookedAt, Stop, name_some
from engagepolicy.lints.base import Lint
from engagepolicy.policy.loading import RULESET_SUFFIX, compile_files, compile_text
from engagepolicy.policy.policy import Policy
from engagepolicy.report.agenda import Left
from engagepolicy.report.linting import Allowing, Looked, lint_compiled
from engagepolicy.resources import find_ruleset
from engagepolicy.source import SourceText, Span
from engagepolicy.testing.examples import ExampleResult, run_examples

if TYPE_CHECKING:
    from engagepolicy.compiler.pipeline import Compiled

STDIN = "-"
STDIN_NAME = "<stdin>"
SHIPPED_FOLDER = "rulesets"


class NoSuchRuleset(ValueError):
    """A path is neither a file nor a folder, and no shipped ruleset has that name."""


def find_rulesets(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the ruleset files that the paths mean, each once: files as they are, folders searched, `-` and shipped names kept.

    Hidden folders and links to folders are not entered. Raises `NoSuchRuleset`, and `OSError` for a folder that cannot be listed.
    """
    found: dict[str, str] = {}
    for path in paths:
        for name in _find_in(path):
            found.setdefault(name if name == STDIN else real_name(name), name)
    return tuple(found.values())


def _find_in(path: str) -> Iterator[str]:
    if path == STDIN or _is_shipped(path):
        yield path
    elif os.path.isdir(path):
        yield from _search(path)
    elif os.path.isfile(path):
        yield path
    else:
        raise NoSuchRuleset(path)


def _is_shipped(name: str) -> bool:
    return not os.path.exists(name) and find_ruleset(name) is not None


def _search(folder: str) -> Iterator[str]:
    def fail(error: OSError) -> None:
        raise error

    for parent, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (os.path.normpath(os.path.join(parent, each)) for each in sorted(files) if each.endswith(RULESET_SUFFIX))


def is_shipped_file(name: str) -> bool:
    """Whether a file, as messages call it, is that of a shipped ruleset."""
    parts = Path(name).with_suffix("").parts
    shipped = find_ruleset(".".join(parts[1:])) if parts[:1] == (SHIPPED_FOLDER,) else None
    return shipped is not None and real_name(name) == os.path.realpath(shipped)


def real_name(name: str) -> str:
    """Return what tells one file from another, however messages call it: its real path, or the name of what is no file."""
    if os.path.exists(name):
        return os.path.realpath(name)
    parts = Path(name).with_suffix("").parts
    dotted = ".".join(parts[1:]) if parts[:1] == (SHIPPED_FOLDER,) else name
    shipped = find_ruleset(dotted)
    return name if shipped is None else os.path.realpath(shipped)


@dataclass(frozen=True, slots=True)
class Proved:
    """What was proved of one ruleset: the messages, how many promises hold, and whether somebody stopped it before its end.

    `left` is what was not looked at then; `is_out_of_time` tells that a limit stopped it, and nobody's hand.
    """

    diagnostics: tuple[Diagnostic, ...]
    promises_kept: int = 0
    is_interrupted: bool = False
    left: tuple[Left, ...] = ()
    is_out_of_time: bool = False


@dataclass(slots=True)
class Checked:
    """What a run over several rulesets found: the files looked at, and every message once, by file and place.

    `promises_kept` counts those that were proved, of each file those that it was checked with; `allowed` the warnings that a comment
    in a file allows, and `known` those of a baseline, which are not among the messages; `looked` says what was looked for. Not all was
    looked at where it `is_interrupted` or `is_out_of_time`.
    """

    files: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    promises_kept: int = 0
    is_interrupted: bool = False
    is_out_of_time: bool = False
    allowed: int = 0
    known: int = 0
    looked: Looked = field(default_factory=Looked)
    _seen: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def has_errors(self) -> bool:
        """Whether any message is an error."""
        return any(each.level is Level.ERROR for each in self.diagnostics)

    def add(self, name: str, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep the messages of one ruleset that no other had before."""
        self.files.append(name)
        self.tell(diagnostics)

    def tell(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep the messages that were not there before."""
        for each in diagnostics:
            key = (each.code, each.message, real_name(each.span.source.name), each.span.start, each.span.end)
            if key not in self._seen:
                self._seen.add(key)
                self.diagnostics.append(each)

    def ordered(self) -> tuple[Diagnostic, ...]:
        """Return the messages by file, in the order in which files were first named, then by place."""
        files: dict[str, int] = {}
        for name in (*self.files, *(each.span.source.name for each in self.diagnostics)):
            files.setdefault(name, len(files))
        return tuple(sorted(self.diagnostics, key=lambda each: (files[each.span.source.name], each.span.start, each.code)))


def find_path(name: str) -> Path:
    """Return the file of a ruleset that was named by its path or as a shipped one."""
    shipped = find_ruleset(name) if _is_shipped(name) else None
    return Path(name) if shipped is None else shipped


def compile_ruleset(name: str, texts: Mapping[str, str], today: date | None = None) -> Compiled:
    """Compile a file by itself, or a text of `texts` such as that of standard input; paths in a text begin in the working folder."""
    if name in texts:
        return compile_text(texts[name], STDIN_NAME, Path.cwd(), today)
    return compile_files([name], today)


def shown_name(name: str) -> str:
    """Return what messages call a ruleset that was named so on a command line."""
    if name == STDIN:
        return STDIN_NAME
    return f"{SHIPPED_FOLDER}/{name.replace('.', '/')}{RULESET_SUFFIX}" if _is_shipped(name) else name


def check_rulesets(
    names: Sequence[str],
    texts: Mapping[str, str],
    today: date | None = None,
    prove: Callable[[Compiled], Proved] | None = None,
    lints: Sequence[Lint] = (),
    breakable: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Checked:
    """Check each ruleset as one that stands alone; `prove` says what does not hold of one that has no errors, `lints` look at it too.

    Warnings that a comment allows are left out. Somebody who interrupts it gets what was found until then, and what was not looked at;
    what may be broken off anywhere, because nothing is told of it before its end, is done inside `breakable`.
    """
    checked = Checked(looked=Looked(lints, prove is not None))
    allowing = Allowing(today, real_name, checked.looked)
    for place, name in enumerate(names):
        try:
            with breakable():
                compiled = compile_ruleset(name, texts, today)
                linted = lint_compiled(compiled, lints, today)
            proved = Proved(()) if prove is None else prove(compiled)
        except KeyboardInterrupt:
            checked.is_interrupted = True
            checked.tell([_not_looked_at(names[place:])])
            break
        found = [*compiled.diagnostics, *linted, *proved.diagnostics, *tell_stop(compiled, proved)]
        checked.add(shown_name(name), allowing.sift(compiled, found))
        checked.promises_kept += proved.promises_kept
        checked.is_out_of_time |= proved.is_out_of_time
        if proved.is_interrupted:
            checked.is_interrupted = True
            checked.tell([_not_looked_at(names[place + 1 :])] if names[place + 1 :] else [])
            break
    else:
        checked.tell(allowing.unused())
    checked.allowed = allowing.count
    return checked


def tell_stop(compiled: Compiled, proved: Proved) -> Iterator[Diagnostic]:
    """Yield the message about what was left out of the proofs of a ruleset, if somebody or something stopped them."""
    if proved.is_interrupted or proved.is_out_of_time:
        source = compiled.sources[0]
        stop: Stop = "out of time" if proved.is_out_of_time else "interrupted"
        name = compiled.program.name if compiled.program is not None else shown_name(source.name)
        yield NotLookedAt(Span(source, 0, 0), f"all was proved of `{name}`", stop, tuple(map(str, proved.left)))


def _not_looked_at(names: Sequence[str]) -> Diagnostic:
    """Return the message about the rulesets to which nobody came, at the first of them."""
    shown = tuple(map(shown_name, names))
    many = "1 ruleset was" if len(shown) == 1 else f"{len(shown):,} rulesets were"
    return NotLookedAt(Span(SourceText(shown[0], ""), 0, 0), f"{many} looked at", "interrupted", (name_some(shown),))


@dataclass(slots=True)
class Tested:
    """The examples that were run, each with the file it stands in, and the rulesets that have errors and could not be run."""

    results: list[tuple[str, ExampleResult]] = field(default_factory=list)
    broken: Checked = field(default_factory=Checked)

    @property
    def failed(self) -> int:
        """How many examples do not hold."""
        return sum(not result.holds for _, result in self.results)

    @property
    def files(self) -> int:
        """How many rulesets were looked at."""
        return len(self.broken.files)


RunExamples: TypeAlias = Callable[[str, Policy], tuple[ExampleResult, ...]]
"""Runs the examples of a ruleset, which is called so."""


def run_ruleset_examples(
    names: Sequence[str], texts: Mapping[str, str], run: RunExamples | None = None
) -> Tested:
    """Run the examples of each ruleset; `run` is what runs those of one, instead of doing just that."""
    tested = Tested()
    for name in names:
        compiled = compile_ruleset(name, texts)
        errors = [each for each in compiled.diagnostics if each.level is Level.ERROR]
        tested.broken.add(shown_name(name), errors)
        if compiled.program is not None:
            policy = Policy(compiled.program, compiled.examples, compiled.diagnostics)
            results = run_examples(policy) if run is None else run(shown_name(name), policy)
            tested.results += [(shown_name(name), result) for result in results]
    return tested
