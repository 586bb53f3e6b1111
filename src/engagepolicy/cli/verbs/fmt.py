"""`fmt`: one canonical layout for ruleset files."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from engagepolicy.cli import options
from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.diffs import render_diff
from engagepolicy.cli.endings import CLEAN, FINDINGS, WrongCall, say
from engagepolicy.cli.paths import find_files
from engagepolicy.cli.streams import STDIN, read_texts, write_whole
from engagepolicy.diagnostics.base import Diagnostic
from engagepolicy.diagnostics.render_text import render_text
from engagepolicy.formatter import FormatRefused, format_text
from engagepolicy.policy.files import FileFinder
from engagepolicy.policy.loading import COMPILED_SUFFIX
from engagepolicy.report.rulesets import STDIN_NAME, find_path


@dataclass(frozen=True, slots=True)
class _Layout:
    """A file before and after."""

    name: str
    path: Path | None
    before: str
    after: str

    @property
    def is_clean(self) -> bool:
        return self.before == self.after


def _lay_out(name: str, texts: dict[str, str]) -> _Layout | tuple[Diagnostic, ...]:
    """Return the layout of a file, or the messages that say why there is none."""
    path, shown = (None, STDIN_NAME) if name == STDIN else (find_path(name), name)
    if path is None:
        before = texts[name]
    else:
        source = FileFinder().open(path, shown)
        if isinstance(source, Diagnostic):
            return (source,)
        before = source.text
    try:
        return _Layout(shown, path, before, format_text(before, shown))
    except FormatRefused as error:
        return error.diagnostics


def _refuse_compiled(names: tuple[str, ...]) -> None:
    compiled = next((name for name in names if name.endswith(COMPILED_SUFFIX)), None)
    if compiled is not None:
        raise WrongCall(f"{compiled} is JSON, such as a compiled policy, and has no layout: name the rulesets that it was made of")


def fmt(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", hidden=True)] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; name the files that would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
    plain: options.Plain = False,
) -> int:
    """Lay rulesets out in the one canonical way.

    A PATH is a ruleset file or a folder; - formats standard input to standard output.

    A file is replaced in one step, or left as it is where it has a syntax error. Exit status: 0, or 1 if a file has syntax errors, or
    would change and --check or --diff was given, or 2 if the call was wrong.
    """
    names = find_files(paths or [], "fmt")
    _refuse_compiled(names)
    texts = read_texts(names)
    refused = changed = 0
    for name in names:
        layout = _lay_out(name, texts)
        if not isinstance(layout, _Layout):
            refused += 1
            print(render_text(layout, color=is_colored(sys.stderr, plain)), file=sys.stderr)
            say(f"{name} is left as it is: it cannot be read without errors")
            continue
        changed += not layout.is_clean
        _finish(layout, check=check, diff=diff, plain=plain)
    would = "would change" if check or diff else "changed"
    say(f"{changed} of {len(names)} files {would}" + (f", {refused} left with errors" if refused else ""))
    return FINDINGS if refused or (changed and (check or diff)) else CLEAN


def _finish(layout: _Layout, *, check: bool, diff: bool, plain: bool) -> None:
    if diff:
        names = (f"{layout.name} (as it is)", f"{layout.name} (formatted)")
        sys.stdout.write(render_diff(layout.before, layout.after, names, color=is_colored(sys.stdout, plain)))
    if check and not layout.is_clean and not diff:
        print(layout.name)
    if check or diff:
        return
    if layout.path is None:
        sys.stdout.write(layout.after)
    elif not layout.is_clean:
        write_whole(layout.path, layout.after)
