"""Files and functions that fit in a head."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGE, ROOT, SOURCES, parse, python_files

MOST_LINES_OF_A_FILE = 600
MOST_LINES_OF_A_FUNCTION = 60

FOLDERS = [SOURCES / PACKAGE, ROOT / "tests"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_files_are_short(folder: Path) -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in python_files(folder)}
    lengths = {name: len(text.splitlines()) for name, text in texts.items()}

    assert lengths, "no file was found"
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FILE} == {}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_functions_are_short(folder: Path) -> None:
    long = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {node.name} has {length} lines"
        for path in python_files(folder)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_module_says_why_it_exists(folder: Path) -> None:
    assert [path.relative_to(ROOT).as_posix() for path in python_files(folder) if not ast.get_docstring(parse(path))] == []
