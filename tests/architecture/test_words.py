"""Names say what a thing does, and no file tells where or how it was written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGE, ROOT, SOURCES, module_name, parse, python_files

NOT_USED = frozenset({"manager", "helper", "util", "misc", "common", "handler", "processor", "impl"})
"""Words that name no job; with `s` at the end neither."""

FOLDERS = ("src", "tests", "docs", "grammar", "rulesets", ".ci")
FILES = ("README.md", "pyproject.toml", ".gitignore")
SUFFIXES = frozenset(" .py .md .toml .lark .engage .expect .json .jsonl .csv .txt .html .yml".split(" "))

_TOPS = "|".join(["work", "tmp", "root", "home", "Users"])
PLACES = re.compile(rf"(?<![\w.])/(?:{_TOPS})/[\w.]|\b[A-Z]:\\+Users\\")
"""Paths that exist on one machine only."""

UNFINISHED = re.compile("|".join([r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bX" + r"XX\b", r"\bfor " + r"now\b"]))
"""Words of work that is not done; each is put together here so that this file does not find itself."""


def words_of(name: str) -> set[str]:
    """Return the words of a snake_case or CamelCase name, in lower case and without a plural's s."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return {form for word in words for form in (word.lower(), word.lower().removesuffix("s"))}


def names() -> Iterator[tuple[str, str]]:
    """Yield every name of a package, module, class and function of ours, with where it is."""
    for path in [*python_files(SOURCES / PACKAGE), *python_files(ROOT / "tests")]:
        place = path.relative_to(ROOT).as_posix()
        yield from ((part, place) for part in Path(place).with_suffix("").parts)
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, f"{place}:{node.lineno}"


def texts() -> Iterator[Path]:
    """Yield every file of the checkout that people read."""
    yield from (ROOT / name for name in FILES if (ROOT / name).is_file())
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in SUFFIXES and "__pycache__" not in path.parts:
                yield path


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Return the places of the lines that the pattern finds something in."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:100]}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1)
        if pattern.search(line)
    ]


def test_no_name_has_a_word_that_says_nothing() -> None:
    assert sorted({f"{place}: {name}" for name, place in names() if words_of(name) & NOT_USED}) == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert lines_with(PLACES) == []


def test_nothing_is_left_for_later() -> None:
    assert lines_with(UNFINISHED) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("read_files", {"read", "files", "file"}), ("HTTPManagers", {"http", "managers", "manager"}), ("_impl2", {"impl"})],
)
def test_names_are_split_into_words(name: str, words: set[str]) -> None:
    assert words_of(name) == words


def test_no_public_name_is_the_name_of_a_module_beside_it() -> None:
    """Whichever is imported last would win: the import of a module sets its name in the package."""
    clashes = []
    for face in python_files(SOURCES / PACKAGE):
        if face.name != "__init__.py":
            continue
        modules = {path.stem for path in face.parent.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
        for node in ast.walk(parse(face)):
            if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
                clashes += [f"{module_name(face)}.{name}" for name in sorted(modules & set(ast.literal_eval(node.value)))]
    assert clashes == []
