"""What is lost with a term of a lexicon, and where a condition comes down to finding it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engagepolicy.analysis.covering import covering_stems
from engagepolicy.ir.expressions import Apply, Expression, Fact, Reference, walk
from engagepolicy.ir.program import Program, Term
from engagepolicy.proving.spoken import spoken_of
from engagepolicy.runtime.questions import Both, Question
from engagepolicy.testing.coverage_goals import decides
from engagepolicy.testing.edits import Edit
from engagepolicy.testing.guards import Owner, atoms_of, guards_of

SITES_AT_MOST, TEXTS_AT_MOST = 8, 6


@dataclass(frozen=True, slots=True)
class Site:
    """A test that looks for the lexicon in the text at `path`; `question` holds where it decides its owner's condition by finding it."""

    owner: Owner
    record: str
    path: str
    question: Question


@dataclass(frozen=True, slots=True)
class Lost:
    """What only the term that is left out finds, or, of one that excludes, keeps from being found; and where that may show.

    Where the term `is_found_anyway`, or nothing looks for the lexicon, nothing shows.
    """

    texts: tuple[str, ...]
    sites: tuple[Site, ...]
    is_found_anyway: bool = False


def find_lost(program: Program, edit: Edit) -> Lost:
    """Return what a lexicon with a term or an inclusion less has lost."""
    new = edit.lexicons[0]
    old = program.lexicon_by_name[new.name]
    gone = [term for term in old.terms if term not in new.terms]
    inner = [program.lexicon_by_name[name] for name in old.includes if name not in new.includes]
    terms = gone or [term for each in inner for term in each.terms if not term.is_excluded]
    texts = [text for term in terms for text in _spoken(term, program)]
    is_covered = bool(gone) and all(term in covering_stems(old.terms) for term in gone)
    names = _including(program, new.name)
    is_idle = not program.signals and not any(_looks_for(part, names) for guard in guards_of(program) for part in walk(guard.expression))
    return Lost(tuple(dict.fromkeys(texts))[:TEXTS_AT_MOST], tuple(_sites(program, names))[:SITES_AT_MOST], is_covered or is_idle)


def _spoken(term: Term, program: Program) -> Iterator[str]:
    if term.text.endswith("*") and not term.is_pattern and not term.is_template:
        yield f"{term.text[:-1]}ing"  # the stem itself may be another term
    for text in spoken_of(term, program.lexicon_by_name):
        yield text
        yield f"{text}."


def _including(program: Program, name: str) -> set[str]:
    """Return the lexicon and those that find with it."""
    wanted = {name}
    for _ in program.lexicons:
        wanted |= {each.name for each in program.lexicons if wanted.intersection(each.made_of)}
    return wanted


def _looks_for(part: Expression, names: set[str]) -> bool:
    return isinstance(part, Reference) and part.kind == "lexicon" and part.name in names


def _sites(program: Program, names: set[str]) -> Iterator[Site]:
    for guard in guards_of(program):
        for path, test in atoms_of(guard.expression):
            if not isinstance(test, Apply) or not any(_looks_for(each, names) for each in test.operands):
                continue
            text = test.operands[0]
            if isinstance(text, Fact) and text.variable is None:
                question = Both((*guard.asked, *decides(guard.expression, path, test, truth=True)))
                yield Site(guard.owner, guard.record, text.path, question)

