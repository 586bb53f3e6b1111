"""Reads the package's own code: its modules, and every import in them wherever it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCES = ROOT / "src"
PACKAGE = "engagepolicy"
FACE = "__init__"
"""How the layer table calls the module that is the package itself."""
LATE_IMPORTERS = frozenset({"import_module", "require_extra"})
"""Functions whose first argument is a module to import."""


@dataclass(frozen=True, slots=True)
class Import:
    """One import: which module names which, and where."""

    importer: str
    imported: str
    place: str


@cache
def parse(path: Path) -> ast.Module:
    """Return the tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def python_files(folder: Path) -> list[Path]:
    """Return the Python files below a folder, in order."""
    return sorted(folder.rglob("*.py"))


def module_name(path: Path) -> str:
    """Return the dotted name of a file of the package; a package's `__init__` has the package's name."""
    parts = path.relative_to(SOURCES).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Return the package's modules by dotted name."""
    return {module_name(path): path for path in python_files(SOURCES / PACKAGE)}


def room_of(module: str) -> str:
    """Return the part of the package that a module belongs to: `syntax` for `engagepolicy.syntax.parser`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else FACE


@cache
def imports() -> tuple[Import, ...]:
    """Return every import of the package: at the top, inside functions, for typing, and by name."""
    return tuple(found for module, path in modules().items() for found in _imports_of(module, path))


def own_imports() -> Iterator[Import]:
    """Yield the imports of one module of the package by another, `imported` cut to a module that exists."""
    for found in imports():
        parts = found.imported.split(".")
        if parts[0] != PACKAGE:
            continue
        while parts and ".".join(parts) not in modules():
            parts.pop()
        yield Import(found.importer, ".".join(parts) or PACKAGE, found.place)


def _imports_of(module: str, path: Path) -> Iterator[Import]:
    shown = path.relative_to(ROOT).as_posix()
    for node in ast.walk(parse(path)):
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
            continue
        place = f"{shown}:{node.lineno}"
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield Import(module, alias.name, place)
            case ast.ImportFrom(module=source, names=names, level=level):
                base = _absolute(module, path, source, level)
                for alias in names:
                    yield Import(module, base if alias.name == "*" else f"{base}.{alias.name}", place)
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(value=str(name)), *_]):
                if called in LATE_IMPORTERS:
                    yield Import(module, name, place)
            case _:
                pass


def _absolute(module: str, path: Path, source: str | None, level: int) -> str:
    """Return the module that a `from` names, dots at its beginning resolved."""
    if level == 0:
        return source or ""
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    base = package[: len(package) - level + 1]
    return ".".join([*base, source] if source else base)
