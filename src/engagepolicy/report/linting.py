"""Lints of compiled rulesets, and the warnings that comments in them allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from engagepolicy.diagnostics.base import Diagnostic, Level
from engagepolicy.diagnostics.messages_allows import AllowOver, NotAllowable, NothingAllowed
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.lints.base import Lint, Linted
from engagepolicy.lints.catalogue import LINT_BY_NAME, LINTS, find_all
from engagepolicy.report.codes import message_by_code
from engagepolicy.syntax import nodes
from engagepolicy.syntax.allows import Allow, read_allows

if TYPE_CHECKING:
    from engagepolicy.compiler.pipeline import Compiled

ABOUT_LINTS = "EP12"
ABOUT_PROOFS = "EP11"
ABOUT_ALLOWS = "EP125"
UNDECIDED = frozenset({"EP1109", "EP1149"})
"""What tells that something was not decided, or not looked at."""
READ_WITHOUT_PROOF = frozenset({"EP1110", "EP1123"})


def lint_compiled(compiled: Compiled, lints: Sequence[Lint], today: date | None = None) -> tuple[Diagnostic, ...]:
    """Return what the lints find in the files that were asked for; nothing in a ruleset with errors, which has no meaning yet."""
    if compiled.program is None or compiled.resolved is None or not lints:
        return ()
    roots = tuple(file for file in compiled.parsed if file.source in compiled.resolved.roots)
    return tuple(find_all(Linted(roots, compiled.resolved, compiled.program, today, compiled.parsed), lints))


@dataclass(frozen=True, slots=True)
class Looked:
    """What a run looks for besides what the compiler says."""

    lints: Sequence[Lint] = ()
    has_proofs: bool = False

    def includes(self, code: str) -> bool:
        """Whether messages with the code are given where there is a reason."""
        if code.startswith(ABOUT_LINTS):
            return any(lint.code == code for lint in self.lints) or code.startswith(ABOUT_ALLOWS)
        return self.has_proofs or not code.startswith(ABOUT_PROOFS) or code in READ_WITHOUT_PROOF


Key = tuple[str, int, str]
"""The file, place and name of something allowed."""


@dataclass
class Allowing:
    """What comments allow over a run of several rulesets, of which one may use another.

    `real_name` tells one file from another, whatever it is called. `count` is how many warnings were allowed.
    """

    today: date | None
    real_name: Callable[[str], str]
    looked: Looked = field(default_factory=Looked)
    _is_undecided: bool = False
    _used: set[Key] = field(default_factory=set)
    _asked: dict[Key, NothingAllowed] = field(default_factory=dict)
    _allowed: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many warnings were allowed, each counted once."""
        return len(self._allowed)

    def sift(self, compiled: Compiled, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return what is not allowed, and what is wrong with the comments of the files that were asked for."""
        self._is_undecided |= any(each.code in UNDECIDED for each in found)
        roots = frozenset[object]() if compiled.resolved is None else compiled.resolved.roots
        left: list[Diagnostic] = []
        allows: list[Allow] = []
        for file in compiled.parsed:
            read, problems = read_allows(file)
            allows += read
            if file.source in roots:
                left += problems
                left += [each for allow in read for each in self._judge(allow, is_whole=compiled.program is not None)]
        standing = [allow for allow in allows if self.today is None or allow.holds(self.today)]
        left += [each for each in found if not self._is_allowed(each, standing)]
        return left

    def unused(self) -> Iterator[Diagnostic]:
        """Yield a message for each name in a comment that allowed nothing, of those that something was looked for.

        Where something could not be decided, nobody knows what a proof would have found.
        """
        for key, told in self._asked.items():
            is_open = self._is_undecided and _code_of(told.name).startswith(ABOUT_PROOFS)
            if key not in self._used and not is_open:
                yield told

    def _key(self, name: nodes.Word) -> Key:
        return (self.real_name(name.span.source.name), name.span.start, name.text)

    def _is_allowed(self, item: Diagnostic, allows: Sequence[Allow]) -> bool:
        if item.level is Level.ERROR or item.code.startswith(ABOUT_ALLOWS):
            return False
        is_allowed = False
        for allow in allows:
            names = [each for each in allow.names if _code_of(each.text) == item.code]
            if names and allow.span.source is item.span.source and allow.is_about(item.span):
                is_allowed = True
                self._used.update(map(self._key, names))
                self._allowed.add((item.code, item.message, self.real_name(item.span.source.name), item.span.start))
        return is_allowed

    def _judge(self, allow: Allow, *, is_whole: bool) -> Iterator[Diagnostic]:
        """Yield what is wrong with what a comment allows, and remember what is to be found for it."""
        is_over = self.today is not None and not allow.holds(self.today)
        if is_over and allow.until is not None:
            yield AllowOver(allow.span, tuple(each.text for each in allow.names), allow.until)
        for name in allow.names:
            code = _code_of(name.text)
            refusal = _refusal(name, code)
            if refusal is not None:
                yield refusal
            elif is_whole and not is_over and self.looked.includes(code):
                self._asked.setdefault(self._key(name), NothingAllowed(allow.span, name.text, len(allow.names) == 1))


def _code_of(name: str) -> str:
    lint = LINT_BY_NAME.get(name)
    return name.upper() if lint is None else lint.code


def _refusal(name: nodes.Word, code: str) -> Diagnostic | None:
    """Return why a name cannot be allowed, nothing if it can."""
    of = message_by_code().get(code)
    if of is None:
        near = find_suggestions(name.text, [*LINT_BY_NAME, *(each.code for each in LINTS)], 1)
        return NotAllowable(name.span, name.text, "no warning has this code or name", near)
    if of.level is Level.ERROR:
        return NotAllowable(name.span, name.text, "it is an error, and what is wrong has to be mended")
    if code.startswith(ABOUT_ALLOWS):
        return NotAllowable(name.span, name.text, "it is about what is allowed")
    return None
