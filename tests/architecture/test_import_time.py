"""Importing the package is cheap: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.architecture.reading import PACKAGE, modules

HEAVY = ("lark", "pydantic", "typer", "rich", "holidays", "re2", "hypothesis", "pytest")

PROGRAM = f"""
import json, sys
before = set(sys.modules)
import {PACKAGE}
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_import_loads_nothing_heavy() -> None:
    if PACKAGE not in modules():
        pytest.skip("the package has no face yet")

    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert loaded & set(HEAVY) == set()
