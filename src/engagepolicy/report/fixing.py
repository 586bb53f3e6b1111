"""Safe fixes applied to rulesets, again and again until nothing is left, and never so that a decision changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Level
from engagepolicy.formatter import FormatRefused, format_text
from engagepolicy.ir.program import Example
from engagepolicy.ir.promises import Promise
from engagepolicy.lints.base import Lint
from engagepolicy.lints.laws import decides_alike, normalised
from engagepolicy.policy.files import FileFinder
from engagepolicy.policy.loading import COMPILED_SUFFIX, compile_files, compile_text
from engagepolicy.report.linting import Allowing, Looked, lint_compiled
from engagepolicy.report.rulesets import STDIN, STDIN_NAME, real_name

if TYPE_CHECKING:
    from engagepolicy.compiler.pipeline import Compiled

ROUNDS = 50
"""How often a file is compiled at most to mend it."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A ruleset before and after; `count` fixes were applied, `refused` would have lost a comment or changed a decision.

    `path` is None for what is no file.
    """

    name: str
    path: Path | None
    before: str
    after: str
    count: int = 0
    refused: int = 0


def mend_rulesets(
    names: Sequence[str], texts: Mapping[str, str], today: date | None = None, lints: Sequence[Lint] = ()
) -> tuple[Mended, ...]:
    """Return each ruleset with its safe fixes applied, those of the lints and of all other messages; writes nothing.

    A shipped ruleset that is no file of the caller's, one that cannot be read and a compiled policy stay as they are.
    """
    done: list[Mended] = []
    drafts: dict[Path, str] = {}
    for name in names:
        mending = _begin(name, texts, today, lints, drafts)
        if mending is not None:
            done.append(mending.run())
            if mending.path is not None:
                drafts[mending.path.resolve()] = done[-1].after
    return tuple(done)


def _begin(
    name: str, texts: Mapping[str, str], today: date | None, lints: Sequence[Lint], drafts: Mapping[Path, str]
) -> _Mending | None:
    if name == STDIN:
        return _Mending(STDIN_NAME, None, texts[name], lambda text: compile_text(text, STDIN_NAME, Path.cwd(), today), today, lints)
    if name.endswith(COMPILED_SUFFIX):
        return None
    path = Path(name)
    source = FileFinder().open(path, name)
    if isinstance(source, Diagnostic):
        return None

    def compile_draft(text: str) -> Compiled:
        return compile_files([name], today, FileFinder(drafts={**drafts, path.resolve(): text}))

    return _Mending(name, path, source.text, compile_draft, today, lints)


@dataclass
class _Mending:
    """The mending of one ruleset."""

    name: str
    path: Path | None
    text: str
    compile: Callable[[str], Compiled]
    today: date | None
    lints: Sequence[Lint]
    _refused: set[tuple[str, str]] = field(default_factory=set)
    _rounds: int = ROUNDS

    def run(self) -> Mended:
        """Apply all that can be applied."""
        text, count = self.text, 0
        compiled = self._compile(text)
        while self._rounds > 0 and (found := self._find(compiled)):
            better = self._try(compiled, text, found)
            if better is None:
                break
            text, compiled, applied = better
            count += applied
        return Mended(self.name, self.path, self.text, self._laid_out(text), count, len(self._refused))

    def _laid_out(self, text: str) -> str:
        """Return the text in its one layout if it was in it before; otherwise as it is."""
        if text == self.text:
            return text
        try:
            return format_text(text, self.name) if format_text(self.text, self.name) == self.text else text
        except FormatRefused:
            return text

    def _compile(self, text: str) -> Compiled:
        self._rounds -= 1
        return self.compile(text)

    def _find(self, compiled: Compiled) -> list[tuple[tuple[str, str], Fix]]:
        """Return the safe fixes of the file itself, one for each message that nobody allows, by place and apart from each other."""
        allowing = Allowing(self.today, real_name, Looked(self.lints))
        left = allowing.sift(compiled, [*compiled.diagnostics, *lint_compiled(compiled, self.lints, self.today)])
        safe = [
            ((item.code, item.message), fix)
            for item in left
            for fix in [each for each in item.fixes if each.applicability is Applicability.SAFE][:1]
            if (item.code, item.message) not in self._refused and fix.span.source.name == self.name
        ]
        chosen: list[tuple[tuple[str, str], Fix]] = []
        for key, fix in sorted(safe, key=lambda each: (each[1].span.start, -each[1].span.end)):
            if _loses_comment(fix, compiled):
                self._refused.add(key)
            elif not chosen or fix.span.start > chosen[-1][1].span.end:
                chosen.append((key, fix))
        return chosen

    def _try(self, before: Compiled, text: str, found: Sequence[tuple[tuple[str, str], Fix]]) -> tuple[str, Compiled, int] | None:
        """Return the text with all the fixes, or with the first one that changes nothing else; None where none is left."""
        attempts = [found, *([each] for each in found)] if len(found) > 1 else [found]
        for attempt in attempts:
            if self._rounds <= 0:
                return None
            draft = _edit(text, [fix for _, fix in attempt])
            after = self._compile(draft)
            if _is_better(before, after):
                return draft, after, len(attempt)
            if len(attempt) == 1:
                self._refused.add(attempt[0][0])
        return None


def _edit(text: str, fixes: Iterable[Fix]) -> str:
    for fix in sorted(fixes, key=lambda each: each.span.start, reverse=True):
        text = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    return text


def _loses_comment(fix: Fix, compiled: Compiled) -> bool:
    comments = [comment for file in compiled.parsed if file.source is fix.span.source for comment in file.comments]
    inside = [each.text for each in comments if fix.span.start < each.span.start < fix.span.end]
    return any(text not in fix.replacement for text in inside)


def _is_better(before: Compiled, after: Compiled) -> bool:
    """Whether a change keeps what a ruleset means, or brings one that means nothing yet nearer to meaning something."""
    if before.program is None:
        return _errors(after) < _errors(before)
    if after.program is None or not decides_alike(before.program, after.program):
        return False
    is_tested_alike = list(map(_bare, before.examples)) == list(map(_bare, after.examples))
    return is_tested_alike and list(map(_claims, before.promises)) == list(map(_claims, after.promises))


def _errors(compiled: Compiled) -> int:
    return sum(each.level is Level.ERROR for each in compiled.diagnostics)


def _bare(example: Example) -> Example:
    return replace(example, place=None)


def _claims(promise: Promise) -> tuple[object, ...]:
    parts = [normalised(part.claim) for part in (*promise.given, *promise.promised)]
    return (promise.kind, promise.name, len(promise.given), parts)
