"""The documentation is true: its rulesets compile, their tests hold, its programs run, its links lead somewhere."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.diagnostics.base import Level
from engagepolicy.diagnostics.render_text import render_text
from engagepolicy.formatter import format_text
from engagepolicy.policy.loading import compile_files, compile_text, loads
from engagepolicy.policy.policy import Policy
from engagepolicy.testing import run_examples
from tests.docs.blocks import DOCS, ROOT, Block, blocks, blocks_of, pages, prose_of
from tests.docs.fragments import complete, is_whole
from tests.spec.specimens import with_proofs

ENGAGE = blocks("engage")
RIGHT = [block for block in ENGAGE if not block.gives]
WRONG = [block for block in ENGAGE if block.gives]
WITH_PROGRAMS = [page for page in pages() if any(block.language == "python" for block in blocks_of(page))]

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.*?)\s*$", re.MULTILINE)
_TOPS = "|".join(["work", "tmp", "root", "home", "Users"])
_PLACES = re.compile(rf"(?<![\w.])/(?:{_TOPS})/[\w.]|\b[A-Z]:\\+Users\\")


def _place(block: Block) -> str:
    return block.place


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _write_files(page: Path, folder: Path) -> None:
    for block in blocks_of(page):
        if block.language == "engage" and block.file is not None:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def with_promises(compiled: Compiled) -> Compiled:
    """Return the result with what was proved of it, where it promises something."""
    return with_proofs(compiled) if compiled.promises else compiled


@pytest.mark.parametrize("block", RIGHT, ids=_place)
def test_a_ruleset_compiles_and_its_tests_hold(block: Block, tmp_path: Path) -> None:
    if block.file is None:
        compiled = compile_text(complete(block.text), block.place)
    else:
        _write_files(block.page, tmp_path)
        (tmp_path / block.file).write_text(block.text, encoding="utf-8")
        compiled = compile_files([str(tmp_path / block.file)])
    graver = [each for each in with_promises(compiled).diagnostics if each.level is Level.ERROR or is_whole(block.text)]
    assert graver == [], render_text(graver)
    assert compiled.program is not None
    failed = [each for each in run_examples(Policy(compiled.program, compiled.examples)) if not each.holds]
    assert failed == []


@pytest.mark.parametrize("block", RIGHT, ids=_place)
def test_a_ruleset_is_laid_out_as_the_formatter_does(block: Block) -> None:
    assert format_text(block.text, block.place) == block.text


@pytest.mark.parametrize("block", WRONG, ids=_place)
def test_a_ruleset_that_is_meant_to_be_wrong_gets_the_message_that_is_named(block: Block) -> None:
    compiled = compile_text(complete(block.text), block.place)
    found = {each.code for each in with_promises(compiled).diagnostics}
    assert block.gives <= found


def _run_tests(names: dict[str, object]) -> None:
    """Call the test functions that a program has just defined, as pytest would."""
    for name in [each for each in names if each.startswith("test_")]:
        test = names.pop(name)
        assert callable(test)
        test()


@pytest.mark.parametrize("page", WITH_PROGRAMS, ids=_name)
def test_programs_run_and_print_what_the_page_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write_files(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__main__"}
    printed = ""
    for block in blocks_of(page):
        if block.language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as caught:
                exec(compile(block.text, block.place, "exec"), names)  # the page's own program is what is tested
                _run_tests(names)
            printed = caught.getvalue()
        elif block.info == "output":
            assert printed == block.text, block.place


_ITALIC = re.compile(r"\*([^*]+)\*")
_TERM_ROW = re.compile(r'^\| `(".*?")` \| (.*?) \| (.*?) \|$', re.MULTILINE)


def _is_found(term: str, message: str) -> bool:
    policy = loads(f'ruleset t {{ version "1" }}\nrule r {{ when message mentions {term} tag hit }}\n')
    return bool(policy.decide({"message": message, "received_at": "2026-11-20T10:00:00Z"}).tags)


def test_the_table_of_terms_says_what_is_found() -> None:
    table = (DOCS / "how-to" / "write-a-lexicon.md").read_text(encoding="utf-8").partition("| term | finds |")[2].partition("\n\n")[0]
    rows = [(term, _ITALIC.findall(found), _ITALIC.findall(missed)) for term, found, missed in _TERM_ROW.findall(table)]
    assert len(rows) > 5
    for term, found, missed in rows:
        assert [text for text in found if not _is_found(term, text)] == [], term
        assert [text for text in missed if _is_found(term, text)] == [], term


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(prose_of(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    broken: list[str] = []
    for link in _LINK.findall(prose_of(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_no_line_names_a_place_on_somebodys_machine(page: Path) -> None:
    assert [line for line in page.read_text(encoding="utf-8").split("\n") if _PLACES.search(line)] == []


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_a_page_has_one_title_and_every_fence_is_closed(page: Path) -> None:
    titles = [line for line in prose_of(page).split("\n") if line.startswith("# ")]
    fences = [line for line in page.read_text(encoding="utf-8").split("\n") if line.startswith("```")]
    assert len(titles) == 1
    assert len(fences) % 2 == 0


def test_every_page_can_be_reached_from_the_map() -> None:
    seen: set[Path] = set()
    pending = [DOCS / "README.md"]
    while pending:
        page = pending.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        links = (link.partition("#")[0] for link in _LINK.findall(prose_of(page)) if not re.match(r"[a-z]+:", link))
        pending.extend((page.parent / link).resolve() for link in links if link)
    own = {page for page in pages() if page.is_relative_to(DOCS) and "decisions" not in page.parts}
    assert {_name(page) for page in own - seen} == set()


def test_there_are_rulesets_programs_and_mistakes_to_look_at() -> None:
    assert len(RIGHT) > 30
    assert WRONG
    assert len(WITH_PROGRAMS) >= 2
