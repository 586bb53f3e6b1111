"""Which room may import which package of others, and that no dependency is declared for nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

from tests.architecture.reading import PACKAGE, ROOT, Import, imports, room_of

ALLOWED: dict[str, frozenset[str]] = {
    "matching": frozenset({"re2"}),
    "business_time": frozenset({"holidays", "tzdata"}),
    "syntax": frozenset({"lark"}),
    "inputs": frozenset({"pydantic"}),
    "signals": frozenset({"redis"}),
    "backends": frozenset({"z3"}),
    "testing": frozenset({"hypothesis"}),
    "pytest_plugin": frozenset({"pytest"}),
    "cli": frozenset({"typer", "rich"}),
}
"""The rooms that import a package of others; whichever is not here imports none."""

ANYWHERE = frozenset({"typing_extensions"})
"""Only types."""

TYPES_ONLY = frozenset({"_typeshed"})
"""Not a package: what type checkers know of the standard library."""

WITHOUT_IMPORT = frozenset({"tzdata"})
"""Packages of data that the standard library finds by itself."""

MODULES_OF = {"google-re2": "re2", "typing-extensions": "typing_extensions", "z3-solver": "z3"}
"""Packages whose module is not called as they are."""


OURS_AND_STANDARD = frozenset({PACKAGE}) | sys.stdlib_module_names | TYPES_ONLY


def third_parties() -> list[Import]:
    """Return the imports of what is neither ours nor the standard library's."""
    return [found for found in imports() if found.imported.split(".")[0] not in OURS_AND_STANDARD]


def declared(requirements: list[str]) -> set[str]:
    """Return the modules that requirements such as `lark>=1.2` bring."""
    names = (re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in requirements)
    return {MODULES_OF.get(name, name) for name in names}


def test_third_parties_stay_in_their_rooms() -> None:
    wrong = [
        f"{found.place}: {room_of(found.importer)} imports {found.imported}"
        for found in third_parties()
        if found.imported.split(".")[0] not in ALLOWED.get(room_of(found.importer), frozenset()) | ANYWHERE
    ]
    assert wrong == []


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = declared(project["dependencies"])
    optional = declared([line for lines in project["optional-dependencies"].values() for line in lines]) - {PACKAGE}
    used = {found.imported.split(".")[0] for found in third_parties()}

    assert used - base - optional == set(), "imported but not declared"
    assert base - used - WITHOUT_IMPORT == set(), "declared but imported nowhere"
    only_optional = {room for room, names in ALLOWED.items() if names & optional}
    assert only_optional <= {"testing", "pytest_plugin", "cli", "signals", "backends"}, "a room that everybody loads needs an extra"


def test_a_store_imports_its_extra_only_when_it_is_made() -> None:
    code = "import sys; import engagepolicy.signals, engagepolicy.signals.redis; print('redis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "False\n"


def test_the_solver_is_imported_only_when_something_is_proved() -> None:
    code = "import sys; import engagepolicy.proving.prover; print('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "False\n"
