"""What all tests may ask for: golden files, the folder of shared material, and how long Hypothesis may take."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# A busy machine must not fail a test, so no example has a deadline; a CI run must not be a lottery, so its examples are fixed.
settings.register_profile("here", deadline=None)
settings.register_profile("everywhere", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("everywhere" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write what tests get into their golden files")


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name in the folder `golden` beside the test; `--rewrite-golden` writes it."""
    folder = request.path.parent / "golden"

    def check(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.is_file(), f"{path.relative_to(ROOT)} is missing; write it with --rewrite-golden"
        with path.open(encoding="utf-8", newline="") as stream:
            assert text == stream.read()

    return check


@pytest.fixture
def shared_folder() -> Path:
    """The folder of shared material beside the checkout; a test that needs it is skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the shared material, which is not beside this checkout")
    return folder
